"""What each level of each unit says of each capability, as figures that may be shown."""

import math
from functools import partial

import numpy as np
from numpy.typing import NDArray

from leadsurvey.analysis.disclosure.figures import Figure, Reason, Shown, Withheld, shown_count, shown_mean, shown_share
from leadsurvey.analysis.findings import ALL_STAFF, Group, Joined, UnitFindings
from leadsurvey.analysis.planning import Plan, Scores
from leadsurvey.analysis.rows import Rows
from leadsurvey.analysis.sample import Sample, asked_of_staff
from leadsurvey.questionnaire.model import Band, CapabilityId, LevelId
from leadsurvey.rounds.places import Places
from leadsurvey.scoring.means import Mean, mean_interval

NEARLY_ALL = 0.9  # of the questions put to a group
SURE = 0.8  # a band is named when the true mean lies in it with at least this probability


class UnitTables:
    """Makes the findings of one unit after the other from the same sample and plan."""

    def __init__(self, sample: Sample, places: Places, rows: Rows, scores: Scores, plan: Plan) -> None:
        self._sample, self._places, self._rows, self._scores, self._plan = sample, places, rows, scores, plan
        self._survey = sample.survey

    def unit(self, unit: str) -> UnitFindings:
        """What may be said of a unit with all units below it."""
        below = self._survey.below(unit)
        heads = self._heads(below)
        levels = [level for level in self._places.levels.values() if heads.get(level) or self._who(unit, level).size]
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
            scores={name: self._cells(unit, name, [*levels, ALL_STAFF]) for name in self._scores},
        )

    def _who(self, unit: str, level: LevelId) -> NDArray[np.intp]:
        return self._sample.at(self._rows.of.get((unit, level), ()))

    def _group(self, unit: str, level: LevelId, heads: int) -> Group:
        who, clear = self._who(unit, level), partial(self._plan.response.clear, (unit, level))
        silent = self._sample.cannot_say(who)
        return Group(
            level=level,
            asked=heads,
            answered=clear(lambda: shown_count(who.size)),
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
        mean = mean_interval(self._scores[name][self._who(unit, level)])
        return shown_mean(mean, self._survey.minimum_group, likely_bands(mean, self._survey.questionnaire.bands))

    def _is_asked(self, capability: CapabilityId, level: LevelId) -> bool:
        questionnaire = self._survey.questionnaire
        about = questionnaire.capabilities[capability]
        return bool(asked_of_staff(questionnaire, about) if level == ALL_STAFF else self._sample.asked(about, level))

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


def likely_bands(mean: Mean, bands: tuple[Band, ...]) -> tuple[str, ...]:
    """The one band that the true mean lies in with probability 0.8, else the bands of the ends of its range.

    Normal approximation, mean ± sd/√n: band [a, b) has probability Φ((b - m)/se) - Φ((a - m)/se). Empty where the
    range is undefined.
    """
    if not bands or not math.isfinite(mean.low):
        return ()
    error = mean.sd / math.sqrt(mean.n)
    ends = [-math.inf, *(band.start for band in bands[1:]), math.inf]
    chances = np.diff([0.5 * (1 + math.erf((end - mean.mean) / (error * math.sqrt(2)))) for end in ends])
    if chances.max() >= SURE:
        return (bands[int(chances.argmax())].id,)
    return band_at(mean.low, bands).id, band_at(mean.high, bands).id


def band_at(value: float, bands: tuple[Band, ...]) -> Band:
    """The band that a value from 0 to 100 lies in."""
    return next((band for band in reversed(bands) if value >= band.start), bands[0])
