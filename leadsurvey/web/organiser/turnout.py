"""How many have answered while a round is open: what `status` tells, and nothing finer."""

from datetime import UTC, datetime

from flask import Blueprint, request

from leadsurvey.fieldwork import rates
from leadsurvey.web.organiser.guard import VIEWER, allowed
from leadsurvey.web.organiser.results import first_of
from leadsurvey.web.organiser.seen import Answer, page, refusing, seen
from leadsurvey.web.shared import store

AT_ONCE = 100  # units of one page

room = Blueprint("turnout", __name__)


@room.get("/round/<name>/turnout")
@allowed(VIEWER, says="looked at how many have answered")
@refusing
def index(name: str) -> Answer:
    """Rounded counts, taken once a day, of groups that are large enough."""
    survey, start = seen(name).survey, first_of(request.args.get("from"))
    told = rates.of(store(), survey, datetime.now(UTC))
    groups = told.groups[start : start + AT_ONCE] if told else ()
    count = len(told.groups) if told else 0
    return page("turnout.html", name, told=told, groups=groups, count=count, start=start, at_once=AT_ONCE)
