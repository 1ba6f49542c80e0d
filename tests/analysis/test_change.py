"""What has changed since the round before."""

from dataclasses import replace

import pytest

from leadsurvey.analysis.change import shared
from leadsurvey.analysis.disclosure.figures import Shown
from leadsurvey.analysis.findings import canonical, from_canonical
from leadsurvey.questionnaire.model import Scale
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


def test_what_the_round_before_told_stands_beside_the_change_where_the_very_same_was_asked(survey):
    earlier = before(survey, saying("front", 30, 1, 2, 3))
    told = change(whole_of(survey, saying("front", 30, 2, 3, 4), earlier=earlier))
    assert told.before == earlier.findings.units["all"].scores["voice"]["front"]
    findings = whole_of(reworded(survey, "voice-b"), saying("front", 30, 2, 3, 4), earlier=earlier)
    assert change(findings).before is None
    assert from_canonical(canonical(findings)) == findings


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


# What makes a question the same


def with_voice(survey, **changes):
    asked = survey.questionnaire
    voice = replace(asked.capabilities["voice"], **changes)
    return replace(survey, questionnaire=replace(asked, capabilities={**asked.capabilities, "voice": voice}))


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "Another statement."},
        {"reverse": True},
        {"asked": ("front", "lead")},
        {"wording": {"lead": "Other words for team leads."}},
        {"scale": Scale(("Never", "Seldom", "Sometimes", "Often", "Always"), "I can’t say")},
        {"scale": Scale(("Never", "Rarely", "Sometimes", "Often", "Always"), None)},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_question_is_the_same_where_all_that_people_read_and_how_it_counts_is_the_same(survey, changes):
    voice = survey.questionnaire.capabilities["voice"]
    changed = replace(voice, items=(replace(voice.items[0], **changes), *voice.items[1:]))
    assert [item.id for item in shared(changed, voice, {})[0]] == ["voice-b"]
    assert [item.id for item in shared(voice, voice, {})[0]] == ["voice-a", "voice-b"]


def test_under_another_question_above_them_no_statements_are_the_same(survey):
    """How often in four weeks is not how often ever."""
    stems = dict.fromkeys(survey.questionnaire.levels, "How often was this ever true?")
    earlier = before(survey, saying("front", 30, 1, 2, 3))
    findings = whole_of(with_voice(survey, stems=stems), saying("front", 30, 2, 3, 4), earlier=earlier)
    assert "voice" in findings.since.incomparable
    assert findings.units["all"].changes == {}


def test_the_crosswalk_cannot_say_that_another_number_of_options_means_the_same(survey):
    voice = survey.questionnaire.capabilities["voice"]
    short = Scale(("Never", "Sometimes", "Always"), None)
    changed = replace(voice, items=tuple(replace(item, scale=short) for item in voice.items))
    assert shared(changed, voice, {"voice-a": "voice-a"}) == ([], [])


def test_the_crosswalk_of_the_round_is_used(survey):
    earlier = before(survey, saying("front", 30, 1, 2, 3))
    now = reworded(survey, "voice-a", "voice-b")
    now = replace(now, crosswalk={"voice-a": "voice-a", "voice-b": "voice-b"})
    findings = whole_of(now, saying("front", 30, 2, 3, 4), earlier=earlier)
    assert findings.since.incomparable == {}
    assert change(findings).difference.value == 25


def test_a_question_that_counts_the_other_way_now_is_turned_before_it_is_compared(survey):
    earlier = before(survey, saying("front", 30, 1, 2, 3))
    voice = survey.questionnaire.capabilities["voice"]
    turned = tuple(replace(item, reverse=True) for item in voice.items)
    now = replace(with_voice(survey, items=turned), crosswalk={item.id: item.id for item in voice.items})
    assert change(whole_of(now, saying("front", 30, 5, 4, 3), earlier=earlier)).difference.value == 0


def test_of_a_level_that_was_asked_too_few_of_the_same_nothing_is_compared(survey):
    """Four questions are the same, but of the front line's three only one, and of the citizens' three all."""
    voice = survey.questionnaire.capabilities["voice"]
    of = {
        level: tuple(replace(voice.items[0], id=f"voice-{level}-{n}", asked=(level,)) for n in range(3))
        for level in ("front", "citizen")
    }
    past = with_voice(survey, items=(*of["front"], *of["citizen"]))
    other = tuple(replace(item, text="Another statement.") for item in of["front"][1:])
    now = with_voice(survey, items=(of["front"][0], *other, *of["citizen"]))

    def answers(*codes):
        return [
            people(level, 30, *({f"voice-{level}-{n}": code for n in range(3)} for code in codes))
            for level in ("front", "citizen")
        ]

    findings = whole_of(now, *answers(2, 3, 4), earlier=before(past, *answers(1, 2, 3)))
    assert findings.since.incomparable == {}
    assert set(findings.units["all"].changes["voice"]) == {"citizen"}


# What may be told of fewer questions


def test_on_fewer_questions_a_group_is_planned_anew(survey):
    """All thirty answered two of three questions, but only nine both of those that are the same in both rounds."""
    voice = survey.questionnaire.capabilities["voice"]
    third = replace(voice.items[1], id="voice-c")
    past = with_voice(survey, items=(*voice.items, third))
    now = with_voice(survey, items=(*voice.items, replace(third, text="Another statement.")))
    all_three = [{"voice-a": code, "voice-b": code, "voice-c": code} for code in (1, 3, 5)]
    two = [{"voice-a": code, "voice-c": code} for code in (1, 3, 5)]
    earlier = before(past, people("front", 30, *all_three))
    answers = [people("front", 9, *all_three), people("front", 21, *two)]
    assert "front" in whole_of(past, *answers, earlier=earlier).units["all"].changes["voice"]
    part = whole_of(now, *answers, earlier=earlier)
    assert isinstance(part.units["all"].scores["voice"]["front"], Shown)
    assert part.units["all"].changes == {}


@pytest.mark.parametrize(("count", "rough"), [(15, True), (30, False)])
def test_the_range_of_a_change_is_rough_where_either_group_is_small(survey, count, rough):
    earlier = before(survey, saying("front", count, 1, 2, 3, 4, 5))
    found = change(whole_of(survey, saying("front", 60, 1, 3, 4, 5), earlier=earlier)).difference
    assert (found.low % 5 == found.high % 5 == 0) == rough


@pytest.mark.parametrize(("up", "notable"), [(10, True), (2, False)])
def test_a_change_is_notable_from_five_points_on(survey, up, notable):
    """Of two thousand people, five more of 100 say it, or one more, which nobody notices."""
    low, high = {"voice-a": 2, "voice-b": 2}, {"voice-a": 4, "voice-b": 4}
    earlier = before(survey, people("front", 1000, low), people("front", 1000, high))
    moved = 1000 + 20 * up
    findings = whole_of(survey, people("front", 2000 - moved, low), people("front", moved, high), earlier=earlier)
    found = change(findings)
    assert found.difference.value == up / 2
    assert found.notable == notable


def test_a_change_is_the_difference_of_what_both_rounds_print_within_a_point(survey):
    earlier = before(survey, saying("front", 40, 1, 2, 5), saying("lead", 24, 2, 3, 5))
    findings = whole_of(survey, saying("front", 31, 1, 4, 5), saying("lead", 27, 1, 3, 3), earlier=earlier)
    then, now = (each.units["all"].scores["voice"] for each in (earlier.findings, findings))
    for level, each in findings.units["all"].changes["voice"].items():
        assert abs(each.difference.value - (now[level].value - then[level].value)) <= 1


def test_the_release_before_is_untouched(survey):
    earlier = before(survey, saying("front", 30, 1, 2, 3))
    text = canonical(earlier.findings)
    found = whole_of(survey, saying("front", 30, 2, 3, 4), earlier=earlier)
    assert canonical(earlier.findings) == text
    assert from_canonical(canonical(found)) == found
