"""Texts are sent compressed to browsers that take them so: a third of the weight on a poor network.

Nothing that a stranger may choose stands on a page beside a secret: pages come by links of 160 bits, and forms from
other sites are refused, so that the length of an answer cannot be used to guess what it holds. Who sees lengths on the
way, such as a proxy, shall not tell one task from another by them: pages come in whole blocks.
"""

import struct
import zlib

from flask import Response, request

TEXTS = {"text/html", "text/css"}
BLOCK = 1024  # bytes
EFFORT = 5  # of 9; more costs time and saves nothing on pages of this size
HEADER = bytes([0x1F, 0x8B, 8, 4, 0, 0, 0, 0, 0, 255])  # of gzip (RFC 1952): deflated, with an extra field, no time
EXTRA, OURS = struct.Struct("<H"), struct.Struct("<2sH")
TRAILER = struct.Struct("<II")


def lighter(response: Response) -> Response:
    """The same answer, compressed for who takes it so, and of a length that tells little."""
    if response.mimetype not in TEXTS or response.direct_passthrough or not response.data:
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"]:
        response.data = packed(response.data)
        response.headers["Content-Encoding"] = "gzip"
    elif response.mimetype == "text/html":
        response.data += b"\n" * (-len(response.data) % BLOCK)
    return response


def packed(data: bytes) -> bytes:
    """Data as gzip whose extra field fills the last block."""
    maker = zlib.compressobj(EFFORT, wbits=-zlib.MAX_WBITS)
    deflated = maker.compress(data) + maker.flush()
    rest = -(len(HEADER) + EXTRA.size + OURS.size + len(deflated) + TRAILER.size) % BLOCK
    extra = OURS.pack(b"LS", rest) + bytes(rest)
    return b"".join(
        [HEADER, EXTRA.pack(len(extra)), extra, deflated, TRAILER.pack(zlib.crc32(data), len(data) % 2**32)]
    )
