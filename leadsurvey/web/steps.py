"""What a page does with a form, and how it is shown, wherever the answers are kept: by a link or on a shared device."""

import hashlib
import json
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

from flask import abort, render_template, request
from markupsafe import Markup
from wtforms.form import BaseForm

from leadsurvey.responses.model import UNANSWERED
from leadsurvey.responses.walk import TaskStep, UndrawnStep
from leadsurvey.rounds.model import Round
from leadsurvey.web import forms, language
from leadsurvey.web.language import gettext
from leadsurvey.web.ready import NOTHING, Ready, place
from leadsurvey.web.shared import shared
from leadsurvey.web.sheets import Line, Sheet
from leadsurvey.web.visit import Known, Visit

PREFER_NOT = ""  # how "I'd rather not say" is written in the form about unit and level

Shown = tuple[str, int]  # a page and its status


@dataclass(frozen=True)
class Next:
    """The step that follows."""

    step: str
    number: int | None = None
    change: str | None = None

    @property
    def where(self) -> dict[str, int | str]:
        """What an address says of it."""
        said = {"number": self.number, "change": self.change}
        return {name: value for name, value in said.items() if value is not None}


class ChangedElsewhereError(Exception):
    """The page was saved from elsewhere after it was shown; `now` is how things stand."""

    def __init__(self, now: Visit) -> None:
        super().__init__()
        self.now = now


def begin(visit: Visit) -> Next:
    """Begin, or go on where answers are still missing."""
    if not visit.is_placed:
        visit.save(lambda _now: None)
        return Next("about")
    visit.save(lambda _now: None, onward=_first_open(visit) or 1)
    number = _first_open(visit)
    return _to_page(visit, number) if number else Next("check")


def _first_open(visit: Visit) -> int | None:
    """The first page on which nothing is answered; a task that was left empty is left for good."""
    numbered = enumerate(visit.sheets, 1)
    return next((n for n, each in numbered if not visit.is_answered_on(each) and not visit.is_left_behind(n)), None)


def _to_page(visit: Visit, number: int) -> Next:
    """A page, or the first one before it that chance has settled; a task that was answered is passed over."""
    while number <= len(visit.stops) and visit.is_left_behind(number):
        number += 1
    while 0 < number <= len(visit.stops) and visit.is_undrawn(number):
        number -= 1
    if number > len(visit.stops):
        return Next("check")
    return Next("page", number) if number and visit.is_ordered else Next("door")


# Where someone stands


def take_about(visit: Visit) -> Next | Shown:
    """Keep where someone stands."""
    offered = standing(visit.survey)
    form = forms.choice_form(offered, request.form, {})
    if forms.unknown_fields(form, request.form):
        abort(HTTPStatus.BAD_REQUEST)
    is_switched, is_valid = language.is_switched(visit.languages), form.validate()
    said = {name: form[name].data or PREFER_NOT for name in offered if name in request.form or not is_switched}
    if is_valid or is_switched:
        visit.save(lambda now: now.draft.update(said if is_valid else {}), onward=0 if is_switched else 1)
    if not is_valid:
        return _about(visit, form), HTTPStatus.UNPROCESSABLE_ENTITY
    if is_switched:
        return Next("about")
    return _to_page(visit, 1) if visit.stops else Next("check")


def show_about(visit: Visit) -> Shown:
    """Ask where someone stands."""
    offered = standing(visit.survey)
    return _about(visit, forms.choice_form(offered, None, {name: visit.draft.get(name) for name in offered})), 200


def _about(visit: Visit, form: BaseForm) -> str:
    offered = standing(visit.survey)
    return render_template("respondent/about.html", survey=visit.survey, visit=visit, form=form, offered=offered)


def standing(survey: Round) -> dict[str, list[tuple[str, str]]]:
    """The levels and units that someone may say they stand in."""
    levels = [(str(level.id), level.title) for level in survey.questionnaire.levels.values()]
    units = [(unit.id, unit.name) for unit in survey.units.values()]
    return {"level": levels, "unit": units} if len(units) > 1 else {"level": levels}


# Pages of questions


def take_page(visit: Visit, number: int) -> Next | Shown:
    """Keep what was answered on a page, and say which comes next."""
    if turned_away := _turned_away(visit, number):
        return turned_away
    sheet = visit.sheet(number)
    form = forms.sheet_form(sheet.lines, visit.answers, visit.comments, request.form)
    if forms.unknown_fields(form, request.form):
        abort(HTTPStatus.BAD_REQUEST)
    is_valid, is_switched = form.validate(), language.is_switched(visit.languages)
    button = request.form.get(forms.BUTTON, "on")
    is_passed = is_valid and not is_switched and button != "later"
    change = partial(_keep, sheet, form, is_passed=is_passed)
    try:
        visit.save(change, onward=number + 1 if is_passed and button == "on" else 0)
    except ChangedElsewhereError as error:
        return show_page(error.now, number, form, status=HTTPStatus.CONFLICT, changing=button == "check")
    if not is_valid:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return show_page(visit, number, form, status=status, changing=button == "check")
    if is_switched:
        return Next("page", number, request.args.get("change"))
    return _onward(visit, number, button)


def _keep(sheet: Sheet, form: BaseForm, now: Visit, *, is_passed: bool) -> None:
    """Put a page's answers into the draft; those of a task that was answered before stay as they are."""
    done: list[str] = now.draft.get("done", [])
    if sheet.task and sheet.task.task.id in done:
        return
    answers = forms.codes(sheet.lines, form, now.told.columns)
    comments = forms.texts(sheet.lines, form)
    seen = request.form.get(forms.SEEN)
    if seen is not None and seen != mark(now, sheet) and _differs(now, answers, comments):
        raise ChangedElsewhereError(now)
    now.draft["answers"] = {**now.answers, **answers}
    if comments:
        now.draft["comments"] = {**now.comments, **comments}
    if sheet.task and is_passed:
        now.draft["done"] = [*done, sheet.task.task.id]


def _differs(now: Visit, answers: dict[str, int], comments: dict[str, str]) -> bool:
    """Whether what came in is other than what is kept; a form that is sent again says the same once more."""
    kept = {key: now.answers.get(key, UNANSWERED) for key in answers}
    written = {key: now.comments.get(key, "") for key in comments}
    return kept != answers or written != comments


def mark(visit: Visit, sheet: Sheet) -> str:
    """How the answers of a page stand, in a few signs."""
    stand = [(visit.answers.get(line.key, UNANSWERED), visit.comments.get(line.key, "")) for line in sheet.lines]
    return hashlib.blake2b(json.dumps(stand).encode(), digest_size=6).hexdigest()


def _onward(visit: Visit, number: int, button: str) -> Next:
    """Where a button of a page leads: on, back, to a pause, or to the check if that is where one came from."""
    match button:
        case "later":
            return Next("later")
        case "check":
            return Next("check")
        case "back":
            return _to_page(visit, number - 1) if can_go_back(visit, number) and number > 1 else Next("door")
        case _:
            return _to_page(visit, number + 1)


def can_go_back(visit: Visit, number: int) -> bool:
    """Whether there is a page before that one may come back to: not from a task, and not to one."""
    here_and_before = visit.stops[max(number - 2, 0) : number]
    return not any(isinstance(stop, TaskStep | UndrawnStep) for stop in here_and_before)


def show_page(
    visit: Visit, number: int, form: BaseForm | None = None, *, status: int = 200, changing: bool = False
) -> Next | Shown:
    """One page, empty or with what came in; `changing` for who comes from the check and goes back there."""
    if turned_away := _turned_away(visit, number):
        return turned_away
    sheet = visit.sheet(number)
    changing = changing or request.args.get("change") == "yes"
    frame = {"number": number, "last": len(visit.stops), "goes_back": can_go_back(visit, number), "changing": changing}
    if form is None and not visit.is_answered_on(sheet):  # nothing on it is of this person
        make = partial(_page, sheet=sheet, frame=frame)
        return visit.alike(Known((visit.known_as(number), *frame.values())), make), status
    return _page(visit, sheet, frame, form, is_conflict=status == HTTPStatus.CONFLICT), status


def _page(
    visit: Visit, sheet: Sheet, frame: dict[str, int], form: BaseForm | None = None, *, is_conflict: bool = False
) -> str:
    return render_template(
        "respondent/page.html",
        survey=visit.survey,
        visit=visit,
        sheet=sheet,
        form=form or forms.sheet_form(sheet.lines, visit.answers, visit.comments, None),
        kept=_kept(visit, sheet) if is_conflict else (),
        seen=mark(visit, sheet),
        **frame,
    )


def _kept(visit: Visit, sheet: Sheet) -> list[tuple[Line, str]]:
    """Each line of a page with the words of what is kept."""
    return [(line, answer_to(visit, line)) for line in sheet.lines]


def _turned_away(visit: Visit, number: int) -> Next | None:
    """Where someone is led who cannot be on this page; 404 where there is none."""
    if not visit.is_placed:
        return Next("about")
    if not 1 <= number <= len(visit.stops):
        abort(HTTPStatus.NOT_FOUND)
    leads_to = _to_page(visit, number)
    return None if leads_to == Next("page", number) else leads_to


# The check, and what comes after Send


def take_check(visit: Visit) -> Next | Shown | None:
    """Hand the answers in; None if they are."""
    if not visit.is_placed:
        return Next("about")
    if language.is_switched(visit.languages):
        if visit.is_kept:  # who has not begun begins nothing by reading
            visit.save(lambda _now: None)
        return Next("check")
    return None if visit.send() else _check(visit, HTTPStatus.UNPROCESSABLE_ENTITY)


def show_check(visit: Visit) -> Next | Shown:
    """All answers on one page, and Send."""
    return _check(visit, HTTPStatus.OK) if visit.is_placed else Next("about")


def _check(visit: Visit, status: int) -> Shown:
    nothing = gettext("Nothing is answered yet. Answer at least one line, then send.")
    error = nothing if status != HTTPStatus.OK else None
    sheets = [each for each in visit.sheets if each.lines]
    make, words = partial(_check_page, sheets=sheets, error=error), _said(visit, sheets)
    if error or visit.may_move:  # where they stand is on the page too
        return Ready(make(visit)).filled(words), status
    page = "check", visit.level, visit.order, *((each.number, each.kind) for each in sheets)
    return visit.alike(Known(page, level=visit.level), make, words), status


def _check_page(visit: Visit, sheets: list[Sheet], error: str | None) -> str:
    return render_template(
        "respondent/check.html", survey=visit.survey, visit=visit, sheets=sheets, error=error, answer=place
    )


def _said(visit: Visit, sheets: list[Sheet]) -> dict[str, str]:
    """What the check says of every line, and of every task, of which it tells only whether it was answered."""
    left = shared().pages.get(("left empty", language.spoken()), partial(render_template, "respondent/left-empty.html"))
    empty = Markup(left.filled(NOTHING))  # noqa: S704 - made of our template
    said = {line.key: answer_to(visit, line) or empty for each in sheets if not each.task for line in each.lines}
    tasks = [each for each in sheets if each.task]
    return said | {str(each.number): gettext("Answered.") if visit.is_answered_on(each) else empty for each in tasks}


def answer_to(visit: Visit, line: Line) -> str:
    """The words of an answer as it is kept; empty where there is none."""
    if line.kind == "text":
        return visit.comments.get(line.key, "")
    return line.answer(visit.answers.get(line.key, UNANSWERED))
