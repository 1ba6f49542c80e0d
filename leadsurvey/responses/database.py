"""A connection to the database file: transactions that take the lock at once, and faults told with their cure."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlite_utils import Database

from leadsurvey.responses.tables import migrations

WAIT_SECONDS = 15
ROOM_KB = 128 * 1024  # of memory, where very many rows are written at once


class StorageError(Exception):
    """The database could not do what was asked; nothing of it was done."""


class Connection:
    """One connection to the database file; use it in one thread at a time, as a context."""

    def __init__(self, path: Path, *, create: bool = True) -> None:
        if not create and not path.is_file():  # a mistyped folder must not become a new, empty database
            raise StorageError(f"no database in {path.parent}: name its folder with --data, or open a round first")
        with told(path):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            connection = sqlite3.connect(path, timeout=WAIT_SECONDS, check_same_thread=False)
            self.db = Database(connection)
            self.path = path
            for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
                self.db.execute(f"PRAGMA {pragma}").fetchall()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    def migrate(self) -> None:
        """Bring the file and its tables up to date; safe to call from several processes at once.

        StorageError if a newer version of this program has written the file.
        """
        with told(self.path):
            self._refuse_newer()
        self.run("PRAGMA journal_mode=WAL")  # kept in the file
        with self.write():
            migrations.apply(self.db)
        self.path.chmod(0o600)

    def _refuse_newer(self) -> None:
        with closing(Database(memory=True)) as empty:
            known = {each.name for each in migrations.pending(empty)}
        if newer := [each.name for each in migrations.applied(self.db) if each.name not in known]:
            raise StorageError(f"{self.path} was written by a newer leadsurvey ({newer[0]}); upgrade this one first")

    @contextmanager
    def write(self) -> Iterator[None]:
        """One transaction that takes the write lock at once, so that what is read in it stays true; can be nested."""
        with told(self.path):
            if self.db.conn.in_transaction:
                with self.db.atomic():
                    yield
                return
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.db.commit()
            except BaseException:  # a commit that fails as well: the next to use this connection must not find it begun
                self.db.rollback()
                raise

    def rebuild(self) -> None:
        """Write the file anew, without free pages, and empty the write-ahead log."""
        with told(self.path):
            self.run("VACUUM")
        if not self.empty_log():
            raise StorageError(
                f"{self.path}: another program is reading; earlier pages are still in its log. Try again"
            )
        if self._owes_rebuild():
            self.run("PRAGMA user_version=0")
            self.empty_log()

    def owe_rebuild(self) -> None:
        """Keep, in the transaction that deletes, that the file has still to be written anew, whatever happens then."""
        self.run("PRAGMA user_version=1")

    def finish_erasing(self) -> bool:
        """Write the file anew if something was deleted and that was cut off; False if it was not."""
        if not self._owes_rebuild():
            return False
        self.rebuild()
        return True

    def _owes_rebuild(self) -> bool:
        return bool(self.one("PRAGMA user_version") != (0,))

    def empty_log(self) -> bool:
        """Let nothing that was deleted stay in the write-ahead log; False while another program reads."""
        return bool(self.one("PRAGMA wal_checkpoint(TRUNCATE)")[0] == 0)

    def run(self, sql: str, values: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        """Run one statement."""
        with told(self.path):
            return self.db.execute(sql, values)

    def is_sound(self) -> bool:
        """Whether SQLite finds no damage in the file."""
        return bool(self.one("PRAGMA quick_check") == ("ok",))

    def copy(self, path: Path) -> None:
        """Write a whole copy into an empty file, without what was deleted, while others read and write."""
        self.run("VACUUM INTO ?", (str(path),))
        with told(path), closing(Database(path).conn) as copy:
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise StorageError(f"{path}: the copy is not sound; try again, or use another disk")

    def expect_many(self) -> None:
        """Give this connection room for very many rows, whose keys come in random order."""
        self.run(f"PRAGMA cache_size=-{ROOM_KB}").fetchall()

    def run_all(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> int:
        """Run one statement for many rows, all or none; how many rows of the table it made or changed."""
        with self.write(), told(self.path):
            return self.db.conn.executemany(sql, rows).rowcount

    def one(self, sql: str, values: tuple[Any, ...] = ()) -> Any:
        """The first row of what a statement finds, or None."""
        return self.run(sql, values).fetchone()


@contextmanager
def told(path: Path) -> Iterator[None]:
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
        "malformed": "The file is damaged: stop the server, and restore the last backup",
        "not a database": "This is not a leadsurvey database: name another data folder",
    }
    return next((cure for words, cure in cures.items() if words in error), "Try again, or restore a backup")
