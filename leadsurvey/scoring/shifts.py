"""Numbers that people gave in two versions of a task: how far one first number, or one question, moved them."""

import math
from collections.abc import Callable

import numpy as np

from leadsurvey.scoring.resampling import REPLICATES
from leadsurvey.scoring.scores import Floats

Found = tuple[float, float, float]
MOST_DIFFERENCES = 4_000_000  # above, they are counted and not written out


def anchoring_index(
    one: Floats,
    other: Floats,
    one_anchor: float,
    other_anchor: float,
    chance: np.random.Generator,
    replicates: int = REPLICATES,
) -> Found:
    """How much of the way from one anchor to the other the median guess goes: 0 not at all, 1 all of it.

    (median of one - median of the other) / (its anchor - the other's), Jacowitz & Kahneman (1995), with the percentile
    range of a bootstrap of each group. NaN where a group is empty or the anchors are alike. Checked by hand.
    """
    moved = one_anchor - other_anchor or math.nan
    medians = _medians(one, chance, replicates) - _medians(other, chance, replicates)
    return _percentile((_median(one) - _median(other)) / moved, medians / moved)


def ratio_of_medians(one: Floats, other: Floats, chance: np.random.Generator, replicates: int = REPLICATES) -> Found:
    """The median of one group over that of the other, with the percentile range of a bootstrap of each.

    NaN where a group is empty or the other's median, or that of a replicate, is 0. Checked by hand.
    """
    below = _medians(other, chance, replicates)
    above = _medians(one, chance, replicates)
    if not one.size or not other.size or not below.all() or _median(other) == 0:
        return math.nan, math.nan, math.nan
    return _percentile(_median(one) / _median(other), above / below)


def hodges_lehmann(one: Floats, other: Floats) -> float:
    """The shift between two groups: the median of all differences of a value of one and a value of the other.

    Hodges & Lehmann (1963). NaN where a group is empty. Checked against the example of Hollander & Wolfe (1973).
    """
    if not one.size or not other.size:
        return math.nan
    middle = one.size * other.size - 1
    return float(_differences_at(one, other, [middle // 2, (middle + 1) // 2]).mean())


def _differences_at(one: Floats, other: Floats, places: list[int]) -> Floats:
    """The differences at these places, from 0, of all of them in ascending order."""
    if one.size * other.size > MOST_DIFFERENCES:
        return _counted_differences(one, other, places)
    found: Floats = np.partition(np.subtract.outer(one, other).ravel(), places)[places]
    return found


def _counted_differences(one: Floats, other: Floats, places: list[int]) -> Floats:
    """The same where there are too many to write out: by halving, and counting how many are no larger."""
    (a, of_a), (b, of_b) = (np.unique(each, return_counts=True) for each in (one, other))
    before = np.concatenate([[0], np.cumsum(of_b)])

    def no_larger(value: float) -> int:
        return int((of_a * (before[-1] - before[np.searchsorted(b, a - value)])).sum())

    return np.array([_nearest(a, b, _halved(a, b, no_larger, place)) for place in places])


def _halved(a: Floats, b: Floats, no_larger: Callable[[float], int], place: int) -> float:
    """The least difference than which more than `place` are no larger, within rounding."""
    low, high = float(a[0] - b[-1]), float(a[-1] - b[0])
    if no_larger(low) > place:
        return low
    rounding = 4 * float(np.spacing(max(np.abs(a).max(), np.abs(b).max())))
    while high - low > rounding:
        middle = (low + high) / 2
        low, high = (low, middle) if no_larger(middle) > place else (middle, high)
    return high


def _nearest(a: Floats, b: Floats, value: float) -> float:
    """The difference of two distinct values that is nearest to this one."""
    after = np.searchsorted(b, a - value)
    differences = np.concatenate([a - b[(after - side).clip(0, len(b) - 1)] for side in (0, 1)])
    return float(differences[np.abs(differences - value).argmin()])


def _median(values: Floats) -> float:
    return float(np.median(values)) if values.size else math.nan


def _medians(values: Floats, chance: np.random.Generator, replicates: int) -> Floats:
    """Bootstrap medians: how often each distinct value is drawn is multinomial; the middle is where half are passed."""
    if not values.size:
        return np.full(replicates, np.nan)
    found, counts = np.unique(values, return_counts=True)
    n = len(values)
    passed = np.cumsum(chance.multinomial(n, counts / n, size=replicates), axis=1)
    middle = [(passed <= place).sum(axis=1) for place in ((n - 1) // 2, n // 2)]
    medians: Floats = (found[middle[0]] + found[middle[1]]) / 2
    return medians


def _percentile(value: float, replicates: Floats) -> Found:
    if not math.isfinite(value):
        return math.nan, math.nan, math.nan
    low, high = np.quantile(replicates, [0.025, 0.975])
    return value, float(low), float(high)
