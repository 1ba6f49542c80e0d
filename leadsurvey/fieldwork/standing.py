"""How a round stands: whether it was opened, and whether it still takes answers."""

from leadsurvey.responses.store import Store, StoredRound
from leadsurvey.rounds.load import thaw
from leadsurvey.rounds.model import Round


class FieldworkError(Exception):
    """A step that cannot be taken now; its text says why and what to do instead."""


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
