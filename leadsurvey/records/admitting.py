"""Who gets in: passwords and codes are tried here alone, and an account that was tried too often rests for a while.

Whoever tries learns nothing of why it failed: an unknown address, a wrong password and an account at rest take as long,
and are told in the same words. It is counted by account; nobody's network address is looked at.
"""

import secrets
import time

from leadsurvey.records import accounts, audit, factors, passwords, sessions
from leadsurvey.records.accounts import User
from leadsurvey.responses.database import Connection

FREE = 5  # failures before an account rests
RESTS = 30  # seconds, doubled by every further failure
LONGEST = 3600  # seconds
UNKNOWN = "an unknown account"  # in the log: what was typed may be a password


def with_password(kept: Connection, email: str, password: str) -> User | None:
    """The account that this password opens; an account with a second factor is not let in by it yet."""
    user = accounts.find(kept, email)
    resting = user is not None and _is_resting(kept, user)
    fits = passwords.fits(user.password if user and not resting else None, password)
    if not fits:
        _failed(kept, user, "at rest" if resting else "by password")
    return user if fits else None


def with_code(kept: Connection, secret: bytes, user: User, code: str) -> bool:
    """Whether this is the account's code now; each is good once."""
    resting = _is_resting(kept, user)
    fits = not resting and factors.use(kept, secret, user, code)
    if not fits:
        _failed(kept, user, "at rest" if resting else "by code")
    return fits


def let_in(kept: Connection, user: User) -> None:
    """Forget failures: once all that is asked for was given, or a right password would buy more guesses of codes."""
    with kept.write():
        kept.run("UPDATE users SET failures = 0, locked_until = 0 WHERE id = ?", (user.number,))


def totp_of(kept: Connection, secret: bytes, email: str) -> str | None:
    """The second factor of whoever has this address: a leader needs no other account to have one."""
    user = accounts.find(kept, email)
    return factors.factor_of(secret, user) if user else None


def check_totp(kept: Connection, secret: bytes, email: str, code: str) -> bool:
    """Whether this is the code of whoever has this address; as slow for those who guess as signing in."""
    user = accounts.find(kept, email)
    if user is None or not with_code(kept, secret, user, code):
        return False
    let_in(kept, user)
    return True


def set_password(kept: Connection, user: User, password: str) -> None:
    """Keep a new password, and end every session and link that the old one gave."""
    kept_as = passwords.hashed(password)
    with kept.write():
        sql = "UPDATE users SET password = ?, failures = 0, locked_until = 0 WHERE id = ?"
        kept.run(sql, (kept_as, user.number))
        sessions.end_all(kept, user.number)


def invite(kept: Connection, user: User) -> str:
    """A mark for a one-time link in place of a password; links made before are dead, and so is the password."""
    mark = f"!{secrets.token_hex(16)}"
    with kept.write():
        kept.run("UPDATE users SET password = ? WHERE id = ?", (mark, user.number))
        sessions.end_all(kept, user.number)
    return mark


def reset(kept: Connection, user: User) -> None:
    """Take away the second factor too, and let an account at rest go on: for a lost phone."""
    with kept.write():
        sql = "UPDATE users SET totp = NULL, totp_step = 0, failures = 0, locked_until = 0 WHERE id = ?"
        kept.run(sql, (user.number,))


def _is_resting(kept: Connection, user: User) -> bool:
    (until,) = kept.one("SELECT locked_until FROM users WHERE id = ?", (user.number,))
    return bool(until > time.time())


def _failed(kept: Connection, user: User | None, how: str) -> None:
    """Note it, in one transaction whoever it was; from the fifth failure on an account rests, longer every time."""
    with kept.write():
        audit.note(kept, user.email if user else UNKNOWN, "failed to sign in", what=how)
        if user and how != "at rest":
            _count(kept, user)


def _count(kept: Connection, user: User) -> None:
    kept.run("UPDATE users SET failures = failures + 1 WHERE id = ?", (user.number,))
    (failures,) = kept.one("SELECT failures FROM users WHERE id = ?", (user.number,))
    if failures >= FREE:
        rest = min(LONGEST, RESTS * 2 ** min(failures - FREE, 20))
        kept.run("UPDATE users SET locked_until = ? WHERE id = ?", (int(time.time()) + rest, user.number))
