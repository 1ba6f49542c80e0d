"""Which findings deserve a page: pure rules that name strengths, priorities, a surprise and what cannot be told.

Nothing here reads a withheld figure, and every choice cites its rule and the figures that it rests on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from leadsurvey.analysis.disclosure.figures import Figure, Reason, Shown, Withheld
from leadsurvey.analysis.findings import ALL_STAFF, CapabilityInfo, Findings, UnitFindings
from leadsurvey.questionnaire.model import CapabilityId, LevelId, Recommendation

AT_MOST = 3  # nobody acts on more
HIGH, LOW = 60, 40  # of 100: from here a practice is usual; below there it is rare
ROUGH = 10  # a range wider than this to either side is for exploring
FEW = 18  # with fewer people too


class Rule(StrEnum):
    """The rules, by the names that a report prints."""

    EXPLORE = "R0"  # too few people or too wide a range to conclude
    LOW_EVERYWHERE = "R1"  # every staff level shown is most likely below 60
    LOW_TOGETHER = "R1, all staff"  # all staff together are
    HIGH_EVERYWHERE = "R9"  # every staff level shown is most likely at 60 or above
    HIGH_TOGETHER = "R9, all staff"  # all staff together are


@dataclass(frozen=True)
class Cell:
    """A shown figure of one level, with its likely range."""

    level: LevelId
    value: int
    low: int
    high: int
    n: int
    bands: tuple[str, ...]

    @property
    def rough(self) -> bool:
        """Whether its likely range is wider than 10 to either side."""
        return self.high - self.low > 2 * ROUGH


@dataclass(frozen=True)
class Choice:
    """A strength or a priority: the rule that chose it, and the figures that met the rule."""

    capability: CapabilityId
    rule: Rule
    staff: Cell | None  # all staff together
    levels: tuple[Cell, ...]  # the staff levels shown
    need: int = 0  # of a priority: 3 where all staff are most likely below 40, 2 below 60, else 1

    @property
    def explore(self) -> bool:
        """R0: explore, don't conclude."""
        cells = [self.staff] if self.staff else self.levels
        return any(cell.rough or cell.n < FEW for cell in cells)


@dataclass(frozen=True)
class Surprise:
    """Two levels that see a capability clearly differently."""

    capability: CapabilityId
    higher: Cell
    lower: Cell
    turned: bool  # the reference level rates it higher than a staff level does

    @property
    def gap(self) -> int:
        """By how many points they differ."""
        return self.higher.value - self.lower.value


@dataclass(frozen=True)
class Unknown:
    """What cannot be told: a withheld group, or the widest range."""

    capability: CapabilityId
    level: LevelId
    reason: Reason | None  # None where it is shown, with a wide range
    cell: Cell | None
    everywhere: bool = False  # withheld in every capability that the level was asked about


Ranking = tuple[tuple[CapabilityId, Cell], ...]


def shown(figure: Figure | None, level: LevelId) -> Cell | None:
    """The figure as a cell, or nothing where it is withheld, was not asked, or has no range."""
    if not isinstance(figure, Shown) or figure.low is None or figure.high is None:
        return None
    return Cell(level, figure.value, figure.low, figure.high, figure.n or 0, figure.bands)


def cell(unit: UnitFindings, capability: CapabilityId, level: LevelId) -> Cell | None:
    """What may be read of a level in a capability."""
    return shown(unit.scores.get(capability, {}).get(level), level)


def staff_cells(findings: Findings, unit: UnitFindings, capability: CapabilityId) -> tuple[Cell, ...]:
    """The staff levels shown in a capability, in the questionnaire's order."""
    found = (cell(unit, capability, level.id) for level in findings.levels if level.staff)
    return tuple(known for known in found if known)


def strengths(findings: Findings, unit: UnitFindings) -> tuple[Choice, ...]:
    """At most three: first those high at every staff level shown, then the highest lower limits of all staff."""
    found = [
        Choice(capability.id, rule, staff, levels)
        for capability, staff, levels in _rows(findings, unit)
        if (rule := _strength(staff, levels))
    ]
    found.sort(key=lambda choice: (choice.rule != Rule.HIGH_EVERYWHERE, -_floor(choice)))
    return tuple(found[:AT_MOST])


def priorities(findings: Findings, unit: UnitFindings) -> tuple[Choice, ...]:
    """At most three, the greatest need first; then those low at every staff level, then the lowest, then in order."""
    found = [
        Choice(capability.id, rule, staff, levels, _need(staff))
        for capability, staff, levels in _rows(findings, unit)
        if (rule := _priority(staff, levels))
    ]
    found.sort(key=lambda c: (-c.need, c.rule != Rule.LOW_EVERYWHERE, c.staff.value if c.staff else 100))
    return tuple(found[:AT_MOST])


def ranking(findings: Findings, unit: UnitFindings, among: Sequence[CapabilityId] | None = None) -> Ranking:
    """What all staff say of each capability shown, the highest first; equals in the questionnaire's order."""
    rows = ((about.id, staff) for about, staff, _ in _rows(findings, unit) if among is None or about.id in among)
    known = [(capability, staff) for capability, staff in rows if staff]
    return tuple(sorted(known, key=lambda row: -row[1].value))


def practice(findings: Findings, choice: Choice) -> Recommendation | None:
    """What the questionnaire recommends to try where this capability is low."""
    fitting = (r for r in findings.recommendations if r.rule == "foundation" and r.capability == choice.capability)
    return next(fitting, None)


def surprise(findings: Findings, unit: UnitFindings, among: Sequence[CapabilityId] | None = None) -> Surprise | None:
    """The largest difference of levels whose ranges lie apart; a reference level that rates higher comes first.

    Rough figures surprise nobody: they are to be explored, not concluded from.
    """
    found = [
        pair
        for capability in findings.capabilities
        if among is None or capability.id in among
        for pair in _pairs(findings, unit, capability.id)
        if not (pair.higher.rough or pair.lower.rough)
    ]
    return max(found, key=lambda pair: (pair.turned, pair.gap), default=None)


def unknown(findings: Findings, unit: UnitFindings) -> Unknown | None:
    """The withheld cell of the level with most people, else the widest range if it is rough."""
    heads = {group.level: group.asked for group in unit.groups}
    hidden = list(_hidden(findings, unit))
    if hidden:
        return max(hidden, key=lambda known: heads.get(known.level, 0))
    wide = [known for known in _shown_cells(findings, unit) if known.cell and known.cell.rough]
    return max(wide, key=_width, default=None)


def _rows(findings: Findings, unit: UnitFindings) -> Iterator[tuple[CapabilityInfo, Cell | None, tuple[Cell, ...]]]:
    """Each capability with its all-staff cell and the staff levels shown."""
    for capability in findings.capabilities:
        yield capability, cell(unit, capability.id, ALL_STAFF), staff_cells(findings, unit, capability.id)


def _strength(staff: Cell | None, levels: tuple[Cell, ...]) -> Rule | None:
    if levels and all(level.low >= HIGH for level in levels):
        return Rule.HIGH_EVERYWHERE
    return Rule.HIGH_TOGETHER if staff and staff.low >= HIGH else None


def _priority(staff: Cell | None, levels: tuple[Cell, ...]) -> Rule | None:
    if levels and all(level.high < HIGH for level in levels):
        return Rule.LOW_EVERYWHERE
    return Rule.LOW_TOGETHER if staff and staff.high < HIGH else None


def _need(staff: Cell | None) -> int:
    if staff is None or staff.high >= HIGH:
        return 1
    return 3 if staff.high < LOW else 2


def _floor(choice: Choice) -> int:
    """The lower limit that orders strengths: of all staff, else of the lowest level."""
    return choice.staff.low if choice.staff else min(level.low for level in choice.levels)


def _pairs(findings: Findings, unit: UnitFindings, capability: CapabilityId) -> Iterator[Surprise]:
    """Pairs of levels whose ranges do not overlap."""
    kinds = {level.id: level for level in findings.levels}
    cells = [known for level in findings.levels if (known := cell(unit, capability, level.id))]
    for one, other in combinations(cells, 2):
        higher, lower = (one, other) if one.value > other.value else (other, one)
        if higher.low > lower.high:
            turned = kinds[higher.level].reference and kinds[lower.level].staff
            yield Surprise(capability, higher, lower, turned)


def _hidden(findings: Findings, unit: UnitFindings) -> Iterator[Unknown]:
    """Withheld cells of levels, in the questionnaire's order."""
    asked = [
        (c.id, level, figure) for c in findings.capabilities for level, figure in unit.scores.get(c.id, {}).items()
    ]
    told = {level for _, level, figure in asked if isinstance(figure, Shown)}
    for capability, level, figure in asked:
        if isinstance(figure, Withheld) and level != ALL_STAFF:
            yield Unknown(capability, level, figure.reason, None, everywhere=level not in told)


def _shown_cells(findings: Findings, unit: UnitFindings) -> Iterator[Unknown]:
    for capability in findings.capabilities:
        for level in unit.scores.get(capability.id, {}):
            if known := cell(unit, capability.id, level):
                yield Unknown(capability.id, level, None, known)


def _width(known: Unknown) -> int:
    return known.cell.high - known.cell.low if known.cell else 0
