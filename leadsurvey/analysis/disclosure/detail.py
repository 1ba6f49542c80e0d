"""Which rows may be told at full precision: mean and standard deviation with all their digits.

Exact second moments can be subtracted like sums. So what lies between any rows told in this way must be nobody or twice
the smallest group, and so spread that neither a person nor a group of fewer than the smallest could be known nearly.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from leadsurvey.analysis.disclosure.figures import Reason
from leadsurvey.analysis.disclosure.plan import Verdict
from leadsurvey.analysis.disclosure.spread import GROUP, PERSON, room
from leadsurvey.analysis.disclosure.suppress import suppress
from leadsurvey.analysis.disclosure.table import OUTSIDE, Layout, Table, blocks
from leadsurvey.scoring.scores import Floats


@dataclass(frozen=True)
class Moments:
    """Of each atom: how many valid scores, their sum and the sum of their squares, on the scale from 0 to 100."""

    counts: list[int]
    sums: Floats
    squares: Floats


def detailed(layout: Layout, of: Moments, least: int, plan: Verdict, whole: int) -> Verdict:
    """The rows of a layout of one family that may be told exactly, of those that the plan tells; `whole` goes last."""
    table = Table(layout, of.counts)
    people = table.people()
    before = {row: reason for row, name in enumerate(layout.rows) if row and (reason := plan.reason(name))}
    lost = {*before}
    found = suppress(table, 2 * least, kept=[whole], lost=lost)
    while close := _close_blocks(layout, of, found.withheld, least):
        lost |= {_one_to_go(layout, row, found.withheld, people) for row in close}
        found = suppress(table, 2 * least, kept=[whole], lost=lost)
    own = {row: Reason.FEW_FOR_DETAIL if people[row] < 2 * least else Reason.TOGETHER for row in found.withheld}
    reasons = sorted((own | before).items())
    return Verdict(frozenset(layout.rows[1:]), {layout.rows[row]: reason for row, reason in reasons}, {})


def _close_blocks(layout: Layout, of: Moments, withheld: Collection[int], least: int) -> list[int]:
    """The rows whose own people, those of told rows within left out, differ too little among each other."""
    melted = blocks(layout, withheld)
    home = np.array([melted.find(total) for _, total in layout.ends], dtype=np.intp)
    n, sums, squares = (
        np.bincount(home, weights=each, minlength=len(layout.rows)) for each in (of.counts, of.sums, of.squares)
    )
    rows = [row for row in np.flatnonzero(n).tolist() if row != OUTSIDE]
    return [row for row in rows if not is_wide(int(n[row]), float(sums[row]), float(squares[row]), least)]


def is_wide(n: int, total: float, squares: float, least: int) -> bool:
    """Whether people of whom count, sum and sum of squares are known stay open: each of them, and any few."""
    mean = total / n
    sd = math.sqrt(max(0.0, squares - n * mean * mean) / max(1, n - 1))
    return room(n, mean, sd) >= PERSON and room(n, mean, sd, least - 1) >= GROUP


def _one_to_go(layout: Layout, row: int, withheld: Collection[int], people: list[float]) -> int:
    """The smallest of the row and of the told rows next within it: without it, the people join others."""
    inner = {
        each
        for each in range(1, len(layout.rows))
        if each not in withheld and next((up for up in layout.path(each)[1:] if up not in withheld), OUTSIDE) == row
    }
    return min(inner or {row}, key=lambda each: (people[each], -each))
