"""Since last time: what was and what is, one over the other; the line between them leans as things changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from leadsurvey.report.charts.frame import FOOT, GAP, grid, rules, tops
from leadsurvey.report.charts.lettering import LINE, Words, paragraph
from leadsurvey.report.charts.naming import AWAY, Room, along
from leadsurvey.report.charts.scale import Scale
from leadsurvey.report.charts.sheet import OPEN, SOFT, WIDTH, Box, Chart, Sheet
from leadsurvey.report.marks import HOUSE, INK, Mark

LABELS, NOTE = 48.0, 133.0  # mm: the right edge of the titles, the left edge of the notes
HALF = 2.2  # mm from the middle of a row to either mark
APART = 3.7  # mm from a mark to a name above or below it
_SCALE, _ROOM = Scale(LABELS + 6, NOTE - 8), Room(LABELS + 1, NOTE - 2)


@dataclass(frozen=True)
class SlopeRow:
    """A capability last time and this time; the note says in words what changed."""

    title: str
    before: Mark
    after: Mark
    note: str
    clear: bool


def slopes_height(rows: Sequence[SlopeRow]) -> float:
    """Millimetres that the chart takes."""
    return tops(_heights(rows))[-1] + FOOT


def slopes(rows: Sequence[SlopeRow], names: tuple[str, str], *, mirrored: bool = False) -> Chart:
    """A row for each capability: before, hollow, over after, filled; `names` are those of the two times."""
    starts = tops(_heights(rows))
    sheet = Sheet(WIDTH, starts[-1] + FOOT, _SCALE, mirrored=mirrored)
    grid(sheet, starts[0])
    rules(sheet, starts[:-1])
    placed = [(row, (start + end) / 2) for row, (start, end) in zip(rows, pairwise(starts), strict=True)]
    for row, middle in placed:
        sheet.stack(0, middle, _title(row))
        sheet.stack(NOTE, middle, _note(row))
        _numbers(sheet, row, middle)
    for clear, colour, width in ((True, HOUSE, 2.2), (False, OPEN, 0.9)):
        sheet.lines([_slope(row, middle) for row, middle in placed if row.clear == clear], colour, width, 3)
    sheet.estimates([(_hollow(row.before), y - HALF) for row, y in placed])
    sheet.estimates([(row.after, y + HALF) for row, y in placed])
    for mark, name, side in zip((rows[0].before, rows[0].after), names, (-1, 1), strict=True):
        along(replace(mark, name=name), _SCALE, _ROOM).draw(sheet, placed[0][1] + side * (HALF + APART))
    return sheet.chart()


def _heights(rows: Sequence[SlopeRow]) -> list[float]:
    """Every row holds its texts and two marks; the first one the names of the times too."""
    heights = [max(LINE * max(len(_title(row)), len(_note(row))) + GAP, 2 * HALF + 7) for row in rows]
    heights[0] = max(heights[0], 2 * (HALF + APART + LINE / 2 + 1))
    return heights


def _title(row: SlopeRow) -> list[Words]:
    return paragraph(row.title, LABELS, size=10, bold=row.clear)


def _note(row: SlopeRow) -> list[Words]:
    return paragraph(row.note, WIDTH - NOTE, bold=row.clear, colour=INK if row.clear else SOFT)


def _slope(row: SlopeRow, middle: float) -> Box:
    return _SCALE.x(row.before.value), middle - HALF, _SCALE.x(row.after.value), middle + HALF


def _hollow(mark: Mark) -> Mark:
    """What was looks emptier than what is."""
    return replace(mark, style=replace(mark.style, colour="white", edge=1.5))


def _numbers(sheet: Sheet, row: SlopeRow, middle: float) -> None:
    """Both values on the outer side of their lines, where the slope does not pass."""
    rising = row.after.value >= row.before.value
    for mark, y, right in ((row.before, middle - HALF, not rising), (row.after, middle + HALF, rising)):
        words = Words(str(mark.value), 9, bold=row.clear, colour=mark.style.dark)
        edge = _SCALE.x(mark.high) + AWAY if right else _SCALE.x(mark.low) - AWAY
        sheet.text(edge, y, words, "left" if right else "right")
