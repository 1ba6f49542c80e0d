"""The only SQL: rounds, invitations, drafts, sealed answers, responses and releases.

Nothing above knows SQLite. Who was invited and what was answered meet in no row, order or clock.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from sqlite_utils import Database

from leadsurvey.responses.database import Connection, StorageError, told
from leadsurvey.responses.seal import TokenHash, random_id
from leadsurvey.whole import whole

State = Literal["open", "closing", "closed"]
Door = Literal["open", "shut"]
_OF_A_ROUND = (
    *("drafts", "invitations", "leaders", "mailings", "tallies", "routes", "jobs", "draws"),
    *("sealed", "entered_files", "responses", "comments", "extras", "research", "releases"),
)


_OF_PEOPLE = {  # what points at others goes before them
    "drafts": "round = ?",
    "contacts": "number IN (SELECT number FROM invitations WHERE round = ?)",
    "invitations": "round = ?",
    "leaders": "round = ?",
    "mails": "mailing IN (SELECT id FROM mailings WHERE round = ?)",
    "mailings": "round = ?",
    "tallies": "round = ?",
    "jobs": "round = ?",
}
_NOT_BACKED_UP = (
    *("drafts", "contacts", "invitations", "leaders", "mails", "mailings", "tallies", "routes", "optouts"),
    *("sealed", "draws", "entered_files", "sessions", "roles", "users", "jobs"),
)


@dataclass(frozen=True)
class KnownRound:
    """How a round stands, without its text: hundreds of kilobytes that are read once and known by their fingerprint."""

    id: str
    state: State
    fingerprint: str
    public_key: bytes
    door: Door  # for people without a link of their own


@dataclass(frozen=True)
class StoredRound:
    """A round as it was frozen at opening."""

    id: str
    state: State
    frozen: str
    fingerprint: str
    public_key: bytes


@dataclass(frozen=True, slots=True)
class Invitation:
    """The right to answer once; knows nothing of the answers."""

    number: int
    round: str
    token_hash: TokenHash
    unit: str | None
    level: str | None
    state: Literal["open", "answered", "declined"] = "open"
    person: str | None = None


class Store(Connection):
    """What is kept of rounds and answers; use it in one thread at a time, as a context."""

    # Rounds

    def add_round(self, stored: StoredRound) -> None:
        """Keep a round that is opened now."""
        with self.write():
            self.run(
                "INSERT INTO rounds (id, state, frozen, fingerprint, public_key) VALUES (?, ?, ?, ?, ?)",
                (stored.id, stored.state, stored.frozen, stored.fingerprint, stored.public_key),
            )

    def round(self, name: str) -> StoredRound | None:
        """The round of this name."""
        row = self.one("SELECT id, state, frozen, fingerprint, public_key FROM rounds WHERE id = ?", (name,))
        return StoredRound(*row) if row else None

    def known(self, name: str) -> KnownRound | None:
        """How the round of this name stands."""
        row = self.one("SELECT id, state, fingerprint, public_key, door FROM rounds WHERE id = ?", (name,))
        return KnownRound(*row) if row else None

    def frozen(self, name: str) -> str:
        """The text of a round that is known."""
        text: str = self.one("SELECT frozen FROM rounds WHERE id = ?", (name,))[0]
        return text

    def amend(self, name: str, frozen: str, fingerprint: str) -> None:
        """Keep an open round in another wording."""
        with self.write():
            sql = "UPDATE rounds SET frozen = ?, fingerprint = ? WHERE id = ? AND state = 'open'"
            self.run(sql, (frozen, fingerprint, name))

    def rounds(self) -> list[str]:
        """The names of all rounds."""
        return [name for (name,) in self.run("SELECT id FROM rounds ORDER BY id")]

    def forget(self, name: str) -> None:
        """Forget a round and all that is kept of it; what organisers did stays in the audit log."""
        with self.write():
            self.owe_rebuild()
            for table in _OF_A_ROUND:  # what points at others goes before them
                self.run(f"DELETE FROM {table} WHERE round = ?", (name,))  # noqa: S608 - a name of our own table
            self.run("DELETE FROM rounds WHERE id = ?", (name,))

    # Invitations and drafts

    def invite(self, wanted: Sequence[Invitation]) -> list[Invitation]:
        """Keep invitations, all or none; in place of each, the one there already if this person was invited before."""
        sql = (
            "INSERT INTO invitations (number, round, token_hash, unit, level, state, person) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (round, person) DO NOTHING"
        )
        with self.write():
            added = self.run_all(sql, map(_row, wanted))
            if added == len(wanted):
                return list(wanted)
            return [self.invitation(each.token_hash) or self._known(each) for each in wanted]

    def _known(self, wanted: Invitation) -> Invitation:
        """The invitation that was in the way of this one."""
        return self.invitation_of(wanted.round, wanted.person) or wanted

    def invitation_of(self, name: str, person: str | None) -> Invitation | None:
        """The invitation of a person to a round, known by their keyed mark."""
        return self._invitation("round = ? AND person = ?", (name, person))

    def move(self, number: int, unit: str, level: str) -> None:
        """Keep that somebody stands elsewhere."""
        with self.write():
            self.run("UPDATE invitations SET unit = ?, level = ? WHERE number = ?", (unit, level, number))

    def renumber(self, known: Invitation, number: int, token: TokenHash, draft: bytes | None) -> None:
        """Give an invitation another number and link, and all that hangs on them; `draft` is sealed for the new one."""
        with self.write():
            self.run("PRAGMA defer_foreign_keys=ON").fetchall()
            self._drop_draft(known.token_hash)
            sql = "UPDATE invitations SET number = ?, token_hash = ? WHERE number = ?"
            self.run(sql, (number, token, known.number))
            self.run("UPDATE contacts SET number = ? WHERE number = ?", (number, known.number))
            self.run("UPDATE mails SET recipient = ? WHERE recipient = ?", (number, known.number))
            if draft is not None:
                self.run("INSERT INTO drafts VALUES (?, ?, ?)", (token, known.round, draft))

    def invited(self, name: str) -> list[tuple[str, str, int]]:
        """How many people of each unit and level have a personal invitation."""
        sql = "SELECT unit, level, count(*) FROM invitations WHERE round = ? AND level IS NOT NULL GROUP BY unit, level"
        return list(self.run(sql, (name,)))

    def invitation(self, token: TokenHash) -> Invitation | None:
        """The invitation that a link stands for."""
        return self._invitation("token_hash = ?", (token,))

    def linked(self, token: TokenHash) -> tuple[Invitation, KnownRound, bytes | None] | None:
        """All that a link leads to: the invitation, how its round stands, and the sealed draft."""
        row = self.one(
            "SELECT number, round, i.token_hash, unit, level, i.state, person, "
            "r.id, r.state, fingerprint, public_key, door, "
            "(SELECT sealed FROM drafts d WHERE d.token_hash = i.token_hash) "
            "FROM invitations i JOIN rounds r ON r.id = i.round WHERE i.token_hash = ?",
            (token,),
        )
        return (Invitation(*row[:7]), KnownRound(*row[7:12]), row[12]) if row else None

    def draft(self, token: TokenHash) -> bytes | None:
        """The sealed draft of a link."""
        row = self.one("SELECT sealed FROM drafts WHERE token_hash = ?", (token,))
        return row[0] if row else None

    def save_draft(self, invitation: Invitation, sealed: bytes) -> None:
        """Keep a draft in place of the one before; someone who had declined is taking part again."""
        with self.write():
            self._set_state(invitation.token_hash, "open")
            self.run(
                "INSERT INTO drafts VALUES (?, ?, ?) ON CONFLICT (token_hash) DO UPDATE SET sealed = excluded.sealed",
                (invitation.token_hash, invitation.round, sealed),
            )

    def draws(self, name: str) -> bytes | None:
        """What chance has yet to deal in a round, sealed."""
        row = self.one("SELECT sealed FROM draws WHERE round = ?", (name,))
        return row[0] if row else None

    def save_draws(self, name: str, sealed: bytes) -> None:
        """Keep what chance has yet to deal."""
        with self.write():
            self.run(
                "INSERT INTO draws VALUES (?, ?) ON CONFLICT (round) DO UPDATE SET sealed = excluded.sealed",
                (name, sealed),
            )

    def submit(self, invitation: Invitation, box: bytes) -> None:
        """Replace the draft by sealed answers and mark the invitation answered, together or not at all."""
        with self.write():
            self._drop_draft(invitation.token_hash)
            self._set_state(invitation.token_hash, "answered")
            self._add_sealed(invitation.round, [box])

    def decline(self, invitation: Invitation) -> None:
        """Keep that this person would rather not take part, and forget the draft."""
        with self.write():
            self._drop_draft(invitation.token_hash)
            self._set_state(invitation.token_hash, "declined")

    def holds_people(self, name: str) -> bool:
        """Whether anything is kept of those who were invited to a round, or lead its units."""
        sql = "SELECT 1 FROM invitations WHERE round = ?1 UNION ALL SELECT 1 FROM leaders WHERE round = ?1 LIMIT 1"
        return self.one(sql, (name,)) is not None

    def erase_people(self, name: str) -> dict[str, int]:
        """Forget who was invited to a round and how they are reached; answers that were sent stay.

        How many rows of each table there were.
        """
        counts = {}
        self.expect_many()  # half a million people go in seconds then: others wait for this lock
        with self.write():
            self.owe_rebuild()
            for table, where in _OF_PEOPLE.items():
                sql = f"SELECT count(*) FROM {table} WHERE {where}"  # noqa: S608 - texts of this module
                (counts[table],) = self.one(sql, (name,))
            for table, where in _OF_PEOPLE.items():
                self.run(f"DELETE FROM {table} WHERE {where}", (name,))  # noqa: S608 - texts of this module
        return counts

    # Answers

    def enter(self, name: str, mark: str, boxes: list[bytes]) -> bool:
        """Keep sealed answers from a file; False, and nothing kept, if this very file was entered before."""
        with self.write():
            if self.one("SELECT 1 FROM entered_files WHERE round = ? AND mark = ?", (name, mark)):
                return False
            self.run("INSERT INTO entered_files VALUES (?, ?)", (name, mark))
            self._add_sealed(name, boxes)
            return True

    def start_closing(self, name: str) -> None:
        """From now on no answer is taken; a close that was interrupted goes on from here."""
        with self.write():
            self.run("UPDATE rounds SET state = 'closing' WHERE id = ? AND state = 'open'", (name,))

    def sealed(self, name: str) -> list[bytes]:
        """The sealed answers of a round."""
        return [box for (box,) in self.run("SELECT box FROM sealed WHERE round = ?", (name,))]

    def finish_closing(
        self,
        name: str,
        responses: Iterable[tuple[int, bytes]],
        comments: Iterable[tuple[str, str]],
        sha256: str,
        findings: str,
    ) -> None:
        """Put all responses and (question, comment) in at once with their release, and drop what they came from."""
        with self.write():
            for place, row in responses:
                self.run("INSERT INTO responses VALUES (?, ?, ?, ?)", (random_id(), name, place, row))
            for question, text in comments:
                self.run(
                    "INSERT INTO comments (id, round, question, text) VALUES (?, ?, ?, ?)",
                    (random_id(), name, question, text),
                )
            self.run("INSERT INTO releases VALUES (?, ?, ?)", (name, sha256, findings))
            self.run("DELETE FROM sealed WHERE round = ?", (name,))
            self.run("DELETE FROM drafts WHERE round = ?", (name,))
            self.run("DELETE FROM entered_files WHERE round = ?", (name,))
            self.run("DELETE FROM draws WHERE round = ?", (name,))
            self.run("UPDATE rounds SET state = 'closed' WHERE id = ?", (name,))

    def back_up(self, path: Path, name: str) -> None:
        """Write a copy of the database without free pages, and prove that it holds every response of the round.

        Nothing of people goes into it, whatever their round: they are promised to be erased, and a copy would keep
        them. Nor do answers that are still sealed, or accounts.
        """
        with told(path), whole(path, private=True) as draft:
            self.run("VACUUM INTO ?", (str(draft),))
            copy = Database(draft)
            count = "SELECT count(*), total(length(answers)) FROM responses WHERE round = ?"
            same = copy.execute(count, (name,)).fetchone() == self.one(count, (name,))
            copy.execute("PRAGMA foreign_keys=ON")
            for table in _NOT_BACKED_UP:  # what points at others goes before them
                copy.execute(f"DELETE FROM {table}")  # noqa: S608 - a name of our own table
            copy.conn.commit()
            copy.execute("VACUUM")
            sound = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            copy.close()
            if not (same and sound):
                raise StorageError(f"the backup {path} does not hold what the database holds; the key is kept")

    def responses(self, name: str) -> tuple[list[int], bytes]:
        """The place of each response, and their rows of int8 codes one after the other."""
        found = self.run("SELECT place, answers FROM responses WHERE round = ? ORDER BY id", (name,))
        places: list[int] = []
        rows = bytearray()  # a million rows need not lie in memory one by one
        for place, answers in found:
            places.append(place)
            rows += answers
        return places, bytes(rows)

    def comments(self, name: str) -> list[tuple[str, str]]:
        """The question and text of every comment of a closed round."""
        return list(self.run("SELECT question, text FROM comments WHERE round = ? ORDER BY id", (name,)))

    def release(self, name: str) -> tuple[str, str] | None:
        """The hash and the canonical findings of a closed round."""
        row = self.one("SELECT sha256, findings FROM releases WHERE round = ?", (name,))
        return (row[0], row[1]) if row else None

    def add_extra(self, name: str, sha256: str, unit: str) -> None:
        """Keep what was told of a closed round after its release."""
        with self.write():
            (number,) = self.one("SELECT count(*) + 1 FROM extras WHERE round = ?", (name,))
            self.run("INSERT INTO extras VALUES (?, ?, ?, ?)", (name, number, sha256, unit))

    def extras(self, name: str) -> list[tuple[str, str]]:
        """The hash and text of each, in the order in which they were told."""
        return list(self.run("SELECT sha256, unit FROM extras WHERE round = ? ORDER BY number", (name,)))

    def add_research(self, name: str, sha256: str, day: str) -> None:
        """Keep that a research file was made of a closed round."""
        with self.write():
            self.run("INSERT INTO research VALUES (?, ?, ?)", (name, sha256, day))

    def research(self, name: str) -> tuple[str, str] | None:
        """The hash of a round's research file, and the day on which it was first made."""
        row = self.one("SELECT sha256, day FROM research WHERE round = ?", (name,))
        return (row[0], row[1]) if row else None

    def _invitation(self, where: str, values: tuple[Any, ...]) -> Invitation | None:
        # `where` is one of the two constants of this class, never a value
        row = self.one(
            f"SELECT number, round, token_hash, unit, level, state, person FROM invitations WHERE {where}",  # noqa: S608
            values,
        )
        return Invitation(*row) if row else None

    def _set_state(self, token: TokenHash, state: str) -> None:
        self.run("UPDATE invitations SET state = ? WHERE token_hash = ?", (state, token))

    def _drop_draft(self, token: TokenHash) -> None:
        self.run("DELETE FROM drafts WHERE token_hash = ?", (token,))

    def _add_sealed(self, name: str, boxes: list[bytes]) -> None:
        for box in boxes:
            self.run("INSERT INTO sealed VALUES (?, ?, ?)", (random_id(), name, box))


def _row(invitation: Invitation) -> tuple[object, ...]:
    """An invitation as its row."""
    known = (invitation.number, invitation.round, invitation.token_hash, invitation.unit, invitation.level)
    return (*known, invitation.state, invitation.person)
