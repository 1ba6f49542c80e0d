"""Randomised tasks: what is told of two versions, and from how many people on."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from leadsurvey.analysis.annex import TechnicalTask, TechnicalWithheld
from leadsurvey.analysis.disclosure.figures import Reason, Shown, Withheld, nearest
from leadsurvey.analysis.findings import canonical, from_canonical
from leadsurvey.report import export
from leadsurvey.scoring import proportions
from leadsurvey.scoring.differences import adjusted_p
from tests.analysis.whole import NO, YES, before, gave, people, read, shown, whole_of, whole_round

FEW, TOGETHER = Withheld(Reason.FEW), Withheld(Reason.TOGETHER)
ONE_FILE = hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)


@pytest.fixture
def survey(tmp_path):
    return whole_round(tmp_path)


def task(findings, name="wells"):
    return next(each for each in findings.tasks if each.id == name)


def wells(gain, loss, **also):
    """Answers to "wells": (chose the safe plan, chose the other) of either version."""
    return [*read("wells", "gain", *gain, **also), *read("wells", "loss", *loss, **also)]


# The effect


@pytest.mark.parametrize(
    ("gain", "loss", "effect", "versions"),
    [
        ((56, 14), (48, 32), (20, 5, 33), [(80, 69, 88, 70), (60, 49, 70, 80)]),
        ((27, 9), (9, 17), (40, 15, 59), [(75, 59, 86, 35), (35, 19, 54, 25)]),
        ((15, 15), (15, 15), (0, -24, 24), [(50, 33, 67, 30), (50, 33, 67, 30)]),
    ],
)
def test_the_effect_of_a_share_is_the_published_difference_in_whole_points(survey, gain, loss, effect, versions):
    """56/70 - 48/80 is example (a) of Newcombe (1998), table II: method 10 gives 0.2000, 0.0524 to 0.3339.

    The others, and Wilson's ranges of the versions, by hand: 27/36 is 0.75 (0.589 to 0.862), 9/26 is 0.346 (0.194 to
    0.538), their difference 0.404 - sqrt(0.161^2 + 0.192^2) = 0.154 and 0.404 + sqrt(0.112^2 + 0.152^2) = 0.593.
    """
    told = task(whole_of(survey, wells(gain, loss)))
    assert shown(told.effect) == effect
    assert [(*shown(each.result), each.result.n) for each in told.versions] == versions
    assert [each.arms for each in told.versions] == [("Kept",), ("Lost",)]


@ONE_FILE
@given(st.integers(3, 40), st.integers(3, 40), st.integers(3, 40), st.integers(3, 40))
def test_what_is_told_is_the_formula_of_the_counts_in_the_annex(survey, safe, risky, lost, won):
    findings = whole_of(survey, wells((safe, risky), (lost, won)))
    told, annex = task(findings), findings.technical.tasks["wells"]
    if min(safe + risky, lost + won) < 25:
        assert isinstance(told.effect, Withheld)
        assert isinstance(annex, TechnicalWithheld)
        return
    assert isinstance(annex, TechnicalTask)
    counts = [number for each in annex.versions for number in (each.chosen, each.n)]
    assert counts == [safe, safe + risky, lost, lost + won]
    exact = proportions.newcombe(*counts)
    assert (annex.effect, annex.low, annex.high) == exact
    assert shown(told.effect) == tuple(nearest(100 * each, 1) for each in exact)
    assert annex.p == annex.q == proportions.fisher(*counts)
    assert told.clear == (annex.p < 0.05)
    assert annex.agresti_caffo == proportions.agresti_caffo(*counts)


def test_versions_that_count_together_are_pooled(survey):
    """Ten of 15 who read "one" and 14 of 15 who read "two" are 24 of 30; 15 of 30 read "three" and chose it."""
    answers = [*read("three", "one", 10, 5), *read("three", "two", 14, 1), *read("three", "three", 15, 15)]
    findings = whole_of(survey, answers)
    told, annex = task(findings, "three"), findings.technical.tasks["three"]
    assert [each.arms for each in told.versions] == [("One", "Two"), ("Three",)]
    assert [(each.arms, each.n, each.chosen) for each in annex.versions] == [
        (("one", "two"), 30, 24),
        (("three",), 30, 15),
    ]
    assert told.effect.value == 30


def test_an_anchor_is_told_as_how_many_of_100_points_the_guess_follows_it(survey):
    """Medians 45 and 25, anchors 65 and 15: 20 / 50."""
    answers = [*gave("anchor", "large", [40, 45, 50] * 10), *gave("anchor", "small", [20, 25, 30] * 10)]
    findings = whole_of(survey, answers)
    told, annex = task(findings, "anchor"), findings.technical.tasks["anchor"]
    assert told.effect.value == 40
    assert told.effect.low <= 40 <= told.effect.high
    assert told.clear
    assert [each.result.value for each in told.versions] == [45, 25]
    assert [each.result.n for each in told.versions] == [30, 30]
    assert annex.effect == pytest.approx(0.4)
    assert (annex.p, annex.q, annex.agresti_caffo, annex.stratified) == (None, None, None, None)
    assert annex.shift == 20


def test_guesses_that_follow_no_anchor_are_not_called_clear(survey):
    same = list(range(5, 65, 2))
    told = task(whole_of(survey, gave("anchor", "large", same), gave("anchor", "small", same)), "anchor")
    assert told.effect.value == 0
    assert told.effect.low < 0 < told.effect.high
    assert not told.clear


def test_a_ratio_is_the_first_median_as_a_percentage_of_the_second(survey):
    answers = [*gave("weeks", "best", [20, 30, 40] * 10), *gave("weeks", "usual", [40, 60, 80] * 10)]
    told = task(whole_of(survey, answers), "weeks")
    assert told.effect.value == 50
    assert told.effect.high < 100
    assert told.clear


def test_a_ratio_of_one_is_not_called_clear(survey):
    same = list(range(5, 65, 2))
    assert not task(whole_of(survey, gave("weeks", "best", same), gave("weeks", "usual", same)), "weeks").clear


def test_a_ratio_to_nothing_is_not_told_and_breaks_nothing(survey):
    """More than half of the second version answer 0: its median is 0, and nothing can be set against it."""
    answers = [*gave("weeks", "best", [20, 30, 40] * 10), *gave("weeks", "usual", [0, 0, 0, 50, 100] * 8)]
    findings = whole_of(survey, answers)
    assert isinstance(task(findings, "weeks").effect, Withheld)
    assert from_canonical(canonical(findings)) == findings


def test_ratings_are_compared_in_points_of_100(survey):
    """Codes 1 to 5 are 0 to 100: means 75 and 50."""
    answers = [*gave("trust", "known", [3, 4, 5] * 10), *gave("trust", "unknown", [1, 3, 5] * 10)]
    findings = whole_of(survey, answers)
    told, annex = task(findings, "trust"), findings.technical.tasks["trust"]
    assert told.effect.value == 25
    assert [each.result.value for each in told.versions] == [75, 50]
    assert annex.p == annex.q
    assert told.clear == (annex.p < 0.05)


# How many people it takes


@pytest.mark.parametrize(
    ("gain", "loss", "is_told"), [((15, 10), (10, 15), True), ((14, 10), (10, 15), False), ((15, 10), (10, 14), False)]
)
def test_nothing_is_told_under_25_people_a_version(survey, gain, loss, is_told):
    findings = whole_of(survey, wells(gain, loss))
    told = task(findings)
    assert isinstance(told.effect, Shown) == is_told
    assert [isinstance(each.result, Shown) for each in told.versions] == [is_told] * 2
    assert isinstance(findings.technical.tasks["wells"], TechnicalTask) == is_told
    if not is_told:
        assert told.effect == FEW
        assert (told.clear, told.sized, told.by_level, told.others, told.since) == (False, False, {}, None, None)


def test_nothing_is_told_under_the_smallest_group(tmp_path):
    survey = whole_round(tmp_path, minimum_group=30)
    assert task(whole_of(survey, wells((15, 14), (10, 20)))).effect == FEW
    assert isinstance(task(whole_of(survey, wells((15, 15), (10, 20)))).effect, Shown)


@pytest.mark.parametrize(("gain", "sized"), [((25, 14), False), ((25, 15), True)])
def test_from_40_people_a_version_on_its_size_may_be_said(survey, gain, sized):
    assert task(whole_of(survey, wells(gain, (15, 25)))).sized == sized


@pytest.mark.parametrize(("of_leads", "told"), [(39, False), (40, True)])
def test_a_level_is_told_from_40_people_a_version_on(survey, of_leads, told):
    front, lead = wells((30, 12), (18, 24)), wells((of_leads - 15, 15), (15, 26), level="lead")
    by_level = task(whole_of(survey, front, lead)).by_level
    assert ("lead" in by_level) == told
    assert shown(by_level["front"]) == tuple(nearest(100 * each, 1) for each in proportions.newcombe(30, 42, 18, 42))


def test_a_level_of_few_people_is_told_by_no_subtraction(survey):
    """All staff less the front line would be the four leads who read a version: one of the two is not told."""
    told = task(whole_of(survey, wells((30, 12), (18, 24)), wells((2, 2), (2, 2), level="lead")))
    assert isinstance(told.effect, Shown)
    assert "front" not in told.by_level


@pytest.mark.parametrize(("gain", "effect"), [((30, 0), TOGETHER), ((28, 2), Shown)])
def test_a_version_of_which_all_chose_the_same_is_not_told(survey, gain, effect):
    """Everyone who read it would be known to have chosen it."""
    findings = whole_of(survey, wells(gain, (15, 15)))
    told = task(findings)
    assert told.effect == effect if isinstance(effect, Withheld) else isinstance(told.effect, Shown)
    assert isinstance(findings.technical.tasks["wells"], TechnicalWithheld) == isinstance(effect, Withheld)


def test_people_who_read_a_version_and_chose_nothing_are_not_counted(survey):
    silent = people("front", 30, {"wells.arm": 1})
    alone = whole_of(survey, wells((15, 10), (10, 15)))
    joined = whole_of(survey, wells((15, 10), (10, 15)), silent)
    assert joined.tasks == alone.tasks


def test_nobody_at_all_is_no_error(survey):
    findings = whole_of(survey)
    assert [each.effect for each in findings.tasks] == [FEW] * 5
    assert from_canonical(canonical(findings)) == findings


# Who counts


def test_partners_and_citizens_are_never_counted_with_staff(survey):
    staff = wells((20, 10), (10, 20))
    others = [*wells((0, 45), (45, 0), level="citizen"), *wells((3, 45), (45, 3), level="partner")]
    alone, joined = task(whole_of(survey, staff)), task(whole_of(survey, staff, others))
    assert (joined.effect, joined.versions, joined.clear, joined.sized) == (
        alone.effect,
        alone.versions,
        alone.clear,
        alone.sized,
    )
    assert shown(joined.by_level["partner"])[0] == nearest(100 * (3 - 45) / 48, 1)
    assert "citizen" not in joined.by_level  # all of either version chose alike


def test_who_would_rather_not_say_their_level_counts_with_all_staff_alone(survey):
    told = task(whole_of(survey, wells((25, 15), (10, 30)), wells((25, 15), (10, 30), level=None)))
    assert [each.result.n for each in told.versions] == [80, 80]
    assert set(told.by_level) <= {"front"}


def test_nothing_is_told_of_a_unit(tmp_path):
    """Two rounds that differ only in which unit read which version tell the same."""
    units = "unit,parent,name,front,lead,senior,partner,citizen\nall,,All,0,0,0,0,0\n"
    units += "".join(f"{name},all,{name},100,0,0,0,0\n" for name in ("east", "west"))
    survey = whole_round(tmp_path, units=units)
    gain, loss = read("wells", "gain", 20, 10), read("wells", "loss", 10, 20)
    moved = [[(unit, *rest) for _, *rest in part] for part, unit in ((gain, "east"), (loss, "west"))]
    mixed = [[(("east", "west")[n % 2], *rest) for n, (_, *rest) in enumerate(part)] for part in (gain, loss)]
    one, other = whole_of(survey, *moved), whole_of(survey, *mixed)
    assert isinstance(task(one).effect, Shown)
    assert (one.tasks, one.technical.tasks) == (other.tasks, other.technical.tasks)


# Colleagues


def test_what_people_think_of_colleagues_is_set_against_what_they_do(survey):
    """All say seven of ten; half of them do: 70 - 50 = 20."""
    told = task(whole_of(survey, wells((30, 10), (10, 30), **{"wells.others": 7})))
    assert told.others.value == 20
    assert told.others.low < 20 < told.others.high


def test_nothing_is_said_of_colleagues_where_few_were_asked(survey):
    few = wells((2, 2), (2, 2), **{"wells.others": 7})
    assert isinstance(task(whole_of(survey, wells((30, 10), (10, 30)), few)).others, Withheld)
    assert task(whole_of(survey, wells((30, 10), (10, 30))), "three").others is None


# Many tasks at once


def test_p_is_adjusted_for_all_tasks_that_are_told(survey):
    """A difference that is clear alone is not among three that are none; Benjamini & Hochberg by hand: 3 p."""
    alone = wells((25, 15), (15, 25))
    none = [
        *read("three", "one", 20, 20), *read("three", "three", 20, 20),
        *gave("trust", "known", [1, 3, 5] * 10), *gave("trust", "unknown", [1, 3, 5] * 10),
    ]  # fmt: skip
    one, all_three = whole_of(survey, alone), whole_of(survey, alone, none)
    annex = all_three.technical.tasks
    p = proportions.fisher(25, 40, 15, 40)
    assert p < 0.05
    assert task(one).clear
    assert not task(all_three).clear
    assert annex["wells"].p == one.technical.tasks["wells"].p == one.technical.tasks["wells"].q == p
    assert annex["wells"].q == pytest.approx(3 * p)
    family = [annex[name] for name in ("wells", "three", "trust")]
    assert [each.q for each in family] == pytest.approx(adjusted_p(np.array([each.p for each in family])))


def test_a_task_that_is_not_told_is_in_no_family_of_tests(survey):
    alone = wells((25, 15), (15, 25))
    joined = whole_of(survey, alone, read("three", "one", 10, 10), read("three", "three", 10, 10))
    assert joined.technical.tasks["wells"] == whole_of(survey, alone).technical.tasks["wells"]


# Levels that differ


def test_the_annex_tells_the_effect_within_levels_where_there_are_two(survey):
    """By hand, Mantel & Haenszel: (25*20 - 10*20)/45 ... of front 20/25 and 10/20, lead 5/20 and 5/25."""
    front, lead = wells((20, 5), (10, 10)), wells((5, 15), (5, 20), level="lead")
    annex = whole_of(survey, front, lead).technical.tasks["wells"]
    weights = 25 * 20 / 45 + 20 * 25 / 45
    by_hand = ((20 * 20 - 10 * 25) / 45 + (5 * 25 - 5 * 20) / 45) / weights
    assert annex.stratified[0] == round(by_hand, 2)
    assert all(round(each, 2) == each for each in annex.stratified)
    assert whole_of(survey, front, wells((5, 0), (0, 5))).technical.tasks["wells"].stratified is None


# Since the round before


def reworded(survey, name, family):
    """The same round, with other words in a task of a family."""

    def other(each):
        return replace(each, texts={arm: text + " Again." for arm, text in each.texts.items()}, family=family)

    tasks = tuple(other(each) if each.id == name else each for each in survey.questionnaire.tasks)
    return replace(survey, questionnaire=replace(survey.questionnaire, tasks=tasks))


def of_family(survey, name, family):
    tasks = tuple(replace(each, family=family) if each.id == name else each for each in survey.questionnaire.tasks)
    return replace(survey, questionnaire=replace(survey.questionnaire, tasks=tasks))


NOW, THEN = wells((20, 20), (20, 20)), wells((30, 10), (10, 30))


def test_a_task_of_one_family_in_other_words_is_compared(survey):
    """0 less 50 points; ranges joined as Zou & Donner do."""
    earlier = before(of_family(survey, "wells", "frame"), THEN)
    told = task(whole_of(reworded(survey, "wells", "frame"), NOW, earlier=earlier))
    one, other = proportions.newcombe(20, 40, 20, 40), proportions.newcombe(30, 40, 10, 40)
    low = -0.5 - math.hypot(one[0] - one[1], other[2] - other[0])
    high = -0.5 + math.hypot(one[2] - one[0], other[0] - other[1])
    assert shown(told.since) == (-50, nearest(100 * low, 1), nearest(100 * high, 1))


def test_a_task_in_the_same_words_or_of_no_family_is_not_compared(survey):
    framed = of_family(survey, "wells", "frame")
    assert task(whole_of(framed, NOW, earlier=before(framed, THEN))).since is None
    assert task(whole_of(survey, NOW, earlier=before(survey, THEN))).since is None
    other = before(of_family(survey, "wells", "another"), THEN)
    assert task(whole_of(reworded(survey, "wells", "frame"), NOW, earlier=other)).since is None


def test_a_task_that_was_not_told_before_is_not_compared(survey):
    earlier = before(of_family(survey, "wells", "frame"), wells((10, 10), (10, 14)))
    assert task(whole_of(reworded(survey, "wells", "frame"), NOW, earlier=earlier)).since is None


def test_the_order_of_answers_changes_nothing(survey):
    answers = [*wells((30, 10), (12, 30)), *gave("anchor", "large", [30, 50, 70] * 9),
               *gave("anchor", "small", [10, 20, 60] * 9)]  # fmt: skip
    assert whole_of(survey, answers).tasks == whole_of(survey, answers[::-1]).tasks


def test_codes_of_no_arm_count_nowhere(survey):
    """Whoever chose, but of whom it is not known what they read, is in no version."""
    lost = people("front", 40, {"wells": YES}, {"wells": NO})
    assert task(whole_of(survey, wells((20, 10), (10, 20)), lost)) == task(whole_of(survey, wells((20, 10), (10, 20))))


def test_ranges_are_rough_below_twice_the_smallest_group(tmp_path):
    """Thirty people a version where twenty are the smallest group: no range to the point, and no exact spread."""
    survey = whole_round(tmp_path, minimum_group=20)
    choices = [*read("wells", "gain", 17, 13), *read("wells", "loss", 11, 19)]
    ratings = [*gave("trust", "known", [1, 3, 5] * 10), *gave("trust", "unknown", [2, 3, 5] * 10)]
    findings = whole_of(survey, choices, ratings)
    told = task(findings, "wells")
    for figure in (told.effect, *(each.result for each in told.versions)):
        assert (figure.low % 5, figure.high % 5) == (0, 0)
    assert {each.sd for each in findings.technical.tasks["trust"].versions} == {None}


def test_the_annex_as_lines_holds_single_values_alone(survey):
    findings = whole_of(survey, read("wells", "gain", 20, 10), read("wells", "loss", 10, 20))
    lines = export.technical_csv(findings)
    assert ",,tasks.wells.versions.1.chosen,20" in lines
    assert "{" not in lines
