"""From answers to the plan of a round: how many valid answers each place has, and which rows are of one mind."""

from dataclasses import dataclass

import numpy as np

from leadsurvey.analysis.disclosure.detail import Moments, detailed
from leadsurvey.analysis.disclosure.plan import Verdict, verdict
from leadsurvey.analysis.disclosure.spread import is_of_one_mind
from leadsurvey.analysis.disclosure.table import Layout
from leadsurvey.analysis.findings import ALL_STAFF
from leadsurvey.analysis.rows import Rows
from leadsurvey.analysis.sample import Sample, asked_of_staff
from leadsurvey.questionnaire.model import CapabilityId
from leadsurvey.scoring.scores import Floats, pomp

Scores = dict[CapabilityId, Floats]  # each respondent's score, 0 to 100; NaN where too few items were answered


@dataclass(frozen=True)
class Plan:
    """What may be told: of who answered at all, and of each capability; and in the annex.

    There, `detail` is of all staff at full precision, and `complete` of those who answered every item.
    """

    response: Verdict
    capabilities: dict[CapabilityId, Verdict]
    detail: dict[CapabilityId, Verdict]
    complete: dict[CapabilityId, Verdict]


def person_scores(sample: Sample) -> Scores:
    """The scores of all capabilities."""
    capabilities = sample.survey.questionnaire.capabilities.values()
    return {about.id: pomp(sample.person_scores(about), about.options) for about in capabilities}


@dataclass(frozen=True)
class Indicator:
    """What the plan needs of the answers: valid ones by place, their sum where ends may tell, and rows of one mind."""

    counts: list[int]
    sums: Floats | None
    alike: list[int]


def make_plan(sample: Sample, rows: Rows, scores: Scores) -> Plan:
    """One plan for all readers, from the answers alone: whoever makes it again gets the same."""
    least = sample.survey.minimum_group

    def planned(of: Indicator, layout: Layout) -> Verdict:
        kept = [layout.rows.index((sample.survey.root.id, ALL_STAFF))]
        return verdict(layout, of.counts, least, sums=of.sums, alike=of.alike, kept=kept)

    capabilities = {name: planned(of_scores(sample, rows, values), rows.layout) for name, values in scores.items()}
    detail = {name: _detailed(sample, rows, values, capabilities[name]) for name, values in scores.items()}
    complete = {name: planned(of_complete(sample, rows, name, scores), rows.of_all_staff) for name in scores}
    return Plan(planned(of_response(sample, rows), rows.layout), capabilities, detail, complete)


def _detailed(sample: Sample, rows: Rows, values: Floats, verdict: Verdict) -> Verdict:
    """Which units may be told in the annex, of those that are told at all."""
    layout, valid = rows.of_all_staff, np.nan_to_num(values)
    counts = [int(count) for count in _by_place(sample, rows, (~np.isnan(values)).astype(float))]
    whole = layout.rows.index((sample.survey.root.id, ALL_STAFF))
    moments = Moments(counts, _by_place(sample, rows, valid), _by_place(sample, rows, valid**2))
    return detailed(layout, moments, sample.survey.minimum_group, verdict, whole)


def of_response(sample: Sample, rows: Rows) -> Indicator:
    """Who answered at all."""
    return Indicator([int(count) for count in _by_place(sample, rows, np.ones(len(sample.places)))], None, [])


def of_complete(sample: Sample, rows: Rows, name: CapabilityId, scores: Scores) -> Indicator:
    """Which staff answered every item of a capability that any staff are asked; agreement rests on them alone."""
    questionnaire = sample.survey.questionnaire
    answers = sample.keyed(asked_of_staff(questionnaire, questionnaire.capabilities[name]))
    complete = sample.staff() & ~np.isnan(answers).any(axis=1)
    counts = [int(count) for count in _by_place(sample, rows, complete.astype(float))]
    values = np.where(complete, scores[name], np.nan)
    return Indicator(counts, None, _of_one_mind(sample, rows, rows.of_all_staff, counts, values))


def of_scores(sample: Sample, rows: Rows, values: Floats) -> Indicator:
    """Who has a score of a capability, and which."""
    valid = ~np.isnan(values)
    counts = [int(count) for count in _by_place(sample, rows, valid.astype(float))]
    alike = _of_one_mind(sample, rows, rows.layout, counts, values)
    return Indicator(counts, _by_place(sample, rows, np.where(valid, values, 0.0)), alike)


def _of_one_mind(sample: Sample, rows: Rows, layout: Layout, counts: list[int], values: Floats) -> list[int]:
    """The rows, large enough to be told, that would tell too nearly what each of their people said."""
    return [
        number
        for number, row in enumerate(layout.rows)
        if sum(counts[place] for place in rows.of.get(row, ())) >= sample.survey.minimum_group
        and is_of_one_mind(values[sample.at(rows.of[row])])
    ]


def _by_place(sample: Sample, rows: Rows, weights: Floats) -> Floats:
    return np.bincount(sample.places, weights=weights, minlength=len(rows.layout.atoms)).astype(np.float64)
