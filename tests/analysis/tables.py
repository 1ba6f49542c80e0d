"""Small organisations with rows by level and of all staff: drawn by Hypothesis, or from a seed."""

import random
from dataclasses import dataclass

from hypothesis import strategies as st

from leadsurvey.analysis.disclosure.table import Layout, Table

PEOPLE = [0, 1, 2, 3, 4, 6, 8, 9, 12, 20]
ALL = "org.*"


@dataclass(frozen=True)
class Case:
    """Atoms with their people, and two families of rows."""

    people: dict
    levels: dict
    totals: dict

    @property
    def rows(self):
        return {name: set(atoms) for name, atoms in (self.levels | self.totals).items()}

    @property
    def table(self):
        return Table(Layout.of(list(self.people), self.levels, self.totals), list(self.people.values()))

    def numbers(self, names):
        rows = self.table.layout.rows
        return [rows.index(name) for name in names]

    def told(self, withheld):
        """The rows that are left, as sets of atoms; those of nobody tell nothing."""
        gone = {self.table.layout.rows[row] for row in withheld}
        return [atoms for name, atoms in self.rows.items() if name not in gone]


def built(leaves, middle, levels, people, is_there):
    """An organisation of leaves, two of them perhaps under a unit of their own."""
    units = [f"u{number}" for number in range(leaves)]
    tree = {"org": units, **({"left": units[:2]} if middle else {}), **{unit: [unit] for unit in units}}
    by_level = {
        f"{node}.{level}": [f"{unit}.{level}" for unit in below] for node, below in tree.items() for level in levels
    }
    of_all = {f"{node}.*": [f"{unit}.{level}" for unit in below for level in levels] for node, below in tree.items()}
    atoms = [f"{unit}.{level}" for unit in units for level in levels]
    return Case(
        {atom: people() for atom in atoms},
        {name: row for name, row in by_level.items() if is_there()},
        {name: row for name, row in of_all.items() if name == ALL or is_there()},
    )


@st.composite
def cases(draw, counts=None, most=9):
    """Organisations of at most so many atoms; each holds so many people."""
    counts = st.sampled_from(PEOPLE) if counts is None else counts
    leaves = draw(st.integers(2, 4))
    return built(
        leaves,
        leaves > 2 and draw(st.booleans()),
        "fms"[: draw(st.integers(1, min(3, most // leaves)))],
        lambda: draw(counts),
        lambda: draw(st.integers(0, 3)) > 0,
    )


def seeded(seed):
    chance = random.Random(seed)  # noqa: S311 - the same table each time
    leaves = chance.randint(2, 4)
    return built(
        leaves,
        leaves > 2,
        "fms"[: chance.randint(1, 3)],
        lambda: chance.choice(PEOPLE),
        lambda: chance.random() < 0.8,
    )
