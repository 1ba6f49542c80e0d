"""What may be said of a group: a figure is `Shown`, rounded and with its range, or `Withheld` with the reason."""

import math
from dataclasses import dataclass
from enum import StrEnum

from leadsurvey.scoring.means import Mean

COUNT_STEP = 5  # counts and rates leave the house to the nearest 5


class Reason(StrEnum):
    """Why a figure is withheld, in words that a leader reads."""

    FEW = "fewer than the smallest group answered"
    FEW_FOR_DETAIL = "fewer than twice the smallest group answered"
    TOGETHER = "with or without other figures it would tell about fewer people"
    UNPLANNED = "it is not in the plan of the release"
    UNDEFINED = "it cannot be worked out from these answers"

    @classmethod
    def _missing_(cls, value: object) -> "Reason | None":
        """What releases made before the audit say: it would have told those within the group what the others said."""
        return cls.TOGETHER if value == "all answers were alike" else None


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure that may be read: whole numbers; `low` and `high` are the likely range (95 in 100)."""

    value: int
    low: int | None = None
    high: int | None = None
    n: int | None = None  # people behind it, to the nearest 5
    bands: tuple[str, ...] = ()  # one band where it is sure, else the lowest and the highest it may be


@dataclass(frozen=True, slots=True)
class Withheld:
    """A figure that must not be read, and why."""

    reason: Reason


Figure = Shown | Withheld


def nearest(value: float, step: int) -> int:
    """`value` to the nearest `step`, halves upward, so that 12.5 people are 15 everywhere."""
    return step * math.floor(value / step + 0.5 + 1e-9)  # a half that floating point left a hair short is a half


def shown_count(people: int) -> Shown:
    """How many people answered, to the nearest 5."""
    return Shown(nearest(people, COUNT_STEP))


def shown_share(part: float) -> Shown:
    """A share (0 to 1), out of 100 and to the nearest 5."""
    return Shown(nearest(100 * part, COUNT_STEP))


def shown_mean(mean: Mean, minimum_group: int, bands: tuple[str, ...] = ()) -> Shown:
    """A mean of scores from 0 to 100; below twice the smallest group its range is rounded outward to 5."""
    if not math.isfinite(mean.low):
        return Shown(nearest(mean.mean, 1), n=nearest(mean.n, COUNT_STEP))
    low, high = told_range(max(mean.low, 0.0), min(mean.high, 100.0), is_rough=mean.n < 2 * minimum_group)
    return Shown(nearest(mean.mean, 1), low, high, nearest(mean.n, COUNT_STEP), bands)


def shown_number(value: float, people: int | None = None) -> Shown:
    """A whole number without a range, and of how many people it is."""
    return Shown(nearest(value, 1), n=None if people is None else nearest(people, COUNT_STEP))


def shown_range(value: float, low: float, high: float, people: int, *, is_rough: bool = False) -> Shown:
    """A figure from 0 to 100 with its likely range; `is_rough` for groups below twice the smallest."""
    ends = told_range(max(0.0, low), min(100.0, high), is_rough=is_rough)
    return Shown(nearest(value, 1), *ends, nearest(people, COUNT_STEP))


def shown_difference(value: float, low: float, high: float, *, is_rough: bool = False) -> Shown:
    """A difference in points, without a range where none is defined; `is_rough` for groups below twice the smallest."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return Shown(nearest(value, 1))
    return Shown(nearest(value, 1), *told_range(low, high, is_rough=is_rough))


def told_range(low: float, high: float, *, is_rough: bool) -> tuple[int, int]:
    """A range to the point, or outward to full fives."""
    if not is_rough:
        return nearest(low, 1), nearest(high, 1)
    return COUNT_STEP * math.floor(low / COUNT_STEP), COUNT_STEP * math.ceil(high / COUNT_STEP)
