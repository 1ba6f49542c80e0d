"""Taking in answers that were collected elsewhere."""

from pathlib import Path

from leadsurvey.fieldwork.standing import FieldworkError, still_open
from leadsurvey.responses.exchange import read_answers
from leadsurvey.responses.seal import Keyring, file_mark, seal_response
from leadsurvey.responses.store import Store


class EnteredBeforeError(FieldworkError):
    """This very file was entered before."""


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
