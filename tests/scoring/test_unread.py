"""Two independent signs that answers were not read: which rows show them, and that no behaviour counts twice."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from leadsurvey.scoring.unread import KINDS, at_odds, kinds, two_kinds

EMPTY, OPT_OUT = -128, -1

# Eight scales of three items, each with one reversed item, the last.
SCALES = np.repeat(np.arange(8), 3)
REVERSED = np.array([False, False, True] * 8)
PUT = np.ones(24, dtype=bool)
FIVE = np.full(24, 5)
CAREFUL = [4, 5, 2, 4, 4, 1, 3, 4, 2, 5, 4, 2] * 2
AGREES = [5, 4, 5, 4, 5, 4, 5, 4, 4, 4, 5, 5]  # whichever way an item points; no option ten times in a row


def signs(codes, put=PUT, reversed_items=REVERSED):
    (found,) = kinds(np.array([codes], dtype=np.int8), put, SCALES, reversed_items, FIVE)
    return {name for name, shown in zip(KINDS, found, strict=True) if shown}


def is_left_out(codes):
    return len(signs(codes)) >= 2


def test_who_reads_and_answers_shows_no_sign():
    assert signs(CAREFUL) == set()


@pytest.mark.parametrize("option", [1, 2, 3, 4, 5])
def test_one_option_throughout_is_one_sign_however_it_is_looked_at(option):
    """It is a long string, has no spread, and contradicts itself: one behaviour."""
    assert signs([option] * 24) == {"one_option"}


def test_one_option_for_half_of_the_items_does_not_contradict_itself():
    assert signs([5] * 12 + CAREFUL[:12]) == {"one_option"}


def test_agreeing_whichever_way_an_item_points_is_one_sign():
    assert signs(AGREES * 2) == {"at_odds"}


def test_a_long_string_and_contradictions_in_other_answers_are_two_signs():
    assert signs([3] * 12 + AGREES) == {"one_option", "at_odds"}


def test_what_was_answered_may_contradict_itself_where_more_was_left_empty():
    assert signs([EMPTY] * 13 + AGREES[1:]) == {"left_empty", "at_odds"}
    assert signs([EMPTY] * 13 + CAREFUL[:11]) == {"left_empty"}


def test_one_option_in_what_little_was_answered_is_a_second_sign():
    assert signs([EMPTY] * 15 + [2] * 9) == {"left_empty", "one_option"}


def test_contradictions_take_three_scales_of_which_both_ways_were_answered():
    """Keyed 1 against 5, in so many scales; the reversed items of the others are left empty."""
    for scales, shown in ((2, False), (3, True)):
        codes = [5, 4, 5] * scales + [4, 4, OPT_OUT] * (8 - scales)
        assert ("at_odds" in signs(codes)) == shown


@pytest.mark.parametrize(("reversed_answer", "shown"), [(3, False), (4, True)])
def test_half_of_the_scale_is_far_apart_and_less_is_not(reversed_answer, shown):
    """Others 4; keyed 3 lies one step away, keyed 2 lies two of four."""
    codes = np.array([[4, 4, reversed_answer] * 8], dtype=np.int8)
    assert at_odds(codes, SCALES, REVERSED, FIVE).tolist() == [shown]


def test_contradictions_are_measured_on_each_scale_s_own_options():
    """Two steps are half of five options, and less than half of seven."""
    codes = np.array([[4, 4, 4] * 8], dtype=np.int8)
    assert at_odds(codes, SCALES, REVERSED, FIVE).tolist() == [True]
    assert at_odds(codes, SCALES, REVERSED, np.full(24, 7)).tolist() == [False]


def test_without_reversed_items_nothing_is_at_odds():
    none = np.zeros(24, dtype=bool)
    assert signs(AGREES * 2, reversed_items=none) == set()
    assert signs(AGREES * 2, put=~REVERSED) == set()


def test_who_cannot_say_throughout_shows_no_sign():
    assert signs([OPT_OUT] * 24) == set()


@given(st.integers(1, 5), st.integers(0, 24), st.integers(0, 24))
def test_one_option_and_gaps_alone_are_never_at_odds(option, start, end):
    codes = [EMPTY if start <= place < end else option for place in range(24)]
    assert "at_odds" not in signs(codes)


@given(arrays(np.int8, st.tuples(st.integers(0, 6), st.just(24)), elements=st.sampled_from([EMPTY, OPT_OUT, 1, 3, 5])))
def test_each_person_is_looked_at_as_if_alone(codes):
    together = kinds(codes, PUT, SCALES, REVERSED, FIVE)
    alone = [kinds(codes[[who]], PUT, SCALES, REVERSED, FIVE)[0] for who in range(len(codes))]
    assert np.array_equal(together, np.array(alone, dtype=bool).reshape(-1, 3))


@pytest.mark.parametrize("items", [0, 24])
def test_nothing_put_and_nobody_there_are_no_error(items):
    nothing = np.zeros(items, dtype=bool)
    scales, options = np.zeros(items, dtype=int), np.full(items, 5)
    assert not kinds(np.full((3, items), EMPTY, dtype=np.int8), nothing, scales, nothing, options).any()
    assert kinds(np.empty((0, items), dtype=np.int8), ~nothing, scales, nothing, options).shape == (0, 3)


def test_two_signs_of_three_are_enough():
    found = np.array([[1, 0, 0], [1, 0, 1], [1, 1, 1], [0, 0, 0]], dtype=bool)
    assert two_kinds(found).tolist() == [False, True, True, False]


def test_answers_given_at_random_are_seldom_at_odds():
    """Of 2,000 people who answer 24 items at random fewer than one in ten is.

    It finds those who lean, not those who guess.
    """
    codes = np.random.default_rng(6).integers(1, 6, (2000, 24)).astype(np.int8)
    assert at_odds(codes, SCALES, REVERSED, FIVE).mean() < 0.1
