"""A workbook that somebody made: refused with place and cure where it cannot be used; knows pyxform's readers."""

import re
import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import DefinitionData, get_xlsform
from pyxform.xls2xform import convert

from leadsurvey.questionnaire.document import TURNING
from leadsurvey.questionnaire.problems import FaultyFileError, Problem, told_at

LARGEST = 10_000_000  # bytes
LARGEST_UNPACKED = 30_000_000
MOST_ROWS, MOST_COLUMNS = 10_000, 500
KINDS = {".xlsx", ".xlsm", ".xls", ".csv", ".md"}
ZIPPED = {".xlsx", ".xlsm"}
SHEETS = ("survey", "choices", "settings")
ROW = re.compile(r"\[row : (\d+)\]\s*")
SHEET = re.compile(r"'(survey|choices|settings|entities|osm|external_choices)' sheet")
SAVE_AGAIN = "open it in a spreadsheet program and save it as .xlsx"


@dataclass(frozen=True, slots=True)
class FormProblem(Problem):
    """A fault in a workbook: `column` names the sheet; line 0 stands for the whole of it."""

    def __str__(self) -> str:
        """One line: `path:survey row 5: fault; cure`."""
        place = f"{self.column} row {self.line}" if self.line else str(self.column)
        return told_at(f"{self.path}:{place}", self.fault, self.cure)


def checked(path: Path) -> DefinitionData:
    """The sheets of a workbook that ODK and KoboToolbox would take; FaultyFileError with place and cure otherwise."""
    data = _data(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on fonts, print areas and the like, which nobody here asks for
        sheets = _sheets(path, data)
        _refuse(_hidden_signs(path, sheets))
        if path.suffix.lower() in ZIPPED:
            _refuse(_formulas(path, data))
        _refuse_faults_of_the_form(path, data)
    return sheets


def _refuse(problems: Iterable[Problem]) -> None:
    if found := list(problems):
        raise FaultyFileError(found)


def _fault(path: Path, fault: str, cure: str, sheet: str = "workbook", row: int = 0) -> FaultyFileError:
    return FaultyFileError([FormProblem(str(path), row, sheet, fault, cure)])


# The file


def _data(path: Path) -> bytes:
    if path.suffix.lower() not in KINDS:
        raise _fault(path, f"'{path.suffix}' is no kind of XLSForm", "use .xlsx, .xls, .csv or .md")
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise _fault(path, f"cannot be read ({error.strerror})", "check the name and the folder") from None
    if len(data) > LARGEST:
        raise _fault(path, "more than 10 MB, which no form needs", "take pictures and other sheets out")
    if path.suffix.lower() in ZIPPED:
        _refuse_bomb(path, data)
    return data


def _refuse_bomb(path: Path, data: bytes) -> None:
    """What a workbook unpacks to is known before it is unpacked, and no more than that is ever read."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except (BadZipFile, ValueError, OSError):
        raise _fault(path, "this is no Excel workbook, whatever its name says", SAVE_AGAIN) from None
    if size > LARGEST_UNPACKED:
        fault = f"unpacks to {size // 1_000_000} MB, which no form needs"
        raise _fault(path, fault, "copy its sheets into a new workbook")


def _sheets(path: Path, data: bytes) -> DefinitionData:
    try:
        return get_xlsform(BytesIO(data), file_type=path.suffix.lower())
    except PyXFormError as error:
        if "not recognized" not in str(error):
            raise _of_pyxform(path, error) from None
        raise _fault(path, "this cannot be read as a workbook", SAVE_AGAIN) from None
    except Exception:  # noqa: BLE001 - a broken workbook makes its readers raise whatever they like
        raise _fault(path, "this cannot be read as a workbook", SAVE_AGAIN) from None


def _refuse_faults_of_the_form(path: Path, data: bytes) -> None:
    """Have pyxform make its form of it, as ODK and KoboToolbox do on upload; what they refuse is refused here."""
    try:
        convert(BytesIO(data), file_type=path.suffix.lower())
    except PyXFormError as error:
        raise _of_pyxform(path, error) from None
    except Exception as error:  # noqa: BLE001 - as above
        fault = f"pyxform, which reads forms for ODK, stumbles over it ({type(error).__name__})"
        raise _fault(path, fault, "upload it to ODK Central or KoboToolbox, and mend what they name") from None


def _of_pyxform(path: Path, error: PyXFormError) -> FaultyFileError:
    """Pyxform's own message, with its place in front."""
    told = " ".join(str(error).split())
    row, sheet = ROW.search(told), SHEET.search(told)
    if row:
        where = sheet[1] if sheet else "survey"
        return _fault(path, ROW.sub("", told, count=1).rstrip(". "), "correct this row", where, int(row[1]))
    return _fault(path, told.rstrip(". "), "correct it in the workbook", sheet[1] if sheet else "workbook")


def _hidden_signs(path: Path, sheets: DefinitionData) -> Iterator[Problem]:
    for sheet in SHEETS:
        for row, cells in enumerate(getattr(sheets, sheet) or (), 2):
            for column, words in cells.items():
                if TURNING.search(f"{column}{words}"):
                    fault = f"a hidden sign in '{column}' makes text read otherwise than it is written"
                    yield FormProblem(str(path), row, sheet, fault, "retype this cell; its language sets the direction")
                elif any(unicodedata.category(sign) == "Cc" and not sign.isspace() for sign in f"{column}{words}"):
                    yield FormProblem(str(path), row, sheet, f"a sign in '{column}' is no text", "retype this cell")


def _formulas(path: Path, data: bytes) -> Iterator[Problem]:
    """Formulas whose result the file does not hold: their cells would be taken for empty ones."""
    written = load_workbook(BytesIO(data), read_only=True)
    results = load_workbook(BytesIO(data), read_only=True, data_only=True)
    for name in written.sheetnames:
        if name.lower() not in {"survey", "choices"}:
            continue
        if (written[name].max_row or 0) > MOST_ROWS or (written[name].max_column or 0) > MOST_COLUMNS:
            fault = f"the sheet reaches beyond row {MOST_ROWS} or column {MOST_COLUMNS}"
            yield FormProblem(
                str(path), 1, name, fault, "take away what stands far out, and rows and columns left empty"
            )
            continue
        for cells, values in zip(written[name].iter_rows(), results[name].iter_rows(values_only=True), strict=False):
            for cell, value in zip(cells, values, strict=False):
                if cell.data_type == "f" and value is None:
                    fault = f"cell {cell.coordinate} holds a formula without its result"
                    cure = "put its words in its place (copy, then paste as values)"
                    yield FormProblem(str(path), cell.row, name, fault, cure)
    written.close()
    results.close()
