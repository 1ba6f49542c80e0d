"""What has changed since the round before."""

from dataclasses import replace

import pytest

from leadsurvey.analysis.change import shared
from leadsurvey.analysis.disclosure.figures import Shown
from tests.analysis.test_gaps import saying
from tests.analysis.whole import before, people, whole_of, whole_round


@pytest.fixture
def survey(tmp_path):
    return replace(whole_round(tmp_path), since="before")


def reworded(survey, *names):
    """The same round with other words in these items of "voice"."""
    asked = survey.questionnaire
    voice = asked.capabilities["voice"]
    items = tuple(replace(item, text=item.text + " Again.") if item.id in names else item for item in voice.items)
    return replace(
        survey,
        questionnaire=replace(asked, capabilities={**asked.capabilities, "voice": replace(voice, items=items)}),
    )


def change(findings, level="front", unit="all"):
    return findings.units[unit].changes["voice"][level]


def test_a_group_that_says_more_than_before_has_risen_by_the_difference(survey):
    """From 25 to 50, thirty people each time."""
    earlier = before(survey, saying("front", 30, 1, 2, 3))
    findings = whole_of(survey, saying("front", 30, 2, 3, 4), earlier=earlier)
    assert change(findings).difference.value == 25
    assert change(findings).notable
    assert (findings.since.round, findings.since.release) == ("before", earlier.release)
    assert findings.since.incomparable == {}


def test_a_change_that_may_be_nothing_is_not_notable(survey):
    earlier = before(survey, saying("front", 30, 1, 3, 5))
    findings = whole_of(survey, saying("front", 30, 1, 4, 5), earlier=earlier)
    assert change(findings).difference.low < 0 < change(findings).difference.high
    assert not change(findings).notable


def test_where_half_of_the_questions_are_the_same_these_are_compared(survey):
    """The second question was reworded: from 25 to 50 on the first, whatever the second says."""
    earlier = before(survey, people("front", 30, *({"voice-a": code, "voice-b": 5} for code in (1, 2, 3))))
    answers = people("front", 30, *({"voice-a": code, "voice-b": 1} for code in (2, 3, 4)))
    assert change(whole_of(reworded(survey, "voice-b"), answers, earlier=earlier)).difference.value == 25


def test_where_fewer_are_the_same_nothing_is_compared_and_the_round_says_why(survey):
    earlier = before(survey, saying("front", 30, 1, 2, 3))
    findings = whole_of(reworded(survey, "voice-a", "voice-b"), saying("front", 30, 2, 3, 4), earlier=earlier)
    assert findings.units["all"].changes == {}
    assert findings.since.incomparable["voice"] == "too few of its questions are the same as in the round before"


def test_the_crosswalk_says_what_still_means_the_same(survey):
    now, then = (
        reworded(survey, "voice-a").questionnaire.capabilities["voice"],
        survey.questionnaire.capabilities["voice"],
    )
    assert [item.id for item in shared(now, then, {})[0]] == ["voice-b"]
    assert [item.id for item in shared(now, then, {"voice-a": "voice-a"})[0]] == ["voice-a", "voice-b"]
    assert [item.id for item in shared(now, then, {"voice-a": "gone"})[0]] == ["voice-b"]


def test_only_groups_that_both_rounds_tell_are_compared(survey):
    earlier = before(survey, saying("front", 9, 1, 2, 3), saying("citizen", 30, 1, 2, 3))
    findings = whole_of(survey, saying("front", 30, 2, 3, 4), saying("citizen", 9, 2, 3, 4), earlier=earlier)
    assert isinstance(findings.units["all"].scores["voice"]["front"], Shown)
    assert findings.units["all"].changes == {}


def test_a_level_made_of_others_than_before_is_not_compared(survey, tmp_path):
    """In the round before nobody was a senior, so team leads were team leads alone; now seniors would be among them."""
    asked = survey.questionnaire
    merging = replace(asked.levels["senior"], merge_with="lead")
    few = "unit,parent,name,front,lead,senior\nall,,The whole house,900,300,4\n"
    (tmp_path / "few").mkdir()
    now = replace(whole_round(tmp_path / "few", units=few), since="before", placed={})
    now = replace(now, questionnaire=replace(asked, levels={**asked.levels, "senior": merging}))
    earlier = before(survey, saying("lead", 30, 1, 2, 3), saying("front", 30, 1, 2, 3))
    findings = whole_of(now, saying("lead", 30, 2, 3, 4), saying("front", 30, 2, 3, 4), earlier=earlier)
    assert set(findings.units["all"].changes["voice"]) == {"front", "*"}


def test_a_capability_that_was_not_asked_before_is_not_compared(survey):
    asked = survey.questionnaire
    past = replace(survey, questionnaire=replace(asked, capabilities={"voice": asked.capabilities["voice"]}))
    earlier = before(past, saying("front", 30, 1, 2, 3))
    findings = whole_of(survey, saying("front", 30, 2, 3, 4), earlier=earlier)
    assert findings.since.incomparable == {"enable": "the round before did not ask about it"}


def test_without_a_round_before_there_is_nothing_since(survey):
    findings = whole_of(survey, saying("front", 30, 2, 3, 4))
    assert findings.since is None
