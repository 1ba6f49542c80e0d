"""Findings at the edges of what a questionnaire may hold; every one must become a decent report."""

from collections.abc import Iterable
from dataclasses import replace

from leadsurvey.analysis.annex import Technical
from leadsurvey.analysis.findings import ALL_STAFF, CapabilityInfo, Findings, Group, LevelInfo, UnitFindings
from leadsurvey.questionnaire.model import Band, CapabilityId, LevelId
from tests.report.riverside import FEW, contrasts, findings, group, shown

LONG_UNIT = "Department for Neighbourhoods, Housing and Public Health Care"
LONG_TITLE = "Decisions taken close to people and to places"
MARKUP = '<script>alert("x")</script> & <b>Co</b>'


def made(
    levels: Iterable[LevelInfo], capabilities: int, name: str = "Harbour", title: str = "", **more: object
) -> Findings:
    """One unit in which every level was asked about every capability."""
    levels, ids = tuple(levels), [CapabilityId(f"c{order}") for order in range(capabilities)]
    people = {level.id: 60 - 5 * order for order, level in enumerate(levels)}
    about = tuple(
        CapabilityInfo(
            key, title or f"Capability {order + 1}", "what it looks like in practice", "", "p", {}, tuple(people)
        )
        for order, key in enumerate(ids)
    )
    bands = more.get("bands", findings().bands)
    scores = {
        key: {
            level: shown(76 - 55 * order / max(1, capabilities - 1) + 3 * place, people[level], bands=bands)
            for place, level in enumerate(people)
        }
        | {ALL_STAFF: shown(79 - 55 * order / max(1, capabilities - 1), 200, bands=bands)}
        for order, key in enumerate(ids)
    }
    gaps = {key: tuple(contrasts(row, levels)) for key, row in scores.items()}
    groups: list[Group] = [group(level, 80, number) for level, number in people.items()]
    unit = UnitFindings("u", name, None, (*groups, group("*", 400, 200)), (), scores, gaps)
    base: dict[str, object] = {
        "levels": levels, "capabilities": about, "parts": {"p": "How we lead"}, "units": {"u": unit},
        "technical": Technical({}, {}), "recommendations": (), "simulated": False,
    }  # fmt: skip
    return replace(findings(), **base | more)


def level(key: str, title: str, *, staff: bool = True, reference: bool = False) -> LevelInfo:
    return LevelInfo(LevelId(key), title, staff=staff, reference=reference)


SIX = [level(f"l{order}", f"Level {order + 1} of the service") for order in range(6)]
MANY = [*SIX[:5], level("x", "Team leads with senior leaders"), level("p", "Partner agencies", staff=False),
        level("r", "Residents", staff=False, reference=True)]  # fmt: skip


def withheld(whole: Findings) -> Findings:
    """The same, with every figure of the unit withheld."""
    unit = whole.units["u"]
    groups = tuple(Group(one.level, 6, FEW, FEW) for one in unit.groups)
    scores = {key: dict.fromkeys(row, FEW) for key, row in unit.scores.items()}
    return replace(whole, units={"u": replace(unit, groups=groups, scores=scores, gaps={})})


CASES: dict[str, Findings] = {
    "one level": made([level("staff", "Staff")], 6),
    "six levels": made(SIX, 8, LONG_UNIT),
    "eight long levels, long titles": made(MANY, 9, LONG_UNIT, LONG_TITLE),
    "one capability": made(SIX[:2], 1),
    "twenty capabilities": made(SIX[:3], 20),
    "no bands": made(SIX[:3], 5, bands=()),
    "other bands": made(SIX[:3], 5, bands=tuple(Band(str(at), f"A band from {at}", at) for at in (0, 15, 30, 85))),
    "markup": made([level("<i>", MARKUP), *SIX[:2]], 4, MARKUP, MARKUP[:45]),
    "everything withheld": withheld(made(SIX[:3], 5, LONG_UNIT)),
}
