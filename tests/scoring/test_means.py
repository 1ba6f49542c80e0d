"""A group's mean: its interval, and when there is none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from leadsurvey.scoring.means import group_means, half_width, mean_interval
from leadsurvey.scoring.scores import answers, pomp, scale_scores

NAN = np.nan
CODES_IN_GROUPS = arrays(np.int8, st.tuples(st.integers(0, 30), st.just(2)))


def interval(mean):
    return [mean.n, mean.mean, mean.sd, mean.low, mean.high]


def test_the_mean_of_the_scale_of_forty_has_the_interval_of_r(scale_n40):
    """R 4.2.2, t.test; POMP."""
    found = mean_interval(pomp(scale_scores(scale_n40), options=5))
    assert interval(found) == pytest.approx([40, 54.0, 20.914968, 47.311069, 60.688931], abs=1e-6)


def test_all_respondents_count_alike_in_their_mean(teams):
    """R 4.2.2: of 41 people in six teams of unequal size."""
    asked, _ = teams
    assert mean_interval(scale_scores(asked)).mean == pytest.approx(3.213415, abs=1e-6)


def test_team_means_and_deviations_are_those_of_r(teams):
    """R 4.2.2, tapply with mean and sd; the plain mean of the six is 3.165245."""
    asked, team = teams
    found = group_means(scale_scores(asked), team, 6)
    assert found.n.tolist() == [5, 6, 7, 8, 6, 9]
    assert found.mean == pytest.approx([2.8, 2.833333, 2.892857, 3.3125, 3.458333, 3.694444], abs=1e-6)
    assert found.sd == pytest.approx([0.596867, 0.875595, 0.733955, 1.050085, 0.534244, 0.463980], abs=1e-6)
    assert found.mean.mean() == pytest.approx(3.165245, abs=1e-6)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], [0, NAN, NAN, NAN, NAN]),
        ([NAN], [0, NAN, NAN, NAN, NAN]),
        ([3.5], [1, 3.5, NAN, NAN, NAN]),
        ([3.5, NAN], [1, 3.5, NAN, NAN, NAN]),
        ([3.5, 3.5], [2, 3.5, 0, NAN, NAN]),
    ],
)
def test_too_few_values_or_values_all_alike_have_no_interval(values, expected):
    assert interval(mean_interval(np.array(values))) == pytest.approx(expected, nan_ok=True)


@given(st.floats(0, 100), st.integers(2, 40))
def test_people_all_alike_deviate_by_exactly_nothing(value, people):
    found = mean_interval(np.full(people, value))
    assert found.mean == value
    assert found.sd == 0


def test_missing_values_are_left_out():
    assert mean_interval(np.array([1.0, NAN, 4.0, 2.0])) == mean_interval(np.array([1.0, 4.0, 2.0]))


def test_an_interval_may_pass_the_end_of_the_scale():
    assert mean_interval(np.array([0.0, 0.0, 30.0])).low < 0


def test_more_confidence_takes_a_wider_interval():
    """Two values: t on one degree of freedom is tan(pi (p - 1/2)), and the error of the mean is half their distance."""
    values = np.array([2.0, 4.0])
    assert mean_interval(values, confidence=0.5).high == pytest.approx(3 + 1)
    assert mean_interval(values, confidence=0.9).high == pytest.approx(3 + np.tan(np.pi * 0.45))


def test_a_group_without_values_has_no_mean_and_a_group_of_one_no_deviation():
    found = group_means(np.array([2.0, NAN, 5.0]), np.array([2, 0, -1]), 3)
    assert found.n.tolist() == [0, 0, 1]
    assert found.mean == pytest.approx([NAN, NAN, 2], nan_ok=True)
    assert np.isnan(found.sd).all()


def test_no_groups_have_no_means():
    found = group_means(np.array([2.0]), np.array([-1]), 0)
    assert found.n.size == found.mean.size == found.sd.size == 0


def test_nothing_is_lost_where_values_are_large_and_close_together():
    found = group_means(np.array([1e9 + 1, 1e9 + 2, 1e9 + 3, 5.0]), np.array([0, 0, 0, 1]), 2)
    assert found.mean.tolist() == [1e9 + 2, 5]
    assert found.sd[0] == 1


@given(CODES_IN_GROUPS)
def test_group_means_are_those_of_each_group_taken_alone(codes):
    values, groups = answers(codes[:, 0]), np.clip(codes[:, 1].astype(int), -1, 5)
    found = group_means(values, groups, 6)
    for group in range(6):
        members = [value for value, its in zip(values, groups, strict=True) if its == group and not np.isnan(value)]
        assert found.n[group] == len(members)
        assert found.mean[group] == pytest.approx(np.mean(members) if members else NAN, nan_ok=True)
        assert found.sd[group] == pytest.approx(np.std(members, ddof=1) if len(members) > 1 else NAN, nan_ok=True)


@given(arrays(np.int8, st.integers(0, 20)))
def test_an_interval_holds_its_mean_and_is_never_infinite(codes):
    found = mean_interval(answers(codes))
    assert not np.isinf(interval(found)).any()
    assert np.isnan(found.low) or found.low < found.mean < found.high


@pytest.mark.parametrize(("n", "half"), [(10, 14.307), (18, 9.946), (30, 7.468), (64, 4.996)])
def test_how_far_a_mean_may_be_off_agrees_with_the_quantiles_of_student(n, half):
    """Student's table at 97.5 %: 2.2622, 2.1098, 2.0452, 1.9983 on 9, 17, 29 and 63 degrees of freedom."""
    assert half_width(n, 20) == pytest.approx(half, abs=5e-4)
