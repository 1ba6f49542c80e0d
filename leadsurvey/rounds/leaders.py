"""Who leads which unit and how they are reached, read from a table; never frozen: what is frozen holds no address."""

from dataclasses import dataclass
from pathlib import Path

from leadsurvey.questionnaire.problems import did_you_mean
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.people import ADDRESS, LONGEST
from leadsurvey.rounds.sheet import Sheet

COLUMN = "leader_email"  # of the table of units
COLUMNS = ["unit", "email", "name", "language"]


@dataclass(frozen=True, slots=True)
class Leader:
    """The one to whom the report of a unit goes; one person may lead several."""

    unit: str
    email: str
    name: str = ""
    language: str = ""  # "" for that of the round


def beside_units(units: Path) -> list[Leader]:
    """Those whom the table of units names; `check` and `open` have looked it over."""
    rows = (row.cells for row in Sheet(units, formulas=False).rows())
    return [Leader(cells["unit"], cells[COLUMN]) for cells in rows if cells.get(COLUMN)]


def read_leaders(path: Path, survey: Round) -> list[Leader]:
    """Everyone in a table of leaders; raises FaultyFileError with every bad cell."""
    sheet = Sheet(path, formulas=False)
    sheet.expect({"unit", "email"}, COLUMNS)
    leaders, lines = [], dict[str, int]()
    for row in sheet.rows():
        cells = row.cells
        leader = Leader(cells["unit"], cells["email"], cells.get("name", ""), cells.get("language", ""))
        if leader.unit in lines:
            fault = f"unit '{leader.unit}' is on line {lines[leader.unit]} already"
            sheet.report(row.line, "unit", fault, "one leader gets its report; take one of the lines out")
        lines.setdefault(leader.unit, row.line)
        _check(sheet, row.line, leader, survey)
        leaders.append(leader)
    sheet.refuse_faults()
    return leaders


def _check(sheet: Sheet, line: int, leader: Leader, survey: Round) -> None:
    if leader.unit not in survey.units:
        sheet.report(line, "unit", f"unknown unit '{leader.unit}'", did_you_mean(leader.unit, survey.units))
    check_address(sheet, line, "email", leader.email)
    if len(leader.name) > LONGEST or not leader.name.isprintable():
        sheet.report(line, "name", "this is too long for a name, or not all letters", "write the name alone")
    if leader.language and leader.language not in survey.languages:
        fault = f"'{leader.language}' is not a language of this round"
        sheet.report(line, "language", fault, did_you_mean(leader.language, survey.languages))


def check_address(sheet: Sheet, line: int, column: str, address: str) -> None:
    """Note a cell that holds no address mail could go to."""
    if not (ADDRESS.fullmatch(address) and len(address) <= LONGEST and address.isprintable()):
        sheet.report(line, column, f"'{address}' is not an e-mail address", "write it as name@example.org")
