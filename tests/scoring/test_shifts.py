"""Numbers that people gave in two versions of a task."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from leadsurvey.scoring import shifts
from leadsurvey.scoring.resampling import generator
from leadsurvey.scoring.shifts import anchoring_index, hodges_lehmann, ratio_of_medians

SOME = arrays(float, st.integers(1, 12), elements=st.integers(0, 30).map(float))


def test_a_guess_that_follows_a_quarter_of_the_way_between_the_anchors_has_an_index_of_a_quarter():
    """By hand: medians 40 and 27.5, anchors 65 and 15."""
    high, low = np.array([30.0, 40, 55]), np.array([20.0, 25, 30, 90])
    index, below, above = anchoring_index(high, low, 65, 15, generator("a"))
    assert index == 0.25
    assert below <= index <= above


def test_the_ratio_is_of_the_medians():
    ratio, low, high = ratio_of_medians(np.array([6.0, 9, 12]), np.array([10.0, 12, 20]), generator("a"))
    assert ratio == 0.75
    assert low <= ratio <= high


def test_the_range_of_medians_covers_the_true_shift_as_often_as_it_says():
    """300 pairs of samples from curves 10 apart: about 95 of 100 ranges hold 10 / 50."""
    chance = np.random.default_rng(7)
    held = 0
    for round_ in range(300):
        one, other = (chance.normal(middle, 12, 60).round() for middle in (45, 35))
        _, low, high = anchoring_index(one, other, 65, 15, generator(str(round_)), 400)
        held += low <= 0.2 <= high
    assert 0.91 <= held / 300 <= 0.99


@pytest.mark.parametrize("one", [[], [3.0]])
def test_nobody_has_no_shift(one):
    empty = np.array([])
    assert np.isnan(anchoring_index(np.array(one), empty, 65, 15, generator("a"), 20)).all()
    assert np.isnan(ratio_of_medians(np.array(one), empty, generator("a"), 20)).all()
    assert math.isnan(hodges_lehmann(np.array(one), empty))


def test_anchors_that_are_alike_have_no_index():
    assert np.isnan(anchoring_index(np.array([1.0, 2]), np.array([3.0, 4]), 15, 15, generator("a"), 20)).all()


def test_a_ratio_to_nothing_is_undefined():
    assert np.isnan(ratio_of_medians(np.array([1.0, 2]), np.array([0.0, 0]), generator("a"))).all()


def test_the_shift_is_the_median_of_all_differences():
    """By hand: 1 - 2, 1 - 4, 5 - 2, 5 - 4, 6 - 2, 6 - 4 are -3 -1 1 2 3 4."""
    assert hodges_lehmann(np.array([1.0, 5, 6]), np.array([2.0, 4])) == 1.5


# Hollander & Wolfe (1973), table 4.1: permeability of chorioamnion at term, and 12 to 26 weeks old.
AT_TERM = np.array([0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46])
YOUNGER = np.array([1.15, 0.88, 0.90, 0.74, 1.21])


def test_the_shift_of_a_published_example_is_the_published_one():
    assert hodges_lehmann(AT_TERM, YOUNGER) == pytest.approx(0.305, abs=1e-12)


@given(SOME, SOME)
def test_differences_that_are_counted_are_those_that_are_written_out(one, other):
    places = list(range(one.size * other.size))
    counted = shifts._counted_differences(one, other, places)
    assert counted.tolist() == shifts._differences_at(one, other, places).tolist()


@given(arrays(float, st.integers(1, 8), elements=st.floats(-1e6, 1e6)), SOME)
def test_differences_of_any_numbers_are_counted_within_rounding(one, other):
    places = list(range(one.size * other.size))
    counted = shifts._counted_differences(one, other, places)
    assert counted == pytest.approx(shifts._differences_at(one, other, places), abs=1e-8)


@given(SOME)
def test_groups_that_gave_the_same_are_not_shifted(values):
    index, _, _ = anchoring_index(values, values, 65, 15, generator("a"), 10)
    assert index == 0
    assert hodges_lehmann(values, values) == 0
