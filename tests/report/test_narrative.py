"""Sentences say what the figures allow, and no more."""

import re
from dataclasses import replace
from datetime import date

import pytest

from leadsurvey.analysis.disclosure.figures import Reason, Shown, Withheld
from leadsurvey.analysis.findings import CapabilityInfo, Findings, Group, UnitFindings
from leadsurvey.questionnaire.model import CapabilityId, LevelId
from leadsurvey.report import recommend, turnout
from leadsurvey.report.book import Book
from leadsurvey.report.narrative import Voice
from leadsurvey.report.recommend import Cell, Choice, Rule, Unknown
from leadsurvey.report.tongue import Tongue, capital, inline, signed
from leadsurvey.report.turnout import WhoAnswered
from tests.report.extremes import CASES
from tests.report.riverside import FEW, findings

RIVERSIDE = findings()
ROOT = RIVERSIDE.units["root"]


def voice(whole: Findings = RIVERSIDE) -> Voice:
    return Voice(whole, Tongue())


def who(unit: UnitFindings = ROOT) -> WhoAnswered:
    return WhoAnswered(RIVERSIDE, unit, voice())


def about(key: str) -> CapabilityInfo:
    return next(one for one in RIVERSIDE.capabilities if one.id == key)


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
    high = Choice(about("bridge"), Rule.HIGH_TOGETHER, cell(62, 70), ())
    low = Choice(about("room"), Rule.LOW_TOGETHER, cell(30, 40), ())
    say, ranking = voice().headline, recommend.ranking(RIVERSIDE, ROOT)
    assert say((high,), (low,), ranking) == (
        "There is strength in bridging boundaries, and room to grow in cognitive bandwidth"
    )
    assert say((high,), (), ranking) == (
        "There is strength in bridging boundaries; nothing shown asks for a change first"
    )
    assert say((), (low,), ranking) == "There is room to grow in cognitive bandwidth"
    assert say((), (), ranking) == "Nothing stands out clearly yet, high or low"
    assert say((), (), ()) == "What staff say may not be shown here"


def test_every_level_is_claimed_only_where_more_than_one_is_shown() -> None:
    one, two = (cell(10, 20, level="front"),), (cell(10, 20, level="front"), cell(10, 20, level="lead"))
    choice = Choice(about("room"), Rule.LOW_EVERYWHERE, cell(10, 20), two)
    assert "every staff level" in voice().because(choice)
    assert "every staff level" not in voice().because(replace(choice, levels=one))


def test_few_people_or_a_wide_range_is_said() -> None:
    choice = Choice(about("room"), Rule.LOW_TOGETHER, cell(30, 55), ())
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
    unnamed = voice(replace(RIVERSIDE, bands=()))
    assert unnamed.no_strength(ranking).startswith("No capability is clearly at 60 or above yet. The highest")
    assert (
        voice().no_strength(())
        == voice().no_priority(())
        == ("All staff together are not shown, so none can be named.")
    )


def test_the_turnout_comes_from_rounded_counts() -> None:
    assert who().headline() == "About 155 of 246 staff answered"
    assert who(RIVERSIDE.units["income"]).headline() == "Fewer than 10 staff answered"


def test_where_nobody_knows_how_many_were_asked_there_is_a_count_and_no_share() -> None:
    unit = replace(ROOT, groups=(Group(LevelId("*"), 0, Shown(155), Shown(0)),))
    assert who(unit).headline() == "About 155 staff answered"
    assert who(unit).meaning() == "Read every figure as the view of those who answered."


def test_more_than_were_asked_never_answer() -> None:
    group = Group(LevelId("front"), 13, Shown(15), Shown(0))
    assert (turnout.answered(group), turnout.share_of(group)) == (13, 100)
    assert turnout.share_of(replace(group, asked=0)) is None
    assert turnout.answered(replace(group, answered=FEW)) is None


@pytest.mark.parametrize(
    ("answered", "start"),
    [(95, "Nearly everybody"), (90, "About 90 in 100: most"), (75, "About 75 in 100: most"),
     (70, "About 70 in 100: more than half"), (60, "About 60 in 100: more than half"),
     (55, "About 55 in 100: about half"), (45, "About 45 in 100: about half"),
     (40, "About 40 in 100. Read"), (5, "About 5 in 100. Read"), (0, "Read every")],
)  # fmt: skip
def test_a_low_response_is_said_in_words(answered: int, start: str) -> None:
    group = Group(LevelId("*"), 100, Shown(answered), Shown(0))
    assert who(replace(ROOT, groups=(group,))).meaning().startswith(start)


def test_the_bound_supposes_the_silent_to_be_at_either_end() -> None:
    said = who().at_worst(CapabilityId("bridge"), cell(60, 72))
    assert said.endswith("the figure for bridging boundaries, now 66, could be anywhere from 41 to 79.")


def test_who_is_hidden_is_said_with_the_reason() -> None:
    (said,) = who().hidden()
    assert said == (
        "Partner agencies: nothing is shown for local purpose and authority, learning by doing and growing leaders, "
        "because fewer than 10 answered."
    )
    lettings = who(RIVERSIDE.units["lettings"]).hidden()
    assert lettings[0] == (
        "Team leads: some or all of them count with Homes and neighbourhoods, so that no small group stands alone."
    )
    assert "Senior leaders, partner agencies and residents:" in lettings[1]
    assert "Front line: fewer than 10 answered" in who(RIVERSIDE.units["income"]).hidden()[0]


def test_more_than_three_hidden_capabilities_are_counted() -> None:
    row = {LevelId("front"): FEW}
    scores = {CapabilityId(key): row for key in ("room", "bridge", "voice", "grow")}
    assert who(replace(ROOT, scores=scores, joined=())).hidden() == [
        "Front line: nothing is shown for 4 capabilities, because fewer than 10 answered."
    ]


def test_a_level_withheld_for_others_or_for_being_of_one_mind_is_said_in_the_same_words() -> None:
    row = {LevelId("front"): Withheld(Reason.TOGETHER)}
    (said,) = who(replace(ROOT, scores={CapabilityId("room"): row})).hidden()
    assert said.endswith("because their figure would, alone or beside others, tell about fewer than 10 people.")
    question, why = voice().unknown(Unknown(CapabilityId("room"), LevelId("front"), Reason.TOGETHER, None))
    assert question == "How front line see cognitive bandwidth."
    assert why.startswith("A figure would, alone or beside others, tell about fewer than 10 people")


def test_who_is_hidden_for_the_sake_of_others_is_not_called_few() -> None:
    front = next(group for group in ROOT.groups if group.level == "front")
    (said, *_) = who(replace(ROOT, groups=(replace(front, answered=Withheld(Reason.TOGETHER)),))).hidden()
    assert said == (
        "Front line: their figure would, alone or beside others, tell about fewer than 10 people, "
        "so nothing is shown for them."
    )
    assert (
        voice().silence(Reason.TOGETHER).startswith("A figure would, alone or beside others, tell about fewer than 10")
    )


def test_a_turnout_withheld_for_the_sake_of_others_is_not_called_few() -> None:
    groups = tuple(replace(group, answered=Withheld(Reason.TOGETHER)) for group in ROOT.groups)
    said = who(replace(ROOT, groups=groups))
    assert said.headline() == "How many staff answered is withheld"
    assert "Fewer" not in said.meaning()


def test_several_reasons_are_told_apart() -> None:
    row = {
        name: {LevelId("front"): Withheld(why)}
        for name, why in zip(
            map(CapabilityId, ("room", "bridge", "voice")), (Reason.FEW, Reason.TOGETHER, Reason.FEW), strict=True
        )
    }
    few, together = who(replace(ROOT, scores=row)).hidden()
    assert few.endswith("for cognitive bandwidth and leadership at every level, because fewer than 10 answered.")
    assert together == (
        "Front line: nothing is shown for bridging boundaries, because their figure would, alone or beside others, "
        "tell about fewer than 10 people."
    )


def test_a_difference_is_claimed_only_where_it_is_clear() -> None:
    alike = replace(RIVERSIDE, units={"root": replace(ROOT, gaps={})})
    profile = next(page for page in Book(alike, "root", Tongue()).pages() if page.template == "profile.html")
    assert profile.headline == "No clear difference between levels"
    near = ((CapabilityId("bridge"), cell(50, 66)), (CapabilityId("room"), cell(40, 56)))
    assert voice().ends(near) == "No capability stands clearly above the others"


def test_where_one_level_is_shown_the_profile_says_that_no_levels_can_be_compared() -> None:
    pages = Book(CASES["one level"], "u", Tongue()).pages()
    profile = next(page for page in pages if page.template == "profile.html")
    assert "cannot be told" in repr(profile)


def test_dates_and_numbers_in_words() -> None:
    tongue = Tongue()
    assert tongue.period(date(2027, 3, 2), date(2027, 3, 19)) == "2–19 March 2027"
    assert tongue.period(date(2027, 3, 2), date(2027, 4, 9)) == "2 March 2027 – 9 April 2027"
    assert tongue.period(date(2026, 12, 2), date(2027, 1, 9)) == "2 December 2026 – 9 January 2027"
    assert tongue.period(date(2027, 3, 2), date(2027, 3, 2)) == "2 March 2027"
    assert (inline("Front line"), inline("NHS staff"), capital("front line")) == (
        "front line", "NHS staff", "Front line",
    )  # fmt: skip
    assert (tongue.listed(["a", "b", "c"]), tongue.listed([])) == ("a, b and c", "")
    assert voice().points(1) == "1 point"


def test_a_range_below_nothing_is_told_with_a_word_lest_a_sign_be_taken_for_a_dash() -> None:
    assert (Tongue().span(62, 74), Tongue().span(-3, 9), Tongue().span(-9, -3)) == ("62–74", "−3 to 9", "−9 to −3")
    assert signed(-3) == "−3"


@pytest.mark.parametrize("name", [*RIVERSIDE.units, *CASES])
def test_no_sentence_judges_people_or_prints_a_decimal(name: str) -> None:
    whole, unit = (CASES[name], "u") if name in CASES else (RIVERSIDE, name)
    pages = [page for page in Book(whole, unit, Tongue()).pages() if page.template != "method.html"]
    told = " ".join(re.findall(r"'([^']*)'", repr(pages)))
    assert not re.search(r"(?i)\b(significant|scored|biased|weak|failed|fails)\b", told)
    assert not re.search(r"\d\.\d", told)


def test_the_ranking_is_by_value_with_ties_in_order() -> None:
    ranking = recommend.ranking(RIVERSIDE, RIVERSIDE.units["root"])
    assert [row[0] for row in ranking][:2] == ["bridge", "enable"]
    assert ranking[-1][0] == "room"
