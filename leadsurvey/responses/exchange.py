"""Answers collected elsewhere, read from a table: the whole file is accepted or refused."""

from pathlib import Path

from leadsurvey.questionnaire.model import LevelId
from leadsurvey.questionnaire.problems import did_you_mean
from leadsurvey.responses.body import pack
from leadsurvey.responses.cells import Rule
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.places import Places
from leadsurvey.rounds.sheet import Row, Sheet

ABOUT = ["unit", "level", "language"]
ADDED_BY_TOOLS = {  # what ODK Central adds to a table of answers; KoboToolbox begins such names with _
    "SubmissionDate", "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "Status",
    "ReviewState", "DeviceID", "Edits", "FormVersion", "instanceID", "instanceName",
}  # fmt: skip


def read_answers(path: Path, survey: Round) -> list[tuple[int, bytes]]:
    """The place and the body of every response; raises FaultyFileError with every bad cell.

    Columns: `unit` and `level` (empty: would rather not say), `language` (may be left out), and one for each thing that
    is asked: items, tasks with `TASK.arm`, predictions, `who_led`, background and comments. What tools for answering
    offline add besides is not read.
    """
    return _Answers(Sheet(path), survey).read()


class _Answers:
    """A table of answers to a round."""

    def __init__(self, sheet: Sheet, survey: Round) -> None:
        self._sheet, self._survey = sheet, survey
        self._questionnaire = survey.questionnaire
        self._rule = Rule(survey)
        self._places = Places(survey)

    def read(self) -> list[tuple[int, bytes]]:
        """The place and the body of every response."""
        sheet = self._sheet
        not_read = [name for name in sheet.header if name in ADDED_BY_TOOLS or name.startswith("_")]
        sheet.expect({"unit", "level"}, [*ABOUT, *self._rule.names, *not_read])
        rows = list(sheet.rows())
        self._expect_columns({row.cells["level"] for row in rows})
        responses = [response for row in rows if (response := self._response(row))]
        sheet.refuse_faults()
        return responses

    def _expect_columns(self, levels: set[str]) -> None:
        """Every item asked of a level in the file must have a column: a lost column would pass for silence.

        Tasks and what follows them may be left out as a whole, since not every way of answering can ask them.
        """
        asked, sheet = self._questionnaire, self._sheet
        known = [LevelId(level) if level else None for level in levels if level in {"", *asked.levels}]
        for item in asked.items:
            if item.id not in sheet.header and any(asked.asks(item, level) for level in known):
                sheet.report(1, item.id, f"column '{item.id}' is missing", "add it; leave cells empty where unanswered")
        sheet.refuse_faults()

    def _response(self, row: Row) -> tuple[int, bytes] | None:
        sheet, read = self._sheet, self._rule.read(row.cells)
        for each in read.faults:
            sheet.report(row.line, each.column, each.fault, each.cure)
        _language(sheet, self._survey, row)
        if sheet.problems:
            return None
        place = self._places.of(read.unit, read.level)
        return self._places.numbers[place], pack(self._questionnaire, read.codes, read.comments)


def _language(sheet: Sheet, survey: Round, row: Row) -> None:
    language = row.cells.get("language")
    if language and language not in survey.languages:
        cure = did_you_mean(language, survey.languages)
        sheet.report(row.line, "language", f"'{language}' is not a language of this round", cure)
