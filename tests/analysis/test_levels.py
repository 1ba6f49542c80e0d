"""Units, levels and bands as they are reported."""

import math

import numpy as np
import pytest

from leadsurvey.analysis.disclosure.figures import Reason, Shown, Withheld
from leadsurvey.analysis.findings import ALL_STAFF, Joined
from leadsurvey.analysis.levels import band_at, likely_bands, normal_chances
from leadsurvey.questionnaire.load import load
from leadsurvey.scoring.means import GroupMeans, Mean, mean_interval
from leadsurvey.scoring.resampling import generator, mean_replicates, share_within
from tests.analysis.conftest import find, front, person
from tests.conftest import TINY, make_round

BANDS = load(TINY / "one-scale.yaml")[0].bands
STARTS = np.array([band.start for band in BANDS], dtype=float)


def chances(mean):
    of = GroupMeans(np.array([mean.n]), np.array([mean.mean]), np.array([mean.sd]))
    return normal_chances(of, STARTS)[0]


@pytest.mark.parametrize(
    ("value", "band"),
    [(0, "starting"), (39.99, "starting"), (40, "emerging"), (60, "established"), (80, "embedded"), (100, "embedded")],
)
def test_the_start_of_a_band_belongs_to_it(value, band):
    assert band_at(value, BANDS).id == band


@pytest.mark.parametrize(
    ("mean", "bands"),
    [
        (Mean(100, 50.0, 20.0, 46.0, 54.0), ("emerging",)),
        (Mean(100, 58.0, 20.0, 54.0, 62.0), ("emerging",)),  # 58 + 2 is 1 standard error: sure with 0.84
        (Mean(100, 58.5, 20.0, 54.5, 62.5), ("emerging", "established")),  # 0.77
        (Mean(12, 50.0, 30.0, 31.0, 69.0), ("starting", "established")),
        (Mean(100, 95.0, 10.0, 93.0, 97.0), ("embedded",)),
        (Mean(1, 50.0, math.nan, math.nan, math.nan), ()),
    ],
)
def test_a_band_is_named_where_it_is_sure_by_four_in_five_else_both_ends(mean, bands):
    assert likely_bands(mean, chances(mean), BANDS) == bands


def test_the_bootstrap_of_an_organisation_and_the_normal_curve_of_a_unit_name_the_same_bands():
    chance = np.random.default_rng(5)
    for middle in range(10, 95, 3):
        values = np.clip(chance.normal(middle, 20, 400).round(), 0, 100)
        drawn = share_within(mean_replicates(values, generator("round", str(middle))), STARTS)
        assert drawn == pytest.approx(chances(mean_interval(values)), abs=0.03)


def test_a_unit_holds_the_answers_of_all_units_below_it(survey):
    findings = find(survey, front(12, "east") + front(12, "west"))
    (here, staff) = findings.units["all"].groups
    assert (here.level, here.asked, here.answered) == ("front", 80, Shown(25))
    assert (staff.level, staff.asked) == (ALL_STAFF, 80)
    assert findings.units["east"].groups[0].asked == 20


def test_people_who_answer_with_a_larger_unit_count_there_and_are_named_here(tmp_path):
    units = "unit,parent,name,front\nall,,All,20\neast,all,East,9\nwest,all,West,12\n"
    survey = make_round(tmp_path, units=units)
    findings = find(survey, front(9, "east") + front(12, "west") + front(2))
    assert findings.units["east"].joined == (Joined("front", "all"),)
    assert findings.units["east"].groups[0].asked == 0
    assert findings.units["east"].scores["voice"] == {ALL_STAFF: Withheld(Reason.FEW)}
    assert findings.units["all"].joined == ()
    assert findings.units["all"].groups[0].answered == Shown(25)


def test_a_merged_level_is_reported_under_the_name_of_both(tmp_path):
    units = "unit,parent,name,front,lead,senior,citizen\nall,,All,40,8,4,0\n"
    survey = make_round(tmp_path, questionnaire="merging", units=units)
    findings = find(survey, [("all", level, [1 + n % 3]) for level in ("front", "lead", "senior") for n in range(6)])
    assert [level.title for level in findings.levels] == ["Front line, team leads and senior leaders", "Citizens"]
    (group, _) = findings.units["all"].groups
    assert (group.level, group.asked, group.answered) == ("front", 52, Shown(20))


def test_the_share_that_could_not_say_is_of_the_questions_put_to_them(staffed):
    answers = [("all", "front", [-1, 3, 3, -128, 3, -1])] * 5 + [("all", "front", [3, 3, 3, -128, 3, -128])] * 5
    group = next(group for group in find(staffed, answers).units["all"].groups if group.level == "front")
    assert group.cannot_say == Shown(20)  # 10 of 50


def test_a_group_in_which_nearly_nobody_could_say_anything_is_not_told_so(staffed):
    answers = [("all", "front", [-1, -1, -1, -128, -1, -1])] * 25
    group = next(group for group in find(staffed, answers).units["all"].groups if group.level == "front")
    assert group.cannot_say == Withheld(Reason.TOGETHER)
    assert group.answered == Shown(25)


def test_a_reversed_item_counts_the_other_way(staffed):
    """All "always" is 100 on two items and 0 on the reversed third."""
    answers = [person("front", 5) for _ in range(10)] + [person("front", 3) for _ in range(10)]
    scores = find(staffed, answers).units["all"].scores
    assert scores["voice"]["front"].value == 58  # half of them (100 + 100 + 0) / 3, half 50
    assert scores["enable"]["front"].value == 75


def test_a_level_that_is_not_asked_has_no_cell(staffed):
    findings = find(staffed, [person("partner", 1 + n % 5) for n in range(20)])
    assert "partner" in findings.units["all"].scores["voice"]
    assert "partner" not in findings.units["all"].scores["enable"]
    asked = {about.id: about.asked for about in findings.capabilities}
    assert asked == {
        "voice": ("front", "lead", "senior", "partner", "citizen"),
        "enable": ("front", "lead", "senior"),
    }


def test_each_capability_is_scored_on_its_own_scale(tmp_path):
    survey = make_round(tmp_path, questionnaire="two-scales")
    findings = find(survey, [("all", "front", codes) for codes in ([2, 2, 7], [3, 3, 1]) for _ in range(10)])
    scores = findings.units["all"].scores
    assert scores["voice"]["front"].value == 75  # "sometimes" is 50 of three options, "always" 100
    assert scores["trust"]["front"].value == 50  # one item, reversed: 7 is 0, 1 is 100


def test_a_text_of_the_findings_is_filled_in(tmp_path):
    survey = make_round(tmp_path, questionnaire="distributed-leadership", texts="{organisation: Riverside}")
    findings = find(survey, [])
    assert findings.organisation == "The whole house"
    assert not any("{" in about.gloss + about.definition for about in findings.capabilities)
