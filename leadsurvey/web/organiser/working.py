"""Long work of a round: how far it is, stopping it, and going on."""

from http import HTTPStatus

from flask import Blueprint, Response, abort, make_response, request

from leadsurvey.records import jobs
from leadsurvey.records.jobs import Job
from leadsurvey.web.organiser import guard
from leadsurvey.web.organiser.guard import ORGANISER, allowed
from leadsurvey.web.organiser.seen import Answer, expect, go, jobs_of, page, refusing
from leadsurvey.web.shared import shared, store
from leadsurvey.work import ordering
from leadsurvey.work.workshop import is_held

WATCHED = 3  # seconds between two looks, where somebody wishes to watch

room = Blueprint("working", __name__)

WORDS = {
    "send": "Mail",
    "close": "Closing the round",
    "reports": "Making reports",
    "deliver": "Delivering reports",
    "edition": "Mail to everybody on what came of it",
    "erase": "Forgetting who was invited",
}


def titled(job: Job) -> str:
    """What a job is called."""
    kind = {"invitation": "Invitations", "reminder": "Reminder"}.get(str(job.work.get("kind")))
    return f"{kind} by mail" if kind else WORDS.get(job.do, job.do)


@room.get("/round/<name>/work")
@allowed(ORGANISER, says="looked at the work of the round")
@refusing
def index(name: str) -> Answer:
    """How far everything is; the page comes again by itself only for who asks for that."""
    is_at_work = is_held(shared().settings, name)  # asked first: what ends in between has its row by then
    found = jobs_of(name)
    erases = is_at_work and not found  # an erasure takes its own row away, and has one again when it ended
    watches = "watch" in request.args and (
        erases or any(each.is_under_way or each.job.state == "waiting" for each in found)
    )
    html, _ = page("work.html", name, jobs=found, titled=titled, watches=watches, erases=erases)
    response: Response = make_response(html)
    if watches:
        response.headers["Refresh"] = str(WATCHED)
    return response


@room.post("/round/<name>/work/<int:number>/stop")
@allowed(ORGANISER, says="stopped work of the round")
@refusing
def stop(name: str, number: int) -> Answer:
    """Ask a job to stop at its next step."""
    job = _known(name, number)
    ordering.stop(shared().settings, store(), job)
    return go("working.index", name=name)


@room.post("/round/<name>/work/<int:number>/go-on")
@allowed(ORGANISER, says="went on with work of the round")
@refusing
def go_on(name: str, number: int) -> Answer:
    """Take up a job that ended too early."""
    job = _known(name, number)
    expect(job.state)
    if job.state != "done":
        ordering.go_on(shared().settings, store(), job)
    return go("working.index", name=name, watch="yes")


def _known(name: str, number: int) -> Job:
    job = jobs.find(store(), number)
    if job is None or job.round != name:
        abort(HTTPStatus.NOT_FOUND)
    guard.adds(titled(job))
    return job


def order(name: str, **work: object) -> Answer:
    """Have something done, and show how far it is."""
    ordering.order(shared().settings, store(), name, work, guard.user().email)
    return go("working.index", name=name, watch="yes")
