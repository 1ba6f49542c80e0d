"""Who led: roles that people named, by level."""

import pytest

from leadsurvey.analysis.disclosure.figures import Reason, Shown, Withheld
from leadsurvey.analysis.findings import ALL_STAFF
from tests.analysis.whole import people, whole_of, whole_round

FRONT, LEAD, SENIOR, NOBODY = 1, 2, 4, 8  # roles are stored as sums of these


@pytest.fixture
def survey(tmp_path):
    return whole_round(tmp_path)


def naming(level, count, *sets):
    return people(level, count, *({"who_led": each} for each in sets))


def shares(findings, level=ALL_STAFF):
    return {role: figure.value for role, figure in findings.who_led.shares[level].items()}


def test_shares_are_of_all_namings(survey):
    """20 name the front line, 20 the front line and a senior: 40 of 60 namings, and 20."""
    findings = whole_of(survey, naming("front", 40, FRONT, FRONT + SENIOR))
    assert shares(findings) == {"front": 65, "lead": 0, "senior": 35, "nobody": 0}
    assert findings.technical.who_led.shares[ALL_STAFF]["front"] == pytest.approx(2 / 3)
    assert findings.who_led.in_post == {"front": 50, "lead": 15, "senior": 15}  # of 1,800, partners among them
    assert findings.technical.who_led.availability["front"] == pytest.approx((2 / 3) / (900 / 1800))


def test_leading_is_spread_where_all_are_named_alike_and_not_where_one_is(survey):
    assert whole_of(survey, naming("front", 40, FRONT, LEAD, SENIOR, NOBODY)).who_led.spread == Shown(100)
    assert whole_of(survey, naming("front", 40, FRONT)).who_led.spread == Shown(0)


def test_who_names_nobody_is_not_counted(survey):
    findings = whole_of(survey, naming("front", 24, FRONT, LEAD), naming("front", 30, -128))
    assert findings.technical.who_led.n[ALL_STAFF] == 24


def test_a_row_is_told_from_twice_the_smallest_group_on(survey):
    findings = whole_of(survey, naming("front", 30, FRONT, LEAD), naming("lead", 19, FRONT, LEAD))
    assert set(findings.who_led.shares["lead"].values()) == {Withheld(Reason.FEW_FOR_DETAIL)}
    assert shares(findings, "front") == {"front": 50, "lead": 50, "senior": 0, "nobody": 0}
    assert "lead" not in findings.technical.who_led.shares


def test_a_small_row_that_nearly_all_named_one_role_in_is_not_told(survey):
    findings = whole_of(survey, naming("front", 40, FRONT, LEAD), naming("lead", 24, *[SENIOR] * 11, LEAD))
    assert set(findings.who_led.shares["lead"].values()) == {Withheld(Reason.TOGETHER)}


def test_few_are_not_told_and_not_to_be_worked_out(survey):
    findings = whole_of(survey, naming("front", 30, FRONT, LEAD), naming("senior", 5, SENIOR))
    assert set(findings.who_led.shares["senior"].values()) == {Withheld(Reason.FEW)}
    assert set(findings.who_led.shares["front"].values()) == {Withheld(Reason.TOGETHER)}
    assert shares(findings)["front"] > 0
