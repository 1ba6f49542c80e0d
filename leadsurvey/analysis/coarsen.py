"""Which units and levels a file of single people may name: groups as small as is allowed, and no rest that is smaller.

Units stand for themselves: nobody of a named unit stands under the unit above it. Level "" is whoever stands in a unit
at a level that is not named there.
"""

from collections import Counter
from collections.abc import Callable, Sequence

from leadsurvey.analysis.findings import ALL_STAFF
from leadsurvey.rounds.model import Place, Round

Key = tuple[str, str]  # a unit and a level
Within = dict[str, list[int]]  # unit -> the places of its people


class TooAlikeError(ValueError):
    """Even all staff together are too few, or too much of one mind, to be told one by one."""


class Coarsened:
    """The names that are given; what was merged once stays so.

    `sizes` counts the people of each place who may be in the file; `told` says whether the release tells a row for
    every capability that it is asked.
    """

    def __init__(
        self, survey: Round, places: Sequence[Place], sizes: Sequence[int], told: Callable[[str, str], bool], least: int
    ) -> None:
        self._survey, self._root, self._least = survey, survey.root.id, least
        self._levels, self._sizes, self._told = [place.level for place in places], sizes, told
        self._at: Within = {unit: [] for unit in survey.units}
        for number, place in enumerate(places):
            if sizes[number]:
                self._at[place.unit].append(number)
        self._unnamed = {unit for unit in survey.units if unit != self._root and not told(unit, ALL_STAFF)}
        self._merged: set[Key] = set()

    def groups(self) -> dict[Key, list[int]]:
        """The places of each group, none of fewer than `least` people; TooAlikeError where all are fewer."""
        within = self._within()
        below = self._next_below(within)
        found: dict[Key, list[int]] = {}
        for unit, places in within.items():
            named = self._named(unit, places, below[unit])
            for place in places:
                level = self._levels[place]
                found.setdefault((unit, level if level in named else ""), []).append(place)
        return found

    def merge(self, key: Key) -> None:
        """Let a group stand with others: its level is named no more, or one beside it, then its unit, or one below."""
        (unit, level), within = key, self._within()
        if unit not in within:  # it stands with others since another group was merged
            return
        below = self._next_below(within)
        if named := self._named(unit, within[unit], below[unit]):
            self._merged.add((unit, level or named[-1]))
        elif unit != self._root:
            self._unnamed.add(unit)
        else:
            self._lose(below[unit], within)

    def _within(self) -> Within:
        """Who stands under each unit that is named."""
        while True:
            within = self._climbed()
            rest = self._people(within[self._root])
            if rest >= self._least or (rest == 0 and len(within) > 1):
                return within
            self._lose(self._next_below(within)[self._root], within)

    def _climbed(self) -> Within:
        """The same, where the rest that stands under the organisation itself may be small."""
        within = {unit: [*places] for unit, places in self._at.items()}
        for unit in reversed(list(self._survey.units)):  # children before parents
            if unit != self._root and (unit in self._unnamed or self._people(within[unit]) < self._least):
                within[self._survey.units[unit].parent or self._root].extend(within.pop(unit))
        return within

    def _lose(self, units: list[str], within: Within) -> None:
        """Let the smallest of these units stand with the one above it."""
        if not units:
            raise TooAlikeError
        self._unnamed.add(min(units, key=lambda unit: (self._people(within[unit]), unit)))

    def _next_below(self, within: Within) -> dict[str, list[str]]:
        """For each named unit, the named units next below it."""
        found: dict[str, list[str]] = {unit: [] for unit in within}
        for unit in within:
            if unit != self._root:
                found[next(up for up in self._survey.path(unit)[1:] if up in within)].append(unit)
        return found

    def _named(self, unit: str, places: list[int], below: list[str]) -> list[str]:
        """The levels that are named in a unit, the smallest last, so that the rest are nobody or many."""
        people: Counter[str] = Counter()
        for place in places:
            people[self._levels[place]] += self._sizes[place]
        named = [
            level for level, count in people.most_common() if level and self._may_be_named(unit, level, count, below)
        ]
        while named and 0 < people.total() - sum(people[level] for level in named) < self._least:
            named.pop()
        return named

    def _may_be_named(self, unit: str, level: str, count: int, below: list[str]) -> bool:
        """Whether a level has enough people in a unit, who are a difference of rows that are told."""
        if count < self._least or (unit, level) in self._merged:
            return False
        return all(self._told(each, level) or not self._stand_at(each, level) for each in (unit, *below))

    def _stand_at(self, unit: str, level: str) -> int:
        """How many people of a level stand in a unit or below it."""
        places = (place for each in self._survey.below(unit) for place in self._at[each])
        return sum(self._sizes[place] for place in places if self._levels[place] == level)

    def _people(self, places: list[int]) -> int:
        return sum(self._sizes[place] for place in places)
