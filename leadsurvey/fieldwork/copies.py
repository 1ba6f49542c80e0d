"""Whole copies of an installation, made while people answer, and brought back."""

import io
import re
import tarfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from leadsurvey.fieldwork.clearing import Folders
from leadsurvey.fieldwork.housekeeping import COPY
from leadsurvey.fieldwork.standing import FieldworkError
from leadsurvey.records import clock
from leadsurvey.responses.database import StorageError
from leadsurvey.responses.store import Store
from leadsurvey.rounds.load import thaw
from leadsurvey.whole import HALF, forget_halves, halves, whole, write

LARGEST_KEY = 4096  # bytes
LARGEST_KEYS = 16 * 1024 * 1024  # of all keys together
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,150}")  # of a key


def back_up(store: Store, folders: Folders, path: Path, today: date) -> tuple[Path, Path]:
    """Copy the database into a file and the keys into another, each whole or not at all; where they are.

    What was deleted is left behind. StorageError if the copy is not sound.
    """
    keys = path.with_name(f"{path.name}.keys")
    _clear_up(path, keys, folders.backups / COPY)
    for each in (path, keys):
        if each.exists():
            raise FieldworkError(f"{each} is there already; name another file, or move it away")
    with whole(path, private=True) as data_draft, whole(keys, private=True) as keys_draft:  # both or neither
        before = _keys_in(folders.keys)  # a round may be opened or closed meanwhile
        store.copy(data_draft)
        keys_draft.write_bytes(_packed(before | _keys_in(folders.keys)))
    _note_the_day(folders.backups, today)
    return path, keys


def _clear_up(path: Path, keys: Path, mark: Path) -> None:
    """Delete what a cut-off copying left: half files, which may hold everybody, and keys without their database.

    There is a half database only where neither stood there before.
    """
    was_cut_off = bool(halves(path)) and not path.exists()
    for each in (path, keys, mark):
        forget_halves(each)
    if was_cut_off and not halves(path):  # or somebody is at it just now
        keys.unlink(missing_ok=True)


def restore(folders: Folders, path: Path, keys: Path, today: date) -> None:
    """Bring a copy back; FieldworkError where anything is there already, or the copies are not what they should be.

    The clock is believed, however long ago the copy was made: what is overdue can be erased here without harm, since
    the copy itself is still there.
    """
    secrets_ = _unpacked(keys)
    for folder in (folders.data, folders.keys):
        if folder.exists() and any(_is_in_the_way(each, folders, secrets_) for each in folder.iterdir()):
            raise FieldworkError(f"{folder} is not empty; name a new data folder, so that nothing is overwritten")
    if not path.is_file():
        raise FieldworkError(f"{path} is not there; name the copy that `leadsurvey backup` made")
    folders.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with whole(folders.database, private=True) as draft:
        draft.write_bytes(path.read_bytes())
        with Store(draft, create=False) as copy:
            if not copy.one("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'rounds'")[0]:
                raise StorageError(f"{path}: no copy of a leadsurvey database; name another one. Nothing was restored")
            copy.migrate()
            if not (copy.is_sound() and _is_readable(copy)):
                raise StorageError(f"{path}: the copy is damaged; take another one. Nothing was restored")
            clock.believe(copy, today)
        _put_back(folders.keys, secrets_)  # before the database is there: without keys it would be of no use


def _is_readable(copy: Store) -> bool:
    """Whether every round says what it is; SQLite finds no damage inside of a text."""
    try:
        return all(thaw(copy.frozen(name)) for name in copy.rounds())
    except (ValueError, LookupError, TypeError):
        return False


def _is_in_the_way(path: Path, folders: Folders, keys: Mapping[str, bytes]) -> bool:
    """Whether something was there before; what a restoring left that was cut off is half files, and these very keys."""
    if path == folders.keys or HALF in path.suffix:
        return False
    return path.parent != folders.keys or not path.is_file() or path.read_bytes() != keys.get(path.name)


def _put_back(folder: Path, keys: dict[str, bytes]) -> None:
    for name, content in keys.items():
        write(folder / name, content, private=True)


def _keys_in(folder: Path) -> dict[str, bytes]:
    """All keys by their names."""
    files = (path for path in sorted(folder.iterdir()) if path.is_file() and not path.name.startswith("."))
    return {path.name: path.read_bytes() for path in files}


def _packed(keys: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as tar:
        for name, content in keys.items():
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(content), 0o600
            tar.addfile(member, io.BytesIO(content))
    return made.getvalue()


def _unpacked(path: Path) -> dict[str, bytes]:
    """The keys by their names: plain small files only, whatever else somebody put in.

    A damaged header would pass for the end of the file, and the keys behind it would be lost without a word.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_KEYS + 1)
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as tar:
            members = [each for each in tar.getmembers() if each.isfile() and each.size <= LARGEST_KEY]
            is_whole = len(data) <= LARGEST_KEYS and not data[tar.offset :].strip(b"\0")
            plain = [each for each in members if NAME.fullmatch(each.name)]
            found = {each.name: held.read() for each in plain if (held := tar.extractfile(each))}
    except (OSError, ValueError, tarfile.TarError) as error:
        raise FieldworkError(f"{path}: no copy of keys ({error}); name it with --keys. Nothing was restored") from None
    if not is_whole:
        raise FieldworkError(f"{path}: this copy of keys is damaged; take another one. Nothing was restored")
    return found


def _note_the_day(backups: Path, today: date) -> None:
    write(backups / COPY, f"{today}\n".encode(), private=True)
