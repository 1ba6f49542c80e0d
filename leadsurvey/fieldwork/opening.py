"""Opening a round."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from leadsurvey.fieldwork.leading import name_leaders
from leadsurvey.fieldwork.standing import FieldworkError, stored_round
from leadsurvey.languages import interface
from leadsurvey.questionnaire.problems import did_you_mean
from leadsurvey.records import audit
from leadsurvey.records.audit import CONSOLE
from leadsurvey.responses.seal import Keyring
from leadsurvey.responses.store import Store, StoredRound
from leadsurvey.rounds.grammar import Frozen
from leadsurvey.rounds.leaders import Leader
from leadsurvey.rounds.load import as_round, fingerprint, freeze
from leadsurvey.rounds.model import Round


def open_round(
    store: Store, keys: Keyring, frozen: Frozen, catalogues: Path, who: str = CONSOLE, leaders: Sequence[Leader] = ()
) -> Round:
    """Freeze a round: from now on nothing that is asked or promised can change.

    `catalogues` is the folder of the interface's texts, in which the promise is told. `leaders` are to get the reports;
    their addresses are kept apart, sealed.
    """
    frozen = freeze_with(frozen, catalogues)
    name = frozen.round.round
    with store.write():
        if store.round(name):
            raise FieldworkError(f"round '{name}' was opened before; give this one another name in `round:`")
        _refuse_unknown_before(store, frozen.round.since)
        if not store.rounds():
            keys.make_secret(store.path.parent)
        keys.secret()
        survey = keep(store, frozen, keys.new_round_keys(name))
        audit.note(store, who, "round opened", name, f"frozen as {fingerprint(frozen)[:16]}")
        if leaders:
            name_leaders(store, keys, name, leaders, who)
    return survey


def refuse_past(frozen: Frozen) -> None:
    """FieldworkError for a round whose last day is past: a wrong year is the likeliest slip of all."""
    closes, timezone = frozen.round.closes, ZoneInfo(frozen.round.timezone)
    if closes < datetime.now(timezone).date():
        raise FieldworkError(f"the round closes on {closes}, which is past; correct `closes`. Nothing was opened")


def _refuse_unknown_before(store: Store, name: str | None) -> None:
    """FieldworkError where the round before is not in this database, or was a rehearsal: nothing could be compared."""
    if name is None:
        return
    if store.round(name) is None:
        known = store.rounds()
        cure = did_you_mean(name, known) if known else "no round was opened here; leave out `since`"
        raise FieldworkError(f"`since` names the unknown round '{name}', so nothing was opened; {cure}")
    if stored_round(store, name)[1].rehearsal:
        cure = "name the round that counts, or leave out `since`"
        raise FieldworkError(f"`since` names '{name}', a rehearsal that nobody can read, so nothing was opened; {cure}")


def freeze_with(frozen: Frozen, catalogues: Path) -> Frozen:
    """The round with places and promise worked out, told in the interface's texts of that folder."""
    return freeze(frozen, partial(interface.texts, catalogues))


def keep(store: Store, frozen: Frozen, public_key: bytes) -> Round:
    """Put a frozen round into the database; its answers are sealed to the key."""
    name = frozen.round.round
    store.add_round(StoredRound(name, "open", frozen.model_dump_json(), fingerprint(frozen), public_key))
    return as_round(frozen)
