"""The life of a round: opened, people invited, answers entered, closed."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from leadsurvey.languages import interface
from leadsurvey.questionnaire.model import LevelId
from leadsurvey.responses import keyed
from leadsurvey.responses.body import unpack
from leadsurvey.responses.exchange import read_answers
from leadsurvey.responses.seal import (
    Keyring,
    file_mark,
    link_token,
    open_responses,
    person_mark,
    random_id,
    seal_response,
    token_hash,
)
from leadsurvey.responses.store import Invitation, Store, StoredRound
from leadsurvey.rounds.grammar import Frozen
from leadsurvey.rounds.load import as_round, fingerprint, freeze, thaw
from leadsurvey.rounds.model import Place, Round
from leadsurvey.rounds.people import Person
from leadsurvey.rounds.places import Places

if TYPE_CHECKING:
    from leadsurvey.analysis.findings import Extra, Findings


class FieldworkError(Exception):
    """A step that cannot be taken now; its text says why and what to do instead."""


class EnteredBeforeError(FieldworkError):
    """This very file was entered before."""


LINK_COLUMNS = ["email", "unit", "level", "language", "link"]


@dataclass(frozen=True)
class Link:
    """A person and the link made for them."""

    person: Person
    address: str
    is_new: bool


@dataclass(frozen=True)
class Release:
    """The findings of a closed round and the hash they are known by."""

    findings: "Findings"
    hash: str


def open_round(store: Store, keys: Keyring, frozen: Frozen, catalogues: Path) -> Round:
    """Freeze a round: from now on nothing that is asked or promised can change.

    `catalogues` is the folder of the interface's texts, in which the promise is told.
    """
    frozen = freeze(frozen, partial(interface.texts, catalogues))
    survey = as_round(frozen)
    with store.write():
        if store.round(survey.id):
            raise FieldworkError(f"round '{survey.id}' was opened before; give this one another name in `round:`")
        if not store.rounds():
            keys.make_secret()
        keys.secret()
        public_key = keys.new_round_keys(survey.id)
        store.add_round(StoredRound(survey.id, "open", frozen.model_dump_json(), fingerprint(frozen), public_key))
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
    secret, link_secret = keys.secret(), keys.link_secret(survey.id)
    links = []
    with store.write():
        still_open(store, survey.id)
        for person in people:
            number = random_id()
            wanted = Invitation(
                number=number,
                round=survey.id,
                token_hash=token_hash(link_token(link_secret, number)),
                unit=person.unit,
                level=person.level,
                person=person_mark(secret, survey.id, person.email),
            )
            kept = store.invite(wanted)
            if (kept.unit, kept.level) != (person.unit, person.level):
                raise FieldworkError(
                    f"{person.email} was invited before as {kept.unit}, {kept.level}; nobody was invited now. "
                    "Put that back in the table, or take the line out"
                )
            path = f"/a/{link_token(link_secret, kept.number)}{_in_language(survey, person.language)}"
            links.append(Link(person, address + path, is_new=kept is wanted))
    return links


def _in_language(survey: Round, language: str) -> str:
    """How a link asks for a person's language: it stands in the link alone, never beside an answer."""
    return "" if language == survey.languages[0] else f"?language={language}"


def thinly_invited(store: Store, survey: Round) -> list[tuple[Place, int]]:
    """The places from which fewer people are invited than make a group: there an answer could point at somebody."""
    places, people = Places(survey), Counter[Place]()
    for unit, level in store.invited(survey.id):
        people[places.of(unit, LevelId(level))] += 1
    return sorted((place, count) for place, count in people.items() if count < survey.minimum_group)


def write_links(path: Path, links: list[Link]) -> None:
    """A table of people and their links that only its owner can read; whoever holds it can answer for them.

    People who are in the table already stay in it.
    """
    rows = {row[0].casefold(): row for row in _links_in(path)}
    rows |= {link.person.email.casefold(): _row(link) for link in links}
    keyed.write(path, [LINK_COLUMNS, *rows.values()])


def _row(link: Link) -> list[str]:
    return [link.person.email, link.person.unit, link.person.level, link.person.language, link.address]


def _links_in(path: Path) -> list[list[str]]:
    """The rows of a table that `write_links` wrote; FieldworkError if some other file is there."""
    if not path.exists():
        return []
    header, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    if header != LINK_COLUMNS:
        raise FieldworkError(f"{path} is another file; nothing was written. Name a new one with -o")
    return rows


def enter(store: Store, keys: Keyring, name: str, path: Path) -> int:
    """Take in answers collected elsewhere, all or none, and say how many; sealed like any others."""
    stored, survey = still_open(store, name)
    responses = read_answers(path, survey)
    boxes = [seal_response(stored.public_key, place, body) for place, body in responses]
    mark = file_mark(keys.secret(), path.read_bytes())
    with store.write():
        still_open(store, name)
        if not store.enter(name, mark, boxes):
            raise EnteredBeforeError(f"{path} was entered before, cell for cell; nothing was entered twice")
    return len(boxes)


def close(store: Store, keys: Keyring, name: str, backups: Path, links: Path, now: datetime) -> Release:
    """Unseal, shuffle, analyse and release; then back up, destroy the key and the file of links.

    Safe to run again after a failure: it goes on where it stopped.
    """
    from leadsurvey.analysis.findings import canonical, release_hash
    from leadsurvey.analysis.gather import gather

    stored, survey = stored_round(store, name)
    if stored.state != "closed":
        private_key = keys.round_key(name)
        store.start_closing(name)
        opened = open_responses(private_key, store.sealed(name))
        bodies = [(place, *unpack(survey.questionnaire, body)) for place, body in opened]
        responses = [(place, codes) for place, codes, _ in bodies]
        comments = sorted(comment for *_, written in bodies for comment in written)
        today = now.astimezone(ZoneInfo(survey.timezone)).date()
        findings = gather(survey, *_in_one_order(responses), today)
        text = canonical(findings)
        store.finish_closing(name, responses, comments, release_hash(text), text)
    store.rebuild()
    store.back_up(backups / f"{name}-closed.db", name)
    keys.destroy_round_keys(name)
    links.unlink(missing_ok=True)
    return released(store, name)


def _in_one_order(responses: Iterable[tuple[int, bytes]]) -> tuple[list[int], bytes]:
    """The places and rows whatever the shuffle, so that what is told can be made again bit for bit.

    The answers go before the place: the last bit of a mean, which the order decides, must not tell who stood where.
    """
    ordered = sorted(responses, key=lambda response: (response[1], response[0]))
    return [place for place, _ in ordered], b"".join(row for _, row in ordered)


def _stored_answers(store: Store, name: str) -> tuple[list[int], bytes]:
    """The answers of a closed round in the order in which it was released."""
    places, rows = store.responses(name)
    width = len(rows) // max(1, len(places))
    return _in_one_order((place, rows[width * n : width * (n + 1)]) for n, place in enumerate(places))


def erase_overdue(store: Store, links: Callable[[str], Path], now: datetime) -> list[str]:
    """Forget the invitations of every round whose day for it has come, as was promised; the rounds they belonged to.

    `links` says where the file of a round's links lies, which goes too.
    """
    erased = []
    for name in store.rounds():
        survey = stored_round(store, name)[1]
        if now.astimezone(ZoneInfo(survey.timezone)).date() >= survey.erased_on:
            links(name).unlink(missing_ok=True)
            if store.erase_invitations(name):
                erased.append(name)
    return erased


def tell_extra(store: Store, name: str, members: Sequence[str], now: datetime) -> Release:
    """The findings of a closed round with one more group of units, and the hash of what is told of it.

    What was told before is audited with it, and a group told before is only read again. Nothing is kept of one of
    which nothing may be told.
    """
    from leadsurvey.analysis.extra import gather_extra
    from leadsurvey.analysis.findings import Extra, canonical_extra, extra_from_canonical, release_hash

    release, survey = released(store, name), stored_round(store, name)[1]
    with store.write():
        known = {digest: extra_from_canonical(text) for digest, text in store.extras(name)}
        if digest := next((digest for digest, extra in known.items() if set(extra.members) == set(members)), None):
            return Release(_with_extra(release.findings, known[digest]), digest)
        unit = gather_extra(survey, *_stored_answers(store, name), release.findings, [*known.values()], members)
        today = now.astimezone(ZoneInfo(survey.timezone)).date()
        extra = Extra(release.hash, today, tuple(members), unit)
        text = canonical_extra(extra)
        if not unit.is_told:
            raise FieldworkError(
                f"nothing may be told of {unit.name} together: beside what was told before it would tell about fewer "
                f"than {survey.minimum_group} people. Nothing was written"
            )
        store.add_extra(name, release_hash(text), text)
    return Release(_with_extra(release.findings, extra), release_hash(text))


def why_withheld(store: Store, name: str, units: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """For each of these units of a closed round what is withheld and why, for its organiser."""
    from leadsurvey.analysis.advice import explained
    from leadsurvey.analysis.gather import plan_of

    _, survey = stored_round(store, name)
    yield from explained(survey, Places(survey), plan_of(survey, *_stored_answers(store, name)), units)


def _with_extra(findings: "Findings", extra: "Extra") -> "Findings":
    """The findings as a report of the extra group reads them."""
    return replace(findings, released=extra.released, units={**findings.units, extra.unit.id: extra.unit})


def released(store: Store, name: str) -> Release:
    """The release of a closed round; before closing there is none, for anybody."""
    from leadsurvey.analysis.findings import from_canonical

    stored, _ = stored_round(store, name)
    found = store.release(name)
    if found is None:
        raise FieldworkError(
            f"round '{name}' is {stored.state}: until it is closed nobody can read its answers, and that was promised; "
            f"`leadsurvey close {name}` ends it"
        )
    digest, text = found
    return Release(from_canonical(text), digest)
