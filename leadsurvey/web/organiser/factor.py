"""Setting up a second factor: a code for the phone is shown once, and kept when the phone has shown that it works."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField, StringField

from leadsurvey.records import admitting, audit, factors, sessions
from leadsurvey.records.accounts import User
from leadsurvey.report.codes import picture
from leadsurvey.responses.seal import open_carried, seal_carried
from leadsurvey.web.organiser import guard, presence, signin
from leadsurvey.web.organiser.forms import DeskForm
from leadsurvey.web.organiser.guard import HALFWAY, SIGNED_IN, allowed
from leadsurvey.web.organiser.presence import server_secret
from leadsurvey.web.shared import store

room = Blueprint("factor", __name__)


class Factor(DeskForm):
    """The secret as the page carries it, and what the phone makes of it."""

    carried = HiddenField()
    code = StringField("Code of six digits that your phone shows now")


class NewFactor(Factor):
    """The same from somebody who is signed in already: an open browser alone must not be enough."""

    password = PasswordField("Your password")


@room.route("/second-factor", methods=["GET", "POST"])
@allowed(HALFWAY)
def first() -> signin.Answer:
    """Set one up on the way in, where the account needs one."""
    who = presence.halfway()
    if who is None or who.totp is not None:
        return signin.go("desk.signin.code")
    form = Factor(request.form)
    if request.method != "POST":
        return _show(who, form)
    return signin.enter(who, "with a password and a new second factor") if _kept(who, form) else _wrong(who, form)


@room.route("/account/second-factor", methods=["GET", "POST"])
@allowed(SIGNED_IN)
def renew() -> signin.Answer:
    """Set one up, or another one, at any time."""
    who, form = guard.user(), NewFactor(request.form)
    if request.method != "POST":
        return _show(who, form)
    signin.slow_down()
    if admitting.with_password(store(), who.email, form.password.data or "") is None:
        return _show(who, form, {"password": "This is not your password"})
    return _entered_anew(who) if _kept(who, form) else _wrong(who, form)


def _entered_anew(who: User) -> Response:
    sessions.end_all(store(), who.number)
    presence.enter(who, "all")
    return redirect(url_for("desk.account.show"), 303)


def _kept(who: User, form: Factor) -> bool:
    """Whether the phone shows the right code; if so the factor is kept."""
    carried = open_carried(server_secret(), form.carried.data or "", "factor") or {}
    factor = carried["factor"] if carried.get("user") == who.number else None
    step = factors.step_of(factor, form.code.data or "") if factor else None
    if factor is None or step is None:
        return False
    with store().write():
        factors.set_factor(store(), server_secret(), who, factor, step)
        audit.note(store(), who.email, "set up a second factor")
    return True


def _wrong(who: User, form: Factor) -> tuple[str, int]:
    return _show(who, form, {"code": "The phone shows another code for this. Wait for the next one, and type that"})


def _show(who: User, form: Factor, errors: dict[str, str] | None = None) -> tuple[str, int]:
    """The page with the secret; it stays the same until it is kept, though the page alone carries it."""
    carried = open_carried(server_secret(), form.carried.data or "", "factor") or {}
    factor = carried["factor"] if carried.get("user") == who.number else factors.new_factor()
    form.carried.data = seal_carried(server_secret(), {"user": who.number, "factor": factor}, "factor")
    form.code.data = ""
    shown = " ".join(factor[start : start + 4] for start in range(0, len(factor), 4))
    code = picture(factors.address_of(factor, who.email))
    page = render_template(
        "organiser/factor.html",
        form=form,
        errors=errors or {},
        code=code,
        shown=shown,
        here=request.full_path.rstrip("?"),
    )
    return page, 422 if errors else 200
