"""The research file as a table, where the round promised one; who may be in it was decided before it came here."""

from collections.abc import Mapping, Sequence

from leadsurvey.report.dataset.table import Codes, Kind, Table, Value, Variable, plain, table

NAME = "research"


def research(
    columns: Sequence[str],
    labels: Mapping[str, str],
    values: Mapping[str, Mapping[int, str]],
    rows: Sequence[tuple[object, ...]],
) -> Table:
    """A line for each person; `labels` say what a column is, `values` what its codes mean.

    Negative codes are missing answers.
    """
    cells = [tuple(map(_value, row)) for row in rows]
    variables = [_variable(name, labels, values.get(name, {}), cells, place) for place, name in enumerate(columns)]
    return table(NAME, "Answers of single people, their unit and level made coarser", variables, cells)


def _value(cell: object) -> Value:
    return cell if cell is None or isinstance(cell, str | int | float) else str(cell)


def _variable(
    name: str, labels: Mapping[str, str], meanings: Mapping[int, str], rows: Sequence[tuple[Value, ...]], place: int
) -> Variable:
    return Variable(
        plain(name),
        plain(labels.get(name, name)),
        _kind(rows, place),
        _codes(name, meanings),
        absent=tuple(code for code in meanings if code < 0),
    )


def _kind(rows: Sequence[tuple[Value, ...]], place: int) -> Kind:
    kinds = {type(row[place]) for row in rows} - {type(None)}
    if str in kinds:
        return Kind.TEXT
    return Kind.NUMBER if float in kinds else Kind.WHOLE


def _codes(name: str, meanings: Mapping[int, str]) -> Codes | None:
    if not meanings:
        return None
    return Codes(f"{NAME}: {plain(name)}", {code: plain(meaning) for code, meaning in meanings.items()})
