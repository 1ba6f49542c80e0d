"""Where groups of a unit differ."""

import numpy as np
import pytest

from leadsurvey.analysis.findings import ALL_STAFF
from leadsurvey.analysis.gaps import compared
from leadsurvey.scoring.differences import welch
from leadsurvey.scoring.means import Mean, mean_interval
from tests.analysis.whole import people, whole_of, whole_round


@pytest.fixture
def survey(tmp_path):
    return whole_round(tmp_path)


def saying(level, count, *codes, also=()):
    """So many people of a level who give both questions of "voice" the same of these codes, by turns."""
    return people(level, count, *({"voice-a": code, "voice-b": code, **dict(also)} for code in codes))


def gaps(findings):
    return {(gap.one, gap.other): gap for gap in findings.units["all"].gaps["voice"]}


def test_the_higher_level_is_set_against_the_lower_and_all_staff_against_those_who_are_none(survey):
    answers = [saying(level, 30, 1, 3, 5) for level in ("front", "lead", "senior", "partner", "citizen")]
    assert list(gaps(whole_of(survey, *answers))) == [
        ("lead", "front"),
        ("senior", "front"),
        ("senior", "lead"),
        (ALL_STAFF, "partner"),
        (ALL_STAFF, "citizen"),
    ]


def test_a_difference_is_that_of_the_means_and_its_range_that_of_welch(survey):
    """Front 2 3 4 and senior 3 4 5 are 50 and 75; sd 20.8, so 14 to 36 for thirty people each."""
    findings = whole_of(survey, saying("front", 30, 2, 3, 4), saying("senior", 30, 3, 4, 5))
    gap, annex = gaps(findings)["senior", "front"], findings.technical.capabilities["voice"]
    one, other = ([50.0, 75, 100] * 10, [25.0, 50, 75] * 10)
    by_hand = welch(mean_interval(np.array(one)), mean_interval(np.array(other)))
    assert (gap.difference.value, gap.clear) == (25, True)
    assert (gap.difference.low, gap.difference.high) == (round(by_hand.low), round(by_hand.high))
    (told,) = annex.contrasts
    assert (told.difference, told.low, told.high, told.p) == pytest.approx((25, by_hand.low, by_hand.high, by_hand.p))
    level = annex.levels["senior"]
    assert (level.n, level.pomp, level.sd) == pytest.approx((30, 75, np.std(one, ddof=1)))


def test_only_groups_that_are_both_told_are_compared(survey):
    findings = whole_of(
        survey, saying("front", 30, 1, 3, 5), saying("lead", 9, 5, 1, 2), saying("citizen", 30, 1, 3, 5)
    )
    assert list(gaps(findings)) == [(ALL_STAFF, "citizen")]


def test_ranges_are_rough_where_a_group_is_small(survey):
    findings = whole_of(survey, saying("front", 60, 1, 3, 5), saying("citizen", 15, 1, 2, 4, 5))
    difference = gaps(findings)[ALL_STAFF, "citizen"].difference
    assert (difference.low % 5, difference.high % 5) == (0, 0)


def test_what_is_clear_alone_may_not_be_among_many(survey):
    """Of eleven contrasts with the same p of .02 none is beyond doubt, one alone is."""
    questionnaire = survey.questionnaire
    one, other = Mean(40, 60, 20, 0, 0), Mean(40, 49.3, 20, 0, 0)
    alone = {"voice": {"lead": one, "front": other}}
    assert compared(questionnaire, alone)[0][3] < 0.05
    nothing = {f"c{each}": {"lead": Mean(40, 50, 20, 0, 0), "front": Mean(40, 50.5, 20, 0, 0)} for each in range(10)}
    among = {name: q for name, _, _, q in compared(questionnaire, alone | nothing)}
    assert among["voice"] > 0.05


def test_a_unit_has_gaps_of_its_own(tmp_path):
    units = "unit,parent,name,front,lead\nall,,All,0,0\neast,all,East,60,40\nwest,all,West,60,40\n"
    survey = whole_round(tmp_path, units=units)
    here = [
        (unit, level, {"voice-a": code, "voice-b": code})
        for unit, level, codes in (
            ("east", "front", (1, 2, 3)),
            ("east", "lead", (3, 4, 5)),
            ("west", "front", (1, 3, 5)),
            ("west", "lead", (1, 3, 5)),
        )
        for code in codes * 10
    ]
    found = whole_of(survey, here).units
    (east,), (west,) = found["east"].gaps["voice"], found["west"].gaps["voice"]
    assert (east.difference.value, east.clear) == (50, True)
    assert (west.difference.value, west.clear) == (0, False)
