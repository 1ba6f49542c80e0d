"""The organisation's levels in the annex: means with all digits, and spreads where these single out nobody."""

import math
from collections.abc import Mapping

import numpy as np

from leadsurvey.analysis.annex import Range, TechnicalContrast, TechnicalGroup, TechnicalWeighted
from leadsurvey.analysis.cells import Cells
from leadsurvey.analysis.disclosure.sides import exact_levels
from leadsurvey.analysis.findings import ALL_STAFF
from leadsurvey.analysis.gaps import compared
from leadsurvey.analysis.planning import Plan, Scores, moments
from leadsurvey.analysis.rows import Rows
from leadsurvey.analysis.sample import Sample
from leadsurvey.analysis.weighting import LevelMeans, heads_of, level_means
from leadsurvey.questionnaire.model import CapabilityId, LevelId
from leadsurvey.scoring import differences
from leadsurvey.scoring.means import Mean, bounds, in_post


class Levels:
    """All capabilities by level of the organisation."""

    def __init__(
        self, sample: Sample, rows: Rows, plan: Plan, scores: Scores, cells: Mapping[CapabilityId, Cells]
    ) -> None:
        self._sample, self._rows, self._plan, self._scores, self._cells = sample, rows, plan, scores, cells
        self._least, self._root = sample.survey.minimum_group, sample.survey.root.id
        self.means: Mapping[CapabilityId, LevelMeans] = {
            name: level_means(sample, plan, each, name) for name, each in cells.items()
        }
        self._exact = {name: self._exact_levels(name) for name in scores}
        self._contrasts = self._compared()

    def _exact_levels(self, name: CapabilityId) -> set[LevelId]:
        """The levels of which the spread may be told too."""
        names, levels = np.unique([place.level for place in self._rows.places], return_inverse=True)
        known = [str(each) for each in names]
        large = [level for level, mean in self.means[name].means.items() if mean.n >= 2 * self._least]
        wanted = [known.index(level) for level in large if level in known]
        of = moments(self._sample, self._rows, self._scores[name])
        layout = self._rows.of_all_staff
        told = exact_levels(layout, of, levels.astype(np.intp), wanted, self._plan.detail[name], self._least)
        return {LevelId(known[each]) for each in told}

    def groups(self, name: CapabilityId) -> dict[LevelId, TechnicalGroup]:
        """Each level that is told."""
        return {level: self._group(name, level, mean) for level, mean in self.means[name].means.items()}

    def _group(self, name: CapabilityId, level: LevelId, mean: Mean) -> TechnicalGroup:
        asked = heads_of(self._sample, level)
        if level not in self._exact[name] or not math.isfinite(mean.low):
            return TechnicalGroup(asked, mean.n, mean.mean)
        return TechnicalGroup(asked, mean.n, mean.mean, mean.sd, mean.low, mean.high, *_of_all_in_post(mean, asked))

    def weighted(self, name: CapabilityId) -> TechnicalWeighted | None:
        """The mean with levels weighed by people in post; its range where all of their spreads are told."""
        of = self.means[name]
        made = of.weighted()
        if made is None:
            return None
        is_exact = set(of.weights) <= self._exact[name]
        low, high = (made.low, made.high) if is_exact else (None, None)
        return TechnicalWeighted(made.mean, low, high, made.effective_n, of.weights)

    def contrasts(self, name: CapabilityId) -> tuple[TechnicalContrast, ...]:
        """Groups of which the spread is told, two by two."""
        return tuple(self._contrasts.get(name, ()))

    def _compared(self) -> dict[CapabilityId, list[TechnicalContrast]]:
        told = {name: self._with_staff(name) for name in self._scores}
        found: dict[CapabilityId, list[TechnicalContrast]] = {}
        for name, (one, other), difference, q in compared(self._sample.survey.questionnaire, told):
            if {one, other} <= self._exact[name] | self._exact_staff(name) and math.isfinite(difference.p):
                means = told[name]
                g, g_se = differences.hedges_g(means[one], means[other])
                made = TechnicalContrast(
                    one,
                    other,
                    difference.difference,
                    difference.low,
                    difference.high,
                    difference.df,
                    difference.p,
                    q,
                    g,
                    g_se,
                    self._cliff(name, one, other),
                )
                found.setdefault(name, []).append(made)
        return found

    def _with_staff(self, name: CapabilityId) -> dict[LevelId, Mean]:
        """The levels that are told, and all staff if they are."""
        means = dict(self.means[name].means)
        if not self._plan.capabilities[name].reason((self._root, ALL_STAFF)):
            means[ALL_STAFF] = self._cells[name].mean((self._root, ALL_STAFF))
        return means

    def _exact_staff(self, name: CapabilityId) -> set[LevelId]:
        return set() if self._plan.detail[name].reason((self._root, ALL_STAFF)) else {ALL_STAFF}

    def _cliff(self, name: CapabilityId, one: LevelId, other: LevelId) -> float:
        """Cliff's delta to two places: with all digits, it would tell how single people rank."""
        one_row, other_row = (self._cells[name].of_row((self._root, each)) for each in (one, other))
        return round(differences.cliffs_delta_of(one_row, other_row), 2)


def _of_all_in_post(mean: Mean, asked: int) -> tuple[Range | None, Range | None]:
    """Where the mean of all in post lies if those who were silent are like the others, and whatever they are like."""
    if asked < mean.n:  # more answered than the table of units counts
        return None, None
    low, high = in_post(mean, asked)
    return (low, high), bounds(mean.mean, mean.n / asked)
