"""Who is to be invited, read from a table."""

import re
from dataclasses import dataclass
from pathlib import Path

from leadsurvey.questionnaire.model import LevelId
from leadsurvey.questionnaire.problems import did_you_mean
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.sheet import Row, Sheet

ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\"]+")
COLUMNS = ["email", "name", "unit", "level", "language"]
LONGEST = 254  # signs of an address, as RFC 5321 has it; and of a name


@dataclass(frozen=True, slots=True)
class Person:
    """Someone to be invited, by mail or, where there is no address, by a letter."""

    email: str  # "" for who has none
    unit: str
    level: LevelId
    language: str
    name: str = ""

    @property
    def known_by(self) -> str:
        """What tells this person from all others: the address, else the name within the unit."""
        return self.email or f"{self.unit}/{self.name}"


def read_people(path: Path, survey: Round) -> list[Person]:
    """Everyone in the table; raises FaultyFileError with every bad cell."""
    sheet = Sheet(path, formulas=False)
    sheet.expect({"unit", "level"}, COLUMNS)
    if "email" not in sheet.header and "name" not in sheet.header:
        sheet.report(1, "email", "column 'email' is missing", "add it to the first line; a letter needs 'name' instead")
        sheet.refuse_faults()
    # one copy of each unit and level, however many people: half a million rows are read like a hundred
    units = {unit: unit for unit in survey.units}
    levels: dict[str, LevelId] = {level: level for level in survey.questionnaire.levels}
    people, lines = [], dict[str, int]()
    for row in sheet.rows():
        person = _person(sheet, survey, row, units, levels)
        if (known_by := person.known_by.casefold()) in lines:
            fault = f"'{person.email or person.name}' is on line {lines[known_by]} already"
            sheet.report(row.line, "email" if person.email else "name", fault, "one invitation is enough")
        lines.setdefault(known_by, row.line)
        people.append(person)
    sheet.refuse_faults()
    return people


def _person(sheet: Sheet, survey: Round, row: Row, units: dict[str, str], levels: dict[str, LevelId]) -> Person:
    cells = row.cells
    unit, level = cells["unit"], cells["level"]
    language = cells.get("language") or survey.languages[0]
    person = Person(
        cells.get("email", ""),
        units.get(unit, unit),
        levels.get(level, LevelId(level)),
        next((code for code in survey.languages if code == language), language),
        cells.get("name", ""),
    )
    if unit not in units:
        sheet.report(row.line, "unit", f"unknown unit '{unit}'", did_you_mean(unit, units))
    if level not in levels:
        sheet.report(row.line, "level", f"unknown level '{level}'", did_you_mean(level, levels))
    if language not in survey.languages:
        cure = did_you_mean(language, survey.languages)
        sheet.report(row.line, "language", f"'{language}' is not a language of this round", cure)
    _check_reached(sheet, row.line, person)
    return person


def _check_reached(sheet: Sheet, line: int, person: Person) -> None:
    """An address that mail can go to, or a name that a letter can go to."""
    if person.email and not (ADDRESS.fullmatch(person.email) and len(person.email) <= LONGEST):
        sheet.report(line, "email", f"'{person.email}' is not an e-mail address", "write it as name@example.org")
    if not person.email and not person.name:
        sheet.report(line, "email", "'' is not an e-mail address", "write one, or a name in 'name' for a letter")
    if len(person.name) > LONGEST or not person.name.isprintable():
        sheet.report(line, "name", "this is too long for a name, or not all letters", "write the name alone")
