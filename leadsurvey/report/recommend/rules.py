"""The rules R1 to R10: each looks at one capability of one unit, and says whether it fires and on which figures.

Every rule reads shown figures alone, so none can fire from a withheld one. What a rule found is a `Choice`, which
`results` and the reports cite by the rule's name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from leadsurvey.analysis.disclosure.figures import Figure, Shown
from leadsurvey.analysis.findings import ALL_STAFF, CapabilityInfo, Findings, UnitFindings
from leadsurvey.questionnaire.model import LevelId
from leadsurvey.report.recommend.reading import FEW, HIGH, LOW, Cell, Gap, cell, gaps, staff_cells

LEVELS_APART = 12  # points by which levels of staff differ
WORDS_APART = 10  # points by which staff see more than citizens
SPLIT_FROM, SPLIT_TO = 40, 70  # a mean in between may hide two camps
SPLIT = 1 / 6  # of the number of options: people's mean distance from their mean (Burke & Dunlap 2002)
INVISIBLE = 20  # of 100 answers
SPREAD_LEAST = 60  # of 100: below, few roles lead
TOP_MOST, TOP_FEW = 60, 20  # a role with more than so many of 100 namings, and fewer than so many of 100 people
BEYOND_CHANCE = 2  # times the error that chance alone would give
DROP = 5  # points


class Rule(StrEnum):
    """The rules, by the names that a report prints."""

    EXPLORE = "R0"  # too few people or too wide a range to conclude; added to any other
    LOW_EVERYWHERE = "R1"  # every staff level shown is most likely below 60
    LOW_TOGETHER = "R1, all staff"  # all staff together are
    LEVEL_GAP = "R2"  # the highest level of staff sees clearly more of it than the lowest
    WORDS_GAP = "R3"  # staff see clearly more of it than citizens
    SPLIT = "R4"  # people of one unit see it very differently
    INVISIBLE = "R5"  # many cannot say
    CENTRALISED = "R6"  # few roles lead
    SAYS_SHOWS = "R7"  # aware in words, steered in the tasks or in predictions
    OVERLOAD = "R8"  # so little room to think that everything else should wait
    HIGH_EVERYWHERE = "R9"  # every staff level shown is most likely at 60 or above
    HIGH_TOGETHER = "R9, all staff"  # all staff together are
    DROP = "R10"  # clearly lower than last time


PRACTICES = {
    Rule.LOW_EVERYWHERE: "foundation",
    Rule.LOW_TOGETHER: "foundation",
    Rule.LEVEL_GAP: "level-gap",
    Rule.WORDS_GAP: "rhetoric-gap",
    Rule.SPLIT: "split",
    Rule.INVISIBLE: "invisible",
    Rule.CENTRALISED: "centralised",
    Rule.SAYS_SHOWS: "says-shows",
    Rule.OVERLOAD: "overload",
    Rule.HIGH_EVERYWHERE: "strength",
    Rule.HIGH_TOGETHER: "strength",
    Rule.DROP: "drop",
}  # the rule's name in a questionnaire's recommendations
POINT_ONLY = {Rule.SPLIT, Rule.INVISIBLE, Rule.CENTRALISED}  # their figures have no likely range


@dataclass(frozen=True)
class Share:
    """A level or a role, and how many of 100 answers or namings are meant."""

    who: str
    of: int
    in_post: int | None = None  # of 100 people


@dataclass(frozen=True)
class Choice:
    """A capability that a rule chose, with the figures that met the rule."""

    capability: CapabilityInfo
    rule: Rule
    staff: Cell | None  # all staff together
    levels: tuple[Cell, ...] = ()  # the staff levels shown
    gap: Gap | None = None  # R2, R3
    share: Share | None = None  # R5, R6
    shows: tuple[str, ...] = ()  # R7: titles of tasks that show a pull
    error: int | None = None  # R7: by how many points predictions are off
    change: Shown | None = None  # R10

    @property
    def explore(self) -> bool:
        """R0: explore, don't conclude."""
        if self.gap:
            return any(cell.rough or cell.n < FEW for cell in (self.gap.one, self.gap.other))
        cells = [self.staff] if self.staff else self.levels
        return any(cell.rough or cell.n < FEW for cell in cells)

    @property
    def need(self) -> int:
        """3 where all staff are most likely below 40, 2 below 60, else 1."""
        if self.staff is None or self.staff.high >= HIGH:
            return 1
        return 3 if self.staff.high < LOW else 2

    @property
    def certainty(self) -> float:
        """1 where the rule is met by the whole likely range, a half where by the figure alone or by a rough one."""
        return 0.5 if self.rule in POINT_ONLY or self.explore else 1.0


@dataclass(frozen=True)
class Case:
    """A capability of a unit, as the rules read it."""

    findings: Findings
    unit: UnitFindings
    about: CapabilityInfo

    @property
    def staff(self) -> Cell | None:
        """All staff together."""
        return cell(self.unit, self.about.id, ALL_STAFF)

    @property
    def levels(self) -> tuple[Cell, ...]:
        """The staff levels shown."""
        return staff_cells(self.findings, self.unit, self.about.id)

    @property
    def is_whole(self) -> bool:
        """Whether the unit is the whole organisation, of which alone some things are told."""
        return self.unit.parent is None

    def gaps(self) -> list[Gap]:
        """Its groups that can be compared."""
        return list(gaps(self.findings, self.unit, [self.about.id]))

    def chosen(self, rule: Rule) -> Choice:
        """The capability by this rule."""
        return Choice(self.about, rule, self.staff, self.levels)


def low(case: Case) -> Choice | None:
    """R1: every staff level shown, or all staff together, is most likely below 60."""
    if case.levels and all(level.high < HIGH for level in case.levels):
        return case.chosen(Rule.LOW_EVERYWHERE)
    return case.chosen(Rule.LOW_TOGETHER) if case.staff and case.staff.high < HIGH else None


def level_gap(case: Case) -> Choice | None:
    """R2: the level that leads most sees clearly more of it than the one that leads least, by 12 points or more."""
    staff = [level.id for level in case.findings.levels if level.staff]
    apart = [
        gap
        for gap in case.gaps()
        if gap.clear and gap.points >= LEVELS_APART and _is_above(staff, gap.one.level, gap.other.level)
    ]
    widest = max(apart, key=lambda gap: gap.points, default=None)
    return _by_gap(case, Rule.LEVEL_GAP, widest)


def words_gap(case: Case) -> Choice | None:
    """R3: all staff see more of it than a reference level, by 10 points or more, the range clear of nothing."""
    others = {level.id for level in case.findings.levels if level.reference}
    apart = [
        gap
        for gap in case.gaps()
        if gap.one.level == ALL_STAFF and gap.other.level in others and gap.points >= WORDS_APART and gap.low > 0
    ]
    widest = max(apart, key=lambda gap: gap.points, default=None)
    return _by_gap(case, Rule.WORDS_GAP, widest)


def split(case: Case) -> Choice | None:
    """R4: staff of the unit differ widely around a middling mean; known from twice the smallest group on."""
    known = case.findings.technical.units.get(case.unit.id, {}).get(case.about.id)
    away, options = getattr(known, "ad_m", None), case.about.options
    if away is None or not options or case.staff is None:
        return None
    wide = away >= SPLIT * options and SPLIT_FROM <= case.staff.value <= SPLIT_TO
    return case.chosen(Rule.SPLIT) if wide else None


def invisible(case: Case) -> Choice | None:
    """R5: of 100 questions put to a level of staff it could not say 20 or more; of the whole organisation."""
    if not case.is_whole:
        return None
    staff = {level.id: level.title for level in case.findings.levels if level.staff}
    row = case.findings.unsaid.get(case.about.id, {})
    shares = [
        Share(title, value)
        for level, title in staff.items()
        if (value := _value(row.get(level))) is not None and value >= INVISIBLE
    ]
    most = max(shares, key=lambda share: share.of, default=None)
    return Choice(case.about, Rule.INVISIBLE, case.staff, case.levels, share=most) if most else None


def centralised(case: Case) -> Choice | None:
    """R6: few roles led what mattered, or a role of few people did most of it; of the whole organisation."""
    told = case.findings.who_led
    if not case.is_whole or told is None:
        return None
    shares = [
        Share(title, value, told.in_post.get(role))
        for role, title in told.choices.items()
        if (value := _value(told.shares.get(ALL_STAFF, {}).get(role))) is not None
    ]
    most = max(shares, key=lambda share: share.of, default=None)
    spread = _value(told.spread)
    few = spread is not None and spread < SPREAD_LEAST
    top = most is not None and most.of > TOP_MOST and most.in_post is not None and most.in_post < TOP_FEW
    return Choice(case.about, Rule.CENTRALISED, case.staff, case.levels, share=most) if few or top else None


def says_shows(case: Case) -> Choice | None:
    """R7: staff see it often, yet tasks show a clear pull, or predictions are off by twice what chance would give."""
    if not case.is_whole or case.staff is None or case.staff.low < HIGH:
        return None
    pulls = tuple(task.title for task in case.findings.tasks if task.clear)
    guessed = case.findings.predictions
    error = _value(guessed.absolute.get(ALL_STAFF)) if guessed else None
    floor = _value(guessed.floor) if guessed else None
    off = error if error is not None and floor is not None and error > BEYOND_CHANCE * floor else None
    if not pulls and off is None:
        return None
    return Choice(case.about, Rule.SAYS_SHOWS, case.staff, case.levels, shows=pulls, error=off)


def overload(case: Case) -> Choice | None:
    """R8: all staff are most likely below 40 where the questionnaire names a practice against overload."""
    return case.chosen(Rule.OVERLOAD) if case.staff and case.staff.high < LOW else None


def high(case: Case) -> Choice | None:
    """R9: every staff level shown, or all staff together, is most likely at 60 or above."""
    if case.levels and all(level.low >= HIGH for level in case.levels):
        return case.chosen(Rule.HIGH_EVERYWHERE)
    return case.chosen(Rule.HIGH_TOGETHER) if case.staff and case.staff.low >= HIGH else None


def drop(case: Case) -> Choice | None:
    """R10: all staff see it less than in the round before, by 5 points or more, the range clear of nothing."""
    found = case.unit.changes.get(case.about.id, {}).get(ALL_STAFF)
    told = found.difference if found else None
    if not isinstance(told, Shown) or told.high is None or told.value > -DROP or told.high >= 0:
        return None
    return Choice(case.about, Rule.DROP, case.staff, case.levels, change=told)


WANTING: tuple[Callable[[Case], Choice | None], ...] = (
    overload, low, level_gap, words_gap, split, invisible, centralised, says_shows, drop,
)  # fmt: skip
ONLY_WITH_PRACTICE = {Rule.OVERLOAD, Rule.CENTRALISED, Rule.SAYS_SHOWS}  # the questionnaire says which these are for


def fired(findings: Findings, unit: UnitFindings) -> list[Choice]:
    """Every rule that fires in a unit, capability by capability; what `results` tells an organiser."""
    found = []
    for about in findings.capabilities:
        case = Case(findings, unit, about)
        met = [choice for rule in (*WANTING, high) if (choice := rule(case))]
        found += [each for each in met if each.rule not in ONLY_WITH_PRACTICE or has_practice(findings, each)]
    return found


def has_practice(findings: Findings, choice: Choice) -> bool:
    """Whether the questionnaire names something to try for a rule in a capability."""
    name = PRACTICES[choice.rule]
    return any(each.rule == name and each.capability == choice.capability.id for each in findings.recommendations)


def _by_gap(case: Case, rule: Rule, gap: Gap | None) -> Choice | None:
    return Choice(case.about, rule, case.staff, case.levels, gap=gap) if gap else None


def _is_above(staff: list[LevelId], one: LevelId, other: LevelId) -> bool:
    """Whether both are levels of staff, and the first stands above the second: they are listed from the front line."""
    return one in staff and other in staff and staff.index(one) > staff.index(other)


def _value(figure: Figure | None) -> int | None:
    return figure.value if isinstance(figure, Shown) else None
