"""Predictions beside what citizens say: the worked case of two levels, and what must hold for any answers."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from leadsurvey.scoring import perspective
from leadsurvey.scoring.differences import welch
from leadsurvey.scoring.means import mean_interval
from leadsurvey.scoring.resampling import generator
from tests.scoring.conftest import reference

DIRECTION = np.array([1.0, -1, 1, -1, 1, -1])
FRONT, SENIOR = slice(0, 5), slice(5, 9)


@pytest.fixture(scope="module")
def citizens():
    """How many citizens agree with each of six statements, and how many answered it."""
    rows = reference("perspective.csv")[:, 1:].astype(int)
    return rows[:, 0], rows[:, 1]


@pytest.fixture(scope="module")
def predicted():
    """What five front-line staff and four seniors predicted."""
    rows = reference("predictions.csv")[:, 2:]
    return np.where(rows == "", "nan", rows).astype(float)


@pytest.fixture(scope="module")
def errors(citizens, predicted):
    agree, n = citizens
    return perspective.errors(predicted, 100 * agree / n)


@pytest.mark.parametrize(
    ("who", "signed", "absolute", "directed"),
    [
        (FRONT, 0.726717515958021, 11.566628800173104, -10.427983338742834),
        (SENIOR, 0.3152487017202198, 27.327379503407982, -27.327379503407982),
    ],
    ids=["front", "senior"],
)
def test_errors_of_each_level_are_the_worked_ones(errors, who, signed, absolute, directed):
    """Python by hand, means checked in R 4.2.2. The seniors' signed error cancels to .3; they are 27 points off."""
    assert perspective.signed(errors)[who].mean() == pytest.approx(signed, abs=1e-5)
    assert perspective.absolute(errors)[who].mean() == pytest.approx(absolute, abs=1e-5)
    assert perspective.directed(errors, DIRECTION)[who].mean() == pytest.approx(directed, abs=1e-5)


def test_the_crowd_and_the_order_are_the_worked_ones(citizens, predicted):
    """Python by hand; Spearman by scipy.stats 1.17."""
    truth = 100 * citizens[0] / citizens[1]
    assert perspective.crowd_error(predicted[FRONT], truth) == pytest.approx(10.653386346, abs=1e-5)
    assert perspective.crowd_error(predicted[SENIOR], truth) == pytest.approx(27.708941902, abs=1e-5)
    assert perspective.order_agreement(predicted[FRONT], truth) == pytest.approx(0.985610761, abs=1e-8)
    assert perspective.order_agreement(predicted[SENIOR], truth) == pytest.approx(-0.231908414, abs=1e-8)


def test_the_floor_is_the_worked_one(citizens):
    assert perspective.noise_floor(*citizens) == pytest.approx(3.712825520, abs=1e-6)


def test_seniors_are_further_off_than_the_front_line(errors):
    """Welch: 15.761, t 2.537, df 5.847, p .0453; scipy 1.17."""
    found = perspective.absolute(errors)
    gap = welch(mean_interval(found[SENIOR]), mean_interval(found[FRONT]))
    assert (gap.difference, gap.df, gap.p) == pytest.approx((15.76075, 5.84707, 0.045259), abs=1e-4)


def test_a_forecast_of_all_citizens_errs_by_the_floor():
    """Simulated: 40,000 polls of 80 citizens where 30, 50 and 80 of 100 agree."""
    truth = np.array([30.0, 50, 80])
    polls = 100 * np.random.default_rng(3).binomial(80, truth / 100, (40_000, 3)) / 80
    told = perspective.noise_floor(np.array([24, 40, 64]), np.array([80, 80, 80]))
    assert np.abs(polls - truth).mean() == pytest.approx(told, abs=0.1)


def world(chance, staff, citizens):
    """Staff who underestimate by 10 points on average, and citizens of whom 60 of 100 agree with each statement."""
    truth = np.where(DIRECTION > 0, 60.0, 40.0)
    lean = chance.normal(-10, 6, (staff, 1)) * DIRECTION
    predicted = np.clip(truth + lean + chance.normal(0, 8, (staff, 6)), 0, 100)
    return predicted, (chance.random((citizens, 6)) < truth / 100).astype(float)


def test_the_joint_range_holds_the_true_error_as_often_as_it_says():
    """200 rounds of 40 staff and 60 citizens, drawn from people who are 10 points off."""
    chance = np.random.default_rng(11)
    held = 0
    for round_ in range(200):
        predicted, own = world(chance, 40, 60)
        low, high = perspective.directed_interval(predicted, own, DIRECTION, generator(str(round_)), 400)
        held += low <= -10 <= high
    assert 0.9 <= held / 200 <= 0.99


def test_the_range_holds_what_is_printed_in_its_middle():
    predicted, own = world(np.random.default_rng(2), 60, 90)
    agree, n = perspective.truth(own)
    told = perspective.directed(perspective.errors(predicted, 100 * agree / n), DIRECTION).mean()
    low, high = perspective.directed_interval(predicted, own, DIRECTION, generator("a"))
    assert low < told < high
    assert (low + high) / 2 == pytest.approx(told, abs=0.5)


def test_blocks_of_very_many_people_give_the_range_of_people(monkeypatch):
    predicted, own = world(np.random.default_rng(4), 3000, 2000)
    whole = perspective.directed_interval(predicted, own, DIRECTION, generator("a"))
    monkeypatch.setattr(perspective, "blocks", lambda people, chance: chance.permutation(people) % 500)
    assert perspective.directed_interval(predicted, own, DIRECTION, generator("b")) == pytest.approx(whole, abs=0.15)


@pytest.mark.parametrize(("staff", "citizens"), [(0, 9), (1, 9), (9, 1), (0, 0)])
def test_without_two_people_on_either_side_there_is_no_range(staff, citizens):
    predicted, own = world(np.random.default_rng(1), staff, citizens)
    assert np.isnan(perspective.directed_interval(predicted, own, DIRECTION, generator("a"), 10)).all()


def test_the_joint_range_is_about_that_of_students_t_where_citizens_are_as_many_as_can_be(predicted, citizens):
    """Eight copies of the worked front line (Python by hand: sd of five persons 9.808), against the truth itself.

    Of so many citizens hardly any error comes, so the range is that of 40 persons: -10.43 and 1.96 x 8.772 / sqrt(40).
    """
    agree, n = citizens
    own = np.column_stack([np.arange(50_000) < 50_000 * share for share in agree / n]).astype(float)
    staff = np.tile(predicted[FRONT], (8, 1))
    found = perspective.directed(perspective.errors(staff, 100 * agree / n), DIRECTION)
    assert found[:5].std(ddof=1) == pytest.approx(9.808, abs=1e-3)
    low, high = perspective.directed_interval(staff, own, DIRECTION, generator("worked"))
    half = 1.96 * found.std() / 40**0.5
    assert (low, high) == pytest.approx((found.mean() - half, found.mean() + half), abs=0.5)


def test_what_was_not_predicted_or_not_answered_has_no_place_in_the_order():
    predicted, truth = np.array([[10.0, 20, 30, np.nan, 5]]), np.array([1.0, 2, 3, 0, np.nan])
    assert perspective.order_agreement(predicted, truth) == pytest.approx(1)
    assert math.isnan(perspective.order_agreement(predicted, np.array([1.0, 2, np.nan, 0, np.nan])))


def test_a_statement_that_no_citizen_answered_is_left_out_of_floor_and_range():
    predicted, own = world(np.random.default_rng(6), 30, 40)
    own[:, 5] = np.nan
    agree, n = perspective.truth(own)
    assert perspective.noise_floor(agree, n) == perspective.noise_floor(agree[:5], n[:5])
    shorter = perspective.directed_interval(predicted[:, :5], own[:, :5], DIRECTION[:5], generator("a"))
    assert perspective.directed_interval(predicted, own, DIRECTION, generator("a")) == shorter


def test_without_any_statement_nothing_is_told():
    nothing, nobody = np.zeros((3, 0)), np.zeros(0, dtype=int)
    assert math.isnan(perspective.noise_floor(nobody, nobody))
    assert math.isnan(perspective.crowd_error(nothing, np.zeros(0)))
    assert math.isnan(perspective.order_agreement(nothing, np.zeros(0)))
    assert np.isnan(perspective.directed_interval(nothing, nothing, np.zeros(0), generator("a"), 10)).all()


@given(arrays(float, (6, 4), elements=st.one_of(st.just(np.nan), st.integers(0, 100).map(float))), st.randoms())
def test_the_order_of_statements_and_people_does_not_matter(predicted, chance):
    truth, places, people = np.array([80.0, 20, 55, 40]), list(range(4)), list(range(6))
    chance.shuffle(places)
    chance.shuffle(people)
    turned = predicted[people][:, places]
    for of in (perspective.order_agreement, perspective.crowd_error):
        found = of(predicted, truth)
        assert of(turned, truth[places]) == pytest.approx(found, nan_ok=True, abs=1e-12)
    assert math.isnan(order := perspective.order_agreement(predicted, truth)) or -1 - 1e-12 <= order <= 1 + 1e-12


def test_fewer_than_three_statements_have_no_order():
    assert math.isnan(perspective.order_agreement(np.array([[1.0, 2]]), np.array([3.0, 4])))
    assert math.isnan(perspective.order_agreement(np.array([[5.0, 5, 5]]), np.array([3.0, 4, 5])))


@given(arrays(float, (7, 6), elements=st.one_of(st.just(np.nan), st.integers(0, 100).map(float))))
def test_who_predicted_anything_has_errors_and_nobody_else(predicted):
    errors = perspective.errors(predicted, np.full(6, 50.0))
    asked = ~np.isnan(predicted).all(axis=1)
    for found in (perspective.signed(errors), perspective.absolute(errors), perspective.directed(errors, DIRECTION)):
        assert (~np.isnan(found) == asked).all()
    assert (perspective.absolute(errors)[asked] >= np.abs(perspective.signed(errors)[asked]) - 1e-12).all()
    assert (perspective.absolute(errors)[asked] <= 50).all()
