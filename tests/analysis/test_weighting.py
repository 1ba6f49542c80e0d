"""The organisation's average with each level weighing as many people as are in post."""

import pytest

from leadsurvey.analysis.disclosure.figures import Reason, Withheld
from tests.analysis.test_gaps import saying
from tests.analysis.whole import whole_of, whole_round


@pytest.fixture
def survey(tmp_path):
    """Nine hundred at the front line, three hundred team leads, three hundred senior leaders."""
    return whole_round(tmp_path)


def test_a_level_weighs_as_many_people_as_are_in_post_however_many_answered(survey):
    """Front 25, lead 50, senior 75: 900 x 25 + 300 x 50 + 300 x 75, of 1,500, is 40; the plain mean would be 50."""
    findings = whole_of(
        survey, saying("front", 30, 1, 2, 3), saying("lead", 30, 2, 3, 4), saying("senior", 30, 3, 4, 5)
    )
    weighted = findings.technical.capabilities["voice"].weighted
    assert findings.weighted["voice"].value == 40
    assert weighted.weights == pytest.approx({"front": 0.6, "lead": 0.2, "senior": 0.2})
    assert weighted.pomp == pytest.approx(40)
    assert weighted.effective_n == pytest.approx(1 / (0.36 / 30 + 0.04 / 30 + 0.04 / 30))
    assert findings.technical.capabilities["voice"].pomp == pytest.approx(50)
    levels = findings.technical.capabilities["voice"].levels
    error = sum((weight * levels[level].sd) ** 2 / levels[level].n for level, weight in weighted.weights.items()) ** 0.5
    assert (weighted.high - weighted.low) / 2 == pytest.approx(error * 2.02, rel=0.02)


def test_a_level_that_is_not_told_weighs_nothing(survey):
    """Nine seniors are withheld, and so are the leads beside them: one level alone is no weighted mean."""
    findings = whole_of(survey, saying("front", 30, 1, 2, 3), saying("lead", 30, 2, 3, 4), saying("senior", 9, 3, 4, 5))
    told = findings.technical.capabilities["voice"].levels
    assert len(told) < 2
    assert findings.weighted["voice"] == Withheld(Reason.FEW)


def test_who_is_no_staff_weighs_nothing(survey):
    one = whole_of(survey, saying("front", 30, 1, 2, 3), saying("lead", 30, 2, 3, 4))
    more = whole_of(survey, saying("front", 30, 1, 2, 3), saying("lead", 30, 2, 3, 4), saying("citizen", 60, 4, 5, 3))
    assert one.weighted == more.weighted


def test_the_people_in_post_bound_what_all_of_them_think(survey):
    """Thirty of 300 answered, mean 50: between 5 and 95 whatever the others think."""
    findings = whole_of(survey, saying("front", 60, 1, 2, 3), saying("lead", 30, 2, 3, 4))
    level = findings.technical.capabilities["voice"].levels["lead"]
    assert (level.asked, level.n) == (300, 30)
    assert level.bounds == pytest.approx((5, 95))
    low, high = level.in_post
    assert level.low < low < level.pomp < high < level.high
