"""A page made beforehand, with places left open for what differs from person to person."""

import re
from collections.abc import Callable, Hashable, Mapping

from markupsafe import Markup, escape

from leadsurvey.responses.seal import new_token

MOST = 500  # pages, of some 10 KB each
_MARK = new_token()  # new in every process: no text that anybody wrote can hold it
_PLACE = re.compile(f"{_MARK}~([^~]*)~")

NOTHING: Mapping[str, str] = {}


def place(name: object) -> Markup:
    """A place left open in a page that is being made; it may stand in an address too."""
    return Markup(f"{_MARK}~{name}~")  # noqa: S704 - names are our own


class Ready:
    """A page, cut at its places."""

    def __init__(self, page: str) -> None:
        self._pieces = _PLACE.split(page)

    def filled(self, words: Mapping[str, str]) -> str:
        """The page of one person; KeyError where nothing is said of a place."""
        pieces = self._pieces.copy()
        pieces[1::2] = [escape(words[name]) for name in pieces[1::2]]
        return "".join(pieces)


class ReadyPages:
    """Pages that were made, for the life of the process."""

    def __init__(self) -> None:
        self._made: dict[Hashable, Ready] = {}

    def get(self, known_by: Hashable, make: Callable[[], str]) -> Ready:
        """A page that depends on nothing but what it is known by; made where it is not there yet."""
        found = self._made.get(known_by)
        if found is None:
            if len(self._made) >= MOST:
                self._made.clear()
            found = self._made[known_by] = Ready(make())
        return found
