"""Who is here: the one cookie of the desk, a random number that means something to the database alone.

Before anybody signs in it only ties forms to this browser; signing in, and every step of it, makes a new one.
"""

import hmac
import secrets
from hashlib import blake2b

from flask import g, request
from werkzeug.wrappers import Response

from leadsurvey.records import accounts, sessions
from leadsurvey.records.accounts import User
from leadsurvey.records.sessions import Passed, Session
from leadsurvey.responses.seal import Keyring, desk_key
from leadsurvey.web.shared import shared, store

PATH = "/desk"


def server_secret() -> bytes:
    """The secret that the desk's keys come from."""
    return Keyring(shared().settings.keys).secret()


def is_secure() -> bool:
    """Whether people reach us by TLS alone, so that cookies may be bound to it."""
    return shared().settings.is_reached_by_tls


def cookie_name(name: str = "desk") -> str:
    """What a cookie is called: browsers keep names that begin so from pages without TLS."""
    return f"__Secure-{name}" if is_secure() else name


def set_cookie(response: Response, value: str, name: str = "desk", path: str = PATH) -> None:
    """Hand out a cookie that no script reads, and that no other site's form sends."""
    response.set_cookie(cookie_name(name), value, path=path, httponly=True, secure=is_secure(), samesite="Lax")


def cookie() -> str:
    """The number of this browser; a new one if it has none."""
    if "desk_cookie" not in g:
        g.desk_cookie = request.cookies.get(cookie_name()) or _renewed(secrets.token_urlsafe(32))
    found: str = g.desk_cookie
    return found


def _renewed(value: str) -> str:
    g.desk_cookie_is_new = True
    return value


def hand_out(response: Response) -> Response:
    """Send the browser its number if it has none yet, or a new one."""
    if g.get("desk_cookie_is_new"):
        set_cookie(response, cookie())
    return response


def _session() -> Session | None:
    if "desk_session" not in g:
        sent = request.cookies.get(cookie_name())
        g.desk_session = sessions.find(store(), sent) if sent else None
    found: Session | None = g.desk_session
    return found


def user() -> User | None:
    """Who is signed in."""
    return _account("all")


def halfway() -> User | None:
    """Who gave a right password, and nothing else yet."""
    return _account("password")


def _account(passed: Passed) -> User | None:
    session = _session()
    if session is None or session.passed != passed:
        return None
    if "desk_user" not in g:
        g.desk_user = accounts.by_number(store(), session.user)
    found: User | None = g.desk_user
    return found


def enter(who: User, passed: Passed) -> None:
    """Begin a session under a new number; what this browser had before ends, so that nobody can have planted it."""
    leave()
    g.desk_cookie = _renewed(sessions.begin(store(), who.number, passed))
    g.desk_session, g.desk_user = Session(who.number, passed), who


def leave() -> None:
    """End the session of this browser."""
    sessions.end(store(), cookie())
    g.desk_cookie = _renewed(secrets.token_urlsafe(32))
    g.desk_session = None
    g.pop("desk_user", None)


def form_token(salt: str = "") -> str:
    """Proof that a form is of this browser; each page's is another one, so that its length tells nothing."""
    salt = salt or secrets.token_hex(8)
    key = desk_key(server_secret(), "form")
    return f"{salt}.{blake2b(f'{salt}.{cookie()}'.encode(), key=key, digest_size=20).hexdigest()}"


def is_ours(token: str) -> bool:
    """Whether a form's proof is of this browser."""
    salt = token.partition(".")[0]
    return token.isascii() and bool(salt) and hmac.compare_digest(token, form_token(salt))
