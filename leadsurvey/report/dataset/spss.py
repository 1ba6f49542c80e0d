"""Tables as SPSS files (.sav), by pyreadstat: the one door to it, and to pandas, in whose tables it takes them."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from leadsurvey.report.dataset import naming
from leadsurvey.report.dataset.table import Table, Value

_DAY = slice(92, 92 + 9 + 8)  # of the header, by the layout that PSPP's developers describe: "09 Apr 27" and "00:00:00"


def sav(table: Table, made: date, *, simulated: bool) -> bytes:
    """A .sav with the labels and missing values that `syntax` sets; its date is `made`, at midnight.

    Needs the extra `sav`; without it ModuleNotFoundError.
    """
    import pyreadstat
    from pandas import DataFrame, Series

    names = naming.names(table)
    columns = {name: Series(_column(table, place), dtype=_type(table, place)) for place, name in enumerate(names)}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.sav"
        pyreadstat.write_sav(
            DataFrame(columns),
            path,
            file_label=f"Simulated data: {table.name}" if simulated else table.name,
            column_labels=[naming.label(variable) for variable in table.variables],
            variable_value_labels=_value_labels(table, names),
            missing_ranges=_missing(table, names),
            variable_measure=_measures(table, names),
            variable_format=_formats(table, names),
        )
        return _dated(path.read_bytes(), made)


def _column(table: Table, place: int) -> list[Value]:
    values = [naming.value(table, row, place) for row in table.rows]
    return [value or "" for value in values] if naming.is_text(table.variables[place]) else values


def _type(table: Table, place: int) -> str:
    return "object" if naming.is_text(table.variables[place]) else "float64"


def _value_labels(table: Table, names: list[str]) -> dict[str, dict[int | float, str]]:
    said = {name: naming.meanings(variable) for name, variable in zip(names, table.variables, strict=True)}
    return {name: dict(labels) for name, labels in said.items() if labels}  # type: ignore[arg-type]  # texts too


def _missing(table: Table, names: list[str]) -> dict[str, list[Any]]:
    ranges = {name: variable.missing_range for name, variable in zip(names, table.variables, strict=True)}
    return {name: [{"lo": ends[0], "hi": ends[1]}] for name, ends in ranges.items() if ends}


def _measures(table: Table, names: list[str]) -> dict[str, str]:
    return {
        name: "nominal" if variable.codes or naming.is_text(variable) else "scale"
        for name, variable in zip(names, table.variables, strict=True)
    }


def _formats(table: Table, names: list[str]) -> dict[str, str]:
    return {
        name: f"F16.{naming.decimals(variable)}"
        for name, variable in zip(names, table.variables, strict=True)
        if not naming.is_text(variable)
    }


def _dated(file: bytes, made: date) -> bytes:
    """The same with another day in its header: the moment of writing stands nowhere else."""
    day = f"{made:%d %b %y}00:00:00"  # Python names months in English unless a program sets its locale; ours does not
    return file[: _DAY.start] + day.encode("ascii") + file[_DAY.stop :]
