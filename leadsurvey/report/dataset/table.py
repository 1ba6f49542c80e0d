"""A table for other programs: rows of plain values under variables that say what each is."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from leadsurvey.analysis.disclosure.figures import Reason
from leadsurvey.report.export import is_formula

Value = str | int | float | None

_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")  # for XML, a workbook or one line


class ExportError(Exception):
    """What keeps a table out of a file, with its cure."""


class Kind(StrEnum):
    """What the values of a variable are."""

    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"


@dataclass(frozen=True)
class Codes:
    """A list of codes, such as the units, with what each means; variables that share it have one name for it."""

    name: str
    meanings: Mapping[str | int, str]


def codes(name: str, meanings: Mapping[str, str]) -> Codes:
    """A list of codes, fit for every file."""
    return Codes(name, {plain(code): plain(meaning) for code, meaning in meanings.items()})


# A missing value of SPSS is a number. None that is told is as low as these, be it a guess in the smallest currency.
# They stand in files that people keep: a new reason gets a new one.
MISSING = {
    Reason.FEW: -9_999_991,
    Reason.FEW_FOR_DETAIL: -9_999_992,
    Reason.TOGETHER: -9_999_993,
    Reason.UNPLANNED: -9_999_994,
    Reason.UNDEFINED: -9_999_995,
}
REASONS = Codes("reason", {reason.name.lower(): str(reason) for reason in MISSING})
YES_NO = Codes("yes_no", {0: "no", 1: "yes"})


@dataclass(frozen=True)
class Variable:
    """A column: its name (lower case, fit for every program), what it says, and in what.

    `withheld_by` names the variable that tells why a value is missing; one that is missing without a reason does not
    exist. `absent` are codes that stand for no answer.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    codes: Codes | None = None
    unit: str = ""
    withheld_by: str = ""
    absent: tuple[int, ...] = ()

    @property
    def missing(self) -> dict[str | int, str]:
        """The numbers that are no values, and what each means: reasons, which only SPSS files hold, or `absent`."""
        if self.withheld_by:
            return {number: f"withheld: {reason}" for reason, number in MISSING.items()}
        return {code: self.codes.meanings[code] for code in self.absent} if self.codes else {}

    @property
    def missing_range(self) -> tuple[int, int] | None:
        """From the lowest of these numbers to the highest; no value lies between."""
        numbers = [int(number) for number in self.missing]
        return (min(numbers), max(numbers)) if numbers else None


@dataclass(frozen=True)
class Table:
    """Rows of one kind; each has a value, or None, for each variable."""

    name: str
    title: str
    variables: tuple[Variable, ...]
    rows: Sequence[tuple[Value, ...]] = field(repr=False)

    def place(self, name: str) -> int:
        """Which column a variable is."""
        return next(order for order, variable in enumerate(self.variables) if variable.name == name)


def table(name: str, title: str, variables: Iterable[Variable], rows: Iterable[tuple[Value, ...]]) -> Table:
    """A table whose texts are fit for every file: no signs that no reader takes, nothing a spreadsheet would run."""
    return Table(name, title, tuple(variables), [tuple(map(_fit, row)) for row in rows])


def _fit(value: Value) -> Value:
    return plain(value) if isinstance(value, str) else value


@cache
def plain(text: str) -> str:
    """Text on one line, which no spreadsheet takes for a formula."""
    line = _UNFIT.sub(" ", text).strip()
    return f"'{line}" if is_formula(line) else line


def code_of(reason: Reason | str) -> str:
    """The code of a reason; what is no reason of ours stays as it is."""
    try:
        return Reason(reason).name.lower()
    except ValueError:
        return str(reason)


def missing_code(code: Value) -> int | None:
    """The number by which SPSS knows a reason."""
    return next((number for reason, number in MISSING.items() if reason.name.lower() == code), None)


def written(value: Value) -> str:
    """A value as text; nothing for one that is missing."""
    return "" if value is None else str(value)
