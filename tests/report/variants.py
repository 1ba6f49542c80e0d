"""Findings for sentences that no golden case says; they are written, never laid out."""

from collections.abc import Mapping
from dataclasses import replace

from leadsurvey.analysis.disclosure.figures import Figure, Reason, Shown, Withheld
from leadsurvey.analysis.findings import ALL_STAFF, Change, Findings, Group, Joined
from leadsurvey.analysis.whole import PredictionFindings, Since, StatementFindings, WhoLedFindings
from leadsurvey.questionnaire.model import CapabilityId, LevelId
from leadsurvey.report.kind import Edition, Kind
from tests.report.golden import Case, alone, practice, strong
from tests.report.organisation import CITIZEN, FRONT, around, organisation, predictions, tasks, who_led
from tests.report.riverside import FEW, findings

TOGETHER = Withheld(Reason.TOGETHER)
LOCAL = CapabilityId("local")
SINCE = Since("autumn-2026", "0" * 64, "2026-10-01", {})


def at(value: int, **more: object) -> Findings:
    """Everybody sees everything alike."""
    return alone("Somewhere", lambda _level, _mean: value, **more)


def root_of(whole: Findings, **changes: object) -> Findings:
    """The same with the organisation changed."""
    return replace(whole, units={**whole.units, "root": replace(whole.units["root"], **changes)})  # type: ignore[arg-type]


def without(whole: Findings, hidden: Mapping[str, Figure]) -> Findings:
    """The same with some levels withheld throughout."""
    root = whole.units["root"]
    scores = {
        key: {level: hidden.get(level, figure) for level, figure in row.items()} for key, row in root.scores.items()
    }
    return root_of(whole, scores=scores, gaps={})


def one_capability(value: int) -> Findings:
    whole = at(value)
    return replace(whole, capabilities=whole.capabilities[:1], parts={"lead": whole.parts["lead"]})


def led(spread: int, in_post: Mapping[str, int]) -> Findings:
    told = replace(who_led(), spread=Shown(spread), in_post=dict(in_post))
    return at(60, who_led=told, recommendations=(practice("centralised", "voice", "Share it"),))


def says(**told: object) -> Findings:
    return replace(strong(), recommendations=(practice("says-shows", "room", "Look again"),), **told)


def guessed(directed: int, *guesses: Figure) -> PredictionFindings:
    """Statements of which 60 of 100 citizens agree, as all staff guessed them."""
    statements = tuple(
        StatementFindings(f"s{order}", f"Statement {order}.", 1, around(60, 5, 200), {FRONT: FEW, ALL_STAFF: guess})
        for order, guess in enumerate(guesses)
    )
    return replace(
        predictions(), statements=statements, directed={ALL_STAFF: around(directed, 3)},
        absolute={ALL_STAFF: around(15, 2)},
    )  # fmt: skip


def changed(**moves: int) -> Findings:
    """Nobody knew what the round before would say: changes of these capabilities."""
    rows = {
        CapabilityId(key): {ALL_STAFF: Change(around(move, 3), abs(move) > 3, around(60 - move, 3, 90))}
        for key, move in moves.items()
    }
    return root_of(at(60, since=SINCE), changes=rows)


def compared_with_nothing() -> Findings:
    whole = at(60)
    why = {about.id: "too few of its questions are the same" for about in whole.capabilities}
    return replace(whole, since=replace(SINCE, incomparable=why))


def with_strangers() -> Findings:
    """Some people's level is no level of the report."""
    return root_of(findings(), joined=(Joined(LevelId("gone"), "root"),))


def loose() -> Findings:
    whole = findings()
    first, *others = whole.capabilities
    return replace(whole, capabilities=(replace(first, loose=True), *others))


def other_tasks() -> Findings:
    """A task whose answer is worded differently in its versions, and one whose size nobody can be sure of."""
    first, second, *_ = tasks()
    return at(60, tasks=(replace(first, counted=None), replace(second, clear=True, effect=Shown(12))))


def unclear_tasks() -> Findings:
    return at(60, tasks=(replace(tasks()[1], effect=around(4, 15)),))


def withheld_parts() -> Findings:
    """All that is told of the organisation alone is asked, and withheld."""
    told = WhoLedFindings(who_led().choices, {ALL_STAFF: dict.fromkeys(who_led().choices, FEW)}, FEW, {})
    hidden = tuple(replace(task, effect=FEW, clear=False) for task in tasks())
    unsure = replace(predictions(), statements=tuple(replace(each, agree=FEW) for each in predictions().statements))
    return at(60, who_led=told, tasks=hidden, predictions=unsure, answers=organisation().answers)


def answered(people: int, asked: int = 100) -> Findings:
    """So many of all staff answered."""
    return root_of(at(60), groups=(Group(ALL_STAFF, asked, Shown(people), Shown(5)),))


def seen_from_outside() -> Findings:
    return alone("Well seen", lambda level, mean: 80 if level == CITIZEN else mean // 2)


VARIANTS: dict[str, tuple[Case, Kind]] = {
    name: (Case(whole, unit), kind)
    for name, whole, unit, kind in (
        ("all staff are withheld", without(at(60), {ALL_STAFF: TOGETHER, FRONT: TOGETHER}), "root", Kind()),
        ("a level is withheld throughout", without(at(60), {"partner": FEW}), "root", Kind()),
        ("nothing of a unit is told", findings(), "income", Kind()),
        ("a capability that no chart shows", loose(), "root", Kind()),
        ("no bands", at(50, bands=()), "root", Kind()),
        ("people of no level", with_strangers(), "root", Kind()),
        ("nothing stands out", at(60), "root", Kind()),
        ("people cannot say", at(60, unsaid={LOCAL: {FRONT: Shown(30)}}), "root", Kind()),
        ("few roles lead", led(40, {"senior": 5}), "root", Kind()),
        ("many roles lead, numbers not known", led(90, {}), "root", Kind()),
        ("few roles lead, numbers not known", led(50, {}), "root", Kind()),
        ("tasks say otherwise", says(tasks=tasks()), "root", Kind()),
        ("guesses say otherwise", says(predictions=guessed(0, around(80, 5))), "root", Kind()),
        ("citizens see more", seen_from_outside(), "root", Kind()),
        ("one capability, high", one_capability(80), "root", Kind()),
        ("one capability, low", one_capability(30), "root", Kind()),
        ("one capability, between", one_capability(60), "root", Kind()),
        ("a unit of an organisation that was asked all", organisation(), "homes", Kind()),
        ("all that the organisation alone is told is withheld", withheld_parts(), "root", Kind()),
        ("a round before of which nothing can be compared", at(60, since=SINCE), "root", Kind()),
        ("a round before that asked otherwise", compared_with_nothing(), "root", Kind()),
        ("too hopeful, too bleak, about right, withheld",
         at(60, predictions=guessed(9, around(80, 5), around(40, 5), around(62, 5), FEW)), "root", Kind()),
        ("what all staff guessed is withheld", at(60, predictions=guessed(0, FEW)), "root", Kind()),
        ("no clear change", changed(local=1), "root", Kind()),
        ("a rise", changed(local=9), "root", Kind()),
        ("a fall", changed(local=-9), "root", Kind()),
        ("a step that the organiser did not write", organisation(), "root", Kind(Edition.STAFF)),
        *((f"{people} of 100 answered", answered(people), "root", Kind()) for people in (100, 80, 50, 20)),
        ("how many were asked is not known", answered(80, 0), "root", Kind()),
        ("no task is clear", unclear_tasks(), "root", Kind()),
        ("tasks told otherwise", other_tasks(), "root", Kind()),
    )
}  # fmt: skip
