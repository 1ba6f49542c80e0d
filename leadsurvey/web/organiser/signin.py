"""Signing in, in two steps: password, then a code of the phone; and signing out."""

from http import HTTPStatus
from urllib.parse import unquote, urlsplit

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField

from leadsurvey.records import admitting, audit
from leadsurvey.records.accounts import User
from leadsurvey.web.organiser import presence
from leadsurvey.web.organiser.forms import DeskForm
from leadsurvey.web.organiser.guard import HALFWAY, PUBLIC, allowed
from leadsurvey.web.organiser.presence import server_secret
from leadsurvey.web.organiser.provider import is_offered
from leadsurvey.web.security import GuessLimit
from leadsurvey.web.shared import shared, store

NO = (
    "That did not work. Look at address and password, and try again. After five failures an account rests, for half a "
    "minute at first and then for longer"
)
NO_CODE = "That did not work. Wait for the next code; each is good once, and after five failures an account rests"
Answer = Response | str | tuple[str, int]

room = Blueprint("signin", __name__)


class SignIn(DeskForm):
    """Who, and the password."""

    email = StringField("E-mail address")
    password = PasswordField("Password")


class Code(DeskForm):
    """What the phone shows."""

    code = StringField("Code of six digits")


@room.route("/sign-in", methods=["GET", "POST"])
@allowed(PUBLIC)
def sign_in() -> Answer:
    """Ask for address and password."""
    if presence.user():
        return redirect(own_path(request.args.get("next")), HTTPStatus.SEE_OTHER)
    form = SignIn(request.form)
    if request.method != "POST":
        return page("organiser/sign-in.html", form)
    slow_down()
    who = admitting.with_password(store(), form.email.data or "", form.password.data or "")
    if who is None:
        return page("organiser/sign-in.html", form, {"": NO})
    return after_password(who, "with a password")


def after_password(who: User, how: str) -> Response:
    """Ask for the second factor, or let it be set up; without need of one, let somebody in."""
    if not who.needs_factor:
        return enter(who, how)
    presence.enter(who, "password")
    return go("desk.factor.first" if who.totp is None else "desk.signin.code")


@room.route("/code", methods=["GET", "POST"])
@allowed(HALFWAY)
def code() -> Answer:
    """Ask for the code of the phone."""
    who, form = presence.halfway(), Code(request.form)
    if who is None or who.totp is None:
        return go("desk.signin.sign_in")
    if request.method != "POST":
        return page("organiser/code.html", form)
    slow_down()
    if admitting.with_code(store(), server_secret(), who, form.code.data or ""):
        return enter(who, "with a password and a code")
    return page("organiser/code.html", form, {"code": NO_CODE})


@room.post("/sign-out")
@allowed(PUBLIC)
def sign_out() -> Answer:
    """End this session."""
    if who := presence.user():
        audit.note(store(), who.email, "signed out")
    presence.leave()
    return redirect(url_for("desk.signin.sign_in"), HTTPStatus.SEE_OTHER)


def enter(who: User, how: str) -> Response:
    """Let somebody in who gave all that is asked for, and lead them where they wanted to go."""
    with store().write():
        admitting.let_in(store(), who)
        presence.enter(who, "all")
        audit.note(store(), who.email, "signed in", what=how)
    return redirect(own_path(request.args.get("next")), HTTPStatus.SEE_OTHER)


def own_path(wanted: str | None) -> str:
    """A page of the desk to go on to; whatever leads elsewhere leads to the first."""
    first = url_for("desk.home.rounds")
    if not wanted or not wanted.isascii() or not wanted.isprintable() or "\\" in wanted:
        return first
    parts = urlsplit(unquote(wanted))
    is_own = not parts.scheme and not parts.netloc and parts.path.startswith(first) and ".." not in parts.path
    return wanted if is_own else first


def slow_down(door: str = "tries") -> None:
    """Count one more try of anybody; 429 if there were too many within a minute."""
    limit: GuessLimit = current_app.extensions[f"leadsurvey.{door}"]
    if limit.is_reached():
        abort(HTTPStatus.TOO_MANY_REQUESTS)


def go(endpoint: str) -> Response:
    """On to the next step, without forgetting where somebody wanted to go."""
    return redirect(url_for(endpoint, next=request.args.get("next")), HTTPStatus.SEE_OTHER)


def page(template: str, form: DeskForm, errors: dict[str, str] | None = None) -> tuple[str, int]:
    """A page with a form, and what is wrong with it; it is sent to where it stands."""
    known = {"errors": errors or {}, "here": request.full_path.rstrip("?")}
    told = render_template(template, form=form, sso=is_offered(shared().settings.provider), **known)
    return told, HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
