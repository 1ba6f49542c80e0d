"""What changes while a round is open: its last day, its smallest group, whom to ask, and where one person stands.

What an organiser does to one person looks the same whether that person has answered or not, also when one thing is done
after another. Whoever takes a link in hand can see it all the same: it leads to thanks where answers were sent.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from leadsurvey.fieldwork.inviting import link
from leadsurvey.fieldwork.standing import FieldworkError, still_open
from leadsurvey.languages import interface
from leadsurvey.questionnaire.problems import did_you_mean
from leadsurvey.records import audit, contacts
from leadsurvey.records.audit import CONSOLE
from leadsurvey.records.contacts import Contact
from leadsurvey.responses.seal import Keyring, link_token, open_draft, person_mark, random_id, seal_draft, token_hash
from leadsurvey.responses.store import Invitation, Store
from leadsurvey.rounds import amend
from leadsurvey.rounds.amend import AmendError
from leadsurvey.rounds.grammar import Frozen
from leadsurvey.rounds.load import as_round, fingerprint
from leadsurvey.rounds.model import Round

FORGOTTEN = "people erased"  # in the audit log

# The round


def extend(store: Store, name: str, closes: date, catalogues: Path, who: str = CONSOLE) -> Round:
    """Move the last day of a round that is not closed; `catalogues` is the folder of the interface's texts."""

    def change(frozen: Frozen) -> Frozen:
        if closes < datetime.now(ZoneInfo(frozen.round.timezone)).date():
            raise AmendError(f"{closes} is past; name a day that is still to come")
        if any(entry.act == FORGOTTEN for entry in audit.entries(store, name)):
            raise AmendError(
                "who was invited is forgotten already: links lead nowhere, and whoever has answered could answer "
                "again; close it, and open another round"
            )
        return amend.extended(frozen, closes, partial(interface.texts, catalogues))

    return _amend(store, name, change, who, f"closes on {closes}")


def raise_smallest_group(store: Store, name: str, people: int, catalogues: Path, who: str = CONSOLE) -> Round:
    """Show only groups of so many; what was promised before is kept all the more."""
    change = partial(amend.raised, minimum_group=people, texts=partial(interface.texts, catalogues))
    return _amend(store, name, change, who, f"smallest group {people}")


def set_contact(store: Store, name: str, contact: str, catalogues: Path, who: str = CONSOLE) -> Round:
    """Name somebody else whom people may ask."""
    change = partial(amend.answered_by, contact=contact, texts=partial(interface.texts, catalogues))
    return _amend(store, name, change, who, "another contact")


def _amend(store: Store, name: str, change: Callable[[Frozen], Frozen], who: str, what: str) -> Round:
    with store.write():
        stored, _ = still_open(store, name)
        try:
            changed = change(Frozen.model_validate_json(stored.frozen))
        except AmendError as error:
            raise FieldworkError(f"round '{name}': {error}") from None
        mark = fingerprint(changed)
        store.amend(name, changed.model_dump_json(), mark)
        audit.note(
            store, who, "round changed", name, f"{what}; frozen as {mark[:16]}, before {stored.fingerprint[:16]}"
        )
    return as_round(changed)


# One person


def revoke(store: Store, keys: Keyring, name: str, person: str, who: str = CONSOLE) -> None:
    """Take a link back, and write no more mail: what was begun with it is gone, what was sent stays among all answers.

    `person` is an e-mail address, or UNIT/NAME of somebody without one. The invitation stays, with a link that nobody
    knows: were it deleted for those alone who have not answered, inviting them again would tell who has.
    """
    with store.write():
        still_open(store, name)
        invitation, number = find(store, keys, name, person), random_id()
        store.renumber(invitation, number, token_hash(link_token(keys.link_secret(name), number)), None)
        contacts.forget(store, number)
        audit.note(store, who, "link taken back", name, "one person's")


def reissue(
    store: Store, keys: Keyring, name: str, person: str, address: str, who: str = CONSOLE, *, is_mailed: bool = False
) -> str:
    """A new link in place of one that others may know; the old one leads nowhere.

    What was begun goes along only where the link is mailed, and seen by nobody else: a link that an organiser sees
    must not open somebody's answers. Mail to an address that had come back is tried again.
    """
    with store.write():
        _, survey = still_open(store, name)
        invitation = find(store, keys, name, person)
        secret, number = keys.link_secret(name), random_id()
        old, new = (link_token(secret, each) for each in (invitation.number, number))
        draft = store.draft(invitation.token_hash) if is_mailed else None
        sealed = None if draft is None else _moved(old, new, draft)
        store.renumber(invitation, number, token_hash(new), sealed)
        audit.note(store, who, "link made anew", name, "one person's")
        contacts.try_again(store, number)
        kept = contacts.of_invitation(store, number)
    language = Contact.of(keys.secret(), kept).language if kept else survey.languages[0]
    return link(survey, secret, number, language, address)


def move(store: Store, keys: Keyring, name: str, person: str, unit: str, level: str, who: str = CONSOLE) -> None:
    """Let somebody stand in another unit or level from now on; what was sent before stays where it was sent from.

    A draft stays whole. Of another level it counts what that level is asked as well, as where people say themselves
    where they stand: what was not asked is never sent.
    """
    with store.write():
        _, survey = still_open(store, name)
        if unit not in survey.units:
            raise FieldworkError(f"unknown unit '{unit}'; {did_you_mean(unit, survey.units)}")
        if level not in survey.questionnaire.levels:
            raise FieldworkError(f"unknown level '{level}'; {did_you_mean(level, survey.questionnaire.levels)}")
        store.move(find(store, keys, name, person).number, unit, level)
        audit.note(store, who, "person moved", name, f"one person, to {level} of {unit}")


def find(store: Store, keys: Keyring, name: str, person: str) -> Invitation:
    """The invitation of somebody to a round; FieldworkError if there is none."""
    found = store.invitation_of(name, person_mark(keys.secret(), name, person))
    if found is None:
        raise FieldworkError(
            f"nobody was invited to '{name}' as '{person}'; write the address as in the table of people, "
            "or UNIT/NAME for somebody without one"
        )
    return found


def _moved(old: str, new: str, sealed: bytes) -> bytes:
    """A draft that opens with another link; it keeps its size, which tells nothing."""
    return seal_draft(new, open_draft(old, sealed), len(sealed) - len(seal_draft(new, {})))
