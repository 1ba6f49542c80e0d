"""The annex for a methodologist: full precision for the organisation, and for units of twice the smallest group."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from leadsurvey.analysis.annex import Technical, TechnicalCapability, TechnicalUnit, TechnicalWithheld
from leadsurvey.analysis.cells import Cells
from leadsurvey.analysis.disclosure.figures import COUNT_STEP, Withheld, nearest
from leadsurvey.analysis.disclosure.spread import is_of_one_mind
from leadsurvey.analysis.findings import ALL_STAFF
from leadsurvey.analysis.numbers import number
from leadsurvey.analysis.planning import Plan, Scores
from leadsurvey.analysis.precise import Levels
from leadsurvey.analysis.quality import quality
from leadsurvey.analysis.rows import Rows
from leadsurvey.analysis.sample import Mask, Sample, asked_of_staff
from leadsurvey.questionnaire.instrument import instrument_of
from leadsurvey.questionnaire.model import Capability, CapabilityId, Item
from leadsurvey.responses.model import OPT_OUT, UNANSWERED
from leadsurvey.rounds.model import Round
from leadsurvey.scoring import agreement, reliability
from leadsurvey.scoring.scores import Floats, pomp

T = TypeVar("T")


def annex(sample: Sample, rows: Rows, plan: Plan, scores: Scores, cells: Mapping[CapabilityId, Cells]) -> Technical:
    """All of it, for staff of all levels together, and for the organisation by level: of the rows that are told."""
    survey = sample.survey
    capabilities = [
        capability
        for capability in survey.questionnaire.capabilities.values()
        if asked_of_staff(survey.questionnaire, capability)
    ]
    levels = Levels(sample, rows, plan, scores, cells)
    found: dict[CapabilityId, TechnicalCapability | TechnicalWithheld] = {}
    units: dict[str, dict[CapabilityId, TechnicalUnit | TechnicalWithheld]] = {unit: {} for unit in survey.units}
    for capability in capabilities:  # one after the other: the answers of all of them at once would fill the memory
        made = _Annex(sample, rows, plan, capability, levels)
        found[capability.id] = made.organisation()
        for unit, told in units.items():
            told[capability.id] = made.unit(unit)
    return Technical(found, units, quality(sample, plan, scores))


class _Annex:
    """One capability."""

    def __init__(self, sample: Sample, rows: Rows, plan: Plan, capability: Capability, levels: Levels) -> None:
        self.id, self._levels, self._least = capability.id, levels, sample.survey.minimum_group
        self._sample, self._rows, self._capability = sample, rows, capability
        self._verdict, self._complete = plan.detail[self.id], plan.complete[self.id]
        self._staff = sample.staff()
        self._items = asked_of_staff(sample.survey.questionnaire, capability)
        self._has_all = self._staff & sample.has_answered_all(self._items)
        self._values = np.where(self._staff, sample.person_scores(capability), np.nan)
        self._cells = Cells.of(self._values, sample.places, rows.of_all_staff)

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
        root = self._sample.survey.root.id
        mean, options = self._cells.mean((root, ALL_STAFF)), self._capability.options
        is_told = not self._complete.reason((root, ALL_STAFF)) and self._hides_the_incomplete()
        answers = self._sample.keyed(self._items, np.flatnonzero(self._has_all & is_told))
        alpha = reliability.alpha(answers)
        low, high = reliability.feldt_interval(alpha, *answers.shape)
        leaves = self._told_leaves()
        units, (icc1, icc2) = agreement.variance(self._values, leaves), agreement.icc(self._values, leaves)
        return TechnicalCapability(
            n=mean.n,
            n_complete=len(answers) or None,
            items=answers.shape[1],
            mean=number(mean.mean),
            sd=number(mean.sd),
            pomp=number(pomp(mean.mean, options)),
            alpha=number(alpha),
            alpha_low=number(low),
            alpha_high=number(high),
            omega=number(reliability.omega(answers)),
            icc1=number(icc1),
            icc2=number(icc2),
            item_rest=tuple(number(value) for value in reliability.item_rest(answers)),
            ids=tuple(item.id for item in self._items),
            alpha_without=tuple(number(value) for value in reliability.alpha_without(answers)),
            cannot_say=tuple(self._cannot_say(item) for item in self._items),
            floor=self._share(self._values == 1),
            ceiling=self._share(self._values == options),
            n0=number(units.n0),
            icc_f=number(units.f),
            icc_p=number(units.p),
            design_effect=number(agreement.design_effect(icc1, units.n0)),
            instrument=instrument_of(self._capability),
            weighted=self._levels.weighted(self.id),
            levels=self._levels.groups(self.id),
            contrasts=self._levels.contrasts(self.id),
        )

    def _share(self, who: Mask) -> int | None:
        """Of 100 scored staff, to the nearest 5; None where they, or the others, are fewer than the smallest group."""
        return _share_told(int(np.count_nonzero(who)), int(np.count_nonzero(~np.isnan(self._values))), self._least)

    def _cannot_say(self, item: Item) -> int | None:
        """Of 100 staff who answered an item or said that they cannot say, how many said so."""
        codes = self._sample.codes_of(item)[self._staff]
        return _share_told(int((codes == OPT_OUT).sum()), int((codes != UNANSWERED).sum()), self._least)

    def _hides_the_incomplete(self) -> bool:
        """Whether people who are scored but left an item out are nobody, or many and not of one mind.

        All who are scored and those who answered everything are both told with all digits, and could be subtracted.
        """
        scores = pomp(self._values, self._capability.options)
        between = scores[~self._has_all & ~np.isnan(scores)]
        is_many = between.size >= 2 * self._sample.survey.minimum_group
        return not between.size or (is_many and not is_of_one_mind(between))

    def _told_leaves(self) -> NDArray[np.intp]:
        """Each respondent's unit without units below it, as a number; -1 where the unit's own figure is not told.

        With the mean of every other unit, how far units differ would give away the one that is withheld.
        """
        told = [unit for unit in leaf_units(self._sample.survey) if not self._verdict.reason((unit, ALL_STAFF))]
        numbers = {unit: number for number, unit in enumerate(told)}
        places = [numbers.get(place.unit, -1) for place in self._rows.places]
        return np.array(places, dtype=np.intp)[self._sample.places]

    def _of_unit(self, unit: str) -> TechnicalUnit:
        mean, options = self._cells.mean((unit, ALL_STAFF)), self._capability.options
        rwg_j, skewed, ad_m = self._agreement[self._cells.number((unit, ALL_STAFF))]
        return TechnicalUnit(
            n=mean.n,
            mean=mean.mean,
            sd=mean.sd,
            pomp=float(pomp(mean.mean, options)),
            low=float(pomp(mean.low, options)),
            high=float(pomp(mean.high, options)),
            rwg_j=rwg_j,
            ad_m=ad_m,
            rwg_j_skewed=skewed,
        )

    @cached_property
    def _agreement(self) -> list[tuple[float | None, float | None, float | None]]:
        """Of each row r_wg(J) under either null and AD_M, among those who answered every item; None if not told."""
        layout, options = self._rows.of_all_staff, self._capability.options
        of_items = [Cells.of(answers, self._sample.places, layout) for answers in self._complete_answers()]
        deviations = np.column_stack([each.deviations for each in of_items])
        variances = np.column_stack([each.means.sd for each in of_items]) ** 2
        found = np.column_stack(
            [
                agreement.rwg_j_of(variances, options),
                agreement.rwg_j_of(variances, options, skewed=True),
                np.where(of_items[0].means.n > 1, deviations.mean(axis=1), np.nan),
            ]
        )
        told = [bool(row) and not self._complete.reason(row) for row in layout.rows]
        found[~np.array(told)] = np.nan
        return [(number(one), number(other), number(ad)) for one, other, ad in found.tolist()]

    def _complete_answers(self) -> Iterator[Floats]:
        """The keyed answers to one item after the other; NaN for who did not answer all of them."""
        for item in self._items:
            yield np.where(self._has_all, self._sample.keyed([item])[:, 0], np.nan)


def _share_told(count: int, people: int, smallest: int) -> int | None:
    """A share of 100, to the nearest 5, or None where it, or the rest, is of fewer than the smallest group."""
    return nearest(100 * count / people, COUNT_STEP) if min(count, people - count) >= smallest else None


def leaf_units(survey: Round) -> list[str]:
    """The units with no unit below them."""
    parents = {unit.parent for unit in survey.units.values()}
    return [unit for unit in survey.units if unit not in parents]
