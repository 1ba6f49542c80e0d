"""A table an organiser made (CSV or a spreadsheet), as rows that know their place."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from leadsurvey.questionnaire.document import TURNING
from leadsurvey.questionnaire.problems import FaultyFileError, Problem, did_you_mean
from leadsurvey.rounds import spreadsheet

FORMULA = frozenset("=+-@")  # signs with which a spreadsheet takes text for a formula
SIGNS = ("+", "-")  # which a number may begin with
LARGEST = 250_000_000  # bytes of a CSV file: half a million people, or as many answers, are far less
MOST_COLUMNS = 5_000
MOST_TOLD = 1_000  # faults
NUMBER = re.compile(r"[+-][0-9]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file (the header is line 1) and its cells by column name, trimmed."""

    line: int
    cells: Mapping[str, str]


class Sheet:
    """A table's header and its rows, CSV or the first sheet of a workbook (.xlsx); faults are collected.

    A row is read when it is asked for: half a million of them need not lie in memory together. `formulas` says whether
    text may begin like one, or hold hidden signs: names and addresses are written into other tables, and must not.
    """

    def __init__(self, path: Path, *, formulas: bool = True) -> None:
        self.name = str(path)
        self._may_begin_like_formulas = formulas
        self.problems: list[Problem] = []
        is_workbook = path.suffix.lower() == ".xlsx"
        self._rows = spreadsheet.rows(path, self.report) if is_workbook else self._lines(path)
        _, header = next(self._rows, (1, []))
        self.refuse_faults()
        self.header = [name.strip() for name in header]
        if len(self.header) > MOST_COLUMNS:
            self.report(1, MOST_COLUMNS + 1, f"more than {MOST_COLUMNS} columns", "check that this is the right file")
            self.refuse_faults()
        if not any(self.header):
            self.report(1, 1, "the file is empty", "the first line names the columns")
            self.refuse_faults()

    def report(self, line: int, column: int | str, fault: str, cure: str) -> None:
        """Note a fault in a cell; `column` is the column's name, or its number."""
        self.problems.append(Problem(self.name, line, column, fault, cure))
        if len(self.problems) > MOST_TOLD:
            told = f"more than {MOST_TOLD} faults; what follows was not read"
            self.problems[-1] = Problem(self.name, line, column, told, "mend those above, then look again")
            self.refuse_faults()

    def refuse_faults(self) -> None:
        """Raise FaultyFileError if anything was noted."""
        if self.problems:
            raise FaultyFileError(self.problems)

    def expect(self, needed: set[str], known: list[str]) -> None:
        """Check the header: every needed column once, no unknown one."""
        for name in sorted(needed - set(self.header)):
            self.report(1, name, f"column '{name}' is missing", "add it to the first line")
        for number, name in enumerate(self.header, 1):
            if name not in known:
                self.report(1, number, f"unknown column '{name}'", did_you_mean(name, known))
            elif name in self.header[: number - 1]:
                self.report(1, number, f"column '{name}' is there twice", "keep one")
        self.refuse_faults()

    def rows(self) -> Iterator[Row]:
        """The rows that are not empty, once; one of the wrong length is noted and left out."""
        for line, cells in self._rows:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(self.header):
                fault = f"{len(cells)} cells where the header has {len(self.header)}"
                self.report(line, len(cells), fault, "put text with commas in quotes; add what is missing")
                continue
            row = Row(line, {name: cell.strip() for name, cell in zip(self.header, cells, strict=True)})
            if not self._may_begin_like_formulas:
                self._refuse_formulas(row)
                self._refuse_hidden_signs(row)
            yield row

    def _refuse_formulas(self, row: Row) -> None:
        """Text that a spreadsheet would run if it were ever written into another table."""
        if FORMULA.isdisjoint([cell[:1] for cell in row.cells.values()]):
            return
        for column, cell in row.cells.items():
            if cell[:1] in FORMULA and (cell[:1] not in SIGNS or not NUMBER.fullmatch(cell)):
                cure = f"put its result in its place, or begin with another sign than “{cell[0]}”"
                self.report(row.line, column, "the cell begins like a formula", cure)

    def _refuse_hidden_signs(self, row: Row) -> None:
        """Names read as they are written."""
        text = "".join(row.cells.values())
        if text.isascii() or not TURNING.search(text):
            return
        for column, cell in row.cells.items():
            if TURNING.search(cell):
                self.report(row.line, column, "a hidden sign turns this text around", "type it again")

    def _lines(self, path: Path) -> Iterator[tuple[int, list[str]]]:
        """The number of each line of a CSV file and its cells."""
        text = self._read(path)
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        line = 1
        try:
            for cells in lines:
                yield line, cells
                line = lines.line_num + 1  # csv.reader counts lines, not rows
        except csv.Error as error:
            self.report(line, 1, f"not readable as CSV ({error})", "check the quotes on this line")
            self.refuse_faults()

    def _read(self, path: Path) -> str:
        try:
            with path.open("rb") as file:
                content = file.read(LARGEST + 1)
            if len(content) <= LARGEST:
                return content.decode("utf-8-sig")
            self.report(
                1, 1, f"more than {LARGEST // 1_000_000} MB, which no such table needs", "cut it into several files"
            )
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            self.report(line, 1, "not UTF-8 text", "save the table as “CSV UTF-8”")
        except OSError as error:
            self.report(1, 1, f"cannot be read ({error.strerror})", "check the name and the folder")
        raise FaultyFileError(self.problems)


def _delimiter(text: str) -> str:
    """Spreadsheets in half the world write semicolons, and some people paste tabs."""
    header = text.split("\n", 1)[0]
    return max(",;\t", key=header.count)
