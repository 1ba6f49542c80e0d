"""Cuts our two families, each in two static weights, out of fonts under the OFL.

Lead Sans comes from the variable Source Sans 3 (package fontpkg-source-sans-3), Lead Arabic from IBM Plex Sans Arabic
(fontpkg-ibm-plex-sans-arabic). "Source" and "Plex" are reserved font names, so the altered files carry others.
Hinting goes; of the scripts Latin, Greek and Cyrillic stay in the one, Arabic and basic Latin in the other. The same
input gives the same bytes. Run it: `python templates/report/fonts/cut.py`.
"""
# ruff: noqa: INP001 - a script beside the files that it makes

from pathlib import Path

import fontpkg
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

STYLES = {"Regular": 400, "Semibold": 600}
LATIN_GREEK_CYRILLIC = (
    (0x0020, 0x007E), (0x00A0, 0x024F), (0x02B9, 0x02DD), (0x0300, 0x0308), (0x030A, 0x030C), (0x0327, 0x0328),
    (0x0370, 0x03FF), (0x0400, 0x045F), (0x0490, 0x0491), (0x1E80, 0x1E85), (0x1E9E, 0x1E9E), (0x1EF2, 0x1EF3),
    (0x2002, 0x206F), (0x20AC, 0x20AC), (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212),
    (0x2248, 0x2248), (0x2260, 0x2265), (0x25CF, 0x25CF),
)  # fmt: skip
ARABIC_AND_LATIN = (
    (0x0020, 0x007E), (0x00A0, 0x00FF), (0x0131, 0x0131), (0x0152, 0x0153), (0x0300, 0x0308), (0x0600, 0x06FF),
    (0x0750, 0x077F), (0x2002, 0x206F), (0x20AC, 0x20AC), (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x2193),
    (0x2212, 0x2212), (0x2248, 0x2248), (0x2260, 0x2265), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC),
)  # fmt: skip
FEATURES = [
    "kern",
    "mark",
    "mkmk",
    "ccmp",
    "locl",
    "liga",
    "lnum",
    "pnum",
    "tnum",
    "init",
    "medi",
    "fina",
    "rlig",
    "calt",
]


def sans(weight: int) -> TTFont:
    """One static weight of Lead Sans."""
    source = TTFont(fontpkg.path("Source Sans 3"), recalcTimestamp=False)
    return thinned(instantiateVariableFont(source, {"wght": weight}), LATIN_GREEK_CYRILLIC)


def arabic(weight: int) -> TTFont:
    """One weight of Lead Arabic."""
    source = TTFont(fontpkg.path("IBM Plex Sans Arabic", weight=weight), recalcTimestamp=False)
    return thinned(source, ARABIC_AND_LATIN)


def thinned(font: TTFont, kept: tuple[tuple[int, int], ...]) -> TTFont:
    """The font with these letters only."""
    options = subset.Options(hinting=False, layout_features=FEATURES, name_IDs=[*range(7), 13, 14])
    options.drop_tables += ["STAT"]  # it speaks of an axis that was cut away
    thinner = subset.Subsetter(options)
    thinner.populate(unicodes=[code for first, last in kept for code in range(first, last + 1)])
    thinner.subset(font)
    return font


def rename(font: TTFont, family: str, style: str) -> None:
    """Take the reserved name out of the name table; the notice of copyright and the licence stay."""
    name = f"{family} {style}"
    names = {1: family, 2: style, 3: name, 4: name, 6: f"{family.replace(' ', '')}-{style}"}
    for record in font["name"].names:
        record.string = names.get(record.nameID, record.toUnicode())


if __name__ == "__main__":
    for family, cut in {"Lead Sans": sans, "Lead Arabic": arabic}.items():
        for style, weight in STYLES.items():
            font = cut(weight)
            rename(font, family, style)
            font["OS/2"].usWeightClass = 400 if weight == 400 else 700  # the heavier of two is the bold of its family
            font.save(Path(__file__).with_name(f"{family.replace(' ', '')}-{style}.ttf"))
