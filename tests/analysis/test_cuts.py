"""The audit by cuts says what exact algebra says."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadsurvey.analysis.disclosure.cuts import exposed, light_cut
from leadsurvey.analysis.disclosure.table import CrossingError, Layout, Table
from tests.analysis.brute import NOBODY, carries, fewest_exposed
from tests.analysis.tables import cases

MANY = settings(max_examples=150)
ANY = cases(st.integers(0, 20), most=12)


@MANY
@given(ANY, st.integers(3, 14), st.data())
def test_a_release_is_safe_if_and_only_if_no_combination_of_rows_tells_about_fewer(case, least, data):
    rows = range(1, len(case.table.layout.rows))
    withheld = data.draw(st.sets(st.sampled_from(rows)))
    found = exposed(case.table, withheld, least)
    assert (found is None) == (fewest_exposed(case.people, case.told(withheld), least) == NOBODY)


@MANY
@given(ANY, st.integers(3, 14), st.data())
def test_the_atoms_that_it_names_are_exposed(case, least, data):
    rows = range(1, len(case.table.layout.rows))
    withheld = data.draw(st.sets(st.sampled_from(rows), max_size=3))
    if found := exposed(case.table, withheld, least):
        names = {case.table.layout.atoms[atom] for atom in found}
        assert 0 < sum(case.people[atom] for atom in names) < least
        assert carries(case.people, case.told(withheld), names)


@st.composite
def graphs(draw):
    """Connected graphs of two to seven nodes with whole weights."""
    nodes = draw(st.integers(2, 7))
    weight = st.integers(1, 9)
    edges = {(draw(st.integers(0, node - 1)), node): draw(weight) for node in range(1, nodes)}
    more = st.tuples(st.integers(0, nodes - 2), st.integers(1, nodes - 1)).map(
        lambda pair: (min(pair), max(pair) + (pair[0] == pair[1]))
    )
    for one, other in draw(st.sets(more, max_size=9)):
        if other < nodes:
            edges[one, other] = draw(weight)
    graph = {node: {} for node in range(nodes)}
    for (one, other), heavy in edges.items():
        graph[one][other] = graph[other][one] = heavy
    return graph


@st.composite
def bridged_rings(draw):
    """Two rings of three to five nodes, and one to three bridges between them."""
    sizes = draw(st.integers(3, 5)), draw(st.integers(3, 5))
    rings = [range(sizes[0]), range(sizes[0], sum(sizes))]
    weight = st.integers(1, 9)
    graph = {node: {} for ring in rings for node in ring}
    pairs = [(ring[place - 1], ring[place]) for ring in rings for place in range(len(ring))]
    bridges = st.tuples(*(st.sampled_from(ring) for ring in rings))
    for one, other in pairs + draw(st.lists(bridges, min_size=1, max_size=3, unique=True)):
        graph[one][other] = graph[other][one] = draw(weight)
    return graph


def weight_of(graph, side):
    return sum(weight for node in side for other, weight in graph[node].items() if other not in side)


@MANY
@given(st.one_of(graphs(), bridged_rings()), st.integers(1, 25))
def test_a_light_cut_is_found_if_there_is_one(graph, least):
    nodes = list(graph)
    sides = (set(side) for size in range(1, len(nodes) // 2 + 1) for side in combinations(nodes, size))
    lightest = min(weight_of(graph, side) for side in sides)
    side = light_cut(graph, least)
    assert (side is None) == (lightest >= least)
    if side is not None:
        assert 0 < len(side) < len(nodes)
        assert weight_of(graph, side) < least


RING = {node: {(node - 1) % 12: 5, (node + 1) % 12: 5} for node in range(12)}
BRIDGE = {
    0: {1: 9, 2: 9},
    1: {0: 9, 2: 9},
    2: {0: 9, 1: 9, 3: 4},
    3: {2: 4, 4: 9, 5: 9},
    4: {3: 9, 5: 9},
    5: {3: 9, 4: 9},
}


@pytest.mark.parametrize(("graph", "lightest"), [(RING, 10), (BRIDGE, 4)])
def test_a_cut_is_light_if_it_is_lighter_not_if_it_weighs_as_much(graph, lightest):
    assert light_cut(graph, lightest) is None
    assert weight_of(graph, light_cut(graph, lightest + 1)) == lightest


def test_a_cut_may_part_two_halves_each_of_which_hangs_together():
    assert light_cut(BRIDGE, 5) in ({0, 1, 2}, {3, 4, 5})


@pytest.mark.parametrize("family", ["levels", "totals"])
def test_rows_of_one_family_that_cross_are_refused(family):
    with pytest.raises(CrossingError, match="two"):
        Layout.of("abc", **({"levels": {}} | {family: {"one": "ab", "two": "bc"}}))


def test_rows_of_two_families_may_cross():
    assert Layout.of("abc", {"one": "ab"}, {"two": "bc"}).ends == ((1, 0), (1, 2), (0, 2))


def test_of_rows_with_the_same_people_the_first_lies_around_the_second():
    layout = Layout.of("ab", {"outer": "ab", "inner": "ab", "nobody": ""})
    assert [layout.rows[row] for row in layout.path(layout.rows.index("inner"))] == ["inner", "outer"]
    assert layout.path(layout.rows.index("nobody")) == [layout.rows.index("nobody")]


def test_the_people_of_a_row_are_those_of_all_within():
    layout = Layout.of("abc", {"all": "abc", "two": "ab"}, {"total": "bc"})
    people = dict(zip(layout.rows, Table(layout, [1, 2, 4]).people(), strict=True))
    assert people == {None: 1, "all": 7, "two": 3, "total": 6}


# Snapshots are one family too: interim rows, and final rows around them (case T5)

PEOPLE = {"early in a": 24, "late in a": 2, "early in b": 30, "late in b": 12}
INTERIM = {"interim a": ["early in a"], "interim b": ["early in b"]}
FINAL_A, FINAL_B = {"final a": ["early in a", "late in a"]}, {"final b": ["early in b", "late in b"]}
WHOLE = {"final": list(PEOPLE)}


@pytest.mark.parametrize(
    ("rows", "safe"),
    [
        (INTERIM, True),
        (INTERIM | FINAL_A, False),
        (INTERIM | FINAL_B, True),
        (INTERIM | WHOLE, True),
        (INTERIM | WHOLE | FINAL_B, False),
    ],
)
def test_late_answers_are_not_told_by_difference(rows, safe):
    table = Table(Layout.of(PEOPLE, rows), list(PEOPLE.values()))
    assert (exposed(table, (), 10) is None) == safe
