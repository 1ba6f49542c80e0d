"""Which levels of the organisation may be told with their exact spread, beside units that are told so.

Levels and units cross: squares of a level less those of units that lie within it are those of the rest. So for any
levels together, what is left when all units wholly of these levels are taken away, and what is left of all units that
touch them when the levels are taken away, must be nobody or twice the smallest group, and spread widely enough. These
are all groups that adding and subtracting rows can single out; sums of which some count twice or less than nothing
single out nobody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from leadsurvey.analysis.disclosure.detail import Moments, is_wide
from leadsurvey.analysis.disclosure.plan import Verdict
from leadsurvey.analysis.disclosure.table import OUTSIDE, Layout, blocks
from leadsurvey.scoring.scores import Floats

MOST_LEVELS = 10  # every set of them is tried


@dataclass(frozen=True)
class _Sides:
    """Of each atom its level and the told unit's block that it lies in; OUTSIDE where no told unit holds it."""

    of: Moments
    levels: NDArray[np.intp]
    homes: NDArray[np.intp]
    least: int

    def is_open(self, chosen: Sequence[int]) -> bool:
        """Whether nothing too narrow is left on either side of these levels."""
        inside, people = np.isin(self.levels, chosen), np.array(self.of.counts) > 0
        touched = np.unique(self.homes[inside & people])
        mixed = np.unique(self.homes[~inside & people])
        pure = np.setdiff1d(touched, [*mixed, OUTSIDE])
        beside = np.isin(self.homes, touched[touched != OUTSIDE]) & ~inside
        # Who stands outside all told units is in no row that could be taken away from.
        is_held = OUTSIDE not in touched
        return self._is_wide(inside & ~np.isin(self.homes, pure)) and (not is_held or self._is_wide(beside))

    def _is_wide(self, who: NDArray[np.bool_]) -> bool:
        n, total, squares = (
            _total(each, who) for each in (np.array(self.of.counts, dtype=float), self.of.sums, self.of.squares)
        )
        return n == 0 or (n >= 2 * self.least and is_wide(int(n), total, squares, self.least))


def _total(values: Floats, who: NDArray[np.bool_]) -> float:
    return float(values[who].sum())


def exact_levels(
    layout: Layout, of: Moments, levels: NDArray[np.intp], wanted: Sequence[int], units: Verdict, least: int
) -> list[int]:
    """Those of the wanted levels that may be told with their spread; of a set that says too much the smallest goes.

    `layout` is of all staff by unit and `units` says which of its rows are told exactly; `levels` is each atom's.
    """
    withheld = [row for row, name in enumerate(layout.rows) if row and units.reason(name)]
    melted = blocks(layout, withheld)
    homes = np.array([melted.find(total) for _, total in layout.ends], dtype=np.intp)
    sides, people = _Sides(of, levels, homes, least), np.bincount(levels, weights=of.counts)
    told = [] if len(wanted) > MOST_LEVELS else list(wanted)
    while narrow := next((each for each in _subsets(told) if not sides.is_open(each)), None):
        told.remove(min(narrow, key=lambda level: (people[level], level)))
    return told


def _subsets(of: Sequence[int]) -> Iterator[tuple[int, ...]]:
    return chain.from_iterable(combinations(of, size) for size in range(1, len(of) + 1))
