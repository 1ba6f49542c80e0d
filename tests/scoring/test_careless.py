"""Signs of careless answering: what each one sees, and what it must not take for one."""

import statistics
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from leadsurvey.scoring.careless import FLAGS, flags, longstring, missing_share, spread

NAN = np.nan
EMPTY, OPT_OUT = -128, -1
CODES = arrays(
    np.int8,
    array_shapes(min_dims=2, max_dims=2, min_side=0, max_side=14),
    elements=st.sampled_from([EMPTY, OPT_OUT, 1, 2, 3, 4, 5]),
)
WORKED = [("3333333333", 10, 0), ("1222254431", 4, 1.349897), ("5551111112", 6, 1.888562)]

# Four scales of three items; the last item of the first three is reversed, the fourth scale has no reversed item.
SCALES = np.repeat(np.arange(4), 3)
REVERSED = np.array([False, False, True] * 3 + [False] * 3)
ALL_PUT = np.ones(12, dtype=bool)


def row(*codes):
    return np.array([codes], dtype=np.int8)


def digits(text):
    return row(*map(int, text))


def signs(codes, put=ALL_PUT, scales=SCALES, reversed_items=REVERSED):
    (found,) = flags(np.array([codes], dtype=np.int8), put, scales, reversed_items)
    return {name for name, shown in zip(FLAGS, found, strict=True) if shown}


# Long strings


@pytest.mark.parametrize(("text", "longest", "_"), WORKED)
def test_the_longest_string_is_that_of_the_worked_example(text, longest, _):
    assert longstring(digits(text)).tolist() == [longest]


@pytest.mark.parametrize("gap", [EMPTY, OPT_OUT])
def test_a_gap_breaks_a_string_and_is_none_itself(gap):
    assert longstring(row(3, 3, gap, 3, 3, 3)).tolist() == [3]
    assert longstring(row(3, gap, gap, gap, gap, 3)).tolist() == [1]
    assert longstring(row(gap, gap)).tolist() == [0]


@given(CODES)
def test_the_longest_string_is_what_counting_by_hand_finds(codes):
    by_hand = [max((len(list(run)) for code, run in groupby(who) if code > 0), default=0) for who in codes.tolist()]
    assert longstring(codes).tolist() == by_hand


@given(st.integers(1, 7), st.integers(0, 40), st.integers(0, 4))
def test_one_option_throughout_is_a_string_as_long_as_the_row(code, items, people):
    assert longstring(np.full((people, items), code, dtype=np.int8)).tolist() == [items] * people


@given(CODES, st.permutations([1, 2, 3, 4, 5]))
def test_a_string_does_not_depend_on_what_the_options_are_called(codes, names):
    renamed = np.where(codes < 0, codes, np.array([0, *names])[codes.clip(0)]).astype(np.int8)
    assert np.array_equal(longstring(renamed), longstring(codes))


@given(CODES)
def test_a_string_is_as_long_read_backwards(codes):
    assert np.array_equal(longstring(codes[:, ::-1]), longstring(codes))


# Spread


@pytest.mark.parametrize(("text", "_", "irv"), WORKED)
def test_the_spread_is_that_of_the_worked_example(text, _, irv):
    assert spread(digits(text)) == pytest.approx([irv], abs=1e-6)


@given(CODES)
def test_the_spread_is_that_of_the_standard_library_and_exactly_0_where_all_are_alike(codes):
    given_answers = [[code for code in who if code > 0] for who in codes.tolist()]
    expected = [statistics.stdev(who) if len(who) >= 2 else NAN for who in given_answers]
    assert spread(codes) == pytest.approx(expected, nan_ok=True)
    alike = np.array([len(who) >= 2 and len(set(who)) == 1 for who in given_answers], dtype=bool)
    assert np.array_equal(spread(codes) == 0, alike)


@given(CODES)
def test_the_spread_is_the_same_on_a_scale_turned_round(codes):
    turned = np.where(codes < 0, codes, 6 - codes).astype(np.int8)
    assert spread(turned) == pytest.approx(spread(codes), nan_ok=True)


# Missing answers


def test_an_opt_out_is_an_answer_and_an_item_not_put_is_not_missing():
    put = np.array([True, True, True, True, False])
    assert missing_share(row(EMPTY, OPT_OUT, 2, 5, EMPTY), put).tolist() == [0.25]


def test_without_items_put_no_share_is_missing():
    assert np.isnan(missing_share(row(EMPTY, EMPTY), np.zeros(2, dtype=bool))).all()


@given(CODES)
def test_a_missing_share_lies_between_nothing_and_all(codes):
    shares = missing_share(codes, np.ones(codes.shape[1], dtype=bool))
    assert np.all(np.isnan(shares) | ((shares >= 0) & (shares <= 1)))


# Flags


def test_who_reads_and_answers_shows_no_sign():
    assert signs([4, 5, 2, 4, 4, 1, 3, 4, 2, 5, 4, 4]) == set()


@pytest.mark.parametrize(("length", "flagged"), [(9, False), (10, True)])
def test_a_long_string_has_ten_answers(length, flagged):
    assert ("long_string" in signs([4] * length + [1, 2, 1][: 12 - length])) == flagged


@pytest.mark.parametrize(("length", "flagged"), [(11, False), (12, True)])
def test_a_long_string_is_half_of_the_items_put_to_the_person(length, flagged):
    codes = [4] * length + [1, 2] * 12
    put = np.array([True] * 24 + [False] * (len(codes) - 24))
    items = len(codes)
    assert ("long_string" in signs(codes, put, np.zeros(items, dtype=int), np.zeros(items, dtype=bool))) == flagged


def test_an_item_not_put_does_not_break_a_string():
    put = np.array([True] * 5 + [False] * 2 + [True] * 5)
    assert "long_string" in signs([4] * 5 + [EMPTY] * 2 + [4] * 5, put)


def test_one_option_where_items_point_both_ways_is_no_spread():
    assert signs([3, 3, 3, 3, 3, 3, 3, 3, 3, 1, 5, 2]) == {"no_spread"}
    assert signs([3] * 12) == {"long_string", "no_spread"}


def test_one_mixed_scale_alone_is_not_enough_for_no_spread():
    assert signs([3, 3, 3] + [OPT_OUT] * 9) == set()


def test_a_scale_counts_as_mixed_only_where_both_ways_were_answered():
    assert signs([3, 3, 3, 3, 3, OPT_OUT, OPT_OUT, OPT_OUT, 3, 1, 5, 2]) == set()
    assert signs([3, 3, 3, 3, OPT_OUT, 3, OPT_OUT, OPT_OUT, 3, 1, 5, 2]) == {"no_spread"}


def test_scales_without_a_reversed_item_or_with_nothing_else_show_no_lack_of_spread():
    """All the same may be what someone thinks, where all items point one way."""
    for reversed_items in (np.zeros(12, dtype=bool), np.ones(12, dtype=bool)):
        assert signs([4] * 12, reversed_items=reversed_items) == {"long_string"}


def test_only_mixed_scales_are_looked_at_for_spread():
    """The third scale has reversed items alone, the fourth none."""
    reversed_items = np.array([False, False, True] * 2 + [True] * 3 + [False] * 3)
    assert signs([3] * 6 + [1, 2, 5, 4, 1, 2], reversed_items=reversed_items) == {"no_spread"}
    assert signs([3] * 5 + [4, 1, 2, 5, 4, 1, 2], reversed_items=reversed_items) == set()


def test_a_reversed_item_that_was_not_put_mixes_no_scale():
    assert "no_spread" not in signs([4] * 12, put=~REVERSED)


@pytest.mark.parametrize(("empty", "flagged"), [(6, False), (7, True)])
def test_more_than_half_left_empty_is_a_sign_and_half_is_not(empty, flagged):
    assert ("missing" in signs([EMPTY] * empty + [1, 5, 2, 4, 3, 1][: 12 - empty])) == flagged


def test_who_cannot_say_throughout_shows_no_sign():
    assert signs([OPT_OUT] * 12) == set()


@pytest.mark.parametrize("items", [0, 12])
def test_nothing_put_and_nobody_there_are_no_error(items):
    nothing = np.zeros(items, dtype=bool)
    assert not flags(np.full((3, items), EMPTY, dtype=np.int8), nothing, np.zeros(items, dtype=int), nothing).any()
    assert flags(np.empty((0, items), dtype=np.int8), ~nothing, np.zeros(items, dtype=int), nothing).shape == (0, 3)


@given(arrays(np.int8, st.tuples(st.integers(0, 6), st.just(12)), elements=st.sampled_from([EMPTY, OPT_OUT, 2, 4])))
def test_each_person_is_flagged_as_if_alone(codes):
    together = flags(codes, ALL_PUT, SCALES, REVERSED)
    alone = [flags(codes[[who]], ALL_PUT, SCALES, REVERSED)[0] for who in range(len(codes))]
    assert np.array_equal(together, np.array(alone, dtype=bool).reshape(-1, 3))
