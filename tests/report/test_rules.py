"""The rules R0 to R10 at their edges: each fires where it may, stays still just beside that, and reads what is shown.

Findings are made by hand, one unit and one or two capabilities at a time.
"""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsurvey.analysis.annex import Technical, TechnicalUnit, TechnicalWithheld
from leadsurvey.analysis.disclosure.figures import Figure, Reason, Shown, Withheld
from leadsurvey.analysis.findings import ALL_STAFF, CapabilityInfo, Change, Findings, LevelInfo, UnitFindings
from leadsurvey.analysis.whole import Contrast, PredictionFindings, TaskFindings, WhoLedFindings
from leadsurvey.questionnaire.model import CapabilityId, LevelId, Recommendation
from leadsurvey.report import recommend
from leadsurvey.report.recommend import Choice, Rule
from leadsurvey.report.recommend.choosing import STRENGTHS
from leadsurvey.report.recommend.rules import ONLY_WITH_PRACTICE, PRACTICES
from tests.report.riverside import FEW, contrasts, findings

FRONT, LEAD, SENIOR, PARTNER, CITIZEN = map(LevelId, ("front", "lead", "senior", "partner", "citizen"))
LEVELS = (
    LevelInfo(FRONT, "Front line", staff=True, reference=False),
    LevelInfo(LEAD, "Team leads", staff=True, reference=False),
    LevelInfo(SENIOR, "Senior leaders", staff=True, reference=False),
    LevelInfo(PARTNER, "Partners", staff=False, reference=False),
    LevelInfo(CITIZEN, "Citizens", staff=False, reference=True),
)
C0, C1 = CapabilityId("c0"), CapabilityId("c1")
TOGETHER = Withheld(Reason.TOGETHER)
Row = dict[LevelId, Figure]
Place = tuple[Findings, UnitFindings]


def said(low: int, high: int, n: int = 100, value: int | None = None) -> Shown:
    return Shown((low + high) // 2 if value is None else value, low, high, n)


def apart(one: LevelId, other: LevelId, points: int, low: int, *, clear: bool = True) -> Contrast:
    return Contrast(one, other, Shown(points, low, 2 * points - low), clear)


def place(*rows: Row, gaps: tuple[Contrast, ...] = (), **more: object) -> Place:
    """An organisation of one unit; the contrasts are those of its first capability."""
    about = tuple(
        CapabilityInfo(CapabilityId(f"c{order}"), f"Title {order}", "", "", "p", {}, (), options=5)
        for order in range(len(rows))
    )
    scores = {CapabilityId(f"c{order}"): row for order, row in enumerate(rows)}
    unit = UnitFindings("u", "Unit", None, (), (), scores, {C0: gaps})
    base: dict[str, object] = {
        "levels": LEVELS, "capabilities": about, "units": {"u": unit}, "technical": Technical({}, {}),
        "recommendations": (),
    }  # fmt: skip
    return replace(findings(), **base | more), unit


def rules(at: Place) -> list[Rule]:
    return [choice.rule for choice in recommend.fired(*at)]


def advice(rule: Rule, capability: CapabilityId = C0, **more: str) -> Recommendation:
    return replace(Recommendation(PRACTICES[rule], capability, "Try", "practice", "test", "measure"), **more)


# R0 - explore, don't conclude


@pytest.mark.parametrize(
    ("figure", "explore"),
    [(said(30, 50), False), (said(30, 51), True), (said(40, 50, 18), False), (said(40, 50, 17), True)],
)
def test_r0_goes_with_a_range_wider_than_ten_either_way_or_with_fewer_than_eighteen(
    figure: Shown, explore: bool
) -> None:
    (choice,) = recommend.fired(*place({ALL_STAFF: figure}))
    assert choice.explore is explore


@pytest.mark.parametrize(("n", "explore"), [(18, False), (17, True)])
def test_r0_looks_at_both_groups_of_a_gap(n: int, explore: bool) -> None:
    row: Row = {ALL_STAFF: said(70, 80), CITIZEN: said(50, 60, n)}
    (choice,) = [
        each
        for each in recommend.fired(*place(row, gaps=(apart(ALL_STAFF, CITIZEN, 20, 10),)))
        if each.rule == Rule.WORDS_GAP
    ]
    assert choice.explore is explore


# R1 - low


def test_r1_fires_where_every_staff_level_is_below_60_and_not_where_one_may_be_at_60() -> None:
    row: Row = {FRONT: said(40, 59), LEAD: said(45, 59), ALL_STAFF: said(55, 61)}
    assert rules(place(row)) == [Rule.LOW_EVERYWHERE]
    assert rules(place(row | {LEAD: said(45, 60)})) == []


def test_r1_falls_back_on_all_staff_together() -> None:
    row: Row = {FRONT: said(40, 50), LEAD: said(45, 60), ALL_STAFF: said(41, 59)}
    assert rules(place(row)) == [Rule.LOW_TOGETHER]
    assert rules(place(row | {ALL_STAFF: said(41, 60)})) == []


# R2 - levels apart


@pytest.mark.parametrize(
    ("gap", "fires"),
    [
        (apart(LEAD, FRONT, 12, 6), True),
        (apart(LEAD, FRONT, 11, 5), False),
        (apart(LEAD, FRONT, 12, 6, clear=False), False),
        (apart(FRONT, LEAD, 12, 6), False),  # the front line sees more of it: no rule against that
    ],
)
def test_r2_fires_where_a_higher_level_sees_clearly_more_by_twelve_points(gap: Contrast, fires: bool) -> None:
    row: Row = {FRONT: said(50, 64), LEAD: said(62, 76)}
    assert (Rule.LEVEL_GAP in rules(place(row, gaps=(gap,)))) is fires


def test_r2_cites_the_widest_of_several_gaps() -> None:
    row: Row = {FRONT: said(50, 64), LEAD: said(62, 76), SENIOR: said(70, 80)}
    gaps = (apart(LEAD, FRONT, 12, 6), apart(SENIOR, FRONT, 18, 9))
    (choice,) = [each for each in recommend.fired(*place(row, gaps=gaps)) if each.rule == Rule.LEVEL_GAP]
    assert choice.gap
    assert (choice.gap.one.level, choice.gap.points) == (SENIOR, 18)


# R3 - words and what citizens meet


@pytest.mark.parametrize(
    ("gap", "fires"),
    [
        (apart(ALL_STAFF, CITIZEN, 10, 1), True),
        (apart(ALL_STAFF, CITIZEN, 9, 1), False),
        (apart(ALL_STAFF, CITIZEN, 10, 0), False),
        (apart(CITIZEN, ALL_STAFF, 10, 1), False),
        (apart(ALL_STAFF, PARTNER, 10, 1), False),
    ],
)
def test_r3_fires_where_staff_see_ten_points_more_than_citizens_with_a_range_clear_of_nothing(
    gap: Contrast, fires: bool
) -> None:
    row: Row = {ALL_STAFF: said(55, 65), CITIZEN: said(45, 55), PARTNER: said(45, 55)}
    assert (Rule.WORDS_GAP in rules(place(row, gaps=(gap,)))) is fires


def test_what_citizens_see_clearly_less_of_is_no_strength_and_a_priority_instead() -> None:
    row: Row = {ALL_STAFF: said(70, 80), CITIZEN: said(50, 60)}
    with_gap = place(row, gaps=(apart(ALL_STAFF, CITIZEN, 20, 10),))
    assert Rule.HIGH_TOGETHER in rules(with_gap)
    assert recommend.strengths(*with_gap) == ()
    assert [choice.rule for choice in recommend.priorities(*with_gap)] == [Rule.WORDS_GAP]
    without = place(row, gaps=(apart(ALL_STAFF, CITIZEN, 9, 1),))
    assert [choice.rule for choice in recommend.strengths(*without)] == [Rule.HIGH_TOGETHER]


# R4 - split


def split(ad_m: float | None, value: int) -> Place:
    known = TechnicalUnit(100, 3.0, 1.2, 50.0, 45.0, 61.0, 0.5, ad_m)
    figure = said(value - 5, 61 if value < 60 else value + 5, value=value)
    return place({ALL_STAFF: figure}, technical=Technical({}, {"u": {C0: known}}))


@pytest.mark.parametrize(
    ("ad_m", "value", "fires"),
    [(5 / 6, 56, True), (0.833, 56, False), (1.5, 40, True), (1.5, 39, False), (1.5, 70, True), (1.5, 71, False),
     (None, 56, False)],
)  # fmt: skip
def test_r4_fires_where_people_are_a_sixth_of_the_scale_from_a_middling_mean(
    ad_m: float | None, value: int, fires: bool
) -> None:
    assert (Rule.SPLIT in rules(split(ad_m, value))) is fires


def test_r4_stays_still_where_the_spread_is_withheld_or_all_staff_are() -> None:
    whole, unit = split(1.5, 56)
    hidden = Technical({}, {"u": {C0: TechnicalWithheld("few")}})
    assert Rule.SPLIT not in rules((replace(whole, technical=hidden), unit))
    gone = replace(unit, scores={C0: {ALL_STAFF: FEW}})
    assert Rule.SPLIT not in rules((whole, gone))


# R5 - invisible


@pytest.mark.parametrize(("share", "fires"), [(20, True), (19, False)])
def test_r5_fires_where_a_level_of_staff_could_not_say_in_20_of_100(share: int, fires: bool) -> None:
    row: Row = {ALL_STAFF: said(55, 65)}
    at = place(row, unsaid={C0: {FRONT: Shown(share), CITIZEN: Shown(90), LEAD: FEW}})
    assert (Rule.INVISIBLE in rules(at)) is fires


# R6 - centralised


def led(spread: Figure, top: int, in_post: int | None) -> Place:
    choices = {"front": "Somebody", "senior": "A senior leader"}
    shares: dict[LevelId, dict[str, Figure]] = {ALL_STAFF: {"front": Shown(100 - top), "senior": Shown(top)}}
    told = WhoLedFindings(choices, shares, spread, {} if in_post is None else {"senior": in_post})
    return place({ALL_STAFF: said(55, 65)}, who_led=told, recommendations=(advice(Rule.CENTRALISED),))


@pytest.mark.parametrize(
    ("spread", "top", "in_post", "fires"),
    [(59, 50, 5, True), (60, 50, 5, False), (60, 61, 19, True), (60, 60, 19, False), (60, 61, 20, False),
     (60, 99, None, False)],
)  # fmt: skip
def test_r6_fires_where_few_roles_lead_or_one_that_few_people_hold(
    spread: int, top: int, in_post: int | None, fires: bool
) -> None:
    assert (Rule.CENTRALISED in rules(led(Shown(spread), top, in_post))) is fires


def test_r6_stays_still_where_the_spread_is_withheld() -> None:
    assert Rule.CENTRALISED not in rules(led(FEW, 50, 5))


# R7 - says and shows


def task(*, clear: bool) -> TaskFindings:
    return TaskFindings("t", "A task", "", "share", "higher", "", "", (), Shown(20, 5, 35), clear=clear)


def guesses(absolute: Figure, floor: Figure | None) -> PredictionFindings:
    return PredictionFindings(CITIZEN, (), {}, {ALL_STAFF: absolute}, floor)


@pytest.mark.parametrize(
    ("low", "told", "fires"),
    [
        (60, {"tasks": (task(clear=True),)}, True),
        (59, {"tasks": (task(clear=True),)}, False),
        (60, {"tasks": (task(clear=False),)}, False),
        (60, {"predictions": guesses(Shown(7), Shown(3))}, True),
        (60, {"predictions": guesses(Shown(6), Shown(3))}, False),
        (60, {"predictions": guesses(FEW, Shown(3))}, False),
        (60, {"predictions": guesses(Shown(7), None)}, False),
        (60, {}, False),
    ],
)
def test_r7_fires_where_staff_see_it_often_and_tasks_or_guesses_show_a_pull(
    low: int, told: dict[str, object], fires: bool
) -> None:
    at = place({ALL_STAFF: said(low, 75)}, recommendations=(advice(Rule.SAYS_SHOWS),), **told)
    assert (Rule.SAYS_SHOWS in rules(at)) is fires


# R8 - overload


def test_r8_fires_below_40_and_only_where_the_questionnaire_has_a_practice_against_overload() -> None:
    against = (advice(Rule.OVERLOAD),)
    assert Rule.OVERLOAD in rules(place({ALL_STAFF: said(20, 39)}, recommendations=against))
    assert Rule.OVERLOAD not in rules(place({ALL_STAFF: said(20, 40)}, recommendations=against))
    assert Rule.OVERLOAD not in rules(place({ALL_STAFF: said(20, 39)}))
    elsewhere = (advice(Rule.OVERLOAD, C1),)
    assert Rule.OVERLOAD not in rules(place({ALL_STAFF: said(20, 39)}, recommendations=elsewhere))


# R9 - high


def test_r9_fires_where_every_staff_level_is_at_60_or_above_else_where_all_staff_are() -> None:
    row: Row = {FRONT: said(60, 80), LEAD: said(60, 75), ALL_STAFF: said(58, 70)}
    assert rules(place(row)) == [Rule.HIGH_EVERYWHERE]
    assert rules(place(row | {LEAD: said(59, 75)})) == []
    assert rules(place(row | {LEAD: said(59, 75), ALL_STAFF: said(60, 70)})) == [Rule.HIGH_TOGETHER]
    assert rules(place(row | {LEAD: said(59, 75), ALL_STAFF: said(59, 70)})) == []


# R10 - a drop


@pytest.mark.parametrize(
    ("change", "fires"),
    [(Shown(-5, -9, -1), True), (Shown(-4, -7, -1), False), (Shown(-5, -10, 0), False), (Shown(-9), False),
     (Shown(9, 5, 13), False), (FEW, False)],
)  # fmt: skip
def test_r10_fires_where_all_staff_fell_by_five_points_with_a_range_clear_of_nothing(
    change: Figure, fires: bool
) -> None:
    whole, unit = place({ALL_STAFF: said(55, 65)})
    fallen = replace(unit, changes={C0: {ALL_STAFF: Change(change, notable=True)}})
    assert (Rule.DROP in rules((whole, fallen))) is fires


def test_a_drop_of_one_level_is_no_drop_of_all_staff() -> None:
    whole, unit = place({ALL_STAFF: said(55, 65)})
    fallen = replace(unit, changes={C0: {FRONT: Change(Shown(-20, -30, -10), notable=True)}})
    assert rules((whole, fallen)) == []


# What only the whole organisation is told


def everything(row: Row) -> Place:
    """A capability in which each rule that looks at the whole organisation alone would fire."""
    whole, unit = led(Shown(10), 90, 5)
    whole = replace(
        whole,
        recommendations=(advice(Rule.CENTRALISED), advice(Rule.SAYS_SHOWS)),
        unsaid={C0: {FRONT: Shown(40)}},
        tasks=(task(clear=True),),
    )
    return whole, replace(unit, scores={C0: row})


def test_what_is_told_of_the_organisation_fires_no_rule_in_a_unit_of_it() -> None:
    whole, unit = everything({ALL_STAFF: said(65, 75)})
    told = {Rule.INVISIBLE, Rule.CENTRALISED, Rule.SAYS_SHOWS}
    assert told <= set(rules((whole, unit)))
    assert not told & set(rules((whole, replace(unit, parent="above"))))


# Nothing comes from what is withheld


def _figures() -> st.SearchStrategy[Figure]:
    ends = st.tuples(st.integers(0, 100), st.integers(0, 100), st.integers(10, 200)).map(
        lambda drawn: said(min(drawn[:2]), max(drawn[:2]), drawn[2])
    )
    return st.one_of(st.just(FEW), st.just(TOGETHER), ends)


_ROWS = st.fixed_dictionaries({level: _figures() for level in (FRONT, LEAD, SENIOR, PARTNER, CITIZEN, ALL_STAFF)})


def _made(rows: list[Row]) -> Place:
    """As the analysis would tell it: contrasts of shown groups alone, practices for everything."""
    every = tuple(advice(rule, CapabilityId(f"c{order}")) for order in range(len(rows)) for rule in PRACTICES)
    whole, unit = place(*rows, recommendations=every)
    return whole, replace(unit, gaps={key: tuple(contrasts(row, LEVELS)) for key, row in unit.scores.items()})


def _cited(choice: Choice) -> set[LevelId]:
    """The levels on whose figures a choice rests."""
    if choice.gap:
        return {choice.gap.one.level, choice.gap.other.level}
    if choice.rule in {Rule.LOW_EVERYWHERE, Rule.HIGH_EVERYWHERE}:
        return {cell.level for cell in choice.levels}
    return {choice.staff.level} if choice.staff else set()


@given(st.lists(_ROWS, min_size=1, max_size=4), st.data())
def test_withholding_a_cell_never_adds_a_choice_that_rests_on_it(rows: list[Row], data: st.DataObject) -> None:
    order = data.draw(st.integers(0, len(rows) - 1))
    level = data.draw(st.sampled_from(sorted(rows[order])))
    fewer = [row | ({level: FEW} if order == at else {}) for at, row in enumerate(rows)]
    for choice in recommend.fired(*_made(fewer)):
        if choice.capability.id == f"c{order}":
            assert level not in _cited(choice)
            assert level not in {cell.level for cell in (*choice.levels, *filter(None, [choice.staff]))}


@given(st.lists(_ROWS, min_size=1, max_size=4), st.data())
def test_a_contrast_whose_group_is_withheld_fires_nothing_even_if_it_were_there(
    rows: list[Row], data: st.DataObject
) -> None:
    whole, unit = _made(rows)
    level = data.draw(st.sampled_from(sorted(rows[0])))
    hidden = replace(unit, scores={key: row | {level: FEW} for key, row in unit.scores.items()})
    told = [*recommend.fired(whole, hidden), *recommend.strengths(whole, hidden), *recommend.priorities(whole, hidden)]
    assert all(level not in _cited(choice) for choice in told)
    surprise = recommend.surprise(whole, hidden)
    assert surprise is None or surprise.gap is None or level not in {surprise.gap.one.level, surprise.gap.other.level}


# What a report says first


@given(st.lists(_ROWS, min_size=1, max_size=6))
def test_at_most_three_of_either_one_for_a_capability_and_none_is_both(rows: list[Row]) -> None:
    at = _made(rows)
    strong, wanting = recommend.strengths(*at), recommend.priorities(*at)
    assert len(strong) <= 3
    assert len(wanting) <= 3
    named = [choice.capability.id for choice in (*strong, *wanting)]
    assert len(named) == len(set(named))
    assert {choice.rule for choice in strong} <= STRENGTHS
    assert not {choice.rule for choice in wanting} & STRENGTHS


@given(st.lists(_ROWS, min_size=1, max_size=6))
def test_priorities_come_in_the_order_of_need_certainty_and_reach(rows: list[Row]) -> None:
    at = _made(rows)
    weights = [recommend.priority(*at, choice) for choice in recommend.priorities(*at)]
    assert all(before >= after for before, after in pairwise(weights))


@pytest.mark.parametrize(("high", "need"), [(39, 3), (40, 2), (59, 2), (60, 1)])
def test_need_is_three_below_40_two_below_60_else_one(high: int, need: int) -> None:
    row: Row = {ALL_STAFF: said(high - 9, high), CITIZEN: said(10, 15)}
    at = place(row, gaps=(apart(ALL_STAFF, CITIZEN, 20, 10),))
    assert {choice.need for choice in recommend.fired(*at)} == {need}


def test_certainty_is_a_half_for_a_figure_without_a_range_and_for_a_rough_one() -> None:
    def certainty(at: Place) -> list[float]:
        return [choice.certainty for choice in recommend.fired(*at)]

    row: Row = {ALL_STAFF: said(55, 65)}
    assert certainty(split(1.5, 56)) == [0.5]
    assert certainty(place(row, unsaid={C0: {FRONT: Shown(30)}})) == [0.5]
    assert certainty(led(Shown(10), 90, 5)) == [0.5]
    assert certainty(place({ALL_STAFF: said(30, 50)})) == [1.0]
    assert certainty(place({ALL_STAFF: said(30, 51)})) == [0.5]


@pytest.mark.parametrize(
    ("reach", "parent", "weight"),
    [("team", None, 2.0), ("organisation", "above", 1.4), ("organisation", None, 2.0), ("outside", None, 0.8),
     ("outside", "above", 0.8), ("team", "above", 2.0)],
)  # fmt: skip
def test_priority_is_need_times_certainty_times_reach(reach: str, parent: str | None, weight: float) -> None:
    whole, unit = place({ALL_STAFF: said(40, 50)}, recommendations=(advice(Rule.LOW_TOGETHER, reach=reach),))
    unit = replace(unit, parent=parent)
    (choice,) = recommend.fired(whole, unit)
    assert recommend.priority(whole, unit, choice) == pytest.approx(weight)


def test_what_is_within_reach_comes_before_what_is_needed_as_much() -> None:
    rows: tuple[Row, ...] = ({ALL_STAFF: said(40, 50)}, {ALL_STAFF: said(45, 55)})
    near = (advice(Rule.LOW_TOGETHER, C0, reach="outside"), advice(Rule.LOW_TOGETHER, C1))
    found = recommend.priorities(*place(*rows, recommendations=near))
    assert [choice.capability.id for choice in found] == [C1, C0]


def test_of_equals_overload_comes_first_then_low_at_every_level_then_the_lowest_figure() -> None:
    rows: tuple[Row, ...] = (
        {ALL_STAFF: said(20, 30)},
        {ALL_STAFF: said(21, 31), FRONT: said(21, 31), LEAD: said(20, 41)},
        {ALL_STAFF: said(30, 38)},
        {ALL_STAFF: said(10, 20), FRONT: said(10, 60)},
    )
    against = (advice(Rule.OVERLOAD, CapabilityId("c2")),)
    found = recommend.priorities(*place(*rows, recommendations=against))
    assert [(choice.capability.id, choice.rule) for choice in found] == [
        ("c2", Rule.OVERLOAD), ("c1", Rule.LOW_EVERYWHERE), ("c3", Rule.LOW_TOGETHER),
    ]  # fmt: skip


def test_a_rule_that_has_a_practice_comes_before_one_of_the_same_capability_that_has_none() -> None:
    row: Row = {ALL_STAFF: said(40, 50), CITIZEN: said(20, 30)}
    gaps = (apart(ALL_STAFF, CITIZEN, 20, 10),)
    (bare,) = recommend.priorities(*place(row, gaps=gaps))
    assert bare.rule == Rule.LOW_TOGETHER
    (ready,) = recommend.priorities(*place(row, gaps=gaps, recommendations=(advice(Rule.WORDS_GAP),)))
    assert ready.rule == Rule.WORDS_GAP
    both = (advice(Rule.WORDS_GAP), advice(Rule.LOW_TOGETHER))
    (first,) = recommend.priorities(*place(row, gaps=gaps, recommendations=both))
    assert first.rule == Rule.LOW_TOGETHER


@pytest.mark.parametrize("rule", list(PRACTICES))
def test_a_practice_is_of_the_rule_and_of_the_capability(rule: Rule) -> None:
    whole, unit = place({ALL_STAFF: said(40, 50)})
    (choice,) = recommend.fired(whole, unit)
    choice = replace(choice, rule=rule)
    fitting, other = advice(rule), next(name for name in PRACTICES.values() if name != PRACTICES[rule])
    beside = (replace(fitting, capability=C1), replace(fitting, rule=other))
    assert recommend.practice(replace(whole, recommendations=(*beside, fitting)), choice) == fitting
    assert recommend.practice(replace(whole, recommendations=beside), choice) is None


@pytest.mark.parametrize("rule", sorted(ONLY_WITH_PRACTICE))
def test_rules_about_the_organisation_ask_the_questionnaire_which_capability_they_are_for(rule: Rule) -> None:
    whole, unit = everything({ALL_STAFF: said(65, 75)} if rule != Rule.OVERLOAD else {ALL_STAFF: said(10, 20)})
    assert rule in rules((replace(whole, recommendations=(advice(rule),)), unit))
    assert rule not in rules((replace(whole, recommendations=()), unit))


def test_a_plan_has_a_practice_for_each_priority_and_passes_a_strength_on_only_where_there_is_room() -> None:
    low: tuple[Row, ...] = tuple({ALL_STAFF: said(40 + step, 50 + step)} for step in range(3))
    high: tuple[Row, ...] = tuple({ALL_STAFF: said(70, 80)} for _ in range(2))
    every = tuple(advice(rule, CapabilityId(f"c{order}")) for order in range(5) for rule in PRACTICES)
    full = recommend.plan(*place(*low, *high, recommendations=every))
    assert [step.choice.capability.id for step in full] == ["c0", "c1", "c2"]
    roomy = recommend.plan(*place(*low[:2], *high, recommendations=every))
    assert [(step.choice.capability.id, step.choice.rule) for step in roomy] == [
        ("c0", Rule.LOW_TOGETHER), ("c1", Rule.LOW_TOGETHER), ("c2", Rule.HIGH_TOGETHER),
    ]  # fmt: skip
    no_foundation = tuple(each for each in every if each.rule != "foundation")
    assert [step.choice.rule for step in recommend.plan(*place(*low, *high, recommendations=no_foundation))] == [
        Rule.HIGH_TOGETHER
    ]
    assert recommend.plan(*place(*low, *high)) == ()


def test_citizens_and_partners_are_in_no_figure_of_staff() -> None:
    row: Row = {PARTNER: said(5, 10), CITIZEN: said(90, 95)}
    assert rules(place(row)) == []
    assert rules(place(row | {FRONT: said(70, 80), ALL_STAFF: said(70, 80)})) == [Rule.HIGH_EVERYWHERE]
