"""Withholding as few people's figures as the promise allows.

Withholding a row makes its own block and the row above one. So a light cut is undone by a *link*: rows that lead, block
by block, from one side of it to the other. The cheapest release is the cheapest choice of rows whose links meet every
light cut, a hitting set. Cuts are found as they are needed: choose, look for a light cut that is left, choose again.
Heavy edges hold most of the graph together already; each piece that they leave is solved by itself, as a mixed-integer
programme. What is chosen for one piece may help another, so at the end each row is tried again. A small table is solved
as a whole, which leaves nothing to be tried.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]  # SciPy ships no types
from scipy.sparse import csr_array  # type: ignore[import-untyped]

from leadsurvey.analysis.disclosure.cuts import HAIR, Graph, block_graph, contracted, light_cut, pieces
from leadsurvey.analysis.disclosure.streets import Streets
from leadsurvey.analysis.disclosure.table import OUTSIDE, Blocks, Table, blocks

KEPT = 1e6  # a row to be kept costs as much as this many people
TIE = 1e-6  # of rows that cost the same, the one deeper in the tree goes
SMALL, MIDDLING = 60, 600  # so many rows are looked at all at once; and so many, where a row to be kept would go
NEAREST = 3  # from each side of a cut, links to so many knots of the other side are looked at

Atoms = tuple[int, ...]


@dataclass(frozen=True)
class Suppression:
    """What must be withheld: rows too small themselves or lost anyway, and others with the atoms they would expose."""

    first: frozenset[int]
    second: dict[int, Atoms]

    @property
    def withheld(self) -> frozenset[int]:
        """All rows that are withheld."""
        return self.first | self.second.keys()


def suppress(table: Table, least: float, *, kept: Iterable[int] = (), lost: Iterable[int] = ()) -> Suppression:
    """The rows to withhold so that no combination of the others tells anything about fewer than `least` people.

    The rows `kept` go last, the rows `lost` first. Cost is people whose row is withheld, added up.
    """
    people = table.people()
    first = frozenset(row for row, count in enumerate(people) if row != OUTSIDE and count < least - HAIR) | {*lost}
    prices = _prices(people, {*kept})
    open_rows = len(people) - len(first)
    second = _by_pieces(table, first, least, prices) if open_rows > SMALL else _as_a_whole(table, first, least, prices)
    if {*kept} & second and open_rows <= MIDDLING:  # some way round may lie across pieces
        second = _as_a_whole(table, first, least, prices)
    streets = Streets(table, first | second)
    return Suppression(first, {row: streets.exposed(row, least) for row in sorted(second)})


def _by_pieces(table: Table, first: frozenset[int], least: float, prices: list[float]) -> frozenset[int]:
    """Rows that undo all light cuts, each piece of the graph solved by itself."""
    second: frozenset[int] = frozenset()
    while found := frozenset().union(*(piece.solve() for piece in _problems(table, first | second, least, prices))):
        second |= found
    streets = Streets(table, first | second)
    for row in sorted(second, key=lambda row: -prices[row]):  # what others have made harmless, the dearest first
        if not 0 < streets.tie(row, least) < least - HAIR:
            second -= {row}
            streets = Streets(table, first | second)
    return second


def _as_a_whole(table: Table, first: frozenset[int], least: float, prices: list[float]) -> frozenset[int]:
    """The cheapest rows of all: of every light cut, some row must go that has its own block on one side only."""
    cuts: set[Atoms] = set()
    taken: frozenset[int] = frozenset()
    above = table.layout.above
    while sides := _light_sides(table, first | taken, least):
        melted = blocks(table.layout, first | taken)
        block = [melted.find(row) for row in range(len(above))]
        cuts |= {
            tuple(row for row in range(1, len(above)) if (block[row] in side) != (block[above[row]] in side))
            for side in sides
        }
        taken = cheapest([[(row,) for row in cut] for cut in sorted(cuts)], prices)
    return taken


def _light_sides(table: Table, withheld: frozenset[int], least: float) -> list[frozenset[int]]:
    """Both sides of a light cut through each piece of the graph, as far as there is one."""
    found = []
    for piece in pieces(block_graph(table, blocks(table.layout, withheld))):
        if side := light_cut(piece, least):
            found += [side, frozenset(piece) - side]
    return found


def _prices(people: list[float], kept: set[int]) -> list[float]:
    order = len(people)
    return [count + KEPT * (row in kept) + TIE * (order - row) / order for row, count in enumerate(people)]


def _problems(table: Table, withheld: Iterable[int], least: float, prices: list[float]) -> Iterator["_Piece"]:
    """The parts of the graph through which there is a light cut."""
    melted = blocks(table.layout, withheld)
    knots, light = _knots(block_graph(table, melted), len(table.layout.rows), least)
    if not light:
        return
    place = [knots.find(melted.find(row)) for row in range(len(table.layout.rows))]
    web = _Web(table.layout.above, place, prices)
    for piece in light:
        yield _Piece(piece, web, least)


def _knots(graph: Graph, count: int, least: float) -> tuple[Blocks, list[Graph]]:
    """Blocks that no light cut can part made one, and the pieces of what is left through which there is a light cut."""
    knots = Blocks(count)
    now, before = graph, 0
    while len(now) != before:
        before = len(now)
        for node, edges in now.items():
            for other, weight in edges.items():
                if weight >= least - HAIR:
                    knots.join(node, other)
        now = contracted(now, {node: knots.find(node) for node in now})
    light = []
    for piece in pieces(now):
        if light_cut(piece, least):
            light.append(piece)
        else:
            for node in piece:
                knots.join(node, next(iter(piece)))
    return knots, light


class _Web:
    """All knots, and the rows that lead from one to another: withheld, they make the two one."""

    def __init__(self, above: tuple[int, ...], place: list[int], prices: list[float]) -> None:
        self.prices = prices
        self.ends = {row: (place[row], place[up]) for row, up in enumerate(above) if place[row] != place[up]}
        self._ways: dict[int, list[tuple[int, int]]] = {}
        for row, (one, other) in self.ends.items():
            self._ways.setdefault(one, []).append((row, other))
            self._ways.setdefault(other, []).append((row, one))

    def links(self, side: frozenset[int], piece: Graph) -> Iterator["Link"]:
        """The cheapest ways out of one side of a piece, to the nearest knots on the other (Dijkstra)."""
        queue: list[tuple[float, int, int, Atoms]] = [(0.0, knot, knot, ()) for knot in sorted(side)]
        done: set[int] = set()
        found = 0
        while queue and found < NEAREST:
            price, knot, start, rows = heappop(queue)
            if knot in done:
                continue
            done.add(knot)
            if knot in piece and knot not in side:
                found += 1
                yield Link(frozenset({start, knot}), rows)
            for row, other in self._ways.get(knot, ()):
                if other not in done:
                    heappush(queue, (price + self.prices[row], other, start, (*rows, row)))


@dataclass(frozen=True)
class Link:
    """Two knots, and the rows that lead from one to the other."""

    pair: frozenset[int]
    rows: Atoms


class _Piece:
    """One piece of the graph, the links that could mend it, and the light cuts seen so far."""

    def __init__(self, graph: Graph, web: _Web, least: float) -> None:
        self._graph, self._web, self._least = graph, web, least
        self._links: dict[Link, None] = {}  # in the order in which they were found
        self._cuts: dict[frozenset[int], None] = {}  # one side of each

    def solve(self) -> frozenset[int]:
        """The cheapest rows that mend the piece."""
        taken: frozenset[int] = frozenset()
        while sides := self._light_sides(taken):
            for side in sides:
                self._links |= dict.fromkeys(self._web.links(side, self._graph))
                self._cuts[side] = None
            met = [[link.rows for link in self._links if len(link.pair & side) == 1] for side in self._cuts]
            taken = cheapest(met, self._web.prices)
        return taken

    def _light_sides(self, taken: frozenset[int]) -> list[frozenset[int]]:
        """Light cuts that are left: each block that hangs by too little, else any."""
        into = self._merged(taken)
        left = contracted(self._graph, into)
        if len(left) < 2:
            return []
        alone = [frozenset({node}) for node, edges in left.items() if sum(edges.values()) < self._least - HAIR]
        sides = alone or [light_cut(left, self._least) or frozenset()]
        return [frozenset(node for node in self._graph if into[node] in side) for side in sides if side]

    def _merged(self, taken: frozenset[int]) -> dict[int, int]:
        """The knots, each taken to the least of those that the rows make one."""
        pairs = [self._web.ends[row] for row in sorted(taken)]
        known = sorted({*self._graph, *(knot for pair in pairs for knot in pair)})
        number = {knot: position for position, knot in enumerate(known)}
        merged = Blocks(len(known))
        for one, other in pairs:
            merged.join(number[one], number[other])
        return {knot: known[merged.find(number[knot])] for knot in self._graph}


def cheapest(cuts: list[list[Atoms]], prices: list[float]) -> frozenset[int]:
    """The cheapest rows that hold, for each cut, all rows of one of the links across it.

    A variable for each link and each row: a cut has a link, a link has all its rows.
    """
    links = sorted({link for cut in cuts for link in cut})
    rows = sorted({row for link in links for row in link})
    of_link = {link: number for number, link in enumerate(links)}
    of_row = {row: len(links) + number for number, row in enumerate(rows)}
    lines = [{of_link[link]: 1.0 for link in cut} for cut in cuts]
    lines += [{of_link[link]: -1.0, of_row[row]: 1.0} for link in links for row in link]
    least = [1.0] * len(cuts) + [0.0] * (len(lines) - len(cuts))
    found = milp(
        [0.0] * len(links) + [prices[row] for row in rows],
        constraints=LinearConstraint(_matrix(lines, len(links) + len(rows)), lb=least),
        integrality=[1] * (len(links) + len(rows)),
        bounds=Bounds(0, 1),
    )
    return frozenset(row for row in rows if found.x[of_row[row]] > 0.5)


def _matrix(lines: list[dict[int, float]], columns: int) -> csr_array:
    starts = np.cumsum([0, *map(len, lines)])
    places = [column for line in lines for column in line]
    return csr_array(
        ([value for line in lines for value in line.values()], places, starts), shape=(len(lines), columns)
    )
