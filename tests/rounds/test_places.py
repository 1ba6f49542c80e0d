"""Places: every answer is stored under a group that points at nobody."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsurvey.questionnaire.load import load as load_questionnaire
from leadsurvey.rounds.grammar import Frozen, RoundKeys, UnitKeys
from leadsurvey.rounds.load import as_round
from leadsurvey.rounds.places import Place, Places
from tests.conftest import TINY

KEYS = {name: load_questionnaire(TINY / f"{name}.yaml")[1] for name in ("one-scale", "levels", "merging")}


def round_of(questionnaire, tree, *, minimum_group=10):
    """A round of units as `id: (parent, {level: heads})`, parents first."""
    keys = RoundKeys.model_validate_json(
        '{"round": "r", "questionnaire": "q", "opens": "2026-01-01", "closes": "2026-02-01", "timezone": "UTC", '
        f'"units": "u", "minimum_group": {minimum_group}}}'
    )
    units = [UnitKeys(id=unit, parent=parent, name=unit, heads=heads) for unit, (parent, heads) in tree.items()]
    return as_round(Frozen(round=keys, questionnaire=KEYS[questionnaire], units=units))


@st.composite
def rounds(draw):
    """Random trees of up to 12 units with random head-counts; any chain of merging levels."""
    questionnaire = draw(st.sampled_from(sorted(KEYS)))
    levels = list(KEYS[questionnaire].levels)
    heads = st.dictionaries(st.sampled_from(levels), st.integers(0, 14))
    tree = {"u0": (None, draw(heads))}
    for number in range(1, draw(st.integers(1, 12))):
        tree[f"u{number}"] = (f"u{draw(st.integers(0, number - 1))}", draw(heads))
    return round_of(questionnaire, tree, minimum_group=draw(st.integers(5, 12)))


def people_by_place(survey, places):
    """How many people answer from each place."""
    counted = Counter()
    for unit in survey.units.values():
        for level, heads in unit.heads.items():
            counted[places.of(unit.id, level)] += heads
    return counted


@given(rounds())
def test_every_place_with_people_is_large_enough_where_its_level_is(survey):
    places = Places(survey)
    people = people_by_place(survey, places)
    for place, count in people.items():
        in_all = sum(number for other, number in people.items() if other.level == place.level)
        if count and in_all >= survey.minimum_group:
            assert count >= survey.minimum_group
        elif count:
            assert place.unit == survey.root.id, "too few in the whole organisation: one group at the top"


@given(rounds())
def test_nobody_answers_from_a_unit_that_is_not_their_own_or_above(survey):
    places = Places(survey)
    for unit in survey.units:
        for level in survey.questionnaire.levels:
            assert places.of(unit, level).unit in survey.path(unit)


@given(rounds())
def test_a_level_with_enough_people_stays_and_others_only_follow_their_chain(survey):
    levels = survey.questionnaire.levels
    for level, target in Places(survey).levels.items():
        chain, step = [], level
        while step := levels[step].merge_with:
            chain.append(step)
        if survey.heads(survey.root.id, level) >= survey.minimum_group:
            assert target == level
        else:
            assert target in [level, *chain]


@given(rounds())
def test_a_level_that_may_merge_is_never_left_too_small(survey):
    places = Places(survey)
    people = Counter()
    for level, target in places.levels.items():
        people[target] += survey.heads(survey.root.id, level)
    for level, count in people.items():
        if 0 < count < survey.minimum_group:
            assert survey.questionnaire.levels[level].merge_with is None


@given(rounds())
def test_a_large_group_stays_where_it_is_unless_the_top_needed_it(survey):
    """One that climbs although it is large enough was needed: without it, the group at the top is too small."""
    places, root = Places(survey), survey.root.id
    for level in set(places.levels.values()):
        sources = {source for source, target in places.levels.items() if target == level}
        heads = {unit: sum(survey.units[unit].heads.get(source, 0) for source in sources) for unit in survey.units}
        at_top = people_by_place(survey, places)[Place(root, level)]
        for unit, here in heads.items():
            home = places.of(unit, level).unit
            if here >= survey.minimum_group and home != unit:
                joined = sum(heads[other] for other in survey.below(unit) if places.of(other, level).unit == root)
                assert home == root
                assert at_top - joined < survey.minimum_group


@given(rounds())
def test_every_answer_has_a_number_and_numbers_never_change(survey):
    places, again = Places(survey), Places(survey)
    assert places.numbers == again.numbers
    assert list(places.all) == sorted(set(places.all))
    for unit in [*survey.units, None]:
        for level in [*survey.questionnaire.levels, None]:
            assert places.all[places.numbers[places.of(unit, level)]] == places.of(unit, level)


@given(rounds())
def test_who_would_rather_not_say_stands_at_the_top(survey):
    places, root = Places(survey), survey.root.id
    assert {places.of(unit, None) for unit in [*survey.units, None]} == {Place(root, "")}
    for level in survey.questionnaire.levels:
        assert places.of(None, level) == Place(root, places.levels[level])


# Worked examples


def homes(tree, *, questionnaire="one-scale", level="front"):
    """Where the people of each unit answer from, by unit; k = 10."""
    survey = round_of(questionnaire, tree)
    places = Places(survey)
    return {unit: places.of(unit, level).unit for unit in tree}


def front(**units):
    """A tree of units as `name=(parent, heads)`, under the root "all"."""
    return {unit: (parent, {"front": heads}) for unit, (parent, heads) in units.items()}


def test_ten_stay_and_nine_climb():
    tree = front(all=(None, 40), east=("all", 10), west=("all", 9))
    assert homes(tree) == {"all": "all", "east": "east", "west": "all"}


def test_small_teams_of_one_department_meet_in_it():
    tree = front(all=(None, 20), dept=("all", 0), a=("dept", 4), b=("dept", 6), c=("dept", 15))
    assert homes(tree) == {"all": "all", "dept": "dept", "a": "dept", "b": "dept", "c": "c"}


def test_those_who_are_too_few_even_together_go_on_up():
    tree = front(all=(None, 20), dept=("all", 1), a=("dept", 4), b=("dept", 4), c=("dept", 15))
    assert homes(tree) == {"all": "all", "dept": "all", "a": "all", "b": "all", "c": "c"}


def test_where_few_reach_the_top_the_smallest_group_joins_them():
    tree = front(all=(None, 3), east=("all", 30), west=("all", 12))
    assert homes(tree) == {"all": "all", "east": "east", "west": "all"}


def test_where_nobody_reaches_the_top_no_group_is_taken():
    tree = front(all=(None, 0), east=("all", 30), west=("all", 12))
    assert homes(tree) == {"all": "all", "east": "east", "west": "west"}


def test_of_equal_groups_the_first_by_name_is_taken():
    tree = front(all=(None, 3), west=("all", 12), east=("all", 12))
    assert homes(tree) == {"all": "all", "west": "west", "east": "all"}


def test_too_few_in_the_whole_organisation_are_one_group_at_the_top():
    tree = front(all=(None, 1), east=("all", 5), west=("all", 3))
    assert set(homes(tree).values()) == {"all"}


def test_a_level_whose_numbers_are_not_given_answers_for_the_whole_organisation():
    tree = {"all": (None, {"front": 30}), "east": ("all", {"front": 20})}
    assert set(homes(tree, questionnaire="levels", level="citizen").values()) == {"all"}


@pytest.mark.parametrize(
    ("front_heads", "lead", "senior", "merged"),
    [
        (30, 10, 10, {"front": "front", "lead": "lead", "senior": "senior"}),
        (30, 10, 9, {"front": "front", "lead": "lead", "senior": "lead"}),
        (30, 6, 4, {"front": "front", "lead": "front", "senior": "front"}),
        (30, 9, 10, {"front": "front", "lead": "front", "senior": "senior"}),
        (30, 0, 9, {"front": "front", "lead": "front", "senior": "front"}),
        (30, 10, 0, {"front": "front", "lead": "lead", "senior": "senior"}),
        (0, 3, 3, {"front": "front", "lead": "front", "senior": "front"}),
    ],
)
def test_levels_too_small_for_the_whole_organisation_join_along_their_chain(front_heads, lead, senior, merged):
    survey = round_of("merging", {"all": (None, {"front": front_heads, "lead": lead, "senior": senior})})
    levels = dict(Places(survey).levels)
    assert levels.pop("citizen") == "citizen"
    assert levels == merged


def test_merged_levels_share_their_places():
    heads = {"front": 20, "lead": 4, "senior": 2}
    survey = round_of("merging", {"all": (None, {}), "east": ("all", heads), "west": ("all", {"front": 8, "lead": 2})})
    places = Places(survey)
    assert (
        places.of("east", "senior") == places.of("east", "lead") == places.of("east", "front") == Place("east", "front")
    )
    assert places.of("west", "lead") == Place("west", "front")
