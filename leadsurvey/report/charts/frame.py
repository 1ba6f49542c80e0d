"""What the forms of charts have in common: the grid with its numbers, and rules between rows."""

from collections.abc import Sequence

from leadsurvey.report.charts.lettering import Words, paragraph
from leadsurvey.report.charts.sheet import GRID, RULE, SOFT, WIDTH, Sheet
from leadsurvey.report.marks import INK

FOOT = 6.0  # mm under the rows, for the numbers of the scale
GAP = 3.4  # mm that a row has above and below its text, together


def grid(sheet: Sheet, top: float) -> None:
    """Thin lines from `top` to the foot, and the numbers under them."""
    scale, bottom = sheet.scale, sheet.height - FOOT
    places = [(scale.x(value), f"{value:g}") for value in scale.ticks()]
    sheet.lines([(x, top, x, bottom) for x, _ in places], GRID, 0.6, 1)
    for x, number in places:
        sheet.text(x, sheet.height - 2.4, Words(number, colour=SOFT), "center")


def rules(sheet: Sheet, tops: Sequence[float]) -> None:
    """A dark line over the first row, light ones over the others."""
    sheet.lines([(0, tops[0], WIDTH, tops[0])], INK, 0.6, 2)
    if tops[1:]:
        sheet.lines([(0, y, WIDTH, y) for y in tops[1:]], RULE, 0.4, 2)


def tops(heights: Sequence[float], first: float = 0.3) -> list[float]:
    """Where each row begins; the last number is where the last row ends."""
    places = [first]
    for height in heights:
        places.append(places[-1] + height)
    return places


def verdict_words(lines: Sequence[str], width: float, *, clear: bool) -> list[Words]:
    """What a row comes to: the first line larger, bold where all is clear; the others soft where it is not."""
    colour = INK if clear else SOFT
    first = paragraph(lines[0], width, size=10, bold=clear) if lines else []
    return first + [words for line in lines[1:] for words in paragraph(line, width, colour=colour)]
