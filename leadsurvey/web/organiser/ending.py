"""What changes in an open round, and its end, which asks twice."""

from datetime import date

from flask import Blueprint, request
from wtforms import StringField

from leadsurvey.fieldwork import changes, rehearsing
from leadsurvey.fieldwork.standing import FieldworkError
from leadsurvey.web.organiser import guard
from leadsurvey.web.organiser.forms import DeskForm
from leadsurvey.web.organiser.guard import ORGANISER, allowed
from leadsurvey.web.organiser.seen import Answer, expect, go, page, refusing, seen
from leadsurvey.web.organiser.working import order
from leadsurvey.web.shared import shared, store

LONGEST_NUMBER = 6  # digits

room = Blueprint("ending", __name__)


class Dates(DeskForm):
    """A later last day."""

    closes = StringField("New last day")


class Group(DeskForm):
    """A larger smallest group."""

    people = StringField("New smallest group")


@room.get("/round/<name>/dates")
@allowed(ORGANISER, says="looked at what can be changed in the round")
@refusing
def dates(name: str) -> Answer:
    """What may still change."""
    return _dates(name)


@room.post("/round/<name>/dates")
@allowed(ORGANISER, says="moved the last day")
@refusing
def extend(name: str) -> Answer:
    """Move the last day to a later one."""
    expect(seen(name).known.fingerprint)
    try:
        closes = date.fromisoformat(Dates(request.form).closes.data or "")
    except ValueError:
        return _dates(name, {"closes": "This is no day; write it as 2027-03-26"})
    try:
        changes.extend(store(), name, closes, shared().settings.catalogues, guard.user().email)
    except FieldworkError as error:
        return _dates(name, {"closes": str(error)})
    guard.adds(str(closes))
    return go("overview.one", name=name)


@room.post("/round/<name>/smallest-group")
@allowed(ORGANISER, says="raised the smallest group")
@refusing
def raise_group(name: str) -> Answer:
    """Show only larger groups from now on."""
    expect(seen(name).known.fingerprint)
    people = (Group(request.form).people.data or "").strip()
    if not (people.isascii() and people.isdigit() and len(people) < LONGEST_NUMBER):
        return _dates(name, {"people": "This is no number of people; write a whole one, such as 12"})
    try:
        changes.raise_smallest_group(store(), name, int(people), shared().settings.catalogues, guard.user().email)
    except FieldworkError as error:
        return _dates(name, {"people": str(error)})
    guard.adds(people)
    return go("overview.one", name=name)


def _dates(name: str, errors: dict[str, str] | None = None) -> tuple[str, int]:
    sent = request.form if errors else None
    return page("dates.html", name, errors, dates=Dates(sent), group=Group(sent))


@room.get("/round/<name>/close")
@allowed(ORGANISER, says="looked at what closing does")
@refusing
def close(name: str) -> Answer:
    """Say what closing does."""
    return page("close.html", name, asked=False)


@room.post("/round/<name>/close")
@allowed(ORGANISER, says="asked to close the round")
@refusing
def close_for_good(name: str) -> Answer:
    """Ask once more; then close it."""
    found = seen(name)
    expect(found.known.fingerprint)
    if request.form.get("sure") != "yes":
        return page("close.html", name, asked=True)
    if found.survey.rehearsal:
        rehearsing.end(store(), shared().settings, name, guard.user().email)
        return go("home.rounds")
    guard.adds("for good")
    return order(name, do="close")
