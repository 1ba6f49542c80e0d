"""Files that were sent to the desk and wait for a decision: for a day at most, in folders that nobody can guess."""

import re
import secrets
import shutil
import time
import zipfile
from pathlib import Path
from typing import IO

from leadsurvey.fieldwork.standing import FieldworkError

LASTS = 24 * 3600  # seconds
MOST_UNPACKED = 24 * 1024 * 1024  # bytes of a spreadsheet, unpacked
NAME = re.compile(r"[0-9]+-[A-Za-z0-9_-]{20,}")
UNFIT = re.compile(r"[^\w.()+ -]")  # signs that a file's name keeps nothing of
LONGEST = 200  # bytes of a name


def begin(folder: Path, owner: int) -> Path:
    """A new folder for files of somebody; folders of yesterday go."""
    sweep_now(folder)
    made = folder / f"{owner}-{secrets.token_urlsafe(18)}"
    made.mkdir(parents=True, mode=0o700)
    return made


def find(folder: Path, owner: int, name: str) -> Path:
    """The folder of somebody by its name; FieldworkError if there is none any more, or it is somebody else's."""
    found = folder / name
    if not NAME.fullmatch(name) or not name.startswith(f"{owner}-") or not found.is_dir():
        raise FieldworkError("these files are not here any more: they wait for a day at most. Send them again")
    return found


def keep(folder: Path, name: str, content: IO[bytes]) -> Path:
    """Keep a file under its own name, as far as that is one; FieldworkError for one that would not fit here."""
    path = folder / plain(name)
    if path.exists():
        raise FieldworkError(f"two files are called {path.name}; give each its own name")
    if path.parent.is_file():
        raise FieldworkError(f"{path.name} would lie in {path.parent.name}, which is a file; give that another name")
    path.parent.mkdir(exist_ok=True, mode=0o700)
    with path.open("xb") as file:
        shutil.copyfileobj(content, file)
    path.chmod(0o600)
    if path.suffix.lower() == ".xlsx":
        _refuse_bomb(path)
    return path


def plain(name: str) -> str:
    """A name without any path or strange signs, whatever a browser sent."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = UNFIT.sub("", last).strip(" .").encode()[-LONGEST:].decode(errors="ignore")
    return kept or "file"


def sweep_now(folder: Path) -> int:
    """Delete what is too old now; how many folders."""
    return sweep(folder, time.time())


def sweep(folder: Path, now: float) -> int:
    """Delete what was sent a day ago or before; how many folders."""
    old = [each for each in folder.glob("*") if each.is_dir() and now - each.stat().st_mtime > LASTS]
    for each in old:
        shutil.rmtree(each, ignore_errors=True)
    return len(old)


def _refuse_bomb(path: Path) -> None:
    """A spreadsheet is a packed file, and a small one may unpack to more than the machine holds."""
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(each.file_size for each in packed.infolist())
    except (zipfile.BadZipFile, OSError):
        raise FieldworkError(f"{path.name} is no spreadsheet; save it as .xlsx, or as “CSV UTF-8”") from None
    if size > MOST_UNPACKED:
        raise FieldworkError(f"{path.name} would unpack to {size // 2**20} MB; save the table as “CSV UTF-8”")
