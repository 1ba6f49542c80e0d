"""How the desk looks: its stylesheets, what its templates know, and its error pages."""

import hashlib
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path

from flask import Blueprint, Response, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response as Redirect

from leadsurvey.web.organiser import guard, presence
from leadsurvey.web.organiser.guard import PUBLIC, allowed
from leadsurvey.web.shared import shared

A_YEAR = 31_536_000
SHEETS = ("desk", "findings")  # every page's, and what pages of findings add to it

room = Blueprint("look", __name__)


@lru_cache
def _sheets(templates: Path) -> dict[str, tuple[str, bytes]]:
    """Each stylesheet by its name: the version of its content, and the content."""
    content = {name: (templates / "organiser" / f"{name}.css").read_bytes() for name in SHEETS}
    return {name: (hashlib.sha256(style).hexdigest()[:12], style) for name, style in content.items()}


@room.get("")
@allowed(PUBLIC)
def without_slash() -> Redirect:
    """Lead to the first page; the router would do it too, but by a full address."""
    return redirect(url_for("desk.home.rounds"), HTTPStatus.SEE_OTHER)


@room.get("/<name>-<version>.css")
@allowed(PUBLIC)
def stylesheet(name: str, version: str) -> Response:
    """Hand out one stylesheet; its version changes with its content, so that browsers may keep it."""
    current, style = _sheets(shared().settings.templates).get(name, (None, b""))
    if version != current:
        abort(HTTPStatus.NOT_FOUND)
    kept = {"Cache-Control": f"public, max-age={A_YEAR}, immutable"}
    return Response(style, mimetype="text/css", headers=kept)


def _stylesheet_url(name: str) -> str:
    version, _ = _sheets(shared().settings.templates)[name]
    return url_for("desk.look.stylesheet", name=name, version=version)


def common() -> dict[str, object]:
    """What every template of the desk needs."""
    return {**plain(), "user": presence.user()}


def plain() -> dict[str, object]:
    """What they need where nobody may be asked for, such as the database."""
    return {"stylesheet_url": _stylesheet_url, "user": None, "csrf_field": guard.csrf_field}


def error_page(status: HTTPStatus) -> str:
    """A page of the desk that says what happened and what to do."""
    title, cure = _words(status)
    known = plain() if status >= HTTPStatus.INTERNAL_SERVER_ERROR else common()
    return render_template("organiser/error.html", title=title, cure=cure, **known)


def _words(status: HTTPStatus) -> tuple[str, str]:
    match status:
        case HTTPStatus.BAD_REQUEST:
            return "This form could not be read", "Go back, load the page again and send it once more."
        case HTTPStatus.FORBIDDEN:
            return "This is not for you, or no longer", (
                "Your account may not do this, or the page was left open for too long. Go to the first page and try "
                "from there; an owner of the desk can change what you may do."
            )
        case HTTPStatus.NOT_FOUND:
            return "There is no such page here", "Go to the first page, which lists the rounds that you may see."
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return "This page does not take that", "Go to the first page and go on from there."
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return "This is too large", "Nothing was changed. Send a smaller file, or use the command on the server."
        case HTTPStatus.TOO_MANY_REQUESTS:
            return "Please try again in a minute", "Too many sign-ins were tried just now."
        case HTTPStatus.SERVICE_UNAVAILABLE:
            return "This could not be saved", "The server may be busy, or its disk full. Wait a minute and try again."
        case _:
            return "Something went wrong here", "It is our fault, not yours. The server's log says more."
