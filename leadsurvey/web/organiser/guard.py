"""Deny by default: a view of the desk is shown to whom it declares, and one without a declaration to nobody.

    @room.get("/round/<name>/results")
    @allowed(VIEWER, says="looked at results")
    def results(name: str) -> str: ...

VIEWER and ORGANISER are meant of the round in the route's `name`; OWNER is an organiser of all rounds. What a view
`says` is written into the log once it has answered well: with the account, the round, and what `adds` told besides. A
view that takes files declares how `large` a form may be, in bytes.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from functools import wraps
from http import HTTPStatus
from typing import Any, ParamSpec

from flask import Response, abort, current_app, g, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as Redirect

from leadsurvey import logs
from leadsurvey.records import audit
from leadsurvey.records.accounts import User
from leadsurvey.web import language
from leadsurvey.web.organiser import presence
from leadsurvey.web.organiser.forms import DeskForm
from leadsurvey.web.shared import store

DESK = "desk"  # the blueprint in which all rooms are
READS = {"GET", "HEAD"}
P = ParamSpec("P")


class Right(Enum):
    """Whom a view is for."""

    PUBLIC = auto()  # anybody: signing in
    HALFWAY = auto()  # whoever gave a right password, and has yet to give the rest
    SIGNED_IN = auto()
    VIEWER = auto()
    ORGANISER = auto()
    OWNER = auto()


PUBLIC, HALFWAY, SIGNED_IN, VIEWER, ORGANISER, OWNER = Right


@dataclass(frozen=True, slots=True)
class Declared:
    """What a view says of itself."""

    right: Right
    says: str  # for the log; "" where nothing is worth a line
    large: int | None  # bytes of a form; None for the usual


_declared: dict[Callable[..., Any], Declared] = {}


def allowed(
    right: Right, says: str = "", *, large: int | None = None
) -> Callable[[Callable[P, Any]], Callable[P, Response]]:
    """Declare whom a view is for, and what is logged of it; nearest to the view, below its route."""

    def declare(view: Callable[P, Any]) -> Callable[P, Response]:
        @wraps(view)
        def noted(*args: P.args, **kwargs: P.kwargs) -> Response:
            answer = current_app.make_response(view(*args, **kwargs))
            _note(says, answer)
            return answer

        _declared[noted] = Declared(right, says, large)
        return noted

    return declare


def declared(endpoint: str) -> Declared | None:
    """What the view of an endpoint declares, if anything."""
    return _declared.get(current_app.view_functions[endpoint])


def user() -> User:
    """Who is signed in, in a view that is for people who are."""
    found = presence.user()
    if found is None:
        abort(HTTPStatus.FORBIDDEN)
    return found


def csrf_field() -> Markup:
    """What every form of the desk carries: proof that it came from a page of this session."""
    return Markup(DeskForm()["csrf_token"]())  # noqa: S704 - a field of WTForms


def adds(what: str) -> None:
    """Say more in the log than the view does: which file, which unit."""
    g.desk_what = what


def admit() -> Redirect | None:
    """Before anything of a request is read: refuse whoever the view is not for."""
    if request.blueprints[-1:] != [DESK] or request.endpoint is None:
        return None
    language.speak(language.ENGLISH)
    says = declared(request.endpoint)
    if says is None:
        logs.event("a view declares nobody it is for", logging.ERROR, page=request.endpoint)
        abort(HTTPStatus.FORBIDDEN)
    if says.large is not None:
        request.max_content_length = says.large
    return _refused(says.right)


def _refused(right: Right) -> Redirect | None:
    """None if this request may pass; strangers are sent to sign in, all others are stopped."""
    if right is PUBLIC or (right is HALFWAY and presence.halfway()):
        return None
    found = presence.user()
    if right is HALFWAY or found is None:
        return _to_sign_in()
    if right in {VIEWER, ORGANISER}:
        _stop_at_round(found, (request.view_args or {})["name"], right)
    if right is OWNER and not found.is_owner:
        abort(HTTPStatus.FORBIDDEN)
    return None


def _stop_at_round(found: User, name: str, right: Right) -> None:
    """A round one may not see is as unknown as one that is not there."""
    role = found.role_in(name)
    if role is None or store().known(name) is None:
        abort(HTTPStatus.NOT_FOUND)
    if right is ORGANISER and role != "organiser":
        abort(HTTPStatus.FORBIDDEN)


def _to_sign_in() -> Redirect:
    if request.method not in READS:
        abort(HTTPStatus.FORBIDDEN)
    back = request.full_path.rstrip("?")
    return redirect(url_for("desk.signin.sign_in", next=back), HTTPStatus.SEE_OTHER)


def refuse_forged() -> None:
    """Take a form only if it came from a page of this session."""
    if request.method not in READS | {"OPTIONS"} and not DeskForm(request.form).validate():
        abort(HTTPStatus.FORBIDDEN)


def _note(says: str, answer: Response) -> None:
    """Write what was done into the log, once it has gone well; what cannot be logged is not handed out."""
    found = presence.user()
    if says and found and answer.status_code < HTTPStatus.BAD_REQUEST:
        name = (request.view_args or {}).get("name")
        audit.note(store(), found.email, says, name, g.get("desk_what", ""))
