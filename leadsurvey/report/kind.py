"""Which document is to be made of a unit's findings."""

from dataclasses import dataclass
from enum import StrEnum


class Edition(StrEnum):
    """Whom a document is for."""

    REPORT = "report"  # leaders, at length
    BRIEF = "brief"  # a meeting, on one sheet
    STAFF = "staff"  # everybody who was invited


@dataclass(frozen=True)
class Kind:
    """What is to be made of a unit's findings."""

    edition: Edition = Edition.REPORT
    steps: tuple[str, ...] = ()  # of the staff edition: what happens next, in the organiser's words
    archive: bool = False  # a copy to keep for good, with its figures attached


REPORT = Kind()
