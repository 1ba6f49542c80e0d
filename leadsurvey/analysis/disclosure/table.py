"""Who is in which row of a release: rows as two forests, people as edges between them.

Respondents fall in *atoms*, the finest groups that any row tells apart. A *row* is a set of atoms of which a mean is
told. Rows come in two *families*, those of one level each and those of all staff; within a family any two rows are
nested or apart. Withholding a row melts its own people into the row above it: what is left of a family are *blocks*.
Each atom then runs from its block in the one family to its block in the other, and people are the weight of that edge.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

OUTSIDE = 0  # stands above all rows: what no row tells of


class CrossingError(ValueError):
    """Two rows of one family share people and neither holds the other."""


@dataclass(frozen=True)
class Layout:
    """Rows and atoms by number, rows before those within them; number 0 is what lies outside all rows."""

    rows: tuple[Any, ...]
    above: tuple[int, ...]  # for each row the smallest row around it
    atoms: tuple[Any, ...]
    ends: tuple[tuple[int, int], ...]  # for each atom the smallest row around it in either family

    @classmethod
    def of(
        cls,
        atoms: Iterable[Any],
        levels: Mapping[Any, Collection[Any]],
        totals: Mapping[Any, Collection[Any]] | None = None,
    ) -> "Layout":
        """Lay out two families of rows, each row given with its atoms; CrossingError where a family is not nested.

        Of two rows with the same atoms the first lies around the second.
        """
        names: list[Any] = [None]
        above, homes, atoms = [OUTSIDE], [], tuple(atoms)
        for family in (levels, totals or {}):
            home = dict.fromkeys(atoms, OUTSIDE)
            for name, members in sorted(family.items(), key=lambda row: -len(row[1])):
                around = {home[atom] for atom in members} or {OUTSIDE}
                if len(around) > 1:
                    raise CrossingError(name)
                above.extend(around)
                names.append(name)
                home.update(dict.fromkeys(members, len(names) - 1))
            homes.append(home)
        ends = tuple((homes[0][atom], homes[1][atom]) for atom in atoms)
        return cls(tuple(names), tuple(above), atoms, ends)

    def path(self, row: int) -> list[int]:
        """The row and those around it, the smallest first; none for what is outside."""
        found = []
        while row != OUTSIDE:
            found.append(row)
            row = self.above[row]
        return found


@dataclass(frozen=True)
class Table:
    """A layout with the people of each atom who gave a valid answer; an atom of nobody is not there.

    A weight need not be a count: a group of one mind weighs as one person, since its mean tells each one's answer.
    """

    layout: Layout
    weights: Sequence[float]

    def people(self) -> list[float]:
        """The weight of each row, at its number."""
        found = [0.0] * len(self.layout.rows)
        for (level, total), weight in zip(self.layout.ends, self.weights, strict=True):
            found[level] += weight
            found[total] += weight
        for row in range(len(found) - 1, OUTSIDE, -1):  # what lies within comes later
            if (around := self.layout.above[row]) != OUTSIDE:
                found[around] += found[row]
        return found


class Blocks:
    """Which things have become one, by number."""

    def __init__(self, count: int) -> None:
        self._of = list(range(count))

    def join(self, one: int, other: int) -> None:
        """Make two things and all that is one with either the same."""
        one, other = self.find(one), self.find(other)
        self._of[max(one, other)] = min(one, other)

    def find(self, one: int) -> int:
        """The least number of what it is one with."""
        while (to := self._of[one]) != one:
            self._of[one] = self._of[to]
            one = to
        return one


def blocks(layout: Layout, withheld: Iterable[int]) -> Blocks:
    """The rows, each withheld one melted into the row above it."""
    found = Blocks(len(layout.rows))
    for row in withheld:
        found.join(row, layout.above[row])
    return found
