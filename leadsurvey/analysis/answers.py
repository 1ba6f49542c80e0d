"""How each single item was answered, option by option: by all staff, and by each level that is no staff.

Of the whole organisation, never of a unit or of a staff level. A row is of the people who have a score of the
capability and answered the item, from twice the smallest group on; its shares leave rounded to 5 of 100. Each row
passes the audit, its group must be told of the capability as a whole, and `itemgroup` has stricter rules.
"""

from collections.abc import Mapping

from leadsurvey.analysis.annex import TechnicalCapability, TechnicalWithheld
from leadsurvey.analysis.bylevel import ByLevel
from leadsurvey.analysis.cells import Cells
from leadsurvey.analysis.disclosure.figures import COUNT_STEP, Figure, Reason, Withheld, nearest, shown_share
from leadsurvey.analysis.disclosure.plan import Verdict
from leadsurvey.analysis.disclosure.rounding import rounded_shares
from leadsurvey.analysis.findings import ALL_STAFF
from leadsurvey.analysis.itemcounts import ItemCounts
from leadsurvey.analysis.itemgroup import Counted, ItemGroup
from leadsurvey.analysis.planning import Scores
from leadsurvey.analysis.whole import Given, ItemAnswers
from leadsurvey.questionnaire.model import CapabilityId, Item, LevelId

Answers = dict[CapabilityId, tuple[ItemAnswers, ...]]


def answers(
    by_level: ByLevel,
    scores: Scores,
    cells: Mapping[CapabilityId, Cells],
    counted: Mapping[CapabilityId, ItemCounts],
    plans: Mapping[CapabilityId, Verdict],
    annex: Mapping[CapabilityId, TechnicalCapability | TechnicalWithheld],
) -> Answers:
    """The answers to every item of every capability."""
    found: Answers = {}
    for name, about in by_level.sample.survey.questionnaire.capabilities.items():
        told = annex.get(name)
        is_whole_told = isinstance(told, TechnicalCapability) and told.n_complete is not None
        of = Counted(by_level, about, scores[name], cells[name], counted[name], plans[name], is_whole_told)
        if items := _items(of):
            found[name] = items
    return found


def _items(of: Counted) -> tuple[ItemAnswers, ...]:
    staff = of.by_level.sample.survey.questionnaire.staff
    groups = {level: ItemGroup(of, level) for level in of.by_level.rows if level not in staff}
    made = (_item(of, number, groups) for number in range(len(of.about.items)))
    return tuple(item for item in made if item.groups)


def _item(of: Counted, number: int, groups: Mapping[LevelId, ItemGroup]) -> ItemAnswers:
    item = of.about.items[number]
    rows = {level: _row(group, item, number) for level, group in groups.items() if number in group.items}
    plain = _text(of, item, None)
    read = {level: _text(of, item, level) for level in rows if level != ALL_STAFF}
    other = {level: text for level, text in read.items() if text != plain}
    return ItemAnswers(item.id, plain, item.scale.options, item.reverse, rows, other)


def _text(of: Counted, item: Item, level: LevelId | None) -> str:
    """The item as a level reads it, or as it is written for all."""
    levels = of.by_level.sample.survey.questionnaire.levels
    return item.text_for(level).replace("{about}", levels[level or item.asked[0]].about)


def _row(group: ItemGroup, item: Item, number: int) -> Given | Withheld:
    """The answers to an item as they may be told."""
    if reason := group.reason(number):
        return Withheld(reason)
    given = group.given(number)
    silent = _cannot_say(*group.silent(number), group.least) if item.scale.opt_out else None
    return Given(nearest(sum(given), COUNT_STEP), rounded_shares(given), silent)


def _cannot_say(silent: int, people: int, least: int) -> Figure:
    """Of 100 who answered in any way, how many could not say; withheld where they, or the others, are few."""
    return shown_share(silent / people) if min(silent, people - silent) >= least else Withheld(Reason.FEW)
