"""Forgetting who was invited: what goes and when, doing it now, and the certificates of what was done."""

from datetime import UTC, datetime
from http import HTTPStatus

from flask import Blueprint, abort, request

from leadsurvey.fieldwork import erasing
from leadsurvey.fieldwork.certificate import ELSEWHERE, STAYS
from leadsurvey.fieldwork.standing import FieldworkError
from leadsurvey.records import contacts
from leadsurvey.web.organiser import guard
from leadsurvey.web.organiser.asked import download
from leadsurvey.web.organiser.guard import ORGANISER, allowed
from leadsurvey.web.organiser.seen import Answer, expect, page, refusing, seen
from leadsurvey.web.organiser.working import order
from leadsurvey.web.shared import shared, store

room = Blueprint("forgetting", __name__)


@room.get("/round/<name>/erase")
@allowed(ORGANISER, says="looked at what is erased")
@refusing
def index(name: str) -> Answer:
    """What goes and when, and what was done."""
    return _page(name, asked=False)


@room.post("/round/<name>/erase")
@allowed(ORGANISER, says="asked to erase who was invited")
@refusing
def erase(name: str) -> Answer:
    """Ask once more; then forget everybody."""
    found = seen(name)
    expect(found.state)
    if found.state != "closed" and not found.survey.is_over(datetime.now(UTC)):
        raise FieldworkError("the round is open: close it first, or links would lead nowhere")
    if request.form.get("sure") != "yes":
        return _page(name, asked=True)
    guard.adds("for good")
    return order(name, do="erase")


@room.get("/round/<name>/certificate/<file>")
@allowed(ORGANISER, says="downloaded a certificate of erasure")
@refusing
def certificate(name: str, file: str) -> Answer:
    """What was erased, as a text; only what the list shows is handed out."""
    found = {path.name: path for path in erasing.certificates(shared().settings, name)}
    if file not in found:
        abort(HTTPStatus.NOT_FOUND)
    guard.adds(file)
    return download(found[file].read_bytes(), file, "text/plain")


def _page(name: str, *, asked: bool) -> tuple[str, int]:
    made = [path.name for path in erasing.certificates(shared().settings, name)]
    invited = contacts.invited(store(), name)
    can = seen(name).state == "closed" or seen(name).is_over
    return page("erase.html", name, asked=asked, invited=invited, made=made, stays=STAYS, elsewhere=ELSEWHERE, can=can)
