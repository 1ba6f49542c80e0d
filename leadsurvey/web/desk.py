"""The desk at which forms are keyed: what its pages share."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import current_app, redirect, url_for
from werkzeug.wrappers import Response

from leadsurvey.responses.cells import Fault
from leadsurvey.responses.keyed import DIGITS
from leadsurvey.responses.keying import Keyings
from leadsurvey.rounds.model import Round

LONGEST_SHOWN = 80  # signs of what was typed, where it is told again
A_NUMBER = f"write the number that stands on the sheet, of at most {DIGITS} digits"
Page = tuple[str, int]


@dataclass(frozen=True)
class Desk:
    """What is keyed here, into which folder, and the command that enters it."""

    survey: Round
    keyings: Keyings
    command: str


def desk() -> Desk:
    """The desk of this application."""
    found: Desk = current_app.extensions["leadsurvey.keying"]
    return found


def errors_of(faults: Iterable[Fault]) -> dict[str, str]:
    """What is told beside each box; the first fault of each."""
    told: dict[str, str] = {}
    for each in faults:
        fault = each.fault if len(each.fault) <= LONGEST_SHOWN else f"{each.fault[:LONGEST_SHOWN]}…"
        told.setdefault(each.column, f"{fault}; {each.cure}" if fault else each.cure)
    return told


def go(endpoint: str, **where: Any) -> Response:
    """On to another page once something was written."""
    return redirect(url_for(endpoint, **where), 303)
