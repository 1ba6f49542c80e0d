"""An organisation's logo: a small picture without anything else that the file may hold."""

import base64
import hashlib
import io
import warnings
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from leadsurvey.questionnaire.problems import FaultyFileError, Problem

if TYPE_CHECKING:
    from PIL import Image

LARGEST = 5_000_000  # bytes of the file
MOST_PIXELS = 20_000_000
ROOM = 480, 160  # pixels, twice what a page shows
START = "data:image/png;base64,"
CURE = "save it as PNG or JPEG, such as 480 by 160 pixels, with some white around it"


def read_logo(path: Path) -> str:
    """The picture as an address that holds it (PNG), made small; raises FaultyFileError if it is none.

    It is painted anew: what cameras and programs write into a file beside the picture does not come along.
    """
    small = _opened(path)
    small.thumbnail(ROOM)
    painted = io.BytesIO()
    small.save(painted, "PNG", optimize=True)
    return START + base64.b64encode(painted.getvalue()).decode()


def _opened(path: Path) -> "Image.Image":
    from PIL import Image

    if not path.is_file():
        raise _fault(path, "there is no such file", "check the name in `logo:`, a path from the round's file")
    if path.stat().st_size > LARGEST:
        raise _fault(path, "more than 5 MB, which no logo needs")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a picture of far too many pixels is told as a warning
            with Image.open(path, formats=["PNG", "JPEG"]) as found:
                if found.width * found.height <= MOST_PIXELS:
                    return found.convert("RGBA")
    except Exception:  # noqa: BLE001 - a broken picture makes its reader raise whatever it likes
        raise _fault(path, "this is no picture that can be read") from None
    raise _fault(path, "more than 20 million pixels, which no logo needs")


def picture(logo: str) -> bytes:
    """The bytes of a logo that was read."""
    return base64.b64decode(logo.removeprefix(START))


@cache
def mark(logo: str) -> str:
    """What a logo is known by; it changes with its content."""
    return hashlib.sha256(logo.encode()).hexdigest()[:12]


def _fault(path: Path, fault: str, cure: str = CURE) -> FaultyFileError:
    return FaultyFileError([Problem(str(path), 1, 1, fault, cure)])
