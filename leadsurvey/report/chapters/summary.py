"""The report on one page: strengths, priorities, one surprise, and one thing that cannot be told."""

from dataclasses import dataclass

from leadsurvey.report import charts, recommend
from leadsurvey.report.chapters.page import Page, Picture
from leadsurvey.report.chapters.sight import Sight
from leadsurvey.report.chapters.spread import PAPER
from leadsurvey.report.recommend import Choice, Surprise
from leadsurvey.report.turnout import Turnout, WhoAnswered

STRIP = 79.0  # mm
HALF = 76.0  # mm, a line of text in one of two columns


@dataclass(frozen=True)
class Point:
    """A strength or a priority."""

    title: str
    gloss: str
    text: str
    caution: str
    strip: Picture | None


@dataclass(frozen=True)
class Column:
    """Strengths or priorities, or the honest word where there are none."""

    title: str
    points: tuple[Point, ...]
    otherwise: str


@dataclass(frozen=True)
class Summary(Page):
    """The report on one page."""

    template = "summary.html"
    strengths: Column
    priorities: Column
    surprise: tuple[str, str] | None
    unknown: tuple[str, str]
    turnout: tuple[Turnout, ...]
    told: str
    next_step: str  # where to go on, or why there is no plan
    widest: str  # the widest gap between groups, where nothing above tells of it
    ticks: str

    @property
    def is_dense(self) -> bool:
        """Whether there is so much to say that it is set closer, without what each capability means."""
        points = max(sum(map(_height, column.points)) for column in (self.strengths, self.priorities))
        words = max(_lines(" ".join(told), HALF, 10.5) for told in (self.surprise or (), self.unknown))
        head, onward = _lines(self.headline, 158, 22, 700), _lines(f"{self.widest} {self.next_step}", 162, 10.5)
        rows = 24.0 + 6.2 * len(self.turnout)  # with caption, head and note
        return 9.7 * head + points + 5.3 * (words + onward) + rows + 39.0 > PAPER


def _lines(text: str, width: float, size: float, weight: int = 400) -> int:
    return len(charts.wrapped(text, width, size, weight))


def _height(point: Point) -> float:
    """Millimetres of a strength or a priority."""
    strip = point.strip.height + 1.8 if point.strip else 0.0
    title = _lines(f"{point.title} {point.gloss}", HALF, 10.5, 700)
    return 5.3 * title + 4.41 * _lines(f"{point.text} {point.caution}", HALF, 10) + strip + 5.3


def summary(sight: Sight, who: WhoAnswered) -> Summary:
    """The page that says most; everything on it stands again further on, with its figures."""
    voice, say = sight.voice, sight.tongue.say
    found = recommend.surprise(sight.charted, sight.unit)
    return Summary(
        say("Summary on one page"),
        voice.headline(sight.strengths, sight.priorities, sight.ranking),
        Column(
            _strengths(sight), tuple(_point(sight, choice) for choice in sight.strengths),
            voice.no_strength(sight.ranking),
        ),
        Column(
            _priorities(sight), tuple(_point(sight, choice) for choice in sight.priorities),
            voice.no_priority(sight.ranking),
        ),
        voice.surprise(found) if found else None,
        voice.unknown(recommend.unknown(sight.charted, sight.unit)),
        tuple(who.rows()),
        who.headline(),
        _next_step(sight),
        _widest(sight, found),
        sight.tongue.listed([str(band.start) for band in sight.charted.bands[1:]]),
    )  # fmt: skip


def _point(sight: Sight, choice: Choice) -> Point:
    because, caution = sight.voice.because(choice), sight.voice.caution(choice)
    return Point(choice.capability.title, choice.capability.gloss, because, caution, sight.strip(choice, STRIP))


def _strengths(sight: Sight) -> str:
    say = sight.tongue.say
    return (say("Strengths"), say("One strength"), say("Two strengths"), say("Three strengths"))[len(sight.strengths)]


def _priorities(sight: Sight) -> str:
    say = sight.tongue.say
    titles = say("Priorities"), say("One priority"), say("Two priorities"), say("Three priorities")
    return titles[len(sight.priorities)]


def _widest(sight: Sight, found: Surprise | None) -> str:
    """The widest clear gap between two groups, unless the page tells of it already."""
    widest = recommend.surprise(sight.charted, sight.unit, [about.id for about in sight.charted.capabilities])
    told = [choice.gap for choice in sight.priorities] + [found.gap if found else None]
    if widest is None or widest.gap is None or widest.gap in told:
        return ""
    about = sight.voice.capability(widest.gap.capability)
    point = sight.tongue.say("Widest gap between groups: %(capability)s.", capability=about)
    return f"{point} {sight.voice.apart(widest.gap)}"


def _next_step(sight: Sight) -> str:
    """Where the plan stands, or why there is none."""
    if sight.steps:
        return sight.tongue.say("What to try in the next 30 days stands on the page “%(page)s”.",
                                page=sight.tongue.say("Your plan"))  # fmt: skip
    if not sight.ranking:
        return sight.tongue.say("This report has no plan page: what staff say may not be shown here.")
    if sight.priorities:
        return sight.tongue.say(
            "This report has no plan page: the questionnaire has no practice ready for these priorities."
        )
    return sight.tongue.say(
        "This report has no plan page: nothing shown is clearly low. Choose together what to do more of."
    )
