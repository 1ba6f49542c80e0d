"""The rows and lists of choices of a form, each with its place, under the names that pyxform knows them by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pyxform import aliases, constants
from pyxform.parsing.sheet_headers import dealias_and_group_headers
from pyxform.question import MultipleChoiceQuestion, Option
from pyxform.survey import Survey
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_SELECT
from pyxform.xls2json_backends import DefinitionData

from leadsurvey.questionnaire.xlsform.workbook import checked

NO_SUFFIX = "default"  # pyxform's name for the language of a label without one
INNER = {"bind", "control", "media", "instance"}  # columns that pyxform gathers under one name
READ = {"type", "name", "label", constants.LIST_NAME_S, "__row"}
# pyxform makes typewriter quotes of printed ones, unless they are hidden from it
QUOTES, HIDDEN = "\u2018\u2019\u201c\u201d", "\ue000\ue001\ue002\ue003"
HIDE, SHOW = str.maketrans(QUOTES, HIDDEN), str.maketrans(HIDDEN, QUOTES)
HEADERS = {  # how pyxform reads the headers of each sheet: other names for them, and what it knows
    "survey": (aliases.survey_header, MultipleChoiceQuestion),
    "choices": (aliases.list_header, Option),
    "settings": (aliases.settings_header, Survey),
}

Texts = Mapping[str, str]  # language as its column is headed -> words


@dataclass(frozen=True)
class Choice:
    """One choice of a list."""

    row: int
    name: str
    label: Texts
    columns: Mapping[str, Any]  # whatever else is filled in on this row


@dataclass(frozen=True)
class Row:
    """One row of the survey sheet."""

    number: int
    kind: str  # "select one", "text", "begin group", "end group" …
    name: str
    choices: str  # the name of its list of choices
    label: Texts
    columns: Mapping[str, Any] = field(default_factory=dict)  # whatever else is filled in on this row


@dataclass(frozen=True)
class Form:
    """A whole form; `language` is how the columns of its main language are headed."""

    path: Path
    title: str
    id: str
    language: str
    rows: tuple[Row, ...]
    lists: Mapping[str, tuple[Choice, ...]]


def read(path: Path) -> Form:
    """The form in a workbook or table; FaultyFileError with place and cure if it cannot be used."""
    return _form(path, checked(path))


def _form(path: Path, sheets: DefinitionData) -> Form:
    settings = _settings(sheets)
    default = str(settings.get(constants.DEFAULT_LANGUAGE_KEY) or NO_SUFFIX)
    rows = tuple(_row(number, cells) for number, cells in enumerate(_cells(sheets, "survey", default), 2) if cells)
    lists: dict[str, tuple[Choice, ...]] = {}
    for cells in _cells(sheets, "choices", default):
        choice = Choice(int(cells["__row"]), _text(cells, "name"), _texts(cells, default), _columns(cells))
        lists[_text(cells, constants.LIST_NAME_S)] = (*lists.get(_text(cells, constants.LIST_NAME_S), ()), choice)
    rows = tuple(_spoken(row, default) for row in rows)
    seen = dict.fromkeys(language for row in rows for language in row.label)
    return Form(
        path=path,
        title=_words(settings.get(constants.TITLE)),
        id=str(settings.get(constants.ID_STRING) or path.stem),
        language=default if default in seen or not seen else next(iter(seen)),
        rows=rows,
        lists=lists,
    )


def _settings(sheets: DefinitionData) -> dict[str, Any]:
    return next((cells for cells in _cells(sheets, "settings", NO_SUFFIX) if cells), {})


def _cells(sheets: DefinitionData, sheet: str, default: str) -> list[dict[str, Any]]:
    """The rows of a sheet, with every column under the name that pyxform knows it by."""
    data, (other_names, known) = getattr(sheets, sheet), HEADERS[sheet]
    if not data:
        return []
    found: list[dict[str, Any]] = dealias_and_group_headers(
        sheet_name=sheet,
        sheet_data=[{name: str(words).translate(HIDE) for name, words in cells.items()} for cells in data],
        sheet_header=getattr(sheets, f"{sheet}_header"),
        header_aliases=other_names,
        header_columns=set(known.get_slot_names()),
        default_language=default,
        add_row_number=sheet == "choices",
    ).data
    return found


def _row(number: int, cells: Mapping[str, Any]) -> Row:
    written = " ".join(_text(cells, "type").split())
    kind, choices = written, ""
    if control := RE_BEGIN_CONTROL.search(written) or RE_END_CONTROL.search(written):
        side = "begin" if written.startswith("begin") else "end"
        kind = f"{side} {aliases.control[control['type']]}"
    elif select := RE_SELECT.fullmatch(written):
        kind, choices = aliases.select[select["select_command"]], select["list_name"]
        if select["select_command"] in aliases.select_from_file:
            kind = "select from a file"
        cells = {**cells, "or_other": "yes"} if select["specify_other"] else cells
    return Row(number, kind, _text(cells, "name"), choices, cells.get("label") or {}, _columns(cells))


def _spoken(row: Row, default: str) -> Row:
    return Row(row.number, row.kind, row.name, row.choices, _texts({"label": row.label}, default), row.columns)


def _texts(cells: Mapping[str, Any], default: str) -> Texts:
    """A label in its languages; one without a language is in the default one."""
    label = cells.get("label") or {}
    label = label if isinstance(label, dict) else {default: label}
    return {language: _words(words) for language, words in label.items() if str(words or "").strip()}


def _words(written: Any) -> str:
    """Words on one line, with the author's own quotes."""
    return " ".join(str(written or "").split()).translate(SHOW)


def _text(cells: Mapping[str, Any], column: str) -> str:
    return str(cells.get(column) or "").strip()


def _columns(cells: Mapping[str, Any]) -> dict[str, Any]:
    """What else is filled in, under the names that authors write."""
    found: dict[str, Any] = {}
    for name, value in cells.items():
        if name in INNER and isinstance(value, dict):
            found |= {inner.removeprefix("jr:"): it for inner, it in value.items()}
        elif name not in READ and value not in (None, ""):
            found[name] = value
    return found
