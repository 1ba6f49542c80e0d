"""What staff think citizens think, against what citizens say."""

import pytest

from leadsurvey.analysis.disclosure.figures import Reason, Shown, Withheld
from leadsurvey.analysis.findings import ALL_STAFF
from tests.analysis.whole import NO, YES, people, whole_of, whole_round

STATEMENTS = ("ask", "count", "wait", "rare")  # the last two mean the opposite of hope


@pytest.fixture
def survey(tmp_path):
    return whole_round(tmp_path)


def citizens(*agree, of=40):
    """So many citizens of whom so many agree with each statement in turn."""
    return [
        (
            "all",
            "citizen",
            {f"{name}.own": YES if number < count else NO for name, count in zip(STATEMENTS, agree, strict=True)},
        )
        for number in range(of)
    ]


def guessing(level, count, *means):
    """So many people who predict each statement in turn, 20 above and 20 below these numbers by turns."""
    each = [{name: mean + off for name, mean in zip(STATEMENTS, means, strict=True)} for off in (20, -20)]
    return people(level, count, *each)


def told(findings, level=ALL_STAFF):
    found = findings.predictions
    return found.directed[level], found.absolute[level]


def test_people_who_are_thought_less_able_than_they_say_show_as_an_error_below_zero(survey):
    """Citizens 80 80 20 20; staff say 60 60 40 40: 20 points towards hopelessness on every statement."""
    findings = whole_of(survey, citizens(32, 32, 8, 8), guessing("front", 30, 60, 60, 40, 40))
    directed, absolute = told(findings)
    assert directed.value == -20
    assert directed.low < -20 < directed.high
    assert absolute.value == 20
    annex = findings.technical.predictions.levels[ALL_STAFF]
    assert (annex.n, annex.directed, annex.signed, annex.crowd) == pytest.approx((30, -20, 0, 20))


def test_errors_that_cancel_hide_nothing(survey):
    """The plain mean error is 0 where every prediction is 20 off in one direction or the other."""
    findings = whole_of(survey, citizens(32, 32, 8, 8), guessing("front", 30, 60, 60, 40, 40))
    annex = findings.technical.predictions.levels[ALL_STAFF]
    assert annex.signed == pytest.approx(0)
    assert annex.absolute == pytest.approx(20)
    assert annex.order == pytest.approx(1)


def test_the_printed_error_can_be_worked_out_from_the_annex(survey):
    findings = whole_of(
        survey, citizens(30, 21, 9, 15), guessing("front", 26, 55, 40, 47, 33), guessing("lead", 24, 70, 61, 30, 25)
    )
    annex = findings.technical.predictions
    direction = {each.id: each.direction for each in findings.predictions.statements}
    truth = {name: 100 * each.agree / each.n for name, each in annex.truths.items()}
    for level, figure in findings.predictions.directed.items():
        errors = [direction[name] * (each.mean - truth[name]) for name, each in annex.levels[level].predicted.items()]
        assert round(sum(errors) / len(errors)) == figure.value
    assert [each.agree.value for each in findings.predictions.statements] == [75, 53, 23, 38]


def test_a_statement_that_too_few_citizens_answered_counts_for_nothing(survey):
    findings = whole_of(survey, citizens(20, 20, 6, 6, of=29), guessing("front", 30, 60, 60, 40, 40))
    assert {each.agree for each in findings.predictions.statements} == {Withheld(Reason.FEW)}
    assert findings.predictions.directed == {}
    assert findings.predictions.floor is None
    assert findings.technical.predictions.withheld == Reason.FEW


def test_a_level_of_few_is_not_told_and_not_to_be_worked_out(survey):
    """Nine seniors: neither they nor, beside all staff, the others."""
    findings = whole_of(
        survey, citizens(32, 32, 8, 8), guessing("front", 30, 60, 60, 40, 40), guessing("senior", 9, 30, 30, 60, 60)
    )
    assert findings.predictions.directed["senior"] == Withheld(Reason.FEW)
    assert findings.predictions.directed["front"] == Withheld(Reason.TOGETHER)
    assert isinstance(findings.predictions.directed[ALL_STAFF], Shown)
    assert set(findings.technical.predictions.levels) == {ALL_STAFF}


def test_levels_that_know_more_are_told_from_those_that_know_less(survey):
    near = [*guessing("front", 20, 75, 75, 25, 25), *guessing("front", 20, 85, 70, 40, 20)]
    far = [*guessing("lead", 20, 30, 30, 70, 70), *guessing("lead", 20, 45, 35, 60, 75)]
    (contrast,) = whole_of(survey, citizens(32, 32, 8, 8), near, far).predictions.contrasts
    assert (contrast.one, contrast.other, contrast.clear) == ("lead", "front", True)
    assert contrast.difference.value > 0


def test_citizens_and_partners_predict_nothing(survey):
    findings = whole_of(survey, citizens(32, 32, 8, 8), guessing("partner", 30, 60, 60, 40, 40))
    assert findings.predictions.directed == {}


def test_a_round_without_predictions_tells_none(tmp_path):
    survey = whole_round(tmp_path, questionnaire="levels")
    assert whole_of(survey).predictions is None
