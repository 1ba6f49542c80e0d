"""Where an account begins: a one-time link behind which somebody sets a password."""

from http import HTTPStatus

from flask import Blueprint, render_template, request
from wtforms import PasswordField

from leadsurvey.records import admitting, audit, passwords, welcoming
from leadsurvey.records.accounts import User
from leadsurvey.web.organiser import signin
from leadsurvey.web.organiser.forms import DeskForm
from leadsurvey.web.organiser.guard import PUBLIC, allowed
from leadsurvey.web.organiser.presence import server_secret
from leadsurvey.web.shared import slow_down_guesses, store

room = Blueprint("welcome", __name__)


class Password(DeskForm):
    """A new password, typed twice since nobody sees it."""

    password = PasswordField("New password")
    again = PasswordField("The same again")

    def errors_for(self, email: str) -> dict[str, str]:
        """What is wrong with it, by field."""
        fault = passwords.fault_of(self.password.data or "", email)
        if fault:
            return {"password": fault}
        return {} if self.password.data == self.again.data else {"again": "The two differ; type the same twice"}


@room.route("/welcome/<token>", methods=["GET", "POST"])
@allowed(PUBLIC)
def begin(token: str) -> signin.Answer:
    """Set the first password, or a new one."""
    who, form = welcoming.invited(store(), server_secret(), token), Password(request.form)
    if who is None:
        slow_down_guesses()
        return render_template("organiser/gone.html"), HTTPStatus.GONE
    if request.method != "POST":
        return _page(who, form)
    if errors := form.errors_for(who.email):
        return _page(who, form, errors)
    with store().write():  # of two at once only one finds the link alive
        if welcoming.invited(store(), server_secret(), token) is None:
            return render_template("organiser/gone.html"), HTTPStatus.GONE
        admitting.set_password(store(), who, form.password.data or "")
        audit.note(store(), who.email, "set a password", what="by a one-time link")
    return signin.after_password(who, "with a new password")


def _page(who: User, form: Password, errors: dict[str, str] | None = None) -> tuple[str, int]:
    page = render_template("organiser/welcome.html", form=form, errors=errors or {}, who=who, here=request.path)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
