"""Pages on which one paper form after the other is keyed, or corrected. Numbers of sheets stand in no address."""

from collections import defaultdict
from collections.abc import Mapping
from http import HTTPStatus

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from leadsurvey.questionnaire.model import LevelId
from leadsurvey.responses.body import cleaned
from leadsurvey.responses.cells import Cells, Fault
from leadsurvey.responses.keyed import SHEET, mark, number_of
from leadsurvey.responses.keying import KeyedBeforeError, Seen, WrittenError
from leadsurvey.web import boxes, typed
from leadsurvey.web.desk import A_NUMBER, Page, desk, errors_of, go

pages = Blueprint("entry", __name__, url_prefix="/<any(first, second):keying>")


@pages.get("/")
def room(keying: str) -> str:
    """One keying: the levels to key forms of, and a form to be corrected."""
    return _room(keying)


def _room(keying: str, number: str = "", error: str = "") -> str:
    forms = desk().keyings.forms(keying)
    return render_template("keying/room.html", keying=keying, forms=forms, number=number, error=error)


@pages.get("/form")
def blank(keying: str) -> Page:
    """The boxes for one more form of a level."""
    survey = desk().survey
    level, unit = request.args.get("level", ""), request.args.get("unit", "")
    if level and level not in survey.questionnaire.levels:
        abort(HTTPStatus.NOT_FOUND)
    if desk().keyings.is_written:
        raise WrittenError
    return _form(keying, {"unit": unit if unit in survey.units else "", "level": level})


@pages.post("/form")
def save(keying: str) -> Page | Response:
    """Keep a form, new or corrected, unless something is wrong with it."""
    cells, number, seen = _sent()
    sheet, keyings = number_of(number), desk().keyings
    faults = keyings.rule.read(cells).faults
    if sheet is None:
        return _form(keying, cells, number, seen, errors=errors_of([Fault(SHEET, "", A_NUMBER), *faults]))
    if faults:
        return _form(keying, cells, number, seen, errors=errors_of(faults))
    try:
        keyings.save(keying, sheet, cells, seen)
    except KeyedBeforeError as error:
        return _again(keying, cells, number, seen, error.sheet)
    if seen:
        return go("entry.room", keying=keying)
    return go("entry.blank", keying=keying, level=cells["level"], unit=cells["unit"])


def _sent() -> tuple[dict[str, str], str, Seen | None]:
    """The cells of a form as they were typed, the number of its sheet, and the form that it corrects."""
    survey = desk().survey
    level = request.form.get("level", "")
    if level and level not in survey.questionnaire.levels:
        abort(HTTPStatus.BAD_REQUEST)
    asked = boxes.in_all(boxes.groups(survey, LevelId(level) or None))
    fields = typed.sent([SHEET, "unit", "level"], [*(typed.CELL + box.name for box in asked), "was", "seen"])
    cells = {"unit": typed.code(fields["unit"]), "level": level}
    for box in asked:
        clean = cleaned if box.is_text else typed.code
        cells[box.name] = clean(fields.get(typed.CELL + box.name, ""))
    was = number_of(fields.get("was", ""))
    return cells, typed.code(fields[SHEET]), Seen(was, fields.get("seen", "")) if was else None


def _again(keying: str, cells: Cells, number: str, seen: Seen | None, sheet: int) -> Page:
    """The form that has this number already, to be corrected; what was just typed stands beside it."""
    if seen and seen.sheet != sheet:
        error = {SHEET: f"sheet {sheet} is keyed already; look at both sheets"}
        return _form(keying, cells, number, seen, errors=error)
    kept = desk().keyings.forms(keying)[sheet]
    instead = {name: cell for name, cell in cells.items() if cell != kept[name]}
    return _kept(keying, sheet, instead), HTTPStatus.CONFLICT


def _kept(keying: str, sheet: int, instead: Mapping[str, str] | None = None) -> str:
    kept = desk().keyings.forms(keying)[sheet]
    page, _ = _form(keying, kept, str(sheet), Seen(sheet, mark(kept)), instead=instead)
    return page


def _form(
    keying: str,
    cells: Cells,
    number: str = "",
    seen: Seen | None = None,
    *,
    errors: Mapping[str, str] | None = None,
    instead: Mapping[str, str] | None = None,
) -> Page:
    """The boxes with what they hold; `instead` is what was just typed for a form that is there already."""
    forms, groups = desk().keyings.forms(keying), boxes.groups(desk().survey, LevelId(cells["level"]) or None)
    anchors = {SHEET: SHEET, "unit": "unit"} | {box.name: typed.CELL + box.name for box in boxes.in_all(groups)}
    page = render_template(
        "keying/form.html",
        keying=keying,
        groups=groups,
        anchors=anchors,
        cells=defaultdict(str, cells),
        number=number,
        seen=seen,
        errors={name: errors[name] for name in anchors if name in errors} if errors else {},
        instead=instead,
        count=len(forms),
        last=next(reversed(forms), None),
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK


@pages.post("/open")
def to_correct(keying: str) -> Page:
    """A form that was keyed, to be corrected."""
    number = typed.code(typed.sent([SHEET])[SHEET])
    sheet = number_of(number)
    if sheet is None:
        return _room(keying, number, A_NUMBER), HTTPStatus.UNPROCESSABLE_ENTITY
    if sheet not in desk().keyings.forms(keying):
        return _room(keying, number, f"sheet {sheet} is not in the {keying} keying"), HTTPStatus.UNPROCESSABLE_ENTITY
    return _kept(keying, sheet), HTTPStatus.OK


@pages.post("/out")
def take_out(keying: str) -> Page | Response:
    """Take a form out of a keying, asked once more."""
    fields = typed.sent(["was", "seen"], ["sure"])
    sheet = number_of(fields["was"])
    if sheet is None:
        abort(HTTPStatus.BAD_REQUEST)
    seen = Seen(sheet, fields["seen"])
    if "sure" not in fields:
        return render_template("keying/out.html", keying=keying, seen=seen), HTTPStatus.OK
    try:
        desk().keyings.take_out(keying, seen)
    except KeyedBeforeError:
        return _kept(keying, sheet, {}), HTTPStatus.CONFLICT
    return go("entry.room", keying=keying)
