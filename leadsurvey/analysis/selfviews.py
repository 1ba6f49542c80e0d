"""What those who lead say of themselves, beside what other staff say of the same capability.

Of the whole organisation and by level, never of a person. Each self-rating is one question, planned for itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from leadsurvey.analysis.annex import Spread
from leadsurvey.analysis.bylevel import ByLevel
from leadsurvey.analysis.disclosure.figures import Reason, Withheld, shown_difference, shown_mean
from leadsurvey.analysis.disclosure.plan import Verdict
from leadsurvey.analysis.gaps import SURE
from leadsurvey.analysis.planning import Scores
from leadsurvey.analysis.whole import SelfView
from leadsurvey.questionnaire.model import Capability, CapabilityId, Item, LevelId
from leadsurvey.scoring.differences import Difference, adjusted_p, welch
from leadsurvey.scoring.means import Mean, mean_interval
from leadsurvey.scoring.scores import Floats, answers, keyed, pomp


@dataclass(frozen=True)
class _Pair:
    """A level's view of itself, and of how it differs from the others'."""

    level: LevelId
    own: Mean
    others: Mean
    reason: Reason | None

    @property
    def gap(self) -> Difference:
        return welch(self.own, self.others)


Views = dict[CapabilityId, tuple[SelfView, ...]]
Annexed = dict[CapabilityId, dict[LevelId, Spread]]


def self_views(by_level: ByLevel, scores: Scores, plans: Mapping[CapabilityId, Verdict]) -> tuple[Views, Annexed]:
    """By capability, each level that rates itself, and what its figures are made of.

    p is adjusted for all of them (Benjamini & Hochberg).
    """
    rated = [about for about in by_level.sample.survey.questionnaire.capabilities.values() if about.self_rating]
    found = {about.id: _pairs(by_level, about, scores[about.id], plans[about.id]) for about in rated}
    told = [np.nan if pair.reason else pair.gap.p for pairs in found.values() for pair in pairs]
    adjusted = iter(adjusted_p(np.array(told, dtype=np.float64)).tolist())
    least = by_level.sample.survey.minimum_group
    views = {name: tuple(_view(pair, least, next(adjusted)) for pair in pairs) for name, pairs in found.items()}
    told_of = {name: [pair for pair in pairs if not pair.reason] for name, pairs in found.items()}
    annexed = {
        name: {pair.level: spread_of(pair.own, least) for pair in pairs} for name, pairs in told_of.items() if pairs
    }
    return {name: each for name, each in views.items() if each}, annexed


def _pairs(by_level: ByLevel, about: Capability, scores: Floats, told: Verdict) -> list[_Pair]:
    item = about.self_rating
    if item is None:
        return []
    own, staff = _ratings(by_level, item), by_level.sample.survey.questionnaire.staff
    plan = by_level.plan(own)
    others = [level for level in staff if level not in item.asked and not told.reason((by_level.root, level))]
    theirs = mean_interval(np.where(by_level.sample.in_levels(set(others)), scores, np.nan))
    return [
        _Pair(level, mean_interval(own[by_level.who(level)]), theirs, plan.reason((by_level.root, level)))
        for level in by_level.rows
        if level in item.asked and level in staff
    ]


def spread_of(mean: Mean, least: int) -> Spread:
    """A mean as the annex has it."""
    return Spread(mean.n, mean.mean, mean.sd if mean.n >= 2 * least else None)


def _ratings(by_level: ByLevel, item: Item) -> Floats:
    """How each respondent rates themselves, 0 to 100."""
    given = answers(by_level.codes(item.id)[:, np.newaxis])
    options = len(item.scale.options)
    return pomp(keyed(given, np.array([item.reverse]), options)[:, 0], options)


def _view(pair: _Pair, least: int, q: float) -> SelfView:
    if pair.reason:
        return SelfView(pair.level, Withheld(pair.reason), Withheld(pair.reason))
    own, gap = shown_mean(pair.own, least), pair.gap
    if not pair.others.n:
        return SelfView(pair.level, own, Withheld(Reason.FEW))
    is_rough = min(pair.own.n, pair.others.n) < 2 * least
    return SelfView(
        pair.level, own, shown_difference(gap.difference, gap.low, gap.high, is_rough=is_rough), clear=q < SURE
    )
