"""The research file: who stands together in it, who is left out, and what no row of it tells."""

import contextlib
import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadsurvey.analysis.coarsen import Coarsened, TooAlikeError
from leadsurvey.analysis.disclosure.spread import is_of_one_mind
from leadsurvey.analysis.findings import ALL_STAFF
from leadsurvey.analysis.microdata import canonical
from leadsurvey.analysis.research import groups, research_table
from leadsurvey.rounds.places import Places
from leadsurvey.scoring.scores import pomp
from tests.analysis.staffs import LEVELS, Answered, organisation

K = 10
SIZES = st.sampled_from([0, 0, 3, 12, 25, 60, 130])
HEADS = st.tuples(*[st.tuples(*[SIZES] * len(LEVELS))] * 6)
LARGE = ((0, 0, 60), (0, 40, 0), (90, 40, 0), (200, 60, 12), (150, 40, 8), (160, 0, 0))
SOME = settings(max_examples=15)


def told(plan, row):
    return all(verdict.reason(row) is None for verdict in plan.capabilities.values())


# Coarsening alone


@SOME
@given(HEADS, st.integers(0, 10**6))
def test_no_group_and_no_rest_is_smaller_than_the_least_whatever_is_told_and_merged(heads, seed):
    chance = random.Random(seed)  # noqa: S311 - the same choices each time
    survey = organisation(heads)
    places = Places(survey).all
    sizes = [0 if place.level == "citizen" else chance.choice([0, 2, 9, 15, 40]) for place in places]
    untold = {(unit, level) for unit in survey.units for level in (*LEVELS, ALL_STAFF) if chance.random() < 0.2}
    coarsened = Coarsened(survey, places, sizes, lambda *row: row not in untold, 2 * K)
    with contextlib.suppress(TooAlikeError):  # after so many of them everybody stands together
        for _ in range(12):
            found = coarsened.groups()
            check(found, survey, sizes, untold)
            coarsened.merge(chance.choice(sorted(found)))


def check(found, survey, sizes, untold):
    places = Places(survey).all
    assert sorted(place for of in found.values() for place in of) == [place for place, size in enumerate(sizes) if size]
    assert all(sum(sizes[place] for place in of) >= 2 * K for of in found.values())
    units = {unit for unit, _ in found}
    assert not {(unit, ALL_STAFF) for unit in units - {survey.root.id}} & untold
    for (unit, level), of in found.items():
        assert all(places[place].unit in survey.below(unit) for place in of)
        assert not level or {places[place].level for place in of} == {level}
        assert not level or (unit, level) not in untold


def test_people_of_a_named_unit_do_not_stand_under_the_unit_above_it():
    survey = organisation(LARGE)
    places = Places(survey).all
    found = Coarsened(survey, places, [25] * len(places), lambda *_: True, 2 * K).groups()
    assert {unit for unit, _ in found} == {place.unit for place in places}
    assert all({places[each].unit for each in of} == {unit} for (unit, _), of in found.items())


def test_a_level_is_not_named_above_a_unit_of_which_it_is_not_told():
    """The people of the level above would be known by subtraction, and with them those of the unit."""
    survey = organisation(LARGE)
    places = Places(survey).all
    sizes = [0 if place.level == "citizen" else 25 for place in places]
    found = Coarsened(survey, places, sizes, lambda *row: row != ("quay", "lead"), 2 * K).groups()
    assert ("east", "lead") not in found
    assert ("quay", "lead") not in found
    assert ("mill", "lead") in found


def test_fewer_people_than_the_least_are_refused():
    survey = organisation(LARGE)
    places = Places(survey).all
    for size in ([0] * len(places), [19] + [0] * (len(places) - 1)):
        with pytest.raises(TooAlikeError):
            Coarsened(survey, places, size, lambda *_: True, 2 * K).groups()


# The file


@SOME
@given(HEADS, st.integers(0, 10**6), st.sampled_from([5, 10, 14]), st.sampled_from([0.0, 0.05, 0.4]))
def test_every_group_of_the_file_is_large_and_diverse_and_so_are_those_left_out(heads, seed, least, gaps):
    survey = organisation(heads, least)
    answered = Answered(survey, seed, gaps=gaps)
    k = max(K, least)
    try:
        found = groups(answered.sample, answered.plan)
    except TooAlikeError:
        return
    table = research_table(answered.sample, answered.plan)
    in_file = Counter(row[:2] for row in table.rows)
    assert in_file == Counter({(group.unit, group.level): len(group.shown) for group in found})
    by_unit = Counter()
    for group in found:
        assert len(group.shown) >= k
        assert len(group.left_out) >= k
        assert len(group.left_out) >= (len(group.shown) + len(group.left_out)) / 3
        by_unit[group.unit] += len(group.shown) + len(group.left_out)
    assert min(by_unit.values()) >= 2 * k
    for unit in set(by_unit) - {"all"}:
        assert told(answered.plan, (unit, ALL_STAFF))
    for group in found:
        for name, scores in scores_in(table, survey, (group.unit, group.level)).items():
            assert not len(scores) or not is_of_one_mind(scores), (group, name)


def scores_in(table, survey, group):
    """The valid scores of a group, worked out from the file alone."""
    found = {}
    for about in survey.questionnaire.capabilities.values():
        places = [table.columns.index(item.id) for item in about.items if item.id in table.columns]
        turn = [item.reverse for item in about.items if item.id in table.columns]
        if not places:
            continue
        codes = np.array([[row[place] for place in places] for row in table.rows if row[:2] == group], dtype=float)
        asked = (codes != -128).any(axis=0)
        codes = np.where(codes < 0, np.nan, np.where(turn, 6 - codes, codes))[:, asked]
        enough = (~np.isnan(codes)).sum(axis=1) >= 2
        found[about.id] = pomp(np.nanmean(codes[enough], axis=1), 5) if enough.any() else np.array([])
    return found


@pytest.fixture(scope="module")
def large():
    return Answered(organisation(LARGE), 4)


def test_a_large_organisation_has_units_and_levels_named(large):
    found = {(group.unit, group.level) for group in groups(large.sample, large.plan)}
    assert {unit for unit, _ in found} >= {"all", "east", "quay", "mill", "yard"}
    assert {level for _, level in found} >= {"front", "lead", ""}


def test_only_staff_and_only_what_staff_rate_is_in_the_file(large):
    table = research_table(large.sample, large.plan)
    items = [item for item in large.survey.questionnaire.items if set(item.asked) & set(LEVELS)]
    assert table.columns == ("unit", "level", *(item.id for item in items))
    assert set(table.labels) == set(table.columns)
    assert table.values["c0-a"] == {
        1: "Never", 2: "Rarely", 3: "Sometimes", 4: "Often", 5: "Always", -1: "I can’t say", -128: "No answer"
    }  # fmt: skip
    assert "citizen" not in {row[1] for row in table.rows}
    staff = int(large.sample.staff().sum())
    assert staff / 2 <= len(table.rows) <= 2 * staff / 3


def test_every_row_is_somebodys_answers_and_nobody_is_there_twice(large):
    table = research_table(large.sample, large.plan)
    items = [number for number, item in enumerate(large.survey.questionnaire.items) if item.id in table.columns]
    everybody = Counter(tuple(row) for row in large.sample.codes[:, items].tolist())
    asked_of_leads = table.columns.index("c1-c") - 2
    full = Counter(row[2:] for row in table.rows if row[1] == "lead")
    assert full <= everybody
    assert sum(full.values()) >= K
    assert all(row[2 + asked_of_leads] == -128 for row in table.rows if row[1] == "front")


def test_what_some_of_a_group_were_not_asked_is_empty_for_all_of_it():
    """Seniors joined the leads at the top, and were not asked what leads were: a gap would point at them."""
    heads = ((0, 30, 6), (0, 0, 0), (0, 0, 0), (90, 0, 0), (90, 0, 0), (90, 0, 0))
    answered = Answered(organisation(heads), 1, share=0.95)
    table = research_table(answered.sample, answered.plan)
    place = table.columns.index("c1-c")
    assert {row[place] for row in table.rows} == {-128}


def test_rows_stand_in_an_order_that_their_content_alone_decides(large):
    rows = research_table(large.sample, large.plan).rows
    assert rows == sorted(rows)


def test_the_same_answers_give_the_same_bytes(large):
    again = Answered(organisation(LARGE), 4)
    one, other = (canonical(research_table(each.sample, each.plan)) for each in (large, again))
    assert one == other


def test_a_group_of_one_mind_is_not_named():
    """All of one unit answer alike; without it, others are as finely told as before."""
    survey = organisation(LARGE)
    answered = Answered(survey, 4)
    quay = np.array([answered.places.all[place].unit == "quay" for place in answered.sample.places])
    answered.sample.codes[quay] = 4
    answered.sample.codes[quay, 1::3] = 2
    found = {(group.unit, group.level) for group in groups(answered.sample, answered.plan)}
    assert "quay" not in {unit for unit, _ in found}
    assert "mill" in {unit for unit, _ in found}


@pytest.mark.parametrize("people", [0, 1, 19])
def test_too_few_staff_are_refused(people):
    heads = ((people, 0, 0), *[(0, 0, 0)] * 5)
    answered = Answered(organisation(heads), 1, share=1.0)
    with pytest.raises(TooAlikeError):
        research_table(answered.sample, answered.plan)


def test_an_organisation_of_one_mind_is_refused():
    answered = Answered(organisation(((200, 0, 0), *[(0, 0, 0)] * 5)), 1, spread=0.0)
    with pytest.raises(TooAlikeError):
        research_table(answered.sample, answered.plan)


def test_twenty_people_of_many_minds_give_a_file_of_half_of_them():
    answered = Answered(organisation(((20, 0, 0), *[(0, 0, 0)] * 5)), 1, share=1.0, gaps=0.0, spread=1.6)
    assert [row[:2] for row in research_table(answered.sample, answered.plan).rows] == [("all", "front")] * 10
