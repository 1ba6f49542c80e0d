"""Signing in through an organisation's own provider: only addresses that it vouches for, and that we know, get in."""

import logging
from http import HTTPStatus

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from leadsurvey import logs
from leadsurvey.records import accounts, audit
from leadsurvey.records.admitting import UNKNOWN
from leadsurvey.responses.seal import desk_key
from leadsurvey.settings import Provider
from leadsurvey.web.organiser import presence, provider, signin
from leadsurvey.web.organiser.guard import PUBLIC, allowed
from leadsurvey.web.organiser.provider import ProviderError, Way
from leadsurvey.web.shared import shared, store

COOKIE = "desk-way"
PATH = f"{presence.PATH}/sso"

room = Blueprint("sso", __name__)


@room.get("/sso")
@allowed(PUBLIC)
def start() -> Response:
    """Send the browser to the provider, with a cookie by which it is known when it comes back."""
    ours = _provider()
    signin.slow_down("ways")  # apart: any page may make browsers ask for this one
    try:
        there, way = provider.begin(ours, _back())
    except Exception as error:  # noqa: BLE001 - whatever a provider's answer may be
        return _refused(error)
    answer = redirect(there, HTTPStatus.SEE_OTHER)
    presence.set_cookie(answer, way.signed(_key()), COOKIE, PATH)
    return answer


@room.get("/sso/back")
@allowed(PUBLIC)
def back() -> Response:
    """Let in whom the provider vouches for; what comes back is good once, and in this browser alone."""
    ours, way = _provider(), Way.of(_key(), request.cookies.get(presence.cookie_name(COOKIE), ""))
    signin.slow_down("ways")
    try:
        if way is None:
            raise ProviderError("no sign-in was begun in this browser, or too long ago")  # noqa: TRY301 - one way out
        email = provider.verified_address(ours, _back(), way, request.args)
    except Exception as error:  # noqa: BLE001 - whatever a provider's answer may be
        return _forgotten(_refused(error))
    who = accounts.find(store(), email)
    if who is None or not who.roles:
        return _forgotten(_refused(ProviderError("the address has no account with a role")))
    return _forgotten(signin.enter(who, "through the organisation"))


def _refused(error: Exception) -> Response:
    """Say so in general; what exactly was wrong goes to our log, without codes and addresses."""
    said = {"why": str(error)} if isinstance(error, ProviderError) else logs.kind_of(error)
    logs.event("sign-in through the organisation failed", logging.WARNING, **said)
    audit.note(store(), UNKNOWN, "failed to sign in", what="through the organisation")
    return current_app.make_response((render_template("organiser/sso.html"), HTTPStatus.FORBIDDEN))


def _forgotten(answer: Response) -> Response:
    answer.delete_cookie(
        presence.cookie_name(COOKIE), path=PATH, httponly=True, secure=presence.is_secure(), samesite="Lax"
    )
    return answer


def _provider() -> Provider:
    ours = shared().settings.provider
    if ours is None or not provider.is_offered(ours):
        abort(HTTPStatus.NOT_FOUND)
    return ours


def _back() -> str:
    return f"{shared().settings.address}{url_for('desk.sso.back')}"


def _key() -> bytes:
    return desk_key(presence.server_secret(), "provider")
