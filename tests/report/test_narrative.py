"""Sentences say what the figures allow, and no more."""

import re
from dataclasses import replace
from datetime import date

import pytest

from leadsurvey.analysis.disclosure.figures import Reason, Shown, Withheld
from leadsurvey.analysis.findings import Findings, Group
from leadsurvey.questionnaire.model import CapabilityId, LevelId
from leadsurvey.report import narrative, recommend, words
from leadsurvey.report.book import Book
from leadsurvey.report.narrative import Voice
from leadsurvey.report.recommend import Cell, Choice, Rule, Unknown
from tests.report.extremes import CASES
from tests.report.riverside import FEW, findings

RIVERSIDE = findings()


def voice(unit: str = "root", whole: Findings = RIVERSIDE) -> Voice:
    return Voice(whole, whole.units[unit])


def cell(low: int, high: int, bands: tuple[str, ...] = (), level: str = "*", n: int = 100) -> Cell:
    return Cell(LevelId(level), (low + high) // 2, low, high, n, bands)


@pytest.mark.parametrize(
    ("bands", "sentence"),
    [
        (("t",), "All staff: 68, Established (most likely 62–74)."),
        (("m", "t"), "All staff: 68, between Emerging and Established (most likely 62–74)."),
        (("t", "t"), "All staff: 68, Established (most likely 62–74)."),
        ((), "All staff: 68, most likely 62–74."),
    ],
)
def test_a_band_is_named_only_where_it_is_sure(bands: tuple[str, ...], sentence: str) -> None:
    assert voice().estimate(cell(62, 74, bands)) == sentence


def test_the_headline_follows_what_was_found() -> None:
    high = Choice(CapabilityId("bridge"), Rule.HIGH_TOGETHER, cell(62, 70), ())
    low = Choice(CapabilityId("room"), Rule.LOW_TOGETHER, cell(30, 40), ())
    say = voice().headline
    assert say([high], [low]) == "There is strength in bridging boundaries, and room to grow in cognitive bandwidth"
    assert say([high], []) == "There is strength in bridging boundaries; nothing shown is clearly low"
    assert say([], [low]) == "There is room to grow in cognitive bandwidth"
    assert say([], []) == "Nothing stands out clearly yet, high or low"


def test_every_level_is_claimed_only_where_more_than_one_is_shown() -> None:
    one, two = (cell(10, 20, level="front"),), (cell(10, 20, level="front"), cell(10, 20, level="lead"))
    choice = Choice(CapabilityId("room"), Rule.LOW_EVERYWHERE, cell(10, 20), two)
    assert "every staff level" in voice().because(choice)
    assert "every staff level" not in voice().because(replace(choice, levels=one))


def test_few_people_or_a_wide_range_is_said() -> None:
    choice = Choice(CapabilityId("room"), Rule.LOW_TOGETHER, cell(30, 55), ())
    assert voice().caution(choice) == "The range is wide: explore, don’t conclude."
    assert voice().caution(replace(choice, staff=cell(40, 50, n=15))) == "Few people answered: explore, don’t conclude."
    assert voice().caution(replace(choice, staff=cell(40, 50))) == ""


def test_no_strength_is_said_with_the_highest() -> None:
    ranking = ((CapabilityId("bridge"), cell(50, 66)), (CapabilityId("room"), cell(30, 40)))
    assert voice().no_strength(ranking) == (
        "No capability is clearly Established yet. The highest for all staff: bridging boundaries, 58 (50–66); "
        "cognitive bandwidth, 35 (30–40)."
    )
    assert voice().no_priority(ranking[:1]) == (
        "No capability is clearly below 60. The lowest for all staff: bridging boundaries, 58 (50–66)."
    )
    unnamed = replace(RIVERSIDE, bands=())
    assert voice(whole=unnamed).no_strength(()) == "No capability is clearly at 60 or above yet."


def test_the_turnout_comes_from_rounded_counts() -> None:
    assert voice().turnout() == "About 155 of 246 staff answered"
    assert voice("income").turnout() == "Fewer than 10 staff answered"


def test_more_than_were_asked_never_answer() -> None:
    group = Group(LevelId("front"), 13, Shown(15), Shown(0))
    assert (narrative.answered(group), narrative.share_of(group)) == (13, 100)
    assert narrative.share_of(replace(group, asked=0)) is None
    assert narrative.answered(replace(group, answered=FEW)) is None


@pytest.mark.parametrize(
    ("answered", "start"),
    [(100, "Nearly everybody"), (80, "About 80 in 100: most"), (60, "About 60 in 100: more than half"),
     (50, "About 50 in 100: about half"), (20, "About 20 in 100. Read")],
)  # fmt: skip
def test_a_low_response_is_said_in_words(answered: int, start: str) -> None:
    group = Group(LevelId("*"), 100, Shown(answered), Shown(0))
    unit = replace(RIVERSIDE.units["root"], groups=(group,))
    assert Voice(RIVERSIDE, unit).turnout_meaning().startswith(start)


def test_the_bound_supposes_the_silent_to_be_at_either_end() -> None:
    said = voice().at_worst(CapabilityId("bridge"), cell(60, 72))
    assert said
    assert said.endswith("the figure for bridging boundaries, now 66, could be anywhere from 41 to 79.")


def test_who_is_hidden_is_said_with_the_reason() -> None:
    assert voice().hidden(RIVERSIDE.units["root"]) == [
        "Partner agencies: nothing is shown for three capabilities, because fewer than 10 answered."
    ]
    lettings = voice("lettings").hidden(RIVERSIDE.units["lettings"])
    assert lettings[0] == (
        "Team leads: some or all of them count with Homes and neighbourhoods, so that no small group stands alone."
    )
    assert "Senior leaders, partner agencies and residents:" in lettings[1]
    assert "Front line: fewer than 10 answered" in voice("income").hidden(RIVERSIDE.units["income"])[0]


def test_a_level_withheld_for_others_or_for_being_of_one_mind_is_said_in_the_same_words() -> None:
    row = {LevelId("front"): Withheld(Reason.TOGETHER)}
    unit = replace(RIVERSIDE.units["root"], scores={CapabilityId("room"): row})
    (said,) = voice().hidden(unit)
    assert said.endswith("because their figure would, alone or beside others, tell about fewer than 10 people.")
    question, why = voice().unknown(Unknown(CapabilityId("room"), LevelId("front"), Reason.TOGETHER, None))
    assert question == "How front line see cognitive bandwidth."
    assert why.startswith("A figure would, alone or beside others, tell about fewer than 10 people")


def test_who_is_hidden_for_the_sake_of_others_is_not_called_few() -> None:
    unit = RIVERSIDE.units["root"]
    front = next(group for group in unit.groups if group.level == "front")
    hidden = replace(unit, groups=(replace(front, answered=Withheld(Reason.TOGETHER)),))
    (said, *_) = voice().hidden(hidden)
    assert said == (
        "Front line: their figure would, alone or beside others, tell about fewer than 10 people, "
        "so nothing is shown for them."
    )
    assert (
        voice().silence(Reason.TOGETHER).startswith("A figure would, alone or beside others, tell about fewer than 10")
    )


def test_a_turnout_withheld_for_the_sake_of_others_is_not_called_few() -> None:
    unit = RIVERSIDE.units["root"]
    groups = [replace(group, answered=Withheld(Reason.TOGETHER)) for group in unit.groups]
    said = Voice(RIVERSIDE, replace(unit, groups=tuple(groups)))
    assert said.turnout() == "How many staff answered is withheld"
    assert "Fewer" not in said.turnout_meaning()


def test_several_reasons_are_told_apart() -> None:
    row = {
        name: {LevelId("front"): Withheld(why)}
        for name, why in zip(
            map(CapabilityId, ("room", "bridge", "voice")), (Reason.FEW, Reason.TOGETHER, Reason.FEW), strict=True
        )
    }
    (said,) = voice().hidden(replace(RIVERSIDE.units["root"], scores=row))
    assert said == (
        "Front line: nothing is shown for two capabilities, because fewer than 10 answered; "
        "nor for bridging boundaries, because their figure would, alone or beside others, "
        "tell about fewer than 10 people."
    )


def test_a_difference_is_claimed_only_where_ranges_lie_apart() -> None:
    assert voice().profile(None, (), 3)[0] == "No clear difference between levels"
    assert "cannot be told" in voice().profile(None, (), 1)[1]
    near = ((CapabilityId("bridge"), cell(50, 66)), (CapabilityId("room"), cell(40, 56)))
    assert voice().ends(near) == "No capability stands clearly above the others"


def test_dates_and_numbers_in_words() -> None:
    assert words.period(date(2027, 3, 2), date(2027, 3, 19)) == "2–19 March 2027"
    assert words.period(date(2027, 3, 2), date(2027, 4, 9)) == "2 March to 9 April 2027"
    assert words.period(date(2026, 12, 2), date(2027, 1, 9)) == "2 December 2026 to 9 January 2027"
    assert words.period(date(2027, 3, 2), date(2027, 3, 2)) == "2 March 2027"
    assert (words.inline("Front line"), words.inline("NHS staff")) == ("front line", "NHS staff")
    assert (words.count(3), words.count(20)) == ("three", "20")
    assert words.listed(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize("name", [*RIVERSIDE.units, *CASES])
def test_no_sentence_judges_people_or_prints_a_decimal(name: str) -> None:
    whole, unit = (CASES[name], "u") if name in CASES else (RIVERSIDE, name)
    pages = [page for page in Book(whole, unit).pages() if page.template != "method.html"]
    told = " ".join(re.findall(r"'([^']*)'", repr(pages)))
    assert not re.search(r"(?i)\b(significant|scored|biased|weak|failed|fails)\b", told)
    assert not re.search(r"\d\.\d", told)


def test_the_ranking_is_by_value_with_ties_in_order() -> None:
    ranking = recommend.ranking(RIVERSIDE, RIVERSIDE.units["root"])
    assert [row[0] for row in ranking][:2] == ["bridge", "enable"]
    assert ranking[-1][0] == "room"
