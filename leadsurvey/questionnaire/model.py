"""The questionnaire as the house knows it: frozen, complete, with every default filled in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Literal, NewType

from pydantic import Field

LevelId = NewType("LevelId", str)
ItemId = NewType("ItemId", str)
CapabilityId = NewType("CapabilityId", str)
ArmId = NewType("ArmId", str)

Reach = Literal["team", "organisation", "outside"]  # whom a practice needs: a team alone, or others as well

OPT_OUT_KEY = "dk"  # how "I can't say" is written in forms and tables


@dataclass(frozen=True)
class Level:
    """Where someone stands: front line, team lead, citizen."""

    id: LevelId
    title: str
    about: str  # what people of this level answer about, as it stands in a sentence: "your team"
    staff: bool  # counted in "all staff"
    reference: bool  # a comparison, such as citizens: never averaged in
    merge_with: LevelId | None  # answers join this level where the whole organisation has too few


@dataclass(frozen=True)
class Scale:
    """The answers on offer, in order; code 1 is the first. `keys` are what a table of answers may write instead."""

    options: tuple[str, ...]
    opt_out: str | None
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """One rated statement; its id never changes meaning."""

    id: ItemId
    capability: CapabilityId
    scale: Scale
    text: str
    reverse: bool
    asked: tuple[LevelId, ...]
    wording: Mapping[LevelId, str]

    def text_for(self, level: LevelId | None) -> str:
        """The statement as this level reads it."""
        return self.wording.get(level, self.text) if level else self.text


@dataclass(frozen=True)
class Capability:
    """What a set of items measures."""

    id: CapabilityId
    title: str
    gloss: str
    definition: str
    part: str
    bands: Mapping[str, str]  # band id -> what it looks like in practice
    stems: Mapping[LevelId, str]
    items: tuple[Item, ...]
    self_rating: Item | None = None  # of those who lead, about themselves; never part of the score
    self_stem: str = ""

    @property
    def options(self) -> int:
        """How many options its scale has."""
        return len(self.items[0].scale.options)


@dataclass(frozen=True)
class Band:
    """A stretch of the 0-100 scale with a name; `start` belongs to it."""

    id: str
    title: str
    start: int


@dataclass(frozen=True)
class Section:
    """What stands on one page for the respondent."""

    title: str
    capabilities: tuple[CapabilityId, ...]
    fixed: bool = False  # keeps its place where pages are shuffled


@dataclass(frozen=True)
class Order:
    """Whether pages, and the items under one stem, come in one of a few prepared orders."""

    shuffled_pages: bool
    shuffled_items: bool


@dataclass(frozen=True)
class Choice:
    """One of some options, whose words may differ between arms."""

    options: Mapping[str, Mapping[ArmId, str]]  # option id -> arm -> words


@dataclass(frozen=True)
class Number:
    """A whole number within bounds."""

    least: int
    most: int
    unit: str


@dataclass(frozen=True)
class Question:
    """One question of a task; arms that are missing from `texts` are not asked it."""

    id: str
    texts: Mapping[ArmId, str]
    answer: Choice | Number | Scale


@dataclass(frozen=True)
class Score:
    """What is compared between the arms of a task."""

    measure: Literal["share", "mean", "anchoring", "ratio"]
    question: str
    option: str | None
    compare: tuple[tuple[ArmId, ...], tuple[ArmId, ...]]
    expect: Literal["higher", "lower"]
    anchors: Mapping[ArmId, int]
    others: str | None


@dataclass(frozen=True)
class Task:
    """A randomised vignette: each person sees one arm, and only groups are scored."""

    id: str
    title: str
    shows: str
    asked: tuple[LevelId, ...]
    arms: Mapping[ArmId, str]  # its name in preview and report
    texts: Mapping[ArmId, str]
    questions: tuple[Question, ...]
    score: Score
    usual: str  # of the debrief: what most people do
    guard: str  # of the debrief: what helps against it
    family: str | None = None  # tasks that show the same in other words


@dataclass(frozen=True)
class Statement:
    """What citizens agree with or not, and staff predict."""

    id: str
    text: str
    direction: int  # +1: agreeing means hope, skill or having a say; -1: the opposite


@dataclass(frozen=True)
class Predictions:
    """Statements of which staff predict how many of 100 would agree."""

    title: str
    asked: tuple[LevelId, ...]
    of: LevelId
    stem: str
    own_stem: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class WhoLed:
    """Who took the lead: levels or roles, never names."""

    title: str
    asked: tuple[LevelId, ...]
    text: str
    hint: str
    choices: Mapping[str, str]


@dataclass(frozen=True)
class Background:
    """A question about the person."""

    id: str
    text: str
    options: Mapping[str, str]
    opt_out: str | None
    sensitive: bool
    asked: tuple[LevelId, ...]


@dataclass(frozen=True)
class Comment:
    """An open question."""

    id: str
    text: str
    warning: str
    asked: tuple[LevelId, ...]


@dataclass(frozen=True)
class Recommendation:
    """A practice to try when its rule fires for its capability.

    Findings hold it, and what it learned to say later is left out of their text where it is not said: so a release
    made before keeps its text to the byte.
    """

    rule: str
    capability: CapabilityId
    title: str
    practice: str
    first_test: str
    measure: str
    evidence: Annotated[str, Field(exclude_if=lambda told: not told)] = ""  # what is known about it, in one sentence
    source: Annotated[str, Field(exclude_if=lambda told: not told)] = ""  # where that is known from
    reach: Annotated[Reach, Field(exclude_if=lambda reach: reach == "team")] = "team"


@dataclass(frozen=True)
class Questionnaire:
    """What may be asked, whole and checked."""

    id: str
    title: str
    language: str
    levels: Mapping[LevelId, Level]
    bands: tuple[Band, ...]
    parts: Mapping[str, str]
    capabilities: Mapping[CapabilityId, Capability]
    sections: tuple[Section, ...]
    recommendations: tuple[Recommendation, ...]
    texts: Mapping[str, str]
    order: Order = Order(shuffled_pages=False, shuffled_items=False)
    tasks: tuple[Task, ...] = ()
    tasks_per_person: Mapping[LevelId, int] = field(default_factory=dict)
    predictions: Predictions | None = None
    who_led: WhoLed | None = None
    background: tuple[Background, ...] = ()
    comments: tuple[Comment, ...] = ()

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every item in the order in which answers are stored: those that are scored, then the self-ratings."""
        capabilities = self.capabilities.values()
        scored = tuple(item for capability in capabilities for item in capability.items)
        return scored + tuple(capability.self_rating for capability in capabilities if capability.self_rating)

    @cached_property
    def staff(self) -> tuple[LevelId, ...]:
        """The levels that make up "all staff"."""
        return tuple(level.id for level in self.levels.values() if level.staff)

    def asks(self, item: Item, level: LevelId | None) -> bool:
        """Whether this level is asked this item."""
        return self.is_asked(item.asked, level)

    def is_asked(self, asked: Iterable[LevelId], level: LevelId | None) -> bool:
        """Whether a level is among those asked; someone of no stated level is asked what all staff are asked."""
        return level in asked if level else set(self.staff) <= set(asked)
