"""Answers collected elsewhere, read from a table: the whole file is accepted or refused."""

from pathlib import Path

from leadsurvey.questionnaire.model import Item, ItemId, LevelId
from leadsurvey.questionnaire.problems import did_you_mean
from leadsurvey.responses.model import UNANSWERED, NotOfferedError, code_of, to_row
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.places import Places
from leadsurvey.rounds.sheet import Row, Sheet

ABOUT = ["unit", "level", "language"]
ADDED_BY_TOOLS = {  # what ODK Central adds to a table of answers; KoboToolbox begins such names with _
    "SubmissionDate", "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "Status",
    "ReviewState", "DeviceID", "Edits", "FormVersion", "instanceID", "instanceName",
}  # fmt: skip


def read_answers(path: Path, survey: Round) -> list[tuple[int, bytes]]:
    """The place and the row of codes of every response; raises FaultyFileError with every bad cell.

    Columns: `unit` and `level` (empty: would rather not say), `language` (may be left out) and item ids. What tools for
    answering offline add besides is not read.
    """
    sheet = Sheet(path)
    not_read = [name for name in sheet.header if name in ADDED_BY_TOOLS or name.startswith("_")]
    sheet.expect({"unit", "level"}, [*ABOUT, *(item.id for item in survey.questionnaire.items), *not_read])
    rows = list(sheet.rows())
    _expect_columns(sheet, survey, {row.cells["level"] for row in rows})
    places = Places(survey)
    responses = []
    for row in rows:
        unit, level = _unit(sheet, survey, row), _level(sheet, survey, row)
        _language(sheet, survey, row)
        answers = {item.id: _code(sheet, survey, row, item, level) for item in survey.questionnaire.items}
        if not sheet.problems:
            responses.append((places.numbers[places.of(unit, level)], to_row(survey.questionnaire, answers)))
    sheet.refuse_faults()
    return responses


def _expect_columns(sheet: Sheet, survey: Round, levels: set[str]) -> None:
    """Every item asked of a level in the file must have a column: a lost column would pass for silence."""
    known = [LevelId(level) if level else None for level in levels if level in {"", *survey.questionnaire.levels}]
    for item in survey.questionnaire.items:
        if item.id not in sheet.header and any(survey.questionnaire.asks(item, level) for level in known):
            sheet.report(1, item.id, f"column '{item.id}' is missing", "add it; leave cells empty where unanswered")
    sheet.refuse_faults()


def _unit(sheet: Sheet, survey: Round, row: Row) -> str | None:
    unit = row.cells["unit"]
    if unit and unit not in survey.units:
        sheet.report(row.line, "unit", f"unknown unit '{unit}'", did_you_mean(unit, survey.units))
    return unit or None


def _level(sheet: Sheet, survey: Round, row: Row) -> LevelId | None:
    level = LevelId(row.cells["level"])
    if level and level not in survey.questionnaire.levels:
        cure = did_you_mean(level, survey.questionnaire.levels)
        sheet.report(row.line, "level", f"unknown level '{level}'", cure)
        return None
    return level or None


def _language(sheet: Sheet, survey: Round, row: Row) -> None:
    language = row.cells.get("language")
    if language and language not in survey.languages:
        cure = did_you_mean(language, survey.languages)
        sheet.report(row.line, "language", f"'{language}' is not a language of this round", cure)


def _code(sheet: Sheet, survey: Round, row: Row, item: Item, level: LevelId | None) -> int:
    written = row.cells.get(ItemId(item.id), "")
    if not written:
        return UNANSWERED
    if level is not None and not survey.questionnaire.asks(item, level):
        sheet.report(row.line, item.id, f"'{item.id}' is not asked of level '{level}'", "leave the cell empty")
        return UNANSWERED
    try:
        return code_of(item, written)
    except NotOfferedError as error:
        sheet.report(row.line, item.id, f"'{written}' was never offered", str(error))
        return UNANSWERED
