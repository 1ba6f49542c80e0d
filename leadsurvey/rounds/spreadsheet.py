"""The first sheet of a workbook (.xlsx), as rows of text; what cannot be read as it looks is refused."""

import warnings
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

Report = Callable[[int, int | str, str, str], None]  # line, column, fault, cure
LARGEST = 50_000_000  # bytes
LARGEST_UNPACKED = 500_000_000
MOST_COLUMNS = 200
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
        return "this is no workbook, whatever its name says", SAVE_AGAIN
    if size > LARGEST_UNPACKED:
        return f"unpacks to {size // 1_000_000} MB, which no such table needs", "copy its rows into a new workbook"
    return None


def _rows(sheet: Any, report: Report) -> Iterator[tuple[int, list[str]]]:
    wide = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
        written = [_text(number, cell, report) for cell in cells]
        while len(written) > wide and not written[-1]:
            written.pop()  # what only looks like a cell
        wide = wide or len(written)  # as wide as its first row, which names the columns
        yield number, written + [""] * (wide - len(written))


def _text(line: int, cell: Any, report: Report) -> str:
    """A cell as it would be typed."""
    value, column = cell.value, getattr(cell, "column", 1)
    if value is None:
        return ""
    if cell.data_type == "f":
        report(line, column, "the cell holds a formula", "put its result in its place (copy, then paste as values)")
    elif cell.data_type == "e":
        report(line, column, f"the cell holds an error ({value})", "correct it in the spreadsheet")
    elif isinstance(value, bool | date | datetime | time):
        fault = f"the cell holds a date or a truth value ({value})"
        report(line, column, fault, "format it as text, and type it again")
    elif isinstance(value, float) and value.is_integer():
        return str(int(value))
    else:
        return str(value)
    return ""
