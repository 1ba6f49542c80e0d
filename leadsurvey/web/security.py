"""What every page is guarded by: headers, refusal of foreign forms, and a slow answer to guessed links."""

import logging
import time
from collections import deque
from http import HTTPStatus
from ipaddress import ip_address
from threading import Lock
from urllib.parse import urlsplit

from flask import Request, Response, abort, request

from leadsurvey import logs

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # `no-referrer` would make Chromium send `Origin: null` with honest forms
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}


ONLY_TLS = f"max-age={365 * 24 * 3600}"  # of this name alone: what its subdomains do is not ours to say


def promise_tls(response: Response) -> Response:
    """Where people reach us by TLS, have browsers never try without."""
    response.headers.setdefault("Strict-Transport-Security", ONLY_TLS)
    return response


def add_headers(response: Response) -> Response:
    """Give every answer of the server its headers; what a view set itself stays."""
    there = {name.lower() for name, _ in response.headers}
    response.headers.extend([(name, value) for name, value in HEADERS.items() if name.lower() not in there])
    return response


def is_foreign(request: Request, address: str) -> bool:
    """Whether a form was sent from somebody else's page; `address` is where respondents reach the survey.

    A link is its own authority, so there is no cookie to ride on; this keeps a foreign page from sending a form to a
    link it happens to know. Programs without a browser send neither header and pass.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site == "cross-site":
        return True
    # a proxy may hand on another Host than the one the browser saw: the browser's own word and our address count too
    hosts = {request.host, address.partition("://")[2]}
    return site != "same-origin" and origin is not None and origin.partition("://")[2] not in hosts


def refuse_foreign_names(own: str) -> None:
    """A name that somebody else can lead here must not be answered to; an address, or the name we were given, may."""
    name = urlsplit(f"//{request.host}").hostname or ""
    if name in {"localhost", own.lower()}:
        return
    try:
        ip_address(name)
    except ValueError:
        abort(HTTPStatus.BAD_REQUEST)


class GuessLimit:
    """At most `most` unknown links a minute for all the world together; nobody's address is looked at."""

    def __init__(self, most: int = 120, door: str = "links") -> None:
        self._most, self._door = most, door
        self._told = -60.0
        self._seen: deque[float] = deque(maxlen=most)
        self._lock = Lock()

    def is_reached(self) -> bool:
        """Count one more unknown link, and say whether there were too many within the last minute."""
        now = time.monotonic()
        with self._lock:
            full = len(self._seen) == self._most and now - self._seen[0] < 60
            if not full:
                self._seen.append(now)
            is_news = full and now - self._told >= 60
            if is_news:
                self._told = now
        if is_news:
            logs.event("too many tries within a minute", logging.WARNING, door=self._door)
        return full
