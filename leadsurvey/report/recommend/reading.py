"""Reads what is shown of a unit: nothing here looks behind a withheld figure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from leadsurvey.analysis.disclosure.figures import Figure, Shown
from leadsurvey.analysis.findings import ALL_STAFF, CapabilityInfo, Findings, UnitFindings
from leadsurvey.analysis.whole import Contrast
from leadsurvey.questionnaire.model import CapabilityId, LevelId

HIGH, LOW = 60, 40  # of 100: from here a practice is usual; below there it is rare
ROUGH = 10  # a range wider than this to either side is for exploring
FEW = 18  # with fewer people too


@dataclass(frozen=True)
class Cell:
    """A shown figure of one level, with its likely range."""

    level: LevelId
    value: int
    low: int
    high: int
    n: int
    bands: tuple[str, ...] = ()

    @property
    def rough(self) -> bool:
        """Whether its likely range is wider than 10 to either side."""
        return self.high - self.low > 2 * ROUGH


@dataclass(frozen=True)
class Gap:
    """Two levels whose figures and difference are shown; `one` is the higher, by `points` (most likely low to high)."""

    capability: CapabilityId
    one: Cell
    other: Cell
    points: int
    low: int
    high: int
    clear: bool  # Welch's p, adjusted for all contrasts of the unit, is below .05


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


def ranking(findings: Findings, unit: UnitFindings, among: Sequence[CapabilityId] | None = None) -> Ranking:
    """What all staff say of each capability shown, the highest first; equals in the questionnaire's order."""
    known = [
        (about.id, staff)
        for about in among_them(findings, among)
        if (staff := cell(unit, about.id, ALL_STAFF)) is not None
    ]
    return tuple(sorted(known, key=lambda row: -row[1].value))


def gaps(findings: Findings, unit: UnitFindings, among: Sequence[CapabilityId] | None = None) -> Iterator[Gap]:
    """Every pair of groups whose difference is told, capability by capability."""
    for about in among_them(findings, among):
        for contrast in unit.gaps.get(about.id, ()):
            if (found := _gap(unit, about.id, contrast)) is not None:
                yield found


def among_them(findings: Findings, among: Sequence[CapabilityId] | None) -> Iterator[CapabilityInfo]:
    """The capabilities that are charted, or those of them that are meant."""
    yield from (about for about in findings.capabilities if among is None or about.id in among)


def _gap(unit: UnitFindings, capability: CapabilityId, contrast: Contrast) -> Gap | None:
    """A contrast with the higher group first."""
    one, other = cell(unit, capability, contrast.one), cell(unit, capability, contrast.other)
    told = contrast.difference
    if one is None or other is None or not isinstance(told, Shown) or told.low is None or told.high is None:
        return None
    if told.value < 0:
        return Gap(capability, other, one, -told.value, -told.high, -told.low, contrast.clear)
    return Gap(capability, one, other, told.value, told.low, told.high, contrast.clear)
