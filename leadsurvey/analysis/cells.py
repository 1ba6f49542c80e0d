"""How often each score comes up in every row of a round, all rows at once.

Scores are few: means of a handful of answers of five options or so. So a row is told by how many of its people have
which score, and rows are added up along the tree. Whatever the number of people, size, mean and spread of a row then
cost no more than its different scores; a row of one score alone has a standard deviation of exactly 0.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit  # type: ignore[import-untyped]  # SciPy ships no types

from leadsurvey.analysis.disclosure.plan import Row
from leadsurvey.analysis.disclosure.table import OUTSIDE, Layout
from leadsurvey.scoring.means import GroupMeans, Mean
from leadsurvey.scoring.scores import Floats

Counts = NDArray[np.intp]
LOOKED_OVER = 20_000  # values, among which all different ones are likely to be
SLOTS = 1 << 14  # parts of their range; scores differ by more than one
Number = TypeVar("Number", np.intp, np.float64)


@dataclass(frozen=True, eq=False)
class Cells:
    """Scores of one capability, counted: `kinds` are the different ones, ascending.

    `by_place` and `counts` are how many people have which: places x kinds, and rows x kinds, by number in the layout.
    """

    layout: Layout
    kinds: Floats
    by_place: Counts
    counts: Counts

    @classmethod
    def of(cls, values: Floats, places: NDArray[np.intp], layout: Layout) -> "Cells":
        """Count `values`, one for each respondent (NaN for none), whose place `places` numbers."""
        valid = ~np.isnan(values)
        kinds, kind = _kinds(values[valid])
        size = (len(layout.atoms), len(kinds))
        by_place = np.bincount(places[valid] * len(kinds) + kind, minlength=size[0] * size[1]).reshape(size)
        return cls(layout, kinds, by_place, add_up(layout, by_place))

    @cached_property
    def people(self) -> Counts:
        """How many people of each place have a score."""
        people: Counts = self.by_place.sum(axis=1)
        return people

    def sums(self, power: int = 1) -> Floats:
        """The sum of the scores of each place, or of their squares."""
        return _summed(self.by_place * self.kinds**power)

    @cached_property
    def most(self) -> Counts:
        """How many people of each row have the score that most of them have."""
        most: Counts = self.counts.max(axis=1, initial=0)
        return most

    @cached_property
    def means(self) -> GroupMeans:
        """Size, mean and standard deviation of each row."""
        n = self.counts.sum(axis=1)
        if not self.kinds.size:
            nothing = np.full(len(n), math.nan)
            return GroupMeans(n, nothing, nothing)
        # Deviations from a score that is there: what does not vary deviates by nothing, not by rounding.
        own = self.kinds[(self.counts > 0).argmax(axis=1)]
        away = self.kinds - own[:, np.newaxis]
        shift = _quotient(_summed(self.counts * away), n)
        squares = _summed(self.counts * (away - shift[:, np.newaxis]) ** 2)
        return GroupMeans(n, own + shift, np.sqrt(_quotient(squares, n - 1)))

    def mean(self, row: Row) -> Mean:
        """Mean and interval of a row; of nobody for a row that there is not."""
        number = self._numbers.get(row)
        if number is None:
            return Mean(0, math.nan, math.nan, math.nan, math.nan)
        return self._intervals[number]

    @cached_property
    def _intervals(self) -> list[Mean]:
        """The mean and t interval of each row, as `mean_interval` makes them of values."""
        n, mean, sd = self.means.n, self.means.mean, self.means.sd
        half = np.full(len(n), math.nan)
        varies = sd > 0  # not where it is NaN
        half[varies] = stdtrit(n[varies] - 1, 0.975) * sd[varies] / np.sqrt(n[varies])
        columns = (each.tolist() for each in (n, mean, sd, mean - half, mean + half))
        return [Mean(*row) for row in zip(*columns, strict=True)]

    def of_row(self, row: Row) -> Counts:
        """How many people of a row have which score."""
        found: Counts = self.counts[self._numbers[row]]
        return found

    @property
    def deviations(self) -> Floats:
        """The mean distance of each row's scores from their own mean; NaN for nobody."""
        away = np.abs(self.kinds - self.means.mean[:, np.newaxis])
        return _quotient(_summed(self.counts * np.nan_to_num(away)), self.means.n)

    def number(self, row: Row) -> int:
        """The number of a row in the layout."""
        return self._numbers[row]

    @cached_property
    def _numbers(self) -> dict[Row, int]:
        return {row: number for number, row in enumerate(self.layout.rows) if number}


def _kinds(values: Floats) -> tuple[Floats, Counts]:
    """As `np.unique`: the different values, ascending, and which of them each is; without sorting a million.

    Each value is looked up by its slot, and where one is not what was found there, they are sorted after all.
    """
    some = np.unique(values[:: max(1, len(values) // LOOKED_OVER)])
    if len(some) < 2:
        return np.unique(values, return_inverse=True)
    slots = ((values - some[0]) * (SLOTS / (some[-1] - some[0]))).astype(np.intp)
    known = np.zeros(SLOTS + 1, dtype=np.intp)
    known[((some - some[0]) * (SLOTS / (some[-1] - some[0]))).astype(np.intp)] = np.arange(len(some))
    kind = known.take(slots, mode="clip")
    return (some, kind) if np.array_equal(some[kind], values) else np.unique(values, return_inverse=True)


def add_up(layout: Layout, by_place: NDArray[Number]) -> NDArray[Number]:
    """Rows x columns, from places x columns: the sum of each column over the places of every row.

    Each place is in the smallest row of either family around it, and rows are in those around them.
    """
    ends = np.array(layout.ends, dtype=np.intp).reshape(-1, 2)
    counts = np.zeros((len(layout.rows), by_place.shape[1]), dtype=by_place.dtype)
    for family in range(2):
        np.add.at(counts, ends[:, family], by_place)
    counts[OUTSIDE] = 0
    above, depth = np.array(layout.above, dtype=np.intp), _depths(layout)
    for level in range(depth.max(), 1, -1):
        rows = np.flatnonzero(depth == level)
        np.add.at(counts, above[rows], counts[rows])
    return counts


def _depths(layout: Layout) -> Counts:
    """How many rows there are from each row outward, itself among them; 0 for what is outside."""
    found = [OUTSIDE]
    for around in layout.above[1:]:  # rows come before those within them
        found.append(found[around] + 1)
    return np.array(found, dtype=np.intp)


def _summed(parts: Floats) -> Floats:
    """The sum of each row, one score after the other: what only others have then changes not a digit of it."""
    total = np.zeros(len(parts))
    for column in parts.T:
        total += column
    return total


def _quotient(totals: Floats, sizes: Counts) -> Floats:
    """Return totals / sizes, NaN where a size is not positive."""
    quotient = np.full(totals.shape, math.nan)
    np.divide(totals, sizes, out=quotient, where=sizes > 0)
    return quotient
