"""Codes that phones read, as a picture for a page."""

import segno

INK = "#1b2328"
LEVEL = "m"  # of correction, or better, where that makes the code no larger
QUIET = 4  # modules that stay white on every side, as ISO/IEC 18004 wants


def picture(text: str, ground: str | None = "#fff") -> str:
    """The code as the address of a picture: one path, its quiet zone around it; None is no ground, for white paper."""
    code = segno.make_qr(text, error=LEVEL)
    return code.svg_data_uri(border=QUIET, dark=INK, light=ground, xmldecl=False, omitsize=True, encode_minimal=True)


def modules(text: str) -> int:
    """How many of its squares stand side by side in the code, without its quiet zone."""
    return int(segno.make_qr(text, error=LEVEL).symbol_size(border=0)[0])
