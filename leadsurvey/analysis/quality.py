"""How many people show passive signs of careless answering, and what leaving some of them out does; in the annex."""

import math
from collections.abc import Iterator

import numpy as np

from leadsurvey.analysis import careless_rule
from leadsurvey.analysis.annex import Quality, TechnicalWithheld
from leadsurvey.analysis.disclosure.figures import COUNT_STEP, nearest
from leadsurvey.analysis.findings import ALL_STAFF
from leadsurvey.analysis.planning import Plan, Scores, person_scores
from leadsurvey.analysis.sample import Mask, Sample
from leadsurvey.questionnaire.model import LevelId
from leadsurvey.scoring import careless, unread
from leadsurvey.scoring.scores import Floats


def quality(sample: Sample, plan: Plan, scores: Scores) -> Quality | TechnicalWithheld:
    """Of all staff of the organisation."""
    staff = sample.staff()
    people, smallest = int(staff.sum()), sample.survey.minimum_group
    if reason := plan.response.reason((sample.survey.root.id, ALL_STAFF)):
        return TechnicalWithheld(reason)
    flags, kinds = careless_rule.flags(sample, staff), careless_rule.kinds(sample)
    out = unread.two_kinds(kinds)
    shown = {
        **dict(zip(careless.FLAGS, flags.T, strict=True)),
        "two_or_more": flags.sum(axis=1) >= 2,
        "at_odds": kinds[staff, unread.KINDS.index("at_odds")],
        "two_kinds": out[staff],
    }
    told = {name: _told(int(who.sum()), people, smallest) for name, who in shown.items()}
    effect = _effect(sample, plan, scores, out)
    return Quality(nearest(people, COUNT_STEP), **told, left_out=sample.survey.leave_out_careless, effect=effect)


def _told(count: int, people: int, smallest: int) -> int | None:
    """A count to the nearest 5, or None where it, or the number of the others, is fewer than the smallest group."""
    return nearest(count, COUNT_STEP) if min(count, people - count) >= smallest else None


def _effect(sample: Sample, plan: Plan, scores: Scores, out: Mask) -> int | None:
    """By how many whole points, rounded up, leaving these people out moves any mean that is told of staff as a whole.

    None where no mean is told, or where those left out, or those who stay, are few in one of them: somebody, but fewer
    than the smallest group. Checked by hand.
    """
    everybody = scores if sample.given is None else person_scores(careless_rule.as_given(sample))
    moved: list[float] = []
    for values, stay in _told_means(sample, plan, everybody, ~out):
        left, kept = int((~stay).sum()), int(stay.sum())
        if left and min(left, kept) < sample.survey.minimum_group:
            return None
        moved.append(abs(float(values.mean()) - float(values[stay].mean())) if left else 0.0)
    return math.ceil(max(moved) - 1e-9) if moved else None


def _told_means(sample: Sample, plan: Plan, scores: Scores, stay: Mask) -> Iterator[tuple[Floats, Mask]]:
    """The valid scores behind each mean that is told of the organisation's staff, and who of these people stays."""
    root = sample.survey.root.id
    staff = [level for level in sample.sources if level in sample.survey.questionnaire.staff]  # others touch no figure
    rows = {level: sample.in_levels({LevelId(level)}) for level in staff} | {ALL_STAFF: sample.staff()}
    for name, values in scores.items():
        for level, here in rows.items():
            if plan.capabilities[name].reason((root, level)) is None:
                who = here & ~np.isnan(values)
                yield values[who], stay[who]
