"""Which signs our fonts have: a page without a letter would show an empty box, or a font of whoever's machine it is."""

import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}  # kinds of signs that leave no ink


def missing(text: str, fonts: Path) -> list[str]:
    """The signs of a text that no font of ours has."""
    known = _known(fonts)
    return sorted({sign for sign in text if ord(sign) not in known and unicodedata.category(sign) not in INVISIBLE})


@cache
def _known(fonts: Path) -> frozenset[int]:
    found: set[int] = set()
    for path in fonts.glob("*.ttf"):
        with TTFont(path, lazy=True) as font:
            found.update(font.getBestCmap())
    return frozenset(found)
