"""Riverside with all that is told of a whole organisation: tasks, predictions, who led, answers, and a round before."""

from collections.abc import Mapping
from dataclasses import replace

from leadsurvey.analysis.disclosure.figures import Figure, Shown
from leadsurvey.analysis.findings import ALL_STAFF, Change, Findings
from leadsurvey.analysis.whole import (
    Given,
    ItemAnswers,
    PredictionFindings,
    SelfView,
    Since,
    StatementFindings,
    TaskFindings,
    Version,
    WhoLedFindings,
)
from leadsurvey.questionnaire.model import CapabilityId, LevelId
from tests.report.riverside import FEW, MEANS, findings

FRONT, LEAD, SENIOR, CITIZEN = map(LevelId, ("front", "lead", "senior", "citizen"))


def around(value: int, half: int, n: int | None = None) -> Shown:
    return Shown(value, value - half, value + half, n)


def task(key: str, title: str, one: int, other: int, **more: object) -> TaskFindings:
    effect = one - other
    made = TaskFindings(
        key, title, "whether words tilt a choice", "share", "higher", "Most people do.", "Write it both ways first.",
        (Version(("What is kept",), around(one, 10, 60)), Version(("What is lost",), around(other, 11, 55))),
        around(effect, 15), clear=effect > 15, sized=True, counted="Plan 1",
    )  # fmt: skip
    return replace(made, **more)


def tasks() -> tuple[TaskFindings, ...]:
    numbers = (Version(("The task alone",), Shown(8, n=55)), Version(("Past work first",), Shown(14, n=40)))
    return (
        task("wells", "Wells and a flood", 73, 35),
        task("bus", "The bus station", 51, 47),
        task("bins", "An idea about street bins", 70, 40, sized=False),
        task(
            "guide",
            "How long a guide takes",
            0,
            0,
            measure="ratio",
            versions=numbers,
            effect=around(57, 15),
            clear=True,
        ),
        task("calls", "Calls about one thing", 38, 24, measure="anchoring", clear=True),
        task("load", "Two loads", 60, 50, measure="mean", counted=None, clear=True),
        task("few", "Read by few", 0, 0, effect=FEW, clear=False),
    )


STATEMENTS = (
    ("better", "I can change things in my life for the better.", 1, 74,
     {FRONT: 53, LEAD: 47, SENIOR: 43, ALL_STAFF: 52}),
    ("luck", "Getting help here is a matter of luck.", -1, 34, {FRONT: 46, LEAD: 45, SENIOR: 33, ALL_STAFF: 45}),
    ("help", "I know whom to ask for help.", 1, 60, {FRONT: 58, LEAD: 61, SENIOR: 55, ALL_STAFF: 59}),
)  # fmt: skip


def predictions() -> PredictionFindings:
    levels: tuple[LevelId, ...] = (FRONT, LEAD, SENIOR, ALL_STAFF)
    return PredictionFindings(
        CITIZEN,
        tuple(
            StatementFindings(
                key,
                text,
                direction,
                around(agree, 6, 210),
                {level: around(value, 3, 60) for level, value in said.items()},
            )
            for key, text, direction, agree, said in STATEMENTS
        ),
        directed={level: around(-12, 3) for level in levels},
        absolute={level: around(17, 2) for level in levels},
        floor=Shown(3),
    )


def who_led() -> WhoLedFindings:
    choices = {"front": "Someone who serves people each day", "lead": "A team lead", "senior": "A senior leader"}
    rows: Mapping[LevelId, tuple[int, ...]] = {FRONT: (20, 30, 50), ALL_STAFF: (20, 35, 45)}
    shares: dict[LevelId, dict[str, Figure]] = {
        level: dict(zip(choices, map(Shown, row), strict=True)) for level, row in rows.items()
    }
    shares[LEAD] = dict.fromkeys(choices, FEW)
    return WhoLedFindings(choices, shares, Shown(70), {"front": 70, "lead": 20, "senior": 5})


def answers() -> dict[CapabilityId, tuple[ItemAnswers, ...]]:
    options = ("Never", "Rarely", "Sometimes", "Often", "Always")
    given = Given(155, (5, 15, 35, 35, 10), Shown(5))
    return {
        CapabilityId(key): tuple(
            ItemAnswers(
                f"{key}-{place}",
                f"We did it, part {place} of {title.lower()}.",
                options,
                place == 3,
                {ALL_STAFF: given},
            )
            for place in range(1, 5)
        )
        for key, title, *_ in MEANS
    }


def changed(whole: Findings) -> Findings:
    """The same with a round before, against which all staff of the organisation rose, stood still, or fell."""
    root = whole.units["root"]
    moves = {"bridge": 9, "enable": 1, "room": -8}
    changes = {
        CapabilityId(key): {ALL_STAFF: Change(around(move, 4), notable=abs(move) > 5, before=_before(whole, key, move))}
        for key, move in moves.items()
    }
    units = {**whole.units, "root": replace(root, changes=changes)}
    return replace(whole, units=units, since=Since("autumn-2026", "0" * 64, "2026-10-01", {CapabilityId("local"): "x"}))


def _before(whole: Findings, key: str, move: int) -> Shown:
    now = whole.units["root"].scores[CapabilityId(key)][ALL_STAFF]
    assert isinstance(now, Shown)
    return around(now.value - move, 3, 150)


def organisation() -> Findings:
    views = {CapabilityId("voice"): (SelfView(SENIOR, around(78, 10, 15), around(30, 12), clear=True),)}
    whole = findings(
        tasks=tasks(), predictions=predictions(), who_led=who_led(), answers=answers(), self_views=views,
        unsaid={CapabilityId("coprod"): {FRONT: Shown(25), ALL_STAFF: Shown(20)}},
    )  # fmt: skip
    return changed(whole)
