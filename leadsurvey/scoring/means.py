"""A group's mean, and how far it may be off."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit  # type: ignore[import-untyped]  # SciPy ships no types

from leadsurvey.scoring.scores import Floats


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of `n` values, their standard deviation and a t interval, all in the values' own unit.

    `mean` is NaN without values, `sd` with fewer than two. `low` and `high` are NaN with fewer than two values and
    where all are alike: a group of one mind tells nothing about its error. They are not clipped to the scale.
    """

    n: int
    mean: float
    sd: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class GroupMeans:
    """Size, mean and standard deviation (over n - 1) of each group: `mean` NaN for n = 0, `sd` NaN for n < 2."""

    n: NDArray[np.intp]
    mean: Floats
    sd: Floats


def mean_interval(values: Floats, confidence: float = 0.95) -> Mean:
    """Mean and t interval of `values`, one per respondent; NaN values are left out.

    mean +- t(n - 1) s / sqrt(n), Student (1908), with s over n - 1. Checked against R 4.2.2 `t.test`.
    """
    everyone = group_means(values, np.zeros(values.size, dtype=np.intp), 1)
    n, mean, sd = int(everyone.n[0]), float(everyone.mean[0]), float(everyone.sd[0])
    half = half_width(n, sd, confidence)
    return Mean(n, mean, sd, low=mean - half, high=mean + half)


def group_means(values: Floats, groups: NDArray[np.intp], count: int) -> GroupMeans:
    """Mean and standard deviation of `values` in each of the groups 0 to `count` - 1, all groups at once.

    `groups` names the group of each value, -1 for none; NaN values are left out. Deviations are taken first from one
    member of the group and then from its mean: nothing is lost where values are large and close together, and a
    group whose members are all alike has a standard deviation of exactly 0. Checked against R multilevel 2.7.
    """
    counted = ~np.isnan(values) & (groups >= 0)
    values, groups = values[counted], groups[counted]
    n = np.bincount(groups, minlength=count)
    member = np.full(count, np.nan)
    member[groups] = values
    from_member = values - member[groups]
    shift = _quotient(_sums(from_member, groups, count), n)
    squares = _sums((from_member - shift[groups]) ** 2, groups, count)
    return GroupMeans(n, member + shift, np.sqrt(_quotient(squares, n - 1)))


def _sums(values: Floats, groups: NDArray[np.intp], count: int) -> Floats:
    return np.bincount(groups, weights=values, minlength=count).astype(np.float64)


def _quotient(totals: Floats, sizes: NDArray[np.intp]) -> Floats:
    """Return totals / sizes, NaN where a size is not positive."""
    quotient = np.full(totals.shape, np.nan)
    np.divide(totals, sizes, out=quotient, where=sizes > 0)
    return quotient


def half_width(n: int, sd: float, confidence: float = 0.95) -> float:
    """How far the mean of `n` values of standard deviation `sd` may be off: half of its t interval, NaN where none is.

    t(n - 1) sd / sqrt(n), Student (1908). For sd 20: n = 10 gives 14.3, 18 gives 10, 30 gives 7.5, 64 gives 5.
    """
    if not sd > 0:  # also where sd is NaN: fewer than two values
        return math.nan
    return float(stdtrit(n - 1, (1 + confidence) / 2)) * sd / math.sqrt(n)


@dataclass(frozen=True, slots=True)
class Weighted:
    """A mean of groups' means: its standard error and t interval, NaN where a group has no spread of its own.

    `effective_n` is how many people weighing alike would say as much (Kish).
    """

    mean: float
    error: float
    low: float
    high: float
    effective_n: float


def weighted_mean(groups: Sequence[Mean], weights: Floats, confidence: float = 0.95) -> Weighted:
    """Mean of groups, each with its weight, whatever the weights add up to.

    sum of w m / W with variance sum of (w/W)^2 s^2/n, on the degrees of freedom of Satterthwaite (1946); stratified
    means, Cochran (1977). Effective size W^2 / sum of w^2/n, Kish (1965). Groups without a mean or
    a weight are left out, and the others weigh more. Checked against R 4.2.2 by formula.
    """
    n, mean, sd = (np.array([getattr(each, name) for each in groups], dtype=np.float64) for name in ("n", "mean", "sd"))
    told = ~np.isnan(mean) & (weights > 0)
    n, mean, sd, weights = n[told], mean[told], sd[told], weights[told] / weights[told].sum()
    if not n.size:
        return Weighted(math.nan, math.nan, math.nan, math.nan, 0.0)
    parts = weights**2 * sd**2 / n
    error = math.sqrt(float(parts.sum()))
    half = math.nan
    if error > 0:
        df = float(parts.sum()) ** 2 / float((parts[n > 1] ** 2 / (n[n > 1] - 1)).sum())
        half = float(stdtrit(df, (1 + confidence) / 2)) * error
    middle = float((weights * mean).sum())
    return Weighted(middle, error, middle - half, middle + half, float(1 / (weights**2 / n).sum()))


def in_post(mean: Mean, people: int, confidence: float = 0.95) -> tuple[float, float]:
    """Interval for the mean of the very people in post, of whom `mean.n` answered: narrower, since they are few.

    The half width times sqrt(1 - n/N), Cochran (1977). Only if who did not answer is like who did, so it says nothing
    of other days, levels or people. Checked against R 4.2.2 by formula.
    """
    half = half_width(mean.n, mean.sd, confidence) * math.sqrt(max(0.0, 1 - mean.n / max(1, people)))
    return mean.mean - half, mean.mean + half


def bounds(mean: float, rate: float) -> tuple[float, float]:
    """Where the mean of all lies, 0 to 100, if a share `rate` answered: whatever the others would have said.

    [r m, r m + 100 (1 - r)], Manski (1989). Checked by hand.
    """
    return rate * mean, rate * mean + 100 * (1 - rate)
