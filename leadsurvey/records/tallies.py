"""Counts that may be seen while a round is open: taken at most once a day, and kept as they were told."""

import json
from dataclasses import dataclass
from typing import Any

from leadsurvey.responses.database import Connection


@dataclass(frozen=True, slots=True)
class Asked:
    """How many people of one unit, not below it, were invited by name, and how many of them have answered."""

    invited: int
    answered: int


def kept_tally(kept: Connection, name: str) -> tuple[str, dict[str, Any]] | None:
    """The day of the last tally of a round, and what was told."""
    row = kept.one("SELECT day, counts FROM tallies WHERE round = ?", (name,))
    return (row[0], json.loads(row[1])) if row else None


def keep(kept: Connection, name: str, day: str, counts: dict[str, Any]) -> None:
    """Keep what is told on a day, in place of the day before."""
    with kept.write():
        sql = (
            "INSERT INTO tallies VALUES (?, ?, ?) "
            "ON CONFLICT (round) DO UPDATE SET day = excluded.day, counts = excluded.counts"
        )
        kept.run(sql, (name, day, json.dumps(counts)))


def asked(kept: Connection, name: str) -> dict[str, Asked]:
    """The people of every unit who were invited by name; raw counts, to be rounded before anybody sees them."""
    # the whole table is read: by its index every row would be looked up on its own
    sql = (
        "SELECT unit, count(*), sum(state = 'answered') FROM invitations NOT INDEXED "
        "WHERE round = ? AND person IS NOT NULL GROUP BY unit"
    )
    return {unit: Asked(invited, answered) for unit, invited, answered in kept.run(sql, (name,)) if unit is not None}
