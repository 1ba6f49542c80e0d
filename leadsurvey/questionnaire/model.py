"""The questionnaire as the house knows it: frozen, complete, with every default filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NewType

LevelId = NewType("LevelId", str)
ItemId = NewType("ItemId", str)
CapabilityId = NewType("CapabilityId", str)

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
    """The answers on offer, in order; code 1 is the first."""

    options: tuple[str, ...]
    opt_out: str | None


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


@dataclass(frozen=True)
class Recommendation:
    """A practice to try when its rule fires for its capability."""

    rule: str
    capability: CapabilityId
    title: str
    practice: str
    first_test: str
    measure: str


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

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every item in the order in which answers are stored."""
        return tuple(item for capability in self.capabilities.values() for item in capability.items)

    @cached_property
    def staff(self) -> tuple[LevelId, ...]:
        """The levels that make up "all staff"."""
        return tuple(level.id for level in self.levels.values() if level.staff)

    def asks(self, item: Item, level: LevelId | None) -> bool:
        """Whether this level is asked this item; someone of no stated level is asked what all staff are asked."""
        return level in item.asked if level else set(self.staff) <= set(item.asked)
