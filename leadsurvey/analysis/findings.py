"""Everything that may leave the analysis floor, and its canonical form in the ledger."""

import gc
import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import date

from pydantic import TypeAdapter

from leadsurvey.analysis.annex import Technical
from leadsurvey.analysis.disclosure.figures import Figure, Shown
from leadsurvey.analysis.later import Later
from leadsurvey.analysis.whole import (
    Contrast,
    ItemAnswers,
    PredictionFindings,
    SelfView,
    Since,
    TaskFindings,
    WhoLedFindings,
)
from leadsurvey.questionnaire.model import Band, CapabilityId, LevelId, Recommendation

ALL_STAFF = LevelId("*")  # the row of all staff levels together


@dataclass(frozen=True)
class LevelInfo:
    """A level as it is reported; levels merged into it are named in its title."""

    id: LevelId
    title: str
    staff: bool
    reference: bool


@dataclass(frozen=True)
class CapabilityInfo:
    """A capability as it is reported, with the levels that were asked about it."""

    id: CapabilityId
    title: str
    gloss: str
    definition: str
    part: str
    bands: dict[str, str]  # band id -> what it looks like in practice
    asked: tuple[LevelId, ...]
    loose: Later[bool] = False  # its questions do not hang together: no chart shows it as one figure
    options: Later[int | None] = None  # how many its scale has


@dataclass(frozen=True)
class Group:
    """One level of a unit, or all its staff: how many were asked, answered, and could not say."""

    level: LevelId
    asked: int  # people in post, as the organiser's unit file says; 0 where it does not say
    answered: Figure
    cannot_say: Figure  # of 100 questions put to them, how many they could not say


@dataclass(frozen=True)
class Joined:
    """People of a level too few to be a group in their unit: they answer with a larger one."""

    level: LevelId
    unit: str  # id of the unit they answer with


@dataclass(frozen=True)
class Change:
    """How much higher a group's mean is than in the round before; `notable` if it is clear and more than noise."""

    difference: Figure  # -100 to 100
    notable: bool = False
    before: Later[Figure | None] = None  # what that round told of the group, where it asked the very same


@dataclass(frozen=True)
class UnitFindings:
    """What may be said of one unit with all units below it."""

    id: str
    name: str
    parent: str | None
    groups: tuple[Group, ...]  # levels with people in this unit, in the questionnaire's order, then all staff
    joined: tuple[Joined, ...]
    scores: dict[CapabilityId, dict[LevelId, Figure]]  # only cells that were asked and have people; 0 to 100
    gaps: Later[dict[CapabilityId, tuple[Contrast, ...]]] = field(default_factory=dict)  # of groups that are both told
    changes: Later[dict[CapabilityId, dict[LevelId, Change]]] = field(default_factory=dict)  # since the round before

    @property
    def is_told(self) -> bool:
        """Whether any figure of it may be told."""
        return any(isinstance(figure, Shown) for row in self.scores.values() for figure in row.values())


@dataclass(frozen=True)
class Extra:
    """What was told of some units together after the release."""

    release: str  # the hash of the release that it adds to
    released: date
    members: tuple[str, ...]
    unit: UnitFindings


@dataclass(frozen=True)
class Findings:
    """All that may be known of a round; a report is a pure function of this and a unit."""

    round: str
    title: str
    organisation: str
    language: str
    opens: date
    closes: date
    released: date
    minimum_group: int
    simulated: bool
    levels: tuple[LevelInfo, ...]
    bands: tuple[Band, ...]
    parts: dict[str, str]  # id -> title; every capability is in one
    capabilities: tuple[CapabilityInfo, ...]
    recommendations: tuple[Recommendation, ...]
    units: dict[str, UnitFindings]  # parents before children, the organisation first
    technical: Technical
    weighted: Later[dict[CapabilityId, Figure]] = field(default_factory=dict)  # staff levels, as many as are in post
    self_views: Later[dict[CapabilityId, tuple[SelfView, ...]]] = field(default_factory=dict)
    tasks: Later[tuple[TaskFindings, ...]] = ()
    predictions: Later[PredictionFindings | None] = None
    who_led: Later[WhoLedFindings | None] = None
    since: Later[Since | None] = None
    answers: Later[dict[CapabilityId, tuple[ItemAnswers, ...]]] = field(default_factory=dict)
    unsaid: Later[dict[CapabilityId, dict[LevelId, Figure]]] = field(default_factory=dict)  # of 100 questions put

    @property
    def charted(self) -> "Findings":
        """The same without capabilities whose questions do not hang together: what charts and advice are made of."""
        return replace(self, capabilities=tuple(about for about in self.capabilities if not about.loose))

    @property
    def loose(self) -> tuple[str, ...]:
        """The titles of those capabilities."""
        return tuple(about.title for about in self.capabilities if about.loose)


_FORM = TypeAdapter(Findings)
_EXTRA = TypeAdapter(Extra)


def canonical(findings: Findings) -> str:
    """The findings as JSON with one spelling only, in the order of the questionnaire and the tree of units."""
    return _dumped(_FORM.dump_python(findings, mode="json"))


def from_canonical(text: str) -> Findings:
    """The findings that `canonical` wrote."""
    # Of hundreds of thousands of figures none is garbage, but the collector would look through them again and again.
    was_on = gc.isenabled()
    gc.disable()
    try:
        return _FORM.validate_json(text)
    finally:
        if was_on:
            gc.enable()


def canonical_extra(extra: Extra) -> str:
    """An extra group as JSON with one spelling only."""
    return _dumped(_EXTRA.dump_python(extra, mode="json"))


def extra_from_canonical(text: str) -> Extra:
    """The extra group that `canonical_extra` wrote."""
    return _EXTRA.validate_json(text)


def _dumped(plain: object) -> str:
    return json.dumps(plain, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def release_hash(text: str) -> str:
    """SHA-256 of the canonical text: the name of a release, printed in every report."""
    return hashlib.sha256(text.encode()).hexdigest()
