"""What guards every answer of every application: whatever the route, the method and the status."""

import re
import socket
from dataclasses import replace
from http import HTTPStatus
from itertools import product

import pytest
from flask import abort

from leadsurvey.responses.database import StorageError
from leadsurvey.web.app import create_app
from leadsurvey.web.keying import create_keying
from leadsurvey.web.preview import create_preview
from tests.conftest import TINY
from tests.organiser.desk import OWNER, Desk
from tests.web.site import MANY_KINDS, make_site, served

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "TRACE")
ADDRESS = "https://survey.example.org"
EXACT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
POLICY = {
    "default-src": {"'none'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
    "form-action": {"'self'", "'none'"},
    "style-src": {"'self'"},
    "img-src": {"'self' data:"},
    "script-src": {"'self'"},  # of a shared device, and of the preview
    "connect-src": {"'self'"},  # of the preview
}
KEPT = {"respondent.stylesheet", "respondent.logo", "kiosk.script", "desk.stylesheet"}
NEVER = ("Server", "X-Powered-By", "Access-Control-Allow-Origin", "ETag", "Last-Modified", "Via")
PATHS = {"Path=/desk", "Path=/desk/sso"}
FAILURES = {"storage": StorageError("no room"), "disk": OSError(28, "No space left"), "ours": ValueError("Hildegard")}


def faults(answer, *, tls):
    """What is wrong with the headers of an answer."""
    headers, found = answer.headers, []
    found += [name for name, value in EXACT.items() if headers.get(name) != value]
    found += [name for name in NEVER if name in headers]
    policy = dict(part.split(maxsplit=1) for part in headers.get("Content-Security-Policy", "").split("; ") if part)
    found += [f"policy: {name} {value}" for name, value in policy.items() if value not in POLICY.get(name, ())]
    found += [f"policy lacks {name}" for name in list(POLICY)[:5] if name not in policy]
    if (headers.get("Strict-Transport-Security") == "max-age=31536000") != tls:
        found.append("HSTS")
    is_kept = "immutable" in headers.get("Cache-Control", "")
    if not (is_kept and answer.status_code == HTTPStatus.OK) and headers.get("Cache-Control") != "no-store":
        found.append("cache")
    kind = headers.get("Content-Type", "")
    if kind.startswith("text/") and "charset=utf-8" not in kind:
        found.append(kind)
    return found + [f"cookie: {each}" for each in headers.getlist("Set-Cookie") if not is_sound(each, tls=tls)]


def is_sound(cookie, *, tls):
    """Whether a cookie is one of the desk's, out of reach of scripts, other sites and lines without TLS."""
    name, *attributes = cookie.split("; ")
    wanted = {"HttpOnly", "SameSite=Lax"} | ({"Secure"} if tls else set())
    path = next((each for each in attributes if each.startswith("Path=")), "")
    named = re.match(r"__Secure-desk(-way)?=" if tls else r"desk(-way)?=", name)
    return (
        bool(named)
        and wanted <= set(attributes)
        and path in {"Path=/desk", "Path=/desk/sso"}
        and "Domain" not in cookie
    )


def filled(app, **values):
    """(rule, path) of every route there is, filled in."""
    for rule in app.url_map.iter_rules():
        yield rule, re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", lambda found: str(values.get(found[1], 1)), rule.rule)


def walk(app, client, *, tls, **values):
    """Ask every route by every method; the statuses that came, and what was wrong."""
    statuses, wrong = set(), []
    for rule, path in filled(app, **values):
        for method in METHODS:
            answer = client.open(path, method=method)
            statuses.add(answer.status_code)
            is_kept = "immutable" in answer.headers.get("Cache-Control", "")
            wrong += [(method, path, fault) for fault in faults(answer, tls=tls)]
            wrong += [(method, path, "may be kept")] if is_kept and rule.endpoint not in KEPT else []
            if "Set-Cookie" in answer.headers and not path.startswith("/desk"):
                wrong.append((method, path, "a cookie"))
    assert not wrong
    return statuses


def failing(app):
    """The application, with pages that fail in every way."""

    def fail(kind):
        if kind in FAILURES:
            raise type(FAILURES[kind])(*FAILURES[kind].args)
        abort(int(kind))

    for start in ("", "/desk"):
        app.add_url_rule(
            f"{start}/probe/<kind>", endpoint=f"probe{len(start)}", view_func=fail, methods=["GET", "POST"]
        )
    return app


@pytest.fixture(scope="module")
def sure(tmp_path_factory):
    """A round with tasks, a kiosk, and an address with TLS."""
    made = make_site(tmp_path_factory.mktemp("headers"), questionnaire=MANY_KINDS, kiosk="yes")
    made.settings = replace(made.settings, address=ADDRESS)
    return made


@pytest.mark.parametrize("address", [ADDRESS, "http://localhost:8000"])
def test_every_route_is_guarded_for_strangers_and_by_every_method(sure, address):
    app = create_app(replace(sure.settings, address=address))
    token = sure.invite().removeprefix("/a/")
    names = {rule.endpoint.partition(".")[0] for rule in app.url_map.iter_rules()}
    assert {"respondent", "kiosk", "optout", "delivered", "desk"} <= names
    style = re.search(r"/survey-(\w+)\.css", app.test_client().get("/").text)[1]
    seen = walk(app, app.test_client(), tls=address == ADDRESS, token=token, name="small", mark=style)
    assert {200, 303, 400, 403, 404, 405} <= seen


def test_every_route_of_the_desk_is_guarded_for_its_owner(sure):
    desk = Desk(sure.settings)
    desk.add(OWNER, {"*": "organiser"}, factor=True)
    browser = desk.owner
    assert browser.cookie("__Secure-desk")
    assert {200, 403, 404} <= walk(desk.app, browser.client, tls=True, token="x", name="small", mark="x")


def test_every_page_that_fails_is_guarded(sure):
    app = failing(create_app(sure.settings))
    client = app.test_client()
    statuses = {"storage": 503, "disk": 503, "ours": 500, **{str(n): n for n in (400, 403, 404, 413, 429, 500, 503)}}
    for start, (kind, status) in product(("", "/desk"), statuses.items()):
        for method in ("GET", "HEAD", "POST"):
            answer = client.open(f"{start}/probe/{kind}", method=method)
            assert answer.status_code == status
            assert not faults(answer, tls=True), (start, kind, method)
            assert "Hildegard" not in answer.text


@pytest.mark.parametrize("path", ["/resume", "/desk/sign-in"])
def test_a_form_that_is_too_large_is_refused_by_a_guarded_page(sure, path):
    answer = create_app(sure.settings).test_client().post(path, data={"a": "x" * 70_000})
    assert answer.status_code == 413
    assert not faults(answer, tls=True)


def test_keying_and_preview_are_guarded_too(sure, tmp_path):
    keying = create_keying(sure.settings, sure.survey, tmp_path / "keyed", "127.0.0.1", "leadsurvey enter")
    preview = create_preview(sure.settings, TINY / "beyond-items.yaml", "127.0.0.1")
    for app, values in (
        (keying, {"pass": "first", "keying": "first", "level": "front"}),
        (preview, {"code": "en", "level": "front", "name": "survey"}),
    ):
        client = failing(app).test_client()
        assert {200, 405} <= walk(app, client, tls=False, kind="ours", **values)
        for path in ("/probe/ours", "/probe/403", "/nowhere", "/probe/503"):
            answer = client.get(path)
            assert answer.status_code >= 400
            assert not faults(answer, tls=False), path
            assert "Hildegard" not in answer.text
        foreign = client.get("/", headers={"Host": "elsewhere.example"})
        assert (foreign.status_code, faults(foreign, tls=False)) == (400, [])


# Names of the host


def test_no_answer_of_any_route_says_the_host_that_was_asked_for(sure):
    app = create_app(sure.settings)
    client, token = app.test_client(), sure.invite().removeprefix("/a/")
    called = {
        "Host": "elsewhere.example",
        "X-Forwarded-Host": "elsewhere.example",
        "Forwarded": "host=elsewhere.example",
    }
    for _, path in filled(app, token=token, name="small"):
        for method in ("GET", "POST"):
            answer = client.open(path, method=method, headers=called)
            assert "elsewhere.example" not in answer.text + str(answer.headers), path


# The server


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """A server like that of `serve`."""
    with served(make_site(tmp_path_factory.mktemp("served"))) as made:
        yield made.port


def raw(port, sent):
    """What comes back for these bytes, until the line is closed."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.settimeout(20)
        try:
            line.sendall(sent)
        except ConnectionError:
            return b""
        got = b""
        while chunk := line.recv(65536):
            got += chunk
        return got


HEAD = b"POST /resume HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"
REFUSED = {
    "a body of 20 MB that is only announced": (HEAD + b"Content-Length: 20000000\r\n\r\n", 413),
    "headers of 32 KB": (b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: ".ljust(32 * 1024, b"x"), 431),
    "two lengths": (HEAD + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\na=bcd", 400),
    "a length with a sign": (HEAD + b"Content-Length: +3\r\n\r\na=b", 400),
    "a length and chunks": (HEAD + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /a", 422),
    "chunks that are no chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", 400),
    "an unknown encoding": (HEAD + b"Transfer-Encoding: xchunked\r\n\r\na=b", 501),
    "a header without a colon": (b"GET / HTTP/1.1\r\nHost: x\r\nBroken\r\n\r\n", 400),
    "a header that goes on": (b"GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400),
    "a bare line feed in a header": (b"GET / HTTP/1.1\r\nHost: x\nX: y\r\n\r\n", 400),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_the_server_refuses_what_two_servers_could_read_in_two_ways(port, what):
    sent, status = REFUSED[what]
    got = raw(port, sent)
    assert got.count(b"HTTP/1.") == 1, "one request is answered once"
    assert status is None or got.split(b" ", 2)[1] == str(status).encode()
    assert b"waitress" not in got.lower()
    assert b"\nserver:" not in got.lower()
