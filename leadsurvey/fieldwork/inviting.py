"""Inviting people, each by a link of their own."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from leadsurvey.fieldwork.standing import FieldworkError, still_open
from leadsurvey.questionnaire.model import LevelId
from leadsurvey.records import contacts
from leadsurvey.records.contacts import Contact
from leadsurvey.responses import keyed
from leadsurvey.responses.seal import Keyring, link_token, person_mark, random_id, token_hash
from leadsurvey.responses.store import Invitation, Store
from leadsurvey.rounds.model import Place, Round
from leadsurvey.rounds.people import Person
from leadsurvey.rounds.places import Places

LINK_COLUMNS = ["email", "name", "unit", "level", "language", "link"]
LinkOf = Callable[[int, str], str]
AT_ONCE = 10_000  # people whose keys are worked out before they are kept


@dataclass(frozen=True, slots=True)
class Link:
    """A person and the link made for them."""

    person: Person
    address: str
    is_new: bool


class Invited(Sequence[Link]):
    """The links of people in the order of their table; each is made when it is asked for: they may be very many."""

    def __init__(self, people: Sequence[Person], numbers: list[int], known: set[int], link_of: LinkOf) -> None:
        self._people, self._numbers, self._known, self._link_of = people, numbers, known, link_of

    @property
    def new(self) -> int:
        """How many of them were not invited before."""
        return len(self._people) - len(self._known)

    def __len__(self) -> int:
        return len(self._people)

    def __getitem__(self, at: Any) -> Any:
        person = self._people[at]
        return Link(person, self._link_of(self._numbers[at], person.language), is_new=at not in self._known)


def invite(store: Store, keys: Keyring, survey: Round, people: Sequence[Person], address: str) -> Invited:
    """One link a person, for all or for none; someone invited before gets the same link again.

    How they are reached is kept beside the invitation, sealed, until invitations are erased.
    """
    secret, link_secret = keys.secret(), keys.link_secret(survey.id)
    inviter = _Inviter(store, survey.id, secret, link_secret)
    numbers = [random_id() for _ in people]
    known: set[int] = set()
    with store.write():
        still_open(store, survey.id)
        store.expect_many()
        # in the order of the numbers, which is that of the table: keys in random order would cost twice the time
        order = sorted(range(len(people)), key=numbers.__getitem__)
        for start in range(0, len(order), AT_ONCE):
            some = order[start : start + AT_ONCE]
            kept = inviter.invite([(numbers[at], people[at]) for at in some])
            known.update(at for at, number in zip(some, kept, strict=True) if number != numbers[at])
            for at, number in zip(some, kept, strict=True):
                numbers[at] = number
    return Invited(people, numbers, known, partial(link, survey, link_secret, address=address))


@dataclass(frozen=True)
class _Inviter:
    """What inviting somebody to a round needs besides the person."""

    store: Store
    round: str
    secret: bytes
    link_secret: bytes

    def invite(self, people: Sequence[tuple[int, Person]]) -> list[int]:
        """Keep some people by the numbers they would get; the numbers they have."""
        kept = self.store.invite([self._invitation(number, person) for number, person in people])
        _refuse_moves([person for _, person in people], kept)
        reached = [
            (asked[0] == each.number, self._contact(asked, each)) for asked, each in zip(people, kept, strict=True)
        ]
        contacts.add(self.store, (contact for is_new, contact in reached if is_new))
        contacts.correct(self.store, (contact for is_new, contact in reached if not is_new))
        return [invitation.number for invitation in kept]

    def _invitation(self, number: int, person: Person) -> Invitation:
        return Invitation(
            number=number,
            round=self.round,
            token_hash=token_hash(link_token(self.link_secret, number)),
            unit=person.unit,
            level=person.level,
            person=person_mark(self.secret, self.round, person.known_by),
        )

    def _contact(self, asked: tuple[int, Person], kept: Invitation) -> tuple[int, bytes]:
        person = asked[1]
        return kept.number, Contact(person.email, person.name, person.language).sealed(self.secret)


def _refuse_moves(people: Sequence[Person], kept: Sequence[Invitation]) -> None:
    """Whoever was invited before must stand where they stood: a table is no place to move somebody by mistake."""
    for person, invitation in zip(people, kept, strict=True):
        if (invitation.unit, invitation.level) != (person.unit, person.level):
            raise FieldworkError(
                f"{person.email or person.name} was invited before as {invitation.unit}, {invitation.level}; "
                "nobody was invited now. Put that back in the table, or take the line out"
            )


def to_be_written(store: Store, keys: Keyring, survey: Round, address: str, *, everybody: bool) -> Iterator[Link]:
    """The links of those without an e-mail address and of those whose mail came back; or of everybody.

    Whether somebody has answered makes no difference: a stack of letters would tell who has not.
    """
    secret, link_secret = keys.secret(), keys.link_secret(survey.id)
    for number, unit, level, came_back, sealed in contacts.placed(store, survey.id):
        contact = Contact.of(secret, sealed)
        if everybody or came_back or not contact.address:
            language = contact.language if contact.language in survey.languages else survey.languages[0]
            person = Person(contact.address, unit, LevelId(level), language, contact.name)
            yield Link(person, link(survey, link_secret, number, language, address), is_new=False)


def link(survey: Round, link_secret: bytes, number: int, language: str, address: str) -> str:
    """The personal link of an invitation, the same for every reminder; it opens in a person's language.

    The language stands in the link alone, never beside an answer.
    """
    asked = "" if language == survey.languages[0] else f"?language={language}"
    return f"{address}/a/{link_token(link_secret, number)}{asked}"


def thinly_invited(store: Store, survey: Round) -> list[tuple[Place, int]]:
    """The places from which fewer people are invited than make a group: there an answer could point at somebody."""
    places, people = Places(survey), Counter[Place]()
    for unit, level, count in store.invited(survey.id):
        people[places.of(unit, LevelId(level))] += count
    return sorted((place, count) for place, count in people.items() if count < survey.minimum_group)


def write_links(path: Path, links: Sequence[Link]) -> None:
    """A table of people and their links that only its owner can read; whoever holds it can answer for them.

    People who are in the table already stay in it.
    """
    earlier = {_known_by(row): row for row in _links_in(path)}
    if earlier:
        for link_ in links:
            earlier.pop(_known_by(_row(link_)), None)
    keyed.write(path, chain([LINK_COLUMNS], earlier.values(), map(_row, links)))


def _row(link: Link) -> list[str]:
    person = link.person
    return [person.email, person.name, person.unit, person.level, person.language, link.address]


def _known_by(row: list[str]) -> str:
    """What tells the person of a row from all others."""
    email, name, unit, *_ = row
    return (email or f"{unit}/{name}").casefold()


def _links_in(path: Path) -> list[list[str]]:
    """The rows of a table that `write_links` wrote; FieldworkError if some other file is there."""
    if not path.exists():
        return []
    header, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    if header != LINK_COLUMNS:
        raise FieldworkError(f"{path} is another file; nothing was written. Name a new one with -o")
    return rows
