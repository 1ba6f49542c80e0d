"""Cuts Lead Sans, our two static weights, out of the variable Source Sans 3 (OFL) of the package fontpkg-source-sans-3.

"Source" is a reserved font name, so the altered files carry another. Hinting goes; of the scripts Latin, Greek and
Cyrillic stay. The same input gives the same bytes. Run it: `python templates/report/fonts/cut.py`.
"""
# ruff: noqa: INP001 - a script beside the files that it makes

from pathlib import Path

import fontpkg
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FAMILY = "Lead Sans"
STYLES = {"Regular": 400, "Semibold": 600}
KEPT = (
    (0x0020, 0x007E), (0x00A0, 0x024F), (0x02B9, 0x02DD), (0x0300, 0x0308), (0x030A, 0x030C), (0x0327, 0x0328),
    (0x0370, 0x03FF), (0x0400, 0x045F), (0x0490, 0x0491), (0x1E80, 0x1E85), (0x1E9E, 0x1E9E), (0x1EF2, 0x1EF3),
    (0x2002, 0x206F), (0x20AC, 0x20AC), (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212),
    (0x2248, 0x2248), (0x2260, 0x2265), (0x25CF, 0x25CF),
)  # fmt: skip
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "lnum", "pnum", "tnum"]


def cut(source: Path, style: str, weight: int) -> TTFont:
    """One static weight, renamed and thinned."""
    font = instantiateVariableFont(TTFont(source, recalcTimestamp=False), {"wght": weight})
    options = subset.Options(hinting=False, layout_features=FEATURES, name_IDs=[*range(7), 13, 14])
    options.drop_tables += ["STAT"]  # it speaks of the axis that was cut away
    thinner = subset.Subsetter(options)
    thinner.populate(unicodes=[code for first, last in KEPT for code in range(first, last + 1)])
    thinner.subset(font)
    rename(font, style)
    font["OS/2"].usWeightClass = 400 if weight == 400 else 700  # the heavier of two weights is the bold of its family
    return font


def rename(font: TTFont, style: str) -> None:
    """Take the reserved name out of the name table; the notice of copyright and the licence stay."""
    names = {1: FAMILY, 2: style, 3: f"{FAMILY} {style}", 4: f"{FAMILY} {style}", 6: f"LeadSans-{style}"}
    for record in font["name"].names:
        record.string = names.get(record.nameID, record.toUnicode())


if __name__ == "__main__":
    for style, weight in STYLES.items():
        font = cut(fontpkg.path("Source Sans 3"), style, weight)
        font.save(Path(__file__).with_name(f"LeadSans-{style}.ttf"))
