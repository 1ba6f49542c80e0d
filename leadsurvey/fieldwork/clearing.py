"""Where people of a round are kept beside the database: cleared, and searched for what was left."""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from leadsurvey import whole
from leadsurvey.records.traces import Marks
from leadsurvey.responses.database import StorageError
from leadsurvey.responses.store import Store


class Folders(Protocol):
    """Where an installation keeps what points at people; its settings are one."""

    @property
    def data(self) -> Path: ...  # noqa: D102
    @property
    def database(self) -> Path: ...  # noqa: D102
    @property
    def keys(self) -> Path: ...  # noqa: D102
    @property
    def backups(self) -> Path: ...  # noqa: D102
    @property
    def certificates(self) -> Path: ...  # noqa: D102
    @property
    def uploads(self) -> Path: ...  # noqa: D102
    def links(self, survey: str) -> Path: ...  # noqa: D102
    def letters(self, survey: str) -> Path: ...  # noqa: D102
    def keyed(self, survey: str) -> Path: ...  # noqa: D102
    def reports(self, survey: str) -> Path: ...  # noqa: D102


@dataclass
class Cleared:
    """What became of files."""

    gone: list[str] = field(default_factory=list)  # deleted, or freed of people
    left: set[str] = field(default_factory=set)  # which could not be freed


@contextmanager
def alone(folders: Folders) -> Iterator[None]:
    """Be the only process that erases here; waits for who is before. The lock goes with the process that holds it."""
    handle = os.open(folders.data / "erasing.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def clear(folders: Folders, name: str) -> Cleared:
    """Delete the files of a round that point at people, and take its people out of the copies made here."""
    cleared = Cleared()
    halves = [*whole.halves(folders.links(name)), *folders.backups.glob(f"*{whole.HALF}*")]  # they may hold everybody
    for path in (folders.links(name), folders.letters(name), folders.keyed(name), *halves):
        if delete(path):
            cleared.gone.append(_called(folders, path))
    for path in copies(folders):
        try:
            with Store(path, create=False) as copy:
                copy.migrate()
                if copy.holds_people(name):
                    copy.erase_people(name)
                    cleared.gone.append(f"{_called(folders, path)} (taken out)")
                copy.finish_erasing()
        except StorageError:  # no database, a damaged one, or one of a newer version
            cleared.left.add(_called(folders, path))
    return cleared


def delete(path: Path) -> bool:
    """Delete a file or a folder; False if there is none."""
    if path.is_dir():
        shutil.rmtree(path)
        return True
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    return True


def copies(folders: Folders) -> list[Path]:
    """The copies of the database that this installation made."""
    return sorted(folders.backups.glob("*.db"))


def beside(folders: Folders, others: Iterable[str]) -> list[Path]:
    """The files of an installation beside its database.

    Left out is what other rounds need, and tables that were just sent to the desk: they may name the same people.
    """
    theirs = {place(other) for other in others for place in (folders.links, folders.letters, folders.keyed)}
    theirs.add(folders.uploads)
    every = (path for path in folders.data.rglob("*") if path.is_file() and not theirs & {path, *path.parents})
    return [path for path in every if path not in of_database(folders)]


def of_database(folders: Folders) -> list[Path]:
    """The database with its log, its index of the log, and what a crash may have left of a change."""
    return sorted(folders.database.parent.glob(f"{folders.database.name}*"))


def look(folders: Folders, files: Iterable[Path], marks: Marks) -> set[str]:
    """Those of the files in which a mark stands."""
    return {_called(folders, path) for path in files if marks.stand_in(path)}


def _called(folders: Folders, path: Path) -> str:
    return str(path.relative_to(folders.data) if path.is_relative_to(folders.data) else path)
