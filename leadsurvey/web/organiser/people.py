"""Inviting people, and what concerns one of them. There is no list of people, and nothing that shows who answered."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from flask import Blueprint, request
from wtforms import FileField, StringField

from leadsurvey.fieldwork import changes, inviting, uploads
from leadsurvey.fieldwork.posting import Office
from leadsurvey.fieldwork.relinking import reissue_by_mail
from leadsurvey.fieldwork.standing import FieldworkError, still_open
from leadsurvey.mail.sender import Outcome
from leadsurvey.mail.server import read
from leadsurvey.questionnaire.problems import FaultyFileError, Problem
from leadsurvey.records import contacts
from leadsurvey.rounds.people import read_people
from leadsurvey.web.organiser import guard
from leadsurvey.web.organiser.forms import DeskForm
from leadsurvey.web.organiser.guard import ORGANISER, allowed
from leadsurvey.web.organiser.seen import Answer, keys, page, refusing
from leadsurvey.web.shared import shared, store

LARGEST = 4 * 1024 * 1024  # bytes of a table; about 60,000 people
MOST_TOLD = 50  # faults, or thin groups

room = Blueprint("people", __name__)


class Table(DeskForm):
    """A table of people."""

    people = FileField("Table of people (CSV or XLSX)")


class One(DeskForm):
    """Whom it is about; where they stand from now on."""

    person = StringField("E-mail address")
    unit = StringField("Unit")
    level = StringField("Level")


@room.get("/round/<name>/people")
@allowed(ORGANISER, says="looked at the page for inviting")
@refusing
def index(name: str) -> Answer:
    """Ask for a table of people, and lead to mail."""
    return _index(name)


@room.post("/round/<name>/people")
@allowed(ORGANISER, says="invited people", large=LARGEST)
@refusing
def invite(name: str) -> Answer:
    """Invite everybody in a table, or nobody; whoever was invited before keeps the same link."""
    sent = request.files.get("people")
    if sent is None or not sent.filename:
        return _index(name, {"people": "Choose a file first"})
    settings = shared().settings
    folder = uploads.begin(settings.uploads, guard.user().number)
    try:
        path = uploads.keep(folder, sent.filename, sent.stream)
        return _invited(name, path)
    except FaultyFileError as error:
        told = {"people": "Nobody was invited: the table has faults"}
        return _index(name, told, without_folder(error.problems, folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _invited(name: str, path: Path) -> tuple[str, int]:
    _, survey = still_open(store(), name)
    found = inviting.invite(store(), keys(), survey, read_people(path, survey), shared().settings.address)
    thin = inviting.thinly_invited(store(), survey)
    guard.adds(f"{found.new} new, {len(found) - found.new} known")
    return page("invited.html", name, new=found.new, known=len(found) - found.new, thin=thin, most=MOST_TOLD)


def _index(name: str, errors: dict[str, str] | None = None, problems: Sequence[Problem] = ()) -> tuple[str, int]:
    count = contacts.invited(store(), name)
    return page("people.html", name, errors, table=Table(), invited=count, problems=problems, most=MOST_TOLD)


def without_folder(problems: Sequence[Problem], folder: Path) -> list[Problem]:
    """Faults by the names that files had when they were sent."""
    return [
        Problem(str(Path(each.path).relative_to(folder)), each.line, each.column, each.fault, each.cure)
        if Path(each.path).is_relative_to(folder)
        else each
        for each in problems
    ]


@room.get("/round/<name>/person")
@allowed(ORGANISER, says="looked at the page for one person")
@refusing
def one(name: str) -> Answer:
    """Ask whom it is about, and what is to be done."""
    return _one(name)


@room.post("/round/<name>/person/revoke")
@allowed(ORGANISER, says="took a link back")
@refusing
def revoke(name: str) -> Answer:
    """Take a link back."""
    return _done(name, "revoked", lambda form: changes.revoke(store(), keys(), name, _person(form), _who()))


@room.post("/round/<name>/person/reissue")
@allowed(ORGANISER, says="sent a new link")
@refusing
def reissue(name: str) -> Answer:
    """Mail somebody a new link; nobody here sees it, since it would open what they have begun."""
    read(shared().settings.mail)  # a fault of the settings is told before all else

    def sent(form: One) -> None:
        settings = shared().settings
        office = Office(keys(), read(settings.mail), settings.templates, settings.address)
        if reissue_by_mail(store(), office, name, _person(form), _who()) is not Outcome.SENT:
            raise FieldworkError("the mail server did not take the mail for sure; the old link is void, so do it again")

    return _done(name, "reissued", sent)


@room.post("/round/<name>/person/move")
@allowed(ORGANISER, says="moved a person")
@refusing
def move(name: str) -> Answer:
    """Let somebody stand elsewhere."""

    def moved(form: One) -> None:
        unit, level = (form.unit.data or "").strip(), (form.level.data or "").strip()
        changes.move(store(), keys(), name, _person(form), unit, level, _who())

    return _done(name, "moved", moved)


def _done(name: str, what: str, do: Callable[[One], None]) -> tuple[str, int]:
    form = One(request.form)
    try:
        do(form)
    except FieldworkError as error:
        return _one(name, {"": str(error)})
    return page("person-done.html", name, what=what)


def _one(name: str, errors: dict[str, str] | None = None) -> tuple[str, int]:
    return page("person.html", name, errors, form=One(request.form if errors else None))


def _person(form: One) -> str:
    return (form.person.data or "").strip()


def _who() -> str:
    return guard.user().email
