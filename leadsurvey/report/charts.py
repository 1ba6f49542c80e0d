"""Charts, drawn in millimetres at their final size, so that nine points in a chart are nine points on paper."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matplotlib import font_manager, rc_context
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import LoadFlags
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from leadsurvey.report.marks import HOUSE, INK, ROOMY, Mark, Pitch, Row, Style

WIDTH = 166.0  # mm, the text block of the page
SOFT, RULE, GRID, SHADE, OPEN = "#4A545C", "#B9C1C6", "#DDE2E4", "#F1F3F3", "#7C8A90"
LABELS = 49.0  # mm for the names of capabilities, left of a profile
DOT = 3.1  # mm, a dot of the cover with its outline
LINE = 4.1  # mm from one line of chart text to the next
POINT = 25.4 / 72
REGULAR, BOLD = 400, 700
_FAMILIES = ["Lead Sans", "DejaVu Sans"]  # the second comes with matplotlib, for scripts that ours does not have
_FEATURES = ("-liga", "-clig", "-dlig")  # the text layer of a ligature would be lost


@dataclass(frozen=True)
class Chart:
    """A finished chart: a PDF of one page, and its size in millimetres."""

    pdf: bytes
    width: float
    height: float


@cache
def load_fonts(folder: Path) -> None:
    """Make our type known to matplotlib, once."""
    for file in sorted(folder.glob("*.ttf")):
        font_manager.fontManager.addfont(file)


@cache
def _face(size: float, weight: int) -> FontProperties:
    return FontProperties(family=_FAMILIES, size=size, weight=weight)


@cache
def _advance(letter: str, size: float, weight: int) -> float:
    font = font_manager.get_font(font_manager.findfont(_face(size, weight)))
    font.set_size(size, 72)
    return float(font.load_char(ord(letter), LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 * POINT


def text_width(text: str, size: float = 9, weight: int = REGULAR) -> float:
    """How wide a line of text is, in millimetres; kerning left out, so a trifle too wide."""
    return sum(_advance(letter, size, weight) for letter in text)


def wrapped(text: str, width: float, size: float = 9, weight: int = REGULAR) -> list[str]:
    """The text in lines of at most this many millimetres, broken between words."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size, weight) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


class Sheet:
    """A drawing surface in millimetres, origin top left, with one 0-100 scale from left to right."""

    def __init__(self, width: float, height: float, left: float = 0, right: float | None = None) -> None:
        self.width, self.height = width, height
        self._left, self._right = left, width if right is None else right
        self._figure = Figure(figsize=(width / 25.4, height / 25.4))
        down = Affine2D().scale(1 / 25.4, -1 / 25.4).translate(0, height / 25.4)
        self._millimetres = down + self._figure.dpi_scale_trans

    def x(self, value: float) -> float:
        """Where a value stands on the scale."""
        return self._left + (self._right - self._left) * value / 100

    def text(self, x: float, y: float, words: str, *, size: float = 9, colour: str = INK, bold: bool = False,
             align: str = "left") -> None:  # fmt: skip
        """One line of text; `y` runs through the middle of its letters."""
        face = _face(size, BOLD if bold else REGULAR)
        self._add(
            Text(
                x,
                y + 0.29 * size * POINT,
                words,
                color=colour,
                fontproperties=face,
                ha=align,
                va="baseline",
                parse_math=False,
                fontfeatures=_FEATURES,
                zorder=6,
            )
        )

    def lines(self, ends: Iterable[tuple[float, float, float, float]], colour: str, width: float, z: float = 1) -> None:
        """Straight lines (x0, y0, x1, y1) of one colour; `width` in points."""
        segments = [((x0, y0), (x1, y1)) for x0, y0, x1, y1 in ends]
        self._add(LineCollection(segments, colors=colour, linewidths=width, capstyle="butt", zorder=z))

    def block(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A shaded rectangle at the back."""
        self._add(Rectangle((x0, y0), x1 - x0, y1 - y0, facecolor=SHADE, edgecolor="none", linewidth=0, zorder=0))

    def dots(self, at: Sequence[tuple[float, float]], style: Style, size: float) -> None:
        """Marks of one style."""
        x, y = zip(*at, strict=True)
        self._add(
            Line2D(
                x,
                y,
                linestyle="none",
                marker=style.marker,
                markersize=size * style.grow,
                markeredgewidth=style.edge,
                markerfacecolor=style.colour,
                markeredgecolor=style.dark,
                zorder=5,
            )
        )

    def estimates(self, placed: Sequence[tuple[Mark, float]], size: float = 6.2) -> None:
        """Marks with their ranges at heights `y`, style by style: few artists draw fast."""
        for style in dict.fromkeys(mark.style for mark, _ in placed):
            own = [(mark, y) for mark, y in placed if mark.style == style]
            self.lines([(self.x(mark.low), y, self.x(mark.high), y) for mark, y in own], style.dark, 1.3, 4)
            self.dots([(self.x(mark.value), y) for mark, y in own], style, size)

    def chart(self) -> Chart:
        """What was drawn; without a date, so that the same drawing gives the same bytes."""
        page = io.BytesIO()
        with rc_context({"pdf.fonttype": 3, "pdf.compression": 6}):
            self._figure.savefig(page, format="pdf", transparent=True, metadata={"CreationDate": None})
        return Chart(page.getvalue(), self.width, self.height)

    def _add(self, artist: Line2D | LineCollection | Rectangle | Text) -> None:
        artist.set_transform(self._millimetres)
        self._figure.add_artist(artist)


def people_per_dot(people: int) -> int:
    """One dot is 1, 5, 10, 50 ... people, so that there are at most 340 dots."""
    step, five = 1, True
    while people / step > 340:
        step, five = step * (5 if five else 2), not five
    return step


def cover(answered: int, asked: int) -> Chart:
    """Everybody asked as dots, those who answered filled; who they are is not said."""
    step = people_per_dot(asked)
    total, filled = max(1, round(asked / step)), round(answered / step)
    rows = -(-total // 34)
    pitch = min(6.0, (WIDTH - DOT) / max(1, -(-total // rows) - 1))  # the outermost dots touch the edges of the text
    sheet = Sheet(WIDTH, pitch * (rows - 1) + DOT)
    at = [(DOT / 2 + pitch * (dot // rows), DOT / 2 + pitch * (dot % rows)) for dot in range(total)]
    if filled:
        sheet.dots(at[:filled], Style(HOUSE, HOUSE, "o"), 7.8)
    if filled < total:
        sheet.dots(at[filled:], Style("white", OPEN, "o"), 7.8)
    return sheet.chart()


def strip(marks: Sequence[Mark], ticks: Sequence[int], width: float) -> Chart:
    """A word-sized 0-100 line with one or two estimates, each named where it stands."""
    ordered = sorted(marks, key=lambda mark: mark.value)
    labels = [_strip_label(mark, width, right=order > 0) for order, mark in enumerate(ordered)]
    stacked = sum(map(text_width, labels)) + 2 > width
    sheet = Sheet(width, 8.6 + (LINE if stacked else 0), 3, width - 3)
    y = 2.6
    sheet.lines([(sheet.x(0), y, sheet.x(100), y)], RULE, 0.5, 0)
    sheet.lines([(sheet.x(tick), y - 1.2, sheet.x(tick), y + 1.2) for tick in sorted({0, *ticks, 100})], RULE, 0.6, 0)
    sheet.estimates([(mark, y) for mark in marks], 5.8)
    lefts = _label_places(sheet, ordered, labels, stacked=stacked)
    for order, (mark, words, x) in enumerate(zip(ordered, labels, lefts, strict=True)):
        sheet.text(x, y + LINE * (1 + order * stacked), words, colour=mark.style.dark)
    return sheet.chart()


def _strip_label(mark: Mark, width: float, *, right: bool) -> str:
    """A name with its number, the number towards the mark; a name that is too long is cut short."""
    name = mark.name
    while text_width(f"{name} 100") > width:
        name = name.rstrip("…")[:-1].rstrip() + "…"
    return f"{mark.value} {name}" if right else f"{name} {mark.value}"


def _label_places(sheet: Sheet, marks: Sequence[Mark], labels: Sequence[str], *, stacked: bool) -> list[float]:
    """The left edge of each label: by its mark, clear of the other, nothing beyond the edges."""
    wide = [text_width(words) for words in labels]
    if len(marks) == 1 or stacked:
        middles = [sheet.x(mark.value) - own / 2 for mark, own in zip(marks, wide, strict=True)]
        return [max(min(left, sheet.width - own), min(sheet.x(0), sheet.width - own))
                for left, own in zip(middles, wide, strict=True)]  # fmt: skip
    start = max(sheet.x(marks[1].value) - 1.6, wide[0] + 2)
    start = min(start, sheet.width - wide[1])
    end = min(max(sheet.x(marks[0].value) + 1.6, wide[0] + sheet.x(0)), start - 2)
    return [end - wide[0], start]


TOP, FOOT = 6.0, 6.0  # mm above and below the rows of a profile


def _label_lines(row: Row) -> tuple[list[str], list[str]]:
    return wrapped(row.title, LABELS, 10, BOLD), wrapped(row.gloss, LABELS)


def row_height(row: Row, pitch: Pitch) -> float:
    """Millimetres that a capability takes in a profile."""
    title, gloss = _label_lines(row)
    return max(pitch.level * len(row.marks) + pitch.gap, LINE * (len(title) + len(gloss)) + 2.2)


def profile_height(rows: Sequence[Row], pitch: Pitch) -> float:
    """Millimetres that a profile takes."""
    return TOP + sum(row_height(row, pitch) for row in rows) + FOOT + _first_row_extra(pitch)


def _first_row_extra(pitch: Pitch) -> float:
    """The first row carries the names of the levels: its lines stand a line of text apart."""
    return 0.0 if pitch == ROOMY else 4.0


def profile(rows: Sequence[Row], bands: Sequence[tuple[str, int]], pitch: Pitch) -> Chart:
    """Capabilities from top to bottom, levels in fixed order within each, bands shaded behind."""
    sheet = Sheet(WIDTH, profile_height(rows, pitch), LABELS + 3, WIDTH - 3)
    _scale(sheet, bands)
    named: set[str] = set()
    placed: list[tuple[Mark, float]] = []
    y = TOP
    for order, row in enumerate(rows):
        height = row_height(row, pitch) + (0 if order else _first_row_extra(pitch))
        if order:
            sheet.lines([(0, y, WIDTH, y)], RULE, 0.4, 2)
        _row_label(sheet, row, y + height / 2)
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


def _scale(sheet: Sheet, bands: Sequence[tuple[str, int]]) -> None:
    """Bands with their names above, grid lines at their edges, and numbers below."""
    bottom = sheet.height - FOOT
    starts = [start for _, start in bands] or [0]
    ends = [*starts[1:], 100]
    for order, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if bands and order % 2 == 0:
            sheet.block(sheet.x(start), TOP, sheet.x(end), bottom)
    tight = any(
        text_width(name) + 2 > sheet.x(end) - sheet.x(start) for (name, start), end in zip(bands, ends, strict=False)
    )
    for order, ((name, start), end) in enumerate(zip(bands, ends, strict=False)):
        lift = 3.3 if tight and order % 2 else 0
        sheet.text(sheet.x((start + end) / 2), TOP - 1.7 - lift, name, colour=SOFT, align="center")
    sheet.lines([(sheet.x(at), TOP, sheet.x(at), bottom) for at in (0, 20, 40, 60, 80, 100)], GRID, 0.6, 1)
    for at in (0, 20, 40, 60, 80, 100):
        sheet.text(sheet.x(at), sheet.height - 2.4, str(at), colour=SOFT, align="center")


def _row_label(sheet: Sheet, row: Row, middle: float) -> None:
    title, gloss = _label_lines(row)
    y = middle - LINE * (len(title) + len(gloss) - 1) / 2
    for line in title:
        sheet.text(0, y, line, size=10, bold=True)
        y += LINE
    for line in gloss:
        sheet.text(0, y, line, colour=SOFT)
        y += LINE


def _name(sheet: Sheet, mark: Mark, y: float) -> None:
    """The level's name beside its line, on the side that has room."""
    right = sheet.x(mark.high) + 1.6
    if right + text_width(mark.name) <= WIDTH or sheet.x(mark.low) - LABELS < WIDTH - right:
        sheet.text(min(right, WIDTH - text_width(mark.name)), y, mark.name, colour=mark.style.dark)
    else:
        sheet.text(sheet.x(mark.low) - 1.6, y, mark.name, colour=mark.style.dark, align="right")
