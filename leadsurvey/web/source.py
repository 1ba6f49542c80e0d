"""The questionnaire that somebody is writing, read anew when one of its files changes."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock

from leadsurvey.questionnaire.document import LARGEST, Document
from leadsurvey.questionnaire.load import find
from leadsurvey.questionnaire.problems import FaultyFileError, Problem
from leadsurvey.questionnaire.spoken import Spoken, read
from leadsurvey.questionnaire.translate import catalogues


@dataclass(frozen=True)
class Reading:
    """The questionnaire as its files stand, or all that is wrong with them."""

    state: str
    spoken: Spoken | None
    problems: tuple[Problem, ...] = ()


class Source:
    """A questionnaire, those it extends, and their catalogues."""

    def __init__(self, path: Path, shipped: Path) -> None:
        self.path, self._shipped = path, shipped
        self._chain = [path]
        self._reading: Reading | None = None
        self._lock = Lock()

    def state(self) -> str:
        """A name for what the files hold; it changes when one of them does."""
        digest = sha256()
        for path in (file for link in self._chain for file in (link, *catalogues(link).values())):
            digest.update(f"{path}\0{_fingerprint(path)}\0".encode())
        return digest.hexdigest()

    def read(self) -> Reading:
        """What the files hold now."""
        with self._lock:
            if self._reading is None or self._reading.state != self.state():
                self._chain = _chain(self.path, self._shipped)
                self._reading = self._read(self.state())
            return self._reading

    def _read(self, state: str) -> Reading:
        try:
            return Reading(state, read(self.path, self._shipped))
        except FaultyFileError as error:
            return Reading(state, None, tuple(error.problems))


def _fingerprint(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return f"{path.stat().st_mtime_ns} {sha256(file.read(LARGEST)).hexdigest()}"
    except OSError:
        return "not there"


def _chain(path: Path, shipped: Path) -> list[Path]:
    """The file, the one it extends, and so on."""
    chain = [path]
    while (base := _base(chain[-1], shipped)) and base not in chain:
        chain.append(base)
    return chain


def _base(path: Path, shipped: Path) -> Path | None:
    """What a file says it extends, there or not; nothing where the file cannot be read."""
    try:
        named = Document(path).data.get("extends")
    except FaultyFileError:
        return None
    return find(named, path.parent, shipped) if isinstance(named, str) else None
