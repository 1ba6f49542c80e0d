"""Requests as they come in: any address can be read, and its numbers are such as we count to."""

from string import punctuation
from typing import Any
from urllib.parse import quote

from flask import Request
from werkzeug.routing import IntegerConverter, Map

MOST = 2**63 - 1  # what a row can be numbered with; the database refuses to look for more


class Readable(Request):
    """A request; bytes of its query that no browser sends as they are stand there escaped, as a browser sends them.

    Left alone they would break whoever asks for a part of the query, the page that tells of faults among them.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query_string = quote(self.query_string, safe=punctuation).encode()


class Counted(IntegerConverter):
    """A number in an address; there is no page of one that no row can have."""

    def __init__(self, map: Map) -> None:  # noqa: A002 - werkzeug names it so
        super().__init__(map, max=MOST)
