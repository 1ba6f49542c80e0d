"""How a release is known, without its text: that may be a hundred megabytes."""

from leadsurvey.responses.database import Connection


def hash_of(kept: Connection, name: str) -> str | None:
    """The hash of a closed round's release."""
    row = kept.one("SELECT sha256 FROM releases WHERE round = ?", (name,))
    return row[0] if row else None
