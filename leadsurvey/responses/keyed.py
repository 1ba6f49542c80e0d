"""A table of forms that were keyed, on disk: read and checked whole, and never half-written.

A form is known by the number somebody wrote on its sheet. The number joins the two keyings, and stays in their folder.
"""

import csv
import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from leadsurvey.responses.cells import Cells, Rule
from leadsurvey.rounds.sheet import Row, Sheet
from leadsurvey.whole import halves, whole

SHEET = "sheet"
ABOUT = ("unit", "level")
DIGITS = 9  # of the number on a sheet
Forms = dict[int, Cells]
State = tuple[int, int, int] | None


def number_of(written: str) -> int | None:
    """The number of a sheet; None for what is no whole number above nought."""
    return (int(written) or None) if written.isdecimal() and len(written) <= DIGITS else None


def mark(*forms: Cells) -> str:
    """What forms are known by as they stand; it changes when a cell does."""
    told = json.dumps([sorted((name, cell) for name, cell in form.items() if cell) for form in forms])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def names_of(rule: Rule) -> list[str]:
    """The columns of a form."""
    return [*ABOUT, *rule.names]


class Table:
    """The forms of one keying; the file is read anew only when somebody changed it, since each form looks at all."""

    def __init__(self, path: Path, rule: Rule) -> None:
        self.path = path
        self._rule, self._names = rule, names_of(rule)
        self._known: tuple[State, Forms] = None, {}

    def forms(self) -> Forms:
        """The forms by the numbers of their sheets; FaultyFileError with every cell that somebody spoilt."""
        state = self._state()
        if state != self._known[0]:
            self._known = state, self._read() if state else {}
        return dict(self._known[1])

    def keep(self, forms: Mapping[int, Cells]) -> None:
        """Put forms in place of those that the file held."""
        kept: Forms = {
            sheet: {name: form.get(name, "").strip() for name in self._names} for sheet, form in forms.items()
        }
        rows = ([str(sheet), *form.values()] for sheet, form in kept.items())
        write(self.path, [[SHEET, *self._names], *rows])
        self._known = self._state(), kept

    def _state(self) -> State:
        """What changes with the file; None where there is none."""
        if not self.path.exists():
            return None
        found = self.path.stat()
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _read(self) -> Forms:
        sheet = Sheet(self.path)
        sheet.expect({SHEET, *self._names}, [SHEET, *self._names])
        forms: Forms = {}
        for row in sheet.rows():
            if (number := _number(sheet, row, forms)) is not None:
                forms[number] = {name: row.cells[name] for name in self._names}
            for each in self._rule.read(row.cells).faults:
                sheet.report(row.line, each.column, each.fault, each.cure)
        sheet.refuse_faults()
        return forms


def _number(sheet: Sheet, row: Row, forms: Forms) -> int | None:
    number = number_of(row.cells[SHEET])
    if number is None or number in forms:
        sheet.report(row.line, SHEET, f"'{row.cells[SHEET]}' is no number of its own", "give each form its number")
    return number


def write(path: Path, rows: Iterable[Iterable[str]]) -> None:
    """Write a table that only its owner can read: all of it or none."""
    with whole(path, private=True) as draft, draft.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)


def erase(path: Path) -> None:
    """Delete a table, and what a crash may have left of it."""
    for each in (*halves(path), path):
        each.unlink(missing_ok=True)
