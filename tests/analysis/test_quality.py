"""Signs of careless answering in the annex: counted for all staff, told rounded or not at all, and nobody left out."""

import csv
import io
import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsurvey.analysis.disclosure.figures import Reason
from leadsurvey.analysis.findings import Quality, TechnicalWithheld, canonical, from_canonical, release_hash
from leadsurvey.analysis.technical import _told
from leadsurvey.report import export
from tests.analysis.conftest import find, front, person
from tests.conftest import make_round

UNITS = "unit,parent,name,school\nall,,All,80\n"
EMPTY = -128
SEVERAL = tuple(int(code) for code in np.random.default_rng(3).integers(1, 7, 25))
SAME = (3,) * 25
HARDLY = (*SEVERAL[:12], *[EMPTY] * 13)


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


def quality(survey, *groups):
    """The quality of so many people with such codes each."""
    return find(survey, [("all", "school", codes) for count, codes in groups for _ in range(count)]).technical.quality


def test_staff_with_each_sign_are_counted_to_the_nearest_five(wide):
    assert quality(wide, (32, SEVERAL), (12, SAME), (18, HARDLY)) == Quality(60, 10, 10, 20, 10)


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


def test_nobody_is_left_out_of_any_figure(wide):
    careful = [("all", "school", SEVERAL[n:] + SEVERAL[:n]) for n in range(20)]
    technical = find(wide, careful + [("all", "school", SAME)] * 20).technical
    assert technical.quality.two_or_more == 20
    assert {entry.n for entry in technical.capabilities.values()} == {40}


# How it is told


def test_the_annex_tells_the_signs_as_json_csv_and_table(wide):
    findings = find(wide, [("all", "school", SEVERAL)] * 32 + [("all", "school", SAME)] * 12)
    told = json.loads(export.technical_json(findings, "hash"))
    assert list(told) == ["round", "release", "capabilities", "units", "quality"]
    assert told["quality"] == {"staff": 45, "long_string": 10, "no_spread": 10, "missing": None, "two_or_more": 10}
    lines = list(csv.DictReader(io.StringIO(export.technical_csv(findings))))
    assert [(line["unit"], line["capability"], line["statistic"], line["value"]) for line in lines[-5:]] == [
        ("", "", "quality_staff", "45"),
        ("", "", "quality_long_string", "10"),
        ("", "", "quality_no_spread", "10"),
        ("", "", "quality_missing", ""),
        ("", "", "quality_two_or_more", "10"),
    ]
    in_words = [cell for _, cell in export.quality_table(findings)[1:]]
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
    assert json.loads(export.technical_json(loaded, "hash"))["quality"] is None
    assert "quality" not in export.technical_csv(loaded)
