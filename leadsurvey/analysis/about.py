"""What was asked, and of whom, as findings name it."""

from leadsurvey.analysis.annex import Technical
from leadsurvey.analysis.findings import CapabilityInfo, LevelInfo
from leadsurvey.analysis.trust import is_loose
from leadsurvey.languages import locales
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.places import Places


def levels(survey: Round, places: Places, language: str) -> tuple[LevelInfo, ...]:
    """The levels as reported; one that others joined names them: "Team leads and senior leaders"."""
    levels = survey.questionnaire.levels
    found = []
    for level in levels.values():
        joined = [levels[source].title for source, target in places.levels.items() if target == level.id != source]
        if places.levels[level.id] == level.id:
            title = locales.listed([level.title, *(name[0].lower() + name[1:] for name in joined)], language)
            found.append(LevelInfo(level.id, title, level.staff, level.reference))
    return tuple(found)


def capabilities(survey: Round, technical: Technical) -> tuple[CapabilityInfo, ...]:
    """The capabilities, and whether the questions of each hang together."""
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
            loose=is_loose(technical.capabilities.get(capability.id)),
            options=capability.options,
        )
        for capability in survey.questionnaire.capabilities.values()
    )
