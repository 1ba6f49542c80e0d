"""Who did what, and when: of organisers and leaders, never of respondents."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from leadsurvey.responses.database import Connection

CONSOLE = "console"  # whoever runs commands on the server


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log."""

    at: str  # UTC, to the second
    who: str
    act: str
    round: str | None
    what: str


def note(kept: Connection, who: str, act: str, round_: str | None = None, what: str = "") -> None:
    """Write one line; in the transaction of the act itself, where there is one."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with kept.write():
        sql = "INSERT INTO audit (at, who, act, round, what) VALUES (?, ?, ?, ?, ?)"
        kept.run(sql, (at, who, act, round_, what))


def entries(kept: Connection, round_: str | None = None) -> Iterator[Entry]:
    """The lines of a round, or all, the newest first."""
    sql = "SELECT at, who, act, round, what FROM audit WHERE ?1 IS NULL OR round = ?1 ORDER BY id DESC"
    return (Entry(*row) for row in kept.run(sql, (round_,)))
