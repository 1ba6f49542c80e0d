"""Your copy: one's own answers, shown in the answer to Send and nowhere else; a PDF of them is made in memory."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from http import HTTPStatus
from threading import BoundedSemaphore

from flask import Response, abort, render_template, request
from markupsafe import Markup

from leadsurvey.languages import locales
from leadsurvey.questionnaire import telling
from leadsurvey.responses.seal import open_carried, seal_carried
from leadsurvey.responses.walk import TaskStep
from leadsurvey.web import language
from leadsurvey.web.handing import refuse_unless_open
from leadsurvey.web.language import gettext
from leadsurvey.web.linked import Linked
from leadsurvey.web.ready import NOTHING
from leadsurvey.web.shared import page_secret, shared
from leadsurvey.web.steps import answer_to
from leadsurvey.web.visit import Visit

FIELD = "page.copy"
CARRIED = ("language", "level", "unit", "order", "answers", "comments", "drawn", "done")  # all that the pages rest on
PRESS = [sys.executable, "-m", "leadsurvey.report.receipt"]  # a process of its own: it ends, and its memory with it
PATIENCE = 60  # seconds

_one_at_a_time = BoundedSemaphore()


@dataclass(frozen=True)
class Version:
    """What one arm of a task says."""

    text: str
    is_yours: bool


@dataclass(frozen=True)
class Explained:
    """A task that was met: both versions, what people usually do, and a guard against it."""

    title: str
    versions: tuple[Version, ...]
    usual: str
    guard: str


@dataclass(frozen=True)
class Section:
    """The questions of one page with what was answered; empty where nothing was."""

    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Copy:
    """One's own answers and the tasks one met; `sealed` is the same, for the page to send back."""

    sections: tuple[Section, ...]
    explained: tuple[Explained, ...]
    sealed: str = ""


def of(visit: Visit) -> Copy:
    """The copy of what is answered so far."""
    kept = {name: visit.draft[name] for name in CARRIED if name in visit.draft}
    sealed = seal_carried(page_secret(visit.survey.id), {**kept, "language": visit.language}, "copy")
    return Copy(tuple(_sections(visit)), tuple(_explained(visit)), sealed)


def thanks(visit: Visit, copy: Copy | None = None) -> str:
    """The page after Send; with a copy in the answer to Send alone."""
    known = {"survey": visit.survey, "visit": visit, "copy": copy, "explained": _as_html}
    return render_template("respondent/thanks.html", **known)


def _as_html(each: Explained) -> Markup:
    make = partial(render_template, "respondent/task-explained.html", each=each)
    page = shared().pages.get(("explained", language.spoken(), each), make)
    return Markup(page.filled(NOTHING))  # noqa: S704 - made of our template


def _sections(visit: Visit) -> Iterator[Section]:
    for sheet in visit.sheets:
        if sheet.lines:
            yield Section(sheet.title, tuple((line.words, answer_to(visit, line)) for line in sheet.lines))


def _explained(visit: Visit) -> Iterator[Explained]:
    read = [stop for number, stop in enumerate(visit.stops, 1) if visit.is_left_behind(number)]
    for stop in read:
        if isinstance(stop, TaskStep):
            task = stop.task
            versions = tuple(Version(telling.version(task, arm), arm == stop.arm) for arm in task.arms)
            yield Explained(task.title, versions, task.usual, task.guard)


def as_pdf(visit: Linked) -> Response:
    """The copy that a page of thanks sends back, as a PDF; 400 for what we did not seal."""
    refuse_unless_open(visit.stored, visit.survey)
    kept = open_carried(page_secret(visit.survey.id), request.form.get(FIELD, ""), "copy")
    if not visit.is_answered or kept is None:
        abort(HTTPStatus.BAD_REQUEST)
    visit.draft, visit.language = kept, kept["language"]
    language.speak(visit.language)
    page = _made(_told(visit, of(visit)))
    name = {"Content-Disposition": 'attachment; filename="answers.pdf"'}
    return Response(page, mimetype="application/pdf", headers=name)


def _told(visit: Visit, copy: Copy) -> Mapping[str, object]:
    survey = visit.survey
    return {
        "templates": str(shared().settings.templates),
        "language": visit.language,
        "organisation": survey.root.name,
        "title": survey.questionnaire.title,
        "closes": locales.day(survey.closes, visit.language),
        "simulated": survey.simulated,
        "rehearsal": survey.rehearsal,
        "copy": asdict(copy),
    }


def _made(told: Mapping[str, object]) -> bytes:
    """The PDF; 503 while others are being made, since the survey itself must not wait for them."""
    if not _one_at_a_time.acquire(timeout=5):
        abort(_busy())
    try:
        made = subprocess.run(  # noqa: S603 - our own program; what people wrote goes in as data
            PRESS, input=json.dumps(told).encode(), capture_output=True, timeout=PATIENCE, check=False
        )
    finally:
        _one_at_a_time.release()
    if made.returncode:
        abort(_busy())
    return made.stdout


def _busy() -> Response:
    title = gettext("The PDF could not be made just now")
    cure = gettext("Your answers are in. Go back and try again in a minute, or print the page itself.")
    page = render_template("respondent/error.html", title=title, cure=cure)
    return Response(page, HTTPStatus.SERVICE_UNAVAILABLE)
