"""A small chart for a line of text: one or two estimates on a thin 0-100 line."""

from collections.abc import Sequence

from leadsurvey.report.charts.lettering import LINE, Words, shortened, text_width
from leadsurvey.report.charts.scale import Scale
from leadsurvey.report.charts.sheet import RULE, Chart, Sheet
from leadsurvey.report.marks import Mark


def strip(marks: Sequence[Mark], ticks: Sequence[int], width: float, *, mirrored: bool = False) -> Chart:
    """A word-sized 0-100 line with one or two estimates, each named where it stands."""
    ordered = sorted(marks, key=lambda mark: mark.value)
    labels = [_label(mark, width, right=order > 0) for order, mark in enumerate(ordered)]
    stacked = sum(map(text_width, labels)) + 2 > width
    scale = Scale(3, width - 3)
    sheet = Sheet(width, 8.6 + (LINE if stacked else 0), scale, mirrored=mirrored)
    y = 2.6
    sheet.lines([(scale.left, y, scale.right, y)], RULE, 0.5, 0)
    sheet.lines([(scale.x(tick), y - 1.2, scale.x(tick), y + 1.2) for tick in sorted({0, *ticks, 100})], RULE, 0.6, 0)
    sheet.estimates([(mark, y) for mark in marks], 5.8)
    lefts = _places(sheet, ordered, labels, stacked=stacked)
    for order, (mark, text, x) in enumerate(zip(ordered, labels, lefts, strict=True)):
        sheet.text(x, y + LINE * (1 + order * stacked), Words(text, colour=mark.style.dark))
    return sheet.chart()


def _label(mark: Mark, width: float, *, right: bool) -> str:
    """A name with its number, the number towards the mark; a name that is too long is cut short."""
    name = shortened(mark.name, width - text_width(" 100"))
    return f"{mark.value} {name}" if right else f"{name} {mark.value}"


def _places(sheet: Sheet, marks: Sequence[Mark], labels: Sequence[str], *, stacked: bool) -> list[float]:
    """The left edge of each label: by its mark, clear of the other, nothing beyond the edges."""
    wide, x = [text_width(label) for label in labels], sheet.scale.x
    if len(marks) == 1 or stacked:
        middles = [x(mark.value) - own / 2 for mark, own in zip(marks, wide, strict=True)]
        return [max(min(left, sheet.width - own), min(x(0), sheet.width - own))
                for left, own in zip(middles, wide, strict=True)]  # fmt: skip
    start = max(x(marks[1].value) - 1.6, wide[0] + 2)
    start = min(start, sheet.width - wide[1])
    end = min(max(x(marks[0].value) + 1.6, wide[0] + x(0)), start - 2)
    return [end - wide[0], start]
