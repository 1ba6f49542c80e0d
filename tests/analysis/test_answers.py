"""How single items were answered, and how often people could not say."""

from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from leadsurvey.analysis.disclosure.figures import Reason, Shown, Withheld
from leadsurvey.analysis.disclosure.rounding import possible_totals, rounded_shares
from leadsurvey.analysis.findings import ALL_STAFF, canonical, from_canonical
from leadsurvey.analysis.whole import Given
from tests.analysis.conftest import STAFF_UNITS, find
from tests.analysis.whole import people, whole_of, whole_round
from tests.conftest import make_round

FEW, DETAIL, TOGETHER = (Withheld(reason) for reason in (Reason.FEW, Reason.FEW_FOR_DETAIL, Reason.TOGETHER))
DK, NOTHING = -1, -128
EVEN = ((1, 1), (2, 3), (3, 5), (4, 2), (5, 4))
NEAR = "unit,parent,name,front\nall,,All,0\neast,all,East,40\nwest,all,West,40\n"
MORE_ROUNDS = hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def survey(tmp_path):
    return whole_round(tmp_path)


def voiced(level, count, *codes):
    """So many of a level who take turns with these answers to both items of "voice"."""
    return people(level, count, *({"voice-a": one, "voice-b": other} for one, other in codes))


def row(findings, item="voice-a", level=ALL_STAFF, capability="voice"):
    return next(each for each in findings.answers[capability] if each.id == item).groups[level]


# A worked example


def test_shares_are_of_who_answered_and_counted_by_hand(survey):
    """Forty staff say 1, 1, 2, 4 in turn to the one item and 2, 3, 4, 5 to the other: 50, 25, 0, 25, 0 of 100."""
    found = whole_of(survey, voiced("front", 30, *((1, 2), (1, 3), (2, 4), (4, 5)) * 1), voiced("lead", 10, (1, 2)))
    first = row(found)
    assert first == Given(40, (65, 20, 0, 20, 0), FEW)  # 26, 7, 0, 7, 0 of 40: 65, 17.5, 0, 17.5, 0
    assert row(found, "voice-b").shares == (0, 45, 20, 20, 20)  # 18, 8, 7, 7 of 40: 45, 20, 17.5, 17.5


def test_what_the_item_says_goes_with_its_answers(tmp_path):
    found = find(
        make_round(tmp_path, questionnaire="levels", units=STAFF_UNITS),
        [("all", "front", [1 + number % 5] * 3 + [NOTHING] + [1 + number % 5] * 2) for number in range(30)]
        + [("all", "citizen", [NOTHING] * 3 + [1 + number % 5] + [NOTHING] * 2) for number in range(30)],
    )
    for items in found.answers.values():
        for item in items:
            assert item.text
            assert set(item.groups) <= {ALL_STAFF, "citizen", "partner"}
            assert all(
                len(each.shares) == len(item.options) for each in item.groups.values() if isinstance(each, Given)
            )
    asked = {item.id: set(item.groups) for items in found.answers.values() for item in items}
    assert {"citizen"} in asked.values()
    assert {ALL_STAFF} in asked.values()


def test_people_who_could_not_say_are_of_all_who_answered_in_any_way(survey):
    """Ten of forty could not say the first item; two questions make a score, so thirty have one. Ten left it empty."""
    found = whole_of(
        survey, voiced("front", 30, *EVEN), voiced("front", 10, (DK, 3)), voiced("front", 10, (NOTHING, 4))
    )
    assert row(found).cannot_say == Shown(25)
    assert row(found).n == 30
    assert row(found).shares == (20, 20, 20, 20, 20)
    assert row(found, "voice-b").cannot_say == FEW
    assert found.unsaid["voice"] == {"front": Shown(10), ALL_STAFF: Shown(10)}  # 10 of 100 questions


def test_nobody_can_fail_to_say_where_it_is_not_offered(tmp_path):
    survey = make_round(tmp_path, questionnaire="two-scales")
    found = find(survey, [("all", "front", [1 + n % 3, 1 + n % 2, 1 + n % 7]) for n in range(40)])
    offered = {item.id: item.scale.opt_out for item in survey.questionnaire.items}
    for items in found.answers.values():
        for item in items:
            told = item.groups[ALL_STAFF]
            assert isinstance(told, Withheld) or (told.cannot_say is None) == (offered[item.id] is None)


# What is withheld


def test_a_row_is_told_from_twice_the_smallest_group_on(survey):
    found = whole_of(survey, voiced("front", 20, *EVEN), voiced("citizen", 19, *EVEN))
    assert row(found).n == 20
    assert row(found, level="citizen") == DETAIL
    found = whole_of(survey, voiced("front", 19, *EVEN), voiced("citizen", 20, *EVEN))
    assert row(found) == DETAIL
    assert row(found, level="citizen").shares == (20, 20, 20, 20, 20)


def test_fewer_than_the_smallest_group_are_few(survey):
    assert row(whole_of(survey, voiced("front", 30, *EVEN), voiced("citizen", 9, *EVEN)), level="citizen") == FEW


@pytest.mark.parametrize("codes", [[3], [5], [4] * 19 + [1], [4] * 18 + [1, 2], [3, 4], [1, 2, 2]])
def test_no_item_is_told_where_nearly_all_say_the_same_to_one(survey, codes):
    """The mean of both items is known: what is said of the one gives away the other."""
    spread = [(codes[number % len(codes)], 1 + number % 5) for number in range(20)]
    found = whole_of(survey, voiced("front", 20, *spread))
    assert row(found) == row(found, "voice-b") == TOGETHER


def test_all_alike_stay_hidden_in_a_thousand(survey):
    found = whole_of(survey, voiced("front", 1000, *((5, 1 + number % 5) for number in range(5))))
    assert row(found) == row(found, "voice-b") == TOGETHER


def test_staff_levels_have_no_row(survey):
    found = whole_of(survey, voiced("front", 60, *EVEN), voiced("lead", 60, *EVEN), voiced("partner", 60, *EVEN))
    assert {level for items in found.answers.values() for item in items for level in item.groups} == {
        ALL_STAFF,
        "partner",
    }


def test_a_group_that_is_not_told_of_the_capability_is_not_told_of_its_items(survey):
    """Thirty and five who would rather not say their level: the five could be worked out."""
    found = whole_of(survey, voiced("front", 30, *EVEN), voiced(None, 5, *EVEN))
    told = isinstance(found.units["all"].scores["voice"][ALL_STAFF], Shown)
    assert isinstance(row(found), Given) == told


def test_nearly_nobody_who_could_say_is_withheld(survey):
    found = whole_of(survey, voiced("front", 30, *EVEN), voiced("lead", 20, (DK, DK)))
    assert isinstance(found.unsaid["voice"]["lead"], Withheld)


def test_unsaid_is_not_told_of_few_nor_to_be_worked_out(survey):
    found = whole_of(survey, voiced("front", 30, *EVEN), voiced("senior", 5, (DK, DK)))
    told = found.unsaid["voice"]
    assert told["senior"] == FEW
    assert isinstance(told[ALL_STAFF], Withheld) or isinstance(told["front"], Withheld)


# People who left something out: levels.yaml puts three items to staff, and two make a score


def three(level, count, *codes):
    """So many of a level who take turns with these answers to the three items of "voice" (the last is reversed)."""
    return [("all", level, [*codes[number % len(codes)], *[NOTHING] * 3]) for number in range(count)]


def in_turn(count):
    return [(1 + number % 5, 1 + (number // 2) % 5, 1 + (number // 3) % 5) for number in range(count)]


def test_one_who_left_something_out_of_twenty_withholds_the_items(staffed):
    """Shares of twenty are exact: all scores, less all that is told, would be the score of that one."""
    everybody = find(staffed, three("front", 20, *in_turn(20)))
    assert row(everybody).shares == (20, 20, 20, 20, 20)
    one = find(staffed, three("front", 20, *in_turn(20)) + three("front", 1, (5, 5, DK)))
    assert {row(one, item) for item in ("voice-a", "voice-b", "voice-c")} == {TOGETHER}


def test_in_a_large_group_rounding_hides_who_left_something_out(staffed):
    found = find(staffed, three("front", 400, *in_turn(400)) + three("front", 1, (5, 5, DK)))
    assert row(found).n == 400
    assert row(found).shares == (20, 20, 20, 20, 20)


def test_who_answered_too_little_for_a_score_is_in_no_row(staffed):
    without = find(staffed, three("front", 25, *in_turn(25)))
    beside = find(staffed, three("front", 25, *in_turn(25)) + three("front", 12, (5, DK, DK)))
    for item in ("voice-a", "voice-b", "voice-c"):
        assert row(without, item).shares == row(beside, item).shares
        assert row(beside, item).n == 25


def test_few_who_answered_an_item_besides_those_with_all_answers_are_not_in_its_row(staffed):
    """Alpha and its like are of the forty: with one more, the row would tell what that one said.

    Twenty left out the first item, one the second, so one answered the first besides the forty.
    """
    complete, left_first = (
        three("front", 40, *in_turn(40)),
        three("front", 20, *((DK, b, c) for _, b, c in in_turn(20))),
    )
    found = find(staffed, complete + left_first + three("front", 1, (5, DK, 1)))
    assert found.technical.capabilities["voice"].n_complete == 40
    assert [row(found, item).n for item in ("voice-a", "voice-b", "voice-c")] == [40, 60, 60]
    assert row(found).shares == row(find(staffed, complete)).shares


def totals(shares, people):
    """Every total, 0 to 100 a person, of so many people whose shares round to these: by trying all of them."""
    options = [
        [count for count in range(people + 1) if int(np.floor((100 * count / people + 2.5 + 1e-9) / 5)) * 5 == share]
        for share in shares
    ]
    return {
        sum(25 * value * count for value, count in enumerate(counts))
        for counts in product(*options)
        if sum(counts) == people
    }


CODES = st.sampled_from([1, 2, 3, 4, 5])
ALL_THREE = st.tuples(CODES, CODES, CODES)


@MORE_ROUNDS
@given(
    st.lists(ALL_THREE, min_size=18, max_size=36),
    st.lists(st.tuples(st.integers(0, 2), CODES, CODES), min_size=1, max_size=4),
)
def test_nobody_who_left_something_out_is_known_from_all_that_is_printed(staffed, whole, part):
    """The attack: the annex tells how many have a score and its mean; each item's answers are told by rounded shares.

    Even somebody who knows how many answered each item learns the scores of these people no nearer than half of the
    scale, nor their mean nearer than a step.
    """
    missing = [(*rest[:place], DK, *rest[place:]) for place, *rest in part]
    found = find(staffed, three("front", len(whole), *whole) + three("front", len(missing), *missing))
    rows = [row(found, item) for item in ("voice-a", "voice-b", "voice-c")]
    assume(all(isinstance(each, Given) for each in rows))
    told = found.technical.capabilities["voice"]
    sizes = [len(whole) + sum(place != item for place, *_ in part) for item in range(3)]
    one, two, turned = (totals(each.shares, size) for each, size in zip(rows, sizes, strict=True))
    highest = max(one) + max(two) + 100 * sizes[2] - min(turned)
    lowest = min(one) + min(two) + 100 * sizes[2] - max(turned)
    total = 3 * told.n * told.pomp
    low, high = max(0.0, total - highest), min(100.0 * len(part), total - lowest)
    person = min(100.0, high) - max(0.0, low - 100 * (len(part) - 1))
    assert person >= 50 - 1e-6
    assert (high - low) / len(part) >= 25 - 1e-6


def test_items_that_show_a_nearer_end_of_the_scale_may_not_hem_anybody_in(tmp_path):
    """In "east" all but three say what is in the middle, so its mean is 52; that nobody is below 50 would be seen.

    Twenty people who share 42 points above 50 are each known to 42 points then. Where one elsewhere is at the lowest
    end, the shares of forty people say so, and nobody in "east" is known from below.
    """
    survey = make_round(tmp_path, questionnaire="levels", units=NEAR)
    east = three("front", 17, (3, 3, 3)) + three("front", 3, (4, 4, 2), (4, 3, 3), (4, 3, 3))
    west = [(5 - n % 3, 3 + n % 3, 1 + (n // 2) % 3) for n in range(20)]
    found = [
        find(survey, [(unit, *each[1:]) for unit, part in (("east", east), ("west", other)) for each in part])
        for other in (three("front", 20, *west), three("front", 20, *west[:-1], (1, 1, 5)))
    ]
    assert all(isinstance(each.units["east"].scores["voice"]["front"], Shown) for each in found)
    assert [isinstance(row(each), Given) for each in found] == [False, True]


# Levels that were put different items


def test_all_staff_are_told_of_items_that_only_some_were_put_where_every_level_is_told(tmp_path):
    survey = make_round(tmp_path, questionnaire="unlike", units="unit,parent,name,front,lead\nall,,All,200,100\n")
    codes = [list(codes) for codes in in_turn(30)]
    fronts = [("all", "front", each) for each in codes]
    found = find(survey, fronts + [("all", "lead", [a, b, NOTHING]) for a, b, _ in codes])
    assert [row(found, item).n for item in ("voice-a", "voice-b", "voice-c")] == [60, 60, 30]
    found = find(survey, fronts + [("all", None, [a, b, NOTHING]) for a, b, _ in codes])
    assert row(found) == TOGETHER


# Invariants


@MORE_ROUNDS
@given(
    st.lists(st.tuples(st.sampled_from(["front", "lead", "partner"]), ALL_THREE), max_size=60),
    st.lists(st.tuples(st.just("front"), st.tuples(*[st.sampled_from([DK, NOTHING, 2, 5])] * 3)), max_size=12),
    st.randoms(use_true_random=False),
)
def test_shares_are_sound_whoever_answers_and_in_whatever_order(staffed, whole, part, chance):
    answers = [("all", level, [*codes, *[NOTHING] * 3]) for level, codes in (*whole, *part)]
    found = find(staffed, answers)
    chance.shuffle(answers)
    again = find(staffed, answers)
    assert (again.answers, again.unsaid) == (found.answers, found.unsaid)
    for level, told in (
        (item, told) for each in found.answers.values() for item in each for item, told in item.groups.items()
    ):
        people = [
            codes for place, other, codes in answers if other == level or (level == ALL_STAFF and other != "partner")
        ]
        if isinstance(told, Given):
            assert all(share in range(0, 101, 5) for share in told.shares)
            assert abs(sum(told.shares) - 100) <= 12.5
            assert len(people) >= 20
        else:
            assert told.reason in {Reason.FEW, Reason.FEW_FOR_DETAIL, Reason.TOGETHER}


def test_they_are_written_into_the_release_and_read_back(survey):
    found = whole_of(survey, voiced("front", 40, *EVEN), voiced("citizen", 12, *EVEN))
    assert from_canonical(canonical(found)) == found
    assert from_canonical(canonical(found)).answers["voice"][0].groups[ALL_STAFF].shares == (20, 20, 20, 20, 20)


@given(st.lists(st.integers(0, 9), min_size=2, max_size=4).filter(any))
def test_possible_totals_are_those_found_by_trying_all(counts):
    people, values = sum(counts), [25.0 * number for number in range(len(counts))]
    found = totals(rounded_shares(counts), people)
    assert possible_totals(counts, values) == (min(found), max(found))
    assert possible_totals(counts[::-1], values[::-1]) == (min(found), max(found))


def test_five_of_a_hundred_are_one_person_in_twenty_and_leave_three_in_sixty_open():
    assert possible_totals([4, 4, 4, 4, 4], [0, 25, 50, 75, 100]) == (1000, 1000)
    low, high = possible_totals([12, 12, 12, 12, 12], [0, 25, 50, 75, 100])
    assert high - low == 300  # each count may be 11, 12 or 13
