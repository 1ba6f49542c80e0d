"""Passive signs of careless answering: they are counted and told to a methodologist; nobody is left out for them.

Everything here takes codes as they are stored, before reversal: respondents x items, negative where there is no answer.
Items stand in their written order. People met them in one of eight prepared orders, which is not stored. What was one
string to them is broken in the written order, so a count of long strings is, but for chance, a lower bound. How long an
answer took is not stored either, so there is no sign of haste.

Curran (2016), Methods for the detection of carelessly invalid responses in survey data; Meade & Craig (2012),
Identifying careless responses in survey data.
"""

import numpy as np
from numpy.typing import NDArray

from leadsurvey.scoring.scores import Floats, answers

LEFT_EMPTY = -128  # other negative codes, such as "I can't say", are answers in their way
SHORTEST_LONG_STRING = 10
FLAGS = ("long_string", "no_spread", "missing")

Codes = NDArray[np.int8]
Marks = NDArray[np.bool_]


def longstring(codes: Codes) -> NDArray[np.intp]:
    """Each respondent's longest run of one and the same option, over items in the order given; 0 without an answer.

    A missing answer and an opt-out break a run and are no run themselves. Long string: Johnson (2005); Meade & Craig
    (2012); Curran (2016). Checked against worked examples: 3333333333 -> 10, 1222254431 -> 4, 5551111112 -> 6.
    """
    run = np.zeros(len(codes), dtype=np.intp)
    longest = run.copy()
    previous = np.full(len(codes), LEFT_EMPTY, dtype=np.int8)
    for column in codes.T:
        run = np.where(column < 0, 0, np.where(column == previous, run + 1, 1))
        longest = np.maximum(longest, run)
        previous = column
    return longest


def spread(codes: Codes) -> Floats:
    """Each respondent's standard deviation (over n - 1) of the own answers, in scale points; NaN with fewer than two.

    Intra-individual response variability (IRV): Dunn, Heggestad, Shanock & Theilgard (2018). Answers all alike give
    exactly 0. Checked against worked examples: 3333333333 -> 0, 1222254431 -> 1.349897, 5551111112 -> 1.888562.
    """
    given = answers(codes)
    n = np.count_nonzero(codes >= 0, axis=1)
    mean = np.nansum(given, axis=1) / np.maximum(n, 1)
    squares = np.nansum((given - mean[:, np.newaxis]) ** 2, axis=1)
    found = np.full(len(codes), np.nan)
    np.divide(squares, n - 1, out=found, where=n >= 2)
    np.sqrt(found, out=found)
    return found


def missing_share(codes: Codes, put: Marks) -> Floats:
    """Which share, 0 to 1, of the items put to them each respondent left empty; NaN where none were put.

    `put` has one entry per item. An opt-out is an answer. Curran (2016); checked by hand.
    """
    asked = codes[:, put]
    shares = np.full(len(codes), np.nan)
    if asked.shape[1]:
        shares[:] = np.count_nonzero(asked == LEFT_EMPTY, axis=1) / asked.shape[1]
    return shares


def flags(codes: Codes, put: Marks, scales: NDArray[np.intp], reversed_items: Marks) -> Marks:
    """Respondents x `FLAGS`: who shows which sign, of people to whom the same items were `put`.

    `put`, `scales` (a number for each scale) and `reversed_items` have one entry per item.

    - long_string: one option in a row for at least half of the items put, and at least ten (Curran 2016).
    - no_spread: `spread` is 0 over the items of mixed scales, those that hold reversed and other items, and both were
      answered in two such scales or more: one and the same option then says yes and no (Dunn et al. 2018).
    - missing: more than half of the items put were left empty.

    One option from beginning to end is both a long string and no spread. Checked on rows made by hand.
    """
    asked, scales, reversed_items = codes[:, put], scales[put], reversed_items[put]
    return np.column_stack(
        [
            longstring(asked) >= max(SHORTEST_LONG_STRING, asked.shape[1] / 2),
            _no_spread(asked, scales, reversed_items),
            missing_share(codes, put) > 0.5,  # NaN is not
        ]
    )


def _no_spread(codes: Codes, scales: NDArray[np.intp], reversed_items: Marks) -> Marks:
    mixed = np.intersect1d(scales[reversed_items], scales[~reversed_items])
    answered = codes >= 0
    both_ways = np.zeros(len(codes), dtype=np.intp)
    for scale in mixed:
        here = scales == scale
        both_ways += answered[:, here & reversed_items].any(axis=1) & answered[:, here & ~reversed_items].any(axis=1)
    alike: Marks = spread(codes[:, np.isin(scales, mixed)]) == 0
    return alike & (both_ways >= 2)
