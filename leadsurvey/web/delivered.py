"""The pages behind links that were mailed after closing: a leader's report, and what all who were invited are told.

A link is opened by mail scanners too, so a page has a button, and only pressing it hands out a report. Openings and
downloads of leaders stand in the audit log by the unit they lead; of who reads what all are told nothing is kept.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

from flask import Blueprint, Response, abort, render_template, request

from leadsurvey.fieldwork import edition, tickets
from leadsurvey.fieldwork.telling import in_language, released
from leadsurvey.fieldwork.tickets import Ticket
from leadsurvey.records import admitting, audit, delivering, releases
from leadsurvey.records.contacts import Contact
from leadsurvey.report.batch import folder_in, report_path
from leadsurvey.report.chapters.staff import Next, Said
from leadsurvey.report.editions import staff_pages
from leadsurvey.report.stamp import bears, of_release
from leadsurvey.responses.seal import Keyring, Sent
from leadsurvey.rounds.load import languages
from leadsurvey.rounds.model import Round
from leadsurvey.web import language
from leadsurvey.web.language import gettext
from leadsurvey.web.shared import shared, slow_down_guesses, store
from leadsurvey.web.told import told

pages = Blueprint("delivered", __name__)
Answer = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Handover:
    """A good link to the report of a unit, and who it was sent to."""

    ticket: Ticket
    survey: Round
    email: str
    asks_code: bool

    @property
    def who(self) -> str:
        """The leader as the audit log calls them."""
        return f"leader of {self.ticket.unit}"


@pages.route("/report/<signed>", methods=["GET", "POST"])
def report(signed: str) -> Answer:
    """What the link leads to; whoever presses the button gets the report of this very unit."""
    handover = _handover(signed)
    if isinstance(handover, Round):
        return _over(handover)
    if request.method == "POST":
        return _handed_over(signed, handover)
    if request.method == "GET":  # HEAD is answered here too
        audit.note(store(), handover.who, "opened the page of a report", handover.survey.id, handover.ticket.unit)
    return _show(signed, handover)


@pages.route("/told/<signed>", methods=["GET", "POST"])
def told_to_all(signed: str) -> Answer:
    """What came of the round, for everybody who was invited; the button gives the organisation's report."""
    ticket, survey = _ticket(signed, "told")
    if ticket is None:
        return _over(survey)
    path = _report_of(survey, survey.root.id)
    if request.method == "POST":
        return _pdf(path) if path else _missing(survey)
    said, following = _staff_pages(survey.id, ticket.release, language.spoken())
    return render_template(
        "delivered/told.html",
        survey=survey,
        signed=signed,
        said=said,
        next=following,
        next_steps=edition.next_steps(shared().settings.reports(survey.id)),
        has_report=path is not None,
        until=ticket.last_day,
    )


def _handed_over(signed: str, handover: Handover) -> Answer:
    """The report, once the code is right where one is asked for."""
    if handover.asks_code and not _is_right(handover, request.form.get("code", "")):
        return _show(signed, handover, gettext("This is not the code that your phone shows now. Type in the next one."))
    name, unit = handover.survey.id, handover.ticket.unit
    path = _report_of(handover.survey, unit)
    if path is None:
        return _missing(handover.survey)
    audit.note(store(), handover.who, "downloaded a report", name, unit)
    return _pdf(path)


def _handover(signed: str) -> Handover | Round:
    """What a link leads to; the round alone where it has ended: by its day, or as somebody else leads the unit now."""
    ticket, survey = _ticket(signed, "report")
    if ticket is None:
        return survey
    sealed = delivering.leader(store(), ticket.round, ticket.unit, ticket.leader)
    if sealed is None or ticket.unit not in survey.units:
        return survey
    secret = _secret()
    email = Contact.of(secret, sealed).address
    return Handover(ticket, survey, email, admitting.totp_of(store(), secret, email) is not None)


def _ticket(signed: str, use: Sent) -> tuple[Ticket | None, Round]:
    """The ticket of a link, None where it has ended, and its round; 404, throttled, for what we did not sign."""
    ticket = tickets.read(_secret(), use, signed)
    known = store().known(ticket.round) if ticket else None
    release = releases.hash_of(store(), known.id) if known else None
    if ticket is None or known is None or release is None or not release.startswith(ticket.release):
        _unknown()
    survey = told(known).survey
    language.speak(language.asked_for(survey.languages) or survey.languages[0])
    survey = told(known, language.spoken()).survey
    return (None if ticket.is_over(survey.timezone, datetime.now(UTC)) else ticket), survey


def _report_of(survey: Round, unit: str) -> Path | None:
    """The file made of this unit by this release, if it is there: in the page's language, else in the questionnaire's.

    Its name comes of ids that we know.
    """
    release, own = releases.hash_of(store(), survey.id), survey.questionnaire.language
    folder = shared().settings.reports(survey.id)
    paths = (report_path(folder_in(folder, code, own), survey.id, unit) for code in (language.spoken(), own))
    return next((path for path in paths if release and bears(path, of_release(release))), None)


def _unknown() -> NoReturn:
    slow_down_guesses()
    abort(HTTPStatus.NOT_FOUND)


def _is_right(handover: Handover, code: str) -> bool:
    """Whether the code is the leader's now; guesses are slowed down for all the world, and by account."""
    if admitting.check_totp(store(), _secret(), handover.email, code):
        return True
    audit.note(store(), handover.who, "gave a wrong code", handover.survey.id, handover.ticket.unit)
    slow_down_guesses()
    return False


def _show(signed: str, handover: Handover, error: str = "") -> tuple[str, int]:
    page = render_template(
        "delivered/report.html", signed=signed, handover=handover, survey=handover.survey, error=error
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK


def _over(survey: Round) -> tuple[str, int]:
    return render_template("delivered/over.html", survey=survey), HTTPStatus.GONE


def _missing(survey: Round) -> tuple[str, int]:
    return render_template("delivered/missing.html", survey=survey), HTTPStatus.SERVICE_UNAVAILABLE


def _pdf(path: Path) -> Response:
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(path.name)}"}
    return Response(path.read_bytes(), mimetype="application/pdf", headers=headers)


@lru_cache(maxsize=16)
def _staff_pages(name: str, release: str, code: str) -> tuple[Said, Next]:  # noqa: ARG001 - what is told is known by it
    """What is told of a round, read once for each process: the findings of a large round are many megabytes."""
    known = released(store(), name)
    if code in languages(store().frozen(name)):
        known = in_language(store(), known, code)
    return staff_pages(known.findings, code, shared().settings.templates)


def _secret() -> bytes:
    return Keyring(shared().settings.keys).secret()
