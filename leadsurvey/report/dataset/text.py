"""Tables as CSV, which every program reads."""

from leadsurvey.report.dataset.table import Table, written
from leadsurvey.report.export import csv_text


def as_csv(table: Table) -> bytes:
    """UTF-8 with a byte order mark: without it Excel takes the names of people and places for another alphabet.

    R, Stata, SPSS and pandas read it with the mark as well (docs/exports.md says how).
    """
    head = [variable.name for variable in table.variables]
    return csv_text([head, *([written(value) for value in row] for row in table.rows)]).encode("utf-8-sig")
