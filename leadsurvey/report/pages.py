"""What stands on each page of a report: words, figures and pictures, ready to be laid out."""

from dataclasses import dataclass
from typing import ClassVar

from leadsurvey.questionnaire.model import LevelId, Recommendation


@dataclass(frozen=True)
class Picture:
    """A chart in the page: its stand-in, what it tells those who cannot see it, and its size in millimetres."""

    source: str
    tells: str
    width: float
    height: float


@dataclass(frozen=True)
class Column:
    """A level in a table; `apart` stands after a gap."""

    level: LevelId
    title: str
    answered: int | None
    apart: bool


@dataclass(frozen=True)
class Entry:
    """A figure in a table: a number, "withheld" or "not asked"; `shade` is its colour in the table of levels."""

    text: str
    span: str = ""
    rough: bool = False
    shade: str = ""
    apart: bool = False
    withheld: bool = False


@dataclass(frozen=True)
class Line:
    """A capability in a table."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Point:
    """A strength or a priority on the summary page."""

    title: str
    text: str
    caution: str
    strip: Picture


@dataclass(frozen=True)
class Turnout:
    """A level in the table of who answered; bars are in hundredths of the longest."""

    title: str
    asked: str
    answered: str
    share: str
    cannot_say: str
    bar: float
    filled: float
    total: bool


@dataclass(frozen=True)
class Page:
    """A page and its running head."""

    template: ClassVar[str]
    section: str
    headline: str


@dataclass(frozen=True)
class Cover(Page):
    """Who, when, and the promise."""

    template = "cover.html"
    dots: Picture | None
    per_dot: int
    told: str
    whole: str  # the organisation, where the unit is a part of it
    plan: bool
    shown: bool  # whether any figure of the unit may be shown


@dataclass(frozen=True)
class Summary(Page):
    """The report on one page."""

    template = "summary.html"
    strengths: tuple[Point, ...]
    no_strength: str
    priorities: tuple[Point, ...]
    no_priority: str
    surprise: tuple[str, str] | None
    unknown: tuple[str, str]
    turnout: tuple[Turnout, ...]
    told: str
    no_plan: str
    ticks: str


@dataclass(frozen=True)
class Response(Page):
    """Who answered, who is hidden, and why."""

    template = "response.html"
    meaning: str
    turnout: tuple[Turnout, ...]
    hidden: tuple[str, ...]
    at_worst: str | None


@dataclass(frozen=True)
class Profile(Page):
    """Capabilities of one part as a picture with its figures."""

    template = "profile.html"
    lede: str
    number: int
    finding: str
    picture: Picture
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    narrow: bool
    bands: bool


@dataclass(frozen=True)
class Levels(Page):
    """Levels and capabilities as a shaded table."""

    template = "levels.html"
    number: int
    finding: str
    columns: tuple[Column, ...]
    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    stands_out: str
    ask_about: str
    reference: str
    several: bool  # parts
    narrow: bool

    @property
    def entries(self) -> list[Entry]:
        """All figures of the page."""
        return [entry for _, lines in self.groups for line in lines for entry in line.entries]


@dataclass(frozen=True)
class Card:
    """One practice to try, and why."""

    advice: Recommendation
    why: str
    caution: str
    rule: str
    strip: Picture


@dataclass(frozen=True)
class Plan(Page):
    """What to try, with room for handwriting."""

    template = "plan.html"
    cards: tuple[Card, ...]
    look_back: str


@dataclass(frozen=True)
class Reliability:
    """How well the answers to a capability's questions go together."""

    title: str
    items: str
    people: str
    alpha: str
    range: str


@dataclass(frozen=True)
class Method(Page):
    """How the figures are made."""

    template = "method.html"
    lines: tuple[Reliability, ...]
    bands: str
    loose: str  # what no chart shows, for its questions do not hang together; empty where there is none
