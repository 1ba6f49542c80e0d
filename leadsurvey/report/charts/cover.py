"""The cover: everybody asked as dots, those who answered filled."""

from leadsurvey.report.charts.sheet import OPEN, WIDTH, Chart, Sheet
from leadsurvey.report.marks import HOUSE, Style

DOT = 3.1  # mm, a dot with its outline


def people_per_dot(people: int) -> int:
    """One dot is 1, 5, 10, 50 ... people, so that there are at most 340 dots."""
    step, five = 1, True
    while people / step > 340:
        step, five = step * (5 if five else 2), not five
    return step


def cover(answered: int, asked: int, *, mirrored: bool = False) -> Chart:
    """Everybody asked as dots, those who answered filled; who they are is not said."""
    step = people_per_dot(asked)
    total, filled = max(1, round(asked / step)), round(answered / step)
    rows = -(-total // 34)
    pitch = min(6.0, (WIDTH - DOT) / max(1, -(-total // rows) - 1))  # the outermost dots touch the edges of the text
    sheet = Sheet(WIDTH, pitch * (rows - 1) + DOT, mirrored=mirrored)
    at = [(DOT / 2 + pitch * (dot // rows), DOT / 2 + pitch * (dot % rows)) for dot in range(total)]
    if filled:
        sheet.dots(at[:filled], Style(HOUSE, HOUSE, "o"), 7.8)
    if filled < total:
        sheet.dots(at[filled:], Style("white", OPEN, "o"), 7.8)
    return sheet.chart()
