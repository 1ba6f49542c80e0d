"""Everything that may leave the analysis floor, and its canonical form in the ledger."""

import gc
import hashlib
import json
from dataclasses import dataclass
from datetime import date

from pydantic import TypeAdapter

from leadsurvey.analysis.disclosure.figures import Figure, Shown
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
class UnitFindings:
    """What may be said of one unit with all units below it."""

    id: str
    name: str
    parent: str | None
    groups: tuple[Group, ...]  # levels with people in this unit, in the questionnaire's order, then all staff
    joined: tuple[Joined, ...]
    scores: dict[CapabilityId, dict[LevelId, Figure]]  # only cells that were asked and have people; 0 to 100

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
class TechnicalCapability:
    """A capability for all staff of the organisation, at full precision; None where undefined.

    `n` are scored people, `n_complete` answered every item; alpha, omega and item_rest are on those, and all are None
    where those are fewer than the smallest group;
    `mean` and `sd` are on the answer scale, `pomp` is the mean from 0 to 100.
    """

    n: int
    n_complete: int | None
    items: int
    mean: float | None
    sd: float | None
    pomp: float | None
    alpha: float | None
    alpha_low: float | None
    alpha_high: float | None
    omega: float | None
    icc1: float | None
    icc2: float | None
    item_rest: tuple[float | None, ...]


@dataclass(frozen=True)
class TechnicalUnit:
    """A capability for all staff of a unit with at least twice the smallest group; low and high are of `pomp`."""

    n: int
    mean: float
    sd: float
    pomp: float
    low: float
    high: float
    rwg_j: float | None
    ad_m: float | None


@dataclass(frozen=True)
class TechnicalWithheld:
    """What the annex does not tell, such as a capability at full precision, and why."""

    withheld: str


@dataclass(frozen=True)
class Quality:
    """How many of the organisation's staff show passive signs of careless answering; nobody was left out for them.

    `staff` is everyone looked over: all staff who answered, with few answers or many. The others are the people with
    each sign, and those with two or more; a long string and no spread overlap, so these are not two independent proofs.

    Counts are to the nearest 5. None where fewer than the smallest group have the sign, be it nobody: a small count
    points at people whom colleagues may guess. None too where fewer than the smallest group lack it, because then it
    would be known of nearly everyone. One None for both does not tell which.
    """

    staff: int
    long_string: int | None
    no_spread: int | None
    missing: int | None
    two_or_more: int | None


@dataclass(frozen=True)
class Technical:
    """The annex for a methodologist; releases made before signs of carelessness were counted have no `quality`."""

    capabilities: dict[CapabilityId, TechnicalCapability | TechnicalWithheld]
    units: dict[str, dict[CapabilityId, TechnicalUnit | TechnicalWithheld]]
    quality: Quality | TechnicalWithheld | None = None


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


_FORM = TypeAdapter(Findings)
_EXTRA = TypeAdapter(Extra)


def canonical(findings: Findings) -> str:
    """The findings as JSON with one spelling only, in the order of the questionnaire and the tree of units."""
    plain = _FORM.dump_python(findings, mode="json")
    if findings.technical.quality is None:  # an older release keeps its text, and so its hash
        del plain["technical"]["quality"]
    return _dumped(plain)


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
