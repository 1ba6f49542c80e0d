"""What the pages share: the installation, the connection of a request, and how long links may be guessed."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus

from flask import abort, current_app, g

from leadsurvey.responses.seal import Keyring
from leadsurvey.responses.store import Store
from leadsurvey.rounds.promise import Voice
from leadsurvey.settings import Settings
from leadsurvey.web import language
from leadsurvey.web.connections import Connections
from leadsurvey.web.ready import ReadyPages
from leadsurvey.web.security import GuessLimit


@dataclass
class Survey:
    """What the pages share for the life of the process."""

    settings: Settings
    style: bytes
    only_simulated: bool = False  # pages that belong to no round, such as an unknown link, say so as well
    guesses: GuessLimit = field(default_factory=GuessLimit)
    pages: ReadyPages = field(default_factory=ReadyPages)

    @cached_property
    def connections(self) -> Connections:
        """The connections to the database."""
        return Connections(self.settings.database)

    @cached_property
    def style_name(self) -> str:
        """The stylesheet's name, new with every change of it, so that browsers may keep it for ever."""
        return hashlib.sha256(self.style).hexdigest()[:12]


def store() -> Store:
    """The connection of this request."""
    if "store" not in g:
        g.store = shared().connections.take()
    opened: Store = g.store
    return opened


def shared() -> Survey:
    """What the pages share."""
    found: Survey = current_app.extensions["leadsurvey"]
    return found


def page_secret(name: str) -> bytes:
    """The secret by which a round's pages seal what they hand out."""
    return Keyring(shared().settings.keys).page_secret(name)


def slow_down_guesses() -> None:
    """Count an unknown link; 429 if too many were tried."""
    if shared().guesses.is_reached():
        abort(HTTPStatus.TOO_MANY_REQUESTS)


def voice(code: str) -> Voice:
    """A language, to tell a promise in."""
    return Voice(code, language.texts_in(code))
