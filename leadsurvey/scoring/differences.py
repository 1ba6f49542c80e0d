"""Whether two groups differ, by how much, and what is left of it when many such questions are asked at once."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, stdtr, stdtrit  # type: ignore[import-untyped]  # SciPy ships no types

from leadsurvey.scoring.means import Mean
from leadsurvey.scoring.scores import Floats

LEAST_CHANGE = 5.0  # points of 100: less is noticed by nobody


@dataclass(frozen=True, slots=True)
class Difference:
    """One mean less another, its t interval, and p of Welch's test; NaN where undefined."""

    difference: float
    low: float
    high: float
    df: float
    p: float


def welch(one: Mean, other: Mean, confidence: float = 0.95) -> Difference:
    """Difference of two means whose groups may spread differently.

    t = (m1 - m2) / sqrt(s1^2/n1 + s2^2/n2), on the degrees of freedom of Satterthwaite (1946); Welch (1947). All but
    the difference is NaN where a group has fewer than two values, or neither spreads at all. Checked against R 4.2.2
    t.test.
    """
    difference = one.mean - other.mean
    if min(one.n, other.n) < 2:
        return Difference(difference, math.nan, math.nan, math.nan, math.nan)
    first, second = one.sd**2 / one.n, other.sd**2 / other.n
    if not first + second > 0:
        return Difference(difference, math.nan, math.nan, math.nan, math.nan)
    error = math.sqrt(first + second)
    df = (first + second) ** 2 / (first**2 / (one.n - 1) + second**2 / (other.n - 1))
    half = float(stdtrit(df, (1 + confidence) / 2)) * error
    p = 2 * float(stdtr(df, -abs(difference) / error))
    return Difference(difference, difference - half, difference + half, df, p)


def notable_change(change: Difference) -> bool:
    """Whether a change is clear and large enough to be noticed.

    At least 5 points of 100 and 1.96 standard errors, with a range that leaves 0 out: the minimum notable change of
    this survey, by convention.
    """
    if not math.isfinite(change.low):
        return False
    error = (change.high - change.low) / (2 * float(stdtrit(change.df, 0.975)))
    is_clear = not change.low <= 0 <= change.high
    return is_clear and abs(change.difference) >= max(LEAST_CHANGE, 1.96 * error)


def hedges_g(one: Mean, other: Mean) -> tuple[float, float]:
    """Difference in units of the pooled standard deviation, freed of bias, and its standard error.

    g = d J(df), J = gamma(df/2) / (sqrt(df/2) gamma((df-1)/2)), df = n1 + n2 - 2; SE = sqrt((n1+n2)/(n1 n2) +
    g^2/(2(n1+n2))). Hedges (1981). NaN with fewer than two values in a group and where neither spreads. Checked against
    R 4.2.2 by formula.
    """
    df = one.n + other.n - 2
    if min(one.n, other.n) < 2:
        return math.nan, math.nan
    pooled = math.sqrt(((one.n - 1) * one.sd**2 + (other.n - 1) * other.sd**2) / df)
    if not pooled > 0:
        return math.nan, math.nan
    unbiased = math.exp(float(gammaln(df / 2) - gammaln((df - 1) / 2))) / math.sqrt(df / 2)
    g = (one.mean - other.mean) / pooled * unbiased
    total = one.n + other.n
    return g, math.sqrt(total / (one.n * other.n) + g**2 / (2 * total))


def cliffs_delta(one: Floats, other: Floats) -> float:
    """How much more often a value of one group exceeds one of the other than the reverse, -1 to 1.

    (#(x > y) - #(x < y)) / (n1 n2), Cliff (1993), by ranks. NaN where a group is empty. Checked against R wilcox.test,
    2 W / (n1 n2) - 1.
    """
    one, other = one[~np.isnan(one)], other[~np.isnan(other)]
    kinds = np.unique(np.concatenate([one, other]))
    counted = (np.bincount(np.searchsorted(kinds, each), minlength=len(kinds)) for each in (one, other))
    return cliffs_delta_of(*counted)


def cliffs_delta_of(one: NDArray[np.intp], other: NDArray[np.intp]) -> float:
    """The same of values that are counted: how many of each group have which, in ascending order of the values."""
    people = int(one.sum()) * int(other.sum())
    if not people:
        return math.nan
    below = np.cumsum(other) - other
    above = other.sum() - np.cumsum(other)
    return float((one * (below - above)).sum() / people)


def adjusted_p(p: Floats) -> Floats:
    """The p of a family of tests, adjusted so that of those below q at most a share q are expected to be false.

    adjusted p(i) = min over j >= i of m p(j) / j, in ascending order; Benjamini & Hochberg (1995). NaN is no test of
    the family and stays NaN. Checked against R 4.2.2 p.adjust and the example of the paper.
    """
    adjusted = np.full(p.shape, np.nan)
    tests = np.flatnonzero(~np.isnan(p))
    order = tests[np.argsort(p[tests], kind="stable")]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    adjusted[order] = np.minimum(1.0, np.minimum.accumulate(scaled[::-1])[::-1])
    return adjusted
