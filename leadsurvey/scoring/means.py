"""A group's mean, and how far it may be off."""

import math
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
