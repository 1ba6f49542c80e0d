"""A person's score: what counts as an answer, and how many make a score."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from leadsurvey.scoring.scores import answers, decode, enough, keyed, pomp, scale_scores

NAN = np.nan
SHAPES = array_shapes(min_dims=2, max_dims=2, min_side=0, max_side=8)
ANY_CODES = arrays(np.int8, SHAPES)
LIKERT_CODES = arrays(np.int8, SHAPES, elements=st.sampled_from([-128, -1, 1, 2, 3, 4, 5]))


def test_joined_rows_come_back_as_respondents_by_items():
    assert decode(bytes([1, 2, 255, 4, 5, 128]), width=3).tolist() == [[1, 2, -1], [4, 5, -128]]


def test_decoded_codes_lie_item_by_item_and_belong_to_the_caller():
    codes = decode(bytes(6), width=3)
    assert codes.flags.f_contiguous
    assert codes.flags.writeable


@pytest.mark.parametrize("width", [0, 1, 5])
def test_no_bytes_are_no_respondents(width):
    assert decode(b"", width).shape == (0, width)


@pytest.mark.parametrize("width", [0, 2])
def test_bytes_that_do_not_fill_their_last_row_are_refused(width):
    with pytest.raises(ValueError, match="reshape"):
        decode(bytes(3), width)


@given(arrays(np.int8, array_shapes(min_dims=2, max_dims=2, max_side=8)))
def test_decoding_undoes_joining(codes):
    assert np.array_equal(decode(codes.tobytes(), width=codes.shape[1]), codes)


@given(ANY_CODES)
def test_every_negative_code_is_missing_and_every_other_an_answer(codes):
    given_answers = answers(codes)
    assert np.array_equal(np.isnan(given_answers), codes < 0)
    assert np.array_equal(given_answers[codes >= 0], codes[codes >= 0])


def test_only_reversed_items_are_turned_round():
    turned = keyed(np.array([[1.0, 1.0], [4.0, NAN], [3.0, 4.0]]), np.array([False, True]), options=5)
    assert np.array_equal(turned, [[1, 5], [4, NAN], [3, 2]], equal_nan=True)


@given(LIKERT_CODES)
def test_turning_round_twice_gives_the_answers_back_and_leaves_the_first_alone(codes):
    asked = answers(codes)
    everything = np.ones(codes.shape[1], dtype=bool)
    twice = keyed(keyed(asked, everything, options=5), everything, options=5)
    assert np.array_equal(twice, asked, equal_nan=True)
    assert np.array_equal(asked, answers(codes), equal_nan=True)


@pytest.mark.parametrize(
    ("items", "fewest"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 2), (5, 3), (6, 3), (7, 4), (8, 4), (15, 8)]
)
def test_half_the_items_are_enough_and_never_one_of_several(items, fewest):
    assert enough(items) == fewest


@pytest.mark.parametrize(
    ("row", "score"),
    [
        ([4, 2, NAN, NAN], 3),
        ([4, NAN, NAN, NAN], NAN),
        ([4, 2, NAN, NAN, NAN], NAN),
        ([4, NAN], NAN),
        ([4], 4),
        ([NAN], NAN),
        ([], NAN),
    ],
)
def test_a_person_who_answered_half_the_items_is_scored(row, score):
    assert np.array_equal(scale_scores(np.array([row], dtype=float)), [score], equal_nan=True)


def test_no_respondents_have_no_scores():
    assert scale_scores(np.empty((0, 4))).shape == (0,)
    assert scale_scores(np.empty((0, 0))).shape == (0,)


def test_people_with_gaps_score_as_in_the_worked_example(gaps):
    """By hand and in Python: M1 answered 5 of 6, M2 3, M3 1, M4 4 and one "I can't say", M5 none, M6 all."""
    scores = pomp(scale_scores(answers(gaps)), options=5)
    assert scores == pytest.approx([85.0, 33.333333, NAN, 37.5, NAN, 100.0], abs=1e-6, nan_ok=True)


def test_the_scale_of_forty_scores_as_in_r(scale_n40):
    """R 4.2.2."""
    assert pomp(scale_scores(scale_n40), options=5)[:5] == pytest.approx([30, 5, 35, 50, 25], abs=1e-6)


def test_pomp_runs_from_the_first_option_to_the_last():
    assert [pomp(float(option), options=7) for option in (1, 4, 7)] == [0, 50, 100]


@given(LIKERT_CODES)
def test_a_score_lies_within_the_persons_own_answers(codes):
    asked = answers(codes)
    for row, score in zip(asked, scale_scores(asked), strict=True):
        assert np.isnan(score) or np.nanmin(row) <= score <= np.nanmax(row)


@given(LIKERT_CODES)
def test_pomp_stays_between_0_and_100(codes):
    scores = pomp(scale_scores(answers(codes)), options=5)
    assert np.all(np.isnan(scores) | ((scores >= 0) & (scores <= 100)))


@given(LIKERT_CODES)
def test_a_scale_turned_round_scores_the_distance_from_the_other_end(codes):
    asked = answers(codes)
    turned = keyed(asked, np.ones(codes.shape[1], dtype=bool), options=5)
    assert pomp(scale_scores(turned), 5) == pytest.approx(100 - pomp(scale_scores(asked), 5), nan_ok=True)


@given(ANY_CODES, st.integers(2, 11))
def test_no_code_makes_a_score_infinite(codes, options):
    assert not np.isinf(pomp(scale_scores(answers(codes)), options)).any()
