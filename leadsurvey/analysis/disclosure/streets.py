"""How strongly a withheld row would hang together with the row above it, were it shown after all.

In a safe release, showing one more row parts one block in two, and only a cut between these two can be light. So the
question is local: how much can flow from one to the other (L. R. Ford and D. R. Fulkerson, 1956)?
"""

from collections import deque
from collections.abc import Iterable

from leadsurvey.analysis.disclosure.table import Table, blocks

APART = -1  # stands for the block that a row has for itself once it is shown


class Streets:
    """The block graph of a release as a walker sees it: from each block, the atoms that lead out of it."""

    def __init__(self, table: Table, withheld: Iterable[int]) -> None:
        self._table, self._withheld = table, frozenset(withheld)
        melted = blocks(table.layout, self._withheld)
        self._block = [melted.find(row) for row in range(len(table.layout.rows))]
        self._atoms: list[list[int]] = [[] for _ in self._block]
        self._within: dict[int, list[int]] = {}
        for row in self._withheld:
            self._within.setdefault(table.layout.above[row], []).append(row)
        for atom, ends in enumerate(table.layout.ends):
            if table.weights[atom]:
                for end in ends:
                    self._atoms[end].append(atom)
        self._reached: set[int] = set()
        self._members: dict[int, list[int]] = {}
        for row, block in enumerate(self._block):
            self._members.setdefault(block, []).append(row)

    def tie(self, row: int, least: float) -> float:
        """The weight of the lightest cut that parts a withheld row from the row above; 0 if nothing joins them.

        Looks no further once it is at least `least`.
        """
        self._apart = self._melted_into(row)
        target, flow, total = self._block[row], dict[tuple[int, bool], float](), 0.0
        while total < least and (way := self._way(target, flow)):
            room = min(self._room(atom, forward, flow) for atom, forward in way)
            for atom, forward in way:
                flow[atom, forward] = flow.get((atom, forward), 0.0) + room
                flow[atom, not forward] = flow.get((atom, not forward), 0.0) - room
            total += room
        return total

    def exposed(self, row: int, least: float) -> tuple[int, ...]:
        """The atoms of that cut, if it is lighter than `least`: of these it would tell were the row shown."""
        self.tie(row, least)
        out = {atom for here in self._reached for atom, _, there in self._out(here) if there not in self._reached}
        return tuple(sorted(out))

    def _melted_into(self, row: int) -> set[int]:
        """The row with the withheld rows whose people are told with it."""
        found, front = {row}, [row]
        while front:
            fresh = self._within.get(front.pop(), [])
            found.update(fresh)
            front.extend(fresh)
        return found

    def _way(self, target: int, flow: dict[tuple[int, bool], float]) -> list[tuple[int, bool]]:
        """The shortest way with room left from the row's own block to the one it would leave, if there is one."""
        came: dict[int, tuple[int, int, bool]] = {}
        self._reached = {APART}
        queue = deque([APART])
        while queue and target not in came:
            here = queue.popleft()
            for atom, forward, there in self._out(here):
                if there != APART and there not in came and self._room(atom, forward, flow) > 0:
                    came[there] = (here, atom, forward)
                    self._reached.add(there)
                    queue.append(there)
        way: list[tuple[int, bool]] = []
        step = target
        while step in came:
            step, atom, forward = came[step]
            way.append((atom, forward))
        return way

    def _out(self, here: int) -> Iterable[tuple[int, bool, int]]:
        """The atoms that lead out of a block, whether along or against their direction, and where to."""
        for row in self._apart if here == APART else self._members[here]:
            if here == APART or row not in self._apart:
                for atom in self._atoms[row]:
                    level, total = self._table.layout.ends[atom]
                    forward = level == row
                    there = total if forward else level
                    yield atom, forward, APART if there in self._apart else self._block[there]

    def _room(self, atom: int, forward: bool, flow: dict[tuple[int, bool], float]) -> float:
        return self._table.weights[atom] - flow.get((atom, forward), 0.0)
