"""Files that stand under their name whole or not at all, whatever cuts off the program that writes them."""

import fcntl
import glob
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

HALF = ".part"  # at the end of the name of a file that is not whole yet
OF_THE_NAME = 60  # letters that a half file's name has of the whole one's: a name may have 255 bytes
SQLITES = ("-wal", "-shm", "-journal", "")  # what SQLite may leave beside a file, and the file


def write(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file in place of the one before; into a device, such as /dev/stdout, as it comes."""
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    with whole(path, private=private) as draft:
        draft.write_bytes(content)


@contextmanager
def whole(path: Path, *, private: bool = False, once: bool = False) -> Iterator[Path]:
    """An empty file beside the one meant, to be written; it takes its place, and is on the disk, once all went well.

    `private` is for its owner alone; with `once` a file that is there by then stays. What an earlier writer left that
    was cut off goes first; two at once do not meet. OSError names the file that is meant.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if private else 0o777)
    forget_halves(path)
    draft = path.with_name(f"{_begins(path)}{secrets.token_hex(4)}{HALF}")
    try:
        handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o666)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)  # it goes with its writer: a half file without it is nobody's
            yield draft
            sync(draft)
            _put(draft, path, once=once)
            sync(path.parent)
        finally:
            _unlink(draft)
            os.close(handle)
    except OSError as error:
        if error.filename in {None, str(draft)}:  # a write that fails does not say where
            raise OSError(error.errno, error.strerror, str(path)) from None
        raise


def halves(path: Path) -> list[Path]:
    """The half files that were left, or are being written, in place of a file."""
    return list(path.parent.glob(f"{glob.escape(_begins(path))}*{HALF}"))


def forget_halves(path: Path) -> None:
    """Delete half files whose writers are gone."""
    for half in halves(path):
        with suppress(FileNotFoundError, BlockingIOError), half.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _unlink(half)


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk before going on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _put(draft: Path, path: Path, *, once: bool) -> None:
    if not once:
        draft.replace(path)
        return
    with suppress(FileExistsError):
        path.hardlink_to(draft)


def _begins(path: Path) -> str:
    return f".{path.name[-OF_THE_NAME:]}."


def _unlink(draft: Path) -> None:
    for kind in SQLITES:
        draft.with_name(f"{draft.name}{kind}").unlink(missing_ok=True)
