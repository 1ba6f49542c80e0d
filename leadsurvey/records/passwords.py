"""Passwords: hashed by Argon2, and refused where a stranger would guess them."""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 128  # signs; more would only keep the server busy
LEFT = 6  # different signs that must remain once all that is easily guessed is taken out
GUESSED = (
    *(
        "leadsurvey",
        "leadership",
        "organiser",
        "administrator",
        "admin",
        "survey",
        "password",
        "passwort",
        "motdepasse",
    ),
    *(
        "contraseña",
        "welcome",
        "letmein",
        "iloveyou",
        "summer",
        "winter",
        "spring",
        "autumn",
        "correcthorsebatterystaple",
    ),
    *("qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm", "qwerty", "1q2w3e4r5t6y"),
)
_hasher = PasswordHasher()


def fault_of(password: str, email: str) -> str | None:
    """What is wrong with a new password, and what to do; None where nothing is."""
    if len(password) < SHORTEST:
        return f"This password is too short; take at least {SHORTEST} signs, such as four words without a connection"
    if len(password) > LONGEST:
        return f"This password is too long; take at most {LONGEST} signs"
    if len(set(_unguessed(password, email))) < LEFT:
        return (
            "This password is easy to guess; leave out your address, well-known words, and rows such as 12345 or aaaa"
        )
    return None


def hashed(password: str) -> str:
    """What the database keeps of a password."""
    return _hasher.hash(_normal(password))


def fits(kept: str | None, password: str) -> bool:
    """Whether a password is the one that was kept; where none was, it takes as long to say no."""
    usable = kept is not None and kept.startswith("$")
    try:
        _hasher.verify(kept if kept and usable else _decoy(), _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return usable


def _decoy() -> str:
    """The hash of a password that nobody knows, made once."""
    global _made  # noqa: PLW0603 - one for the life of the process
    _made = _made or _hasher.hash(unicodedata.name("a"))
    return _made


_made = ""


def _normal(password: str) -> str:
    """The same password, whichever way a keyboard writes its accents."""
    return unicodedata.normalize("NFKC", password[: LONGEST * 2])


def _unguessed(password: str, email: str) -> str:
    """What is left of a password without known words, its owner's address, repeats and rows."""
    left = _normal(password).casefold()
    words = {*GUESSED, email.casefold(), *email.casefold().replace("@", ".").split(".")}
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "") if len(word) > 2 else left
    beside = zip(left, "\0" + left, strict=False)
    return "".join(sign for sign, last in beside if abs(ord(sign) - ord(last)) > 1)
