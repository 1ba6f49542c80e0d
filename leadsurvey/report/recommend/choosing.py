"""Which findings a report says first: strengths, priorities, what to try, one surprise, and what cannot be told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from leadsurvey.analysis.disclosure.figures import Reason, Shown, Withheld
from leadsurvey.analysis.findings import ALL_STAFF, Findings, UnitFindings
from leadsurvey.analysis.whole import StatementFindings
from leadsurvey.questionnaire.model import CapabilityId, LevelId, Recommendation
from leadsurvey.report.recommend.reading import Cell, Gap, cell, gaps, shown
from leadsurvey.report.recommend.rules import PRACTICES, Choice, Rule, fired

AT_MOST = 3  # nobody acts on more
STRENGTHS = {Rule.HIGH_EVERYWHERE, Rule.HIGH_TOGETHER}
REACH = {"team": 1.0, "organisation": 0.7, "outside": 0.4}  # how far a practice is within a leader's reach


@dataclass(frozen=True)
class Step:
    """What is to be tried, and what it rests on."""

    choice: Choice
    practice: Recommendation


@dataclass(frozen=True)
class Surprise:
    """What few would have guessed: a clear error in what staff think others say, or two groups that clearly differ."""

    gap: Gap | None = None
    turned: bool = False  # the reference level sees more of it than staff do
    statement: StatementFindings | None = None
    agree: Cell | None = None
    guessed: Cell | None = None


@dataclass(frozen=True)
class Unknown:
    """What cannot be told: a withheld group, or the widest range."""

    capability: CapabilityId
    level: LevelId
    reason: Reason | None  # None where it is shown, with a wide range
    cell: Cell | None
    everywhere: bool = False  # withheld in every capability that the level was asked about


def strengths(findings: Findings, unit: UnitFindings) -> tuple[Choice, ...]:
    """At most three: first those high at every staff level shown, then the highest lower limits of all staff.

    What citizens see clearly less of than staff is no strength, however high staff put it.
    """
    rules = fired(findings, unit)
    only_words = {choice.capability.id for choice in rules if choice.rule == Rule.WORDS_GAP}
    found = [choice for choice in rules if choice.rule in STRENGTHS and choice.capability.id not in only_words]
    found.sort(key=lambda choice: (choice.rule != Rule.HIGH_EVERYWHERE, -_floor(choice)))
    return tuple(found[:AT_MOST])


def priorities(findings: Findings, unit: UnitFindings) -> tuple[Choice, ...]:
    """At most three, one for each capability: need x certainty x reach; then R1 at every level, then the lowest.

    What is named as a strength is no priority too.
    """
    best: dict[CapabilityId, Choice] = {}
    strong = {choice.capability.id for choice in strengths(findings, unit)}
    for choice in fired(findings, unit):
        if choice.rule not in STRENGTHS and choice.capability.id not in strong:
            known = best.get(choice.capability.id)
            # The first rule that fires counts, but for one that has a practice where the first has none.
            if known is None or (practice(findings, known) is None and practice(findings, choice) is not None):
                best[choice.capability.id] = choice
    found = sorted(best.values(), key=lambda choice: (-priority(findings, unit, choice), *_after(choice)))
    return tuple(found[:AT_MOST])


def priority(findings: Findings, unit: UnitFindings, choice: Choice) -> float:
    """Need (1 to 3) x certainty (a half or 1) x how far what is to be tried is within reach."""
    return choice.need * choice.certainty * _reach(practice(findings, choice), is_whole=unit.parent is None)


def practice(findings: Findings, choice: Choice) -> Recommendation | None:
    """What the questionnaire recommends to try where a rule has chosen this capability."""
    name = PRACTICES[choice.rule]
    return next((r for r in findings.recommendations if r.rule == name and r.capability == choice.capability.id), None)


def plan(findings: Findings, unit: UnitFindings) -> tuple[Step, ...]:
    """What to try: a practice for each priority; where there is room, one that passes a strength on."""
    chosen = [*priorities(findings, unit)]
    steps = [Step(choice, found) for choice in chosen if (found := practice(findings, choice))]
    shared = [Step(choice, found) for choice in strengths(findings, unit) if (found := practice(findings, choice))]
    return (*steps, *shared[: 1 if len(steps) < AT_MOST else 0])


def surprise(findings: Findings, unit: UnitFindings, among: Sequence[CapabilityId] | None = None) -> Surprise | None:
    """The largest clear error of predictions, else citizens who see more than staff, else the widest clear gap.

    Rough figures surprise nobody: they are to be explored, not concluded from. With `among`, it is the widest clear gap
    among these, rough or not: it stands beside a chart that shows it.
    """
    if among is not None:
        apart = [gap for gap in gaps(findings, unit, among) if gap.clear]
        widest = max(apart, key=lambda gap: gap.points, default=None)
        return Surprise(gap=widest) if widest else None
    if unit.parent is None and (found := _misjudged(findings)):
        return found
    references = {level.id for level in findings.levels if level.reference}
    clear = [gap for gap in gaps(findings, unit) if gap.clear and not (gap.one.rough or gap.other.rough)]
    turned = [gap for gap in clear if gap.one.level in references]
    widest = max(turned or clear, key=lambda gap: gap.points, default=None)
    return Surprise(gap=widest, turned=bool(turned)) if widest else None


def unknown(findings: Findings, unit: UnitFindings) -> Unknown | None:
    """The withheld cell of the level with most people, else the widest range if it is rough."""
    heads = {group.level: group.asked for group in unit.groups}
    hidden = list(_hidden(findings, unit))
    if hidden:
        return max(hidden, key=lambda known: heads.get(known.level, 0))
    wide = [known for known in _shown_cells(findings, unit) if known.cell and known.cell.rough]
    return max(wide, key=_width, default=None)


def _misjudged(findings: Findings) -> Surprise | None:
    """The statement that all staff misjudge most, as far as the two likely ranges lie apart."""
    told = findings.predictions
    found = [
        Surprise(statement=each, agree=agree, guessed=guessed)
        for each in (told.statements if told else ())
        if (agree := shown(each.agree, told.of if told else ALL_STAFF))
        and (guessed := shown(each.predicted.get(ALL_STAFF), ALL_STAFF))
        and (agree.low > guessed.high or guessed.low > agree.high)
    ]
    return max(found, key=_error, default=None)


def _error(found: Surprise) -> int:
    return abs(found.agree.value - found.guessed.value) if found.agree and found.guessed else 0


def _reach(found: Recommendation | None, *, is_whole: bool) -> float:
    """What only the organisation can do is within reach of those who lead all of it."""
    if found is None or (is_whole and found.reach == "organisation"):
        return 1.0
    return REACH[found.reach]


def _after(choice: Choice) -> tuple[bool, bool, int]:
    """What orders choices of equal priority: overload first, then low at every level, then the lowest figure."""
    value = choice.staff.value if choice.staff else 100
    return choice.rule != Rule.OVERLOAD, choice.rule != Rule.LOW_EVERYWHERE, value


def _floor(choice: Choice) -> int:
    """The lower limit that orders strengths: of all staff, else of the lowest level."""
    return choice.staff.low if choice.staff else min(level.low for level in choice.levels)


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
