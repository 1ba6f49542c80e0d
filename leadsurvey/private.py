"""Files that hold a secret: what others could do to them, and what makes a secret weak, told with its cure."""

from pathlib import Path

from leadsurvey.whole import write

KEY = 32  # bytes of each key of ours
FEWEST = 12  # different bytes: of 32 that chance draws, one in 10^17 has fewer
MARK = ".data"  # in a keys folder: which data folder it was made for
DATABASE = "leadsurvey.db"


def exposed(path: Path) -> str | None:
    """How others can read or replace a file that holds a secret, and what to do; None where nobody can."""
    if path.stat().st_mode & 0o077:
        return f"others can read or change {path}; run: chmod 600 {path}"
    above = path.resolve().parent
    if above.stat().st_mode & 0o1022 in {0o020, 0o002, 0o022}:  # without the sticky bit, by which each keeps the own
        return f"others can put another file in the place of {path}; run: chmod go-w {above}"
    return None


def weak(path: Path, key: bytes) -> str | None:
    """Why a file holds no key that chance drew, and what to do; None where nothing speaks against it."""
    if len(key) == KEY and len(set(key)) >= FEWEST:
        return None
    wrong = "was not drawn by chance" if len(key) == KEY else f"has {len(key)} bytes in place of {KEY}"
    return f"{path} is no key of ours: it {wrong}. Bring the keys folder back from its backup"


def taken(folder: Path, data: Path) -> str | None:
    """Why a keys folder cannot serve a new data folder; from now on it serves this one, where it can."""
    mark, own = folder / MARK, data.resolve()
    other = Path(mark.read_text(encoding="utf-8")) if mark.exists() else own
    if other != own and (other / DATABASE).exists():
        return (
            f"the keys in {folder} are those of the data in {other}; name another folder in LEADSURVEY_KEYS: keys that "
            "two installations share are lost to both when one of them closes a round"
        )
    write(mark, str(own).encode(), private=True)
    return None
