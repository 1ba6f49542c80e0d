"""Who answered, and what their share means for reading the figures: from rounded counts alone."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from leadsurvey.analysis.disclosure.figures import COUNT_STEP, Reason, Shown, Withheld, nearest
from leadsurvey.analysis.findings import ALL_STAFF, Findings, Group, UnitFindings
from leadsurvey.questionnaire.model import CapabilityId, LevelId
from leadsurvey.report.narrative import Voice
from leadsurvey.report.recommend import Cell
from leadsurvey.report.tongue import capital, inline

NAMED = 3  # capabilities that are named in one sentence; more are counted


@dataclass(frozen=True)
class Turnout:
    """A level in the table of who answered; bars are in hundredths of the longest."""

    title: str
    asked: str
    answered: str
    share: str
    cannot_say: str
    bar: float
    filled: float
    total: bool


def answered(group: Group | None) -> int | None:
    """How many of a group answered, to the nearest 5, and never more than were asked; None where withheld."""
    if group is None or not isinstance(group.answered, Shown):
        return None
    return min(group.answered.value, group.asked) if group.asked else group.answered.value


def share_of(group: Group) -> int | None:
    """The share of a group that answered, out of 100 and to the nearest 5, from the rounded count."""
    known = answered(group)
    return nearest(100 * known / group.asked, COUNT_STEP) if known is not None and group.asked else None


class WhoAnswered:
    """Speaks of who answered in one unit."""

    def __init__(self, findings: Findings, unit: UnitFindings, voice: Voice) -> None:
        self._findings, self._unit, self._voice = findings, unit, voice
        self._tongue, self._least = voice.tongue, findings.minimum_group
        self.staff = next((group for group in unit.groups if group.level == ALL_STAFF), None)

    @property
    def _is_together(self) -> bool:
        return self.staff is not None and self.staff.answered == Withheld(Reason.TOGETHER)

    def headline(self) -> str:
        """How many staff answered, from the rounded count."""
        known = answered(self.staff)
        if self._is_together:
            return self._tongue.say("How many staff answered is withheld")
        if self.staff is None or known is None:
            return self._tongue.say("Fewer than %(number)s staff answered", number=self._least)
        if not self.staff.asked:
            return self._tongue.say("About %(number)s staff answered", number=known)
        return self._tongue.say("About %(number)s of %(asked)s staff answered", number=known, asked=self.staff.asked)

    def meaning(self) -> str:
        """What the share who answered means for reading the figures."""
        if self._is_together:
            return self._tongue.say(
                "Set beside figures of other units it would tell about a smaller group. So no figure is printed."
            )
        if answered(self.staff) is None:
            return self._tongue.say("So few that a figure could tell what one of them said. So none is printed.")
        share = self.staff and share_of(self.staff)
        if not share:
            return self._tongue.say("Read every figure as the view of those who answered.")
        if share >= 95:
            return self._tongue.say("Nearly everybody answered: these figures are the view of nearly all staff.")
        if share >= 75:
            return self._tongue.say(
                "About %(share)s in 100: most people had their say. The others may still see things differently.",
                share=share,
            )
        if share > 55:
            return self._tongue.say(
                "About %(share)s in 100: more than half had their say, and the others may see things differently.",
                share=share,
            )
        if share >= 45:
            return self._tongue.say(
                "About %(share)s in 100: about half had their say, and the others may see things differently.",
                share=share,
            )
        return self._tongue.say(
            "About %(share)s in 100. Read every figure as the view of those who answered, not of all staff.",
            share=share,
        )

    def at_worst(self, capability: CapabilityId, cell: Cell) -> str:
        """How far the figure of all staff could move if the silent felt very differently, from rounded counts."""
        if self.staff is None or not (share := share_of(self.staff)) or share >= 95:
            return ""
        known = (answered(self.staff) or 0) / self.staff.asked
        return self._tongue.say(
            "About %(share)s in 100 staff answered. If the others felt very differently, the figure for "
            "%(capability)s, now %(value)s, could be anywhere from %(low)s to %(high)s.",
            share=share,
            capability=self._voice.capability(capability),
            value=cell.value,
            low=math.floor(cell.value * known),
            high=math.ceil(cell.value * known + 100 * (1 - known)),
        )

    def rows(self) -> Iterator[Turnout]:
        """A row for each level of staff, all staff, then the others."""
        longest = max((group.asked for group in self._unit.groups), default=0) or 1
        for group in self._in_order():
            known, share = answered(group), share_of(group)
            yield Turnout(
                self._voice.level(group.level),
                str(group.asked) if group.asked else "–",
                self._tongue.say("withheld") if known is None else str(known),
                "–" if share is None else f"{share}\N{NO-BREAK SPACE}%",
                self._tongue.say("%(share)s in 100", share=group.cannot_say.value)
                if isinstance(group.cannot_say, Shown)
                else "–",
                100 * group.asked / longest,
                100 * (known or 0) / group.asked if group.asked else 0,
                total=group.level == ALL_STAFF,
            )

    def _in_order(self) -> list[Group]:
        """The levels of staff, all staff right below them, then who is no staff: none of these is in that sum."""
        staff = {level.id for level in self._findings.levels if level.staff} | {ALL_STAFF}
        return sorted(self._unit.groups, key=lambda group: group.level not in staff and group.level != "")

    # Who is not shown

    def hidden(self) -> list[str]:
        """Who is not shown in this unit, and why."""
        groups = [
            self._whole_level(group.level, group.answered.reason)
            for group in self._unit.groups
            if isinstance(group.answered, Withheld) and group.level != ALL_STAFF
        ]
        homes = dict.fromkeys(item.unit for item in self._unit.joined)
        joined = [self._joined(home, [item.level for item in self._unit.joined if item.unit == home]) for home in homes]
        return groups + joined + self._hidden_cells()

    def _whole_level(self, level: LevelId, reason: Reason) -> str:
        told = {"level": self._voice.level(level), "number": self._least}
        if reason == Reason.TOGETHER:
            return self._tongue.say(
                "%(level)s: their figure would, alone or beside others, tell about fewer than %(number)s people, so "
                "nothing is shown for them.",
                **told,
            )
        return self._tongue.say("%(level)s: fewer than %(number)s answered, so nothing is shown for them.", **told)

    def _joined(self, home: str, levels: Sequence[LevelId]) -> str:
        names = [inline(self._voice.level(level)) for level in dict.fromkeys(levels)]
        where = self._findings.units[home].name if home in self._findings.units else self._findings.organisation
        return self._tongue.say(
            "%(levels)s: some or all of them count with %(unit)s, so that no small group stands alone.",
            levels=capital(self._tongue.listed(names)),
            unit=where,
        )

    def _hidden_cells(self) -> list[str]:
        """Levels that are shown, but not in every row."""
        told = [group.level for group in self._unit.groups if isinstance(group.answered, Shown)]
        return [sentence for level in told if level != ALL_STAFF for sentence in self._hidden_in(level)]

    def _hidden_in(self, level: LevelId) -> Iterator[str]:
        gone: dict[Reason, list[CapabilityId]] = {}
        for capability, row in self._unit.scores.items():
            figure = row.get(level)
            if isinstance(figure, Withheld):
                gone.setdefault(figure.reason, []).append(capability)
        for reason, capabilities in gone.items():
            yield self._gone(level, capabilities, reason)

    def _gone(self, level: LevelId, capabilities: Sequence[CapabilityId], reason: Reason) -> str:
        known = {about.id: about.title for about in self._findings.capabilities}
        named = [inline(known[each]) for each in capabilities if each in known]
        if len(named) > NAMED:
            named = [self._tongue.many("%(number)s capability", "%(number)s capabilities", len(named))]
        told = {
            "level": self._voice.level(level),
            "capabilities": self._tongue.listed(named),
            "number": self._least,
        }
        if reason == Reason.TOGETHER:
            return self._tongue.say(
                "%(level)s: nothing is shown for %(capabilities)s, because their figure would, alone or beside "
                "others, tell about fewer than %(number)s people.",
                **told,
            )
        return self._tongue.say(
            "%(level)s: nothing is shown for %(capabilities)s, because fewer than %(number)s answered.", **told
        )
