"""Tables as sheets of one workbook."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from leadsurvey.report.dataset.table import ExportError, Table, Value, Variable

MOST_ROWS = 1_048_575  # that a sheet takes below its header
WIDEST, NARROWEST = 60, 8  # of a column, in signs
LOOKED_AT = 200  # rows by which a column's width is chosen
_SAVED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold


def workbook(facts: Mapping[str, str], tables: Sequence[Table], made: date) -> bytes:
    """An .xlsx: a sheet about the round, then one for each table, with the words of each code beside it.

    Cells are numbers or texts, never formulas. `made` is the day it bears: the same release gives the
    same bytes.
    """
    book = Workbook(write_only=True)
    book.properties.creator = "leadsurvey"
    book.properties.created = datetime.combine(made, time())
    _say_what_it_is(book, facts)
    for table in tables:
        if len(table.rows) > MOST_ROWS:
            raise ExportError(
                f"{table.name}: {len(table.rows)} rows are more than a sheet takes; choose another --format"
            )
        _add(book, table)
    file = BytesIO()
    book.save(file)
    return _dated(file.getvalue(), made)


def _say_what_it_is(book: Workbook, facts: Mapping[str, str]) -> None:
    sheet = book.create_sheet("about")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 18, 100
    for name, fact in facts.items():
        sheet.append([_cell(sheet, name, bold=True), _cell(sheet, fact, wrap=True)])


def _add(book: Workbook, table: Table) -> None:
    sheet = book.create_sheet(table.name)
    columns = [(order, variable, worded) for order, variable, worded in _columns(table.variables)]
    names = [f"{variable.name}_label" if worded else variable.name for _, variable, worded in columns]
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(table.rows) + 1}"
    for number, (name, (order, variable, worded)) in enumerate(zip(names, columns, strict=True), 1):
        shown = (_shown(row[order], variable, worded) for row in table.rows[:LOOKED_AT])
        sheet.column_dimensions[get_column_letter(number)].width = _width(name, shown)
    sheet.append([_cell(sheet, name, bold=True) for name in names])
    for row in table.rows:
        sheet.append([_cell(sheet, _shown(row[order], variable, worded)) for order, variable, worded in columns])


def _columns(variables: Iterable[Variable]) -> Iterable[tuple[int, Variable, bool]]:
    """The place of each column, its variable, and whether it holds the words of the codes."""
    for order, variable in enumerate(variables):
        yield order, variable, False
        if variable.codes:
            yield order, variable, True


def _shown(value: Value, variable: Variable, worded: bool) -> Value:
    if not worded or variable.codes is None or value is None or isinstance(value, float):
        return value
    return variable.codes.meanings.get(value, str(value))


def _width(name: str, shown: Iterable[Value]) -> int:
    longest = max((len(str(value)) for value in shown if value is not None), default=0)
    return min(WIDEST, max(NARROWEST, len(name) + 4, longest + 2))  # the filter's button takes room beside the name


def _cell(sheet: Any, value: Value, *, bold: bool = False, wrap: bool = False) -> Any:
    """A cell of just this value: text that looks like a formula or an error of a spreadsheet stays text."""
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    if wrap:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _dated(workbook: bytes, made: date) -> bytes:
    """The same with the clock taken out: a workbook notes when it was saved, and a zip when each part was."""
    file = BytesIO()
    with ZipFile(BytesIO(workbook)) as saved, ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for part in saved.namelist():
            content = saved.read(part)
            if part == "docProps/core.xml":
                content = _SAVED.sub(rb"\g<1>" + f"{made}T00:00:00Z".encode(), content)
            archive.writestr(ZipInfo(part, _ZIP_DAY), content, ZIP_DEFLATED)
    return file.getvalue()
