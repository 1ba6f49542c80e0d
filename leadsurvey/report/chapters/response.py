"""Who answered, who is not shown, and what silence may hide."""

from dataclasses import dataclass

from leadsurvey.report.chapters.page import Page
from leadsurvey.report.chapters.sight import Sight
from leadsurvey.report.turnout import Turnout, WhoAnswered


@dataclass(frozen=True)
class Response(Page):
    """Who answered, who is hidden, and why."""

    template = "response.html"
    meaning: str
    turnout: tuple[Turnout, ...]
    hidden: tuple[str, ...]
    at_worst: str


def response(sight: Sight, who: WhoAnswered) -> Response:
    """The page on who answered."""
    widest = max(sight.ranking, key=lambda row: row[1].n, default=None)
    at_worst = who.at_worst(*widest) if widest else ""
    rows, hidden = tuple(who.rows()), tuple(who.hidden())
    return Response(sight.tongue.say("Who answered"), who.headline(), who.meaning(), rows, hidden, at_worst)
