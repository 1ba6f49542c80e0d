"""What everybody who was invited is told of a unit, mostly of the whole organisation: you said, and what happens next.

The findings are those of the report, in fewer words.
"""

from dataclasses import dataclass

from leadsurvey.analysis.findings import ALL_STAFF, CapabilityInfo
from leadsurvey.questionnaire.model import Recommendation
from leadsurvey.report import recommend
from leadsurvey.report.chapters import tables
from leadsurvey.report.chapters.page import Page
from leadsurvey.report.chapters.sight import Sight
from leadsurvey.report.recommend import Choice
from leadsurvey.report.turnout import WhoAnswered


@dataclass(frozen=True)
class Point:
    """A strength, or something to work on, with what may be tried."""

    title: str
    why: str
    practice: Recommendation | None = None


@dataclass(frozen=True)
class Line:
    """A capability as all staff see it; `note` stands in place of a figure that is withheld."""

    title: str
    meaning: str
    value: str
    span: str
    note: str
    others: str  # how those see it who are no staff, such as citizens


@dataclass(frozen=True)
class Said(Page):
    """What came of it, in a few points."""

    template = "said.html"
    turnout: str
    meaning: str
    strengths: tuple[Point, ...]
    no_strength: str
    priorities: tuple[Point, ...]
    no_priority: str


@dataclass(frozen=True)
class Next(Page):
    """Each capability, what cannot be told, and what happens next in the organiser's words."""

    template = "next.html"
    lines: tuple[Line, ...]
    unknown: tuple[str, str]
    hidden: tuple[str, ...]
    steps: tuple[str, ...]


def said(sight: Sight, who: WhoAnswered) -> Said:
    """The first page of the staff edition."""
    voice = sight.voice
    return Said(
        sight.tongue.say("What you told us"),
        voice.headline(sight.strengths, sight.priorities, sight.ranking),
        who.headline(),
        who.meaning(),
        tuple(_point(sight, choice) for choice in sight.strengths),
        voice.no_strength(sight.ranking),
        tuple(_point(sight, choice, tries=True) for choice in sight.priorities),
        voice.no_priority(sight.ranking),
    )


def what_next(sight: Sight, who: WhoAnswered, steps: tuple[str, ...]) -> Next:
    """The second page; `steps` are the paragraphs of the organiser."""
    say = sight.tongue.say
    return Next(
        say("What happens next"),
        say("What happens next"),
        tuple(_line(sight, about) for about in sight.charted.capabilities),
        sight.voice.unknown(recommend.unknown(sight.charted, sight.unit)),
        tuple(who.hidden()),
        steps
        or (say("Leaders have the reports of their units, with practices to try. Ask them what they make of it."),),
    )


def _point(sight: Sight, choice: Choice, *, tries: bool = False) -> Point:
    why = " ".join(filter(None, (sight.voice.because(choice), sight.voice.caution(choice))))
    return Point(choice.capability.title, why, recommend.practice(sight.charted, choice) if tries else None)


def _line(sight: Sight, about: CapabilityInfo) -> Line:
    unit, staff = sight.unit, recommend.cell(sight.unit, about.id, ALL_STAFF)
    others = (recommend.cell(unit, about.id, level.id) for level in sight.charted.levels if not level.staff)
    return Line(
        about.title,
        about.definition or about.gloss,
        str(staff.value) if staff else "",
        sight.voice.span(staff) if staff else "",
        "" if staff else tables.plain(unit.scores.get(about.id, {}).get(ALL_STAFF), sight.tongue),
        " ".join(sight.voice.estimate(cell) for cell in others if cell),
    )
