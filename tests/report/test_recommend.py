"""The rules that choose what a report says first."""

from dataclasses import replace

import pytest

from leadsurvey.analysis.disclosure.figures import Figure, Reason, Shown, Withheld
from leadsurvey.analysis.findings import ALL_STAFF, CapabilityInfo, Findings, Group, LevelInfo, UnitFindings
from leadsurvey.analysis.whole import PredictionFindings, StatementFindings
from leadsurvey.questionnaire.model import CapabilityId, LevelId, Recommendation
from leadsurvey.report import recommend
from leadsurvey.report.recommend import Rule
from tests.report.riverside import FEW, contrasts, findings

STAFF = ("front", "lead")


def said(low: int, high: int, n: int = 100) -> Shown:
    return Shown((low + high) // 2, low, high, n)


def one_unit(*rows: dict[str, Figure], heads: dict[str, int] | None = None) -> tuple[Findings, UnitFindings]:
    """Findings of one unit; a row names its figures by level, `all` is all staff, `citizen` the reference."""
    names = ("front", "lead", "partner", "citizen")
    levels = tuple(LevelInfo(LevelId(x), x, staff=x in STAFF, reference=x == "citizen") for x in names)
    about = tuple(CapabilityInfo(CapabilityId(f"c{i}"), f"C{i}", "", "", "p", {}, ()) for i in range(len(rows)))
    scores = {
        CapabilityId(f"c{order}"): {
            ALL_STAFF if level == "all" else LevelId(level): figure for level, figure in row.items()
        }
        for order, row in enumerate(rows)
    }
    groups = tuple(Group(LevelId(key), head, Shown(20), Shown(5)) for key, head in (heads or {}).items())
    gaps = {key: found for key, row in scores.items() if (found := tuple(contrasts(row, levels)))}
    unit = UnitFindings("u", "Unit", None, groups, (), scores, gaps)
    return replace(findings(), levels=levels, capabilities=about, units={"u": unit}), unit


def ids(choices: tuple[recommend.Choice, ...]) -> list[str]:
    return [choice.capability.id for choice in choices]


def test_a_strength_at_every_staff_level_comes_before_a_higher_one_of_all_staff() -> None:
    found = recommend.strengths(
        *one_unit(
            {"all": said(80, 90), "front": said(82, 92), "lead": said(50, 90)},
            {"all": said(62, 70), "front": said(60, 70), "lead": said(61, 75)},
        )
    )
    assert [(choice.capability.id, choice.rule) for choice in found] == [
        ("c1", Rule.HIGH_EVERYWHERE),
        ("c0", Rule.HIGH_TOGETHER),
    ]


def test_strengths_go_by_the_lower_limit_and_are_at_most_three() -> None:
    found = recommend.strengths(*one_unit(*({"all": said(60 + step, 95)} for step in (0, 9, 4, 7))))
    assert ids(found) == ["c1", "c3", "c2"]


def test_a_lower_limit_of_59_is_no_strength_and_60_is() -> None:
    assert ids(recommend.strengths(*one_unit({"all": said(59, 99)}, {"all": said(60, 99)}))) == ["c1"]


def test_an_upper_limit_of_60_is_no_priority_and_59_is() -> None:
    assert ids(recommend.priorities(*one_unit({"all": said(40, 60)}, {"all": said(40, 59)}))) == ["c1"]


def test_the_greatest_need_comes_first_and_of_equal_needs_the_lowest_figure() -> None:
    found = recommend.priorities(
        *one_unit(*({"all": said(low, high)} for low, high in ((45, 55), (20, 39), (50, 59), (30, 40))))
    )
    assert [(choice.capability.id, choice.need) for choice in found] == [("c1", 3), ("c3", 2), ("c0", 2)]


def test_of_equal_need_what_every_staff_level_finds_low_comes_first() -> None:
    found = recommend.priorities(
        *one_unit(
            {"all": said(45, 55), "front": said(40, 50), "lead": said(50, 70)},
            {"all": said(45, 55), "front": said(40, 50), "lead": said(45, 59)},
        )
    )
    assert [(choice.capability.id, choice.rule) for choice in found] == [
        ("c1", Rule.LOW_EVERYWHERE),
        ("c0", Rule.LOW_TOGETHER),
    ]


def test_where_all_staff_are_withheld_the_need_is_one() -> None:
    (choice,) = recommend.priorities(*one_unit({"all": Withheld(Reason.TOGETHER), "front": said(10, 20)}))
    assert (choice.need, choice.staff) == (1, None)


def test_partners_and_citizens_make_neither_strength_nor_priority() -> None:
    findings_of = one_unit({"partner": said(10, 20), "citizen": said(80, 90)})
    assert recommend.strengths(*findings_of) == recommend.priorities(*findings_of) == ()


def test_nothing_is_chosen_from_withheld_cells() -> None:
    findings_of = one_unit({"all": FEW, "front": FEW, "citizen": FEW})
    assert recommend.strengths(*findings_of) == recommend.priorities(*findings_of) == ()
    assert recommend.surprise(*findings_of) is None
    assert recommend.ranking(*findings_of) == ()


@pytest.mark.parametrize(("figure", "explore"), [(said(40, 59), False), (said(30, 51), True), (said(45, 55, 15), True)])
def test_few_people_or_a_wide_range_ask_to_explore(figure: Shown, explore: bool) -> None:
    (choice,) = recommend.priorities(*one_unit({"all": figure}))
    assert choice.explore is explore


def test_the_surprise_is_the_largest_difference_whose_ranges_lie_apart() -> None:
    found = recommend.surprise(
        *one_unit({"front": said(30, 50), "lead": said(50, 90)}, {"front": said(30, 34), "lead": said(40, 44)})
    )
    assert found
    assert found.gap
    assert not found.turned
    assert (found.gap.capability, found.gap.one.level, found.gap.other.level, found.gap.points) == (
        "c1", "lead", "front", 10,
    )  # fmt: skip


def test_a_reference_level_that_rates_higher_than_staff_comes_first() -> None:
    found = recommend.surprise(
        *one_unit({"front": said(10, 20), "lead": said(80, 90)}, {"all": said(40, 44), "citizen": said(50, 54)})
    )
    assert found
    assert found.turned
    assert found.gap
    assert found.gap.one.level == "citizen"


def test_a_difference_that_is_not_clear_is_no_surprise() -> None:
    assert recommend.surprise(*one_unit({"front": said(30, 40), "lead": said(35, 45)})) is None


def test_what_rests_on_a_wide_range_is_no_surprise() -> None:
    assert recommend.surprise(*one_unit({"front": said(10, 31), "lead": said(80, 90)})) is None
    assert recommend.surprise(*one_unit({"front": said(10, 30), "lead": said(80, 90)}))


def _guessed(of: Shown, staff: Shown, *, key: str = "s") -> StatementFindings:
    return StatementFindings(key, f"Statement {key}", 1, of, {ALL_STAFF: staff})


def test_a_clear_error_of_predictions_is_the_first_surprise_of_the_organisation_alone() -> None:
    whole, unit = one_unit({"front": said(10, 20), "lead": said(80, 90)})
    told = (
        _guessed(said(60, 70), said(70, 80), key="meets"),
        _guessed(said(60, 70), said(71, 81), key="apart"),
        _guessed(said(60, 70), said(40, 50), key="widest"),
    )
    whole = replace(whole, predictions=PredictionFindings(LevelId("citizen"), told, {}, {}, None))
    found = recommend.surprise(whole, unit)
    assert found
    assert found.statement == told[2]
    below = recommend.surprise(whole, replace(unit, parent="above"))
    assert below
    assert below.gap
    met = replace(whole, predictions=PredictionFindings(LevelId("citizen"), told[:1], {}, {}, None))
    assert recommend.surprise(met, unit) == below


def test_what_cannot_be_told_is_the_withheld_level_with_most_people() -> None:
    found = recommend.unknown(
        *one_unit({"front": said(10, 90), "lead": FEW, "citizen": FEW}, heads={"front": 90, "lead": 9, "citizen": 30})
    )
    assert found
    assert (found.level, found.reason, found.everywhere) == ("citizen", Reason.FEW, True)


def test_else_it_is_the_widest_range_if_it_is_rough() -> None:
    found = recommend.unknown(*one_unit({"front": said(40, 61), "lead": said(30, 60)}))
    assert found
    assert found.cell
    assert (found.level, found.cell.low, found.cell.high) == ("lead", 30, 60)
    assert recommend.unknown(*one_unit({"front": said(40, 60)})) is None


def test_a_practice_is_the_one_for_the_capability_and_the_rule() -> None:
    whole, unit = one_unit({"all": said(10, 20)})
    fitting = Recommendation("foundation", CapabilityId("c0"), "Try", "p", "t", "m")
    others = (replace(fitting, capability=CapabilityId("c1")), replace(fitting, rule="R2"))
    (choice,) = recommend.priorities(whole, unit)
    assert recommend.practice(replace(whole, recommendations=(*others, fitting)), choice) == fitting
    assert recommend.practice(replace(whole, recommendations=others), choice) is None
