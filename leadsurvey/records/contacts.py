"""How people are reached: sealed to the server's secret, and forgotten on the day that was promised.

Beside an invitation it is kept how somebody is reached, in no other table and never beside an answer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from leadsurvey.responses.database import Connection
from leadsurvey.responses.seal import address_mark, open_contact, random_id, seal_contact


@dataclass(frozen=True, slots=True)
class Contact:
    """How somebody is reached."""

    address: str  # of e-mail; "" for who has none
    name: str  # "" where it was not given
    language: str

    def sealed(self, secret: bytes) -> bytes:
        """Readable for whoever holds the server's secret."""
        return seal_contact(secret, {"address": self.address, "name": self.name, "language": self.language})

    @classmethod
    def of(cls, secret: bytes, sealed: bytes) -> "Contact":
        """The contact as it was given; KeyLostError if the secret is another one."""
        return cls(**open_contact(secret, sealed))


def add(kept: Connection, added: Iterable[tuple[int, bytes]]) -> None:
    """Keep the sealed contacts of new invitations by their numbers."""
    kept.run_all("INSERT INTO contacts (number, sealed) VALUES (?, ?)", added)


def correct(kept: Connection, known: Iterable[tuple[int, bytes]]) -> None:
    """Put contacts right that are kept. One whose mail came back stays so, and who was taken back gets none again."""
    kept.run_all("UPDATE contacts SET sealed = ?2 WHERE number = ?1", known)


def of_invitation(kept: Connection, number: int) -> bytes | None:
    """The sealed contact of an invitation, if it is still kept."""
    row = kept.one("SELECT sealed FROM contacts WHERE number = ?", (number,))
    return row[0] if row else None


def invited(kept: Connection, name: str) -> int:
    """How many people have a personal invitation to a round."""
    (count,) = kept.one("SELECT count(*) FROM invitations WHERE round = ? AND person IS NOT NULL", (name,))
    return int(count)


def all_of(kept: Connection, name: str) -> Iterator[tuple[int, bytes]]:
    """The number and sealed contact of everyone invited to a round, answered or not."""
    sql = "SELECT number, sealed FROM contacts JOIN invitations USING (number) WHERE round = ?"
    return iter(kept.run(sql, (name,)))


def placed(kept: Connection, name: str) -> Iterator[tuple[int, str, str, bool, bytes]]:
    """Number, unit, level, whether mail came back, and sealed contact of everyone invited, answered or not.

    Not told is who has answered: paper goes to all alike.
    """
    sql = (
        "SELECT number, unit, level, contacts.state = 'bounced', sealed FROM contacts JOIN invitations USING (number) "
        "WHERE round = ? AND level IS NOT NULL"
    )
    return (
        (number, unit, level, bool(came_back), sealed)
        for number, unit, level, came_back, sealed in kept.run(sql, (name,))
    )


def forget(kept: Connection, number: int) -> None:
    """Forget how somebody invited is reached."""
    with kept.write():
        kept.run("DELETE FROM contacts WHERE number = ?", (number,))


def try_again(kept: Connection, number: int) -> None:
    """Let mail go to a contact again from which some had come back."""
    with kept.write():
        kept.run("UPDATE contacts SET state = 'reachable' WHERE number = ?", (number,))


def mark_bounced(kept: Connection, number: int) -> None:
    """No mail goes to this contact any more; a letter may."""
    with kept.write():
        kept.run("UPDATE contacts SET state = 'bounced' WHERE number = ?", (number,))


def set_leader(kept: Connection, name: str, unit: str, sealed: bytes) -> None:
    """Keep how the leader of a unit is reached; the one before is forgotten."""
    with kept.write():
        kept.run("DELETE FROM leaders WHERE round = ? AND unit = ?", (name, unit))
        sql = "INSERT INTO leaders (number, round, unit, sealed) VALUES (?, ?, ?, ?)"
        kept.run(sql, (random_id(), name, unit, sealed))


def leaders(kept: Connection, name: str) -> list[tuple[int, str, bytes]]:
    """Number, unit and sealed contact of each leader of a round."""
    return list(kept.run("SELECT number, unit, sealed FROM leaders WHERE round = ? ORDER BY unit", (name,)))


def opt_out(kept: Connection, mark: str) -> None:
    """No mail goes to the address behind this mark any more, from any round, for good."""
    with kept.write():
        kept.run("INSERT OR IGNORE INTO optouts VALUES (?)", (mark,))


def has_opted_out(kept: Connection, secret: bytes, address: str) -> bool:
    """Whether no mail may go to an address."""
    return kept.one("SELECT 1 FROM optouts WHERE address = ?", (address_mark(secret, address),)) is not None


def opted_out(kept: Connection) -> set[str]:
    """The marks of all addresses that no mail may go to."""
    return {mark for (mark,) in kept.run("SELECT address FROM optouts")}
