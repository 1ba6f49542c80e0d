"""Accounts, for owners: who there is, what each may do, and one-time links to begin with."""

from http import HTTPStatus

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField

from leadsurvey.records import accounts, admitting, welcoming
from leadsurvey.records.accounts import EVERY_ROUND, AccountError, Role, User
from leadsurvey.web.organiser import guard
from leadsurvey.web.organiser.forms import DeskForm
from leadsurvey.web.organiser.guard import OWNER, allowed
from leadsurvey.web.organiser.presence import server_secret
from leadsurvey.web.shared import shared, store

Answer = Response | str | tuple[str, int]
ROLES: tuple[Role, ...] = ("viewer", "organiser")
NO_DESK = "Without a role there is no desk to begin at; give one first. A command renews the factor of a leader"

room = Blueprint("users", __name__)


class NewUser(DeskForm):
    """Whom to let in."""

    email = StringField("E-mail address")


@room.get("/accounts")
@allowed(OWNER, says="looked at the accounts")
def index() -> str:
    """Everybody who has an account."""
    return render_template("organiser/users.html", users=list(accounts.all_users(store())))


@room.get("/accounts/new")
@allowed(OWNER, says="looked at the form for a new account")
def new() -> Answer:
    """Ask whom to add, and with which rights."""
    return _new(NewUser())


@room.post("/accounts/new")
@allowed(OWNER, says="added an account")
def add() -> Answer:
    """Add an account, and show its link once."""
    form, roles = NewUser(request.form), _chosen()
    if not roles:
        return _new(form, {f"role-{EVERY_ROUND}": "Choose what this account may do, in all rounds or in one"})
    try:
        with store().write():
            who = accounts.add(store(), form.email.data or "", roles)
            return _link_for(who)
    except AccountError as error:
        return _new(form, {"email": str(error)})


@room.get("/accounts/<int:number>")
@allowed(OWNER, says="looked at an account")
def one(number: int) -> Answer:
    """What somebody may do, to be changed."""
    return _one(_known(number))


@room.post("/accounts/<int:number>/roles")
@allowed(OWNER, says="changed what an account may do")
def change_roles(number: int) -> Answer:
    """Give somebody other rights; they sign in anew."""
    who, roles = _known(number), _chosen()
    try:
        accounts.set_roles(store(), who, roles)
    except AccountError as error:
        return _one(who, {"": str(error)})
    told = ", ".join(f"{role} of {'all rounds' if name == EVERY_ROUND else name}" for name, role in roles.items())
    guard.adds(f"{who.email}: {told or 'nothing'}")
    return redirect(url_for("desk.users.index"), HTTPStatus.SEE_OTHER)


@room.post("/accounts/<int:number>/link")
@allowed(OWNER, says="made a new link for an account")
def begin_anew(number: int) -> Answer:
    """A new link in place of password and second factor: for who lost one of them."""
    who = _known(number)
    if not who.roles:
        return _one(who, {"": NO_DESK})
    with store().write():
        admitting.reset(store(), who)
        return _link_for(who)


@room.post("/accounts/<int:number>/remove")
@allowed(OWNER, says="removed an account")
def remove(number: int) -> Answer:
    """Take an account away for good."""
    who = _known(number)
    try:
        accounts.remove(store(), who)
    except AccountError as error:
        return _one(who, {"": str(error)})
    guard.adds(who.email)
    return redirect(url_for("desk.users.index"), HTTPStatus.SEE_OTHER)


def _known(number: int) -> User:
    who = accounts.by_number(store(), number)
    if who is None:
        abort(HTTPStatus.NOT_FOUND)
    guard.adds(who.email)
    return who


def _chosen() -> dict[str, Role]:
    """The rights that were chosen, of rounds that are there; nothing else is heard."""
    sent = {name: request.form.get(f"role-{name}") for name in (EVERY_ROUND, *store().rounds())}
    return {name: role for name, value in sent.items() for role in ROLES if role == value}


def _link_for(who: User) -> str:
    link = welcoming.new_link(store(), server_secret(), who, shared().settings.address)
    guard.adds(who.email)
    return render_template("organiser/link.html", who=who, link=link)


def _new(form: NewUser, errors: dict[str, str] | None = None) -> tuple[str, int]:
    return _page("organiser/user-new.html", _chosen() if errors else {}, errors, form=form)


def _one(who: User, errors: dict[str, str] | None = None) -> tuple[str, int]:
    return _page("organiser/user.html", who.roles, errors, who=who)


def _page(template: str, held: object, errors: dict[str, str] | None, **known: object) -> tuple[str, int]:
    page = render_template(template, held=held, errors=errors or {}, rounds=store().rounds(), **known)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
