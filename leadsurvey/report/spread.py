"""How capabilities spread over pages, so that nothing runs into the foot."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

from leadsurvey.analysis.findings import CapabilityInfo
from leadsurvey.questionnaire.model import CapabilityId
from leadsurvey.report import charts
from leadsurvey.report.marks import DENSE, ROOMY, Pitch, Row
from leadsurvey.report.pages import Line

PROFILE_ROWS, HEAT_ROWS = 8, 12  # at most, on a page
PROFILE_ROOM = 190.0  # mm under headline, lede and caption
TITLE_COLUMN = 37.0  # mm
_LINE, _PADDING = 4.41, 0.55  # mm, a line of a table and what stands around it

T = TypeVar("T")


def balanced(things: Sequence[T], pieces: int) -> list[Sequence[T]]:
    """The things in so many runs of nearly equal length."""
    cuts = [round(len(things) * piece / pieces) for piece in range(pieces + 1)]
    return [things[start:end] for start, end in pairwise(cuts)]


def profile_pages(
    capabilities: Sequence[CapabilityInfo], rows: Mapping[CapabilityId, Row], *, narrow: bool
) -> Iterator[tuple[Sequence[CapabilityInfo], Pitch]]:
    """The fewest pages that hold these capabilities, and the roomiest pitch that all of them allow."""
    pieces = -(-len(capabilities) // PROFILE_ROWS)
    while True:
        pages = balanced(capabilities, pieces)
        for pitch in (ROOMY, DENSE):
            heights = [_height([rows[about.id] for about in page], pitch, narrow=narrow) for page in pages]
            if max(heights) <= PROFILE_ROOM or pieces == len(capabilities):
                yield from ((page, pitch) for page in pages)
                return
        pieces += 1


def _height(rows: Sequence[Row], pitch: Pitch, *, narrow: bool) -> float:
    """Millimetres of a profile with its table."""
    lines = [max(2 if narrow else 1, len(charts.wrapped(row.title, TITLE_COLUMN))) for row in rows]
    head = 3 * _LINE if narrow else 2 * _LINE
    return charts.profile_height(rows, pitch) + head + sum(_LINE * line + _PADDING for line in lines)


def heat_pages(parts: Sequence[tuple[str, Sequence[Line]]]) -> list[tuple[tuple[str, tuple[Line, ...]], ...]]:
    """Parts with their lines, page by page."""
    flat = [(title, line) for title, lines in parts for line in lines]
    pages = balanced(flat, -(-len(flat) // HEAT_ROWS))
    return [tuple(_regrouped(page)) for page in pages]


def _regrouped(page: Sequence[tuple[str, Line]]) -> Iterator[tuple[str, tuple[Line, ...]]]:
    for title in dict.fromkeys(title for title, _ in page):
        yield title, tuple(line for of, line in page if of == title)
