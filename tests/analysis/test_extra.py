"""A group that nobody planned is audited against all that was told before, and it is the new one that loses."""

from dataclasses import replace
from datetime import date

import pytest

from leadsurvey.analysis.disclosure.figures import Reason, Shown, Withheld
from leadsurvey.analysis.disclosure.plan import admit
from leadsurvey.analysis.disclosure.table import Layout
from leadsurvey.analysis.extra import gather_extra
from leadsurvey.analysis.findings import ALL_STAFF, Extra, canonical_extra, extra_from_canonical
from leadsurvey.responses.columns import to_codes
from leadsurvey.rounds.places import Places
from leadsurvey.rounds.regroup import RegroupError
from tests.analysis.conftest import find, front
from tests.conftest import make_round

FOUR = "unit,parent,name,front\n" + "".join(
    f"{unit},{parent},{name},{heads}\n"
    for unit, parent, name, heads in (
        ("all", "", "The whole house", 20),
        ("east", "all", "East wing", 40),
        ("west", "all", "West wing", 40),
        ("north", "all", "North wing", 40),
        ("attic", "west", "Attic", 40),
    )
)


@pytest.fixture
def house(tmp_path):
    """A round frozen as `open` freezes it: its places stay what they were."""
    survey = make_round(tmp_path, units=FOUR)
    return replace(survey, placed=Places(survey).placed)


def told(house, answers, members, extras=()):
    places = Places(house)
    items = [item.id for item in house.questionnaire.items]
    rows = [
        (places.numbers[places.of(unit, level)], to_codes(house.questionnaire, dict(zip(items, codes, strict=True))))
        for unit, level, codes in answers
    ]
    numbers, joined = [number for number, _ in rows], b"".join(row for _, row in rows)
    return gather_extra(house, numbers, joined, find(house, answers), extras, members)


def kept(unit, members):
    return Extra("hash", date(2026, 6, 1), tuple(members), unit)


def answers(**people):
    return [answer for unit, count in people.items() for answer in front(count, {"whole": "all"}.get(unit, unit))]


def test_units_together_are_told_as_one(house):
    unit = told(house, answers(whole=15, east=12, west=11, attic=14, north=20), ["east", "north"])
    assert (unit.id, unit.name, unit.parent) == ("east+north", "East wing with North wing", "all")
    (group, staff) = unit.groups
    assert (group.level, group.asked, group.answered) == ("front", 80, Shown(30))
    assert staff.level == ALL_STAFF
    assert unit.scores["voice"]["front"] == unit.scores["voice"][ALL_STAFF]
    assert unit.scores["voice"]["front"].n == 30


def test_a_group_counts_all_units_below_its_own(house):
    unit = told(house, answers(whole=15, east=12, west=11, attic=14, north=20), ["east", "west"])
    assert unit.groups[0].answered == Shown(35)


def test_small_units_are_told_together_where_the_rest_is_enough(house):
    unit = told(house, answers(whole=15, east=6, west=11, attic=14, north=7), ["east", "north"])
    assert unit.groups[0].answered == Shown(15)


def test_a_group_that_leaves_too_few_others_loses(house):
    """Seven stand beside the group, and what was told of all and of the other wing would tell about them."""
    unit = told(house, answers(whole=7, east=12, west=11, attic=14, north=3), ["east", "north"])
    assert unit.groups[0].answered == Withheld(Reason.TOGETHER)
    assert unit.scores["voice"]["front"] == Withheld(Reason.TOGETHER)
    assert not unit.is_told


def test_a_group_of_too_few_is_not_told(house):
    unit = told(house, answers(whole=20, east=5, west=11, attic=14, north=4), ["east", "north"])
    assert unit.scores["voice"]["front"] == Withheld(Reason.FEW)


def test_a_group_of_one_mind_is_not_told(house):
    same = [(unit, "front", (3, 3)) for unit in ("east", "north") for _ in range(12)]
    unit = told(house, same + answers(whole=20, west=11, attic=14), ["east", "north"])
    assert unit.scores["voice"]["front"] == Withheld(Reason.TOGETHER)
    assert unit.groups[0].answered == Shown(25)


def test_a_second_group_may_not_overlap_with_the_first(house):
    everybody = answers(whole=15, east=12, west=11, attic=14, north=20)
    first = told(house, everybody, ["east", "north"])
    assert isinstance(first.scores["voice"]["front"], Shown)
    with pytest.raises(RegroupError, match="all units of 'all'"):
        told(house, everybody, ["east", "west", "north"])
    with pytest.raises(RegroupError, match=r"'east' belongs to 'east\+north', 'west' to 'all'"):
        told(house, everybody, ["east", "west"], [kept(first, ["east", "north"])])


@pytest.mark.parametrize(
    ("members", "said"),
    [
        (["east"], "name two units or more"),
        (["east", "east"], "name two units or more"),
        (["east", "nord"], "unknown unit 'nord'; did you mean 'north'"),
        (["east", "attic"], "'east' belongs to 'all', 'attic' to 'west'"),
        (["all", "east"], "'all' belongs to 'all', 'east' to 'all'"),
        (["east", "west", "north"], "these are all units of 'all': see its own report"),
    ],
)
def test_what_cannot_be_grouped_is_answered_with_the_reason(house, members, said):
    with pytest.raises(RegroupError, match=said):
        told(house, answers(whole=20, east=12, west=12, attic=12, north=12), members)


def test_the_canonical_form_of_a_group_gives_it_again(house):
    extra = kept(
        told(house, answers(whole=15, east=12, west=11, attic=14, north=20), ["east", "north"]), ["east", "north"]
    )
    assert extra_from_canonical(canonical_extra(extra)) == extra


# Case T6: one unit of 14, 6 and 2 people on three levels


STAIRS = {"front": ["front"], "front and middle": ["front", "middle"]}


@pytest.mark.parametrize("row", STAIRS)
def test_after_a_unit_was_told_a_level_of_it_that_leaves_too_few_is_refused_to_any_reader(row):
    layout = Layout.of(["front", "middle", "senior"], {"all": ["front", "middle", "senior"], row: STAIRS[row]})
    number = {name: number for number, name in enumerate(layout.rows)}
    verdict = admit(layout, [14, 6, 2], 10, [number["all"]], [number[row]])
    assert verdict.withheld == {row: Reason.TOGETHER}
    assert admit(layout, [14, 6, 2], 10, [], [number["all"]]).withheld == {}
