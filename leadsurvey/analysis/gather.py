"""The one door from answers to findings."""

from datetime import date

from leadsurvey.analysis.findings import CapabilityInfo, Findings, LevelInfo
from leadsurvey.analysis.levels import UnitTables
from leadsurvey.analysis.planning import Plan, make_plan, person_scores
from leadsurvey.analysis.rows import Rows
from leadsurvey.analysis.sample import Sample
from leadsurvey.analysis.technical import annex
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.places import Places


def gather(survey: Round, numbers: list[int], rows: bytes, released: date) -> Findings:
    """Everything that may ever be known of a closed round.

    `numbers` holds the place of each response, `rows` their int8 codes one after the other.
    """
    places = Places(survey)
    sample, layout = Sample.of(survey, places, numbers, rows), Rows(survey, places)
    scores = person_scores(sample)
    plan = make_plan(sample, layout, scores)
    tables = UnitTables(sample, places, layout, scores, plan)
    questionnaire = survey.questionnaire
    return Findings(
        round=survey.id,
        title=questionnaire.title,
        organisation=survey.root.name,
        language=questionnaire.language,
        opens=survey.opens,
        closes=survey.closes,
        released=released,
        minimum_group=survey.minimum_group,
        simulated=survey.simulated,
        levels=_levels(survey, places),
        bands=questionnaire.bands,
        parts=dict(questionnaire.parts),
        capabilities=_capabilities(survey),
        recommendations=questionnaire.recommendations,
        units={unit: tables.unit(unit) for unit in survey.units},
        technical=annex(sample, layout, plan),
    )


def plan_of(survey: Round, numbers: list[int], rows: bytes) -> Plan:
    """The plan by which a round was released, made again from the same answers."""
    places = Places(survey)
    sample, layout = Sample.of(survey, places, numbers, rows), Rows(survey, places)
    return make_plan(sample, layout, person_scores(sample))


def _levels(survey: Round, places: Places) -> tuple[LevelInfo, ...]:
    """The levels as reported; one that others joined names them: "Team leads with senior leaders"."""
    levels = survey.questionnaire.levels
    found = []
    for level in levels.values():
        joined = [levels[source].title for source, target in places.levels.items() if target == level.id != source]
        if places.levels[level.id] == level.id:
            title = " with ".join([level.title, *(name[0].lower() + name[1:] for name in joined)])
            found.append(LevelInfo(level.id, title, level.staff, level.reference))
    return tuple(found)


def _capabilities(survey: Round) -> tuple[CapabilityInfo, ...]:
    return tuple(
        CapabilityInfo(
            id=capability.id,
            title=capability.title,
            gloss=capability.gloss,
            definition=capability.definition,
            part=capability.part,
            bands=dict(capability.bands),
            asked=tuple(
                level for level in survey.questionnaire.levels if any(level in i.asked for i in capability.items)
            ),
        )
        for capability in survey.questionnaire.capabilities.values()
    )
