"""What the figures allow us to say: each sentence is chosen by a rule, and says how sure it is.

No sentence claims a band that is not sure, nor a difference between ranges that meet. Titles come from the
questionnaire, so sentences are built to be right whatever the number and article of a title would be.
"""

import math
from collections.abc import Sequence

from leadsurvey.analysis.disclosure.figures import COUNT_STEP, Figure, Reason, Shown, Withheld, nearest
from leadsurvey.analysis.findings import ALL_STAFF, Findings, Group, UnitFindings
from leadsurvey.questionnaire.model import CapabilityId, LevelId
from leadsurvey.report.recommend import FEW, HIGH, Cell, Choice, Ranking, Rule, Surprise, Unknown
from leadsurvey.report.words import capital, count, inline, listed, span, value


class Voice:
    """Speaks of one unit: knows how its levels, capabilities and bands are called."""

    def __init__(self, findings: Findings, unit: UnitFindings) -> None:
        self._findings = findings
        self._levels = {level.id: level.title for level in findings.levels} | {ALL_STAFF: "All staff"}
        self._titles = {capability.id: capability.title for capability in findings.capabilities}
        self._bands = {band.id: band.title for band in findings.bands}
        self._units = {key: known.name for key, known in findings.units.items()}
        self._high = next((band.title for band in findings.bands if band.start == HIGH), None)
        self._staff = next((group for group in unit.groups if group.level == ALL_STAFF), None)

    def level(self, level: LevelId) -> str:
        """The name of a level; people whose level was merged away go by no name."""
        return self._levels.get(level, "Some people")

    def capability(self, capability: CapabilityId) -> str:
        """A capability inside a sentence."""
        return inline(self._titles[capability])

    def estimate(self, cell: Cell) -> str:
        """A level's estimate with what it amounts to: All staff: 66, Established (most likely 62–70)."""
        names = [self._bands[band] for band in dict.fromkeys(cell.bands) if band in self._bands]
        if not names:
            return f"{self.level(cell.level)}: {cell.value}, most likely {span(cell)}."
        where = names[0] if len(names) == 1 else f"between {names[0]} and {names[-1]}"
        return f"{self.level(cell.level)}: {cell.value}, {where} (most likely {span(cell)})."

    def reached(self) -> str:
        """What a capability is called from 60 on, in this questionnaire's words."""
        return f"clearly {self._high}" if self._high else f"clearly at {HIGH} or above"

    # The summary

    def headline(self, strengths: Sequence[Choice], priorities: Sequence[Choice]) -> str:
        """The whole report in a sentence that a tired leader could repeat in the lift."""
        best = [self.capability(choice.capability) for choice in strengths[:1]]
        next_up = [self.capability(choice.capability) for choice in priorities[:1]]
        if best and next_up:
            return f"There is strength in {best[0]}, and room to grow in {next_up[0]}"
        if best:
            return f"There is strength in {best[0]}; nothing shown is clearly low"
        if next_up:
            return f"There is room to grow in {next_up[0]}"
        return "Nothing stands out clearly yet, high or low"

    def no_plan(self, priorities: Sequence[Choice]) -> str:
        """Why there is no page with a plan."""
        if priorities:
            return "This report has no plan page: the questionnaire has no practice ready for these priorities."
        return "This report has no plan page: nothing shown is clearly low. Choose together what to do more of."

    def because(self, choice: Choice) -> str:
        """Why a capability is a strength or a priority, with the figure."""
        figures = self.estimate(choice.staff) if choice.staff else " ".join(map(self.estimate, choice.levels))
        several = len(choice.levels) > 1
        if choice.rule == Rule.LOW_EVERYWHERE and several:
            return f"Most likely below {HIGH} at every staff level shown. {figures}"
        if choice.rule == Rule.HIGH_EVERYWHERE and several:
            return f"Most likely {HIGH} or above at every staff level shown. {figures}"
        return figures

    def caution(self, choice: Choice) -> str:
        """What R0 asks for, or nothing."""
        if not choice.explore:
            return ""
        few = choice.staff is not None and choice.staff.n < FEW
        return f"{'Few people answered' if few else 'The range is wide'}: explore, don’t conclude."

    def no_strength(self, ranking: Ranking) -> str:
        """The honest word where nothing qualifies as a strength."""
        return f"No capability is {self.reached()} yet.{self._ends('highest', ranking[:2])}"

    def no_priority(self, ranking: Ranking) -> str:
        """The honest word where nothing qualifies as a priority."""
        return f"No capability is clearly below {HIGH}.{self._ends('lowest', ranking[:-3:-1])}"

    def _ends(self, word: str, cells: Ranking) -> str:
        named = [f"{self.capability(capability)}, {value(cell)}" for capability, cell in cells]
        return f" The {word} for all staff: {'; '.join(named)}." if named else ""

    def surprise(self, found: Surprise) -> tuple[str, str]:
        """A surprise: the point, then its figures."""
        about, high = self.capability(found.capability), self.level(found.higher.level)
        point = f"Views differ most on {about}."
        if found.turned:
            point = f"{high} give {about} a higher figure than some staff do."
        return point, f"{self.facing(found)}: {found.gap} points apart, and the ranges do not meet."

    def facing(self, found: Surprise) -> str:
        """The two levels of a clear difference with their figures."""
        high, low = self.level(found.higher.level), inline(self.level(found.lower.level))
        return f"{high} {value(found.higher)}, {low} {value(found.lower)}"

    def unknown(self, found: Unknown | None) -> tuple[str, str]:
        """What cannot be told: the question, then why it stays open."""
        if found is None:
            return (
                "Nothing large stays open.",
                "No figure here is withheld, and every likely range is narrow enough to use.",
            )
        who = inline(self.level(found.level))
        about = "any of this" if found.everywhere else self.capability(found.capability)
        if found.cell:
            text = f"The likely range, {span(found.cell)}, is too wide to conclude from. A conversation tells more."
            return f"Where {who} stand on {about}.", text
        return f"How {who} see {about}.", f"{self.silence(found.reason)} Ask the whole group, together."

    def silence(self, reason: Reason | None) -> str:
        """Why a figure is withheld."""
        if reason == Reason.TOGETHER:
            return f"A figure would, alone or beside others, tell about {self._fewer()}, so nothing is shown."
        return f"Fewer than {self._findings.minimum_group} of them answered those questions, so nothing is shown."

    def ends(self, ranking: Ranking) -> str:
        """The capability seen most and the one seen least, if their ranges lie apart: a headline."""
        if not ranking:
            return "All staff together are not shown"
        (first, top), (last, bottom) = ranking[0], ranking[-1]
        if first == last:
            return f"{self._titles[first]}: {top.value} out of 100 for all staff"
        if top.low > bottom.high:
            return f"Seen most: {self.capability(first)}; seen least: {self.capability(last)}"
        return "No capability stands clearly above the others"

    # Capabilities

    def profile(self, found: Surprise | None, ranking: Ranking, levels: int) -> tuple[str, str]:
        """Headline and lede of a profile: where levels differ most, else where the capabilities do."""
        if levels < 2:
            return self.ends(ranking), "Only one level is shown here, so differences between levels cannot be told."
        if found:
            return self.surprise(found)[0].rstrip("."), f"{self.facing(found)}. The two ranges do not meet."
        return "No clear difference between levels", f"Wherever two are shown, their ranges meet. {self.ends(ranking)}."

    def stretch(self, ranking: Ranking) -> str:
        """From where to where the figures of all staff go."""
        if not ranking:
            return "All staff together are not shown."
        if len(ranking) == 1:
            return f"All staff: {value(ranking[0][1])}."
        (first, top), (last, bottom) = ranking[0], ranking[-1]
        high, low = self.capability(first), self.capability(last)
        return f"All staff: from {bottom.value} for {low} to {top.value} for {high}."

    def stands_out(self, found: Surprise | None, levels: int) -> str:
        """The clearest difference between levels."""
        if levels < 2:
            return "Only one level is shown, so differences between levels cannot be told."
        if found is None:
            return "No two levels differ clearly: wherever two are shown, their likely ranges meet."
        return f"{self.surprise(found)[0]} {self.facing(found)}."

    # Who answered

    def turnout(self) -> str:
        """How many staff answered, from the rounded count: a headline."""
        known = answered(self._staff)
        if self._staff and self._staff.answered == Withheld(Reason.TOGETHER):
            return "How many staff answered is withheld"
        if self._staff is None or known is None:
            return f"Fewer than {self._findings.minimum_group} staff answered"
        if not self._staff.asked:
            return f"About {known} staff answered"
        return f"About {known} of {self._staff.asked} staff answered"

    def turnout_meaning(self) -> str:
        """What the share who answered means for reading the figures."""
        if self._staff and self._staff.answered == Withheld(Reason.TOGETHER):
            return "Set beside figures of other units it would tell about a smaller group. So no figure is printed."
        if answered(self._staff) is None:
            return "So few that a figure could tell what one of them said. So none is printed."
        share = self._staff and share_of(self._staff)
        if not share:
            return "Read every figure as the view of those who answered."
        if share >= 95:
            return "Nearly everybody answered: these figures are the view of nearly all staff."
        if share >= 75:
            return f"About {share} in 100: most people had their say. The others may still see things differently."
        if share > 55:
            return f"About {share} in 100: more than half had their say, and the others may see things differently."
        if share >= 45:
            return f"About {share} in 100: about half had their say, and the others may see things differently."
        return f"About {share} in 100. Read every figure as the view of those who answered, not of all staff."

    def at_worst(self, capability: CapabilityId, cell: Cell) -> str | None:
        """How far the figure of all staff could move if the silent felt very differently, from rounded counts."""
        if self._staff is None or not (share := share_of(self._staff)) or share >= 95:
            return None
        known = (answered(self._staff) or 0) / self._staff.asked
        low, high = math.floor(cell.value * known), math.ceil(cell.value * known + 100 * (1 - known))
        return (
            f"About {share} in 100 staff answered. If the others felt very differently, the figure for "
            f"{self.capability(capability)}, now {cell.value}, could be anywhere from {low} to {high}."
        )

    def hidden(self, unit: UnitFindings) -> list[str]:
        """Who is not shown in this unit, and why."""
        groups = [
            f"{self.level(group.level)}: {self._why(group.answered.reason)}, so nothing is shown for them."
            for group in unit.groups
            if isinstance(group.answered, Withheld) and group.level != ALL_STAFF
        ]
        homes = dict.fromkeys(item.unit for item in unit.joined)
        joined = [self._joined(home, [item.level for item in unit.joined if item.unit == home]) for home in homes]
        return groups + joined + self._hidden_cells(unit)

    def _joined(self, home: str, levels: Sequence[LevelId]) -> str:
        names = [inline(self.level(level)) for level in dict.fromkeys(levels)]
        where = self._units.get(home, self._findings.organisation)
        return f"{capital(listed(names))}: some or all of them count with {where}, so that no small group stands alone."

    def _hidden_cells(self, unit: UnitFindings) -> list[str]:
        """Levels that are shown, but not in every row."""
        told = [group.level for group in unit.groups if isinstance(group.answered, Shown) and group.level != ALL_STAFF]
        return [sentence for level in told if (sentence := self._hidden_in(unit, level))]

    def _hidden_in(self, unit: UnitFindings, level: LevelId) -> str:
        figures = [(capability, row.get(level)) for capability, row in unit.scores.items()]
        gone = [(capability, figure.reason) for capability, figure in figures if isinstance(figure, Withheld)]
        if not gone:
            return ""
        reasons = dict.fromkeys(reason for _, reason in gone)
        parts = [self._gone([name for name, why in gone if why == reason], reason) for reason in reasons]
        return f"{self.level(level)}: nothing is shown for {'; nor for '.join(parts)}."

    def _gone(self, capabilities: Sequence[CapabilityId], reason: Reason) -> str:
        several = f"{count(len(capabilities))} capabilities"
        where = self.capability(capabilities[0]) if len(capabilities) == 1 else several
        return f"{where}, because {self._why(reason)}"

    def _fewer(self) -> str:
        return f"fewer than {self._findings.minimum_group} people"

    def _why(self, reason: Reason) -> str:
        """A reason inside a sentence."""
        if reason == Reason.TOGETHER:
            return f"their figure would, alone or beside others, tell about {self._fewer()}"
        return f"fewer than {self._findings.minimum_group} answered"


def answered(group: Group | None) -> int | None:
    """How many of a group answered, to the nearest 5, and never more than were asked; None where withheld."""
    if group is None or not isinstance(group.answered, Shown):
        return None
    return min(group.answered.value, group.asked) if group.asked else group.answered.value


def share_of(group: Group) -> int | None:
    """The share of a group that answered, out of 100 and to the nearest 5, from the rounded count."""
    known = answered(group)
    return nearest(100 * known / group.asked, COUNT_STEP) if known is not None and group.asked else None


def standing(ranking: Ranking, total: int) -> str:
    """How many capabilities are clearly high or low for all staff: the finding of a profile."""
    high, low = sum(cell.low >= HIGH for _, cell in ranking), sum(cell.high < HIGH for _, cell in ranking)
    if not ranking:
        return "All staff together are not shown."
    if total == 1:
        where = f"at {HIGH} or above" if high else f"below {HIGH}" if low else f"near {HIGH}"
        return f"All staff together are most likely {where}."
    some, few = (count(number) if number else "none" for number in (high, low))
    return f"All staff together are most likely at {HIGH} or above on {some} of {count(total)}, below {HIGH} on {few}."


def plain(figure: Figure | None) -> str:
    """A figure as a cell of a table says it, without its range."""
    if figure is None:
        return "not asked"
    return "withheld" if isinstance(figure, Withheld) else str(figure.value)
