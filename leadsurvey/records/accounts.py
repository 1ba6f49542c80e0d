"""Accounts of the desk and what each may do in which round; leaders have one for their second factor alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from leadsurvey.responses.database import Connection
from leadsurvey.responses.seal import random_id
from leadsurvey.rounds.people import ADDRESS, LONGEST

Role = Literal["organiser", "viewer"]

EVERY_ROUND = "*"  # those to come as well; an organiser of every round is an owner
_COLUMNS = "id, email, password, totp"


class AccountError(Exception):
    """Something that cannot be done with an account; its text says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class User:
    """An account and its rights."""

    number: int
    email: str
    password: str | None  # a hash, or the mark of a one-time link that is out
    totp: bytes | None  # sealed
    roles: Mapping[str, Role]  # by round

    @property
    def is_owner(self) -> bool:
        """Whether this is an organiser of all rounds, who manages accounts too."""
        return self.roles.get(EVERY_ROUND) == "organiser"

    @property
    def needs_factor(self) -> bool:
        """Whether a password alone does not let this account in: organisers can change things."""
        return self.totp is not None or "organiser" in self.roles.values()

    @property
    def has_signed_up(self) -> bool:
        """Whether a password was set."""
        return self.password is not None and self.password.startswith("$")

    def role_in(self, name: str) -> Role | None:
        """What this account may do in a round, if anything."""
        held = {self.roles.get(name), self.roles.get(EVERY_ROUND)}
        return "organiser" if "organiser" in held else "viewer" if "viewer" in held else None


def find(kept: Connection, email: str) -> User | None:
    """The account of this address; capital letters do not count."""
    return _user(kept, kept.one(f"SELECT {_COLUMNS} FROM users WHERE email = ?", (email.strip(),)))  # noqa: S608 - our own columns


def by_number(kept: Connection, number: int) -> User | None:
    """The account of this number."""
    return _user(kept, kept.one(f"SELECT {_COLUMNS} FROM users WHERE id = ?", (number,)))  # noqa: S608


def known(kept: Connection, email: str) -> User:
    """The account of this address; AccountError if there is none."""
    user = find(kept, email)
    if user is None:
        raise AccountError(f"{email}: there is no such account; `leadsurvey organiser list` names those there are")
    return user


def all_users(kept: Connection) -> Iterator[User]:
    """Every account, by address."""
    for row in list(kept.run(f"SELECT {_COLUMNS} FROM users ORDER BY email COLLATE NOCASE")):  # noqa: S608
        if user := _user(kept, row):
            yield user


def add(kept: Connection, email: str, roles: Mapping[str, Role]) -> User:
    """A new account that cannot sign in yet."""
    email = email.strip()
    if not ADDRESS.fullmatch(email) or len(email) > LONGEST or not email.isprintable():
        raise AccountError(f"{email!r}: this is no e-mail address; write one such as ada@example.org")
    with kept.write():
        if find(kept, email):
            raise AccountError(f"{email}: this account is there already; change its roles, or remove it first")
        number = random_id()
        kept.run("INSERT INTO users (id, email) VALUES (?, ?)", (number, email))
        _keep_roles(kept, number, roles)
    return known(kept, email)


def set_roles(kept: Connection, user: User, roles: Mapping[str, Role]) -> None:
    """Give an account other rights, and end its sessions: whoever becomes an organiser needs a second factor."""
    with kept.write():
        kept.run("DELETE FROM roles WHERE user = ?", (user.number,))
        _keep_roles(kept, user.number, roles)
        kept.run("DELETE FROM sessions WHERE user = ?", (user.number,))
        if user.is_owner:
            _refuse_without_owner(kept, user.email)


def remove(kept: Connection, user: User) -> None:
    """Take an account away, with its roles and sessions; what it did stays in the log."""
    with kept.write():
        kept.run("DELETE FROM users WHERE id = ?", (user.number,))
        if user.is_owner:
            _refuse_without_owner(kept, user.email)


def _refuse_without_owner(kept: Connection, email: str) -> None:
    """Undo what was begun if nobody is left to manage accounts."""
    if kept.one("SELECT 1 FROM roles WHERE round = ? AND role = 'organiser'", (EVERY_ROUND,)) is None:
        raise AccountError(f"{email}: this is the last owner; make somebody else one first")


def _keep_roles(kept: Connection, number: int, roles: Mapping[str, Role]) -> None:
    kept.run_all("INSERT INTO roles VALUES (?, ?, ?)", ((number, name, role) for name, role in roles.items()))


def _user(kept: Connection, row: tuple[int, str, str | None, bytes | None] | None) -> User | None:
    return User(*row, _roles(kept, row[0])) if row else None


def _roles(kept: Connection, number: int) -> dict[str, Role]:
    return dict(kept.run("SELECT round, role FROM roles WHERE user = ? ORDER BY round", (number,)).fetchall())
