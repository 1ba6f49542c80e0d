"""The versions of a task: what came of each, one under the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from leadsurvey.report.charts.frame import FOOT, GAP, grid, rules, tops
from leadsurvey.report.charts.lettering import BOLD, LINE, Words, paragraph, shortened
from leadsurvey.report.charts.scale import Scale
from leadsurvey.report.charts.sheet import WIDTH, Chart, Sheet
from leadsurvey.report.marks import Mark

LABELS = 56.0  # mm for what was read
NUMBER = 42.0  # mm at most for a number with its unit
AWAY = 2.4  # mm between a line and its number


@dataclass(frozen=True)
class VersionRow:
    """What was read, and what came of it; a mark whose range is its value has no range."""

    name: str
    mark: Mark


def versions_height(rows: Sequence[VersionRow]) -> float:
    """Millimetres that the chart takes."""
    return tops(_heights(rows))[-1] + FOOT


def versions(rows: Sequence[VersionRow], most: int = 100, *, unit: str = "", mirrored: bool = False) -> Chart:
    """A row for each version on a scale from 0 to `most`; `unit` stands after each number."""
    starts = tops(_heights(rows))
    most = max(most, *(row.mark.high for row in rows))
    numbers = [Words(_number(row, unit), 10, bold=True) for row in rows]
    right = WIDTH - max(number.width for number in numbers) - AWAY
    sheet = Sheet(WIDTH, starts[-1] + FOOT, Scale(LABELS + 4, right, most), mirrored=mirrored)
    grid(sheet, starts[0])
    rules(sheet, starts[:-1])
    middles = [(start + end) / 2 for start, end in pairwise(starts)]
    for row, middle, number in zip(rows, middles, numbers, strict=True):
        sheet.stack(0, middle, _name(row))
        sheet.text(sheet.scale.x(row.mark.high) + AWAY, middle, number)
    sheet.estimates([(row.mark, middle) for row, middle in zip(rows, middles, strict=True)], 7.2)
    return sheet.chart()


def _heights(rows: Sequence[VersionRow]) -> list[float]:
    return [LINE * max(2, len(_name(row))) + GAP for row in rows]


def _name(row: VersionRow) -> list[Words]:
    return paragraph(row.name, LABELS, size=10, bold=True)


def _number(row: VersionRow, unit: str) -> str:
    return shortened(f"{row.mark.value} {unit}".strip(), NUMBER, 10, BOLD)
