"""What respondents are told about who sees what, computed from the rules that are then kept."""

from leadsurvey.questionnaire.model import LevelId
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.places import Places


def who_sees_what(
    survey: Round, places: Places, unit: str | None, level: LevelId | None, *, invited: bool
) -> list[str]:
    """The promise to someone of this unit and level, one sentence or two an entry; None is "would rather not say"."""
    smallest = survey.minimum_group
    return [
        f"Nobody at {survey.root.name} sees your answers. They see figures for groups.",
        " ".join(
            [f"A group is shown only if {smallest} or more of its people answered.", *_own(survey, places, unit, level)]
        ),
        "Until the survey closes nobody at all can read an answer. Then all are shuffled; no time is kept with them.",
        *(["Your invitation shows that you answered, never what you answered."] if invited else []),
    ]


def _own(survey: Round, places: Places, unit: str | None, level: LevelId | None) -> list[str]:
    """What the rule means for this very person, in numbers."""
    if unit is None or level is None or not (here := survey.units[unit].heads.get(level, 0)):
        return []
    place, name = places.of(unit, level), survey.units[unit].name
    said = (
        f"In {name} {here} people stand where you stand"
        if here > 1
        else f"In {name} you are the only one at your level"
    )
    if place.unit == unit and place.level == level:
        return [f"{said}."]
    joined = f" of {survey.units[place.unit].name}" if place.unit != unit else ""
    others = "" if place.level == level else f", together with {_inline(survey, LevelId(place.level))}"
    return [f"{said}: too few to be a group. Your answers count only with those{joined}{others}."]


def _inline(survey: Round, level: LevelId) -> str:
    title = survey.questionnaire.levels[level].title
    return title[0].lower() + title[1:]
