"""Invitations and reminders by mail: ordered here, sent by a process of their own; who answered is told to nobody."""

from http import HTTPStatus

from flask import Blueprint, abort, request

from leadsurvey.fieldwork import posting
from leadsurvey.mail.server import MailError, read
from leadsurvey.records.mailings import Mailing
from leadsurvey.web.organiser import guard
from leadsurvey.web.organiser.guard import ORGANISER, allowed
from leadsurvey.web.organiser.seen import Answer, expect, go, keys, page, refusing
from leadsurvey.web.organiser.working import order
from leadsurvey.web.shared import shared, store

KINDS = {"invitation", "reminder"}
MOST_NAMED = 200  # addresses told by name

room = Blueprint("mailing", __name__)


@room.get("/round/<name>/mail")
@allowed(ORGANISER, says="looked at the mail of the round")
@refusing
def index(name: str) -> Answer:
    """How mailings stand, and what can be sent."""
    found = posting.standings(store(), name)
    doubted = {each.mailing.id: _addresses(each.mailing) for each in found if each.counts.get("doubt")}
    return page("mail.html", name, standings=found, doubted=doubted, trouble=_trouble(), most=MOST_NAMED)


def _addresses(mailing: Mailing) -> list[str]:
    """Whom an invitation may have reached or not; of reminders nobody is named."""
    return posting.addresses(store(), keys(), mailing, "doubt")


def _trouble() -> str:
    """What stands in the way of sending mail from here."""
    try:
        read(shared().settings.mail)
    except MailError as error:
        return str(error)
    return ""


@room.post("/round/<name>/mail")
@allowed(ORGANISER, says="ordered mail")
@refusing
def send(name: str) -> Answer:
    """Have invitations or a reminder sent."""
    kind = request.form.get("kind", "")
    if kind not in KINDS:
        abort(HTTPStatus.BAD_REQUEST)
    read(shared().settings.mail)  # a fault of the settings is told at once
    guard.adds(kind)
    return order(name, do="send", kind=kind)


@room.post("/round/<name>/mail/<int:number>/doubt")
@allowed(ORGANISER, says="decided on mail in doubt")
@refusing
def decide(name: str, number: int) -> Answer:
    """Send what is in doubt again, or leave it as if it had arrived."""
    found = [each for each in posting.standings(store(), name) if each.mailing.id == number]
    if not found or found[0].mailing.kind == "report" or request.form.get("then") not in {"again", "leave"}:
        abort(HTTPStatus.NOT_FOUND)
    expect(str(found[0].counts.get("doubt", 0)))
    is_again = request.form["then"] == "again"
    posting.decide(store(), found[0].mailing, again=is_again, who=guard.user().email)
    guard.adds("to be sent again" if is_again else "left")
    return go("mailing.index", name=name)
