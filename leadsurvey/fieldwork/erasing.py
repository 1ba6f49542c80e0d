"""Forgetting who was invited, on the day that was promised or before, and proving it."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from time import sleep
from zoneinfo import ZoneInfo

from leadsurvey import whole
from leadsurvey.fieldwork import clearing
from leadsurvey.fieldwork.certificate import Erasure, written
from leadsurvey.fieldwork.clearing import Folders
from leadsurvey.fieldwork.standing import FieldworkError, stored_round
from leadsurvey.records import audit, clock, traces
from leadsurvey.records.audit import CONSOLE
from leadsurvey.records.traces import Marks
from leadsurvey.responses.database import StorageError
from leadsurvey.responses.seal import KeyLostError, Keyring
from leadsurvey.responses.store import Store
from leadsurvey.rounds.model import Round

TRIES, PAUSE = 20, 0.5  # a server lets go of the file between requests
ERASED, CERTIFICATE = "people erased", "certificate "  # an act in the audit log, and what stands before a file's name


class NotBelievedError(FieldworkError):
    """The clock says a day that is too far from the last one seen: nothing is erased by itself."""


@dataclass(frozen=True)
class Certificate:
    """What was erased, what was looked for afterwards, and where that is written down."""

    path: Path
    text: str


def due(store: Store, now: datetime) -> list[str]:
    """The rounds whose people are to be forgotten by now, and are not."""
    rounds = (stored_round(store, name)[1] for name in store.rounds() if store.holds_people(name))
    return [survey.id for survey in rounds if _today(survey, now) >= survey.erased_on]


def erase_overdue(store: Store, folders: Folders, now: datetime, who: str = CONSOLE) -> list[Certificate]:
    """Forget the people of every round whose day for it has come, as was promised.

    NotBelievedError where the clock has jumped: a wrong day must not take away invitations that are still needed.
    FieldworkError where there is no certificate; people are forgotten all the same, since that was promised.
    """
    is_believed = clock.is_believed(store, now.date())
    found = due(store, now)
    if found and not is_believed:
        raise NotBelievedError(
            f"the clock has jumped to {now.date()}: the invitations of {', '.join(found)} are erased tomorrow, if it "
            "still stands there. If the day is right, leadsurvey housekeeping --the-day-is-right does it now"
        )
    if not found:
        return []
    with clearing.alone(folders):
        return [_erase(store, folders, name, now, who, is_due=True) for name in due(store, now)]


def erase_people(store: Store, folders: Folders, name: str, now: datetime, who: str = CONSOLE) -> Certificate:
    """Forget everybody who was invited to a round that is closed or over, in the database, its backups and files.

    Answers that were sent stay: nothing joins them to anybody. FieldworkError if something of people would be left.
    """
    stored, survey = stored_round(store, name)
    if stored.state != "closed" and not survey.is_over(now):
        raise FieldworkError(
            f"round '{name}' is open until the end of {survey.closes}; close it first, or links would lead nowhere"
        )
    with clearing.alone(folders):
        return _erase(store, folders, name, now, who, is_due=False)


def certify_cut_off(store: Store, folders: Folders, now: datetime, who: str = CONSOLE) -> list[Certificate]:
    """Certificates of erasures that were cut off before theirs was there; each says what it cannot prove any more."""
    with clearing.alone(folders):
        cut_off = []
        for entry in audit.entries(store):
            path = folders.certificates / entry.what.removeprefix(CERTIFICATE)
            if entry.act == ERASED and entry.round and whole.halves(path):
                whole.forget_halves(path)
                cut_off.append(entry.round)
        return [_erase(store, folders, name, now, who, is_due=True) for name in cut_off if store.round(name)]


def _erase(store: Store, folders: Folders, name: str, now: datetime, who: str, *, is_due: bool) -> Certificate:
    """Note what points at people, clear all files, then the database, and look whether anything is left.

    Files come first: as long as the database knows what to look for, it can be run again with all marks.
    """
    marks = _marks(store, folders, name)
    cleared = clearing.clear(folders, name)
    files = clearing.beside(folders, (other for other in store.rounds() if other != name))
    left = cleared.left | clearing.look(folders, files, marks)
    if left and not is_due:
        raise FieldworkError(_left(name, left, "nothing was erased from the database yet"))
    _, survey = stored_round(store, name)
    path = _new_file(folders.certificates, name, _today(survey, now))
    with whole.whole(path) as draft:  # begun before anything goes: what is left of it tells that this was cut off
        counts = _erase_from_database(store, name, who, f"{CERTIFICATE}{path.name}")
        database = clearing.of_database(folders)
        left |= clearing.look(folders, database, marks)
        if left:
            raise FieldworkError(_left(name, left, "they are erased from the database, but no certificate was written"))
        done = Erasure(
            survey=survey,
            day=_today(survey, now),
            who=who,
            counts=counts,
            files=tuple(cleared.gone),
            copies=tuple(copy.name for copy in clearing.copies(folders)),
            marks=len(marks),
            names_known=marks.names_known,
            looked_at=len(files) + len(database),
            database=_digest(folders.database),
        )
        draft.write_text(written(done), encoding="utf-8")
    return Certificate(path, written(done))


def _erase_from_database(store: Store, name: str, who: str, what: str) -> dict[str, int]:
    """How many rows of each table went; the file is written anew, by the next housekeeping if that is cut off here."""
    with store.write():
        counts = store.erase_people(name)
        audit.note(store, who, ERASED, name, what)
    _insist(store.rebuild)
    return counts


def erase_everything(store: Store, folders: Folders, name: str, who: str = CONSOLE) -> None:
    """Forget a closed round altogether: answers, findings, reports and backups; only the audit log keeps its name."""
    stored, _ = stored_round(store, name)
    if stored.state != "closed":
        raise FieldworkError(f"round '{name}' is {stored.state}; close it first")
    Keyring(folders.keys).destroy_round_keys(name)
    _clear_everything(folders, name)  # first: as long as the database knows the round, this can be run again
    with store.write():
        store.erase_people(name)
        store.forget(name)
        audit.note(store, who, "round erased", name, "answers, findings, reports and backups")
    finish(store, folders)


def erase_leftovers(store: Store, folders: Folders, name: str) -> None:
    """Delete every file of a forgotten round, take it out of backups, and write the database anew without it."""
    _clear_everything(folders, name)
    finish(store, folders)


def finish(store: Store, folders: Folders) -> bool:
    """Write the database anew without what was deleted; False if that is done already."""
    with clearing.alone(folders):
        return _insist(store.finish_erasing)


def certificates(folders: Folders, name: str) -> list[Path]:
    """The certificates of a round, the newest first."""
    own = re.compile(rf"{re.escape(name)}-\d{{4}}-\d\d-\d\d(-\d+)?\.txt")  # not those of a round called {name}-2
    return sorted((path for path in folders.certificates.glob("*.txt") if own.fullmatch(path.name)), reverse=True)


def _clear_everything(folders: Folders, name: str) -> None:
    with clearing.alone(folders):
        own = folders.backups / f"{name}-closed.db"
        for path in (own, folders.reports(name)):
            clearing.delete(path)
        left = clearing.clear(folders, name).left
        for path in clearing.copies(folders):
            if f"backups/{path.name}" not in left:
                with Store(path, create=False) as copy:
                    copy.forget(name)
                    copy.finish_erasing()
    if left:
        raise FieldworkError(
            f"{', '.join(sorted(left))} cannot be read; delete what is not needed there, and try again"
        )


def _marks(store: Store, folders: Folders, name: str) -> Marks:
    """What points at the people of a round, as far as the keys that are left can tell."""
    keys = Keyring(folders.keys)

    def known(read: Callable[[], bytes]) -> bytes | None:
        try:
            return read()
        except KeyLostError:
            return None

    return traces.of_round(store, name, known(keys.secret), known(lambda: keys.link_secret(name)))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _left(name: str, left: set[str], stands: str) -> str:
    return (
        f"round '{name}': something of its people is still in {', '.join(sorted(left))}, or that cannot be read; "
        f"{stands}. Delete what is not needed there, then run `leadsurvey erase {name}`"
    )


def _insist(step: Callable[[], bool | None]) -> bool:
    """Take a step that needs the file alone, as soon as a server lets go of it for a moment."""
    for _ in range(TRIES - 1):
        try:
            return bool(step())
        except StorageError:
            sleep(PAUSE)
    return bool(step())


def _new_file(folder: Path, name: str, day: date) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    plain = folder / f"{name}-{day}.txt"
    again = (folder / f"{name}-{day}-{number}.txt" for number in range(2, 1000))
    return plain if not plain.exists() else next(path for path in again if not path.exists())


def _today(survey: Round, now: datetime) -> date:
    return now.astimezone(ZoneInfo(survey.timezone)).date()
