"""All rows of a round at once say what each of them says by itself."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadsurvey.analysis.cells import LOOKED_OVER, Cells, add_up
from leadsurvey.analysis.disclosure.table import Layout
from leadsurvey.scoring.means import mean_interval

# Two levels in two units below one, and all staff of each; of "guest" no row tells.
ATOMS = ("east front", "east lead", "west front", "west lead", "guest")
LEVELS = {
    ("all", "front"): {"east front", "west front"},
    ("all", "lead"): {"east lead", "west lead"},
    ("east", "front"): {"east front"},
    ("west", "front"): {"west front"},
    ("west", "lead"): {"west lead"},
}
TOTALS = {
    ("all", "staff"): {"east front", "east lead", "west front", "west lead"},
    ("east", "staff"): {"east front", "east lead"},
    ("west", "staff"): {"west front", "west lead"},
}
LAYOUT = Layout.of(ATOMS, LEVELS, TOTALS)
ROWS = LEVELS | TOTALS
THIRD = 100 / 3  # no whole number, nor a fraction that floats hold exactly
scores = st.lists(
    st.tuples(st.integers(0, len(ATOMS) - 1), st.sampled_from([0.0, THIRD, 2 * THIRD, 100.0, math.nan])), max_size=60
)


def counted(people):
    places, values = (np.array([each[side] for each in people]) for side in (0, 1))
    return Cells.of(values.astype(float), places.astype(np.intp), LAYOUT)


def own(people, row):
    """The scores of a row, found one by one."""
    return np.array([value for place, value in people if ATOMS[place] in ROWS[row]], dtype=float)


@given(scores)
def test_each_row_has_the_size_mean_spread_and_range_of_its_own_people(people):
    cells = counted(people)
    for row in ROWS:
        found, wanted = cells.mean(row), mean_interval(own(people, row))
        assert found.n == wanted.n
        assert [found.mean, found.sd, found.low, found.high] == pytest.approx(
            [wanted.mean, wanted.sd, wanted.low, wanted.high], rel=1e-12, nan_ok=True
        )


@given(scores)
def test_each_row_has_the_mean_deviation_of_its_own_people_and_how_many_agree(people):
    cells = counted(people)
    for row in ROWS:
        values = own(people, row)
        values = values[~np.isnan(values)]
        wanted = np.abs(values - values.mean()).mean() if values.size else math.nan
        assert cells.deviations[cells.number(row)] == pytest.approx(wanted, abs=1e-12, nan_ok=True)
        assert cells.most[cells.number(row)] == max((values == each).sum() for each in [*values, math.nan])


@given(scores)
def test_places_have_the_number_and_sums_of_their_own_people(people):
    cells = counted(people)
    for number in range(len(ATOMS)):
        values = np.array([value for place, value in people if place == number and not math.isnan(value)])
        assert cells.people[number] == values.size
        assert cells.sums()[number] == pytest.approx(values.sum())
        assert cells.sums(2)[number] == pytest.approx((values**2).sum())


@given(scores.flatmap(lambda people: st.tuples(st.just(people), st.permutations(people))))
@settings(max_examples=50)
def test_the_order_of_people_changes_not_a_digit(either):
    one, other = (counted(people) for people in either)
    assert [str(one.mean(row)) for row in ROWS] == [str(other.mean(row)) for row in ROWS]


@given(scores, st.lists(st.tuples(st.just(4), st.floats(0, 100)), max_size=40))
def test_what_others_say_changes_not_a_digit(people, others):
    one, other = counted(people), counted(people + others)
    assert [str(one.mean(row)) for row in ROWS] == [str(other.mean(row)) for row in ROWS]
    assert str([one.deviations[one.number(row)] for row in ROWS]) == str(
        [other.deviations[other.number(row)] for row in ROWS]
    )
    assert one.sums(2)[:4].tolist() == other.sums(2)[:4].tolist()


@pytest.mark.parametrize("people", [2, 3, 7, 1000])
def test_people_who_are_all_alike_have_a_spread_of_exactly_nothing(people):
    found = counted([(0, THIRD)] * people + [(2, 100.0)]).mean(("east", "staff"))
    assert (found.n, found.mean, found.sd) == (people, THIRD, 0)
    assert math.isnan(found.low)


def test_of_nobody_there_is_no_mean():
    for cells in (counted([]), counted([(0, math.nan)]), counted([(4, 3.0)])):
        assert cells.mean(("all", "staff")).n == 0
        assert math.isnan(cells.mean(("all", "staff")).mean)
        assert cells.mean(("nowhere", "staff")).n == 0


def test_of_one_person_there_is_a_mean_and_no_spread():
    found = counted([(3, THIRD)]).mean(("west", "lead"))
    assert (found.n, found.mean) == (1, THIRD)
    assert math.isnan(found.sd)


@pytest.mark.parametrize("odd", [-7.0, 33.0, THIRD + 1e-9, 250.0])
def test_a_score_that_one_of_very_many_has_is_counted_for_itself(odd):
    values = np.tile([0.0, THIRD, 100.0], LOOKED_OVER)
    values[LOOKED_OVER + 2] = odd
    cells = Cells.of(values, np.zeros(len(values), dtype=np.intp), LAYOUT)
    kinds, counts = np.unique(values, return_counts=True)
    assert cells.kinds.tolist() == kinds.tolist()
    assert cells.of_row(("all", "staff")).tolist() == counts.tolist()


@given(st.lists(st.integers(0, 9), min_size=len(ATOMS), max_size=len(ATOMS)))
def test_rows_add_up_the_places_within_them(weights):
    found = add_up(LAYOUT, np.array(weights)[:, np.newaxis])[:, 0]
    for number, row in enumerate(LAYOUT.rows[1:], start=1):
        assert found[number] == sum(weight for atom, weight in zip(ATOMS, weights, strict=True) if atom in ROWS[row])
    assert found[0] == 0
