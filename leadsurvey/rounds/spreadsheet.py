"""The first sheet of a workbook (.xlsx), as rows of text; what cannot be read as it looks is refused."""

import warnings
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

Report = Callable[[int, int | str, str, str], None]  # line, column, fault, cure
LARGEST = 50_000_000  # bytes
LARGEST_UNPACKED = 500_000_000
MOST_COLUMNS, MOST_ROWS = 500, 1_048_576  # a spreadsheet has no more rows, whatever a file says of itself
BESIDE = 5  # columns to the right of the header in which a cell is still noticed
OLD_OR_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")  # what .xls begins with, and .xlsx that a password locks
SAVE_AGAIN = "open it in a spreadsheet program, and save it as .xlsx or as “CSV UTF-8”"


def rows(path: Path, report: Report) -> Iterator[tuple[int, list[str]]]:
    """The number of each row and its cells; a fault is reported, and ends it where the file cannot be read on."""
    if (fault := _unfit(path)) is not None:
        report(1, 1, *fault)
        return
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on fonts, print areas and the like, which nobody here asks for
            with path.open("rb") as file:  # ours to close, whatever the reader makes of it
                yield from _rows(load_workbook(file, read_only=True).worksheets[0], report)
    except Exception:  # noqa: BLE001 - a broken workbook makes its reader raise whatever it likes
        report(1, 1, "this cannot be read as a workbook", SAVE_AGAIN)


def _unfit(path: Path) -> tuple[str, str] | None:
    """Why a file is not even opened: what it unpacks to is known before it is unpacked."""
    try:
        if path.stat().st_size > LARGEST:
            return "more than 50 MB, which no such table needs", "save it as “CSV UTF-8”"
        with ZipFile(path) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except OSError as error:
        return f"cannot be read ({error.strerror})", "check the name and the folder"
    except (BadZipFile, ValueError):
        return _no_workbook(path)
    if size > LARGEST_UNPACKED:
        return f"unpacks to {size // 1_000_000} MB, which no such table needs", "copy its rows into a new workbook"
    return None


def _no_workbook(path: Path) -> tuple[str, str]:
    with path.open("rb") as file:
        if file.read(len(OLD_OR_LOCKED)) == OLD_OR_LOCKED:
            return "it is locked with a password, or an old .xls", "save it as .xlsx, without a password"
    return "this is no workbook, whatever its name says", SAVE_AGAIN


def _rows(sheet: Any, report: Report) -> Iterator[tuple[int, list[str]]]:
    """The first row, which names the columns, and all others that hold something, as wide as that one or wider.

    How far the sheet reaches is never taken from what the file says of it: that may be wrong either way.
    """
    header = _filled(1, next(sheet.iter_rows(max_row=1, max_col=MOST_COLUMNS + 1), ()), [], report)
    if len(header) > MOST_COLUMNS:
        report(1, MOST_COLUMNS + 1, f"more than {MOST_COLUMNS} columns", "take away what stands far out")
    yield 1, header
    found = sheet.iter_rows(min_row=2, max_row=MOST_ROWS, max_col=len(header) + BESIDE)
    for number, cells in enumerate(found, 2):
        if any(cell.value is not None for cell in cells):
            yield number, _filled(number, cells, header, report)


def _filled(line: int, cells: Any, header: list[str], report: Report) -> list[str]:
    """The cells of a row, without those behind the header that only look like cells."""
    written = [_text(line, column, cell, header, report) for column, cell in enumerate(cells)]
    while len(written) > len(header) and not written[-1]:
        written.pop()
    return written


def _text(line: int, column: int, cell: Any, header: list[str], report: Report) -> str:
    """A cell as it would be typed."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str) and cell.data_type not in {"f", "e"}:
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if fault := _fault(cell):
        report(line, (header[column : column + 1] or [""])[0] or column + 1, *fault)
        return ""
    return str(value)


def _fault(cell: Any) -> tuple[str, str] | None:
    """Why a cell is not what it looks like."""
    if cell.data_type == "f":
        return "the cell holds a formula", "put its result in its place (copy, then paste as values)"
    if cell.data_type == "e":
        return f"the cell holds an error ({cell.value})", "correct it in the spreadsheet"
    if isinstance(cell.value, bool | date | datetime | time | timedelta):
        return f"the cell holds a date or a truth value ({cell.value})", "format it as text, and type it again"
    return None
