"""Differences between two groups, and families of such differences."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from leadsurvey.scoring.differences import Difference, adjusted_p, cliffs_delta, hedges_g, notable_change, welch
from leadsurvey.scoring.means import Mean, mean_interval
from leadsurvey.scoring.scores import scale_scores

NAN = math.nan
# The example of Benjamini & Hochberg (1995), and its adjusted values by R 4.2.2 p.adjust.
BH_1995 = [
    0.0001,
    0.0004,
    0.0019,
    0.0095,
    0.0201,
    0.0278,
    0.0298,
    0.0344,
    0.0459,
    0.324,
    0.4262,
    0.5719,
    0.6528,
    0.759,
    1,
]
BH_ADJUSTED = [
    0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.063857142857, 0.063857142857, 0.0645, 0.0765, 0.486,
    0.58118181818, 0.714875, 0.75323076923, 0.81321428571, 1,
]  # fmt: skip
GROUP = arrays(float, st.integers(0, 12), elements=st.integers(0, 20).map(lambda step: 5.0 * step))


@pytest.fixture
def two_teams(teams):
    """Scores of the sixth and the first of six teams."""
    asked, team = teams
    scores = scale_scores(asked)
    return scores[team == 5], scores[team == 0]


def of(n, mean, sd):
    return Mean(n, mean, sd, NAN, NAN)


def test_welch_is_that_of_r(two_teams):
    """R 4.2.2 t.test."""
    found = welch(*map(mean_interval, two_teams))
    assert found.difference == pytest.approx(0.89444444444, abs=1e-9)
    assert (found.low, found.high) == pytest.approx((0.15958881252, 1.6293000764), abs=1e-9)
    assert (found.df, found.p) == pytest.approx((6.7558383563, 0.023929245761), abs=1e-9)


def test_welch_of_two_rounds_is_that_of_r():
    """R 4.2.2: 54 (sd 20, n 40) and 61 (sd 18, n 44)."""
    found = welch(of(44, 61, 18), of(40, 54, 20))
    assert found.difference == 7
    assert (found.low, found.high, found.df) == pytest.approx((-1.294440, 15.294440, 78.820268), abs=1e-6)


def test_hedges_g_is_that_of_the_exact_formula(two_teams):
    """R 4.2.2: g by the gamma function; its error by hand, sqrt(14/45 + g^2/28).

    R's .6376449337 is made of g with the approximate factor 1 - 3/(4 df - 1), 1.6350653229.
    """
    assert hedges_g(*map(mean_interval, two_teams)) == pytest.approx((1.6346664293, 0.6376084066), abs=1e-9)
    assert math.sqrt(14 / 45 + 1.6350653229**2 / 28) == pytest.approx(0.6376449337, abs=1e-9)


def test_cliffs_delta_is_that_of_r(two_teams):
    """R 4.2.2 wilcox.test: W 40.5, so 2 W / 45 - 1."""
    assert cliffs_delta(*two_teams) == pytest.approx(0.8, abs=1e-12)


@given(GROUP, GROUP)
def test_cliffs_delta_counts_every_pair_once(one, other):
    found = cliffs_delta(one, other)
    if not one.size or not other.size:
        assert math.isnan(found)
        return
    assert found == pytest.approx(np.sign(np.subtract.outer(one, other)).mean(), abs=1e-12)
    assert found == pytest.approx(-cliffs_delta(other, one), abs=1e-12)


@pytest.mark.parametrize(
    ("one", "other"),
    [((0, NAN, NAN), (9, 50, 9)), ((1, 50, NAN), (9, 50, 9)), ((9, 50, 0), (9, 60, 0))],
    ids=["nobody", "one person", "all alike"],
)
def test_what_cannot_be_tested_has_no_range_and_no_p(one, other):
    found = welch(of(*one), of(*other))
    assert np.isnan([found.low, found.high, found.df, found.p]).all()
    assert np.isnan(hedges_g(of(*one), of(*other))).all()


@given(GROUP, GROUP)
def test_turning_two_groups_round_turns_the_difference_and_keeps_p(one, other):
    there, back = (welch(mean_interval(a), mean_interval(b)) for a, b in ((one, other), (other, one)))
    assert (there.difference, there.low, there.high) == pytest.approx(
        (-back.difference, -back.high, -back.low), nan_ok=True
    )
    assert there.p == pytest.approx(back.p, nan_ok=True)


def test_adjusted_p_are_those_of_the_paper_and_of_r():
    """Benjamini & Hochberg (1995) reject the first four at .05; Bonferroni would reject three."""
    adjusted = adjusted_p(np.array(BH_1995))
    assert adjusted == pytest.approx(BH_ADJUSTED, abs=1e-10)
    assert (adjusted < 0.05).sum() == 4


def test_what_is_no_test_is_not_counted_in_the_family():
    p = np.array([0.01, NAN, 0.04, NAN])
    assert adjusted_p(p) == pytest.approx([0.02, NAN, 0.04, NAN], nan_ok=True)
    assert adjusted_p(np.array([])).size == 0


@given(arrays(float, st.integers(0, 20), elements=st.floats(0, 1)), st.randoms())
def test_adjusting_never_lowers_p_keeps_the_order_and_does_not_care_for_places(p, chance):
    adjusted = adjusted_p(p)
    assert (adjusted >= p - 1e-15).all()
    assert (adjusted <= 1).all()
    order = np.argsort(p, kind="stable")
    assert (np.diff(adjusted[order]) >= -1e-15).all()
    places = list(range(len(p)))
    chance.shuffle(places)
    assert adjusted_p(p[places]) == pytest.approx(adjusted[places])


@pytest.mark.parametrize(
    ("change", "notable"),
    [
        (Difference(7, -1.3, 15.3, 78.8, 0.1), False),  # it may be nothing
        (Difference(4, 2, 6, 500, 0.001), False),  # clear, but too small for anybody to notice
        (Difference(-9, -14, -4, 200, 0.001), True),
        (Difference(9, NAN, NAN, NAN, NAN), False),
    ],
    ids=["unclear", "small", "a drop", "without a range"],
)
def test_a_change_is_notable_if_it_is_clear_and_five_points(change, notable):
    assert notable_change(change) is notable
