"""Who did what: for owners all of it, for organisers what belongs to their round; looking at it is a line of it."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from flask import Blueprint, Response, render_template

from leadsurvey.records import audit
from leadsurvey.records.audit import Entry
from leadsurvey.report.export import csv_text
from leadsurvey.web.organiser.guard import ORGANISER, OWNER, allowed
from leadsurvey.web.shared import store

MOST = 500  # lines on a page; the file holds all
HEADER = ["at", "who", "act", "round", "what"]

room = Blueprint("log", __name__)


@room.get("/log")
@allowed(OWNER, says="looked at the log")
def of_all() -> str:
    """What was done in all rounds."""
    return _page(None, audit.entries(store()))


@room.get("/log.csv")
@allowed(OWNER, says="downloaded the log")
def file_of_all() -> Response:
    """The same as a file, whole."""
    return _file("log.csv", audit.entries(store()))


@room.get("/round/<name>/log")
@allowed(ORGANISER, says="looked at the log of the round")
def of_round(name: str) -> str:
    """What was done in a round."""
    return _page(name, audit.entries(store(), name))


@room.get("/round/<name>/log.csv")
@allowed(ORGANISER, says="downloaded the log of the round")
def file_of_round(name: str) -> Response:
    """The same as a file, whole."""
    return _file(f"{name}-log.csv", audit.entries(store(), name))


def _page(name: str | None, entries: Iterator[Entry]) -> str:
    shown = list(islice(entries, MOST + 1))
    days = [(datetime.fromisoformat(entry.at), entry) for entry in shown[:MOST]]
    return render_template("organiser/log.html", entries=days, name=name, has_more=len(shown) > MOST, most=MOST)


def _file(name: str, entries: Iterator[Entry]) -> Response:
    rows = [[entry.at, entry.who, entry.act, entry.round or "", entry.what] for entry in entries]
    kept = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(csv_text([HEADER, *rows]), mimetype="text/csv", headers=kept)
