"""The annex for a methodologist: full precision for the organisation, and for units of twice the smallest group."""

import math

import numpy as np

from leadsurvey.analysis.disclosure import COUNT_STEP, Reason, nearest
from leadsurvey.analysis.findings import Quality, Technical, TechnicalCapability, TechnicalUnit, TechnicalWithheld
from leadsurvey.analysis.sample import Mask, Sample, asked_of_staff
from leadsurvey.questionnaire.model import Capability, LevelId
from leadsurvey.rounds.model import Round
from leadsurvey.scoring import agreement, careless, reliability
from leadsurvey.scoring.means import mean_interval
from leadsurvey.scoring.scores import Floats, pomp


def annex(sample: Sample) -> Technical:
    """All of it, for staff of all levels together."""
    survey, staff = sample.survey, sample.staff()
    capabilities = {
        capability.id: capability
        for capability in survey.questionnaire.capabilities.values()
        if asked_of_staff(survey.questionnaire, capability)
    }
    values = {name: np.where(staff, sample.person_scores(about), np.nan) for name, about in capabilities.items()}
    return Technical(
        capabilities={name: _capability(sample, about, staff, values[name]) for name, about in capabilities.items()},
        units={
            unit: {name: _unit(sample, about, unit, values[name]) for name, about in capabilities.items()}
            for unit in survey.units
        },
        quality=_quality(sample, staff),
    )


def _capability(
    sample: Sample, capability: Capability, staff: Mask, values: Floats
) -> TechnicalCapability | TechnicalWithheld:
    mean = mean_interval(values)
    if mean.n < sample.survey.minimum_group:
        return TechnicalWithheld(Reason.FEW)
    if not mean.sd > 0:
        return TechnicalWithheld(Reason.ALIKE)
    answers = sample.keyed(asked_of_staff(sample.survey.questionnaire, capability))[staff]
    complete = reliability.complete(answers)
    if len(complete) < sample.survey.minimum_group:  # what rests on them would be a group too small
        answers = complete = complete[:0]
    alpha = reliability.alpha(answers)
    low, high = reliability.feldt_interval(alpha, *complete.shape)
    icc1, icc2 = agreement.icc(values, _leaves(sample))
    return TechnicalCapability(
        n=mean.n,
        n_complete=len(complete) or None,
        items=answers.shape[1],
        mean=_number(mean.mean),
        sd=_number(mean.sd),
        pomp=_number(pomp(mean.mean, capability.options)),
        alpha=_number(alpha),
        alpha_low=_number(low),
        alpha_high=_number(high),
        omega=_number(reliability.omega(answers)),
        icc1=_number(icc1),
        icc2=_number(icc2),
        item_rest=tuple(_number(value) for value in reliability.item_rest(answers)),
    )


def _unit(sample: Sample, capability: Capability, unit: str, values: Floats) -> TechnicalUnit | TechnicalWithheld:
    survey = sample.survey
    here = sample.in_units(survey.below(unit)) & sample.staff()
    mean = mean_interval(values[here])
    if mean.n < 2 * survey.minimum_group:
        return TechnicalWithheld(Reason.FEW_FOR_DETAIL)
    if not mean.sd > 0:
        return TechnicalWithheld(Reason.ALIKE)
    answers = reliability.complete(sample.keyed(asked_of_staff(survey.questionnaire, capability))[here])
    if len(answers) < survey.minimum_group:  # agreement would be that of a group too small
        answers = answers[:0]
    return TechnicalUnit(
        n=mean.n,
        mean=mean.mean,
        sd=mean.sd,
        pomp=float(pomp(mean.mean, capability.options)),
        low=float(pomp(mean.low, capability.options)),
        high=float(pomp(mean.high, capability.options)),
        rwg_j=_number(agreement.rwg_j(answers, capability.options)),
        ad_m=_number(agreement.ad_m(answers)),
    )


def _quality(sample: Sample, staff: Mask) -> Quality | TechnicalWithheld:
    people, smallest = int(staff.sum()), sample.survey.minimum_group
    if people < smallest:
        return TechnicalWithheld(Reason.FEW)
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


def _leaves(sample: Sample) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
    """Each respondent's unit without units below it, as a number; -1 for people who stand higher in the tree."""
    leaves = {unit: number for number, unit in enumerate(leaf_units(sample.survey))}
    return np.array([leaves.get(str(unit), -1) for unit in sample.units], dtype=np.intp)


def leaf_units(survey: Round) -> list[str]:
    """The units with no unit below them."""
    parents = {unit.parent for unit in survey.units.values()}
    return [unit for unit in survey.units if unit not in parents]


def _number(value: float) -> float | None:
    """A number, or None where the statistic is undefined: JSON knows no NaN."""
    return float(value) if math.isfinite(value) else None
