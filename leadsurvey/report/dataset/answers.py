"""Tables of single items, told of the whole organisation alone: what was answered, and what people could not say."""

from collections.abc import Iterator

from leadsurvey.analysis.disclosure.figures import Withheld
from leadsurvey.analysis.findings import Findings
from leadsurvey.analysis.whole import ItemAnswers
from leadsurvey.questionnaire.model import OPT_OUT_KEY, LevelId
from leadsurvey.report.dataset.figures import PEOPLE, count, count_cells
from leadsurvey.report.dataset.lists import Lists, level_code
from leadsurvey.report.dataset.table import YES_NO, Kind, Table, Value, Variable, code_of, table

Rows = Iterator[tuple[Value, ...]]


def answers(findings: Findings, lists: Lists) -> Table:
    """How single items were answered, a line for each option."""
    variables = (
        Variable("capability", "Capability", codes=lists.capability),
        Variable("item", "Statement", codes=lists.item),
        Variable("reverse", "Whether agreeing speaks against the capability", Kind.WHOLE, YES_NO),
        Variable("level", "Level of those who answered", codes=lists.level),
        Variable("option", f"Option, from 1 for the first; {OPT_OUT_KEY} for who could not say"),
        Variable("words", "The option in words"),
        *count("value", "Of 100 people, how many chose the option", "of 100, to the nearest 5"),
        Variable(
            "about_n", "About how many people are behind it", Kind.WHOLE, unit=PEOPLE, withheld_by="value_withheld"
        ),
    )
    rows = (
        (capability, item.id, int(item.reverse), level_code(level), *cells)
        for capability, items in findings.answers.items()
        for item in items
        for level in item.groups
        for cells in _options(item, level)
    )
    return table("answers", "How single statements were answered", variables, rows)


def _options(item: ItemAnswers, level: LevelId) -> Rows:
    given = item.groups[level]
    for number, words in enumerate(item.options):
        if isinstance(given, Withheld):
            yield str(number + 1), words, None, code_of(given.reason), None
        else:
            yield str(number + 1), words, given.shares[number], None, given.n
    if not isinstance(given, Withheld) and given.cannot_say is not None:
        yield OPT_OUT_KEY, None, *count_cells(given.cannot_say), None


def unsaid(findings: Findings, lists: Lists) -> Table:
    """How often people could not say."""
    variables = (
        Variable("capability", "Capability", codes=lists.capability),
        Variable("level", "Level of those who answered", codes=lists.level),
        *count("value", "Of 100 questions put to them, how many they could not say", "of 100, to the nearest 5"),
    )
    rows = (
        (capability, level_code(level), *count_cells(figure))
        for capability, row in findings.unsaid.items()
        for level, figure in row.items()
    )
    return table("unsaid", "How often people could not say", variables, rows)
