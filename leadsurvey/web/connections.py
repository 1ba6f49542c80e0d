"""Connections that wait a moment for the next request: opening one costs more than what most pages ask of it.

Where nobody came for a moment the file is let go of: the write-ahead log is emptied, and a disk can be taken away.
"""

import time
from pathlib import Path
from threading import Lock, Thread

from leadsurvey.responses.store import Store

WAITS = 0.5  # seconds


class Connections:
    """The connections of a process to one database; each serves one request at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._free: list[tuple[float, Store]] = []
        self._lock = Lock()
        self._watched = False
        self._last = 0.0

    def take(self) -> Store:
        """One for this request: the one used last, else a new one."""
        with self._lock:
            if self._free:
                return self._free.pop()[1]
        return Store(self._path)

    def give_back(self, store: Store) -> None:
        """Keep it for the next request, for a moment."""
        with self._lock:
            self._last = time.monotonic()
            self._free.append((self._last, store))
            if not self._watched:
                self._watched = True
                Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        """Let go of what waits too long, until nobody comes any more."""
        while self._watched:
            time.sleep(WAITS / 4)
            with self._lock:
                now = time.monotonic()
                late = [store for since, store in self._free if now - since > WAITS]
                self._free = [each for each in self._free if each[1] not in late]
                self._watched = bool(self._free) or now - self._last <= WAITS
            for store in late:
                store.close()
