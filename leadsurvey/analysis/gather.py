"""The one door from answers to findings."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from leadsurvey.analysis import about
from leadsurvey.analysis.annex import Technical
from leadsurvey.analysis.answers import answers
from leadsurvey.analysis.bylevel import ByLevel
from leadsurvey.analysis.cells import Cells
from leadsurvey.analysis.change import Before, Changes
from leadsurvey.analysis.disclosure.figures import Figure
from leadsurvey.analysis.findings import Findings, UnitFindings
from leadsurvey.analysis.itemcounts import ItemCounts
from leadsurvey.analysis.levels import UnitTables
from leadsurvey.analysis.planning import Plan, count_scores, make_plan, person_scores
from leadsurvey.analysis.predictions import predictions
from leadsurvey.analysis.rows import Rows
from leadsurvey.analysis.sample import Sample
from leadsurvey.analysis.selfviews import self_views
from leadsurvey.analysis.tasks import tasks
from leadsurvey.analysis.technical import annex
from leadsurvey.analysis.unsaid import unsaid
from leadsurvey.analysis.weighting import level_means, weighted_figure
from leadsurvey.analysis.who_led import who_led
from leadsurvey.questionnaire.model import CapabilityId
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.places import Places


@dataclass(frozen=True)
class Earlier:
    """The round before, closed: its answers as `gather` takes them, and what was told of it."""

    survey: Round
    numbers: list[int]
    rows: bytes
    findings: Findings
    release: str


def gather(survey: Round, numbers: list[int], rows: bytes, released: date, earlier: Earlier | None = None) -> Findings:
    """Everything that may ever be known of a closed round.

    `numbers` holds the place of each response, `rows` their int8 codes one after the other.
    """
    made = _Gathering(survey, numbers, rows)
    before = _before(earlier) if earlier else None
    changes = Changes(made.sample, made.rows, made.units, before) if before else None
    trials = tasks(made.by_level, ByLevel(before.sample) if before else None)
    guessed, led = predictions(made.by_level), who_led(made.by_level)
    views, ratings = self_views(made.by_level, made.scores, made.plan.capabilities)
    technical = replace(
        made.annex,
        tasks={told.id: counted for told, counted in trials},
        predictions=guessed[1] if guessed else None,
        who_led=led[1] if led else None,
        self_views=ratings,
    )
    return Findings(
        round=survey.id,
        title=survey.questionnaire.title,
        organisation=survey.root.name,
        language=survey.questionnaire.language,
        opens=survey.opens,
        closes=survey.closes,
        released=released,
        minimum_group=survey.minimum_group,
        simulated=survey.simulated,
        levels=about.levels(survey, made.places, survey.questionnaire.language),
        bands=survey.questionnaire.bands,
        parts=dict(survey.questionnaire.parts),
        capabilities=about.capabilities(survey, technical),
        recommendations=survey.questionnaire.recommendations,
        units=_with(made.units, changes),
        technical=technical,
        weighted=made.weighted,
        self_views=views,
        tasks=tuple(told for told, _ in trials),
        predictions=guessed[0] if guessed else None,
        who_led=led[0] if led else None,
        since=changes.since() if changes else None,
        answers=answers(
            made.by_level, made.scores, made.cells, made.counted, made.plan.capabilities, technical.capabilities
        ),
        unsaid=unsaid(made.by_level, made.counted),
    )


def plan_of(survey: Round, numbers: list[int], rows: bytes) -> Plan:
    """The plan by which a round was released, made again from the same answers."""
    return _Gathering(survey, numbers, rows).plan


class _Gathering:
    """The answers of a round, what may be told of them, and what is made of them unit by unit."""

    def __init__(self, survey: Round, numbers: list[int], rows: bytes) -> None:
        self.survey, self.places = survey, Places(survey)
        self.sample, self.rows = Sample.of(survey, self.places, numbers, rows), Rows(survey, self.places)
        self.scores = person_scores(self.sample)
        self.plan = make_plan(self.sample, self.rows, self.scores)

    @cached_property
    def cells(self) -> dict[CapabilityId, Cells]:
        return count_scores(self.sample, self.rows, self.scores)

    @cached_property
    def units(self) -> dict[str, UnitFindings]:
        tables = UnitTables(self.sample, self.places, self.rows, self.cells, self.plan)
        return {unit: tables.unit(unit) for unit in self.survey.units}

    @cached_property
    def by_level(self) -> ByLevel:
        return ByLevel(self.sample)

    @cached_property
    def counted(self) -> dict[CapabilityId, ItemCounts]:
        capabilities = self.survey.questionnaire.capabilities.values()
        return {about.id: ItemCounts.of(self.by_level, about, self.scores[about.id]) for about in capabilities}

    @cached_property
    def annex(self) -> Technical:
        return annex(self.sample, self.rows, self.plan, self.scores, self.cells)

    @property
    def weighted(self) -> dict[CapabilityId, Figure]:
        """Each capability that some staff levels were asked, weighted by people in post."""
        means = {name: level_means(self.sample, self.plan, cells, name) for name, cells in self.cells.items()}
        return {name: weighted_figure(of, self.survey.minimum_group) for name, of in means.items() if of.weights}


def _before(earlier: Earlier) -> Before:
    places = Places(earlier.survey)
    sample = Sample.of(earlier.survey, places, earlier.numbers, earlier.rows)
    return Before(sample, Rows(earlier.survey, places), earlier.findings, earlier.release)


def _with(units: Mapping[str, UnitFindings], changes: Changes | None) -> dict[str, UnitFindings]:
    """The units, each with what has changed."""
    found = changes.of_units() if changes else {}
    return {name: replace(unit, changes=found.get(name, {})) for name, unit in units.items()}
