"""What each level of each unit says of each capability, as figures that may be shown."""

import math
from collections.abc import Mapping
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr  # type: ignore[import-untyped]  # SciPy ships no types

from leadsurvey.analysis.cells import Cells
from leadsurvey.analysis.disclosure.figures import Figure, Reason, Shown, Withheld, shown_count, shown_mean, shown_share
from leadsurvey.analysis.disclosure.plan import Row
from leadsurvey.analysis.disclosure.table import Table
from leadsurvey.analysis.findings import ALL_STAFF, Group, Joined, UnitFindings
from leadsurvey.analysis.gaps import contrasts
from leadsurvey.analysis.planning import Plan
from leadsurvey.analysis.rows import Rows
from leadsurvey.analysis.sample import Sample, asked_of_staff
from leadsurvey.questionnaire.model import Band, CapabilityId, LevelId
from leadsurvey.rounds.places import Places
from leadsurvey.scoring.means import GroupMeans, Mean
from leadsurvey.scoring.resampling import drawn_means, generator, share_within
from leadsurvey.scoring.scores import Floats

NEARLY_ALL = 0.9  # of the questions put to a group
SURE = 0.8  # a band is named when the true mean lies in it with at least this probability


class UnitTables:
    """Makes the findings of one unit after the other from the same sample and plan."""

    def __init__(
        self, sample: Sample, places: Places, rows: Rows, cells: Mapping[CapabilityId, Cells], plan: Plan
    ) -> None:
        self._sample, self._places, self._rows, self._cells_of, self._plan = sample, places, rows, cells, plan
        self._survey = sample.survey
        put, opted_out = (self._by_row(each) for each in sample.unsaid())
        self._silent = {row: opted_out[row] / put[row] if put[row] else 0.0 for row in put}
        self._answered = self._by_row(np.ones(len(sample.places), dtype=np.intp))
        starts = np.array([band.start for band in self._survey.questionnaire.bands], dtype=np.float64)
        self._starts, self._normal = starts, {name: normal_chances(each.means, starts) for name, each in cells.items()}

    def _by_row(self, weights: NDArray[np.intp]) -> dict[Row, int]:
        """The sum, in every row, of a number that each respondent has."""
        layout = self._rows.layout
        summed = np.bincount(self._sample.places, weights=weights, minlength=len(layout.atoms))
        people = Table(layout, summed.tolist()).people()
        return {row: round(people[number]) for number, row in enumerate(layout.rows) if number}

    def unit(self, unit: str) -> UnitFindings:
        """What may be said of a unit with all units below it."""
        below = self._survey.below(unit)
        heads = self._heads(below)
        levels = [
            level for level in self._places.levels.values() if heads.get(level) or self._answered.get((unit, level))
        ]
        levels = list(dict.fromkeys(levels))
        heads[ALL_STAFF] = sum(
            heads.get(level, 0) for level in levels if self._survey.questionnaire.levels[level].staff
        )
        return UnitFindings(
            id=unit,
            name=self._survey.units[unit].name,
            parent=self._survey.units[unit].parent,
            groups=tuple(self._group(unit, level, heads.get(level, 0)) for level in (*levels, ALL_STAFF)),
            joined=self._joined(below),
            scores={name: self._cells(unit, name, [*levels, ALL_STAFF]) for name in self._cells_of},
            gaps=contrasts(self._survey.questionnaire, self._told(unit, levels), self._survey.minimum_group),
        )

    def _told(self, unit: str, levels: list[LevelId]) -> dict[CapabilityId, dict[LevelId, Mean]]:
        """The means of a unit that are told."""
        return {
            name: {
                level: self._mean(name, unit, level)
                for level in (*levels, ALL_STAFF)
                if self._is_asked(name, level) and not verdict.reason((unit, level))
            }
            for name, verdict in self._plan.capabilities.items()
        }

    def _group(self, unit: str, level: LevelId, heads: int) -> Group:
        clear, silent = partial(self._plan.response.clear, (unit, level)), self._silent.get((unit, level), 0.0)
        return Group(
            level=level,
            asked=heads,
            answered=clear(lambda: shown_count(self._answered[unit, level])),
            # Where nearly nobody could say anything, the share would tell it of each of them.
            cannot_say=clear(lambda: shown_share(silent)) if silent < NEARLY_ALL else Withheld(Reason.TOGETHER),
        )

    def _cells(self, unit: str, name: CapabilityId, levels: list[LevelId]) -> dict[LevelId, Figure]:
        clear = self._plan.capabilities[name].clear
        return {
            level: clear((unit, level), partial(self._cell, name, unit, level))
            for level in levels
            if self._is_asked(name, level)
        }

    def _cell(self, name: CapabilityId, unit: str, level: LevelId) -> Shown:
        mean, bands = self._mean(name, unit, level), self._survey.questionnaire.bands
        found = likely_bands(mean, self._chances(name, unit, level), bands)
        return shown_mean(mean, self._survey.minimum_group, found)

    def _chances(self, name: CapabilityId, unit: str, level: LevelId) -> Floats:
        """How likely the true mean lies in each band: of the organisation by the bootstrap, of others as if normal."""
        cells = self._cells_of[name]
        if unit != self._survey.root.id:
            chances: Floats = self._normal[name][cells.number((unit, level))]
            return chances
        chance, counts = generator(self._survey.id, unit, name, level), cells.of_row((unit, level))
        here = counts > 0  # scores that only others have must not move what is drawn
        return share_within(drawn_means(cells.kinds[here], counts[here], chance), self._starts)

    def _mean(self, name: CapabilityId, unit: str, level: LevelId) -> Mean:
        return self._cells_of[name].mean((unit, level))

    def _is_asked(self, capability: CapabilityId, level: LevelId) -> bool:
        return level in self._asked[capability]

    @cached_property
    def _asked(self) -> dict[CapabilityId, set[LevelId]]:
        """The levels that are asked about each capability, and all staff if any of them are."""
        questionnaire, reported = self._survey.questionnaire, self._places.levels.values()
        found: dict[CapabilityId, set[LevelId]] = {}
        for name, about in questionnaire.capabilities.items():
            found[name] = {level for level in reported if self._sample.asked(about, level)}
            if asked_of_staff(questionnaire, about):
                found[name].add(ALL_STAFF)
        return found

    def _heads(self, below: set[str]) -> dict[LevelId, int]:
        """People in post whose answers count here, by the level they are reported as."""
        heads: dict[LevelId, int] = {}
        for unit in below:
            for level, people in self._survey.units[unit].heads.items():
                place = self._places.of(unit, level)
                if place.unit in below:
                    reported = LevelId(place.level)
                    heads[reported] = heads.get(reported, 0) + people
        return heads

    def _joined(self, below: set[str]) -> tuple[Joined, ...]:
        """The levels with people here, all or some, who answer with a larger unit."""
        found = {
            Joined(level, home)
            for unit in below
            for level, people in self._survey.units[unit].heads.items()
            if people and (home := self._places.of(unit, level).unit) not in below
        }
        order = list(self._survey.questionnaire.levels)
        return tuple(sorted(found, key=lambda joined: (order.index(joined.level), joined.unit)))


def likely_bands(mean: Mean, chances: Floats, bands: tuple[Band, ...]) -> tuple[str, ...]:
    """The one band that holds the true mean in 80 of 100 chances, else the bands of the ends of its range.

    Empty where the range is undefined.
    """
    if not bands or not math.isfinite(mean.low):
        return ()
    if chances.max() >= SURE:
        return (bands[int(chances.argmax())].id,)
    return band_at(mean.low, bands).id, band_at(mean.high, bands).id


def normal_chances(of: GroupMeans, starts: Floats) -> Floats:
    """How likely each true mean lies between each start and the next, groups x bands.

    Of a normal curve of mean and sd / sqrt(n); NaN for groups without an sd.
    """
    ends = np.concatenate([[-math.inf], starts[1:], [math.inf]])
    error = np.where(of.sd > 0, of.sd, math.nan) / np.sqrt(np.maximum(of.n, 1))
    chances: Floats = np.diff(ndtr((ends - of.mean[:, np.newaxis]) / error[:, np.newaxis]), axis=1)
    return chances


def band_at(value: float, bands: tuple[Band, ...]) -> Band:
    """The band that a value from 0 to 100 lies in."""
    return next((band for band in reversed(bands) if value >= band.start), bands[0])
