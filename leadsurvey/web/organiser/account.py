"""One's own account: password, second factor, and signing out everywhere."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import PasswordField

from leadsurvey.records import admitting, sessions
from leadsurvey.web.organiser import guard, presence, signin
from leadsurvey.web.organiser.guard import SIGNED_IN, allowed
from leadsurvey.web.organiser.welcome import Password
from leadsurvey.web.shared import store

room = Blueprint("account", __name__)


class ChangedPassword(Password):
    """A new password from somebody who knows the old one."""

    current = PasswordField("Password until now")


@room.get("/account")
@allowed(SIGNED_IN, says="looked at the own account")
def show() -> str:
    """What one may do here, and what one may change of it."""
    return render_template("organiser/account.html", form=ChangedPassword(), errors={})


@room.post("/account/password")
@allowed(SIGNED_IN, says="changed the own password")
def change_password() -> signin.Answer:
    """Take a new password, and end every other session."""
    who, form = guard.user(), ChangedPassword(request.form)
    signin.slow_down()
    if admitting.with_password(store(), who.email, form.current.data or "") is None:
        errors = {"current": "This is not your password"}
    else:
        errors = form.errors_for(who.email)
    if errors:
        page = render_template("organiser/account.html", form=form, errors=errors)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    admitting.set_password(store(), who, form.password.data or "")
    presence.enter(who, "all")
    return redirect(url_for("desk.account.show"), HTTPStatus.SEE_OTHER)


@room.post("/account/sign-out")
@allowed(SIGNED_IN, says="signed out everywhere")
def sign_out_everywhere() -> Response:
    """End all sessions of this account, this one too."""
    sessions.end_all(store(), guard.user().number)
    return redirect(url_for("desk.signin.sign_in"), HTTPStatus.SEE_OTHER)
