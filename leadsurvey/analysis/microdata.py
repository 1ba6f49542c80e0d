"""The research file as it leaves the floor of analysis: people in rows, in nobody's order."""

import csv
import io
from dataclasses import dataclass


@dataclass(frozen=True)
class ResearchTable:
    """`columns` are unit, level and the ids of items; rows are sorted by what they hold.

    `labels` are the words of each column, `values` those of each code of an item; negative codes are missing answers.
    A unit stands for its people without those of units below it that stand in the table too. Level "" is the people of
    the unit whose level is not named.
    """

    columns: tuple[str, ...]
    labels: dict[str, str]
    values: dict[str, dict[int, str]]
    rows: list[tuple[object, ...]]


def canonical(table: ResearchTable) -> str:
    """Its columns and rows as CSV, by which it is known in the ledger."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([table.columns, *table.rows])
    return out.getvalue()
