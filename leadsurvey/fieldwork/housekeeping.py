"""What has to be done every day whatever else happens; safe to run at any time, and twice at once."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from leadsurvey.fieldwork import erasing, uploads
from leadsurvey.fieldwork.clearing import Folders
from leadsurvey.records import clock, jobs, sessions
from leadsurvey.records.audit import CONSOLE
from leadsurvey.responses.database import StorageError
from leadsurvey.responses.seal import Keyring
from leadsurvey.responses.store import Store

A_WEEK = timedelta(days=7)
COPY = "last-copy"  # in the folder of backups: the day of the last whole copy


def keep_house(store: Store, folders: Folders, now: datetime, who: str = CONSOLE) -> Iterator[str]:
    """Look after the database, throw away what was left lying, erase what is due; a sentence for each thing done.

    Erasing comes last, as it alone may be refused: NotBelievedError where the clock has jumped, FieldworkError where
    there is no certificate. StorageError if the database is not sound.
    """
    if not store.is_sound():
        raise StorageError(f"{folders.database}: it is damaged. Stop the server, and restore the last backup")
    yield "the database is sound"
    yield from _thrown_away(store, folders, now)
    yield from _about_copies(store, folders, now.date())
    yield from _about_closings(store, Keyring(folders.keys))
    if erasing.finish(store, folders):
        yield "wrote the database anew, after an erasure that was cut off"
    for certificate in erasing.certify_cut_off(store, folders, now, who):
        yield f"certified an erasure that was cut off: {certificate.path}"
    for certificate in erasing.erase_overdue(store, folders, now, who):
        yield f"erased the people of a round, as was promised: {certificate.path}"
    if not store.empty_log():
        yield "the database's log was not emptied, as another program was reading: the next housekeeping does it"


def believe_the_clock(store: Store, now: datetime) -> None:
    """Take today for right, because somebody says so."""
    clock.believe(store, now.date())


def _thrown_away(store: Store, folders: Folders, now: datetime) -> Iterator[str]:
    found = {
        "files that waited at the desk for a day": uploads.sweep(folders.uploads, now.timestamp()),
        "sessions that ended": sessions.sweep(store, int(now.timestamp())),
        "jobs that are done": jobs.sweep(store),
    }
    yield from (f"threw away {what} ({number})" for what, number in found.items() if number)


def _about_closings(store: Store, keys: Keyring) -> Iterator[str]:
    """Rounds whose closing was begun and not ended: as long as the key is there, older copies can be read."""
    for name in store.rounds():
        known = store.known(name)
        if known and (known.state == "closing" or (known.state == "closed" and keys.can_open(name))):
            yield f"the closing of round '{name}' was cut off, or is under way: leadsurvey close {name} ends it"


def _about_copies(store: Store, folders: Folders, today: date) -> Iterator[str]:
    mark = folders.backups / COPY
    last = date.fromisoformat(mark.read_text(encoding="ascii").strip()) if mark.exists() else None
    if store.rounds() and (last is None or today - last > A_WEEK):
        when = f"on {last}" if last else "never"
        yield f"the last whole copy was made {when}: leadsurvey backup FILE"
