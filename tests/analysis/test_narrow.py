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

MANY = settings(max_examples=60)
K = 10


class Known:
    """What a reader can work out: every told row is an equation over all atoms, every sum lies on the scale."""

    def __init__(self, case, sums, withheld):
        rows = case.table.layout.rows
        self.hidden = [case.rows[rows[row]] for row in withheld if row]
        shown = [atoms for name, atoms in case.rows.items() if name not in {rows[row] for row in withheld}]
        people = {atom: count for atom, count in case.people.items() if count}
        self.names = [atom for atom in people if any(atom in atoms for atoms in shown)]
        self._counts = np.array([people[atom] for atom in self.names])
        self._told = np.array([[atom in atoms for atom in self.names] for atoms in shown], dtype=float)
        self._sums = self._told @ np.array([sums[atom] for atom in self.names])

    def is_near_for_each(self, atom):
        """Whether the score of any one person there is open by less than half of the scale."""
        low, high = self._ends(self._of([atom]))
        others = 100 * (self._of([atom]) @ self._counts - 1)
        return min(100, high) - max(0, low - others) < 50 - 1e-5

    def is_near_together(self, group):
        """Whether so few have a mean that is open by less than a quarter of the scale."""
        of = self._of(group)
        people = of @ self._counts
        return 0 < people < K and np.ptp(self._ends(of)) < 25 * people - 1e-5

    def _of(self, group):
        return np.array([float(atom in group) for atom in self.names])

    def _ends(self, of):
        """The least and the most that a sum can be: one linear programme for each, over all atoms at once."""
        bounds = [(0, 100 * count) for count in self._counts]
        low, high = (linprog(sign * of, A_eq=self._told, b_eq=self._sums, bounds=bounds) for sign in (1, -1))
        return low.fun, -high.fun


def known_too_nearly(case, sums, withheld):
    """From the definition: atoms whose people, and places and withheld rows of few whose means, cannot move enough."""
    known = Known(case, sums, withheld)
    persons = {(atom,) for atom in known.names if known.is_near_for_each(atom)}
    groups = [*({atom} for atom in known.names), *known.hidden]
    return persons | {
        tuple(atom for atom in known.names if atom in group) for group in groups if known.is_near_together(group)
    }


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
    """In any release that the first audit lets pass; also found is what a withheld row holds besides those told."""
    case, sums = scored_case
    rows = range(1, len(case.table.layout.rows))
    withheld = suppress(case.table, K).withheld | data.draw(st.sets(st.sampled_from(rows), max_size=2))
    found = narrow(sums_of(case, sums), withheld, K)
    named = {tuple(case.table.layout.atoms[atom] for atom in group) for group in found}
    known, defined = Known(case, sums, withheld), known_too_nearly(case, sums, withheld)
    assert defined <= named
    for group in named - defined:
        assert known.is_near_together(group)
        assert any(set(group) < row for row in known.hidden)


@MANY
@given(scored(), st.data())
def test_after_a_plan_nobody_is_known_too_nearly_and_the_audit_holds(scored_case, data):
    case, sums = scored_case
    layout, counts = case.table.layout, list(case.people.values())
    enough = [row for row, people in enumerate(case.table.people()) if people >= K]
    alike = data.draw(st.sets(st.sampled_from(enough), max_size=2)) if enough else set()
    found = verdict(layout, counts, K, sums=sums_of(case, sums).sums, alike=alike, kept=case.numbers([ALL]))
    withheld = {row for row, name in enumerate(layout.rows) if name in found.withheld}
    assert alike <= withheld
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
    assert found.withheld == {"a": Reason.TOGETHER, "b": Reason.TOGETHER}
    assert found.exposed == {"b": ("a",)}


def planned_high():
    """A plan for three groups under one row to be kept, the first with a mean of 97: what is told, and what is not."""
    layout, counts = Layout.of("abc", {"all": "abc", "a": "a", "b": "b", "c": "c"}), [12, 14, 20]
    told = Sums(layout, counts, np.array([97.0, 60.0, 40.0]) * counts)
    return told, verdict(layout, counts, K, sums=told.sums, kept=[layout.rows.index("all")]).withheld


def test_a_group_near_the_end_of_the_scale_goes_with_a_row_that_would_give_it_away():
    """Without its row alone it is still the whole less the others."""
    told, withheld = planned_high()
    assert narrow(told, [told.layout.rows.index("a")], K) == [(0,)]
    assert len(withheld) == 2
    assert withheld["a"] == Reason.TOGETHER
    assert narrow(told, map(told.layout.rows.index, withheld), K) == []


def test_a_group_near_the_end_of_the_scale_takes_the_row_beside_it_not_the_one_to_be_kept():
    told, withheld = planned_high()
    assert narrow(told, [told.layout.rows.index(row) for row in "ab"], K) == []
    assert set(withheld) == {"a", "b"}


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
    assert found.withheld == {"all": Reason.TOGETHER, "a": Reason.TOGETHER, "b": Reason.FEW}
    assert Table(layout, [25, 5]).people()[rows["all"]] == 30
