"""The surface that every chart is drawn on: millimetres at final size, so that nine points are nine points on paper.

A form of chart is written once, from left to right. A mirrored sheet turns places and sides around, for languages whose
lines lead from the right.
"""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from matplotlib import rcParams
from matplotlib.backend_bases import RendererBase
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from leadsurvey.report.charts import painter
from leadsurvey.report.charts.lettering import LINE, POINT, Words, drawn_width, face
from leadsurvey.report.charts.scale import Scale
from leadsurvey.report.marks import Mark, Style

WIDTH = 166.0  # mm, the text block of the page
SOFT, RULE, GRID, SHADE, OPEN = "#4A545C", "#B9C1C6", "#DDE2E4", "#F1F3F3", "#7C8A90"
_FEATURES = ("-liga", "-clig", "-dlig")  # the text layer of a ligature would be lost
_FROM_RIGHT = "\u200f"  # no width; a line leads from the right, though it starts with a Latin letter or a number
_TURNED = {"left": "right", "right": "left", "center": "center"}
_BEFORE = {"left": 0.0, "center": 0.5, "right": 1.0}  # how much of a line stands before its place

# The same drawing gives the same bytes; set once, for what one thread sets and resets another might miss.
rcParams.update(
    {
        "svg.fonttype": "path",
        "text.hinting": "no_hinting",
        "svg.hashsalt": "leadsurvey",
    }
)

Box = tuple[float, float, float, float]  # x0, y0, x1, y1


class _Line(Text):
    """One line of text whose place is known: matplotlib would measure it anew each time that it is painted."""

    def draw(self, renderer: RendererBase) -> None:
        """Paint it from where it begins."""
        x, y = self.get_transform().transform(self.get_position())
        paint = renderer.new_gc()
        paint.set_foreground(self.get_color())
        _, height = renderer.get_canvas_width_height()
        y = height - y if renderer.flipy() else y
        renderer.draw_text(paint, x, y, self.get_text(), self.get_fontproperties(), 0, mtext=self)
        paint.restore()


class Chart:
    """A finished chart and its size in millimetres; it is painted when it is asked for."""

    def __init__(self, figure: Figure, width: float, height: float) -> None:
        self.figure, self.width, self.height = figure, width, height

    @property
    def pdf(self) -> bytes:
        """A PDF of one page, without a date."""
        return as_pages([self])

    def svg(self, told: str) -> str:
        """A vector image for pages of the web, its text as paths; `told` is what it says to those who cannot see it."""
        silent = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        drawn = self._painted(format="svg", transparent=True, metadata={**silent, "Title": told}).decode()
        return drawn.replace("<svg ", '<svg role="img" ', 1)

    def png(self, dpi: int) -> bytes:
        """A picture in dots, on white."""
        return self._painted(format="png", dpi=dpi, facecolor="white", metadata={"Software": None})

    def _painted(self, **how: Any) -> bytes:
        page = io.BytesIO()
        self.figure.savefig(page, **how)
        return page.getvalue()


def as_pages(charts: Iterable[Chart]) -> bytes:
    """A PDF with a page for each chart, without a date."""
    return painter.as_pages(chart.figure for chart in charts)


class Sheet:
    """A drawing surface in millimetres, origin top left, with a scale; `mirrored` turns it around."""

    def __init__(self, width: float, height: float, scale: Scale | None = None, *, mirrored: bool = False) -> None:
        self.width, self.height, self.scale = width, height, scale or Scale(0, width)
        self._mirrored = mirrored
        self._figure = Figure(figsize=(width / 25.4, height / 25.4), dpi=painter.DPI, facecolor="none")
        down = Affine2D().scale(1 / 25.4, -1 / 25.4).translate(0, height / 25.4)
        self._millimetres = down + self._figure.dpi_scale_trans

    def text(self, x: float, y: float, words: Words, align: str = "left") -> None:
        """One line of text; `y` runs through the middle of its letters."""
        said = _FROM_RIGHT + words.text if self._mirrored else words.text
        before = _BEFORE[_TURNED[align] if self._mirrored else align]
        self._add(
            _Line(
                self._place(x) - before * drawn_width(said, words.size, words.weight),
                y + 0.29 * words.size * POINT,
                said,
                color=words.colour,
                fontproperties=face(words.size, words.weight),
                parse_math=False,
                fontfeatures=_FEATURES,
                zorder=6,
            )
        )

    def stack(self, x: float, middle: float, lines: Sequence[Words], align: str = "left") -> None:
        """Lines of text one under the other; `middle` is their middle."""
        for order, words in enumerate(lines):
            self.text(x, middle + LINE * (order - (len(lines) - 1) / 2), words, align)

    def lines(self, ends: Iterable[Box], colour: str, width: float, z: float = 1) -> None:
        """Straight lines of one colour; `width` in points."""
        place = self._place
        segments = [((place(x0), y0), (place(x1), y1)) for x0, y0, x1, y1 in ends]
        self._add(LineCollection(segments, colors=colour, linewidths=width, capstyle="butt", zorder=z))

    def blocks(self, boxes: Iterable[Box], colour: str, edge: str = "none", z: float = 0) -> None:
        """Rectangles of one colour."""
        place = self._place
        corners = [[(place(x), y) for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))] for x0, y0, x1, y1 in boxes]
        line = 0.0 if edge == "none" else 0.5
        self._add(PolyCollection(corners, facecolors=colour, edgecolors=edge, linewidths=line, zorder=z))

    def dots(self, at: Sequence[tuple[float, float]], style: Style, size: float) -> None:
        """Marks of one style."""
        x, y = zip(*at, strict=True)
        self._add(
            Line2D(
                [self._place(one) for one in x],
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
        """Marks with their ranges at heights `y`, style by style: few artists draw fast; no range, no line."""
        x = self.scale.x
        for style in dict.fromkeys(mark.style for mark, _ in placed):
            own = [(mark, y) for mark, y in placed if mark.style == style]
            ranges = [(x(mark.low), y, x(mark.high), y) for mark, y in own if mark.low < mark.high]
            if ranges:
                self.lines(ranges, style.dark, 1.3, 4)
            self.dots([(x(mark.value), y) for mark, y in own], style, size)

    def chart(self) -> Chart:
        """What was drawn."""
        return Chart(self._figure, self.width, self.height)

    def _place(self, x: float) -> float:
        return self.width - x if self._mirrored else x

    def _add(self, artist: Line2D | LineCollection | PolyCollection | Text) -> None:
        artist.set_transform(self._millimetres)
        self._figure.add_artist(artist)
