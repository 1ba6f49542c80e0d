"""Paints charts on pages of a PDF: what matplotlib's painter does, for the few things that our charts are made of.

matplotlib lays out each line of text, and draws each letter of each font, anew for every file: a fifth of a report's
time. Here both are kept from report to report. A painter of one's own is what matplotlib provides for (RendererBase).
"""

import io
from collections.abc import Iterable
from typing import Any

from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Transform
from matplotlib.typing import ColorType
from pikepdf import Array, Dictionary, Name, Page, Pdf, Stream

from leadsurvey.report.charts.type3 import EM, Case, outline, shaped, width

DPI = 72  # a dot of the figure is a point on paper
_PAINT = {(True, True): "B", (True, False): "S", (False, True): "f", (False, False): ""}
_ENDS = {"butt": 0, "round": 1, "projecting": 2}
_CORNERS = {"miter": 0, "round": 1, "bevel": 2}


def as_pages(figures: Iterable[Figure]) -> bytes:
    """A PDF with a page for each figure, without a date."""
    whole, pdf, case, drawn = io.BytesIO(), Pdf.new(), Case(), []
    for figure in figures:
        page = _Painter(figure, case)
        figure.draw(page)
        drawn.append(page)
    resources = pdf.make_indirect(Dictionary(Font=case.fonts(pdf)))
    for page in drawn:
        size = Array([0, 0, *page.get_canvas_width_height()])
        content = Stream(pdf, "\n".join(page.steps).encode())
        pdf.pages.append(Page(Dictionary(Type=Name.Page, MediaBox=size, Resources=resources, Contents=content)))
    pdf.save(whole, deterministic_id=True)
    return whole.getvalue()


class _Painter(RendererBase):
    """The content of one page; lines are unbroken, and nothing shines through."""

    def __init__(self, figure: Figure, case: Case) -> None:
        super().__init__()
        self._size = tuple(round(float(inches) * DPI, 3) for inches in figure.get_size_inches())
        self._case = case
        self.steps: list[str] = []

    def get_canvas_width_height(self) -> tuple[float, float]:
        """In points."""
        return self._size[0], self._size[1]

    def flipy(self) -> bool:
        """Whether places are counted from the top."""
        return False

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: ColorType | None = None,  # noqa: N803 - the name is matplotlib's
    ) -> None:
        """One shape, in the numbers of the page."""
        look, paint = _look(gc, rgbFace)
        if paint:
            self.steps.append(f"q {look} {outline(transform.transform_path(path))} {paint} Q")

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: ColorType | None = None,  # noqa: N803
    ) -> None:
        """The same shape at each point of a path."""
        shape, (look, paint) = outline(marker_trans.transform_path(marker_path)), _look(gc, rgbFace)
        places = trans.transform(path.vertices)
        each = [f"q 1 0 0 1 {x:.2f} {y:.2f} cm {shape} {paint} Q" for x, y in places]
        self.steps += ["q", look, *each, "Q"]

    def draw_text(  # noqa: PLR0913  # what matplotlib hands over
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,  # noqa: ARG002 - our lines are level
        ismath: Any = False,  # noqa: ARG002 - and hold no formulas
        mtext: Text | None = None,
    ) -> None:
        """A line of text that begins at a place."""
        features = tuple(mtext.get_fontfeatures() or ()) if mtext else ()
        size, colour, pen, height = prop.get_size_in_points(), to_rgba(gc.get_rgb()), 0.0, 0.0
        steps = [f"BT {_numbers(colour)} rg {x:.2f} {y:.2f} Td"]
        chosen, codes = "", ""
        for placed in shaped(s, int(prop.get_weight()), features):
            font, code = self._case.find(placed.glyph)
            if font != chosen or placed.y != height:
                steps += [f"[{codes}] TJ"] if codes else []
                steps.append(f"/{font} {size:g} Tf {placed.y * size / EM:.2f} Ts")
                chosen, codes, height = font, "", placed.y
            gap = round(placed.x - pen)
            codes += f"{-gap}<{code:02x}>" if gap else f"<{code:02x}>"
            pen += gap + width(placed.glyph)
        self.steps.append(" ".join([*steps, f"[{codes}] TJ 0 Ts ET"]).replace("><", ""))


def _look(gc: GraphicsContextBase, face: ColorType | None) -> tuple[str, str]:
    """Line and colours of a shape, and what paints it: its edge, its face, both or nothing."""
    edge, filled = to_rgba(gc.get_rgb()), to_rgba("none" if face is None else face)
    paint = _PAINT[gc.get_linewidth() > 0 and edge[3] > 0, filled[3] > 0]
    ends, corners = _ENDS[gc.get_capstyle()], _CORNERS[gc.get_joinstyle()]
    look = f"{_numbers(filled)} rg {_numbers(edge)} RG {gc.get_linewidth():.3g} w {ends} J {corners} j"
    return look, paint


def _numbers(colour: tuple[float, float, float, float]) -> str:
    """Red, green and blue."""
    return " ".join(f"{part:.3g}" for part in colour[:3])
