"""The pages on which people answer by a link: promise, questions, check, thanks.

A link is all there is: no account, no cookie, and nothing of the browser is looked at or kept. GETs never write, since
mail scanners open links.
"""

from http import HTTPStatus

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from leadsurvey.questionnaire import telling
from leadsurvey.questionnaire.length import minutes
from leadsurvey.records import doors
from leadsurvey.responses.seal import new_token, random_id, seal_draft, token_hash
from leadsurvey.responses.store import Invitation
from leadsurvey.rounds import logo as logos
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.promise import who_sees_what
from leadsurvey.web import language, receipt, security, steps
from leadsurvey.web.handing import NobodyNewError, NotNowError, refuse_newcomers
from leadsurvey.web.language import gettext
from leadsurvey.web.linked import Linked, answering, find_visit, turn_down
from leadsurvey.web.shared import shared, slow_down_guesses, store, voice
from leadsurvey.web.told import told
from leadsurvey.web.visit import Known, Visit

pages = Blueprint("respondent", __name__)
Answer = Response | Redirect | str | steps.Shown

WAY = ("route", "unit")  # what the round's link may say: how somebody came, and from where
A_YEAR = 31_536_000
WITHOUT_A_FORM = ("door", "promise", "later")  # the pages of a link that a language may be switched on beside a form


@pages.before_app_request
def refuse_foreign_forms() -> None:
    """Take forms from our own pages only."""
    if request.method == "POST" and security.is_foreign(request, shared().settings.address):
        abort(HTTPStatus.FORBIDDEN)


@pages.before_app_request
def refuse_unreadable_forms() -> None:
    """Refuse what was sent if no field could be read in it: taken for an empty form, it would empty a page."""
    if request.content_length and not request.form:
        abort(HTTPStatus.BAD_REQUEST)


@pages.teardown_app_request
def disconnect(_error: BaseException | None) -> None:
    """Leave the connection of this request to the next."""
    if "store" in g:
        shared().connections.give_back(g.pop("store"))


@pages.app_context_processor
def common() -> dict[str, object]:
    """What every template needs."""
    known = {"style_name": shared().style_name, "only_simulated": shared().only_simulated, "logo_of": _logo_of}
    return {**known, **language.for_templates()}


@pages.app_errorhandler(NotNowError)
def not_now(error: NotNowError) -> Answer:
    """Say when the round takes answers."""
    status = HTTPStatus.GONE if error.is_over else HTTPStatus.FORBIDDEN
    return render_template("respondent/not-now.html", survey=error.survey, error=error), status


@pages.app_errorhandler(NobodyNewError)
def nobody_new(error: NobodyNewError) -> Answer:
    """Say why nobody new may begin."""
    return render_template("respondent/nobody-new.html", survey=error.survey, error=error), HTTPStatus.FORBIDDEN


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


@pages.get("/r/<name>/logo-<mark>.png")
def logo(name: str, mark: str) -> Response:
    """Hand out an organisation's logo; its name changes with its content."""
    stored = store().known(name)
    found = stored and told(stored).survey.logo
    if not found or mark != logos.mark(found):
        abort(HTTPStatus.NOT_FOUND)
    kept = {"Cache-Control": f"public, max-age={A_YEAR}, immutable"}
    return Response(logos.picture(found), mimetype="image/png", headers=kept)


def _logo_of(survey: Round) -> str:
    return url_for("respondent.logo", name=survey.id, mark=logos.mark(survey.logo), _external=False)


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
    stored = store().known(name)
    survey = stored and told(stored).survey
    if not stored or not survey or survey.invitations != "open":
        return None
    language.speak(language.asked_for(survey.languages) or survey.languages[0])
    return told(stored, language.spoken()).survey


@pages.route("/r/<name>", methods=["GET", "POST"])
def open_door(name: str) -> Answer:
    """The link that everybody may use; pressing Start makes a link of one's own."""
    stored, survey = store().known(name), _spoken_round(name)
    if stored is None or survey is None:
        abort(HTTPStatus.NOT_FOUND)
    refuse_newcomers(stored, survey)
    here = told(stored, language.spoken())
    route, unit = (request.args.get(name, "") for name in WAY)
    if request.method != "POST":  # HEAD is answered here too
        promise = who_sees_what(survey, here.places, None, None, invited=False, voice=voice(language.spoken()))
        time = minutes(survey.questionnaire, None)
        way = {"route": route or None, "unit": unit or None}
        return render_template(
            "respondent/door.html", survey=survey, promise=promise, visit=None, minutes=time, way=way
        )
    token = new_token()
    invitation = Invitation(random_id(), name, token_hash(token), unit=None, level=None)
    draft = {language.FIELD: language.spoken()} if len(survey.languages) > 1 else {}
    if unit in survey.units:
        draft["unit"] = unit  # a proposal: where one stands is asked next
    with store().write():
        refuse_newcomers(store().known(name) or stored, survey)
        if route in survey.routes:
            doors.count(store(), name, route)
        store().invite([invitation])
        store().save_draft(invitation, seal_draft(token, draft, here.room))
    return redirect(url_for("respondent.about", token=token), HTTPStatus.SEE_OTHER)


@pages.get("/a/<token>")
def door(token: str) -> Answer:
    """The promise and the way in; after sending, the thanks."""
    visit = find_visit(token)
    if visit.is_answered:
        return receipt.thanks(visit)
    visit = answering(token)
    if visit.is_kept or visit.invitation.state != "open":
        return _door(visit)
    return visit.alike(Known("door", visit.unit, visit.level), _door)


def _door(visit: Visit) -> str:
    time = minutes(visit.survey.questionnaire, visit.level)
    return render_template(
        "respondent/door.html", survey=visit.survey, visit=visit, promise=visit.promise, minutes=time
    )


@pages.post("/a/<token>")
def start(token: str) -> Answer:
    """Begin, or go on where answers are still missing."""
    visit = answering(token)
    return _lead(visit, steps.begin(visit))


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
    """Keep another language, and go back to the page one was on; who has not begun begins nothing by reading."""
    visit = answering(token)
    if visit.is_kept:
        visit.save(lambda _now: None)
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
    return _lead(visit, steps.take_about(visit) if request.method == "POST" else steps.show_about(visit))


@pages.route("/a/<token>/page/<int:number>", methods=["GET", "POST"])
def page(token: str, number: int) -> Answer:
    """One section: shown, or saved and on to the next."""
    visit = answering(token)
    is_sent = request.method == "POST"
    return _lead(visit, steps.take_page(visit, number) if is_sent else steps.show_page(visit, number))


@pages.route("/a/<token>/check", methods=["GET", "POST"])
def check(token: str) -> Answer:
    """All answers on one page, and Send; what answers Send is the one place where one's own answers stand."""
    visit = find_visit(token)
    if visit.is_answered:
        return visit.to("door")  # also when the answer to Send was lost and it is pressed again
    visit = answering(token)
    if request.method != "POST":
        return _lead(visit, steps.show_check(visit))
    shown = steps.take_check(visit)
    if shown is not None:
        return _lead(visit, shown)
    return receipt.thanks(visit, receipt.of(visit))


@pages.get("/a/<token>/explained/<int:number>")
def explained(token: str, number: int) -> Answer:
    """What a task was for, for those who have answered."""
    visit = find_visit(token)
    tasks = visit.explainable
    if not visit.is_answered or not 1 <= number <= len(tasks):
        abort(HTTPStatus.NOT_FOUND)
    return render_template(
        "respondent/explained.html", survey=visit.survey, visit=visit, task=tasks[number - 1], version=telling.version
    )


@pages.post("/a/<token>/copy")
def copy(token: str) -> Answer:
    """One's own answers as a PDF, made of what the page of thanks sends back."""
    return receipt.as_pdf(find_visit(token))


def _lead(visit: Linked, outcome: steps.Next | steps.Shown) -> Answer:
    """Show a page, or send the browser to the next step."""
    return visit.to(outcome.step, **outcome.where) if isinstance(outcome, steps.Next) else outcome
