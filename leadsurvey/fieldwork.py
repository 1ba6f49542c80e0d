"""The life of a round: opened, people invited, answers entered, closed."""

import csv
import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from leadsurvey.analysis.findings import Findings, canonical, from_canonical, release_hash
from leadsurvey.analysis.gather import gather
from leadsurvey.responses.exchange import read_answers
from leadsurvey.responses.seal import (
    Keyring,
    link_token,
    open_responses,
    person_mark,
    random_id,
    seal_response,
    token_hash,
)
from leadsurvey.responses.store import Invitation, Store, StoredRound
from leadsurvey.rounds.grammar import Frozen
from leadsurvey.rounds.load import as_round, fingerprint, thaw
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.people import Person


class FieldworkError(Exception):
    """A step that cannot be taken now; its text says why and what to do instead."""


@dataclass(frozen=True)
class Link:
    """A person and the link made for them."""

    person: Person
    address: str
    is_new: bool


@dataclass(frozen=True)
class Release:
    """The findings of a closed round and the hash they are known by."""

    findings: Findings
    hash: str


def open_round(store: Store, keys: Keyring, frozen: Frozen) -> Round:
    """Freeze a round: from now on nothing that is asked or promised can change."""
    survey = as_round(frozen)
    if store.round(survey.id):
        raise FieldworkError(f"round '{survey.id}' was opened before; give this one another name in `round:`")
    if not store.rounds():
        keys.make_secret()
    keys.secret()
    with store.write():
        public_key = keys.new_round_key(survey.id)
        try:
            store.add_round(StoredRound(survey.id, "open", frozen.model_dump_json(), fingerprint(frozen), public_key))
        except BaseException:
            keys.destroy_round_key(survey.id)
            raise
    return survey


def stored_round(store: Store, name: str) -> tuple[StoredRound, Round]:
    """A round that was opened; FieldworkError with the known ones if it was not."""
    stored = store.round(name)
    if stored is None:
        known = ", ".join(store.rounds()) or "none yet"
        raise FieldworkError(f"no round '{name}' was opened here (opened: {known}); `leadsurvey open` opens one")
    return stored, thaw(stored.frozen)


def still_open(store: Store, name: str) -> tuple[StoredRound, Round]:
    """A round that is not closed yet."""
    stored, survey = stored_round(store, name)
    if stored.state != "open":
        raise FieldworkError(f"round '{name}' is closed; what comes late belongs to the next round")
    return stored, survey


def invite(store: Store, keys: Keyring, survey: Round, people: list[Person], address: str) -> list[Link]:
    """One link a person; someone invited before gets the same link again."""
    secret = keys.secret()
    links = []
    with store.write():
        for person in people:
            number = random_id()
            wanted = Invitation(
                number=number,
                round=survey.id,
                token_hash=token_hash(link_token(secret, survey.id, number)),
                unit=person.unit,
                level=person.level,
                person=person_mark(secret, survey.id, person.email),
            )
            kept = store.invite(wanted)
            token = link_token(secret, survey.id, kept.number)
            links.append(Link(person, f"{address}/a/{token}", is_new=kept is wanted))
    return links


def write_links(path: Path, links: list[Link]) -> None:
    """A table of people and their links that only its owner can read; whoever holds it can answer for them."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".part")
    draft.unlink(missing_ok=True)
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", newline="", encoding="utf-8"
    ) as file:
        rows = csv.writer(file)
        rows.writerow(["email", "unit", "level", "language", "link"])
        for link in links:
            person = link.person
            rows.writerow([person.email, person.unit, person.level, person.language, link.address])
    draft.replace(path)


def enter(store: Store, name: str, path: Path) -> int:
    """Take in answers collected elsewhere, all or none, and say how many; sealed like any others."""
    stored, survey = still_open(store, name)
    responses = read_answers(path, survey)
    boxes = [seal_response(stored.public_key, place, row) for place, row in responses]
    if not store.enter(name, hashlib.sha256(path.read_bytes()).hexdigest(), boxes):
        raise FieldworkError(f"{path} was entered before, cell for cell; nothing was entered twice")
    return len(boxes)


def close(store: Store, keys: Keyring, name: str, backups: Path, links: Path, now: datetime) -> Release:
    """Unseal, shuffle, analyse and release; then back up, destroy the key and the file of links.

    Safe to run again after a failure: it goes on where it stopped.
    """
    stored, survey = stored_round(store, name)
    if stored.state != "closed":
        private_key = keys.round_key(name)
        store.start_closing(name)
        responses = open_responses(private_key, store.sealed(name))
        today = now.astimezone(ZoneInfo(survey.timezone)).date()
        # In one order whatever the shuffle, so that the release can be made again from the stored answers, bit for bit.
        ordered = sorted(responses)
        findings = gather(survey, [place for place, _ in ordered], b"".join(row for _, row in ordered), today)
        text = canonical(findings)
        store.finish_closing(name, responses, release_hash(text), text)
    store.rebuild()
    store.back_up(backups / f"{name}-closed.db", name)
    keys.destroy_round_key(name)
    links.unlink(missing_ok=True)
    return released(store, name)


def released(store: Store, name: str) -> Release:
    """The release of a closed round; before closing there is none, for anybody."""
    stored, _ = stored_round(store, name)
    found = store.release(name)
    if found is None:
        raise FieldworkError(
            f"round '{name}' is {stored.state}: until it is closed nobody can read its answers, and that was promised; "
            f"`leadsurvey close {name}` ends it"
        )
    digest, text = found
    return Release(from_canonical(text), digest)
