"""The door of a round: whether people without a link of their own may come in, and by which ways they came."""

from leadsurvey.responses.database import Connection
from leadsurvey.responses.store import Door


def turn(kept: Connection, name: str, door: Door) -> None:
    """Shut the door of a round, or open it again; links of one's own work on."""
    with kept.write():
        kept.run("UPDATE rounds SET door = ? WHERE id = ?", (door, name))


def count(kept: Connection, name: str, route: str) -> None:
    """One more began who came by this way; nothing else is kept of it."""
    sql = "INSERT INTO routes VALUES (?, ?, 1) ON CONFLICT (round, route) DO UPDATE SET begun = begun + 1"
    with kept.write():
        kept.run(sql, (name, route))


def counts(kept: Connection, name: str) -> dict[str, int]:
    """How many began by each way."""
    return dict(kept.run("SELECT route, begun FROM routes WHERE round = ? ORDER BY route", (name,)))


def answers(kept: Connection, name: str) -> int:
    """How many answers are in."""
    (found,) = kept.one("SELECT count(*) FROM sealed WHERE round = ?", (name,))
    return int(found)
