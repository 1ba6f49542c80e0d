"""Rhetoric and reality: what two groups say, row by row; the block between them is the gap."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from leadsurvey.report.charts.frame import FOOT, GAP, grid, rules, tops, verdict_words
from leadsurvey.report.charts.lettering import LINE, Words, paragraph
from leadsurvey.report.charts.naming import Name, Room, along, beside
from leadsurvey.report.charts.scale import Scale
from leadsurvey.report.charts.sheet import WIDTH, Box, Chart, Sheet
from leadsurvey.report.marks import Mark

LABELS, VERDICT = 48.0, 130.0  # mm: the right edge of the titles, the left edge of the verdicts
HALF = 1.85  # mm from the middle of a row to either edge of its block
APART = 3.7  # mm from a mark to a name above or below it
CLEAR, UNCLEAR = "#C3D5D9", "#E6E9EA"
_SCALE, _ROOM = Scale(LABELS + 4, VERDICT - 7), Room(LABELS + 1, VERDICT - 2)


@dataclass(frozen=True)
class GapRow:
    """A capability seen by two groups; the verdict says in lines how wide the gap is and what it means."""

    title: str
    one: Mark
    other: Mark
    verdict: tuple[str, ...]
    clear: bool


def gaps_height(rows: Sequence[GapRow]) -> float:
    """Millimetres that the chart takes."""
    return tops(_heights(rows))[-1] + FOOT


def gaps(rows: Sequence[GapRow], *, mirrored: bool = False) -> Chart:
    """A row for each capability: `one` on the top edge of the block, `other` on its bottom edge."""
    starts = tops(_heights(rows))
    sheet = Sheet(WIDTH, starts[-1] + FOOT, _SCALE, mirrored=mirrored)
    grid(sheet, starts[0])
    rules(sheet, starts[:-1])
    placed = [(row, (start + end) / 2) for row, (start, end) in zip(rows, pairwise(starts), strict=True)]
    for row, middle in placed:
        sheet.stack(0, middle, _title(row))
        sheet.stack(VERDICT, middle, _verdict(row))
    for clear, tint in ((True, CLEAR), (False, UNCLEAR)):
        sheet.blocks([_block(row, middle) for row, middle in placed if row.clear == clear], tint, z=1.5)
    sheet.estimates([(row.one, y - HALF) for row, y in placed] + [(row.other, y + HALF) for row, y in placed])
    _name(sheet, *placed[0])
    return sheet.chart()


def _heights(rows: Sequence[GapRow]) -> list[float]:
    """Every row holds its texts; the first one may need room for names above and below its marks."""
    heights = [LINE * max(2, len(_title(row)), len(_verdict(row))) + GAP for row in rows]
    if not all(_beside(rows[0])):
        heights[0] = max(heights[0], 2 * (HALF + APART + LINE / 2))
    return heights


def _title(row: GapRow) -> list[Words]:
    return paragraph(row.title, LABELS, size=10, bold=row.clear)


def _verdict(row: GapRow) -> list[Words]:
    return verdict_words(row.verdict, WIDTH - VERDICT, clear=row.clear)


def _block(row: GapRow, middle: float) -> Box:
    return _SCALE.x(row.one.value), middle - HALF, _SCALE.x(row.other.value), middle + HALF


def _beside(row: GapRow) -> list[Name | None]:
    """The names outside the block, where there is room."""
    higher = row.one.value >= row.other.value
    return [
        beside(row.one, _SCALE, _ROOM, first="right" if higher else "left"),
        beside(row.other, _SCALE, _ROOM, first="left" if higher else "right"),
    ]


def _name(sheet: Sheet, row: GapRow, middle: float) -> None:
    for mark, near, side in zip((row.one, row.other), _beside(row), (-1, 1), strict=True):
        if near:
            near.draw(sheet, middle + side * HALF)
        else:
            along(mark, _SCALE, _ROOM).draw(sheet, middle + side * (HALF + APART))
