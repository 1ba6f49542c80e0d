"""The profile: capabilities from top to bottom, a line for each level, bands shaded behind."""

from collections.abc import Sequence

from leadsurvey.report.charts.frame import FOOT, grid
from leadsurvey.report.charts.lettering import LINE, Words, joins, paragraph, shortened, text_width
from leadsurvey.report.charts.scale import Scale
from leadsurvey.report.charts.sheet import RULE, SHADE, SOFT, WIDTH, Chart, Sheet
from leadsurvey.report.marks import ROOMY, Mark, Pitch, Row

LABELS = 49.0  # mm for the names of capabilities
TOP = 6.0  # mm above the rows


def row_height(row: Row, pitch: Pitch) -> float:
    """Millimetres that a capability takes in a profile."""
    return max(pitch.level * len(row.marks) + pitch.gap, LINE * len(_label(row)) + 2.2)


def profile_height(rows: Sequence[Row], pitch: Pitch) -> float:
    """Millimetres that a profile takes."""
    return TOP + sum(row_height(row, pitch) for row in rows) + FOOT + _first_row_extra(rows[0], pitch)


def _first_row_extra(row: Row, pitch: Pitch) -> float:
    """The first row carries the names of the levels: its lines stand a line of text apart."""
    if any(joins(mark.name) for mark in row.marks):
        return max(0.0, LINE * len(row.marks) + pitch.gap - row_height(row, pitch))
    return 0.0 if pitch == ROOMY else 4.0


def profile(rows: Sequence[Row], bands: Sequence[tuple[str, int]], pitch: Pitch, *, mirrored: bool = False) -> Chart:
    """Capabilities from top to bottom, levels in fixed order within each, bands shaded behind."""
    sheet = Sheet(WIDTH, profile_height(rows, pitch), Scale(LABELS + 3, WIDTH - 3), mirrored=mirrored)
    _bands(sheet, bands)
    grid(sheet, TOP)
    named: set[str] = set()
    placed: list[tuple[Mark, float]] = []
    y = TOP
    for order, row in enumerate(rows):
        height = row_height(row, pitch) + (0 if order else _first_row_extra(row, pitch))
        if order:
            sheet.lines([(0, y, WIDTH, y)], RULE, 0.4, 2)
        sheet.stack(0, y + height / 2, _label(row))
        gap = (height - pitch.gap) / max(1, len(row.marks)) if not order else pitch.level
        top = y + (height - gap * len(row.marks)) / 2
        here = [(mark, top + gap * (index + 0.5)) for index, mark in enumerate(row.marks)]
        for mark, at in here:
            if mark.name not in named:
                _name(sheet, mark, at)
        named |= {mark.name for mark in row.marks}
        placed += here
        y += height
    sheet.estimates(placed)
    return sheet.chart()


def _bands(sheet: Sheet, bands: Sequence[tuple[str, int]]) -> None:
    """Every other band shaded, and the names of all above; a name too wide for its band stands higher."""
    x, ends = sheet.scale.x, [*(start for _, start in bands[1:]), 100]
    edges = [(name, x(start), x(end)) for (name, start), end in zip(bands, ends, strict=False)]
    if edges:
        sheet.blocks([(left, TOP, right, sheet.height - FOOT) for _, left, right in edges[::2]], SHADE)
    tight = any(text_width(name) + 2 > right - left for name, left, right in edges)
    for order, (name, left, right) in enumerate(edges):
        lift = 3.3 if tight and order % 2 else 0
        sheet.text((left + right) / 2, TOP - 1.7 - lift, Words(name, colour=SOFT), "center")


def _label(row: Row) -> list[Words]:
    return paragraph(row.title, LABELS, size=10, bold=True) + paragraph(row.gloss, LABELS, colour=SOFT)


def _name(sheet: Sheet, mark: Mark, y: float) -> None:
    """The level's name beside its line, on the side that has room."""
    left, right = sheet.scale.x(mark.low) - 1.6, sheet.scale.x(mark.high) + 1.6
    if right + text_width(mark.name) <= WIDTH or left - LABELS < WIDTH - right:
        sheet.text(right, y, Words(shortened(mark.name, WIDTH - right), colour=mark.style.dark))
    else:
        sheet.text(left, y, Words(shortened(mark.name, left - LABELS), colour=mark.style.dark), "right")
