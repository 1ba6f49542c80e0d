"""How many have answered while a round is open, only as coarse as the promise allows.

A tally is taken once a day, when somebody first asks, and kept: whoever asks again that day reads the same numbers.
It tells of the whole organisation, and of units with all below them where at least `SMALLEST` people, or the smallest
group if that is more, were invited by name. Between the units told no smaller rest is left: what is told of a unit less
all told below it is about nobody, or about as many people again. Levels are never told, nor who declined. People are
counted to the nearest five, and where the rounded count is nought or everybody no number is told.

So, while nobody is invited or moved, no days or units can be subtracted to learn of a group below that size; of larger
ones it is known how many have answered, to within two either way. What it does not protect: whoever knows of all others
in a told group whether they have answered may learn, on a day on which the rounded number moves, about the one they do
not know of; and whoever may invite or move people can shape groups. Who holds the database sees which invitations are
answered: people are told so.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from leadsurvey.fieldwork.doors import routes
from leadsurvey.records import doors, tallies
from leadsurvey.records.tallies import Asked
from leadsurvey.responses.store import Store
from leadsurvey.rounds.model import Round

SMALLEST = 10  # people invited, however small the groups that a round may show
STEP = 5


class Word(StrEnum):
    """What is told in place of a number that would point at single people."""

    FEW = "too few to tell"
    NEARLY_ALL = "nearly all"


@dataclass(frozen=True, slots=True)
class Rate:
    """One group: rounded counts, and the share of 100 that they make; `word` stands in place of numbers."""

    unit: str
    invited: int
    answered: int | None
    share: int | None
    word: str = ""


@dataclass(frozen=True, slots=True)
class Rates:
    """What may be told of a round on a day; without groups where anyone may answer."""

    day: str
    answers: int | None  # all, also those from paper, shared devices and open links; None: too few to tell
    groups: tuple[Rate, ...]  # in the order of the tree, the organisation first
    untold: int  # units with people invited of which nothing is told
    routes: dict[str, int]  # by which ways people came to an open link, and about how many began


def of(store: Store, survey: Round, now: datetime) -> Rates | None:
    """What may be told today; after closing what was told last, if anything was: the release tells who answered."""
    day = now.astimezone(ZoneInfo(survey.timezone)).date().isoformat()
    with store.write():  # two who ask at once get the same
        last, known = tallies.kept_tally(store, survey.id), store.known(survey.id)
        if known is None or known.state != "open":
            return _read(*last) if last else None
        if last and last[0] == day:
            return _read(*last)
        rates = _taken(store, survey, day)
        tallies.keep(store, survey.id, day, asdict(rates))
        return rates


def _taken(store: Store, survey: Round, day: str) -> Rates:
    found, ways = doors.answers(store, survey.id), routes(store, survey)
    answers = nearest(found) if found >= max(survey.minimum_group, SMALLEST) else None
    if survey.invitations == "open":
        return Rates(day, answers, (), 0, ways)
    people = with_all_below(survey, tallies.asked(store, survey.id))
    shown = tellable(survey, people)
    if survey.root.id not in shown:
        answers = None
    untold = sum(1 for unit, asked in people.items() if asked.invited and unit not in shown)
    groups = tuple(_rate(unit, people[unit]) for unit in survey.units if unit in shown)
    return Rates(day, answers, groups, untold, ways)


def with_all_below(survey: Round, own: Mapping[str, Asked]) -> dict[str, Asked]:
    """The people of every unit with all units below it."""
    people = {unit: own.get(unit, Asked(0, 0)) for unit in survey.units}
    for unit in reversed(list(survey.units.values())):  # children before parents
        if unit.parent is not None:
            above, here = people[unit.parent], people[unit.id]
            people[unit.parent] = Asked(above.invited + here.invited, above.answered + here.answered)
    return people


def tellable(survey: Round, people: Mapping[str, Asked]) -> set[str]:
    """The units that may be told: none is too small, and no rest of one is, once those below it are taken off."""
    least = max(survey.minimum_group, SMALLEST)
    below: dict[str, list[str]] = {unit: [] for unit in survey.units}
    for unit in survey.units.values():
        if unit.parent is not None and people[unit.id].invited >= least:
            below[unit.parent].append(unit.id)
    shown = {survey.root.id} if people[survey.root.id].invited >= least else set()
    for name in survey.units:  # parents before children: below an untold unit nothing is told
        if name in shown:
            shown.update(_told_below(people, people[name].invited, below[name], least))
    return shown


def _told_below(people: Mapping[str, Asked], whole: int, units: list[str], least: int) -> list[str]:
    """As many of these units as leave a rest of nobody, or of enough people; the smallest are kept back first."""
    told = sorted(units, key=lambda unit: (-people[unit].invited, unit))
    rest = whole - sum(people[unit].invited for unit in told)
    while told and 0 < rest < least:
        rest += people[told.pop()].invited
    return told


def _rate(unit: str, asked: Asked) -> Rate:
    invited, answered = nearest(asked.invited), nearest(asked.answered)
    if answered == 0:
        return Rate(unit, invited, None, None, Word.FEW)
    if answered >= invited:
        return Rate(unit, invited, None, None, Word.NEARLY_ALL)
    return Rate(unit, invited, answered, min(100 - STEP, max(STEP, nearest(100 * answered / invited))))


def nearest(count: float) -> int:
    """To the nearest five, halves upward."""
    return STEP * int(count / STEP + 0.5)


def _read(day: str, counts: dict[str, Any]) -> Rates:
    groups = tuple(Rate(**group) for group in counts["groups"])
    return Rates(day, counts["answers"], groups, counts["untold"], counts["routes"])
