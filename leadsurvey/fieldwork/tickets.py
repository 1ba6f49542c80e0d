"""Signed links with an end: to the report of one unit, and to what all who were invited are told.

A link says what it leads to and until when. Nothing of it is secret; what counts is that nobody can change it.
"""

from dataclasses import astuple, dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from itsdangerous import BadData, URLSafeSerializer

from leadsurvey.responses.seal import Sent, link_key

NAMED_BY = 16  # signs of a release's hash, as everywhere


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a link leads to; the one to what is told to all names neither unit nor leader."""

    round: str
    release: str  # the first signs of its hash: a link never leads to another release
    until: str  # the last day on which it works
    unit: str = ""
    leader: int = 0

    @property
    def last_day(self) -> date:
        """The last day on which it works."""
        return date.fromisoformat(self.until)

    def is_over(self, timezone: str, now: datetime) -> bool:
        """Whether that day is past where the round is held."""
        return now.astimezone(ZoneInfo(timezone)).date() > self.last_day


def signed(secret: bytes, use: Sent, ticket: Ticket) -> str:
    """The ticket as a link carries it."""
    return str(_signer(secret, use).dumps(astuple(ticket)))


def read(secret: bytes, use: Sent, text: str) -> Ticket | None:
    """The ticket that a link carries; None if we did not sign it for this use."""
    try:
        return Ticket(*_signer(secret, use).loads(text))
    except BadData:
        return None


def _signer(secret: bytes, use: Sent) -> URLSafeSerializer:
    return URLSafeSerializer(link_key(secret, use), salt=use)
