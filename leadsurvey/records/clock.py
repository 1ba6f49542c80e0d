"""Whether the machine's clock can be believed: erasing is for good, and a clock can jump."""

from datetime import date, timedelta

from leadsurvey.responses.database import Connection

STEP = timedelta(days=2)  # what may pass unseen where something runs every day
REST = timedelta(days=40)  # within which a day that was doubted is borne out by a later one


def is_believed(kept: Connection, today: date) -> bool:
    """Whether today follows on the newest day seen, or on another one that was seen after a jump.

    After a jump forward nothing is erased by itself on the same day. A clock that was wrong for an hour does no harm
    then, and one that is right, after a long rest, is believed from the next day on.
    """
    row = kept.one("SELECT seen, doubted FROM clock")
    seen, doubted = (date.fromisoformat(day) if day else None for day in row or (None, None))
    if seen is None or today <= seen + STEP or (doubted and doubted < today <= doubted + REST):
        if seen is None or today > seen:
            believe(kept, today)
        return True
    if today != doubted:
        with kept.write():
            kept.run("UPDATE clock SET doubted = ?", (today.isoformat(),))
    return False


def believe(kept: Connection, today: date) -> None:
    """Take a day for the newest one."""
    sql = "INSERT INTO clock VALUES (1, ?, NULL) ON CONFLICT (id) DO UPDATE SET seen = excluded.seen, doubted = NULL"
    with kept.write():
        kept.run(sql, (today.isoformat(),))
