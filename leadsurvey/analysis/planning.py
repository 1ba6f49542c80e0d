"""From answers to the plan of a round: how many valid answers each place has, and which rows are of one mind."""

from dataclasses import dataclass

import numpy as np

from leadsurvey.analysis.disclosure.figures import is_of_one_mind
from leadsurvey.analysis.disclosure.plan import Verdict, verdict
from leadsurvey.analysis.disclosure.table import Layout
from leadsurvey.analysis.findings import ALL_STAFF
from leadsurvey.analysis.rows import Rows
from leadsurvey.analysis.sample import Sample, asked_of_staff
from leadsurvey.questionnaire.model import CapabilityId
from leadsurvey.scoring.scores import Floats, pomp

Scores = dict[CapabilityId, Floats]  # each respondent's score, 0 to 100; NaN where too few items were answered


@dataclass(frozen=True)
class Plan:
    """What may be told: of who answered at all, of each capability, and of staff who answered all of its items."""

    response: Verdict
    capabilities: dict[CapabilityId, Verdict]
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
    complete = {name: planned(of_complete(sample, rows, name), rows.of_all_staff) for name in scores}
    return Plan(planned(of_response(sample, rows), rows.layout), capabilities, complete)


def of_response(sample: Sample, rows: Rows) -> Indicator:
    """Who answered at all."""
    return Indicator([int(count) for count in _by_place(sample, rows, np.ones(len(sample.places)))], None, [])


def of_complete(sample: Sample, rows: Rows, name: CapabilityId) -> Indicator:
    """Which staff answered every item of a capability that any staff are asked; agreement rests on them alone."""
    questionnaire = sample.survey.questionnaire
    answers = sample.keyed(asked_of_staff(questionnaire, questionnaire.capabilities[name]))
    complete = sample.staff() & ~np.isnan(answers).any(axis=1)
    return Indicator([int(count) for count in _by_place(sample, rows, complete.astype(float))], None, [])


def of_scores(sample: Sample, rows: Rows, values: Floats) -> Indicator:
    """Who has a score of a capability, and which."""
    valid = ~np.isnan(values)
    counts = [int(count) for count in _by_place(sample, rows, valid.astype(float))]
    alike = [
        number
        for number, row in enumerate(rows.layout.rows)
        if sum(counts[place] for place in rows.of.get(row, ())) >= sample.survey.minimum_group
        and is_of_one_mind(values[sample.at(rows.of[row])])
    ]
    return Indicator(counts, _by_place(sample, rows, np.where(valid, values, 0.0)), alike)


def _by_place(sample: Sample, rows: Rows, weights: Floats) -> Floats:
    return np.bincount(sample.places, weights=weights, minlength=len(rows.layout.atoms)).astype(np.float64)
