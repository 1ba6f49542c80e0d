"""The audit: a release tells nothing about fewer than k people if and only if no cut of its block graph is lighter.

Why: a combination of rows gives each block a number, and an atom the difference of the numbers at its two ends; so the
people whom it touches hold an edge cut, and every edge cut is what some combination touches. Means are read as exact.

Kin in the literature, on suppressed cells of two-way tables: D. Gusfield, A graph theoretic approach to statistical
data security (SIAM J. Comput. 17, 1988); M.-Y. Kao, Data security equals graph connectivity (SIAM J. Discrete Math. 9,
1996). Checked against exact rational algebra on random tables (tests/analysis/brute.py).
"""

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush

from leadsurvey.analysis.disclosure.table import Blocks, Table, blocks

Graph = dict[int, dict[int, float]]  # weight of the edge between two nodes, kept at both
HAIR = 1e-9  # what floating point may lose of a weight


def exposed(table: Table, withheld: Iterable[int], least: float) -> tuple[int, ...] | None:
    """Atoms of fewer than `least` people about whom the rows that are not withheld tell something; None if safe."""
    melted = blocks(table.layout, withheld)
    for piece in pieces(block_graph(table, melted)):
        if side := light_cut(piece, least):
            return crossing(table, melted, side)
    return None


def block_graph(table: Table, melted: Blocks) -> Graph:
    """Blocks as nodes, people between them as weights."""
    graph: Graph = {}
    for (level, total), weight in zip(table.layout.ends, table.weights, strict=True):
        one, other = melted.find(level), melted.find(total)
        if weight and one != other:
            there = graph.setdefault(one, {})
            there[other] = there.get(other, 0.0) + weight
            graph.setdefault(other, {})[one] = there[other]
    return graph


def crossing(table: Table, melted: Blocks, side: Iterable[int]) -> tuple[int, ...]:
    """The atoms that run between one side of a cut and the rest."""
    here = set(side)
    return tuple(
        atom
        for atom, (level, total) in enumerate(table.layout.ends)
        if table.weights[atom] and (melted.find(level) in here) != (melted.find(total) in here)
    )


def pieces(graph: Graph) -> Iterator[Graph]:
    """The connected parts of a graph."""
    left = set(graph)
    for start in graph:
        if start in left:
            found, front = {start}, [start]
            while front:
                fresh = graph[front.pop()].keys() - found
                found |= fresh
                front.extend(fresh)
            left -= found
            yield {node: graph[node] for node in sorted(found)}


def light_cut(graph: Graph, least: float) -> frozenset[int] | None:
    """One side of a cut lighter than `least` through a connected graph; None if there is none.

    In a maximum adjacency order no cut lighter than what ties a node to those before it parts it from its
    predecessor, so such pairs become one, until a node hangs by too little or one node is left (H. Nagamochi and
    T. Ibaraki, Computing edge-connectivity in multigraphs and capacitated graphs, SIAM J. Discrete Math. 5, 1992;
    M. Stoer and F. Wagner, A simple min-cut algorithm, J. ACM 44, 1997).
    """
    members = {node: [node] for node in graph}
    while len(graph) > 1:
        order, ties = _adjacency_order(graph)
        if ties[-1] < least - HAIR:
            return frozenset(members[order[-1]])
        into = {node: node for node in graph}
        for before, node, tie in zip(order, order[1:], ties[1:], strict=False):
            if tie >= least - HAIR:
                into[node] = into[before]
                members[into[before]] += members.pop(node)
        graph = contracted(graph, into)
    return None


def _adjacency_order(graph: Graph) -> tuple[list[int], list[float]]:
    """The nodes, each next one tied most strongly to those before it, and how strongly."""
    start = next(iter(graph))
    tied = {start: 0.0}
    queue = [(0.0, start)]
    order: list[int] = []
    ties: list[float] = []
    done: set[int] = set()
    while queue:
        _, node = heappop(queue)
        if node in done:
            continue
        done.add(node)
        order.append(node)
        ties.append(tied[node])
        for other, weight in graph[node].items():
            if other not in done:
                tied[other] = tied.get(other, 0.0) + weight
                heappush(queue, (-tied[other], other))
    return order, ties


def contracted(graph: Graph, into: dict[int, int]) -> Graph:
    """The graph with every node taken into another, parallel edges added up."""
    found: Graph = {}
    for node, edges in graph.items():
        home = found.setdefault(into[node], {})
        for other, weight in edges.items():
            if (there := into[other]) != into[node]:
                home[there] = home.get(there, 0.0) + weight
    return found
