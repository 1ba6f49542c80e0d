"""The annex for a methodologist: full precision for the organisation, and for units of twice the smallest group."""

import math
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from leadsurvey.analysis.disclosure.figures import COUNT_STEP, Withheld, nearest
from leadsurvey.analysis.disclosure.spread import is_of_one_mind
from leadsurvey.analysis.findings import (
    ALL_STAFF,
    Quality,
    Technical,
    TechnicalCapability,
    TechnicalUnit,
    TechnicalWithheld,
)
from leadsurvey.analysis.planning import Plan
from leadsurvey.analysis.rows import Rows
from leadsurvey.analysis.sample import Mask, Sample, asked_of_staff
from leadsurvey.questionnaire.model import Capability, LevelId
from leadsurvey.rounds.model import Round
from leadsurvey.scoring import agreement, careless, reliability
from leadsurvey.scoring.means import mean_interval
from leadsurvey.scoring.scores import Floats, pomp

T = TypeVar("T")


def annex(sample: Sample, rows: Rows, plan: Plan) -> Technical:
    """All of it, for staff of all levels together: of the rows that are told, no others."""
    survey, staff = sample.survey, sample.staff()
    capabilities = [
        capability
        for capability in survey.questionnaire.capabilities.values()
        if asked_of_staff(survey.questionnaire, capability)
    ]
    annexes = [_Annex(sample, rows, plan, about) for about in capabilities]
    return Technical(
        capabilities={each.id: each.organisation() for each in annexes},
        units={unit: {each.id: each.unit(unit) for each in annexes} for unit in survey.units},
        quality=_quality(sample, staff, plan),
    )


class _Annex:
    """One capability."""

    def __init__(self, sample: Sample, rows: Rows, plan: Plan, capability: Capability) -> None:
        self.id = capability.id
        self._sample, self._rows, self._capability = sample, rows, capability
        self._verdict, self._complete = plan.detail[self.id], plan.complete[self.id]
        self._staff = sample.staff()
        self._values = np.where(self._staff, sample.person_scores(capability), np.nan)
        self._answers = sample.keyed(asked_of_staff(sample.survey.questionnaire, capability))

    def organisation(self) -> TechnicalCapability | TechnicalWithheld:
        """The whole organisation."""
        return self._cleared(self._sample.survey.root.id, self._of_all)

    def unit(self, unit: str) -> TechnicalUnit | TechnicalWithheld:
        """One unit with all units below it."""
        return self._cleared(unit, partial(self._of_unit, unit))

    def _cleared(self, unit: str, make: Callable[[], T]) -> T | TechnicalWithheld:
        made = self._verdict.clear((unit, ALL_STAFF), make)
        return TechnicalWithheld(str(made.reason)) if isinstance(made, Withheld) else made

    def _of_all(self) -> TechnicalCapability:
        mean, options = mean_interval(self._values), self._capability.options
        answers = self._complete_of(self._sample.survey.root.id, np.flatnonzero(self._staff))
        if not self._hides_the_incomplete():
            answers = answers[:0]
        alpha = reliability.alpha(answers)
        low, high = reliability.feldt_interval(alpha, *answers.shape)
        icc1, icc2 = agreement.icc(self._values, self._told_leaves())
        return TechnicalCapability(
            n=mean.n,
            n_complete=len(answers) or None,
            items=answers.shape[1],
            mean=_number(mean.mean),
            sd=_number(mean.sd),
            pomp=_number(pomp(mean.mean, options)),
            alpha=_number(alpha),
            alpha_low=_number(low),
            alpha_high=_number(high),
            omega=_number(reliability.omega(answers)),
            icc1=_number(icc1),
            icc2=_number(icc2),
            item_rest=tuple(_number(value) for value in reliability.item_rest(answers)),
        )

    def _complete_of(self, unit: str, who: NDArray[np.intp]) -> Floats:
        """The answers of those who answered every item; nobody's where these people are too few to be told of."""
        answers = reliability.complete(self._answers[who])
        return answers[:0] if self._complete.reason((unit, ALL_STAFF)) else answers

    def _hides_the_incomplete(self) -> bool:
        """Whether people who are scored but left an item out are nobody, or many and not of one mind.

        All who are scored and those who answered everything are both told with all digits, and could be subtracted.
        """
        scores = pomp(self._values, self._capability.options)
        between = scores[np.isnan(self._answers).any(axis=1) & ~np.isnan(scores)]
        is_many = between.size >= 2 * self._sample.survey.minimum_group
        return not between.size or (is_many and not is_of_one_mind(between))

    def _told_leaves(self) -> NDArray[np.intp]:
        """Each respondent's unit without units below it, as a number; -1 where the unit's own figure is not told.

        With the mean of every other unit, how far units differ would give away the one that is withheld.
        """
        told = (unit for unit in leaf_units(self._sample.survey) if not self._verdict.reason((unit, ALL_STAFF)))
        leaves = {unit: number for number, unit in enumerate(told)}
        return np.array([leaves.get(str(unit), -1) for unit in self._sample.units], dtype=np.intp)

    def _of_unit(self, unit: str) -> TechnicalUnit:
        who = self._sample.at(self._rows.of[unit, ALL_STAFF])
        mean, options = mean_interval(self._values[who]), self._capability.options
        answers = self._complete_of(unit, who)
        return TechnicalUnit(
            n=mean.n,
            mean=mean.mean,
            sd=mean.sd,
            pomp=float(pomp(mean.mean, options)),
            low=float(pomp(mean.low, options)),
            high=float(pomp(mean.high, options)),
            rwg_j=_number(agreement.rwg_j(answers, options)),
            ad_m=_number(agreement.ad_m(answers)),
        )


def _quality(sample: Sample, staff: Mask, plan: Plan) -> Quality | TechnicalWithheld:
    people, smallest = int(staff.sum()), sample.survey.minimum_group
    if reason := plan.response.reason((sample.survey.root.id, ALL_STAFF)):
        return TechnicalWithheld(reason)
    flags = np.vstack([_flags(sample, LevelId(str(level))) for level in np.unique(sample.levels[staff])])
    counts = {**dict(zip(careless.FLAGS, flags.T, strict=True)), "two_or_more": flags.sum(axis=1) >= 2}
    told = {name: _told(int(shown.sum()), people, smallest) for name, shown in counts.items()}
    return Quality(staff=nearest(people, COUNT_STEP), **told)


def _told(count: int, people: int, smallest: int) -> int | None:
    """A count to the nearest 5, or None where it, or the number of the others, is fewer than the smallest group."""
    return nearest(count, COUNT_STEP) if min(count, people - count) >= smallest else None


def _flags(sample: Sample, level: LevelId) -> Mask:
    """Signs of carelessness of the people who answer as a level, respondents x `careless.FLAGS`.

    Where levels have joined, only what all of them were asked counts as put: nobody is missing an answer not asked for.
    """
    questionnaire, sources = sample.survey.questionnaire, sample.sources.get(level, {None})
    scored = [(scale, item) for scale, about in enumerate(questionnaire.capabilities.values()) for item in about.items]
    return careless.flags(
        sample.codes[sample.levels == level, : len(scored)],  # scored items are stored first
        np.array([all(questionnaire.asks(item, of) for of in sources) for _, item in scored], dtype=bool),
        np.array([scale for scale, _ in scored], dtype=np.intp),
        np.array([item.reverse for _, item in scored], dtype=bool),
    )


def leaf_units(survey: Round) -> list[str]:
    """The units with no unit below them."""
    parents = {unit.parent for unit in survey.units.values()}
    return [unit for unit in survey.units if unit not in parents]


def _number(value: float) -> float | None:
    """A number, or None where the statistic is undefined: JSON knows no NaN."""
    return float(value) if math.isfinite(value) else None
