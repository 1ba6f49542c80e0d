"""SPSS syntax that reads a table from its CSV file and names all that is in it."""

from collections.abc import Iterator, Mapping, Sequence

from leadsurvey.report.dataset import naming
from leadsurvey.report.dataset.table import Table, Variable

PIECE = 60  # signs of a text on one line: a line of syntax takes 251 bytes, and a sign of any alphabet up to four


def syntax(table: Table, csv_name: str, *, simulated: bool) -> bytes:
    """A .sps file for this table as `csv_name`, which lies beside it."""
    names = naming.names(table)
    parts = [
        _head(csv_name),
        _reading(table, names, csv_name),
        _file_label(table, simulated=simulated),
        _missing(table, names),
        _variable_labels(table, names),
        _value_labels(table, names),
        _levels(table, names),
        ["EXECUTE."],
    ]
    return "\r\n".join([line for part in parts for line in part] + [""]).encode("utf-8-sig")


def _head(csv_name: str) -> list[str]:
    return [
        f"* Reads {csv_name} and names what is in it.",
        "* Run it in the folder of that file (CD 'folder'.), or write its whole path in FILE.",
        "* Numbers in the file have a point before their decimals, whatever the language here.",
        "SET DECIMAL=DOT.",
    ]


def _reading(table: Table, names: Sequence[str], csv_name: str) -> Iterator[str]:
    yield "GET DATA"
    yield f"  /TYPE=TXT /FILE={_quoted(csv_name)} /ENCODING='UTF8'"
    yield "  /ARRANGEMENT=DELIMITED /DELCASE=LINE /FIRSTCASE=2"
    yield "  /DELIMITERS=',' /QUALIFIER='\"'"
    yield "  /VARIABLES="
    for place, (name, variable) in enumerate(zip(names, table.variables, strict=True)):
        yield f"    {name} {_format(table, place, variable)}"
    yield "  ."


def _format(table: Table, place: int, variable: Variable) -> str:
    if naming.is_text(variable):
        return f"A{naming.width(table, place)}"
    return f"F16.{naming.decimals(variable)}"


def _file_label(table: Table, *, simulated: bool) -> list[str]:
    text = f"Simulated data: {table.name}" if simulated else table.name
    return [f"FILE LABEL {_quoted(text)}."]


def _missing(table: Table, names: Sequence[str]) -> Iterator[str]:
    """What the file leaves empty because it is withheld becomes the number of the reason."""
    by_name = dict(zip((variable.name for variable in table.variables), names, strict=True))
    for name, variable in zip(names, table.variables, strict=True):
        for code, number in naming.reason_codes().items() if variable.withheld_by else ():
            yield f"IF (MISSING({name}) AND {by_name[variable.withheld_by]} = {_quoted(code)}) {name} = {number}."
        if ends := variable.missing_range:
            yield f"MISSING VALUES {name} ({ends[0]} THRU {ends[1]})."


def _variable_labels(table: Table, names: Sequence[str]) -> Iterator[str]:
    yield "VARIABLE LABELS"
    for place, (name, variable) in enumerate(zip(names, table.variables, strict=True)):
        yield f"  {'/' if place else ''}{name}"
        yield from _text(naming.label(variable))
    yield "  ."


def _value_labels(table: Table, names: Sequence[str]) -> Iterator[str]:
    """One command for all: variables with the same labels share them."""
    shared: dict[tuple[tuple[str | int, str], ...], list[str]] = {}
    for name, variable in zip(names, table.variables, strict=True):
        if said := naming.meanings(variable):
            shared.setdefault(tuple(said.items()), []).append(name)
    if not shared:
        return
    yield "VALUE LABELS"
    for place, (labels, of) in enumerate(shared.items()):
        yield f"  {'/' if place else ''}{' '.join(of)}"
        yield from _labels(dict(labels))
    yield "  ."


def _labels(said: Mapping[str | int, str]) -> Iterator[str]:
    for code, meaning in said.items():
        yield from [f"    {code}"] if isinstance(code, int) else _text(code)
        yield from _text(meaning)


def _levels(table: Table, names: Sequence[str]) -> Iterator[str]:
    for name, variable in zip(names, table.variables, strict=True):
        yield f"VARIABLE LEVEL {name} ({'NOMINAL' if variable.codes or naming.is_text(variable) else 'SCALE'})."


def _text(text: str) -> Iterator[str]:
    """A text in quotes, over as many lines as it takes."""
    pieces = [text[start : start + PIECE] for start in range(0, len(text), PIECE)] or [""]
    for place, piece in enumerate(pieces):
        yield f"    {'+ ' if place else ''}{_quoted(piece)}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
