"""From answers to the plan of a round: how many valid answers each place has, and which rows are of one mind."""

from dataclasses import dataclass

import numpy as np

from leadsurvey.analysis.cells import Cells
from leadsurvey.analysis.disclosure.detail import Moments, detailed
from leadsurvey.analysis.disclosure.plan import Verdict, verdict
from leadsurvey.analysis.disclosure.spread import tells_of_each
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


def count_scores(sample: Sample, rows: Rows, scores: Scores) -> dict[CapabilityId, Cells]:
    """How often each score comes up in every row, by capability."""
    return {name: Cells.of(values, sample.places, rows.layout) for name, values in scores.items()}


@dataclass(frozen=True)
class Indicator:
    """What the plan needs of the answers: valid ones by place, their sum where ends may tell, and rows of one mind."""

    counts: list[int]
    sums: Floats | None
    alike: list[int]


def make_plan(sample: Sample, rows: Rows, scores: Scores) -> Plan:
    """One plan for all readers, from the answers alone: whoever makes it again gets the same."""
    told = {name: planned(sample, of_scores(sample, rows, values), rows.layout) for name, values in scores.items()}
    detail = {name: _detailed(sample, rows, values, told[name]) for name, values in scores.items()}
    complete = {name: planned(sample, of_complete(sample, rows, name, scores), rows.of_all_staff) for name in scores}
    return Plan(planned(sample, of_response(sample, rows), rows.layout), told, detail, complete)


def planned(sample: Sample, of: Indicator, layout: Layout) -> Verdict:
    """Which rows of a layout may be told of an indicator; all staff of the organisation go last."""
    kept = [layout.rows.index((sample.survey.root.id, ALL_STAFF))]
    return verdict(layout, of.counts, sample.survey.minimum_group, sums=of.sums, alike=of.alike, kept=kept)


def _detailed(sample: Sample, rows: Rows, values: Floats, verdict: Verdict) -> Verdict:
    """Which units may be told in the annex, of those that are told at all."""
    layout = rows.of_all_staff
    whole = layout.rows.index((sample.survey.root.id, ALL_STAFF))
    return detailed(layout, moments(sample, rows, values), sample.survey.minimum_group, verdict, whole)


def moments(sample: Sample, rows: Rows, values: Floats) -> Moments:
    """Of each place: how many valid scores, their sum and the sum of their squares."""
    cells = Cells.of(values, sample.places, rows.of_all_staff)
    return Moments(cells.people.tolist(), cells.sums(), cells.sums(2))


def of_response(sample: Sample, rows: Rows) -> Indicator:
    """Who answered at all."""
    counts = np.bincount(sample.places, minlength=len(rows.layout.atoms))
    return Indicator(counts.tolist(), None, [])


def of_complete(sample: Sample, rows: Rows, name: CapabilityId, scores: Scores) -> Indicator:
    """Which staff answered every item of a capability that any staff are asked; agreement rests on them alone."""
    questionnaire = sample.survey.questionnaire
    items = asked_of_staff(questionnaire, questionnaire.capabilities[name])
    complete = sample.staff() & sample.has_answered_all(items)
    cells = Cells.of(np.where(complete, scores[name], np.nan), sample.places, rows.of_all_staff)
    return Indicator(cells.people.tolist(), None, _of_one_mind(sample, cells))


def of_scores(sample: Sample, rows: Rows, values: Floats) -> Indicator:
    """Who has a score of a capability, and which."""
    cells = Cells.of(values, sample.places, rows.layout)
    return Indicator(cells.people.tolist(), cells.sums(), _of_one_mind(sample, cells))


def _of_one_mind(sample: Sample, cells: Cells) -> list[int]:
    """The rows, large enough to be told, that would tell too nearly what each of their people said."""
    found = cells.means
    known = zip(found.n.tolist(), cells.most.tolist(), found.mean.tolist(), found.sd.tolist(), strict=True)
    least = sample.survey.minimum_group
    return [number for number, (n, *rest) in enumerate(known) if number and n >= least and tells_of_each(n, *rest)]
