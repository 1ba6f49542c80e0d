"""Another look at the tree of units: some of them under a unit of their own, or as one."""

from collections.abc import Sequence
from dataclasses import replace

from leadsurvey.questionnaire.model import LevelId
from leadsurvey.questionnaire.problems import did_you_mean
from leadsurvey.rounds.model import Round, Unit

PLUS = "+"


class RegroupError(Exception):
    """These units cannot be told together; the text says why and what to do instead."""


def grouped(survey: Round, members: Sequence[str]) -> tuple[Round, str]:
    """The round with a unit between these and the one above them, and the new unit's id; RegroupError if they differ.

    Nobody works in the new unit itself. The places of the round stay what they are.
    """
    parent = _parent(survey, members)
    name = PLUS.join(members)
    if name in survey.units:
        raise RegroupError(f"a unit is named '{name}' already, as these together would be")
    title = " with ".join(survey.units[unit].name for unit in members)
    units: dict[str, Unit] = {}
    for unit in survey.units.values():
        if unit.id in members:
            units.setdefault(name, Unit(name, parent, title, {}))
        units[unit.id] = replace(unit, parent=name) if unit.id in members else unit
    return replace(survey, units=units), name


def merged(survey: Round, members: Sequence[str]) -> tuple[Round, str]:
    """The round as it would be if these units, and all below them, were one; RegroupError if they differ in place."""
    below = {unit for member in members for unit in survey.below(member)}
    survey, name = grouped(survey, members)
    heads: dict[LevelId, int] = {}
    for unit in below:
        for level, people in survey.units[unit].heads.items():
            heads[level] = heads.get(level, 0) + people
    units = {unit.id: unit for unit in survey.units.values() if unit.id not in below}
    return replace(survey, units={**units, name: replace(units[name], heads=heads)}), name


def _parent(survey: Round, members: Sequence[str]) -> str:
    for unit in members:
        if unit not in survey.units:
            raise RegroupError(f"unknown unit '{unit}'; {did_you_mean(unit, survey.units)}")
    if len(set(members)) < 2:
        raise RegroupError("name two units or more, with commas between: --extra east,west")
    parents = {unit: survey.units[unit].parent for unit in members}
    first, *others = parents
    for unit in others:
        if parents[unit] != parents[first]:
            raise RegroupError(
                f"'{first}' belongs to '{parents[first] or first}', '{unit}' to '{parents[unit] or unit}': groups that "
                "overlap could tell about a few people; name units of the same unit above"
            )
    parent = parents[first]
    if parent is None:
        raise RegroupError(f"'{first}' is the whole organisation; name units of the same unit above")
    if {unit.id for unit in survey.units.values() if unit.parent == parent} == set(members):
        raise RegroupError(f"these are all units of '{parent}': see its own report")
    return parent
