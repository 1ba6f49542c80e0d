"""What respondents are told about who sees what, computed from the rules that are then kept."""

from leadsurvey.questionnaire.model import LevelId
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.places import Places


def to_everybody(survey: Round) -> list[str]:
    """The promise that is the same for all, frozen at opening."""
    return [
        f"{survey.root.name} gets figures for groups, never one person’s answers.",
        f"A group is shown only if {survey.minimum_group} or more of its people answered.",
        "Once you press “Send”, nobody can read your answers until the survey closes.",
        "Then all answers are shuffled. No name, time or device is kept with them.",
    ]


def who_sees_what(
    survey: Round, places: Places, unit: str | None, level: LevelId | None, *, invited: bool
) -> list[str]:
    """The promise to someone of this unit and level; None is "would rather not say"."""
    own = [] if unit is None or level is None else _to_one(survey, places, unit, level)
    invitation = ["Your invitation shows that you answered, never what you answered."] if invited else []
    return [*(survey.promise or to_everybody(survey)), *own, *invitation]


def _to_one(survey: Round, places: Places, unit: str, level: LevelId) -> list[str]:
    """What the rule means for this very person, in numbers."""
    here, name = survey.units[unit].heads.get(level, 0), survey.units[unit].name
    place = places.of(unit, level)
    if not here or (place.unit, place.level) == (unit, level):
        return []
    if here >= survey.minimum_group:
        why = "So that a smaller group is not alone"
    else:
        people = (
            f"{here} people stand where you stand" if here > 1 else "you are the only one who stands where you stand"
        )
        why = f"In {name} {people}. That is too few to be a group, so"
    return [f"{why} your answers count together with {_others(survey, unit, level, places)}."]


def _others(survey: Round, unit: str, level: LevelId, places: Places) -> str:
    """With whom someone's answers are put together."""
    place = places.of(unit, level)
    names = " and ".join(
        _inline(survey.questionnaire.levels[other].title)
        for other, target in places.levels.items()
        if target == place.level
    )
    return f"those of {names} in {survey.units[place.unit].name}"


def _inline(title: str) -> str:
    return title[:1].lower() + title[1:]
