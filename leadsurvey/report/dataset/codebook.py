"""The codebook for people: every table, variable and code in words, itself a table."""

from collections.abc import Iterator, Mapping, Sequence

from leadsurvey.analysis.findings import Findings
from leadsurvey.report.dataset.lists import level_code
from leadsurvey.report.dataset.table import MISSING, Codes, Table, Value, Variable, table, written

NAME = "codebook"


def codebook(facts: Mapping[str, str], findings: Findings, tables: Sequence[Table]) -> Table:
    """One line for each fact of the round, table, variable, code and missing value; lists of codes come once."""
    variables = (
        Variable("line", "What the line explains: round, table, variable, capability, code or missing"),
        Variable("table", "Table, or list of codes"),
        Variable("name", "Name of the variable, or the code"),
        Variable("meaning", "What it means"),
        Variable("values", "What its values are"),
        Variable("unit", "In what they are counted"),
        Variable("withheld_by", "The variable that says why a value is missing"),
    )
    rows = [*_round(facts), *_variables(tables), *_capabilities(findings), *_codes(tables), *_missing()]
    return table(NAME, "What everything in these tables means", variables, rows)


def lists_of(tables: Sequence[Table]) -> list[Codes]:
    """Every list of codes that variables of these tables use, once."""
    found = {variable.codes.name: variable.codes for each in tables for variable in each.variables if variable.codes}
    return list(found.values())


Rows = Iterator[tuple[Value, ...]]


def _round(facts: Mapping[str, str]) -> Rows:
    for name, fact in facts.items():
        yield "round", None, name, fact, None, None, None


def _variables(tables: Sequence[Table]) -> Rows:
    for each in tables:
        yield "table", each.name, None, each.title, f"{len(each.rows)} rows", None, None
        for one in each.variables:
            yield "variable", each.name, one.name, one.label, _values(one), one.unit or None, one.withheld_by or None


def _values(of: Variable) -> str:
    values = f"codes of the list “{of.codes.name}”" if of.codes else str(of.kind)
    return f"{values}; no answer: {', '.join(map(str, of.absent))}" if of.absent else values


def _capabilities(findings: Findings) -> Rows:
    for each in findings.capabilities:
        says = f"{each.title}: {each.definition}" if each.definition else each.title
        asked = f"asked of: {', '.join(level_code(level) for level in each.asked)}"
        yield "capability", "capability", each.id, says, asked, None, None


def _codes(tables: Sequence[Table]) -> Rows:
    for each in lists_of(tables):
        for code, meaning in each.meanings.items():
            yield "code", each.name, written(code), meaning, None, None, None


def _missing() -> Rows:
    for reason, number in MISSING.items():
        yield "missing", "SPSS files", str(number), f"withheld: {reason}", None, None, None
