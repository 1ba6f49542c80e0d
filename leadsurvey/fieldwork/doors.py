"""The door of an open round, for people without a link of their own: shut, opened again, and how they came."""

from leadsurvey.fieldwork.standing import FieldworkError, still_open
from leadsurvey.records import audit, doors
from leadsurvey.records.audit import CONSOLE
from leadsurvey.responses.store import Door, Store
from leadsurvey.rounds.model import Round

ROUNDED_TO = 5


def turn(store: Store, name: str, door: Door, who: str = CONSOLE) -> None:
    """Shut the door, or open it again. Whoever has begun may finish, and links of one's own work on."""
    _, survey = still_open(store, name)
    if survey.invitations != "open" and not survey.kiosk:
        raise FieldworkError(f"round '{name}' has no door: people come by links of their own only")
    with store.write():
        doors.turn(store, name, door)
        audit.note(store, who, "door opened" if door == "open" else "door shut", name)


def routes(store: Store, survey: Round) -> dict[str, int]:
    """About how many began by each of the ways that the round file names, to the nearest five."""
    known = doors.counts(store, survey.id)
    return {route: ROUNDED_TO * round(known.get(route, 0) / ROUNDED_TO) for route in survey.routes}
