"""Charts enter a finished PDF as vectors: each takes the place of a stand-in image that the page was laid out with.

Size, position, tag and alternative text are those of the stand-in; only what is painted changes.
"""

import base64
import io
import struct
import zlib
from collections.abc import Iterable, Iterator

import pikepdf
from pikepdf import Array, ObjectStreamMode, Pdf

_MARK = 7  # the blue of every stand-in, so that no other image is mistaken for one


def stand_in(number: int) -> str:
    """The address of an image of one pixel whose colour is the chart's number: no two are alike, so none is merged."""
    pixel = zlib.compress(b"\0" + bytes([number % 256, number // 256, _MARK]))
    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    parts = _chunk(b"IHDR", header), _chunk(b"IDAT", pixel), _chunk(b"IEND", b"")
    return "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"".join(parts)).decode()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_charts(document: bytes, charts: bytes) -> bytes:
    """The document with the n-th page of `charts` in place of the n-th stand-in; `charts` is a PDF, or nothing."""
    with Pdf.open(io.BytesIO(document)) as pdf, Pdf.open(io.BytesIO(charts)) if charts else Pdf.new() as source:
        for objects in _painted(pdf):
            for name, number in list(_stand_ins(objects)):
                objects[name] = _form(pdf, source.pages[number])
        out = io.BytesIO()
        # What the charts bring is packed like the rest: a third of a report's size.
        pdf.save(out, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
        return out.getvalue()


def _painted(pdf: Pdf) -> Iterable[pikepdf.Object]:
    """The images and forms of all pages, which may share one dictionary of them."""
    resources = {page.Resources.objgen: page.Resources for page in pdf.pages}
    return [shared.XObject for shared in resources.values() if "/XObject" in shared]


def _stand_ins(objects: pikepdf.Object) -> Iterator[tuple[str, int]]:
    """The name of each stand-in, and its number."""
    for name, item in objects.items():
        if item.get("/Subtype") == "/Image" and item.get("/Width") == 1:
            low, high, mark = item.read_bytes()
            if mark == _MARK:
                yield name, low + 256 * high


def _form(pdf: Pdf, chart: pikepdf.Page) -> pikepdf.Object:
    """The chart as a form XObject on the unit square, which is what an image paints."""
    form = pdf.copy_foreign(chart.as_form_xobject())
    x0, y0, x1, y1 = (float(edge) for edge in form.BBox)
    form.Matrix = Array([1 / (x1 - x0), 0, 0, 1 / (y1 - y0), 0, 0])
    return form
