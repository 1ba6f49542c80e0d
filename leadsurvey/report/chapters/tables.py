"""Levels as columns and capabilities as lines: the figures of a unit as tables show them."""

from collections.abc import Iterator, Sequence

from leadsurvey.analysis.disclosure.figures import Figure, Shown, Withheld
from leadsurvey.analysis.findings import ALL_STAFF, CapabilityInfo, Findings, LevelInfo, UnitFindings
from leadsurvey.questionnaire.model import CapabilityId, LevelId
from leadsurvey.report import recommend, turnout
from leadsurvey.report.chapters.page import Column, Entry, Line
from leadsurvey.report.marks import ALL, Mark, Row, Style, level_style
from leadsurvey.report.tongue import Tongue

_PALE, _DEEP = (0xF3, 0xF6, 0xF6), (0x77, 0xA6, 0xB1)  # ink on the deeper one has a contrast of 5.9


def styles(levels: Sequence[LevelInfo]) -> dict[LevelId, Style]:
    """The look of each level: by its order among the levels, and among the reference levels."""
    found = {ALL_STAFF: ALL}
    for reference in (False, True):
        kind = [level.id for level in levels if level.reference == reference]
        found |= {level: level_style(order, reference=reference) for order, level in enumerate(kind)}
    return found


def columns(findings: Findings, unit: UnitFindings, tongue: Tongue) -> tuple[Column, ...]:
    """Levels with figures in this unit, then all staff if that is more than one level, then reference levels."""
    present = {level for row in unit.scores.values() for level in row}
    own = [level for level in findings.levels if level.id in present]
    staff = LevelInfo(ALL_STAFF, tongue.say("All staff"), staff=False, reference=False)
    several = sum(level.staff for level in own) != 1  # all staff would be that level once more
    inner = [level for level in own if not level.reference]
    order = [*inner, *([staff] if several and ALL_STAFF in present else [])]
    order += [level for level in own if level.reference]
    groups = {group.level: group for group in unit.groups}
    return tuple(
        Column(level.id, level.title, turnout.answered(groups.get(level.id)), _is_apart(order, place))
        for place, level in enumerate(order)
    )


def _is_apart(order: Sequence[LevelInfo], place: int) -> bool:
    """A gap parts all staff from the levels, and the reference levels from both: they are never averaged in."""
    level = order[place]
    first_reference = level.reference and not order[place - 1].reference
    return place > 0 and (level.id == ALL_STAFF or first_reference)


def line(about: CapabilityInfo, unit: UnitFindings, among: Sequence[Column], tongue: Tongue) -> Line:
    """A capability with a figure for each column."""
    row = unit.scores.get(about.id, {})
    return Line(about.title, tuple(_entry(row.get(column.level), tongue, apart=column.apart) for column in among))


def _entry(figure: Figure | None, tongue: Tongue, *, apart: bool) -> Entry:
    cell = recommend.shown(figure, ALL_STAFF)
    if cell is None:
        return Entry(plain(figure, tongue), apart=apart, withheld=isinstance(figure, Withheld))
    return Entry(str(cell.value), tongue.span(cell.low, cell.high), cell.rough, shade(cell.value), apart)


def plain(figure: Figure | None, tongue: Tongue) -> str:
    """A figure as a cell of a table says it, without its range."""
    if figure is None:
        return tongue.say("not asked")
    return tongue.say("withheld") if isinstance(figure, Withheld) else str(figure.value)


def shade(value: float) -> str:
    """The colour of a figure: one hue, from pale at 30 to deep at 80."""
    part = min(1.0, max(0.0, (value - 30) / 50))
    return "#" + "".join(f"{round(low + (high - low) * part):02x}" for low, high in zip(_PALE, _DEEP, strict=True))


def ordered(findings: Findings, unit: UnitFindings, part: str) -> list[CapabilityInfo]:
    """The capabilities of a part, what all staff see most first; the others follow as the questionnaire has them."""
    of_part = [about for about in findings.capabilities if about.part == part]
    place = {row[0]: order for order, row in enumerate(recommend.ranking(findings, unit))}
    return sorted(of_part, key=lambda about: place.get(about.id, len(place)))


class Marks:
    """Turns figures of a unit into marks of charts."""

    def __init__(self, findings: Findings, unit: UnitFindings, tongue: Tongue) -> None:
        self._unit, self._styles = unit, styles(findings.levels)
        self._titles = {level.id: level.title for level in findings.levels} | {ALL_STAFF: tongue.say("All staff")}

    def mark(self, cell: recommend.Cell) -> Mark:
        """A shown figure as a mark."""
        return Mark(self._titles[cell.level], self._styles[cell.level], cell.value, cell.low, cell.high)

    def row(self, about: CapabilityInfo, levels: Sequence[LevelId]) -> Row:
        """A capability in a profile, with what is shown of these levels."""
        return Row(about.title, about.gloss, tuple(self._shown(about.id, levels)))

    def _shown(self, capability: CapabilityId, levels: Sequence[LevelId]) -> Iterator[Mark]:
        for level in levels:
            if cell := recommend.cell(self._unit, capability, level):
                yield self.mark(cell)


def drawn(unit: UnitFindings, among: Sequence[Column]) -> list[LevelId]:
    """The columns that a profile draws: all staff only where no single staff level beside it could be."""
    told = {level for row in unit.scores.values() for level, figure in row.items() if isinstance(figure, Shown)}
    inner = [column.level for column in among if column.level in told and column.level != ALL_STAFF]
    return inner if len(inner) > 1 else [column.level for column in among if column.level in told]
