"""Rehearsals: a round as people will meet it, whose answers nobody can ever read."""

from datetime import datetime
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from leadsurvey.fieldwork.clearing import Folders
from leadsurvey.fieldwork.erasing import erase_leftovers
from leadsurvey.fieldwork.opening import freeze_with, keep, refuse_past
from leadsurvey.fieldwork.standing import FieldworkError, stored_round
from leadsurvey.records import audit
from leadsurvey.records.audit import CONSOLE
from leadsurvey.responses.seal import Keyring
from leadsurvey.responses.store import Store
from leadsurvey.rounds.grammar import Frozen
from leadsurvey.rounds.model import Round

MARK = "-rehearsal"  # at the end of the round's name


class House(Folders, Protocol):
    """Where an installation keeps things; its settings are one."""

    @property
    def catalogues(self) -> Path: ...  # noqa: D102


def open_rehearsal(store: Store, house: House, frozen: Frozen, who: str = CONSOLE) -> Round:
    """Open a round to try it out, from today on, beside the one that is meant; an earlier rehearsal is erased."""
    name, keys = f"{frozen.round.round}{MARK}", Keyring(house.keys)
    today = datetime.now(ZoneInfo(frozen.round.timezone)).date()
    refuse_past(frozen)
    told = frozen.round.model_copy(update={"round": name, "opens": min(frozen.round.opens, today)})
    frozen = freeze_with(frozen.model_copy(update={"round": told, "rehearsal": True}), house.catalogues)
    if store.known(name):
        end(store, house, name, who)
    with store.write():
        if store.known(name):
            raise FieldworkError(f"somebody else opened '{name}' at this moment; look at theirs, or try again")
        if not store.rounds():
            keys.make_secret(store.path.parent)
        survey = keep(store, frozen, keys.rehearsal_keys(name))
        audit.note(store, who, "rehearsal opened", name)
    return survey


def end(store: Store, folders: Folders, name: str, who: str = CONSOLE) -> None:
    """Erase a rehearsal: everything of it, at once."""
    with store.write():
        if not stored_round(store, name)[1].rehearsal:
            raise FieldworkError(f"round '{name}' is no rehearsal but counts; nothing of it was erased")
        store.forget(name)
        Keyring(folders.keys).destroy_round_keys(name)
        audit.note(store, who, "rehearsal erased", name)
    erase_leftovers(store, folders, name)
