"""Signs of careless answering in the annex: counted for all staff, told rounded or not; and who is left out."""

import csv
import io
import json
import math
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadsurvey.analysis.annex import Quality, TechnicalWithheld
from leadsurvey.analysis.disclosure.figures import Reason
from leadsurvey.analysis.findings import canonical, from_canonical, release_hash
from leadsurvey.analysis.quality import _told
from leadsurvey.report import export
from tests.analysis.conftest import find, front, person
from tests.conftest import make_round

UNITS = "unit,parent,name,school\nall,,All,80\n"
EMPTY = -128
SEVERAL = tuple(int(code) for code in np.random.default_rng(3).integers(1, 7, 25))
SAME = (3,) * 25
HARDLY = (*SEVERAL[:12], *[EMPTY] * 13)
TWO = (*[3] * 12, *[EMPTY] * 13)  # one option in two scales that hold both ways, and more than half left empty


PARTS_UNITS = "unit,parent,name,front,lead,senior\nall,,All,40,40,4\n"
PARTS = """
questionnaire: parts
title: Parts
levels: {front: {title: Front line}, lead: {title: Team leads}, senior: {title: Seniors, merge_with: lead}}
scales: {how-often: {options: [Never, Sometimes, Always]}}
capabilities:
  voice:
    title: Voice
    items:
      voice-a: It was safe to ask.
      voice-b: It was safe to disagree.
      voice-c: {text: We asked., asked: [lead]}
      voice-d: {text: We heard., asked: [lead]}
      voice-e: {text: We changed., asked: [lead]}
"""


@pytest.fixture
def wide(tmp_path):
    """Ask one level 25 items of five scales, four of them with reversed items; k = 10."""
    return make_round(tmp_path, questionnaire="bfi", units=UNITS)


@pytest.fixture
def leaving_out(tmp_path):
    """The same, in a round that leaves out who shows two independent signs."""
    return make_round(tmp_path, questionnaire="bfi", units=UNITS, leave_out_careless="yes")


@cache
def _leaving(answer):
    with TemporaryDirectory() as folder:
        return make_round(Path(folder), questionnaire="bfi", units=UNITS, leave_out_careless="yes" if answer else "no")


def quality(survey, *groups):
    """The quality of so many people with such codes each."""
    return find(survey, [("all", "school", codes) for count, codes in groups for _ in range(count)]).technical.quality


def test_staff_with_each_sign_are_counted_to_the_nearest_five(wide):
    assert quality(wide, (32, SEVERAL), (12, SAME), (18, HARDLY)) == Quality(60, 10, 10, 20, 10, effect=0)


def test_the_signs_of_nine_staff_are_withheld_and_of_ten_are_looked_at(wide):
    assert quality(wide, (9, SAME)) == TechnicalWithheld(Reason.FEW)
    assert quality(wide, (10, SAME)).staff == 10


@pytest.mark.parametrize(("careless", "told"), [(0, None), (1, None), (9, None), (10, 10), (13, 15)])
def test_fewer_than_the_smallest_group_with_a_sign_are_not_told_from_none(wide, careless, told):
    found = quality(wide, (40, SEVERAL), (careless, SAME))
    assert (found.long_string, found.no_spread, found.missing, found.two_or_more) == (told, told, None, told)


@pytest.mark.parametrize(("careful", "told"), [(0, None), (9, None), (10, 30)])
def test_a_sign_of_nearly_everyone_is_withheld_because_it_would_tell_of_each(wide, careful, told):
    assert quality(wide, (careful, SEVERAL), (30, SAME)).long_string == told


@given(st.integers(0, 200), st.integers(0, 200), st.integers(5, 30))
def test_what_is_told_stands_for_a_group_on_either_side(count, others, smallest):
    told = _told(count, count + others, smallest)
    assert (told is None) == (min(count, others) < smallest)
    assert told is None or (told % 5 == 0 and abs(told - count) <= 2)


def test_citizens_and_partners_are_not_looked_at(staffed):
    staff = [person("front", 1 + n % 5) for n in range(20)]
    outsiders = [person(level, EMPTY) for level in ("citizen", "partner") for _ in range(30)]
    assert find(staffed, staff + outsiders).technical.quality == find(staffed, staff).technical.quality
    assert find(staffed, outsiders).technical.quality == TechnicalWithheld(Reason.FEW)


@pytest.mark.parametrize("level", ["front", "senior"])
def test_items_that_somebody_was_not_asked_are_not_missing(tmp_path, level):
    """Front line and seniors are asked two items of five; the seniors, too few, answer with the team leads."""
    (tmp_path / "parts.yaml").write_text(PARTS, encoding="utf-8")
    survey = make_round(tmp_path, questionnaire="parts.yaml", units=PARTS_UNITS)
    asked_two = [("all", level, (2, 3, EMPTY, EMPTY, EMPTY))] * 20
    assert find(survey, asked_two + [("all", "lead", (1, 2, 3, 1, 2))] * 12).technical.quality.missing is None
    one_of_two = [("all", "front", (2, EMPTY, EMPTY, EMPTY, EMPTY))] * 20
    none_of_two = [("all", "front", (EMPTY,) * 5)] * 15
    assert find(survey, asked_two + one_of_two + none_of_two).technical.quality.missing == 15


def test_nobody_is_left_out_unless_the_round_says_so(wide):
    careful = [("all", "school", turned(n)) for n in range(20)]
    technical = find(wide, careful + [("all", "school", SAME)] * 20).technical
    assert technical.quality.two_or_more == 20
    assert {entry.n for entry in technical.capabilities.values()} == {40}


# Leaving out


def figures(survey, *groups):
    """The findings of so many people with such codes each; those who read say the same of different items."""
    people = [(turned(n) if codes is SEVERAL else codes) for count, codes in groups for n in range(count)]
    return find(survey, [("all", "school", codes) for codes in people])


def turned(number):
    """One of 25 careful people."""
    return SEVERAL[number % 25 :] + SEVERAL[: number % 25]


def test_who_shows_two_independent_signs_is_left_out_of_every_score_but_has_answered(leaving_out):
    findings = figures(leaving_out, (30, SEVERAL), (12, TWO))
    assert {entry.n for entry in findings.technical.capabilities.values()} == {30}
    assert findings.units["all"].groups[0].answered.value == 40
    assert findings.technical.quality.left_out


def test_two_signs_of_one_behaviour_leave_nobody_out(leaving_out):
    findings = figures(leaving_out, (30, SEVERAL), (12, SAME))
    assert findings.technical.quality.two_or_more == 10
    assert findings.technical.quality.two_kinds is None
    assert {entry.n for entry in findings.technical.capabilities.values()} == {42}


def test_the_signs_of_those_left_out_are_still_counted(wide, leaving_out):
    groups = ((30, SEVERAL), (12, TWO))
    left, kept = (figures(survey, *groups).technical.quality for survey in (leaving_out, wide))
    assert (left.two_kinds, left.missing, left.no_spread) == (10, 10, 10)
    assert replace(left, left_out=False) == kept


def test_a_round_without_careless_answers_tells_the_same_whatever_its_key(wide, leaving_out):
    found = [figures(survey, (30, SEVERAL)) for survey in (wide, leaving_out)]
    assert found[0].units == found[1].units
    assert found[0].technical.capabilities == found[1].technical.capabilities


def test_the_effect_is_the_largest_move_of_a_mean_that_is_told_rounded_up(wide, leaving_out):
    """SEVERAL scores, by scale, against 3 of 6 options, which is 40 of 100: their means by hand."""
    scored = figures(wide, (30, SEVERAL)).technical.capabilities
    together = figures(wide, (30, SEVERAL), (12, TWO)).technical.capabilities
    both = [name for name in scored if together[name].n == 42]
    assert len(both) >= 2
    most = max(abs(scored[name].pomp - together[name].pomp) for name in both)
    for survey in (wide, leaving_out):
        assert figures(survey, (30, SEVERAL), (12, TWO)).technical.quality.effect == math.ceil(most)


@pytest.mark.parametrize(("two", "others", "told"), [(0, 40, True), (9, 40, False), (10, 40, True), (40, 9, False)])
def test_an_effect_that_rests_on_few_people_is_not_told(wide, two, others, told):
    assert (figures(wide, (others, SEVERAL), (two, TWO)).technical.quality.effect is not None) == told


def test_no_effect_is_told_where_no_mean_is(wide):
    assert figures(wide, (20, (EMPTY,) * 25)).technical.quality.effect is None


@settings(max_examples=20)
@given(
    st.lists(st.tuples(st.sampled_from([SEVERAL, SAME, HARDLY, TWO]), st.integers(0, 30)), max_size=4), st.booleans()
)
def test_whoever_is_left_out_changes_counts_of_answers_to_nothing_and_no_figure_of_others(groups, staying):
    """Leaving them out gives the figures of the same round in which those people had sent nothing said."""
    survey = _leaving(staying)
    blank = [((EMPTY,) * 25 if codes is TWO and survey.leave_out_careless else codes, count) for codes, count in groups]
    one, other = (figures(survey, *((count, codes) for codes, count in each)) for each in (groups, blank))
    assert one.units == other.units
    assert one.technical.capabilities == other.technical.capabilities


# How it is told


def test_the_annex_tells_the_signs_as_json_csv_and_table(wide):
    findings = find(wide, [("all", "school", SEVERAL)] * 32 + [("all", "school", SAME)] * 12)
    told = json.loads(export.technical_json(findings, "hash"))
    assert list(told) == ["round", "release", "capabilities", "units", "quality"]
    signs = {"staff": 45, "long_string": 10, "no_spread": 10, "missing": None, "two_or_more": 10}
    assert {name: told["quality"][name] for name in signs} == signs
    lines = list(csv.DictReader(io.StringIO(export.technical_csv(findings))))
    assert [
        (line["unit"], line["capability"], line["statistic"], line["value"])
        for line in lines
        if line["statistic"].startswith("quality_")
    ][:5] == [
        ("", "", "quality_staff", "45"),
        ("", "", "quality_long_string", "10"),
        ("", "", "quality_no_spread", "10"),
        ("", "", "quality_missing", ""),
        ("", "", "quality_two_or_more", "10"),
    ]
    in_words = [cell for _, cell in export.quality_table(findings)[1:6]]
    assert in_words == ["about 45", "about 10", "about 10", "withheld", "about 10"]


def test_the_signs_of_too_few_staff_are_withheld_in_every_form(survey):
    findings = find(survey, front(9))
    few = "fewer than the smallest group answered"
    assert json.loads(export.technical_json(findings, "hash"))["quality"] == {"withheld": few}
    assert export.technical_csv(findings).splitlines()[-1] == f",,quality_withheld,{few}"
    assert export.quality_table(findings)[1:] == [["All staff who answered", "withheld"]]


# Releases that are stored


def test_the_signs_survive_the_ledger(wide):
    for groups in ([(32, SEVERAL), (12, SAME)], [(9, SAME)]):
        findings = find(wide, [("all", "school", codes) for count, codes in groups for _ in range(count)])
        assert from_canonical(canonical(findings)) == findings


def test_a_release_from_before_the_signs_loads_and_keeps_its_hash(survey):
    findings = find(survey, front(20))
    older = json.loads(canonical(findings))
    del older["technical"]["quality"]
    text = json.dumps(older, separators=(",", ":"), ensure_ascii=False)
    loaded = from_canonical(text)
    assert loaded == replace(findings, technical=replace(findings.technical, quality=None))
    assert release_hash(canonical(loaded)) == release_hash(text)
    assert json.loads(export.technical_json(loaded, "hash")).get("quality") is None
    assert "quality" not in export.technical_csv(loaded)
