"""The pages on which people answer: promise, questions, check, thanks.

A link is all there is: no account, no cookie, and nothing of the browser is looked at or kept. GETs never write, since
mail scanners open links.
"""

from http import HTTPStatus

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect
from wtforms.form import BaseForm

from leadsurvey.questionnaire.model import LevelId
from leadsurvey.responses.model import pages as pages_for
from leadsurvey.responses.seal import new_token, random_id, seal_draft, token_hash
from leadsurvey.responses.store import Invitation
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.promise import who_sees_what
from leadsurvey.web import forms, language, security
from leadsurvey.web.language import gettext
from leadsurvey.web.visit import (
    NotNowError,
    Visit,
    answering,
    find_visit,
    refuse_unless_open,
    save,
    send,
    shared,
    slow_down_guesses,
    store,
    thawed,
    turn_down,
    voice,
)

pages = Blueprint("respondent", __name__)
Answer = Response | Redirect | str | tuple[str, int]

PREFER_NOT = ""  # how "I'd rather not say" is written in the form about unit and level
A_YEAR = 31_536_000
WITHOUT_A_FORM = ("door", "promise", "later")  # the pages of a link that a language may be switched on beside a form


@pages.before_request
def refuse_foreign_forms() -> None:
    """Take forms from our own pages only."""
    if request.method == "POST" and security.is_foreign(request, shared().settings.address):
        abort(HTTPStatus.FORBIDDEN)


@pages.before_request
def refuse_unreadable_forms() -> None:
    """Refuse what was sent if no field could be read in it: taken for an empty form, it would empty a page."""
    if request.content_length and not request.form:
        abort(HTTPStatus.BAD_REQUEST)


@pages.teardown_app_request
def disconnect(_error: BaseException | None) -> None:
    """Close the connection of this request."""
    if "store" in g:
        g.pop("store").close()


@pages.app_context_processor
def common() -> dict[str, object]:
    """What every template needs."""
    known = {"style_name": shared().style_name, "choices_of": forms.choices, "only_simulated": shared().only_simulated}
    return {**known, **language.for_templates()}


@pages.errorhandler(NotNowError)
def not_now(error: NotNowError) -> Answer:
    """Say when the round takes answers."""
    status = HTTPStatus.GONE if error.is_over else HTTPStatus.FORBIDDEN
    return render_template("respondent/not-now.html", survey=error.survey, is_over=error.is_over), status


@pages.get("/")
def home() -> Answer:
    """Tell someone without a link where to find it."""
    return render_template("respondent/home.html")


@pages.get("/survey-<name>.css")
def stylesheet(name: str) -> Response:
    """Hand out the one stylesheet; its name changes with its content."""
    if name != shared().style_name:
        abort(HTTPStatus.NOT_FOUND)
    return Response(
        shared().style, mimetype="text/css", headers={"Cache-Control": f"public, max-age={A_YEAR}, immutable"}
    )


@pages.route("/resume", methods=["GET", "POST"])
def resume() -> Answer:
    """Go on with a code noted on another device; the address may name the round one comes from, and its language."""
    survey = _spoken_round(request.args.get("round", ""))
    languages = survey.languages if survey else ()
    code = "".join(request.form.get("code", "").split()).lower()
    if request.method != "POST" or language.is_switched(languages):
        return _ask_for_code(survey, None)
    if not code or store().invitation(token_hash(code)) is None:
        slow_down_guesses()
        unknown = gettext("This code is not known. Check every letter and digit.")
        return _ask_for_code(survey, unknown if code else gettext("Type in your code."))
    door = url_for("respondent.door", token=code, language=language.asked_for(languages))
    return redirect(door, HTTPStatus.SEE_OTHER)


def _ask_for_code(survey: Round | None, error: str | None) -> Answer:
    known = {"survey": survey} if survey else {}
    typed = "".join(sign for sign in request.form.get("code", "") if sign.isprintable())
    page = render_template("respondent/resume.html", error=error, code=typed, **known)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK


def _spoken_round(name: str) -> Round | None:
    """A round that anyone may answer, in the language asked for, which becomes that of the page."""
    stored = store().round(name)
    survey = stored and thawed(stored.frozen)[0]
    if not stored or not survey or survey.invitations != "open":
        return None
    language.speak(language.asked_for(survey.languages) or survey.languages[0])
    return thawed(stored.frozen, language.spoken())[0]


@pages.route("/r/<name>", methods=["GET", "POST"])
def open_door(name: str) -> Answer:
    """The link that everybody may use; pressing Start makes a link of one's own."""
    stored, survey = store().round(name), _spoken_round(name)
    if stored is None or survey is None:
        abort(HTTPStatus.NOT_FOUND)
    refuse_unless_open(stored, survey)
    if request.method != "POST":  # HEAD is answered here too
        places = thawed(stored.frozen, language.spoken())[1]
        promise = who_sees_what(survey, places, None, None, invited=False, voice=voice(language.spoken()))
        return render_template(
            "respondent/door.html", survey=survey, promise=promise, visit=None, minutes=_minutes(survey, None)
        )
    token = new_token()
    invitation = Invitation(random_id(), name, token_hash(token), unit=None, level=None)
    draft = {language.FIELD: language.spoken()} if len(survey.languages) > 1 else {}
    with store().write():
        refuse_unless_open(store().round(name) or stored, survey)
        store().invite(invitation)
        store().save_draft(invitation, seal_draft(token, draft))
    return redirect(url_for("respondent.about", token=token), HTTPStatus.SEE_OTHER)


@pages.get("/a/<token>")
def door(token: str) -> Answer:
    """The promise and the way in; after sending, the thanks."""
    visit = find_visit(token)
    if visit.is_answered:
        return render_template("respondent/thanks.html", survey=visit.survey)
    refuse_unless_open(visit.stored, visit.survey)
    return render_template(
        "respondent/door.html",
        survey=visit.survey,
        visit=visit,
        promise=visit.promise,
        minutes=_minutes(visit.survey, visit.level),
    )


@pages.post("/a/<token>")
def start(token: str) -> Answer:
    """Begin, or go on where answers are still missing."""
    visit = answering(token)
    save(visit, lambda _draft: None)
    if not visit.is_placed:
        return visit.to("about")
    open_pages = (
        n for n, page in enumerate(visit.pages, 1) if not any(item.id in visit.answers for item in page.items)
    )
    number = next(open_pages, None)
    return visit.to("page", number=number) if number else visit.to("check")


@pages.get("/a/<token>/promise")
def promise(token: str) -> Answer:
    """Who sees what, to be read again at any point."""
    visit = find_visit(token)
    return render_template("respondent/promise.html", survey=visit.survey, visit=visit, promise=visit.promise)


@pages.post("/a/<token>/decline")
def decline(token: str) -> Answer:
    """Take a no for a no."""
    visit = turn_down(token)
    return render_template("respondent/declined.html", survey=visit.survey, visit=visit)


@pages.post("/a/<token>/language")
def switch(token: str) -> Answer:
    """Keep another language, and go back to the page one was on."""
    visit = answering(token)
    _keep_language(visit)
    back = request.args.get("back")
    return visit.to(back if back in WITHOUT_A_FORM else "door")


@pages.get("/a/<token>/later")
def later(token: str) -> Answer:
    """Say how to come back."""
    visit = answering(token)
    link = f"{shared().settings.address}{url_for('respondent.door', token=token)}"
    code = " ".join(token[start : start + 4] for start in range(0, len(token), 4))
    return render_template("respondent/later.html", survey=visit.survey, visit=visit, link=link, code=code)


@pages.route("/a/<token>/about", methods=["GET", "POST"])
def about(token: str) -> Answer:
    """Ask where someone with an open link stands."""
    visit = answering(token)
    if visit.invitation.level is not None:
        return visit.to("page", number=1)
    offered = _standing(visit.survey)
    sent = request.form if request.method == "POST" else None
    form = forms.choice_form(offered, sent, {name: visit.draft.get(name) for name in offered})
    if sent is not None and forms.unknown_fields(form, sent):
        abort(HTTPStatus.BAD_REQUEST)
    if sent is None:
        return _show_about(visit, form, offered)
    is_switched, is_valid = language.is_switched(visit.languages), form.validate()
    said = {name: form[name].data or PREFER_NOT for name in offered if name in sent or not is_switched}
    if is_valid or is_switched:
        save(visit, lambda draft: draft.update(said if is_valid else {}))
    if not is_valid:
        return _show_about(visit, form, offered), HTTPStatus.UNPROCESSABLE_ENTITY
    if is_switched:
        return visit.to("about")
    return visit.to("page", number=1) if visit.pages else visit.to("check")


def _show_about(visit: Visit, form: BaseForm, offered: dict[str, list[tuple[str, str]]]) -> str:
    return render_template("respondent/about.html", survey=visit.survey, visit=visit, form=form, offered=offered)


@pages.route("/a/<token>/page/<int:number>", methods=["GET", "POST"])
def page(token: str, number: int) -> Answer:
    """One section: shown, or saved and on to the next."""
    visit = answering(token)
    if not visit.is_placed:
        return visit.to("about")
    if not 1 <= number <= len(visit.pages):
        abort(HTTPStatus.NOT_FOUND)
    asked = visit.pages[number - 1]
    if request.method != "POST":
        return _show(visit, number, forms.page_form(asked, visit.answers, None))
    form = forms.page_form(asked, visit.answers, request.form)
    if forms.unknown_fields(form, request.form):
        abort(HTTPStatus.BAD_REQUEST)
    is_valid = form.validate()
    save(visit, lambda draft: draft.setdefault("answers", {}).update(forms.codes(asked, form)))
    if not is_valid:
        return _show(visit, number, form), HTTPStatus.UNPROCESSABLE_ENTITY
    if language.is_switched(visit.languages):
        return visit.to("page", number=number, change=request.args.get("change"))
    return _onward(visit, number, request.form.get(forms.BUTTON, "on"))


@pages.route("/a/<token>/check", methods=["GET", "POST"])
def check(token: str) -> Answer:
    """All answers on one page, and Send."""
    visit = find_visit(token)
    if visit.is_answered:
        return visit.to("door")  # also when the answer to Send was lost and it is pressed again
    visit = answering(token)
    if not visit.is_placed:
        return visit.to("about")
    if request.method == "POST" and language.is_switched(visit.languages):
        _keep_language(visit)
        return visit.to("check")
    if request.method == "POST" and send(token):
        visit.forget()
        return visit.to("door")
    nothing = gettext("Nothing is answered yet. Answer at least one line, then send.")
    error = None if request.method != "POST" else nothing
    status = HTTPStatus.OK if error is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return render_template(
        "respondent/check.html", survey=visit.survey, visit=visit, error=error, label=forms.label_of
    ), status


def _keep_language(visit: Visit) -> None:
    """Keep the language where there is a draft; who has not begun, or declined, begins nothing by reading."""
    if visit.is_kept:
        save(visit, lambda _draft: None)


def _onward(visit: Visit, number: int, button: str) -> Answer:
    """Where a button of a page leads: on, back, to a pause, or to the check if that is where one came from."""
    if button == "later":
        return visit.to("later")
    if button == "check" or (button != "back" and number == len(visit.pages)):
        return visit.to("check")
    following = number - 1 if button == "back" else number + 1
    return visit.to("page", number=following) if following else visit.to("door")


def _show(visit: Visit, number: int, form: BaseForm) -> str:
    return render_template(
        "respondent/page.html",
        survey=visit.survey,
        visit=visit,
        number=number,
        page=visit.pages[number - 1],
        form=form,
        changing=request.args.get("change") == "yes" or request.form.get(forms.BUTTON) == "check",
    )


def _standing(survey: Round) -> dict[str, list[tuple[str, str]]]:
    """The levels and units that someone may say they stand in."""
    levels = [(str(level.id), level.title) for level in survey.questionnaire.levels.values()]
    units = [(unit.id, unit.name) for unit in survey.units.values()]
    return {"level": levels, "unit": units} if len(units) > 1 else {"level": levels}


def _minutes(survey: Round, level: LevelId | None) -> int:
    """About how long it takes: seven questions a minute, one minute to read the promise."""
    items = sum(len(list(asked.items)) for asked in pages_for(survey.questionnaire, level))
    return 1 + -(-items // 7)
