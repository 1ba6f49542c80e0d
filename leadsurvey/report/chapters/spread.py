"""How capabilities spread over pages, so that nothing runs into the foot."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

from leadsurvey.analysis.findings import CapabilityInfo
from leadsurvey.questionnaire.model import CapabilityId
from leadsurvey.report import charts
from leadsurvey.report.chapters.page import Line, Note
from leadsurvey.report.marks import DENSE, ROOMY, Pitch, Row

PROFILE_ROWS = 8  # at most, on a page
HEAT_ROW, HEAT_PART, HEAT_TITLES = 9.5, 7.0, 42.0  # mm: a row of the shaded table, a part's title, its first column
TITLE_COLUMN = 37.0  # mm
_LINE, _PADDING = 4.41, 0.55  # mm, a line of a table and what stands around it

PAPER = 244.0  # mm from the top of the headline to the foot
_TEXT = 158.0  # mm, a line of the headline

T = TypeVar("T")


def room_for(headline: str, lede: str, finding: str, notes: Sequence[Note] = ()) -> float:
    """Millimetres that are left for a chart and its table."""
    head = 9.7 * len(charts.wrapped(headline, _TEXT, 22, 700)) + 1.8
    told = 6.2 * len(charts.wrapped(lede, 140, 12)) + 4.4
    caption = 4.41 * len(charts.wrapped(finding, 160, 9.5)) + 3.6
    below = max((len(charts.wrapped(note.text, 48, 10)) for note in notes), default=0)
    return PAPER - head - told - caption - (below * 4.85 + 12 if below else 0)


def typical(letters: int) -> str:
    """A text of about so many letters, for one that is not known yet."""
    return "seven " * (letters // 6)


def table_height(rows: Sequence[Sequence[str]], columns: Sequence[float], head: int = 2) -> float:
    """Millimetres of a table: of each row the cells that may take several lines, of each of these how wide it is."""
    lines = (max(map(len, map(charts.wrapped, row, columns))) for row in rows)
    return 2.8 + head * _LINE + 1 + sum(_LINE * number + _PADDING for number in lines)


def filled(things: Sequence[T], height: Callable[[Sequence[T]], float], room: float) -> list[Sequence[T]]:
    """The things in as few runs as fit, none higher than the room unless it is a single thing."""
    pieces = 1
    while True:
        runs = balanced(things, pieces)
        if pieces >= len(things) or max(map(height, runs)) <= room:
            return runs
        pieces += 1


def balanced(things: Sequence[T], pieces: int) -> list[Sequence[T]]:
    """The things in so many runs of nearly equal length."""
    cuts = [round(len(things) * piece / pieces) for piece in range(pieces + 1)]
    return [things[start:end] for start, end in pairwise(cuts)]


def profile_pages(
    capabilities: Sequence[CapabilityInfo], rows: Mapping[CapabilityId, Row], room: float, *, narrow: bool
) -> Iterator[tuple[Sequence[CapabilityInfo], Pitch]]:
    """The fewest pages that hold these capabilities, and the roomiest pitch that all of them allow."""
    pieces = -(-len(capabilities) // PROFILE_ROWS)
    while True:
        pages = balanced(capabilities, pieces)
        for pitch in (ROOMY, DENSE):
            heights = [_height([rows[about.id] for about in page], pitch, narrow=narrow) for page in pages]
            if max(heights) <= room or pieces == len(capabilities):
                yield from ((page, pitch) for page in pages)
                return
        pieces += 1


def _height(rows: Sequence[Row], pitch: Pitch, *, narrow: bool) -> float:
    """Millimetres of a profile with its table."""
    lines = [max(2 if narrow else 1, len(charts.wrapped(row.title, TITLE_COLUMN))) for row in rows]
    head = 3 * _LINE if narrow else 2 * _LINE
    return charts.profile_height(rows, pitch) + head + sum(_LINE * line + _PADDING for line in lines)


Parted = tuple[tuple[str, tuple[Line, ...]], ...]  # lines by the title of their part


def heat_pages(parts: Sequence[tuple[str, Sequence[Line]]], room: float) -> list[Parted]:
    """Parts with their lines, on as few pages as have room for them."""
    flat = [(title, line) for title, lines in parts for line in lines]
    return [tuple(_regrouped(page)) for page in filled(flat, _heat_height, room)]


def _heat_height(page: Sequence[tuple[str, Line]]) -> float:
    """Millimetres of a shaded table below its head."""
    rows = sum(max(HEAT_ROW, 4.41 * len(charts.wrapped(line.title, HEAT_TITLES, 10, 700)) + 0.7) for _, line in page)
    return rows + HEAT_PART * len({title for title, _ in page})


def _regrouped(page: Sequence[tuple[str, Line]]) -> Iterator[tuple[str, tuple[Line, ...]]]:
    for title in dict.fromkeys(title for title, _ in page):
        yield title, tuple(line for of, line in page if of == title)
