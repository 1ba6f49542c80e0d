"""A group of units that nobody planned: audited against all that was told before, and it is the new rows that lose."""

from collections.abc import Sequence

from leadsurvey.analysis.disclosure.figures import Figure, Shown
from leadsurvey.analysis.disclosure.plan import Row, Verdict, admit
from leadsurvey.analysis.findings import ALL_STAFF, Extra, Findings, UnitFindings
from leadsurvey.analysis.levels import UnitTables
from leadsurvey.analysis.planning import Indicator, Plan, count_scores, of_response, of_scores, person_scores
from leadsurvey.analysis.rows import Rows
from leadsurvey.analysis.sample import Sample
from leadsurvey.questionnaire.model import CapabilityId
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.places import Places
from leadsurvey.rounds.regroup import grouped


def gather_extra(
    survey: Round,
    numbers: list[int],
    answers: bytes,
    findings: Findings,
    extras: Sequence[Extra],
    members: Sequence[str],
) -> UnitFindings:
    """What may be told of these units together, beside all that was told in the release and in extra groups since.

    RegroupError where they would overlap with another group.
    """
    places = Places(survey)
    for extra in extras:
        survey, _ = grouped(survey, extra.members)
    survey, name = grouped(survey, members)
    told = [*findings.units.values(), *(extra.unit for extra in extras)]
    sample, rows = Sample.of(survey, places, numbers, answers), Rows(survey, places)
    scores = person_scores(sample)
    before = _Told(told, rows, name, survey.minimum_group)
    plan = Plan(
        before.admit(of_response(sample, rows), before.response()),
        {each: before.admit(of_scores(sample, rows, values), before.scores(each)) for each, values in scores.items()},
        {},  # there are no extra groups in the annex
        {},
    )
    return UnitTables(sample, places, rows, count_scores(sample, rows, scores), plan).unit(name)


class _Told:
    """What was told before, and the rows that are asked for now: all staff first."""

    def __init__(self, told: Sequence[UnitFindings], rows: Rows, name: str, least: int) -> None:
        self._units, self._layout, self._least = told, rows.layout, least
        self._number = {row: number for number, row in enumerate(rows.layout.rows) if row}
        wanted = [row for row in self._number if row[0] == name]
        self._wanted = [self._number[row] for row in sorted(wanted, key=lambda row: row[1] != ALL_STAFF)]

    def admit(self, of: Indicator, told: list[int]) -> Verdict:
        return admit(self._layout, of.counts, self._least, told, self._wanted, sums=of.sums, alike=of.alike)

    def response(self) -> list[int]:
        return self._shown({(unit.id, group.level): group.answered for unit in self._units for group in unit.groups})

    def scores(self, capability: CapabilityId) -> list[int]:
        cells = ((unit, unit.scores.get(capability, {})) for unit in self._units)
        return self._shown({(unit.id, level): figure for unit, row in cells for level, figure in row.items()})

    def _shown(self, figures: dict[Row, Figure]) -> list[int]:
        return [self._number[row] for row, figure in figures.items() if isinstance(figure, Shown)]
