"""The only SQL: rounds, invitations, drafts, sealed answers, responses and releases.

Nothing above knows SQLite. Who was invited and what was answered meet in no row, order or clock.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from sqlite_utils import Database

from leadsurvey.responses.seal import TokenHash, random_id
from leadsurvey.responses.tables import migrations

State = Literal["open", "closing", "closed"]
WAIT_SECONDS = 15


class StorageError(Exception):
    """The database could not do what was asked; nothing of it was done."""


@dataclass(frozen=True)
class KnownRound:
    """How a round stands, without its text: hundreds of kilobytes that are read once and known by their fingerprint."""

    id: str
    state: State
    fingerprint: str
    public_key: bytes


@dataclass(frozen=True)
class StoredRound:
    """A round as it was frozen at opening."""

    id: str
    state: State
    frozen: str
    fingerprint: str
    public_key: bytes


@dataclass(frozen=True)
class Invitation:
    """The right to answer once; knows nothing of the answers."""

    number: int
    round: str
    token_hash: TokenHash
    unit: str | None
    level: str | None
    state: Literal["open", "answered", "declined"] = "open"
    person: str | None = None


class Store:
    """One connection to the database file; use it in one thread at a time, as a context."""

    def __init__(self, path: Path, *, create: bool = True) -> None:
        if not create and not path.is_file():  # a mistyped folder must not become a new, empty database
            raise StorageError(f"no database in {path.parent}: name its folder with --data, or open a round first")
        with _told(path):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            connection = sqlite3.connect(path, timeout=WAIT_SECONDS, check_same_thread=False)
            self._db = Database(connection)
            self._path = path
            for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
                self._db.execute(f"PRAGMA {pragma}").fetchall()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def migrate(self) -> None:
        """Bring the file and its tables up to date; safe to call from several processes at once."""
        self._run("PRAGMA journal_mode=WAL")  # kept in the file
        with self.write():
            migrations.apply(self._db)
        self._path.chmod(0o600)

    @contextmanager
    def write(self) -> Iterator[None]:
        """One transaction that takes the write lock at once, so that what is read in it stays true; can be nested."""
        with _told(self._path):
            if self._db.conn.in_transaction:
                with self._db.atomic():
                    yield
                return
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.rollback()
                raise
            else:
                self._db.commit()

    # Rounds

    def add_round(self, stored: StoredRound) -> None:
        """Keep a round that is opened now."""
        with self.write():
            self._run(
                "INSERT INTO rounds VALUES (?, ?, ?, ?, ?)",
                (stored.id, stored.state, stored.frozen, stored.fingerprint, stored.public_key),
            )

    def round(self, name: str) -> StoredRound | None:
        """The round of this name."""
        row = self._one("SELECT id, state, frozen, fingerprint, public_key FROM rounds WHERE id = ?", (name,))
        return StoredRound(*row) if row else None

    def known(self, name: str) -> KnownRound | None:
        """How the round of this name stands."""
        row = self._one("SELECT id, state, fingerprint, public_key FROM rounds WHERE id = ?", (name,))
        return KnownRound(*row) if row else None

    def frozen(self, name: str) -> str:
        """The text of a round that is known."""
        text: str = self._one("SELECT frozen FROM rounds WHERE id = ?", (name,))[0]
        return text

    def rounds(self) -> list[str]:
        """The names of all rounds."""
        return [name for (name,) in self._run("SELECT id FROM rounds ORDER BY id")]

    # Invitations and drafts

    def invite(self, invitation: Invitation) -> Invitation:
        """Keep an invitation; the one there already, if this person was invited before."""
        with self.write():
            known = self._invitation("round = ? AND person = ?", (invitation.round, invitation.person))
            if known is not None:
                return known
            self._run(
                "INSERT INTO invitations (number, round, token_hash, unit, level, state, person) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    invitation.number,
                    invitation.round,
                    invitation.token_hash,
                    invitation.unit,
                    invitation.level,
                    invitation.state,
                    invitation.person,
                ),
            )
            return invitation

    def invited(self, name: str) -> list[tuple[str, str]]:
        """The unit and level of everyone with a personal invitation."""
        sql = "SELECT unit, level FROM invitations WHERE round = ? AND level IS NOT NULL"
        return [(unit, level) for unit, level in self._run(sql, (name,))]

    def invitation(self, token: TokenHash) -> Invitation | None:
        """The invitation that a link stands for."""
        return self._invitation("token_hash = ?", (token,))

    def draft(self, token: TokenHash) -> bytes | None:
        """The sealed draft of a link."""
        row = self._one("SELECT sealed FROM drafts WHERE token_hash = ?", (token,))
        return row[0] if row else None

    def save_draft(self, invitation: Invitation, sealed: bytes) -> None:
        """Keep a draft in place of the one before; someone who had declined is taking part again."""
        with self.write():
            self._set_state(invitation.token_hash, "open")
            self._run(
                "INSERT INTO drafts VALUES (?, ?, ?) ON CONFLICT (token_hash) DO UPDATE SET sealed = excluded.sealed",
                (invitation.token_hash, invitation.round, sealed),
            )

    def draws(self, name: str) -> bytes | None:
        """What chance has yet to deal in a round, sealed."""
        row = self._one("SELECT sealed FROM draws WHERE round = ?", (name,))
        return row[0] if row else None

    def save_draws(self, name: str, sealed: bytes) -> None:
        """Keep what chance has yet to deal."""
        with self.write():
            self._run(
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

    def erase_invitations(self, name: str) -> int:
        """Forget who was invited to a round, with their drafts; answers that were sent stay. How many there were."""
        with self.write():
            return self._run("DELETE FROM invitations WHERE round = ?", (name,)).rowcount

    # Answers

    def enter(self, name: str, mark: str, boxes: list[bytes]) -> bool:
        """Keep sealed answers from a file; False, and nothing kept, if this very file was entered before."""
        with self.write():
            if self._one("SELECT 1 FROM entered_files WHERE round = ? AND mark = ?", (name, mark)):
                return False
            self._run("INSERT INTO entered_files VALUES (?, ?)", (name, mark))
            self._add_sealed(name, boxes)
            return True

    def start_closing(self, name: str) -> None:
        """From now on no answer is taken; a close that was interrupted goes on from here."""
        with self.write():
            self._run("UPDATE rounds SET state = 'closing' WHERE id = ? AND state = 'open'", (name,))

    def sealed(self, name: str) -> list[bytes]:
        """The sealed answers of a round."""
        return [box for (box,) in self._run("SELECT box FROM sealed WHERE round = ?", (name,))]

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
                self._run("INSERT INTO responses VALUES (?, ?, ?, ?)", (random_id(), name, place, row))
            for question, text in comments:
                self._run("INSERT INTO comments VALUES (?, ?, ?, ?)", (random_id(), name, question, text))
            self._run("INSERT INTO releases VALUES (?, ?, ?)", (name, sha256, findings))
            self._run("DELETE FROM sealed WHERE round = ?", (name,))
            self._run("DELETE FROM drafts WHERE round = ?", (name,))
            self._run("DELETE FROM entered_files WHERE round = ?", (name,))
            self._run("DELETE FROM draws WHERE round = ?", (name,))
            self._run("UPDATE rounds SET state = 'closed' WHERE id = ?", (name,))

    def rebuild(self) -> None:
        """Write the file anew, without free pages, and empty the write-ahead log."""
        with _told(self._path):
            self._run("VACUUM")
            (is_busy, *_) = self._one("PRAGMA wal_checkpoint(TRUNCATE)", ())
        if is_busy:
            raise StorageError(
                f"{self._path}: another program is reading; earlier pages are still in its log. Try again"
            )

    def back_up(self, path: Path, name: str) -> None:
        """Write a copy of the database without free pages, and prove that it holds every response of the round.

        The round's invitations stay out: they are promised to be erased, and a copy would keep them.
        """
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_suffix(".part")
        draft.unlink(missing_ok=True)
        with _told(path):
            self._run("VACUUM INTO ?", (str(draft),))
            copy = Database(draft)
            count = "SELECT count(*), total(length(answers)) FROM responses WHERE round = ?"
            same = copy.execute(count, (name,)).fetchone() == self._one(count, (name,))
            copy.execute("DELETE FROM invitations WHERE round = ?", (name,))
            copy.conn.commit()
            copy.execute("VACUUM")
            sound = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            copy.close()
        if not (same and sound):
            raise StorageError(f"the backup {draft} does not hold what the database holds; the key is kept")
        draft.chmod(0o600)
        draft.replace(path)

    def responses(self, name: str) -> tuple[list[int], bytes]:
        """The place of each response, and their rows of int8 codes one after the other."""
        found = list(self._run("SELECT place, answers FROM responses WHERE round = ? ORDER BY id", (name,)))
        return [place for place, _ in found], b"".join(row for _, row in found)

    def comments(self, name: str) -> list[tuple[str, str]]:
        """The question and text of every comment of a closed round."""
        return list(self._run("SELECT question, text FROM comments WHERE round = ? ORDER BY id", (name,)))

    def release(self, name: str) -> tuple[str, str] | None:
        """The hash and the canonical findings of a closed round."""
        row = self._one("SELECT sha256, findings FROM releases WHERE round = ?", (name,))
        return (row[0], row[1]) if row else None

    def add_extra(self, name: str, sha256: str, unit: str) -> None:
        """Keep what was told of a closed round after its release."""
        with self.write():
            (number,) = self._one("SELECT count(*) + 1 FROM extras WHERE round = ?", (name,))
            self._run("INSERT INTO extras VALUES (?, ?, ?, ?)", (name, number, sha256, unit))

    def extras(self, name: str) -> list[tuple[str, str]]:
        """The hash and text of each, in the order in which they were told."""
        return list(self._run("SELECT sha256, unit FROM extras WHERE round = ? ORDER BY number", (name,)))

    def _invitation(self, where: str, values: tuple[Any, ...]) -> Invitation | None:
        # `where` is one of the two constants above, never a value
        row = self._one(
            f"SELECT number, round, token_hash, unit, level, state, person FROM invitations WHERE {where}",  # noqa: S608
            values,
        )
        return Invitation(*row) if row else None

    def _set_state(self, token: TokenHash, state: str) -> None:
        self._run("UPDATE invitations SET state = ? WHERE token_hash = ?", (state, token))

    def _drop_draft(self, token: TokenHash) -> None:
        self._run("DELETE FROM drafts WHERE token_hash = ?", (token,))

    def _add_sealed(self, name: str, boxes: list[bytes]) -> None:
        for box in boxes:
            self._run("INSERT INTO sealed VALUES (?, ?, ?)", (random_id(), name, box))

    def _run(self, sql: str, values: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        with _told(self._path):
            return self._db.execute(sql, values)

    def _one(self, sql: str, values: tuple[Any, ...]) -> Any:
        return self._run(sql, values).fetchone()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what SQLite or the system says into a sentence with a cure."""
    try:
        yield
    except sqlite3.Error as error:
        raise StorageError(f"{path}: {error}; nothing was changed. {_cure(str(error))}") from error
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}; nothing was changed. {_cure(str(error))}") from error


def _cure(error: str) -> str:
    cures = {
        "full": "Free some disk space and try again",
        "No space": "Free some disk space and try again",
        "disk I/O": "Check that the disk is sound and has room, then try again",
        "readonly": "Make the data folder writable for this user",
        "Read-only": "Make the data folder writable",
        "denied": "Give this user the right to use the data folder",
        "unable to open": "Check that the data folder exists and may be written",
        "locked": "Another command is writing: try again in a moment",
        "not a database": "This is not a leadsurvey database: name another data folder",
    }
    return next((cure for words, cure in cures.items() if words in error), "Try again, or restore a backup")
