"""Every room of the desk, and what all of them have at the door.

A room is a module with `room = Blueprint("its-name", __name__)`; its routes begin below `/desk`, and it is named in
`ROOMS`. Every view declares by `@guard.allowed(...)`, below its route, whom it is for, or is shown to nobody. Pages
about a round are at `/round/<name>/…`; no route ends with a slash. Templates extend `organiser/base.html`; forms hold
`{{ csrf_field() }}`, or are a `forms.DeskForm`.
"""

from flask import Blueprint

from leadsurvey.web.organiser import (
    account,
    asked,
    comments,
    delivering,
    ending,
    entrance,
    factor,
    forgetting,
    guard,
    home,
    log,
    look,
    mailing,
    newround,
    overview,
    people,
    presence,
    reports,
    results,
    signin,
    sso,
    turnout,
    users,
    welcome,
    working,
)

ROOMS = (
    home.room,
    look.room,
    signin.room,
    sso.room,
    welcome.room,
    factor.room,
    account.room,
    users.room,
    log.room,
    newround.room,
    overview.room,
    people.room,
    mailing.room,
    ending.room,
    asked.room,
    working.room,
    results.room,
    reports.room,
    comments.room,
    delivering.room,
    forgetting.room,
    turnout.room,
    entrance.room,
)

desk = Blueprint(guard.DESK, __name__, url_prefix="/desk")
desk.before_app_request(guard.admit)  # of the whole application, since it comes before anything is read
desk.before_request(guard.refuse_forged)
desk.after_request(presence.hand_out)
desk.context_processor(look.common)
for each in ROOMS:
    desk.register_blueprint(each)
