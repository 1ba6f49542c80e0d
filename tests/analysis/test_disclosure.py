"""What may be said of a group, at its edges."""

import csv
import hashlib
import io
import json
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from leadsurvey.analysis.annex import TechnicalCapability, TechnicalUnit, TechnicalWithheld
from leadsurvey.analysis.disclosure.figures import (
    Reason,
    Shown,
    Withheld,
    nearest,
    shown_count,
    shown_mean,
    shown_share,
)
from leadsurvey.analysis.disclosure.spread import is_of_one_mind
from leadsurvey.analysis.findings import ALL_STAFF, canonical, from_canonical, release_hash
from leadsurvey.report import export
from leadsurvey.scoring.means import mean_interval
from tests.analysis.conftest import find, front, person
from tests.conftest import make_round

FEW, TOGETHER = Withheld(Reason.FEW), Withheld(Reason.TOGETHER)
ALIKE = TOGETHER  # that a group is of one mind is not said either: its people would learn what the others said
ONE_FILE = hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # fixtures that never change


def cell(findings, unit="all", capability="voice", level="front"):
    return findings.units[unit].scores[capability][level]


def group(findings, unit="all", level="front"):
    return next(group for group in findings.units[unit].groups if group.level == level)


# The smallest group


def test_a_group_of_nine_is_withheld_and_of_ten_shown(survey):
    findings = find(survey, front(9, "east") + front(10, "west") + front(10))
    for level in ("front", ALL_STAFF):
        assert cell(findings, "east", level=level) == FEW
        assert isinstance(cell(findings, "west", level=level), Shown)
        assert group(findings, "east", level).answered == group(findings, "east", level).cannot_say == FEW
        assert group(findings, "west", level).answered == Shown(10)


def test_what_would_tell_about_nine_by_difference_is_withheld(survey):
    """All 19 less the ten of "west" are the nine of "east"."""
    findings = find(survey, front(9, "east") + front(10, "west"))
    assert isinstance(cell(findings, level=ALL_STAFF), Shown)
    assert cell(findings, "west") == cell(findings, "west", level=ALL_STAFF) == TOGETHER
    assert group(findings, "west").answered == TOGETHER


@ONE_FILE
@given(st.integers(0, 60), st.integers(0, 60))
def test_a_group_is_told_if_it_and_all_others_are_nobody_or_enough(survey, east, west):
    findings = find(survey, front(east, "east") + front(west, "west"))
    enough = all(people == 0 or people >= 10 for people in (east, west))
    for unit, people in (("east", east), ("west", west)):
        assert isinstance(cell(findings, unit), Shown) == (people >= 10 and enough)
        assert (cell(findings, unit) == FEW) == (people < 10)


def test_the_smallest_group_counts_valid_answers_not_people(survey):
    silent = [("east", "front", (-128, -1))] * 10
    findings = find(survey, front(9, "east") + silent + front(10))
    assert group(findings, "east").answered == Shown(20)
    assert cell(findings, "east") == FEW


def test_a_group_of_one_mind_is_withheld(survey):
    findings = find(survey, front(15, "east", codes=[(2, 4), (3, 3), (4, 2)]) + front(15, "west") + front(15))
    assert cell(findings, "east") == ALIKE
    assert isinstance(cell(findings, "west"), Shown)


def test_a_group_of_one_mind_is_not_told_by_difference(survey):
    findings = find(survey, front(15, "east", codes=[(3, 3)]) + front(15, "west"))
    assert cell(findings, "east") == ALIKE
    assert cell(findings, "west") == TOGETHER
    assert isinstance(group(findings, "west").answered, Shown)


@pytest.mark.parametrize(
    ("people", "others", "alike"), [(12, 0, True), (12, 2, True), (12, 3, False), (30, 2, False), (40, 0, True)]
)
def test_a_group_is_of_one_mind_where_all_but_two_of_fewer_than_thirty_say_the_same(people, others, alike):
    values = np.array([50.0] * (people - others) + [1.0 + n for n in range(others)] + [math.nan])
    assert is_of_one_mind(values) == alike


def test_an_organisation_of_one_mind_is_withheld_in_the_annex_too(survey):
    """With a standard deviation of 0 the mean is everyone's own answer."""
    findings = find(survey, front(30, codes=[(2, 2)]))
    assert cell(findings) == cell(findings, level=ALL_STAFF) == ALIKE
    assert findings.technical.units["all"]["voice"] == TechnicalWithheld(Reason.TOGETHER)
    assert findings.technical.capabilities["voice"] == TechnicalWithheld(Reason.TOGETHER)


def test_nobody_at_all_is_no_error(survey):
    findings = find(survey, [])
    assert cell(findings) == FEW
    assert findings.technical.capabilities["voice"] == TechnicalWithheld(Reason.FEW)
    assert from_canonical(canonical(findings)) == findings


def test_nothing_that_is_told_knows_who_of_two_groups_that_are_withheld_said_what(survey):
    """Nine of "east" and nine of the house itself change answers: not even how far units differ may tell."""
    low, high = [(1, 5), (2, 4)], [(5, 1), (4, 2)]
    told, exchanged = (
        find(survey, front(9, "east", codes=one) + front(9, codes=other) + front(25, "west"))
        for one, other in ((low, high), (high, low))
    )
    assert cell(told, "east") == FEW
    assert isinstance(cell(told, "west"), Shown)
    assert told == exchanged


@pytest.mark.parametrize(("complete", "others"), [(9, 25), (12, 5)])
def test_agreement_is_told_only_where_those_who_answered_everything_are_safe_to_tell_of(tmp_path, complete, others):
    """Too few of a unit itself, or too few of those beside it."""
    units = "unit,parent,name,school\nall,,All,0\neast,all,East,40\nwest,all,West,40\n"
    survey = make_round(tmp_path, questionnaire="bfi", units=units)
    chance = np.random.default_rng(7)
    people = {unit: [[int(code) for code in chance.integers(1, 7, 25)] for _ in range(40)] for unit in ("east", "west")}
    for unit, whole in (("east", complete), ("west", others)):
        for codes in people[unit][whole:]:
            codes[0] = -128  # A1, the first of five
    annex = find(survey, [(unit, "school", tuple(codes)) for unit, rows in people.items() for codes in rows]).technical
    assert annex.units["east"]["A"].n == 40
    assert annex.units["east"]["A"].rwg_j is None
    assert annex.units["east"]["C"].rwg_j is not None
    assert annex.capabilities["A"].n_complete == complete + others


# Rounding


@pytest.mark.parametrize(
    ("people", "said"), [(10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (22, 20), (23, 25), (1002, 1000)]
)
def test_counts_are_told_to_the_nearest_five(people, said):
    assert shown_count(people) == Shown(said)


@given(st.floats(0, 10_000), st.sampled_from([1, 5]))
def test_rounding_goes_to_the_nearest_step_and_halves_go_up(value, step):
    rounded = nearest(value, step)
    assert rounded % step == 0
    assert -step / 2 < rounded - value <= step / 2 or math.isclose(abs(rounded - value), step / 2)


def test_halves_are_rounded_upward():
    assert [nearest(value, 5) for value in (2.5, 7.5, 12.5)] == [5, 10, 15]
    assert [nearest(value, 1) for value in (0.5, 1.5, 2.5)] == [1, 2, 3]


def test_shares_are_told_to_the_nearest_five_in_a_hundred():
    assert shown_share(1 / 12) == Shown(10)
    assert shown_share(0.02) == Shown(0)


SCORES = st.lists(st.sampled_from([0.0, 12.5, 25.0, 50.0, 62.5, 75.0, 100.0]), min_size=8, max_size=40)


@given(SCORES.filter(lambda values: len(set(values)) > 1), st.integers(5, 8))
def test_a_range_is_rounded_outward_to_five_below_twice_the_smallest_group(values, smallest):
    mean = mean_interval(np.array(values))
    figure = shown_mean(mean, smallest)
    low, high = max(mean.low, 0), min(mean.high, 100)
    assert figure.value == nearest(mean.mean, 1)
    assert figure.n == nearest(mean.n, 5)
    assert 0 <= figure.low <= figure.high <= 100
    if mean.n < 2 * smallest:
        assert figure.low % 5 == figure.high % 5 == 0
        assert low - 5 < figure.low <= low
        assert high <= figure.high < high + 5
    else:
        assert (figure.low, figure.high) == (nearest(low, 1), nearest(high, 1))


def test_a_mean_and_its_range_are_those_of_the_published_formula(survey):
    """Scores 12.5, 87.5 and 50, seven of each: mean 50, sd 31.375, t(20) = 2.08596, half width 14.28."""
    findings = find(survey, front(21, "east"))
    assert cell(findings, "east") == Shown(50, 36, 64, 20, ("emerging",))
    assert cell(find(survey, front(18, "east")), "east") == Shown(50, 30, 70, 20, ("emerging",))


# Who counts as staff


CODES = st.integers(1, 5)
OUTSIDERS = st.lists(st.tuples(st.sampled_from(["citizen", "partner"]), CODES), max_size=40)


@ONE_FILE
@given(
    st.lists(st.tuples(st.sampled_from(["front", "lead", "senior", ""]), CODES), min_size=12, max_size=30), OUTSIDERS
)
def test_citizens_and_partners_never_touch_a_staff_figure(staffed, staff, outsiders):
    inside = [person(level, code) for level, code in staff]
    alone = find(staffed, inside)
    joined = find(staffed, inside + [person(level, code) for level, code in outsiders])
    for level in (ALL_STAFF, "front", "lead", "senior"):
        assert group(joined, level=level) == group(alone, level=level)
        for capability in ("voice", "enable"):
            assert cell(joined, capability=capability, level=level) == cell(alone, capability=capability, level=level)
    assert of_staff(joined.technical) == of_staff(alone.technical)


def of_staff(technical):
    """The annex without what it tells of levels that are no staff, and of how they differ from staff."""
    capabilities = {
        name: replace(
            entry,
            levels={level: each for level, each in entry.levels.items() if level not in {"citizen", "partner"}},
            contrasts=(),
        )
        if isinstance(entry, TechnicalCapability)
        else entry
        for name, entry in technical.capabilities.items()
    }
    return replace(technical, capabilities=capabilities)


def test_partners_and_citizens_have_rows_of_their_own(staffed):
    outsiders = [person("citizen", 1 + n % 5) for n in range(15)] + [person("partner", 1 + n % 5) for n in range(15)]
    findings = find(staffed, outsiders)
    assert cell(findings, level="citizen").value == 50
    assert isinstance(cell(findings, level="partner"), Shown)
    assert cell(findings, level=ALL_STAFF) == FEW
    assert group(findings, level=ALL_STAFF).asked == 120
    assert set(findings.units["all"].scores["enable"]) == {"front", "lead", "senior", ALL_STAFF}


def test_who_would_rather_not_say_counts_for_all_staff_of_the_organisation_only(survey):
    findings = find(survey, [(unit, None, codes) for unit, _, codes in front(12, "east")])
    assert isinstance(cell(findings, level=ALL_STAFF), Shown)
    assert cell(findings) == FEW
    assert cell(findings, "east", level=ALL_STAFF) == FEW
    assert {level.id for level in findings.levels} == {"front"}
    assert all(group.level in {"front", ALL_STAFF} for unit in findings.units.values() for group in unit.groups)


# The annex


def test_a_unit_is_told_at_full_precision_from_twice_the_smallest_group_on(survey):
    annex = find(survey, front(19, "east") + front(20, "west") + front(20)).technical.units
    assert annex["east"]["voice"] == TechnicalWithheld(Reason.FEW_FOR_DETAIL)
    assert isinstance(annex["west"]["voice"], TechnicalUnit)
    assert annex["west"]["voice"].n == 20
    assert annex["all"]["voice"].n == 59


def test_what_lies_between_two_units_at_full_precision_is_twice_the_smallest_group_too(survey):
    """Exact means and deviations could be subtracted: all 39 less the 20 of "west" are 19."""
    findings = find(survey, front(19, "east") + front(20, "west"))
    assert isinstance(cell(findings, "west", level=ALL_STAFF), Shown)
    assert findings.technical.units["west"]["voice"] == TechnicalWithheld(Reason.TOGETHER)
    assert isinstance(findings.technical.units["all"]["voice"], TechnicalUnit)


def test_what_lies_between_two_units_at_full_precision_is_not_of_one_mind(survey):
    findings = find(survey, front(25, "east", codes=[(3, 3)]) + front(25, "west") + front(25))
    assert findings.technical.units["west"]["voice"].n == 25
    findings = find(survey, front(25, codes=[(3, 3), (3, 3), (3, 2)]) + front(25, "west"))
    assert findings.technical.units["west"]["voice"] == TechnicalWithheld(Reason.TOGETHER)


def test_the_organisation_is_told_in_the_annex_from_twice_the_smallest_group_on(survey):
    assert find(survey, front(9)).technical.capabilities["voice"] == TechnicalWithheld(Reason.FEW)
    assert find(survey, front(19)).technical.capabilities["voice"] == TechnicalWithheld(Reason.FEW_FOR_DETAIL)
    assert find(survey, front(20)).technical.capabilities["voice"].n == 20


def test_a_range_that_hems_in_each_person_is_withheld(survey):
    """Ten people near 50: the range alone would tell that each of them lies within 53 points (Samuelson's bound)."""
    near = [(3, 3)] * 6 + [(3, 2)] * 2 + [(3, 4)] * 2
    findings = find(survey, front(10, "east", codes=near) + front(20, "west") + front(20))
    assert cell(findings, "east") == ALIKE


def test_a_group_made_of_groups_of_one_mind_is_withheld_whole(survey):
    findings = find(survey, front(15, "east", codes=[(3, 3)]) + front(15, "west", codes=[(3, 3)]))
    assert cell(findings, "east") == cell(findings, "west") == cell(findings) == ALIKE


# The canonical form


def test_the_canonical_form_gives_the_same_findings_and_the_same_text_again(staffed):
    answers = [person(level, 1 + n % 5) for level in ("front", "lead", "partner", "citizen", "") for n in range(25)]
    findings = find(staffed, answers)
    text = canonical(findings)
    assert from_canonical(text) == findings
    assert canonical(from_canonical(text)) == text
    assert release_hash(text) == hashlib.sha256(text.encode("utf-8")).hexdigest()


@ONE_FILE
@given(st.randoms())
def test_the_order_of_answers_changes_no_figure(staffed, random):
    answers = [person(level, 1 + n % 4) for level in ("front", "lead", "senior", "citizen") for n in range(15)]
    units = find(staffed, answers).units
    random.shuffle(answers)
    assert find(staffed, answers).units == units


# What leaves the house


def test_no_value_of_a_withheld_figure_stands_in_json_or_csv(staffed):
    """Leads are nine, seniors of one mind; their figures would be 75 and 25, which nobody else's are."""
    answers = [person("front", 1 + n % 5) for n in range(20)]
    answers += [person("lead", 4 + (n == 0) - (n == 1)) for n in range(9)] + [person("senior", 2)] * 12
    findings = find(staffed, answers)
    for capability in ("voice", "enable"):
        assert cell(findings, capability=capability, level="lead") == FEW
        assert cell(findings, capability=capability, level="senior") == ALIKE
    told = json.loads(export.as_json(findings, "hash"))["units"]["all"]
    assert told["answered"]["lead"] == {"withheld": str(Reason.FEW)}
    for capability in ("voice", "enable"):
        assert told["capabilities"][capability]["lead"] == {"withheld": str(Reason.FEW)}
        assert told["capabilities"][capability]["senior"] == {"withheld": str(Reason.TOGETHER)}
    lines = list(csv.DictReader(io.StringIO(export.as_csv(findings))))
    withheld = [line for line in lines if line["withheld"]]
    assert {line["level"] for line in withheld} == {"lead", "senior", "partner", "citizen"}
    assert all(line["value"] == line["low"] == line["high"] == line["about_n"] == "" for line in withheld)
    assert all(line["value"] for line in lines if not line["withheld"])


@ONE_FILE
@given(st.lists(st.tuples(st.sampled_from(["front", "lead", "senior", "partner", "citizen", ""]), CODES), max_size=45))
def test_every_figure_of_json_and_csv_is_shown_or_withheld_never_both(staffed, answers):
    findings = find(staffed, [person(level, code) for level, code in answers])
    for cells in json.loads(export.as_json(findings, "hash"))["units"]["all"]["capabilities"].values():
        for figure in cells.values():
            assert set(figure) == {"withheld"} or {"value", "low", "high", "n"} <= set(figure)
            assert figure.get("n", 10) >= 10
    for line in csv.DictReader(io.StringIO(export.as_csv(findings))):
        assert bool(line["value"]) != bool(line["withheld"])


# Statistics on complete answers


@pytest.mark.parametrize(("complete", "told"), [(9, False), (10, True)])
def test_the_annex_tells_nothing_that_rests_on_fewer_complete_answers_than_a_group(tmp_path, complete, told):
    """Forty people are scored, but alpha and agreement rest on those who answered every item."""
    survey = make_round(tmp_path, questionnaire="bfi", units="unit,parent,name,school\nall,,All,40\n")
    chance = np.random.default_rng(7)
    people = [[int(code) for code in chance.integers(1, 7, 25)] for _ in range(40)]
    for codes in people[complete:]:
        codes[0] = -128  # A1, the first of five
    findings = find(survey, [("all", "school", tuple(codes)) for codes in people])
    annex, unit = findings.technical.capabilities["A"], findings.technical.units["all"]["A"]
    assert annex.n == unit.n == 40
    assert annex.n_complete == (complete if told else None)
    known = [annex.alpha, annex.alpha_low, annex.alpha_high, *annex.item_rest, unit.rwg_j, unit.ad_m]
    assert [value is not None for value in known] == [told] * len(known)
