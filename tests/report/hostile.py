"""A release in which every table has rows, with names that try to break out of files."""

from dataclasses import replace

from leadsurvey.analysis.annex import (
    Quality,
    TechnicalGroup,
    TechnicalPrediction,
    TechnicalPredictions,
    TechnicalTask,
    TechnicalUnit,
    TechnicalVersion,
    TechnicalWhoLed,
    TechnicalWithheld,
    Truth,
)
from leadsurvey.analysis.disclosure.figures import Reason, Shown, Withheld
from leadsurvey.analysis.findings import ALL_STAFF, Change, Findings
from leadsurvey.analysis.whole import (
    Contrast,
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
from tests.report.riverside import findings, technical

TOGETHER = Withheld(Reason.TOGETHER)
DETAIL = Withheld(Reason.FEW_FOR_DETAIL)
NAMES = (
    "=cmd|' /C calc'!A0",
    "A \"quoted\" one, with\na line, 'two' lines",
    "إدارة الإسكان والأحياء " * 5,
    "x" * 120 + "ß",
    "#N/A\x07",
)
FRONT, LEAD, SENIOR, CITIZEN = (LevelId(level) for level in ("front", "lead", "senior", "citizen"))
LOCAL = CapabilityId("local")


def full() -> Findings:
    """Riverside with all that findings may hold, some of it withheld; nothing here was computed."""
    base = findings()
    units = {key: replace(unit, name=name) for (key, unit), name in zip(base.units.items(), NAMES, strict=True)}
    gaps = {LOCAL: (Contrast(LEAD, FRONT, Shown(12, 4, 20), clear=True), Contrast(SENIOR, FRONT, TOGETHER, clear=True))}
    changes = {LOCAL: {FRONT: Change(Shown(-3, -9, 4)), LEAD: Change(DETAIL, notable=True, before=Shown(40))}}
    units["root"] = replace(units["root"], gaps=gaps, changes=changes)
    hostile = replace(units["income"], id="=1+2")
    units = {**{key: unit for key, unit in units.items() if key != "income"}, hostile.id: hostile}
    return replace(
        base,
        units=units,
        weighted={LOCAL: Shown(47, 43, 51, 155), CapabilityId("learn"): TOGETHER},
        self_views={LOCAL: (SelfView(LEAD, Shown(70, 61, 79, 35), TOGETHER, clear=True),)},
        tasks=(_task(),),
        predictions=_predictions(),
        who_led=WhoLedFindings(
            {"front": "Front line", "citizen": "@Residents"},
            {ALL_STAFF: {"front": Shown(60), "citizen": DETAIL}},
            Shown(41),
            {"front": 70},
        ),
        since=Since("autumn-2026", "ab" * 32, "2026-10-09", {CapabilityId("grow"): "its items were changed"}),
        answers={LOCAL: (_item(),)},
        unsaid={LOCAL: {ALL_STAFF: Shown(10), FRONT: TOGETHER}},
        technical=replace(
            base.technical,
            capabilities={
                **base.technical.capabilities,
                LOCAL: replace(
                    technical(0),
                    levels={FRONT: TechnicalGroup(176, 104, 44.125, 20.5, None, None, (41.0, 47.0), None)},
                ),
                CapabilityId("learn"): TechnicalWithheld(str(Reason.FEW)),
            },
            units={"homes": {LOCAL: TechnicalUnit(93, 2.9, 0.8, 47.5, 43.25, 51.75, None, 0.7)}},
            quality=Quality(155, 10, None, None, None, left_out=True),
            tasks={"offer": TechnicalTask((TechnicalVersion(("a", "b"), 81, 40),), -0.125, -0.3, 0.05, p=0.2)},
            predictions=TechnicalPredictions({"s1": Truth(40, 24)}, 3.5, {ALL_STAFF: _errors()}),
            who_led=TechnicalWhoLed({ALL_STAFF: 150}, {ALL_STAFF: {"front": 0.6}}, 0.41, 0.5, {"front": 0.86}),
        ),
    )


def _item() -> ItemAnswers:
    told = Given(150, (40, 60), TOGETHER)
    return ItemAnswers(
        "local-a", "=We decided", ("Never", "-Always"), reverse=True, groups={ALL_STAFF: told, FRONT: DETAIL}
    )


def _task() -> TaskFindings:
    versions = (Version(("a", "c"), Shown(62, n=80)), Version(("b",), DETAIL))
    return TaskFindings(
        "offer", "+The offer", "how words tilt a choice", "share", "higher", "usual", "guard", versions, DETAIL,
        clear=True, sized=True, by_level={FRONT: Shown(-14, -20, 3)}, others=Shown(9), since=TOGETHER,
    )  # fmt: skip


def _errors() -> TechnicalPrediction:
    return TechnicalPrediction(
        n=150, directed=-9.5, directed_low=None, directed_high=None, signed=-8.0, absolute=14.0, crowd=7.5, order=0.5,
        predicted={},
    )  # fmt: skip


def _predictions() -> PredictionFindings:
    statement = StatementFindings(
        "s1", "-I can't learn", 1, Shown(60, 45, 75, 40), {ALL_STAFF: Shown(45), FRONT: DETAIL}
    )
    pair = Contrast(SENIOR, FRONT, Shown(4, -2, 10))
    return PredictionFindings(CITIZEN, (statement,), {ALL_STAFF: Shown(-9)}, {FRONT: TOGETHER}, Shown(6), (pair,))
