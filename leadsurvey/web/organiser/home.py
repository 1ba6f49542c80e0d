"""The first page: the rounds one may see, how each stands, and what comes next."""

from flask import Blueprint, render_template

from leadsurvey.web.organiser import guard
from leadsurvey.web.organiser.guard import SIGNED_IN, allowed
from leadsurvey.web.organiser.seen import Seen, seen
from leadsurvey.web.shared import store

room = Blueprint("home", __name__)


@room.get("/")
@allowed(SIGNED_IN, says="looked at the list of rounds")
def rounds() -> str:
    """The rounds one may see."""
    found = [seen(name) for name in store().rounds() if guard.user().role_in(name)]
    return render_template("organiser/home.html", rounds=found, next_step=next_step)


def next_step(round_: Seen) -> str:
    """What an organiser would do next."""
    survey = round_.survey
    if round_.state == "closed":
        return "results and reports can be read"
    if round_.state == "closing":
        return "closing was interrupted: go on with it"
    if not round_.has_begun:
        return f"takes answers from {survey.opens}"
    if round_.is_over:
        return f"its last day was {survey.closes}: close it"
    return f"takes answers until {survey.closes}"
