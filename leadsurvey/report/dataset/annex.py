"""The annex for a methodologist as one table: a line for each statistic."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from leadsurvey.analysis.annex import Technical, TechnicalWithheld
from leadsurvey.analysis.findings import Findings
from leadsurvey.report.dataset.figures import reason
from leadsurvey.report.dataset.lists import Lists, level_code
from leadsurvey.report.dataset.table import Kind, Table, Value, Variable, code_of, codes, table

PARTS = {
    "capabilities": "A capability, all staff of the organisation",
    "units": "A capability, all staff of a unit",
    "quality": "Signs of careless answering",
    "tasks": "A task",
    "predictions": "Predictions",
    "who_led": "Who led",
    "self_views": "What those who lead say of themselves",
}
Entry = tuple[str, str | None, str | None, object]  # part, unit, capability or task, what is told of it


def technical(findings: Findings, lists: Lists) -> Table:
    """All of it, as `results --technical` tells it."""
    variables = (
        Variable("part", "Part of the annex", codes=codes("part", PARTS)),
        Variable("unit", "Unit; empty for the organisation's own lines", codes=lists.unit),
        Variable("about", "Id of the capability or task"),
        Variable("statistic", "Statistic, named as docs/exports.md tells"),
        Variable("value", "Value; missing where it is undefined or withheld", Kind.NUMBER, withheld_by="withheld"),
        Variable("text", "What is told in words or as an id"),
        reason("withheld"),
    )
    rows = (row for entry in _entries(findings.technical) for row in _rows(*entry))
    return table("technical", "The annex for a methodologist", variables, rows)


def _entries(told: Technical) -> Iterator[Entry]:
    for capability, entry in told.capabilities.items():
        yield "capabilities", None, capability, entry
    for unit, row in told.units.items():
        for capability, of_unit in row.items():
            yield "units", unit, capability, of_unit
    yield "quality", None, None, told.quality
    for task, of_task in told.tasks.items():
        yield "tasks", None, task, of_task
    yield "predictions", None, None, told.predictions
    yield "who_led", None, None, told.who_led
    for capability, ratings in told.self_views.items():
        yield "self_views", None, capability, ratings


def _rows(part: str, unit: str | None, about: str | None, told: object) -> Iterator[tuple[Value, ...]]:
    if told is None:
        return
    for statistic, value in _leaves(told, ""):
        value_or_text = (None, value) if isinstance(value, str) else (_number(value), None)
        why = code_of(value.withheld) if isinstance(value, TechnicalWithheld) else None
        yield part, unit, about, statistic or None, *value_or_text, why


def _number(value: object) -> float | int | None:
    return float(value) if isinstance(value, float) else int(value) if isinstance(value, int) else None


def _leaves(told: object, path: str) -> Iterator[tuple[str, object]]:
    """Every single value with the way to it; what stands in a row is counted from 1."""
    inner = _parts(told)
    if inner is None:
        yield path, told
        return
    for name, value in inner:
        yield from _leaves(value, f"{path}.{name}" if path else name)


def _parts(told: object) -> Iterable[tuple[str, object]] | None:
    if isinstance(told, TechnicalWithheld):
        return None
    if is_dataclass(told):
        return [(each.name, getattr(told, each.name)) for each in fields(told)]
    if isinstance(told, Mapping):
        return [(level_code(str(key)), value) for key, value in told.items()]
    if isinstance(told, tuple):
        return [(str(order), value) for order, value in enumerate(told, 1)]
    return None
