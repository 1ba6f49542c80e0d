"""Figures as the columns of a table: a value with its likely range, or the reason why it is withheld."""

from leadsurvey.analysis.disclosure.figures import Figure, Withheld
from leadsurvey.report.dataset.table import REASONS, YES_NO, Kind, Value, Variable, code_of

POINTS = "points from 0 to 100"
DIFFERENCE = "points from -100 to 100"
PEOPLE = "people, to the nearest 5"


def figure(name: str, label: str, unit: str, prefix: str = "", *, about: bool = False) -> tuple[Variable, ...]:
    """The variables of a figure; `about` adds how many people are behind it."""
    withheld = f"{prefix}withheld"

    def whole(key: str, says: str, measure: str = unit) -> Variable:
        return Variable(key, says, Kind.WHOLE, unit=measure, withheld_by=withheld)

    people = (whole(f"{prefix}about_n", "About how many people are behind it", PEOPLE),) if about else ()
    return (
        whole(name, label),
        whole(f"{prefix}low", "Lower end of its likely range (95 in 100)"),
        whole(f"{prefix}high", "Upper end of its likely range (95 in 100)"),
        *people,
        reason(withheld),
    )


def count(name: str, label: str, unit: str = PEOPLE) -> tuple[Variable, ...]:
    """The variables of a figure that has no range."""
    withheld = f"{name}_withheld"
    return Variable(name, label, Kind.WHOLE, unit=unit, withheld_by=withheld), reason(withheld)


def reason(name: str) -> Variable:
    """The variable that says why something is missing."""
    return Variable(name, "Why the value is withheld; empty where it is told", codes=REASONS)


def yes(name: str, label: str, withheld_by: str = "withheld") -> Variable:
    """A variable that is yes or no."""
    return Variable(name, label, Kind.WHOLE, YES_NO, withheld_by=withheld_by)


def figure_cells(told: Figure, *, about: bool = False) -> tuple[Value, ...]:
    """The values of `figure`."""
    if isinstance(told, Withheld):
        return (*(None,) * (4 if about else 3), code_of(told.reason))
    return (told.value, told.low, told.high, *((told.n,) if about else ()), None)


def count_cells(told: Figure) -> tuple[Value, ...]:
    """The values of `count`."""
    return (None, code_of(told.reason)) if isinstance(told, Withheld) else (told.value, None)


def yes_cell(told: Figure, *, says: bool) -> int | None:
    """Yes or no of a figure that is told; of one that is withheld not even that."""
    return None if isinstance(told, Withheld) else int(says)
