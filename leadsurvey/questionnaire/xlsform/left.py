"""What of a form is left out, where it stood, and why."""

from collections.abc import Mapping
from typing import Any

from leadsurvey.questionnaire.xlsform.sheets import Choice, Row
from leadsurvey.questionnaire.xlsform.workbook import SHEETS

ONCE = "everybody answers each question once"
NUMBERS = "numbers are asked in tasks and predictions only"
POINTS = "it may point at a person"
FILES = "answers are words and choices only"
DEVICE = "nothing is kept about devices and times"
CALCULATED = "nothing is calculated"
ELSEWHERE = "its choices stand in another file"
SEVERAL = "several answers are taken only for `who_led`, on who took the lead: call it so if that is what it asks"
KINDS = {
    **dict.fromkeys(["integer", "decimal", "int", "range"], NUMBERS),
    **dict.fromkeys(["date", "time", "dateTime", "datetime", "geopoint", "geotrace", "geoshape"], POINTS),
    **dict.fromkeys(["photo", "image", "audio", "background-audio", "video", "file", "barcode"], FILES),
    **dict.fromkeys(["start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit"], DEVICE),
    **dict.fromkeys(["simserial", "subscriberid", "start-geopoint", "background-geopoint"], DEVICE),
    **dict.fromkeys(["calculate", "hidden", "csv-external", "xml-external"], CALCULATED),
    **dict.fromkeys(["select one external", "select from a file"], ELSEWHERE),
    "select all that apply": SEVERAL,
    "rank": "nothing is ranked",
}
COLUMNS = {
    "relevant": "what is asked depends on the level only",
    "choice_filter": "everybody is offered the same choices",
    "required": "nobody is forced to answer",
    "constraint": "an answer is one of its options, or words",
    "calculate": CALCULATED,
    "default": "no answer is given beforehand",
    "appearance": "all pages look alike",
    "hint": "a question stands alone",
    "guidance_hint": "a question stands alone",
    "or_other": "only what is listed can be chosen",
    **dict.fromkeys(["image", "big-image", "audio", "video"], "pages hold words only"),
}
WITH_ANOTHER = {"constraintMsg", "requiredMsg", "list_name"}  # goes with a column that is told of
AS_WRITTEN = {"readonly": "read_only", "calculate": "calculation"}
UNTOLD = {"disabled"}


class Left:
    """A list that is told at the end, in the order of the sheets."""

    def __init__(self) -> None:
        self._lines: list[tuple[int, int, str]] = []

    @property
    def lines(self) -> list[str]:
        """One line for each thing left out or changed: `survey row 12: …; why`."""
        ordered = sorted(enumerate(self._lines), key=lambda entry: (*entry[1][:2], entry[0]))
        return [f"{SHEETS[sheet]} row {row}: {text}" for _, (sheet, row, text) in ordered]

    def note(self, sheet: str, row: int, text: str) -> None:
        """Note what became of something on a row."""
        self._lines.append((SHEETS.index(sheet), row, text))

    def question(self, row: Row, why: str = "") -> None:
        """Note a question that is left out."""
        why = why or KINDS.get(row.kind, "there is no such question here")
        self.note("survey", row.number, f"'{row.name or row.kind}' ({row.kind}) was left out; {why}")

    def columns_of(self, row: Row) -> None:
        """Note the columns of a question that is carried over without them."""
        self._columns("survey", row.number, row.columns)

    def columns_of_choices(self, choices: tuple[Choice, ...]) -> None:
        """Note the columns of choices that are carried over without them."""
        for choice in choices:
            self._columns("choices", choice.row, choice.columns)

    def _columns(self, sheet: str, row: int, columns: Mapping[str, Any]) -> None:
        for name in columns:
            if name not in WITH_ANOTHER | UNTOLD:
                why = COLUMNS.get(name, "it has no meaning here")
                self.note(sheet, row, f"{AS_WRITTEN.get(name, name)} was left out; {why}")
