"""Names, labels and codes as SPSS takes them; whatever writes for it, as a file or as syntax, asks here."""

import re
from collections.abc import Mapping

from leadsurvey.report.dataset.table import (
    MISSING,
    REASONS,
    Kind,
    Table,
    Value,
    Variable,
    missing_code,
)

NAME_BYTES, LABEL_BYTES, CODE_BYTES, MEANING_BYTES = 64, 255, 120, 120  # the most that SPSS takes
RESERVED = frozenset(["all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"])


def names(table: Table) -> list[str]:
    """A name for each variable: letters, digits and underlines, beginning with a letter, and no two alike."""
    found: list[str] = []
    for variable in table.variables:
        name = re.sub(r"[^A-Za-z0-9_]", "_", variable.name)[: NAME_BYTES - 4].rstrip("_")
        if not name[:1].isalpha() or name.lower() in RESERVED:
            name = f"v_{name}"
        found.append(_new(name, found))
    return found


def _new(name: str, taken: list[str]) -> str:
    known = {each.lower() for each in taken}
    candidates = (name if number == 1 else f"{name}_{number}" for number in range(1, len(known) + 2))
    return next(each for each in candidates if each.lower() not in known)


def label(variable: Variable) -> str:
    """What a variable says, and in what."""
    return cut(f"{variable.label} ({variable.unit})" if variable.unit else variable.label, LABEL_BYTES)


def cut(text: str, most: int) -> str:
    """The text in so many bytes of UTF-8 at most; what is cut off shows as an ellipsis."""
    if len(text.encode()) <= most:
        return text
    return text.encode()[: most - 3].decode(errors="ignore") + "…"


def meanings(variable: Variable) -> Mapping[str | int, str]:
    """The value labels of a variable: of its codes, and of the numbers that are no values."""
    said = {**(variable.codes.meanings if variable.codes else {}), **variable.missing}
    return {
        code: cut(meaning, MEANING_BYTES)
        for code, meaning in said.items()
        if len(str(code).encode()) <= CODE_BYTES  # a longer text cannot bear a label
    }


def value(table: Table, row: tuple[Value, ...], place: int) -> Value:
    """A value, or the number of the reason why it is withheld; None is missing for no reason."""
    by = table.variables[place].withheld_by
    return missing_code(row[table.place(by)]) if by and row[place] is None else row[place]


def width(table: Table, place: int) -> int:
    """How many bytes the longest text of a variable takes, or a code that bears a label; 1 at least."""
    texts = {row[place] for row in table.rows if row[place] is not None}
    return max([1, *(len(str(text).encode()) for text in [*texts, *meanings(table.variables[place])])])


def is_text(variable: Variable) -> bool:
    """Whether a variable holds text."""
    return variable.kind is Kind.TEXT


def decimals(variable: Variable) -> int:
    """How many places of a number are shown; all are kept."""
    return 6 if variable.kind is Kind.NUMBER else 0


def reason_codes() -> dict[str, int]:
    """The number that stands for each reason, by the code that the table has for it."""
    return {str(code): number for code, number in zip(REASONS.meanings, MISSING.values(), strict=True)}
