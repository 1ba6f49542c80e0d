"""A command that counts the steps by which it changes disk and database, and dies before one of them.

A step is what the system or SQLite is asked to do: a file is made, renamed, linked or deleted, a transaction begun or
kept, a database written anew. Dying before each in turn is dying after each as well.
"""

import os
import signal
import sqlite3
import sys
from functools import partial
from pathlib import Path
from typing import Any

OF_FILES = {"os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "os.truncate"}
WRITES = os.O_WRONLY | os.O_RDWR
OF_SQLITE = ("BEGIN", "COMMIT", "VACUUM", "PRAGMA WAL_CHECKPOINT", "PRAGMA USER_VERSION=")


class Steps:
    """The steps of this process; each is written down, and before the last one wanted the process kills itself."""

    def __init__(self, folder: Path, told: Path, die_before: int | None) -> None:
        self._folder, self._die_before, self._count = str(folder), die_before, 0
        self._told = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)

    def watch(self) -> None:
        """Count from now on."""
        sqlite3.connect = partial(sqlite3.connect, factory=partial(_Counted, self.step))
        sys.addaudithook(self._heard)

    def step(self, what: str) -> None:
        """One more."""
        self._count += 1
        if self._count == self._die_before:
            os.killpg(0, signal.SIGKILL)
        os.write(self._told, f"{what}\n".encode())

    def _heard(self, event: str, given: tuple[Any, ...]) -> None:
        if event == "open":
            if isinstance(given[2], int) and given[2] & WRITES and str(given[0]).startswith(self._folder):
                self.step(f"open {Path(str(given[0])).name}")
        elif event in OF_FILES:
            self.step(f"{event} {Path(str(given[0])).name}")


class _Counted(sqlite3.Connection):
    def __init__(self, step: Any, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._step = step

    def execute(self, sql: str, *given: Any) -> sqlite3.Cursor:
        if sql.lstrip().upper().startswith(OF_SQLITE):
            self._step(sql)
        return super().execute(sql, *given)

    def commit(self) -> None:
        if self.in_transaction:
            self._step("COMMIT")
        super().commit()
