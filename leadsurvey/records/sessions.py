"""Who is signed in at the desk: of a cookie the hash is kept; it ends after a day's work or half an hour's rest."""

import secrets
import time
from dataclasses import dataclass
from typing import Literal

from leadsurvey.responses.database import Connection
from leadsurvey.responses.seal import token_hash

Passed = Literal["password", "all"]  # what was asked for so far

LASTS = 8 * 3600  # seconds, however busy
RESTS = 30 * 60  # seconds without a page
NOTED = 60  # seconds after which a page is noted as use: not every page writes


@dataclass(frozen=True, slots=True)
class Session:
    """One browser of an account."""

    user: int
    passed: Passed


def begin(kept: Connection, user: int, passed: Passed) -> str:
    """The cookie of a new session; those that ended go."""
    cookie, now = secrets.token_urlsafe(32), int(time.time())
    with kept.write():
        sweep(kept, now)
        sql = "INSERT INTO sessions (hash, user, passed, ends, rests) VALUES (?, ?, ?, ?, ?)"
        kept.run(sql, (token_hash(cookie), user, passed, now + LASTS, now + RESTS))
    return cookie


def sweep(kept: Connection, now: int) -> int:
    """Forget the sessions that have ended; how many."""
    with kept.write():
        return kept.run("DELETE FROM sessions WHERE ends < ?1 OR rests < ?1", (now,)).rowcount


def find(kept: Connection, cookie: str) -> Session | None:
    """The session of a cookie, unless it has ended; it goes on from now."""
    now, mark = int(time.time()), token_hash(cookie)
    row = kept.one("SELECT user, passed, ends, rests FROM sessions WHERE hash = ?", (mark,))
    if row is None or min(row[2:]) < now:
        return None
    if row[3] < now + RESTS - NOTED:
        with kept.write():
            kept.run("UPDATE sessions SET rests = ? WHERE hash = ?", (now + RESTS, mark))
    return Session(*row[:2])


def end(kept: Connection, cookie: str) -> None:
    """Sign one browser out."""
    with kept.write():
        kept.run("DELETE FROM sessions WHERE hash = ?", (token_hash(cookie),))


def end_all(kept: Connection, user: int) -> None:
    """Sign every browser of an account out."""
    with kept.write():
        kept.run("DELETE FROM sessions WHERE user = ?", (user,))
