"""A round: who is asked what, when, and under which promise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from leadsurvey.questionnaire.model import LevelId, Questionnaire

FEWEST_SHARING = 10  # people of a research file in each group that it names, whatever the smallest group that is shown


@dataclass(frozen=True)
class Unit:
    """A node of the organisation's tree, with the people of each level who work in that very unit, not below it."""

    id: str
    parent: str | None
    name: str
    heads: Mapping[LevelId, int]


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """The group an answer is stored under; level "" is for people who would rather not say theirs."""

    unit: str
    level: str


@dataclass(frozen=True)
class Round:
    """One fieldwork."""

    id: str
    questionnaire: Questionnaire
    opens: date
    closes: date
    timezone: str
    languages: tuple[str, ...]
    units: Mapping[str, Unit]  # parents before children; the first is the whole organisation
    minimum_group: int
    invitations: Literal["personal", "open"]
    routes: tuple[str, ...]  # ways to the round's link, whose use is counted
    at_most: int | None  # answers, after which nobody new begins without a link of their own
    kiosk: bool  # a shared device takes answers too
    erase_invitations: int  # days after `closes`
    texts: Mapping[str, str]
    logo: str  # a picture, as an address that holds it; "" where there is none
    since: str | None  # the round before this one
    crosswalk: Mapping[str, str]  # item -> the item of the round before that means the same
    leave_out_careless: bool  # answers with two independent signs of not having been read count in no figure
    research_file: bool  # researchers may get single people's answers
    simulated: bool
    rehearsal: bool  # nothing that is answered is ever read
    placed: Mapping[tuple[str, LevelId], Place]  # as frozen at opening; empty before
    promise: Mapping[str, tuple[str, ...]]  # what everybody is told, by language, as frozen at opening; empty before

    @cached_property
    def root(self) -> Unit:
        """The whole organisation."""
        return next(iter(self.units.values()))

    @property
    def fewest_sharing(self) -> int:
        """How many people of the research file share a unit and a level at least."""
        return max(FEWEST_SHARING, self.minimum_group)

    @property
    def erased_on(self) -> date:
        """The day on which invitations are erased."""
        return self.closes + timedelta(days=self.erase_invitations)

    def is_answerable(self, now: datetime) -> bool:
        """Whether a browser may answer at this moment: from the opening day until 24:00 of the closing day."""
        return self._midnight(self.opens) <= now and not self.is_over(now)

    def is_over(self, now: datetime) -> bool:
        """Whether the closing day is past."""
        return now >= self._midnight(self.closes + timedelta(days=1))

    def _midnight(self, day: date) -> datetime:
        """The moment at which a day begins where the round is held."""
        return datetime.combine(day, time(), ZoneInfo(self.timezone))

    def path(self, unit: str) -> list[str]:
        """The unit and the units above it, the organisation last."""
        above: list[str] = []
        step: str | None = unit
        while step is not None:
            above.append(step)
            step = self.units[step].parent
        return above

    def below(self, unit: str) -> set[str]:
        """The unit and all units below it."""
        return self._below[unit]

    @cached_property
    def _below(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {unit: set() for unit in self.units}
        for unit in self.units:
            for around in self.path(unit):
                found[around].add(unit)
        return found

    def heads(self, unit: str, level: LevelId) -> int:
        """How many people of a level work in a unit or below it."""
        return sum(self.units[other].heads.get(level, 0) for other in self.below(unit))

    def fill(self, text: str, level: LevelId | None = None) -> str:
        """A stem or statement with {about} filled: what people of this level answer about."""
        return text.replace("{about}", self.questionnaire.levels[level or self.questionnaire.staff[0]].about)
