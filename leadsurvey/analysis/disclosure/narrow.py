"""What the ends of the scale give away: who could be known nearly, although no combination of rows tells of them alone.

Scores lie between 0 and 100. Where a group's mean is close to an end, each of its people is too; and what is withheld
can be hemmed in between what is shown. The audit asks, for every single person, every place and every withheld row of
fewer than `least`, how far apart the lowest and the highest value are that all shown rows together leave possible; of a
row of one mind, which is known to be so, the mean is each person's score. Rows are read
as exact, so rounding only widens what is found here.

Not covered: the people of a shown group less any one of them (with ten people, any nine are known within 6 points), and
anything beyond what a mean says, such as what two likely ranges say of a third.

A piece is a linear programme (HiGHS through SciPy). Every solution is a possible set of answers, so each widens what is
known to be possible for all others, and few programmes are needed.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np
from scipy.optimize import linprog  # type: ignore[import-untyped]  # SciPy ships no types
from scipy.sparse import csr_array  # type: ignore[import-untyped]

from leadsurvey.analysis.disclosure.spread import GROUP, PERSON, TOP
from leadsurvey.analysis.disclosure.table import OUTSIDE, Blocks, Layout, blocks
from leadsurvey.scoring.scores import Floats

HAIR = 1e-6  # what a solver may be off


@dataclass(frozen=True)
class Sums:
    """What the rows are made of: how many valid scores each atom has, and their sum, on the scale from 0 to 100."""

    layout: Layout
    counts: Sequence[int]
    sums: Floats


@dataclass(frozen=True, order=True)
class Group:
    """People of whom not too much may be known together, and how far their sum must stay open."""

    atoms: tuple[int, ...]
    need: float


def narrow(told: Sums, withheld: Iterable[int], least: float, alike: Collection[int] = ()) -> list[tuple[int, ...]]:
    """The atoms of each person or small group who would be known too nearly from the rows that are not withheld.

    `alike` are withheld rows of one mind.
    """
    withheld = frozenset(withheld)
    ends = _ends(told, withheld)
    free = _free(ends)
    found: list[tuple[int, ...]]
    found = [
        (atom,) for atom in ends if atom not in free and not _is_open(told, atom, told.sums[atom], told.sums[atom])
    ]
    groups = _groups(told, withheld, least, free, alike)
    for piece in _pieces(ends, free, groups):
        here = set(piece)
        found.extend(_hemmed(told, ends, piece, [group for group in groups if group.atoms[0] in here]))
    return found


def _ends(told: Sums, withheld: frozenset[int]) -> dict[int, tuple[int, int]]:
    """The blocks of each atom with people that some row tells of."""
    melted = blocks(told.layout, withheld)
    places = [(melted.find(level), melted.find(total)) for level, total in told.layout.ends]
    return {atom: pair for atom, pair in enumerate(places) if told.counts[atom] and pair != (OUTSIDE, OUTSIDE)}


def _free(ends: dict[int, tuple[int, int]]) -> set[int]:
    """Atoms whose sum the rows leave open: whoever is alone in a block is known, then whoever that leaves alone."""
    within: dict[int, set[int]] = {}
    for atom, pair in ends.items():
        for block in set(pair) - {OUTSIDE}:
            within.setdefault(block, set()).add(atom)
    free, alone = set(ends), [block for block, atoms in within.items() if len(atoms) == 1]
    while alone:
        for atom in list(within[alone.pop()]):
            free.discard(atom)
            for block in set(ends[atom]) - {OUTSIDE}:
                within[block].discard(atom)
                if len(within[block]) == 1:
                    alone.append(block)
    return free


def _groups(
    told: Sums, withheld: frozenset[int], least: float, free: set[int], alike: Collection[int]
) -> list["Group"]:
    """Each place and withheld row of fewer than `least`, and rows of one mind, as far as other rows tell of them."""
    rows: dict[int, list[int]] = {}
    for atom in sorted(free):
        for end in told.layout.ends[atom]:
            for row in takewhile(withheld.__contains__, told.layout.path(end)):
                rows.setdefault(row, []).append(atom)
    found = {Group((atom,), GROUP * told.counts[atom]) for atom in free if told.counts[atom] < least}
    for row, atoms in rows.items():
        people = sum(told.counts[atom] for atom in atoms)
        if people < least or row in alike:
            found.add(Group(tuple(atoms), (PERSON if row in alike else GROUP) * people))
    return sorted(found)


def _pieces(ends: dict[int, tuple[int, int]], free: set[int], groups: list["Group"]) -> Iterator[list[int]]:
    """Open atoms that blocks or small groups tie together; what lies outside ties nothing."""
    tied = Blocks(1 + max((block for pair in ends.values() for block in pair), default=0))
    home = {atom: max(ends[atom]) for atom in free}  # a block that is not outside
    for atom in free:
        if OUTSIDE not in ends[atom]:
            tied.join(*ends[atom])
    for group in groups:
        for atom in group.atoms:
            tied.join(home[group.atoms[0]], home[atom])
    found: dict[int, list[int]] = {}
    for atom in sorted(free):
        found.setdefault(tied.find(home[atom]), []).append(atom)
    yield from found.values()


def _is_open(told: Sums, atom: int, low: float, high: float) -> bool:
    """Whether any one person of an atom may still have scores far apart, the atom's sum lying between two values."""
    others = TOP * (told.counts[atom] - 1)
    return bool(min(TOP, high) - max(0.0, low - others) >= PERSON - HAIR)


def _hemmed(
    told: Sums, ends: dict[int, tuple[int, int]], piece: list[int], groups: list["Group"]
) -> Iterator[tuple[int, ...]]:
    """The people and groups of a piece that no possible answers move far enough."""
    reach = _Reach(told, _Possible(told, ends, piece), piece, groups)
    for number, atoms in enumerate(reach.looked_at):
        for sign in (1, -1):
            if not reach.is_far(number):
                reach.stretch(number, sign)
        if not reach.is_far(number):
            yield atoms


class _Possible:
    """All answers that give the shown rows: sums of the open atoms between nothing and the top, blocks as they are."""

    def __init__(self, told: Sums, ends: dict[int, tuple[int, int]], piece: list[int]) -> None:
        within: dict[int, list[int]] = {}
        for number, atom in enumerate(piece):
            for block in set(ends[atom]) - {OUTSIDE}:
                within.setdefault(block, []).append(number)
        self._blocks = _matrix(list(within.values()), len(piece))
        self._sums = self._blocks @ told.sums[piece]
        self._bounds = [(0.0, TOP * told.counts[atom]) for atom in piece]

    def most(self, objective: Floats) -> Floats:
        """Possible sums for which the objective is largest."""
        found = linprog(-objective, A_eq=self._blocks, b_eq=self._sums, bounds=self._bounds, method="highs")
        if found.x is None:
            raise ArithmeticError(f"the interval audit found no answers that give the shown rows: {found.message}")
        sums: Floats = found.x
        return sums


class _Reach:
    """How far the sums of a piece's people and small groups are seen to move."""

    def __init__(self, told: Sums, possible: _Possible, piece: list[int], groups: list["Group"]) -> None:
        self.looked_at = [*((atom,) for atom in piece), *(group.atoms for group in groups)]
        self._told, self._possible = told, possible
        self._needs = [None] * len(piece) + [group.need for group in groups]
        column = {atom: number for number, atom in enumerate(piece)}
        self._of = _matrix([[column[atom] for atom in group] for group in self.looked_at], len(piece))
        self._low = self._high = self._of @ told.sums[piece]

    def is_far(self, number: int) -> bool:
        """Whether the lowest and the highest value seen are far enough apart."""
        need, low, high = self._needs[number], self._low[number], self._high[number]
        if need is None:
            return _is_open(self._told, self.looked_at[number][0], low, high)
        return bool(high - low >= need - HAIR)

    def stretch(self, number: int, sign: int) -> None:
        """Find the answers at which one sum is highest (or lowest), and note where all others are then."""
        seen = self._of @ self._possible.most(sign * self._of[[number]].toarray().ravel())
        self._low, self._high = np.minimum(self._low, seen), np.maximum(self._high, seen)


def _matrix(lines: list[list[int]], columns: int) -> csr_array:
    """A row of ones at the given columns for each line."""
    starts = np.cumsum([0, *map(len, lines)])
    places = [column for line in lines for column in line]
    return csr_array((np.ones(len(places)), places, starts), shape=(len(lines), columns))
