"""Texts are sent compressed to browsers that take them so: a third of the weight on a poor network.

Nothing that a stranger may choose stands on a page beside a secret: pages come by links of 160 bits, and forms from
other sites are refused, so that the length of an answer cannot be used to guess what it holds.
"""

import gzip

from flask import Response, request

SMALL = 1000  # bytes that fit into one packet anyway
TEXTS = {"text/html", "text/css"}
EFFORT = 5  # of 9; more costs time and saves nothing on pages of this size


def lighter(response: Response) -> Response:
    """The same answer, compressed where that helps."""
    if response.mimetype not in TEXTS or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] and len(response.data) > SMALL:
        response.data = gzip.compress(response.data, EFFORT, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
    return response
