"""A round at a glance: its dates, whether it takes answers, and what can be done next."""

from datetime import UTC, datetime

from flask import Blueprint

from leadsurvey.fieldwork import rates
from leadsurvey.records import contacts
from leadsurvey.web.organiser.guard import VIEWER, allowed
from leadsurvey.web.organiser.home import next_step
from leadsurvey.web.organiser.seen import Answer, jobs_of, page, refusing, seen
from leadsurvey.web.organiser.working import titled
from leadsurvey.web.shared import store

room = Blueprint("overview", __name__)


@room.get("/round/<name>")
@allowed(VIEWER, says="looked at the round")
@refusing
def one(name: str) -> Answer:
    """How a round stands."""
    found = seen(name)
    unfinished = [each for each in jobs_of(name) if each.is_under_way or each.was_cut_off]
    return page(
        "overview.html",
        name,
        next_step=next_step(found),
        invited=contacts.invited(store(), name),
        rates=rates.of(store(), found.survey, datetime.now(UTC)),
        jobs=unfinished if found.is_organiser else [],
        titled=titled,
    )
