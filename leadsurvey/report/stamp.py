"""What a report was made of, written into the file itself: so a second run knows what it need not make again."""

import hashlib
from collections.abc import Hashable
from functools import cache
from pathlib import Path


@cache
def stamp(release: str, templates: Path, kind: Hashable = None) -> str:
    """One word for a release, for the kind of document, and for the code, templates and texts that set it."""
    digest = hashlib.blake2s(digest_size=12)
    digest.update(repr(kind).encode())
    texts = templates.parent / "locale"
    for path in sorted([*Path(__file__).parent.rglob("*.py"), *templates.glob("*.*"), *texts.glob("*.po")]):
        digest.update(f"\0{path.name}\0".encode() + path.read_bytes())
    return f"{of_release(release)}{digest.hexdigest()}"


def of_release(release: str) -> str:
    """How the stamp of every report on a release begins."""
    return f"leadsurvey-{release[:24]}-"


def bears(path: Path, mark: str) -> bool:
    """Whether a file is there and bears this stamp, or one that begins so; it is there as a whole or not at all."""
    try:
        return mark.encode() in path.read_bytes()
    except OSError:
        return False
