"""Shares of people, and how two of them differ: for small groups, where the usual formulas fail."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, ndtri  # type: ignore[import-untyped]  # SciPy ships no types

from leadsurvey.scoring.scores import Floats

Range = tuple[float, float]
Found = tuple[float, float, float]  # a difference with its range


def wilson(x: int, n: int, confidence: float = 0.95) -> Range:
    """Range of a share of `x` in `n`, 0 to 1: (2x + z^2 -+ z sqrt(z^2 + 4x(1 - p))) / (2(n + z^2)).

    Wilson (1927). NaN for nobody. Checked against R 4.2.2 prop.test without continuity correction.
    """
    if n < 1:
        return math.nan, math.nan
    z = _z(confidence)
    middle, half = 2 * x + z**2, z * math.sqrt(z**2 + 4 * x * (1 - x / n))
    low, high = (middle - half) / (2 * (n + z**2)), (middle + half) / (2 * (n + z**2))
    return max(0.0, low), min(1.0, high)


def newcombe(x1: int, n1: int, x2: int, n2: int, confidence: float = 0.95) -> Found:
    """Difference of two shares with its hybrid score interval, -1 to 1.

    From the Wilson limits (l, u) of each: d - sqrt((p1 - l1)^2 + (u2 - p2)^2), d + sqrt((u1 - p1)^2 + (p2 - l2)^2).
    Newcombe (1998), method 10. NaN where a group is empty. Checked against the examples of the paper and statsmodels
    0.15.
    """
    if min(n1, n2) < 1:
        return math.nan, math.nan, math.nan
    one, other = x1 / n1, x2 / n2
    return _hybrid((one, *wilson(x1, n1, confidence)), (other, *wilson(x2, n2, confidence)))


def difference_of_differences(one: Found, other: Found) -> Found:
    """One difference less another, each with its range: the ranges are joined as Newcombe joins two shares.

    The method of variance estimates recovery, Zou & Donner (2008); it holds for groups that do not overlap. Checked by
    hand.
    """
    return _hybrid(one, other)


def _hybrid(one: Found, other: Found) -> Found:
    (p1, l1, u1), (p2, l2, u2) = one, other
    difference = p1 - p2
    return difference, difference - math.hypot(p1 - l1, u2 - p2), difference + math.hypot(u1 - p1, p2 - l2)


def agresti_caffo(x1: int, n1: int, x2: int, n2: int, confidence: float = 0.95) -> Range:
    """Range of a difference of shares, -1 to 1, as if each group had one more of either kind.

    p~ = (x + 1) / (n + 2), then Wald; Agresti & Caffo (2000). It checks `newcombe`. NaN where a group is empty.
    Checked against R 4.2.2 by formula and statsmodels 0.15.
    """
    if min(n1, n2) < 1:
        return math.nan, math.nan
    one, other = (x1 + 1) / (n1 + 2), (x2 + 1) / (n2 + 2)
    half = _z(confidence) * math.sqrt(one * (1 - one) / (n1 + 2) + other * (1 - other) / (n2 + 2))
    return max(-1.0, one - other - half), min(1.0, one - other + half)


def fisher(x1: int, n1: int, x2: int, n2: int) -> float:
    """The p of Fisher's exact test, two-sided: all tables of these margins that are no likelier than the one found.

    Fisher (1935). Tables count as equally likely within 1 in 10^7, as in R. NaN where a group is empty. Checked against
    R 4.2.2 fisher.test.
    """
    if min(n1, n2) < 1:
        return math.nan
    chosen = x1 + x2
    tables = np.arange(max(0, chosen - n2), min(chosen, n1) + 1)
    logs = _log_choose(n1, tables) + _log_choose(n2, chosen - tables)
    chances = np.exp(logs - logs.max())
    found = chances[x1 - tables[0]]
    return min(1.0, float(chances[chances <= found * (1 + 1e-7)].sum() / chances.sum()))


def _log_choose(n: int, k: NDArray[np.intp]) -> Floats:
    found: Floats = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return found


def mantel_haenszel(strata: NDArray[np.intp], confidence: float = 0.95) -> Found:
    """Difference of shares within strata, -1 to 1, with its range; `strata` are rows of x1, n1, x2, n2.

    sum of (x1 n2 - x2 n1) / N over sum of n1 n2 / N, Mantel & Haenszel (1959), with the variance of Greenland & Robins
    (1985). Strata in which a group is empty say nothing; NaN where all are such. Checked by hand.
    """
    x1, n1, x2, n2 = strata[(strata[:, 1] > 0) & (strata[:, 3] > 0)].T.astype(np.float64)
    if not x1.size:
        return math.nan, math.nan, math.nan
    people = n1 + n2
    weight = (n1 * n2 / people).sum()
    difference = ((x1 * n2 - x2 * n1) / people).sum() / weight
    variance = ((x1 * (n1 - x1) * n2**3 + x2 * (n2 - x2) * n1**3) / (n1 * n2 * people**2)).sum() / weight**2
    half = _z(confidence) * math.sqrt(variance)
    return float(difference), float(difference - half), float(difference + half)


def _z(confidence: float) -> float:
    return float(ndtri((1 + confidence) / 2))
