"""Agreement within groups and difference between them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy.stats import f_oneway

from leadsurvey.scoring.agreement import ad_m, design_effect, icc, rwg_j, variance
from leadsurvey.scoring.scores import answers, scale_scores

NAN = np.nan
ANY_CODES = arrays(np.int8, array_shapes(min_dims=2, max_dims=2, min_side=0, max_side=8))
LIKERT = arrays(np.int8, array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=8), elements=st.integers(1, 5))


def by_team(statistic, teams):
    asked, team = teams
    return [statistic(asked[team == number]) for number in range(6)]


def test_icc_of_six_teams_is_that_of_r(teams):
    """R 4.2.2 with n0 = 6.780488; R multilevel 2.7 has the same ICC(2), and .104111 from the plain mean size."""
    asked, team = teams
    assert icc(scale_scores(asked), team) == pytest.approx((0.104837, 0.442617), abs=1e-6)


def test_icc_of_the_published_ratings_is_the_published_one(ratings):
    """Shrout & Fleiss (1979): ICC(1,1) .17 and ICC(1,4) .44; the digits are from R psych 2.2.9 and pingouin 0.7.0."""
    target = np.repeat(np.arange(6), 4)
    assert icc(ratings.ravel(), target) == pytest.approx((0.165742, 0.442797), abs=1e-6)


def test_missing_values_people_in_no_group_and_empty_groups_are_left_out(teams):
    asked, team = teams
    values = scale_scores(asked)
    more_values = np.concatenate([values, [NAN, 1.0, NAN]])
    more_teams = np.concatenate([2 * team, [0, -1, 13]])
    assert icc(more_values, more_teams) == pytest.approx(icc(values, team))


def test_a_group_of_one_tells_of_differences_between_groups_only():
    """By hand: MSB = 2 (2 - 3)^2 + (5 - 3)^2 = 6, MSW = 2, n0 = 3 - 5/3 = 4/3; so 4 / (6 + 2/3) and 4 / 6."""
    assert icc(np.array([1.0, 3.0, 5.0]), np.array([0, 0, 1])) == pytest.approx((0.6, 2 / 3))


@pytest.mark.parametrize(
    ("values", "groups"),
    [
        ([], []),
        ([1, 2, 3], [0, 0, 0]),
        ([1, 2, 3], [0, 1, 2]),
        ([1, 2, NAN], [0, 0, 1]),
        ([1, 2, 3, 4], [-1, -1, -1, -1]),
        ([0.1, 0.1, 0.1, 0.1, 0.1], [0, 0, 1, 1, 1]),
    ],
    ids=["nobody", "one group", "all alone", "one group answered", "no group", "all alike"],
)
def test_icc_is_undefined_without_two_groups_company_and_variance(values, groups):
    assert np.isnan(icc(np.array(values, dtype=float), np.array(groups, dtype=int))).all()


def test_groups_no_more_alike_than_strangers_have_an_icc_of_zero():
    assert icc(np.array([1.0, 5.0, 1.0, 5.0]), np.array([0, 0, 1, 1])) == (0, 0)


def test_groups_of_one_mind_each_have_an_icc_of_one():
    assert icc(np.array([1.0, 1.0, 5.0, 5.0]), np.array([0, 0, 1, 1])) == (1, 1)


def test_agreement_in_six_teams_is_that_of_r(teams):
    """R multilevel 2.7, rwg.j with the uniform null."""
    expected = [0.837209, 0.783505, 0.800000, 0.610169, 0.908367, 0.929548]
    assert by_team(lambda asked: rwg_j(asked, options=5), teams) == pytest.approx(expected, abs=1e-6)


def test_agreement_on_a_single_item_is_that_of_r(teams):
    """R multilevel 2.7, rwg with the uniform null."""
    expected = [0.900000, 0.666667, 0.547619, 0.223214, 0.866667, 0.861111]
    assert by_team(lambda asked: rwg_j(asked[:, :1], options=5), teams) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("row", [[1], [1, 1], [1, 1, 5]])
def test_people_more_at_odds_than_blind_choice_agree_by_zero(row):
    """By formula a single item would give a negative value, several items one above 1."""
    assert rwg_j(np.array([row, [6 - answer for answer in row]], dtype=float), options=5) == 0


def test_people_of_one_mind_agree_by_one_and_deviate_by_nothing():
    asked = np.array([[2.0, 5.0, 1.0]] * 4)
    assert rwg_j(asked, options=5) == 1
    assert ad_m(asked) == 0


def test_average_deviation_in_six_teams_is_that_of_r(teams):
    """R multilevel 2.7, ad.m about the mean."""
    expected = [0.680000, 0.708333, 0.683673, 0.929688, 0.583333, 0.530864]
    assert by_team(ad_m, teams) == pytest.approx(expected, abs=1e-6)


def test_a_person_with_a_gap_does_not_count_towards_agreement(teams):
    asked, _ = teams
    with_gap = np.vstack([asked, [1, 5, NAN, 5]])
    assert rwg_j(with_gap, options=5) == rwg_j(asked, options=5)
    assert ad_m(with_gap) == ad_m(asked)


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (1, 3), (3, 0)])
def test_agreement_is_undefined_without_two_people_and_an_item(shape):
    assert np.isnan(rwg_j(np.ones(shape), options=5))
    assert np.isnan(ad_m(np.ones(shape)))


@given(ANY_CODES, st.integers(2, 11))
def test_agreement_lies_between_0_and_1_whatever_the_codes(codes, options):
    found = rwg_j(answers(codes), options)
    assert np.isnan(found) or 0 <= found <= 1


@given(LIKERT)
def test_average_deviation_is_at_most_half_the_scale(codes):
    assert 0 <= ad_m(answers(codes)) <= 2


@given(ANY_CODES)
def test_average_deviation_is_never_infinite(codes):
    assert not np.isinf(ad_m(answers(codes)))


@given(LIKERT, st.randoms(use_true_random=False))
def test_the_order_of_people_and_the_direction_of_the_scale_do_not_matter(codes, random):
    asked, order = answers(codes), list(range(len(codes)))
    random.shuffle(order)
    turned = 6 - asked[order]
    assert rwg_j(turned, options=5) == pytest.approx(rwg_j(asked, options=5))
    assert ad_m(turned) == pytest.approx(ad_m(asked))


@given(arrays(np.int8, st.tuples(st.integers(0, 20), st.just(2))))
def test_icc_lies_between_0_and_1_whatever_the_codes(codes):
    found = np.array(icc(answers(codes[:, 0]), np.clip(codes[:, 1].astype(int), -1, 4)))
    assert np.all(np.isnan(found) | ((found >= 0) & (found <= 1)))


def test_the_analysis_of_variance_of_six_teams_is_that_of_r(teams):
    """R 4.2.2 aov: MSB .992318, MSW .553101, F 1.794099; n0 6.780488."""
    asked, team = teams
    found = variance(scale_scores(asked), team)
    assert (found.people, found.groups) == (41, 6)
    expected = (0.99231804104, 0.55310090703, 6.7804878049, 1.7940994644)
    assert (found.between, found.within, found.n0, found.f) == pytest.approx(expected, abs=1e-9)
    assert found.p == pytest.approx(
        f_oneway(*[scale_scores(asked)[team == each] for each in range(6)]).pvalue, abs=1e-12
    )


def test_the_design_effect_of_six_teams_is_the_worked_one():
    """By hand: 1 + 5.7805 x .104837 = 1.606."""
    assert design_effect(0.10483732461, 6.7804878049) == pytest.approx(1.606, abs=5e-4)


def test_agreement_against_choices_that_lean_is_that_of_r(teams):
    """R multilevel 2.7 with error variance 1.34; the fourth team agrees less than such choices would."""
    expected = [0.68007312614, 0.52488687783, 0.57627118644, 0, 0.84181568088, 0.88262910798]
    assert by_team(lambda asked: rwg_j(asked, 5, skewed=True), teams) == pytest.approx(expected, abs=1e-9)


def test_how_choices_lean_is_known_for_five_options_only(teams):
    assert np.isnan(rwg_j(teams[0], 7, skewed=True))


def test_groups_that_each_agree_and_differ_cannot_be_chance():
    found = variance(np.array([1.0, 1, 5, 5]), np.array([0, 0, 1, 1]))
    assert (found.f, found.p) == (np.inf, 0)
