"""The type of charts: which font draws a letter, how wide a line is, and where it breaks."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from unicodedata import bidirectional

from matplotlib import font_manager
from matplotlib.font_manager import FontPath, FontProperties
from matplotlib.ft2font import FT2Font, LoadFlags

from leadsurvey.report.marks import INK

POINT = 25.4 / 72  # mm
LINE = 4.1  # mm from one line of chart text to the next
REGULAR, BOLD = 400, 700
FAMILIES = ["Lead Sans", "Lead Arabic", "DejaVu Sans"]  # the last comes with matplotlib, for scripts that ours lack


@dataclass(frozen=True)
class Words:
    """A line of text as it is to look; `size` in points."""

    text: str
    size: float = 9
    bold: bool = False
    colour: str = INK

    @property
    def weight(self) -> int:
        """As fonts count it."""
        return BOLD if self.bold else REGULAR

    @property
    def width(self) -> float:
        """In millimetres."""
        return text_width(self.text, self.size, self.weight)


@cache
def load_fonts(folder: Path) -> None:
    """Make our type known to matplotlib, once."""
    for file in sorted(folder.glob("*.ttf")):
        font_manager.fontManager.addfont(file)


@cache
def face(size: float, weight: int) -> FontProperties:
    """The families of all charts in a size and a weight."""
    return FontProperties(family=FAMILIES, size=size, weight=weight)


def files(weight: int) -> list[FontPath]:
    """The fonts of a weight, in the order in which they are asked for a letter.

    Raises ValueError before `load_fonts`: measured with another font in their place, lines would be wrong for good.
    """
    wanted = [FontProperties(family=[name], weight=weight) for name in FAMILIES]
    return [font_manager.findfont(each, fallback_to_default=False) for each in wanted]


@cache
def _fonts(weight: int) -> list[FT2Font]:
    return [font_manager.get_font(file) for file in files(weight)]


@cache
def _advance(letter: str, size: float, weight: int) -> float:
    """The width of a letter by itself, in the font that will draw it."""
    fonts = _fonts(weight)
    font = next((font for font in fonts if font.get_char_index(ord(letter))), fonts[0])
    font.set_size(size, 72)
    return float(font.load_char(ord(letter), LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 * POINT


@lru_cache(10_000)
def text_width(text: str, size: float = 9, weight: int = REGULAR) -> float:
    """How wide a line of text is, in millimetres; kerning left out, so a trifle too wide."""
    if joins(text):  # each letter takes less room than by itself
        return drawn_width(text, size, weight) + 0.2
    return sum(_advance(letter, size, weight) for letter in text)


def joins(text: str) -> bool:
    """Whether letters of the text join, as Arabic ones do; they reach further up and down too."""
    return not text.isascii() and any(bidirectional(letter) == "AL" for letter in text)


@lru_cache(10_000)
def drawn_width(text: str, size: float, weight: int) -> float:
    """How wide a line of text comes out, in millimetres; dearer than `text_width`, but for lines known from before."""
    font = font_manager.get_font(files(weight))
    font.set_size(size, 72)
    font.set_text(text, 0, flags=LoadFlags.NO_HINTING)
    return float(font.get_width_height()[0]) / 64 * POINT


def wrapped(text: str, width: float, size: float = 9, weight: int = REGULAR) -> list[str]:
    """The text in lines of at most this many millimetres, broken between words; a word breaks only if it must."""
    lines: list[str] = []
    for word in (piece for whole in text.split() for piece in _pieces(whole, width, size, weight)):
        if lines and text_width(f"{lines[-1]} {word}", size, weight) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _pieces(word: str, width: float, size: float, weight: int) -> Iterator[str]:
    """The word, or as many letters of it at a time as a line holds."""
    start, room = 0, width
    for at, letter in enumerate(word):
        room -= _advance(letter, size, weight)
        if room < 0 and at > start:
            yield word[start:at]
            start, room = at, width - _advance(letter, size, weight)
    yield word[start:]


def paragraph(text: str, width: float, *, size: float = 9, bold: bool = False, colour: str = INK) -> list[Words]:
    """The lines of a text that all look alike."""
    return [Words(line, size, bold, colour) for line in wrapped(text, width, size, BOLD if bold else REGULAR)]


def shortened(text: str, width: float, size: float = 9, weight: int = REGULAR) -> str:
    """The text, its end cut off where it is wider than this many millimetres."""
    while text_width(text, size, weight) > width and text.rstrip("…"):
        text = text.rstrip("…")[:-1].rstrip() + "…"
    return text
