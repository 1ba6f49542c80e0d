"""What the ends of the scale give away is found, and no longer there once a plan is made."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from leadsurvey.analysis.disclosure.cuts import exposed
from leadsurvey.analysis.disclosure.figures import Reason
from leadsurvey.analysis.disclosure.narrow import Sums, narrow
from leadsurvey.analysis.disclosure.plan import verdict
from leadsurvey.analysis.disclosure.suppress import suppress
from leadsurvey.analysis.disclosure.table import Layout, Table
from tests.analysis.tables import ALL, cases

MANY = settings(max_examples=80)
K = 10


def known_too_nearly(case, sums, withheld):
    """From the definition: the atoms whose people, and the small withheld rows whose means, cannot move far enough.

    One linear programme over all atoms for each end of each of them; every told row is an equation.
    """
    gone = {case.table.layout.rows[row] for row in withheld}
    shown = [atoms for row, atoms in case.rows.items() if row not in gone]
    names = [atom for atom, count in case.people.items() if count and any(atom in atoms for atoms in shown)]
    told = np.array([[atom in atoms for atom in names] for atoms in shown], dtype=float)
    counts = np.array([case.people[atom] for atom in names])
    truth = np.array([sums[atom] for atom in names])
    bounds = [(0, 100 * count) for count in counts]

    def ends(of):
        low, high = (linprog(sign * of, A_eq=told, b_eq=told @ truth, bounds=bounds) for sign in (1, -1))
        return low.fun, -high.fun

    found = set()
    for number, atom in enumerate(names):
        low, high = ends(np.eye(len(names))[number])
        if min(100, high) - max(0, low - 100 * (counts[number] - 1)) < 50 - 1e-5:
            found.add((atom,))
    for row in gone:
        of = np.array([float(atom in case.rows.get(row, ())) for atom in names])
        if 0 < of @ counts < K and np.subtract(*reversed(ends(of))) < 25 * of @ counts - 1e-5:
            found.add(tuple(atom for atom in names if atom in case.rows[row]))
    return found


@st.composite
def scored(draw):
    """A case and the sum of scores in each atom, often near an end of the scale."""
    case = draw(cases())
    means = st.sampled_from([0, 1, 3, 20, 50, 55, 80, 97, 99, 100])
    return case, {atom: float(draw(means) * count) for atom, count in case.people.items()}


def sums_of(case, sums):
    layout = case.table.layout
    return Sums(layout, list(case.people.values()), np.array([sums[atom] for atom in layout.atoms]))


@MANY
@given(scored(), st.data())
def test_whoever_the_definition_finds_is_found_and_nobody_else(scored_case, data):
    """In any release that the first audit lets pass."""
    case, sums = scored_case
    rows = range(1, len(case.table.layout.rows))
    withheld = suppress(case.table, K).withheld | data.draw(st.sets(st.sampled_from(rows), max_size=2))
    found = narrow(sums_of(case, sums), withheld, K)
    named = {tuple(case.table.layout.atoms[atom] for atom in group) for group in found}
    assert named == known_too_nearly(case, sums, withheld)


@MANY
@given(scored())
def test_after_a_plan_nobody_is_known_too_nearly_and_the_audit_holds(scored_case):
    case, sums = scored_case
    layout, counts = case.table.layout, list(case.people.values())
    kept = case.numbers([ALL])
    found = verdict(layout, counts, K, sums=sums_of(case, sums).sums, kept=kept)
    withheld = {row for row, name in enumerate(layout.rows) if name in found.withheld}
    assert narrow(sums_of(case, sums), withheld, K) == []
    assert exposed(case.table, withheld, K) is None
    assert not known_too_nearly(case, sums, withheld)


def one_group(people, mean):
    """Whether the mean of a single told group would give anybody away."""
    return bool(narrow(Sums(Layout.of("a", {"a": "a"}), [people], np.array([people * mean])), (), K))


@pytest.mark.parametrize(
    ("people", "mean", "tells"),
    [
        (10, 100, True),
        (10, 97, True),
        (10, 95, False),
        (10, 60, False),
        (10, 0, True),
        (10, 4, True),
        (1000, 99, False),
        (1000, 100, True),
    ],
)
def test_a_mean_near_an_end_tells_of_everyone(people, mean, tells):
    assert one_group(people, mean) == tells


def test_a_small_group_hemmed_in_by_a_low_mean_around_it_is_found():
    """Three of thirteen whose mean is 2 have 26 points together at most: their own mean is 8 or less."""
    layout = Layout.of("ab", {"both": "ab", "a": "a", "b": "b"})
    sums = Sums(layout, [10, 3], np.array([20.0, 6.0]))
    withheld = [layout.rows.index(name) for name in "ab"]
    assert (1,) in narrow(sums, withheld, K)


def test_a_group_of_one_mind_goes_with_what_would_give_it_away():
    layout = Layout.of("abc", {"all": "abc", "a": "a", "b": "b", "c": "c"})
    rows = {name: number for number, name in enumerate(layout.rows)}
    found = verdict(layout, [12, 14, 20], K, alike=[rows["a"]], kept=[rows["all"]])
    assert found.withheld == {"a": Reason.ALIKE, "b": Reason.TOGETHER}
    assert found.exposed == {"b": ("a",)}


def test_a_row_that_was_never_planned_may_not_be_told():
    found = verdict(Layout.of("a", {"a": "a"}), [12], K)
    assert found.clear("a", lambda: "told") == "told"
    assert found.reason("b") == Reason.UNPLANNED


def test_nothing_is_made_of_what_is_withheld():
    found = verdict(Layout.of("a", {"a": "a"}), [9], K)
    assert found.clear("a", lambda: pytest.fail("made")).reason == Reason.FEW


def test_people_of_a_table_are_counted_as_they_are_where_they_weigh_less():
    """A withheld reason speaks of people, not of weights."""
    layout = Layout.of("ab", {"all": "ab", "a": "a", "b": "b"})
    rows = {name: number for number, name in enumerate(layout.rows)}
    found = verdict(layout, [25, 5], K, alike=[rows["a"]])
    assert found.withheld == {"all": Reason.TOGETHER, "a": Reason.ALIKE, "b": Reason.FEW}
    assert Table(layout, [25, 5]).people()[rows["all"]] == 30
