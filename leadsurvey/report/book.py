"""Makes the pages of one unit's report out of the findings."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from leadsurvey.analysis.annex import TechnicalCapability, TechnicalWithheld
from leadsurvey.analysis.disclosure.figures import Shown, nearest
from leadsurvey.analysis.findings import ALL_STAFF, CapabilityInfo, Findings, Group
from leadsurvey.questionnaire.model import CapabilityId
from leadsurvey.report import charts, narrative, recommend, tables, words
from leadsurvey.report.charts import Chart
from leadsurvey.report.marks import Mark
from leadsurvey.report.narrative import Voice
from leadsurvey.report.pages import (
    Card,
    Cover,
    Levels,
    Method,
    Page,
    Picture,
    Plan,
    Point,
    Profile,
    Reliability,
    Response,
    Summary,
    Turnout,
)
from leadsurvey.report.recommend import Choice, Rule
from leadsurvey.report.spread import heat_pages, profile_pages
from leadsurvey.report.vectors import stand_in

LOOK_BACK = timedelta(weeks=6)  # after the release: 30 days of trying, and time to meet
NARROW = 7  # from so many columns of figures on, the range stands below the figure
SUMMARY_STRIP, PLAN_STRIP = 79.0, 58.0  # mm


class Book:
    """The pages of one unit, and the charts that they show."""

    def __init__(self, findings: Findings, unit: str) -> None:
        self._all, findings = findings, findings.charted
        self._findings, self.unit = findings, findings.units[unit]
        self.charts: list[bytes] = []
        self._voice, self._marks = Voice(findings, self.unit), tables.Marks(findings, self.unit)
        self._columns = tables.columns(findings, self.unit)
        self._ranking = recommend.ranking(findings, self.unit)
        self._strengths = recommend.strengths(findings, self.unit)
        self._priorities = recommend.priorities(findings, self.unit)
        self._turnout = tuple(self._find_turnout())
        self._titles = {about.id: about.title for about in findings.capabilities}

    def pages(self) -> list[Page]:
        """All pages in order; where nothing of the unit may be shown, only who answered and how figures are made."""
        if not self._is_charted():
            return [self._cover(plan=False, shown=False), self._response(), self._method()]
        cover, summary, response = self._cover(plan=self._acts(), shown=True), self._summary(), self._response()
        plan = [self._plan()] if self._acts() else []
        return [cover, summary, response, *self._profiles(), *self._levels(), *plan, self._method()]

    def _is_charted(self) -> bool:
        """Whether any figure of the unit may be told in a chart."""
        rows = (self.unit.scores.get(about.id, {}) for about in self._findings.capabilities)
        return any(isinstance(figure, Shown) for row in rows for figure in row.values())

    def _picture(self, chart: Chart, tells: str) -> Picture:
        self.charts.append(chart.pdf)
        return Picture(stand_in(len(self.charts) - 1), tells, chart.width, chart.height)

    def _acts(self) -> bool:
        return any(recommend.practice(self._findings, choice) for choice in self._priorities)

    # Cover

    def _cover(self, *, plan: bool, shown: bool) -> Cover:
        staff = self._group()
        known = narrative.answered(staff)
        told = self._voice.turnout() + "."
        dots, step = None, 1
        if known is not None and staff and staff.asked:
            step = charts.people_per_dot(staff.asked)
            dots = self._picture(charts.cover(known, staff.asked), told)
        whole = "" if self.unit.parent is None else self._findings.organisation
        return Cover("Cover", self.unit.name, dots, step, told, whole, plan, shown)

    def _group(self) -> Group | None:
        return next((group for group in self.unit.groups if group.level == ALL_STAFF), None)

    # Summary

    def _summary(self) -> Summary:
        voice = self._voice
        found = recommend.surprise(self._findings, self.unit)
        starts = [str(band.start) for band in self._findings.bands[1:]]
        return Summary(
            "Summary on one page",
            voice.headline(self._strengths, self._priorities),
            tuple(self._point(choice) for choice in self._strengths),
            voice.no_strength(self._ranking),
            tuple(self._point(choice) for choice in self._priorities),
            voice.no_priority(self._ranking),
            voice.surprise(found) if found else None,
            voice.unknown(recommend.unknown(self._findings, self.unit)),
            self._turnout,
            voice.turnout(),
            "" if self._acts() else voice.no_plan(self._priorities),
            words.listed(starts),
        )

    def _point(self, choice: Choice) -> Point:
        voice = self._voice
        strip = self._strip(choice, SUMMARY_STRIP)
        return Point(self._titles[choice.capability], voice.because(choice), voice.caution(choice), strip)

    def _strip(self, choice: Choice, width: float) -> Picture:
        marks = self._strip_marks(choice)
        ticks = [band.start for band in self._findings.bands]
        named = ", ".join(f"{words.inline(mark.name)} {mark.value} ({mark.low}–{mark.high})" for mark in marks)
        return self._picture(charts.strip(marks, ticks, width), f"{self._titles[choice.capability]}: {named}.")

    def _strip_marks(self, choice: Choice) -> list[Mark]:
        """The figures that met the rule: lowest and highest level, or all staff beside the reference."""
        if choice.rule in {Rule.LOW_EVERYWHERE, Rule.HIGH_EVERYWHERE} and len(choice.levels) > 1:
            by_value = sorted(choice.levels, key=lambda cell: cell.value)
            return [self._marks.mark(by_value[0]), self._marks.mark(by_value[-1])]
        first = choice.staff or choice.levels[0]
        others = (recommend.cell(self.unit, choice.capability, x.id) for x in self._findings.levels if x.reference)
        return [self._marks.mark(cell) for cell in [first, *[other for other in others if other][:1]]]

    # Who answered

    def _find_turnout(self) -> Iterator[Turnout]:
        longest = max((group.asked for group in self.unit.groups), default=0) or 1
        for group in self.unit.groups:
            known, share = narrative.answered(group), narrative.share_of(group)
            yield Turnout(
                self._voice.level(group.level),
                str(group.asked) if group.asked else "–",
                "withheld" if known is None else str(known),
                "–" if share is None else f"{share} %",
                f"{group.cannot_say.value} in 100" if isinstance(group.cannot_say, Shown) else "–",
                100 * group.asked / longest,
                100 * (known or 0) / group.asked if group.asked else 0,
                total=group.level == ALL_STAFF,
            )

    def _response(self) -> Response:
        voice = self._voice
        widest = max(self._ranking, key=lambda row: row[1].n, default=None)
        at_worst = voice.at_worst(*widest) if widest else None
        hidden = tuple(voice.hidden(self.unit))
        return Response("Who answered", voice.turnout(), voice.turnout_meaning(), self._turnout, hidden, at_worst)

    # Capabilities

    def _parts(self) -> list[tuple[str, list[CapabilityInfo]]]:
        """Each part's title with its capabilities, what is seen most first."""
        found = [
            (title, tables.ordered(self._findings, self.unit, part)) for part, title in self._findings.parts.items()
        ]
        return [(title, capabilities) for title, capabilities in found if capabilities]

    def _profiles(self) -> Iterator[Profile]:
        levels = tables.drawn(self.unit, self._columns)
        number, several = 0, len(self._findings.parts) > 1
        for title, capabilities in self._parts():
            if not any(recommend.cell(self.unit, about.id, level) for about in capabilities for level in levels):
                continue  # the table of levels says that all of it is withheld
            rows = {about.id: self._marks.row(about, levels) for about in capabilities}
            narrow = len(self._columns) >= NARROW
            for here, pitch in profile_pages(capabilities, rows, narrow=narrow):
                number += 1
                chart = charts.profile([rows[about.id] for about in here], self._bands(), pitch)
                yield self._profile(title if several else "", here, chart, number)

    def _shown_levels(self, among: Sequence[CapabilityId]) -> int:
        """How many levels have a figure for one of these capabilities."""
        levels = [level for level in tables.drawn(self.unit, self._columns) if level != ALL_STAFF]
        return sum(any(recommend.cell(self.unit, about, level) for about in among) for level in levels)

    def _bands(self) -> list[tuple[str, int]]:
        return [(band.title, band.start) for band in self._findings.bands]

    def _profile(self, part: str, here: Sequence[CapabilityInfo], chart: Chart, number: int) -> Profile:
        among = [about.id for about in here]
        ranking = recommend.ranking(self._findings, self.unit, among)
        found = recommend.surprise(self._findings, self.unit, among)
        headline, lede = self._voice.profile(found, ranking, self._shown_levels(among))
        finding = narrative.standing(ranking, len(here))
        return Profile(
            "Capability profile" + (f": {words.inline(part)}" if part else ""),
            headline,
            lede,
            number,
            finding,
            self._picture(chart, f"Dot plot of {words.capabilities(len(here))} by level. {headline}. {lede} {finding}"),
            self._columns,
            tuple(tables.line(about, self.unit, self._columns) for about in here),
            len(self._columns) >= NARROW,
            bool(self._findings.bands),
        )

    def _levels(self) -> Iterator[Levels]:
        parts = [
            (title, [tables.line(about, self.unit, self._columns) for about in capabilities])
            for title, capabilities in self._parts()
        ]
        found = recommend.surprise(self._findings, self.unit)
        present = {column.level for column in self._columns}
        kinds = [level for level in self._findings.levels if level.reference and level.id in present]
        references = [words.inline(level.title) for level in kinds]
        lowest = self._voice.capability(self._ranking[-1][0]) if self._ranking else ""
        for number, groups in enumerate(heat_pages(parts), start=1):
            yield Levels(
                "Levels and capabilities",
                self._voice.ends(self._ranking),
                number,
                self._voice.stretch(self._ranking),
                self._columns,
                groups,
                self._voice.stands_out(found, self._shown_levels([about.id for about in self._findings.capabilities])),
                lowest,
                words.listed(references) if references else "",
                several=len(parts) > 1,
                narrow=len(self._columns) >= NARROW,
            )

    # Plan and method

    def _plan(self) -> Plan:
        cards = tuple(card for choice in self._priorities if (card := self._card(choice)))
        headline = f"{words.capital(words.count(len(cards)))} things to try in the next 30 days"
        if len(cards) == 1:
            headline = "One thing to try in the next 30 days"
        return Plan("Your plan", headline, cards, words.day(self._findings.released + LOOK_BACK))

    def _card(self, choice: Choice) -> Card | None:
        advice = recommend.practice(self._findings, choice)
        if advice is None:
            return None
        why, caution = self._voice.because(choice), self._voice.caution(choice)
        rule = f"{self._titles[choice.capability]}: rule {choice.rule}{' with R0' if choice.explore else ''}"
        return Card(advice, why, caution, rule, self._strip(choice, PLAN_STRIP))

    def _method(self) -> Method:
        known = self._findings.technical.capabilities
        lines = tuple(
            self._reliability(about.title, known[about.id]) for about in self._all.capabilities if about.id in known
        )
        bands = [f"{band.title} from {band.start}" for band in self._findings.bands]
        return Method("How the figures are made", "Figures for groups, each with its likely range", lines,
                      words.listed(bands) if bands else "", words.listed(self._all.loose))  # fmt: skip

    def _reliability(self, title: str, of: TechnicalCapability | TechnicalWithheld) -> Reliability:
        if isinstance(of, TechnicalWithheld) or of.n_complete is None or of.alpha is None:
            return Reliability(title, "–", "–", "–", "–")
        known = of.alpha_low is not None and of.alpha_high is not None
        span = f"{of.alpha_low:.2f}–{of.alpha_high:.2f}" if known else "–"
        return Reliability(title, str(of.items), f"about {nearest(of.n_complete, 5)}", f"{of.alpha:.2f}", span)
