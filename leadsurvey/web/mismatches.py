"""The page on which the two keyings of a sheet are made to agree."""

from collections.abc import Mapping
from http import HTTPStatus

from flask import Blueprint, abort, render_template
from werkzeug.wrappers import Response

from leadsurvey.responses.body import cleaned
from leadsurvey.responses.cells import Cells
from leadsurvey.responses.keyed import SHEET, mark, number_of
from leadsurvey.responses.keying import BadCellsError, KeyedBeforeError, Seen
from leadsurvey.web import boxes, typed
from leadsurvey.web.desk import Page, desk, errors_of, go

pages = Blueprint("mismatches", __name__, url_prefix="/mismatches")


@pages.get("")
def every() -> str:
    """Every cell in which the two keyings of a sheet differ, and the sheets that are keyed once only."""
    return _page()


@pages.post("")
def settle() -> Page | Response:
    """Write what is right into both keyings of a sheet."""
    keyings = desk().keyings
    columns = [start + name for start in (typed.PICK, typed.OTHER) for name in keyings.columns]
    fields = typed.sent([SHEET, "seen"], columns)
    sheet = number_of(fields[SHEET])
    if sheet is None:
        abort(HTTPStatus.BAD_REQUEST)
    differences = keyings.compared().differences.get(sheet, ())
    cells = typed.chosen(fields, differences, _texts())
    errors = typed.unclear(fields, differences)
    if not errors and not cells:
        errors = {each.column: "choose what the paper says" for each in differences}
    try:
        errors = errors or _settled(Seen(sheet, fields["seen"]), cells)
    except KeyedBeforeError:
        note = f"Sheet {sheet} was changed in the meantime, and nothing was written. This is how it stands now."
        return _page(note=note), HTTPStatus.CONFLICT
    if errors:
        return _page(sheet, fields, errors), HTTPStatus.UNPROCESSABLE_ENTITY
    return go("mismatches.every")


def _settled(seen: Seen, cells: Cells) -> dict[str, str]:
    """What is wrong with the cells that were found right; nothing once they are written."""
    try:
        desk().keyings.settle(seen, cells)
    except BadCellsError as error:
        return errors_of(error.faults)
    return {}


def _page(
    wrong: int | None = None,
    fields: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    note: str = "",
) -> str:
    """The mismatches; `wrong` is the sheet with errors, `fields` what was sent for it."""
    compared = desk().keyings.compared()
    return render_template(
        "keying/mismatches.html",
        compared=compared,
        anchors={each.column: f"{wrong}.{each.column}" for each in compared.differences.get(wrong or 0, ())},
        mark=mark,
        words=_words(),
        texts=_texts(),
        wrong=wrong,
        fields={name: cleaned(text) for name, text in (fields or {}).items()},
        errors=errors or {},
        note=note,
    )


def _words() -> dict[str, str]:
    """The words beside each column, as the first level reads them that is asked it."""
    survey = desk().survey
    levels = (*survey.questionnaire.levels, None)
    return {box.name: box.words for level in reversed(levels) for box in boxes.in_all(boxes.groups(survey, level))}


def _texts() -> set[str]:
    return {each.id for each in desk().survey.questionnaire.comments}
