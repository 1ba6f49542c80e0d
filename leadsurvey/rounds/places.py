"""Places: the groups under which answers are stored, each large enough that it points at nobody."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from leadsurvey.questionnaire.model import LevelId
from leadsurvey.rounds.model import Place, Round


class Places:
    """Which place each (unit, level) of a round answers from.

    A level with too few people in the whole organisation joins the level it merges with. A group below the
    smallest size climbs to the unit above, where its people form a group with all who climbed there and those who
    work in that very unit, and so on up. If those who reach the top are still too few, the smallest groups of that
    level climb too until they are enough. A level whose numbers the organiser does not give is stored for the whole
    organisation only. Once a round is open, what was frozen then is kept.
    """

    def __init__(self, survey: Round) -> None:
        self._round = survey
        self.placed = survey.placed or _place_everyone(survey)
        root = survey.root.id
        self.levels = {level: LevelId(self.placed[root, level].level) for level in survey.questionnaire.levels}

    def of(self, unit: str | None, level: LevelId | None) -> Place:
        """The place someone answers from; None stands for "I'd rather not say"."""
        root = self._round.root.id
        return Place(root, "") if level is None else self.placed[unit or root, level]

    @cached_property
    def all(self) -> tuple[Place, ...]:
        """Every place in a fixed order; a response stores its number here."""
        found = {self.of(unit, level) for unit in self._round.units for level in self._round.questionnaire.levels}
        tops = {Place(self._round.root.id, level) for level in ("", *self.levels.values())}
        return tuple(sorted(found | tops))

    @cached_property
    def numbers(self) -> Mapping[Place, int]:
        """The number of each place."""
        return {place: number for number, place in enumerate(self.all)}


def _place_everyone(survey: Round) -> dict[tuple[str, LevelId], Place]:
    merged = _merged_levels(survey)
    homes = {
        level: _homes(survey, {source for source, target in merged.items() if target == level})
        for level in set(merged.values())
    }
    return {
        (unit, level): Place(homes[target][unit], target) for unit in survey.units for level, target in merged.items()
    }


def _merged_levels(survey: Round) -> dict[LevelId, LevelId]:
    """Each level and the level it is reported as, itself or the one it joins because it is too small."""
    levels, root = survey.questionnaire.levels, survey.root.id
    heads = {level: survey.heads(root, level) for level in levels}
    target = {level: level for level in levels}
    for level in levels:
        step = level
        while 0 < heads[step] < survey.minimum_group and (into := levels[step].merge_with):
            heads[into] += heads[step]
            heads[step] = 0
            target = {source: into if now == step else now for source, now in target.items()}
            step = into
    return target


def _homes(survey: Round, sources: set[LevelId]) -> dict[str, str]:
    """For each unit, the unit under which its people of these levels are stored."""
    pool = {unit: sum(survey.units[unit].heads.get(level, 0) for level in sources) for unit in survey.units}
    members: dict[str, list[str]] = defaultdict(list)
    root = survey.root.id
    for unit in reversed(list(survey.units)):  # children before parents
        members[unit].append(unit)
        if unit != root and pool[unit] < survey.minimum_group:
            _climb(pool, members, unit, survey.units[unit].parent or root)
    while 0 < pool[root] < survey.minimum_group and (others := [unit for unit in members if unit != root]):
        smallest = min(others, key=lambda unit: (pool[unit], unit))
        _climb(pool, members, smallest, root)
    return {unit: home for home, units in members.items() for unit in units}


def _climb(pool: dict[str, int], members: dict[str, list[str]], unit: str, to: str) -> None:
    pool[to] += pool.pop(unit)
    members[to].extend(members.pop(unit))
