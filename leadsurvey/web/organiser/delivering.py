"""After closing: reports to leaders, and what came of it to everybody who was invited."""

import shutil
from collections.abc import Sequence

from flask import Blueprint, request
from wtforms import FileField, TextAreaField

from leadsurvey.fieldwork import edition, leading, posting, uploads
from leadsurvey.fieldwork.standing import FieldworkError, stored_round
from leadsurvey.mail.server import read
from leadsurvey.questionnaire.problems import FaultyFileError, Problem
from leadsurvey.records import contacts
from leadsurvey.records.contacts import Contact
from leadsurvey.rounds.leaders import read_leaders
from leadsurvey.web.organiser import guard
from leadsurvey.web.organiser.findings import release_of
from leadsurvey.web.organiser.forms import DeskForm
from leadsurvey.web.organiser.guard import ORGANISER, allowed
from leadsurvey.web.organiser.people import MOST_TOLD, without_folder
from leadsurvey.web.organiser.seen import Answer, go, keys, page, refusing, seen
from leadsurvey.web.organiser.working import order
from leadsurvey.web.shared import shared, store

LARGEST = 4 * 1024 * 1024  # bytes of a table
MOST_SHOWN = 200  # leaders, or units without one

room = Blueprint("delivering", __name__)


class Leaders(DeskForm):
    """A table of leaders."""

    leaders = FileField("Table of leaders (CSV or XLSX)")


class NextSteps(DeskForm):
    """What happens next, in the organisation's words."""

    next_steps = TextAreaField("What happens next")


@room.get("/round/<name>/deliver")
@allowed(ORGANISER, says="looked at who leads which unit")
@refusing
def index(name: str) -> Answer:
    """Who leads which unit, as far as somebody must know, and how delivery stands."""
    return _index(name)


@room.post("/round/<name>/leaders")
@allowed(ORGANISER, says="named leaders", large=LARGEST)
@refusing
def name_leaders(name: str) -> Answer:
    """Keep who leads which unit."""
    sent = request.files.get("leaders")
    if sent is None or not sent.filename:
        return _index(name, {"leaders": "Choose a file first"})
    folder = uploads.begin(shared().settings.uploads, guard.user().number)
    try:
        path = uploads.keep(folder, sent.filename, sent.stream)
        found = read_leaders(path, stored_round(store(), name)[1])
        changed = leading.name_leaders(store(), keys(), name, found, guard.user().email)
    except FaultyFileError as error:
        told = {"leaders": "Nothing was kept: the table has faults"}
        return _index(name, told, without_folder(error.problems, folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    guard.adds(f"{len(found)} units, {changed} new")
    return go("delivering.index", name=name)


@room.post("/round/<name>/deliver")
@allowed(ORGANISER, says="had reports delivered")
@refusing
def deliver(name: str) -> Answer:
    """Have each leader written to who was not."""
    release_of(name)
    read(shared().settings.mail)  # a fault of the settings is told at once
    return order(name, do="deliver")


@room.post("/round/<name>/tell-all")
@allowed(ORGANISER, says="had everybody told who was invited")
@refusing
def tell_all(name: str) -> Answer:
    """Have everybody who was invited told what came of it."""
    release_of(name)
    read(shared().settings.mail)
    words = (NextSteps(request.form).next_steps.data or "").strip()
    if words:
        try:
            edition.keep_words(shared().settings.reports(name), words)
        except FieldworkError as error:
            return _index(name, {"next_steps": str(error)})
    return order(name, do="edition")


def _index(name: str, errors: dict[str, str] | None = None, problems: Sequence[Problem] = ()) -> tuple[str, int]:
    secret, survey = keys().secret(), seen(name).survey
    led = contacts.leaders(store(), name)
    shown = [(survey.units[unit].name, Contact.of(secret, sealed).address) for _, unit, sealed in led[:MOST_SHOWN]]
    return page(
        "deliver.html",
        name,
        errors,
        led=[(unit, masked(address)) for unit, address in shown],
        count=len(led),
        standings=[each for each in posting.standings(store(), name) if each.mailing.kind in {"report", "edition"}],
        form=Leaders(),
        words=NextSteps(request.form if errors else None),
        problems=problems,
        most=MOST_TOLD,
        states=("waiting", "sent", "refused", "doubt"),
        without=len(survey.units) - len(led),
    )


def masked(address: str) -> str:
    """An address as far as its owner's colleagues know it again."""
    name, _, host = address.rpartition("@")
    return f"{name[:1]}…@{host}"
