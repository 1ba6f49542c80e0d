"""A group's mean: its interval, and when there is none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from leadsurvey.scoring.means import bounds, group_means, half_width, in_post, mean_interval, weighted_mean
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


HEADS = np.array([10.0, 20, 15, 40, 8, 30])  # people in post in each of the six teams


def of_teams(teams):
    asked, team = teams
    scores = scale_scores(asked)
    return [mean_interval(scores[team == number]) for number in range(6)]


def test_the_mean_weighted_by_people_in_post_is_that_of_r(teams):
    """R 4.2.2 by formula: 3.244386; its standard error .126169 holds the finite factor 1 - n/N of each team."""
    found = of_teams(teams)
    weighted = weighted_mean(found, HEADS)
    assert weighted.mean == pytest.approx(3.2443863724, abs=1e-9)
    shares = HEADS / HEADS.sum()
    finite = [
        (w * each.sd) ** 2 / each.n * (1 - each.n / heads) for w, each, heads in zip(shares, found, HEADS, strict=True)
    ]
    assert sum(finite) ** 0.5 == pytest.approx(0.12616935328, abs=1e-9)
    whole = [(w * each.sd) ** 2 / each.n for w, each in zip(shares, found, strict=True)]
    assert weighted.error == pytest.approx(sum(whole) ** 0.5)
    assert weighted.low < weighted.mean < weighted.high


def test_the_size_that_counts_is_that_of_kish(teams):
    """By hand: (sum N)^2 / sum of N^2/n; with weights as the answers are it is all of them."""
    found = of_teams(teams)
    sizes = np.array([each.n for each in found], dtype=float)
    assert weighted_mean(found, HEADS).effective_n == pytest.approx(123**2 / (HEADS**2 / sizes).sum())
    assert weighted_mean(found, sizes).effective_n == pytest.approx(41)


def test_groups_without_a_mean_are_left_out_and_the_others_weigh_more(teams):
    found, nobody = of_teams(teams), mean_interval(np.array([]))
    assert weighted_mean([*found, nobody], np.array([*HEADS, 99])) == weighted_mean(found, HEADS)
    assert np.isnan(weighted_mean([nobody], np.array([1.0])).mean)


def test_a_group_without_weight_has_no_part_and_one_person_alone_gives_no_range():
    two, one = mean_interval(np.array([1.0, 2])), mean_interval(np.array([4.0]))
    assert weighted_mean([two, one], np.array([3.0, 0])) == weighted_mean([two], np.array([3.0]))
    weighted = weighted_mean([two, one], np.array([1.0, 1]))
    assert weighted.mean == 2.75
    assert np.isnan([weighted.error, weighted.low, weighted.high]).all()
    assert np.isnan(weighted_mean([two], np.array([0.0])).mean)


@given(
    st.lists(arrays(float, st.integers(0, 9), elements=st.integers(0, 20).map(float)), min_size=1, max_size=5),
    st.lists(st.integers(0, 50).map(float), min_size=5, max_size=5),
    st.floats(0.1, 10),
)
def test_a_weighted_mean_lies_among_its_groups_and_does_not_care_what_weights_add_up_to(groups, weights, factor):
    means, shares = [mean_interval(values) for values in groups], np.array(weights[: len(groups)])
    found, scaled = weighted_mean(means, shares), weighted_mean(means, factor * shares)
    told = [each.mean for each, weight in zip(means, shares, strict=True) if each.n and weight]
    assert np.isnan(found.mean) == (not told)
    if told:
        assert min(told) - 1e-9 <= found.mean <= max(told) + 1e-9
        assert found.effective_n <= sum(each.n for each in means) + 1e-9
    named = ("mean", "error", "low", "high", "effective_n")
    assert [getattr(scaled, name) for name in named] == pytest.approx(
        [getattr(found, name) for name in named], nan_ok=True
    )


def test_groups_of_one_mind_have_a_mean_and_no_range():
    alike = mean_interval(np.array([3.0, 3, 3]))
    weighted = weighted_mean([alike, alike], np.array([1.0, 2]))
    assert (weighted.mean, weighted.error) == (3, 0)
    assert np.isnan([weighted.low, weighted.high]).all()


def test_the_range_for_people_in_post_is_that_of_r(scale_n40):
    """R 4.2.2: 40 of 60, factor .577350, 50.138144 to 57.861856."""
    mean = mean_interval(pomp(scale_scores(scale_n40), 5))
    assert in_post(mean, 60) == pytest.approx((50.1381436807, 57.8618563193), abs=1e-9)
    assert in_post(mean, 40) == (mean.mean, mean.mean)
    assert np.isnan(in_post(mean_interval(np.array([])), 0)).all()


def test_whatever_the_others_would_have_said_bounds_the_mean():
    """By hand: 40 of 60 answered, mean 54."""
    assert bounds(54, 40 / 60) == pytest.approx((36, 69.333333), abs=1e-6)
    assert bounds(54, 1) == (54, 54)
