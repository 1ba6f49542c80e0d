"""Who is to be invited, read from a table."""

import re
from dataclasses import dataclass
from pathlib import Path

from leadsurvey.questionnaire.model import LevelId
from leadsurvey.questionnaire.problems import did_you_mean
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.sheet import Row, Sheet

ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\"]+")
COLUMNS = ["email", "unit", "level", "language"]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone to be invited."""

    email: str
    unit: str
    level: LevelId
    language: str


def read_people(path: Path, survey: Round) -> list[Person]:
    """Everyone in the table; raises FaultyFileError with every bad cell."""
    sheet = Sheet(path)
    sheet.expect({"email", "unit", "level"}, COLUMNS)
    people, lines = [], dict[str, int]()
    for row in sheet.rows():
        person = _person(sheet, survey, row)
        if (address := person.email.casefold()) in lines:
            fault = f"'{person.email}' is on line {lines[address]} already"
            sheet.report(row.line, "email", fault, "one invitation is enough")
        lines.setdefault(address, row.line)
        people.append(person)
    sheet.refuse_faults()
    return people


def _person(sheet: Sheet, survey: Round, row: Row) -> Person:
    email, unit, level = row.cells["email"], row.cells["unit"], row.cells["level"]
    language = row.cells.get("language") or survey.languages[0]
    if not ADDRESS.fullmatch(email):
        sheet.report(row.line, "email", f"'{email}' is not an e-mail address", "write it as name@example.org")
    if unit not in survey.units:
        sheet.report(row.line, "unit", f"unknown unit '{unit}'", did_you_mean(unit, survey.units))
    if level not in survey.questionnaire.levels:
        cure = did_you_mean(level, survey.questionnaire.levels)
        sheet.report(row.line, "level", f"unknown level '{level}'", cure)
    if language not in survey.languages:
        cure = did_you_mean(language, survey.languages)
        sheet.report(row.line, "language", f"'{language}' is not a language of this round", cure)
    return Person(email, unit, LevelId(level), language)
