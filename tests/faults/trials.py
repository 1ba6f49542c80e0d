"""The long commands: what each stands on, how it is called, and what has come of it."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from leadsurvey.fieldwork import closing, entering, inviting
from leadsurvey.records import jobs
from leadsurvey.responses.seal import Keyring, open_responses, token_hash
from leadsurvey.responses.store import Store
from leadsurvey.rounds.people import read_people
from leadsurvey.settings import Settings
from tests.conftest import open_round, settings_for, write_round
from tests.faults.commands import Trial
from tests.faults.running import command

TEAMS = [f"team-{number}" for number in range(2)]
UNITS = "unit,parent,name,front\nall,,The whole house,0\n" + "".join(f"{team},all,{team},100\n" for team in TEAMS)
EACH = 30  # answers and invitations of each team


# What commands stand on


def _files(folder: Path) -> None:
    """A round that is not opened, a table of people, and one of answers."""
    write_round(folder, units=UNITS)
    people = [f"p{number}-{team}@example.org,,{team},front,en" for team in TEAMS for number in range(EACH)]
    (folder / "people.csv").write_text("\n".join(["email,name,unit,level,language", *people, ""]), encoding="utf-8")
    rows = [f"{team},front,{1 + n % 5},{1 + n % 3}" for team in TEAMS for n in range(EACH)]
    (folder / "answers.csv").write_text("\n".join(["unit,level,voice-a,voice-b", *rows, ""]), encoding="utf-8")


def _opened(folder: Path, **keys: str) -> None:
    _files(folder)
    open_round(folder, units=UNITS, **keys)


def answered(folder: Path, **keys: str) -> None:
    _opened(folder, **keys)
    _done(folder, "invite", "small", str(folder / "people.csv"))
    _done(folder, "enter", "small", str(folder / "answers.csv"))


def _closed(folder: Path, **keys: str) -> None:
    answered(folder, **keys)
    _done(folder, "close", "small")


def _done(folder: Path, *words: str) -> None:
    ended = command(folder, *words)
    assert ended.code == 0, ended.said


def _over(folder: Path) -> None:
    """A closed round whose people were to be forgotten long ago; a command would do so before anything else."""
    _files(folder)
    settings, survey = open_round(folder, units=UNITS, opens="2020-01-01", closes="2020-02-01")
    keys = Keyring(settings.keys)
    with Store(settings.database) as store:
        people = read_people(folder / "people.csv", survey)
        inviting.write_links(settings.links("small"), inviting.invite(store, keys, survey, people, settings.address))
        entering.enter(store, keys, "small", folder / "answers.csv")
        closing.close(store, keys, "small", settings.backups, settings.links("small"), datetime.now(UTC))


def _copied_off(folder: Path) -> None:
    answered(folder)
    _done(folder, "backup", str(folder / "copy.db"))
    shutil.rmtree(folder / "data")


def _job(do: str) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        (_closed if do == "reports" else answered)(folder)
        with Store(settings_for(folder).database) as store:
            jobs.add(store, "small", {"do": do}, "ada")

    return prepare


# What comes of them


def _at(folder: Path) -> tuple[Settings, Store]:
    settings = settings_for(folder)
    return settings, Store(settings.database, create=False)


def _kept(folder: Path) -> dict[str, Any]:
    """What is in the data folder, and how many rows each table has."""
    settings, store = _at(folder)
    with store:
        tables = [name for name in store.db.table_names() if name not in {"audit", "clock", "jobs", "sqlite_sequence"}]
        counts = {name: store.one(f'SELECT count(*) FROM "{name}"')[0] for name in tables}  # noqa: S608
        states = {name: store.known(name).state for name in store.rounds()}
    apart = {settings.jobs, settings.database.parent / "mail.lock", settings.database.parent / "erasing.lock"}
    files = [path for path in settings.data.rglob("*") if path.is_file() and not apart & {path, *path.parents}]
    known = {settings.database.with_name(f"leadsurvey.db-{kind}") for kind in ("wal", "shm")}
    return {
        "tables": counts,
        "states": states,
        "files": sorted(str(each.relative_to(folder)) for each in files if each not in known),
    }


def _open_outcome(folder: Path) -> dict[str, Any]:
    settings, store = _at(folder)
    with store:
        stored = store.round("small")
        acts = store.run("SELECT act FROM audit").fetchall()
    from nacl.public import PrivateKey

    fits = bytes(PrivateKey(Keyring(settings.keys).round_key("small")).public_key) == stored.public_key
    return {**_kept(folder), "acts": acts, "the key fits": fits}


def _invite_outcome(folder: Path) -> dict[str, Any]:
    settings, store = _at(folder)
    with store:
        lines = settings.links("small").read_text(encoding="utf-8").splitlines()[1:]
        tokens = [line.rpartition("/a/")[2] for line in lines]
        known = [store.invitation(token_hash(token)) is not None for token in tokens]
    return {**_kept(folder), "links": len(set(tokens)), "that lead somewhere": sum(known)}


def _enter_outcome(folder: Path) -> dict[str, Any]:
    settings, store = _at(folder)
    with store:
        opened = open_responses(Keyring(settings.keys).round_key("small"), store.sealed("small"))
    return {**_kept(folder), "answers": sorted(opened)}


def _close_outcome(folder: Path) -> dict[str, Any]:
    settings, store = _at(folder)
    with store:
        places, rows = store.responses("small")
        size = len(rows) // len(places)
        answers = sorted((place, rows[n * size : (n + 1) * size]) for n, place in enumerate(places))
        release = store.release("small")
    with Store(settings.backups / "small-closed.db", create=False) as copy:
        copied = copy.is_sound(), sorted(copy.responses("small")[0]), copy.release("small")
    return {**_kept(folder), "answers": answers, "release": release, "copied": copied}


def _erase_outcome(folder: Path) -> dict[str, Any]:
    settings = settings_for(folder)
    kept = _kept(folder)
    certificates = [path for path in kept["files"] if "certificates" in path]
    kept["files"] = [path for path in kept["files"] if path not in certificates]
    content = b"".join(path.read_bytes() for path in settings.data.rglob("*") if path.is_file())
    texts = [(folder / path).read_text(encoding="utf-8") for path in certificates]
    whole = [text.startswith(texts[0][:20]) and text.endswith("\n") for text in texts]
    return {**kept, "named": b"@example.org" in content, "certified": bool(certificates), "whole": all(whole)}


def _backup_outcome(folder: Path) -> dict[str, Any]:
    """What a restored copy holds: that of the name asked for, or where half of it is there, of another one."""
    name = "copy.db"
    if not ((folder / name).exists() and (folder / f"{name}.keys").exists()):
        name = "another.db"
        _done(folder, "backup", str(folder / name))
    shutil.rmtree(elsewhere := folder / "elsewhere", ignore_errors=True)
    elsewhere.mkdir()
    _done(elsewhere, "restore", str(folder / name))
    kept = _kept(elsewhere)
    shutil.rmtree(elsewhere)
    return kept


def _files_of(name: str) -> Callable[[Path], dict[str, int]]:
    return lambda folder: {path.name: hash(path.read_bytes()) for path in (folder / name).iterdir()}


def _job_outcome(folder: Path) -> dict[str, Any]:
    _, store = _at(folder)
    with store:
        job = jobs.find(store, 1)
    kept = _kept(folder)
    reports = {path: hash((folder / path).read_bytes()) for path in kept["files"] if "reports" in path}
    return {**kept, "reports": reports, "job": json.dumps([job.state, job.said])}


ROUND, PEOPLE, ANSWERS, COPY = (f"{{folder}}/{name}" for name in ("round.yaml", "people.csv", "answers.csv", "copy.db"))
TRIALS = (
    Trial("open", _files, ("open", ROUND), _open_outcome, again="was opened before"),
    Trial("invite", _opened, ("invite", "small", PEOPLE), _invite_outcome),
    Trial("enter", _opened, ("enter", "small", ANSWERS), _enter_outcome, again="was entered before"),
    Trial("close", answered, ("close", "small"), _close_outcome),
    Trial("erase", _closed, ("erase", "small"), _erase_outcome),
    Trial("erase --everything", _closed, ("erase", "small", "--everything"), _kept, again="no round 'small'"),
    Trial("housekeeping", _over, ("housekeeping",), _erase_outcome),
    Trial("backup", answered, ("backup", COPY), _backup_outcome, again="is there already"),
    Trial("restore", _copied_off, ("restore", COPY), _kept, again="is not empty"),
    Trial("report --all", _closed, ("report", "small", "--all", "-o", "{folder}/reports"), _files_of("reports")),
    Trial("export", _closed, ("export", "small", "--format", "csv", "-o", "{folder}/tables"), _files_of("tables")),
    Trial("work: close", _job("close"), ("work", "1"), _job_outcome),
    Trial("work: reports", _job("reports"), ("work", "1"), _job_outcome),
)
