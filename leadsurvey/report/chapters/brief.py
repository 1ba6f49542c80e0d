"""The report on one sheet for a meeting: what is strong, what to try, what to ask, and lines for what is agreed."""

from dataclasses import dataclass

from leadsurvey.report import recommend
from leadsurvey.report.chapters.page import Page
from leadsurvey.report.chapters.plan import look_back
from leadsurvey.report.chapters.sight import Sight
from leadsurvey.report.recommend import Choice
from leadsurvey.report.turnout import WhoAnswered

LONG = 1600  # letters


@dataclass(frozen=True)
class Point:
    """A strength or a priority in one line, and what may be tried first."""

    title: str
    text: str
    first_test: str = ""


@dataclass(frozen=True)
class Brief(Page):
    """One sheet for a meeting."""

    template = "brief.html"
    turnout: str
    strengths: tuple[Point, ...]
    no_strength: str
    priorities: tuple[Point, ...]
    no_priority: str
    surprise: tuple[str, str] | None
    unknown: tuple[str, str]
    questions: tuple[str, ...]
    look_back: str

    @property
    def is_long(self) -> bool:
        """Whether its words fill the sheet, so that they are set smaller."""
        told = [self.headline, *(f"{p.title} {p.text} {p.first_test}" for p in (*self.strengths, *self.priorities))]
        return sum(map(len, (*told, *(self.surprise or ()), *self.unknown, *self.questions))) > LONG


def brief(sight: Sight, who: WhoAnswered) -> Brief:
    """The sheet."""
    voice, found = sight.voice, recommend.surprise(sight.charted, sight.unit)
    return Brief(
        sight.tongue.say("For a meeting"),
        voice.headline(sight.strengths, sight.priorities, sight.ranking),
        who.headline(),
        tuple(_point(sight, choice) for choice in sight.strengths),
        voice.no_strength(sight.ranking),
        tuple(_point(sight, choice) for choice in sight.priorities),
        voice.no_priority(sight.ranking),
        voice.surprise(found) if found else None,
        voice.unknown(recommend.unknown(sight.charted, sight.unit)),
        _questions(sight),
        look_back(sight),
    )


def _point(sight: Sight, choice: Choice) -> Point:
    why = " ".join(filter(None, (sight.voice.because(choice), sight.voice.caution(choice))))
    tried = recommend.practice(sight.charted, choice)
    return Point(choice.capability.title, why, tried.first_test if tried else "")


def _questions(sight: Sight) -> tuple[str, ...]:
    """What a meeting may talk about, the newest voice first."""
    say = sight.tongue.say
    first = (
        [say("Where did we last see %(capability)s at its best, and what helped?",
             capability=sight.voice.capability(sight.strengths[0].capability.id))]
        if sight.strengths
        else []
    )  # fmt: skip
    return (
        *first,
        say("What here fits what we see every day, and what does not?"),
        say("What is the smallest thing that we could try next week?"),
        say("Who is not in this room, and should be asked?"),
    )
