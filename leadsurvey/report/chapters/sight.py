"""What every chapter looks at: the findings, the unit that the report is about, the language, and the charts so far."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from leadsurvey.analysis.findings import ALL_STAFF, Findings, Group
from leadsurvey.questionnaire.model import CapabilityId
from leadsurvey.report import recommend
from leadsurvey.report.chapters import tables
from leadsurvey.report.chapters.page import Picture
from leadsurvey.report.marks import Mark
from leadsurvey.report.narrative import Voice
from leadsurvey.report.recommend import Choice, Rule
from leadsurvey.report.tongue import Tongue, inline

if TYPE_CHECKING:
    from leadsurvey.report.charts import Chart


class Sight:
    """One unit of a round in one language; `charted` leaves out capabilities that no chart shows."""

    def __init__(
        self, findings: Findings, unit: str, tongue: Tongue, place: "Callable[[int, Chart, str], str]"
    ) -> None:
        self.whole, self.charted = findings, findings.charted
        self.unit, self.tongue, self._place = findings.units[unit], tongue, place
        self.charts: list[Chart] = []
        self.told: list[str] = []  # what each chart tells in words
        self.voice, self.marks = Voice(findings, tongue), tables.Marks(self.charted, self.unit, tongue)
        self.columns = tables.columns(self.charted, self.unit, tongue)
        self.ranking = recommend.ranking(self.charted, self.unit)
        self.strengths = recommend.strengths(self.charted, self.unit)
        self.priorities = recommend.priorities(self.charted, self.unit)
        self.steps = recommend.plan(self.charted, self.unit)

    @property
    def is_organisation(self) -> bool:
        """Whether the report is about the whole organisation, of which alone some things are told."""
        return self.unit.id == next(iter(self.whole.units))

    @property
    def staff(self) -> Group | None:
        """All staff of the unit: how many were asked and answered."""
        return next((group for group in self.unit.groups if group.level == ALL_STAFF), None)

    @property
    def references(self) -> list[str]:
        """The levels that are compared and never averaged in, as they stand in a sentence."""
        present = {column.level for column in self.columns}
        return [inline(level.title) for level in self.charted.levels if level.reference and level.id in present]

    def picture(self, chart: "Chart", tells: str) -> Picture:
        """A chart in the page, with what it tells in words."""
        self.charts.append(chart)
        self.told.append(tells)
        return Picture(self._place(len(self.charts) - 1, chart, tells), tells, chart.width, chart.height)

    def shown_levels(self, among: Sequence[CapabilityId]) -> int:
        """How many levels have a figure for one of these capabilities."""
        levels = [level for level in tables.drawn(self.unit, self.columns) if level != ALL_STAFF]
        return sum(any(recommend.cell(self.unit, about, level) for about in among) for level in levels)

    def strip_marks(self, choice: Choice) -> list[Mark]:
        """The figures that met a rule: two groups that differ, lowest and highest level, or staff and the reference."""
        if choice.gap:
            return [self.marks.mark(choice.gap.other), self.marks.mark(choice.gap.one)]
        if choice.rule in {Rule.LOW_EVERYWHERE, Rule.HIGH_EVERYWHERE} and len(choice.levels) > 1:
            by_value = sorted(choice.levels, key=lambda cell: cell.value)
            return [self.marks.mark(by_value[0]), self.marks.mark(by_value[-1])]
        first = [choice.staff] if choice.staff else list(choice.levels[:1])
        others = (recommend.cell(self.unit, choice.capability.id, x.id) for x in self.charted.levels if x.reference)
        return [self.marks.mark(cell) for cell in [*first, *[other for other in others if other][:1]]]

    def strip(self, choice: Choice, width: float) -> Picture | None:
        """The figures of a choice as a small chart; nothing where none is shown."""
        marks = self.strip_marks(choice)
        if not marks:
            return None
        from leadsurvey.report import charts  # only who draws loads what draws

        ticks = [band.start for band in self.charted.bands]
        named = self.tongue.listed([f"{inline(m.name)} {m.value} ({self.tongue.span(m.low, m.high)})" for m in marks])
        chart = charts.strip(marks, ticks, width, mirrored=self.tongue.mirrored)
        return self.picture(chart, f"{choice.capability.title}: {named}.")
