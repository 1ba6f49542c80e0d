"""Letters of charts in a PDF: each is drawn once for all charts of a file, and can be read out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from matplotlib import font_manager
from matplotlib.ft2font import LoadFlags
from matplotlib.path import Path
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from leadsurvey.report.charts.lettering import files

if TYPE_CHECKING:
    from matplotlib.ft2font import GlyphIndexType

EM = 1000  # letters are measured and drawn in thousandths of their size
CODES = 256  # as many letters as a font of this kind may hold


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter as a font draws it, and what it says; one shape may say several things."""

    font: str
    index: "GlyphIndexType"
    says: str


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a glyph of a line stands."""

    glyph: Glyph
    x: float
    y: float


@lru_cache(10_000)
def shaped(text: str, weight: int, features: tuple[str, ...]) -> tuple[Placed, ...]:
    """The glyphs of a line from left to right: joined, kerned and turned around as its script asks.

    Most lines are those of the reports before. What FreeType and Raqm make of a line has no public name in
    matplotlib; its own painters ask for it like this.
    """
    font = font_manager.get_font(files(weight))
    font.set_size(EM, 72)
    return tuple(
        Placed(Glyph(str(one.ft_object.fname), one.glyph_index, one.char), one.x, one.y)
        for one in font._layout(text, LoadFlags.NO_HINTING, features=features)  # noqa: SLF001
    )


@lru_cache(10_000)
def _width(font: str, index: "GlyphIndexType") -> int:
    drawn = font_manager.get_font(font)
    drawn.set_size(EM, 72)
    return round(drawn.load_glyph(index, LoadFlags.NO_HINTING).linearHoriAdvance / 65536)


def width(glyph: Glyph) -> int:
    """How far the next glyph stands, where nothing else is said."""
    return _width(glyph.font, glyph.index)


@lru_cache(10_000)
def _strokes(font: str, index: "GlyphIndexType") -> bytes:
    """What draws a glyph, as a font of this kind has it."""
    drawn = font_manager.get_font(font)
    drawn.set_size(EM, 72)
    drawn.load_glyph(index, LoadFlags.NO_HINTING)
    vertices, codes = drawn.get_path()
    edges = [round(edge) for edge in (*vertices.min(axis=0), *vertices.max(axis=0))] if len(vertices) else [0] * 4
    box = " ".join(map(str, edges))
    return f"{_width(font, index)} 0 {box} d1\n{outline(Path(vertices, codes), 0)} f".encode()


def outline(path: Path, digits: int = 2) -> str:
    """The steps of a path, as a page of PDF has them."""
    steps: list[str] = []
    here = (0.0, 0.0)
    for places, code in path.iter_segments(simplify=False):
        if code == Path.CLOSEPOLY:
            steps.append("h")
            continue
        points = [(float(x), float(y)) for x, y in zip(places[::2], places[1::2], strict=True)]
        if code == Path.CURVE3:  # PDF knows curves with two handles alone
            handle, end = points
            points = [_between(here, handle), _between(end, handle), end]
        numbers = " ".join(f"{number:.{digits}f}" for point in points for number in point)
        steps.append(f"{numbers} {'m' if code == Path.MOVETO else 'l' if code == Path.LINETO else 'c'}")
        here = points[-1]
    return " ".join(steps)


def _between(end: tuple[float, float], handle: tuple[float, float]) -> tuple[float, float]:
    return (end[0] + 2 * handle[0]) / 3, (end[1] + 2 * handle[1]) / 3


@dataclass
class Case:
    """The glyphs that a file uses, and by which code of which font."""

    _codes: dict[str, dict[Glyph, int]] = field(default_factory=dict)

    def find(self, glyph: Glyph) -> tuple[str, int]:
        """The name of the font that has a glyph, and the glyph's code there."""
        codes = self._codes.setdefault(glyph.font, {})
        number = codes.setdefault(glyph, len(codes))
        return f"F{list(self._codes).index(glyph.font)}-{number // CODES}", number % CODES

    def fonts(self, pdf: Pdf) -> Dictionary:
        """All fonts by their names."""
        made = Dictionary()
        for order, (font, codes) in enumerate(self._codes.items()):
            glyphs = list(codes)
            for part in range(0, len(glyphs), CODES):
                made[f"/F{order}-{part // CODES}"] = _font(pdf, font, glyphs[part : part + CODES])
        return made


def _font(pdf: Pdf, file: str, glyphs: list[Glyph]) -> Object:
    font = font_manager.get_font(file)
    name, scale = Name("/" + font.postscript_name), EM / font.units_per_EM
    strokes = {f"/g{glyph.index}": glyph.index for glyph in glyphs}
    box = Array([round(edge * scale) for edge in font.bbox])
    about = Dictionary(
        Type=Name.FontDescriptor, FontName=name, Flags=4, ItalicAngle=0, FontBBox=box, StemV=0,
        Ascent=round(font.ascender * scale), Descent=round(font.descender * scale), CapHeight=0,
    )  # fmt: skip
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type3, Name=name, FontDescriptor=pdf.make_indirect(about), FontBBox=box,
            FontMatrix=Array([1 / EM, 0, 0, 1 / EM, 0, 0]), Resources=Dictionary(),
            FirstChar=0, LastChar=len(glyphs) - 1, Widths=Array([width(glyph) for glyph in glyphs]),
            Encoding=Dictionary(Type=Name.Encoding, Differences=Array([0, *(Name(f"/g{g.index}") for g in glyphs)])),
            CharProcs=Dictionary({key: Stream(pdf, _strokes(file, index)) for key, index in strokes.items()}),
            ToUnicode=Stream(pdf, _said(glyph.says for glyph in glyphs)),
        )
    )  # fmt: skip


def _said(texts: Iterable[str]) -> bytes:
    """Which letters each code stands for."""
    lines = [f"<{code:02x}> <{_aloud(text).encode('utf-16be').hex()}>\n" for code, text in enumerate(texts)]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]  # 100 is the most a block may have
    said = "".join(f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Adobe-Identity-UCS def\n"
        "/CMapType 2 def\n1 begincodespacerange\n<00> <ff>\nendcodespacerange\n"
        f"{said}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()


def _aloud(text: str) -> str:
    """The mark that begins a line from the right is a space to those who read it out."""
    return text.replace("\u200f", " ")
