"""A server that is killed again and again while people answer, and what is there afterwards."""

import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from leadsurvey.fieldwork import closing
from leadsurvey.responses.columns import ARM
from leadsurvey.responses.decks import COPIES
from leadsurvey.responses.seal import Keyring, open_draft, token_hash
from leadsurvey.responses.store import Store
from tests.faults.crowd import TEXT, Crowd, Person
from tests.faults.running import Running, free_port
from tests.web.site import MANY_KINDS, Site, make_site

AT_ONCE = 6  # people
MOST = 30  # forms that are sent to a server before it is killed
LONGEST = 0.03  # seconds from the last of them to the kill: one is taken in within less
UNITS = "unit,parent,name,front,lead,senior,citizen\nhouse,,House,4000,60,4,0\n"


@dataclass(frozen=True)
class Reckoned:
    """What came of it: people, answers and sendings that were acknowledged, and every fault by its words."""

    kills: int
    people: int
    answers: int
    sent: int
    sent_untold: int  # of which the server was killed between keeping and saying so
    faults: tuple[str, ...]


def campaign(folder: Path, kinds: Sequence[str], kills: int, seed: int) -> Reckoned:
    """Kill servers so often at random moments, and look afterwards whether anything is lost or there twice.

    Of several that serve the same survey one after the other is killed, while the others go on.
    """
    site = make_site(folder, questionnaire=MANY_KINDS, units=UNITS, invitations="open")
    servers = [Running(site.settings, kind, free_port()) for kind in kinds]
    crowd = Crowd([server.port for server in servers], _people(site, seed), AT_ONCE)
    chance = random.Random(seed)  # noqa: S311 - the same moments each time
    crowd.start()
    try:
        for server in servers:
            server.start()
        for number in range(kills):
            crowd.reach(crowd.begun + chance.randint(1, MOST))
            time.sleep(chance.uniform(0, LONGEST))
            servers[number % len(servers)].kill()
            servers[number % len(servers)].start()
        crowd.reach(crowd.begun + MOST)
        crowd.leave()
    finally:
        crowd.enough.set()
        for server in servers:
            server.kill()
    return reckon(site, crowd.came, kills)


def _people(site: Site, seed: int) -> Iterator[Person]:
    """Those who come: by a link of their own or by that of the round; one of four leaves before Send."""
    number = 0
    while True:
        links = iter(site.invite_many([("house", "front")] * 40, start=number))
        for _ in range(80):
            number += 1
            link = f"/r/{site.name}" if number % 2 else next(links)
            chance = random.Random(f"{seed} {number}")  # noqa: S311 - the same choices each time
            yield Person(number, link, chance, sends=number % 4 != 0)


def reckon(site: Site, people: list[Person], kills: int) -> Reckoned:
    """Look at the database of a server that is gone, close the round, and look again."""
    faults = [f"{each.mark}: {fault}" for each in people for fault in each.faults]
    with site.store() as store:
        faults += _damage(store)
        drafts = {each.number: _draft(store, each) for each in people if not each.link.startswith("/r/")}
        states = {number: state for number, (state, _) in drafts.items()}
        for each in people:
            faults += [f"{each.mark}: {fault}" for fault in _lost(each, *drafts.get(each.number, ("open", {})))]
        answered, sealed = _count(store, "invitations WHERE state = 'answered'"), len(store.sealed(site.name))
        if answered != sealed:
            faults.append(f"{answered} invitations are answered, {sealed} boxes are there")
        closing.close(
            store, Keyring(site.settings.keys), site.name, site.settings.backups, Path("nowhere"), datetime.now(UTC)
        )
        faults += _damage(store)
        comments = Counter(text for _, text in store.comments(site.name))
    sent = [each for each in people if states.get(each.number) == "answered"]
    faults += _miscounted(site, sent, comments)
    faults += _unbalanced(site, [draft for _, draft in drafts.values()])
    untold = [each for each in sent if not each.has_sent]
    if len(untold) > kills * AT_ONCE:
        faults.append(f"{len(untold)} were sent that nobody was told of")
    return Reckoned(kills, len(people), sum(len(each.kept) for each in people), len(sent), len(untold), tuple(faults))


def _damage(store: Store) -> list[str]:
    said = [row[0] for row in store.run("PRAGMA integrity_check") if row[0] != "ok"]
    return [*said, *(f"points nowhere: {row}" for row in store.run("PRAGMA foreign_key_check"))]


def _draft(store: Store, person: Person) -> tuple[str, dict]:
    """How the invitation behind a link stands, and the draft."""
    token = person.link.removeprefix("/a/")
    known = store.invitation(token_hash(token))
    return (known.state if known else "unknown"), open_draft(token, store.draft(token_hash(token)))


def _lost(person: Person, state: str, draft: dict) -> Iterator[str]:
    """What was acknowledged and is not there, and what is there that nobody sent."""
    if person.has_sent and state != "answered":
        yield f"Send was acknowledged, and the invitation is {state}"
    if state == "answered":
        if not (person.has_sent or person.may_have_sent):
            yield "was sent without Send"
        if draft:
            yield "a draft outlived its sending"
        return
    there, kept = draft.get("answers", {}), _codes(person.kept)
    yield from (
        f"{name}: {code} was acknowledged, {there.get(name)} is there"
        for name, code in kept.items()
        if there.get(name) != code
    )
    if TEXT in person.kept and draft.get("comments", {}).get(TEXT) != person.mark:
        yield "the comment is gone"
    unsure = _codes(person.unsure)
    yield from (
        f"{name}: {code} came from nowhere"
        for name, code in there.items()
        if name in RATED and kept.get(name) != code and unsure.get(name) != code
    )


RATED = {f"{name}-{sign}" for name, signs in {"voice": "abcd", "learn": "abc", "care": "ab"}.items() for sign in signs}


def _codes(said: dict[str, str]) -> dict[str, int]:
    return {name: -1 if value == "dk" else int(value) for name, value in said.items() if name in RATED}


def _count(store: Store, what: str) -> int:
    (count,) = store.one(f"SELECT count(*) FROM {what}")  # noqa: S608 - words of this module
    return count


def _miscounted(site: Site, sent: list[Person], comments: Counter[str]) -> Iterator[str]:
    """Every sending is one response, with the answers that were acknowledged, and no response is anything else."""
    there = Counter(
        _row({name: code for name, code in answers.items() if name in RATED}) for *_, answers in site.responses()
    )
    meant = Counter(_row(_codes(each.kept | each.unsure)) for each in sent)
    if there != meant:
        yield f"responses that nobody sent: {sum((there - meant).values())}; gone: {sum((meant - there).values())}"
    marks = Counter(each.mark for each in sent)
    if comments != marks:
        yield f"comments that nobody sent: {dict(comments - marks)}; gone: {dict(marks - comments)}"


def _row(answers: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(answers.items()))


def _unbalanced(site: Site, drafts: list[dict]) -> Iterator[str]:
    """The arms of each task were dealt about equally often, though dealing was cut off again and again."""
    responses = [answers for *_, answers in site.responses()]
    for task in site.survey.questionnaire.tasks:
        dealt = Counter(dict.fromkeys(task.arms, 0))
        dealt.update(arm for draft in drafts if (arm := draft.get("drawn", {}).get(task.id)))
        read = (answers.get(f"{task.id}{ARM}", 0) for answers in responses)
        dealt.update(list(task.arms)[number - 1] for number in read if number)
        if max(dealt.values()) - min(dealt.values()) > COPIES:
            yield f"arms of {task.id} are out of balance: {dict(dealt)}"
