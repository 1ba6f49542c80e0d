"""The second factor: codes of six digits that a phone makes of the time (RFC 6238), each good once."""

import hmac
import time

from leadsurvey.records.accounts import User
from leadsurvey.responses.database import Connection
from leadsurvey.responses.seal import open_totp, seal_totp

STEP = 30  # seconds
WINDOW = (-1, 0, 1)  # steps by which a phone's clock may be off
ISSUER = "leadsurvey"


def new_factor() -> str:
    """A secret for a phone and us."""
    import pyotp

    return pyotp.random_base32()


def address_of(factor: str, email: str) -> str:
    """The secret as phones read it from a code."""
    import pyotp

    return pyotp.TOTP(factor).provisioning_uri(name=email, issuer_name=ISSUER)


def step_of(factor: str, code: str) -> int | None:
    """The step of the clock at which a code is right; None if it is not."""
    import pyotp

    digits, now, maker = "".join(code.split()), int(time.time()) // STEP, pyotp.TOTP(factor)
    fitting = (now + off for off in WINDOW if _is_same(maker.at((now + off) * STEP), digits))
    return next(fitting, None)


def _is_same(right: str, typed: str) -> bool:
    return hmac.compare_digest(right.encode(), typed.encode())


def set_factor(kept: Connection, secret: bytes, user: User, factor: str, step: int = 0) -> None:
    """Keep the second factor of an account; `step` is that of the code by which it was shown to work."""
    with kept.write():
        sql = "UPDATE users SET totp = ?, totp_step = ? WHERE id = ?"
        kept.run(sql, (seal_totp(secret, user.number, factor), step, user.number))


def factor_of(secret: bytes, user: User) -> str | None:
    """The second factor of an account, if it has one."""
    return open_totp(secret, user.number, user.totp) if user.totp is not None else None


def use(kept: Connection, secret: bytes, user: User, code: str) -> bool:
    """Whether a code is right now and was not used before; from now on it is."""
    factor = factor_of(secret, user)
    step = step_of(factor, code) if factor else None
    if step is None:
        return False
    with kept.write():
        sql = "UPDATE users SET totp_step = ?1 WHERE id = ?2 AND totp_step < ?1"
        return kept.run(sql, (step, user.number)).rowcount == 1
