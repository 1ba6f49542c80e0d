"""Codes that phones read, as a picture for a page."""

import segno

INK = "#1b2328"
QUIET = 4  # modules that stay white on every side, as ISO/IEC 18004 wants


def picture(text: str) -> str:
    """The code as the address of a picture: one path, its quiet zone around it."""
    code = segno.make_qr(text, error="m")  # or better, where that makes it no larger
    return code.svg_data_uri(border=QUIET, dark=INK, light="#fff", xmldecl=False, omitsize=True, encode_minimal=True)
