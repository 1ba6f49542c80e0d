"""Who leads which unit, and so gets its report: kept sealed beside the round, and changed at any time."""

from collections.abc import Sequence
from dataclasses import dataclass

from leadsurvey.fieldwork.standing import stored_round
from leadsurvey.records import audit, contacts
from leadsurvey.records.audit import CONSOLE
from leadsurvey.records.contacts import Contact
from leadsurvey.responses.seal import Keyring
from leadsurvey.responses.store import Store
from leadsurvey.rounds.leaders import Leader


@dataclass(frozen=True, slots=True)
class Led:
    """A unit and how its leader is reached; the number changes with the leader, so that old links end."""

    number: int
    unit: str
    contact: Contact


def name_leaders(store: Store, keys: Keyring, name: str, leaders: Sequence[Leader], who: str = CONSOLE) -> int:
    """Keep to whom the reports of these units go; how many of them are new. Units that are not named keep theirs.

    Links that an earlier leader of a unit was sent lead nowhere from then on.
    """
    stored_round(store, name)
    secret, changed = keys.secret(), 0
    with store.write():
        known = {led.unit: led.contact for led in leaders_of(store, secret, name)}
        for leader in leaders:
            contact = Contact(leader.email, leader.name, leader.language)
            if known.get(leader.unit) != contact:
                contacts.set_leader(store, name, leader.unit, contact.sealed(secret))
                changed += 1
        audit.note(store, who, "leaders named", name, f"{len(leaders)} units, {changed} new")
    return changed


def leaders_of(store: Store, secret: bytes, name: str) -> list[Led]:
    """The leaders of a round that are known, by unit."""
    return [Led(number, unit, Contact.of(secret, sealed)) for number, unit, sealed in contacts.leaders(store, name)]
