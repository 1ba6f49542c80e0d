"""Mailings, and how far each has come: who is waiting, who was reached, and what is in doubt.

A recipient is the number of an invitation, or of a leader. Numbers are random, so that their order tells nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from leadsurvey.responses.database import Connection
from leadsurvey.responses.seal import random_id

Kind = Literal["invitation", "reminder", "edition", "report"]
State = Literal["waiting", "sending", "sent", "refused", "doubt"]


@dataclass(frozen=True, slots=True)
class Mailing:
    """One kind of mail to some people, begun on a day."""

    id: int
    round: str
    kind: Kind
    day: str


@dataclass(frozen=True, slots=True)
class Mailable:
    """Somebody invited whom mail may reach now."""

    level: str
    sealed: bytes  # the contact


def begin(kept: Connection, name: str, kind: Kind, day: str, recipients: Iterable[int]) -> Mailing:
    """Keep that these are to get a mail; whoever got an invitation, or is about to, is given no second one."""
    mailing = Mailing(random_id(), name, kind, day)
    with kept.write():
        kept.run("INSERT INTO mailings VALUES (?, ?, ?, ?)", (mailing.id, name, kind, day))
        kept.run_all(
            "INSERT INTO mails (mailing, recipient) VALUES (?, ?)", ((mailing.id, each) for each in recipients)
        )
        if kind == "invitation":
            kept.run(_TWICE, (mailing.id, name))
    return mailing


def forget(kept: Connection, mailing: int) -> None:
    """Forget a mailing altogether."""
    with kept.write():
        kept.run("DELETE FROM mailings WHERE id = ?", (mailing,))


def forget_settled(kept: Connection, mailing: int) -> None:
    """Forget to whom mail of a mailing went, or could not go; what waits or is in doubt stays."""
    with kept.write():
        kept.run("DELETE FROM mails WHERE mailing = ? AND state IN ('sent', 'refused')", (mailing,))


def of_round(kept: Connection, name: str, kind: Kind | None = None) -> list[Mailing]:
    """The mailings of a round, the oldest first."""
    sql = "SELECT id, round, kind, day FROM mailings WHERE round = ?1 AND (?2 IS NULL OR kind = ?2) ORDER BY day, id"
    return [Mailing(*row) for row in kept.run(sql, (name, kind))]


def counts(kept: Connection, mailing: int) -> dict[State, int]:
    """How many mails of a mailing are in each state."""
    return dict(kept.run("SELECT state, count(*) FROM mails WHERE mailing = ? GROUP BY state", (mailing,)))


def recipients(kept: Connection, mailing: int, state: State) -> list[int]:
    """Those whose mail is in a state."""
    sql = "SELECT recipient FROM mails WHERE mailing = ? AND state = ? ORDER BY recipient"
    return [recipient for (recipient,) in kept.run(sql, (mailing, state))]


def take(kept: Connection, mailing: int, recipient: int) -> bool:
    """Keep that a mail is being sent now; False if it no longer waits."""
    sql = "UPDATE mails SET state = 'sending' WHERE mailing = ? AND recipient = ? AND state = 'waiting'"
    with kept.write():
        return kept.run(sql, (mailing, recipient)).rowcount == 1


def settle(kept: Connection, mailing: int, recipient: int, state: State) -> None:
    """Keep what became of a mail."""
    with kept.write():
        kept.run("UPDATE mails SET state = ? WHERE mailing = ? AND recipient = ?", (state, mailing, recipient))


def drop(kept: Connection, mailing: int, recipient: int) -> None:
    """Take somebody off a mailing."""
    with kept.write():
        kept.run("DELETE FROM mails WHERE mailing = ? AND recipient = ?", (mailing, recipient))


def settle_all(kept: Connection, mailing: int, before: State, after: State) -> int:
    """Move all mails of a mailing that are in one state into another; how many."""
    with kept.write():
        return kept.run("UPDATE mails SET state = ? WHERE mailing = ? AND state = ?", (after, mailing, before)).rowcount


def doubt_interrupted(kept: Connection) -> None:
    """What was being sent when a process died is in doubt; for whoever knows that nobody is sending."""
    with kept.write():
        kept.run("UPDATE mails SET state = 'doubt' WHERE state = 'sending'")


def uninvited(kept: Connection, name: str) -> Iterator[tuple[int, bytes]]:
    """Number and sealed contact of everyone who got no invitation by mail, answered or not."""
    return iter(kept.run(_REACHABLE.format(may="", is_mailed="NOT", state="<> 'refused'"), (name,)))


def unanswered(kept: Connection, name: str) -> Iterator[tuple[int, bytes]]:
    """Number and sealed contact of everyone who was invited by mail and has neither answered nor declined."""
    return iter(kept.run(_REACHABLE.format(may=_MAY_ANSWER, is_mailed="", state="= 'sent'"), (name,)))


def invited_by_mail(kept: Connection, name: str) -> Iterator[tuple[int, bytes]]:
    """Number and sealed contact of everyone who was invited by mail and can be reached, answered or not."""
    return iter(kept.run(_REACHABLE.format(may="", is_mailed="", state="= 'sent'"), (name,)))


def mailable(kept: Connection, number: int, kind: Kind) -> Mailable | None:
    """Somebody invited to whom no mail came back; of a reminder only if they may still answer."""
    sql = (
        "SELECT level, sealed FROM invitations JOIN contacts USING (number) "
        "WHERE number = ?1 AND (?2 <> 'reminder' OR invitations.state = 'open') AND contacts.state = 'reachable'"
    )
    row = kept.one(sql, (number, kind))
    return Mailable(*row) if row else None


def takes_answers(kept: Connection, name: str) -> bool:
    """Whether a round is open; a door that is shut keeps out only those without a link of their own."""
    return kept.one("SELECT 1 FROM rounds WHERE id = ? AND state = 'open'", (name,)) is not None


_MAY_ANSWER = "AND invitations.state = 'open'"
_REACHABLE = """
    SELECT number, sealed FROM invitations JOIN contacts USING (number)
    WHERE round = ?1 {may} AND contacts.state = 'reachable' AND {is_mailed} EXISTS (
        SELECT 1 FROM mailings CROSS JOIN mails ON mails.mailing = mailings.id AND mails.recipient = number
        WHERE mailings.round = ?1 AND mailings.kind = 'invitation' AND mails.state {state}
    )"""
_TWICE = """
    DELETE FROM mails WHERE mailing = ?1 AND recipient IN (
        SELECT recipient FROM mailings JOIN mails ON mails.mailing = mailings.id
        WHERE mailings.round = ?2 AND mailings.kind = 'invitation' AND mailings.id <> ?1 AND mails.state <> 'refused'
    )"""
