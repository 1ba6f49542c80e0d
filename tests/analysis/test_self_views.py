"""What those who lead say of themselves."""

import pytest

from leadsurvey.analysis.disclosure.figures import Reason, Shown, Withheld
from tests.analysis.whole import people, whole_of, whole_round


@pytest.fixture
def survey(tmp_path):
    return whole_round(tmp_path)


def others(count, *codes):
    return people("front", count, *({"voice-a": code, "voice-b": code} for code in codes))


def views(findings):
    return {view.level: view for view in findings.self_views["voice"]}


def key_of(survey):
    return survey.questionnaire.capabilities["voice"].self_rating.id


def test_those_who_see_themselves_rosier_than_others_do_have_a_gap_above_zero(survey):
    """Seniors 75 of themselves, front line 50; what seniors say of the capability itself is not in it."""
    answers = people(
        "senior", 30, *({key_of(survey): code, "voice-a": seen} for code, seen in ((3, 5), (4, 1), (5, 3)))
    )
    answers = [(unit, level, {**each, "voice-b": each["voice-a"]}) for unit, level, each in answers]
    findings = whole_of(survey, answers, others(60, 2, 3, 4))
    view = views(findings)["senior"]
    assert (view.own.value, view.gap.value, view.clear) == (75, 25, True)


def test_few_who_lead_are_not_told(survey):
    answers = people("senior", 9, *({key_of(survey): code} for code in (1, 3, 5)))
    view = views(whole_of(survey, answers, others(60, 2, 3, 4)))["senior"]
    assert view.own == view.gap == Withheld(Reason.FEW)


def test_without_others_who_are_told_there_is_no_gap(survey):
    answers = people("senior", 30, *({key_of(survey): code} for code in (1, 3, 5)))
    view = views(whole_of(survey, answers, others(9, 2, 3, 4)))["senior"]
    assert isinstance(view.own, Shown)
    assert isinstance(view.gap, Withheld)


def test_what_is_said_of_oneself_is_in_no_score(survey):
    answers = people("senior", 30, *({key_of(survey): 5, "voice-a": code, "voice-b": code} for code in (1, 2, 3)))
    findings = whole_of(survey, answers)
    assert findings.units["all"].scores["voice"]["senior"].value == 25
