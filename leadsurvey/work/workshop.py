"""Where work is done: what it needs to know of an installation, and a lock for each round.

The lock is the system's own: it goes with the process that holds it, however that ends.
"""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from leadsurvey.fieldwork.clearing import Folders


class Workshop(Folders, Protocol):
    """What work needs to know of an installation; its settings are one."""

    @property
    def templates(self) -> Path: ...  # noqa: D102
    @property
    def address(self) -> str: ...  # noqa: D102
    @property
    def mail(self) -> Mapping[str, str]: ...  # noqa: D102
    @property
    def jobs(self) -> Path: ...  # noqa: D102
    def as_environment(self) -> dict[str, str]: ...  # noqa: D102


def is_held(workshop: Workshop, name: str) -> bool:
    """Whether some process works on a round now."""
    try:
        handle = os.open(_lock(workshop, name), os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


@contextmanager
def held(workshop: Workshop, name: str) -> Iterator[None]:
    """Be the only one who works on a round; waits for who is before."""
    path = _lock(workshop, name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        os.truncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())  # for whoever looks after the server
        yield
    finally:
        os.close(handle)  # and the lock with it, as when the process dies


def _lock(workshop: Workshop, name: str) -> Path:
    return workshop.jobs / f"{name}.lock"
