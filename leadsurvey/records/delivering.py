"""Reports and what is told to all: who is to get a mail, and who got one."""

from collections.abc import Iterator

from leadsurvey.records.mailings import State
from leadsurvey.responses.database import Connection


def leader(kept: Connection, name: str, unit: str, number: int) -> bytes | None:
    """The sealed contact of the leader of a unit; None if this number is no longer theirs."""
    row = kept.one("SELECT sealed FROM leaders WHERE number = ? AND round = ? AND unit = ?", (number, name, unit))
    return row[0] if row else None


def is_leader(kept: Connection, number: int) -> bool:
    """Whether this is still the number of somebody who leads."""
    return kept.one("SELECT 1 FROM leaders WHERE number = ?", (number,)) is not None


def reported(kept: Connection, name: str) -> set[int]:
    """The numbers of leaders who got a mail with their report, may have got one, or wait for one."""
    sql = (
        "SELECT recipient FROM mailings CROSS JOIN mails ON mails.mailing = mailings.id "
        "WHERE round = ? AND kind = 'report' AND state <> 'refused'"
    )
    return {number for (number,) in kept.run(sql, (name,))}


def states(kept: Connection, mailing: int) -> dict[int, State]:
    """Every recipient of a mailing, and how their mail stands."""
    return dict(kept.run("SELECT recipient, state FROM mails WHERE mailing = ?", (mailing,)))


def untold(kept: Connection, name: str) -> Iterator[tuple[int, bytes]]:
    """Number and sealed contact of everyone invited, answered or not, whom no mail told what came of it."""
    sql = """
        SELECT number, sealed FROM contacts JOIN invitations USING (number)
        WHERE round = ?1 AND contacts.state = 'reachable' AND NOT EXISTS (
            SELECT 1 FROM mailings CROSS JOIN mails ON mails.mailing = mailings.id AND mails.recipient = number
            WHERE mailings.round = ?1 AND mailings.kind = 'edition'
        )"""
    return iter(kept.run(sql, (name,)))


def reachable(kept: Connection, number: int) -> bytes | None:
    """The sealed contact of somebody invited, if no mail to them came back."""
    row = kept.one("SELECT sealed FROM contacts WHERE number = ? AND state = 'reachable'", (number,))
    return row[0] if row else None


def has_contacts(kept: Connection, name: str) -> bool:
    """Whether it is still known how anybody invited to a round is reached."""
    sql = "SELECT 1 FROM contacts JOIN invitations USING (number) WHERE round = ? LIMIT 1"
    return kept.one(sql, (name,)) is not None
