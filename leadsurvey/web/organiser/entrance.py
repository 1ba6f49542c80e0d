"""The link for all of a round: where it leads, whether newcomers are let in, and the poster that shows it."""

from http import HTTPStatus
from typing import cast

from flask import Blueprint, abort, request

from leadsurvey.fieldwork import doors
from leadsurvey.fieldwork.standing import FieldworkError
from leadsurvey.responses.store import Door
from leadsurvey.web.organiser import guard
from leadsurvey.web.organiser.asked import download
from leadsurvey.web.organiser.guard import ORGANISER, allowed
from leadsurvey.web.organiser.seen import Answer, expect, go, page, refusing, seen
from leadsurvey.web.shared import shared, store
from leadsurvey.web.told import told

room = Blueprint("entrance", __name__)


@room.get("/round/<name>/door")
@allowed(ORGANISER, says="looked at the door of the round")
@refusing
def index(name: str) -> Answer:
    """Whether people without a link of their own are let in, and how many came which way."""
    survey, address = seen(name).survey, shared().settings.address
    return page("door.html", name, door=_door(name), routes=doors.routes(store(), survey), address=address)


@room.post("/round/<name>/door")
@allowed(ORGANISER, says="turned the door of the round")
@refusing
def turn(name: str) -> Answer:
    """Shut the door, or open it again."""
    expect(_door(name))
    wanted = request.form.get("door")
    if wanted not in {"open", "shut"}:
        abort(HTTPStatus.BAD_REQUEST)
    doors.turn(store(), name, cast("Door", wanted), guard.user().email)
    guard.adds(str(wanted))
    return go("entrance.index", name=name)


@room.get("/round/<name>/poster/<code>.pdf")
@allowed(ORGANISER, says="downloaded a poster")
@refusing
def poster(name: str, code: str) -> Answer:
    """A page for the wall with the link for all, in one of the languages of the round."""
    from leadsurvey.report.poster import poster as printed
    from leadsurvey.report.typeset import LayoutError

    found = seen(name)
    if code not in found.survey.languages or found.survey.invitations != "open":
        abort(HTTPStatus.NOT_FOUND)
    if found.state != "open" or found.is_over:
        raise FieldworkError("the round takes no more answers: a poster would lead to a closed door")
    settings = shared().settings
    try:
        made = printed(told(found.known, code).survey, code, settings.address, settings.templates)
    except LayoutError as error:
        raise FieldworkError(str(error)) from None
    guard.adds(code)
    return download(made, f"{name}-poster-{code}.pdf", "application/pdf")


def _door(name: str) -> str:
    known = store().known(name)
    return known.door if known else ""
