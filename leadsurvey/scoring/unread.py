"""Independent signs that answers were not read: who shows two of them may be left out, if the round said so before.

The three kinds rest on different answers of a person, so that one behaviour never counts twice:

- one_option: one option throughout, a long string or no spread (see `careless`), which is one thing seen twice.
- left_empty: more than half of the items put were left empty.
- at_odds: answers that contradict each other, looked for outside the long string, and not at all where there is no
  spread: whoever takes one option throughout contradicts himself only by that.

A long string holds half of the items put, so it never meets left_empty. Whoever leans to one side without reading which
way an item points ("often, always, often …"), or stumbles over negations, is at odds, and shows that one sign alone;
leaning is a habit of careful people too, and differs between languages (Weijters, Baumgartner & Schillewaert 2013,
Reversed item bias, Psychological Methods 18). Haste would be a fourth kind, but no times are stored.
"""

import numpy as np
from numpy.typing import NDArray

from leadsurvey.scoring import careless
from leadsurvey.scoring.careless import Codes, Marks
from leadsurvey.scoring.scores import answers, row_means

KINDS = ("one_option", "left_empty", "at_odds")
FAR_APART, MIXED_SCALES = 0.5, 3


def kinds(
    codes: Codes, put: Marks, scales: NDArray[np.intp], reversed_items: Marks, options: NDArray[np.intp]
) -> Marks:
    """Respondents x `KINDS`: who shows which sign, of people to whom the same items were `put`.

    As `careless.flags`; `options` says how many options each item has. Checked on rows made by hand.
    """
    flags = careless.flags(codes, put, scales, reversed_items)
    long_string, no_spread, missing = (
        flags[:, careless.FLAGS.index(name)] for name in ("long_string", "no_spread", "missing")
    )
    rest = codes[:, put].copy()
    rest[long_string] = _without_longest(rest[long_string])
    apart = at_odds(rest, scales[put], reversed_items[put], options[put])
    return np.column_stack([long_string | no_spread, missing, apart & ~no_spread])


def two_kinds(found: Marks) -> Marks:
    """Who shows at least two independent signs, from respondents x `KINDS`."""
    enough: Marks = found.sum(axis=1) >= 2
    return enough


def at_odds(codes: Codes, scales: NDArray[np.intp], reversed_items: Marks, options: NDArray[np.intp]) -> Marks:
    """Whose reversed items, turned round, lie on average half of the answer scale or more from the others of the scale.

    d = mean over scales of |mean of reversed items, keyed - mean of the others| / (options - 1), over scales of which
    both were answered; the sign is d >= 0.5 over at least three. An index of inconsistency made of the parts of a
    scale, kin to even-odd consistency and antonyms (Jackson 1976; Johnson 2005; Curran 2016; Goldammer, Annen, Stöckli
    & Jonas 2020), with a bound so high that answers given at random seldom reach it. Checked on rows made by hand.
    """
    given = answers(codes)
    keyed = np.where(reversed_items, options + 1 - given, given)
    apart = np.zeros((len(codes), 0))
    for scale in np.intersect1d(scales[reversed_items], scales[~reversed_items]):
        here = scales == scale
        one, other = (row_means(keyed[:, here & side]) for side in (reversed_items, ~reversed_items))
        apart = np.column_stack([apart, np.abs(one - other) / (options[here][0] - 1)])
    both_ways = np.count_nonzero(~np.isnan(apart), axis=1)
    far = np.nansum(apart, axis=1) >= FAR_APART * both_ways - 1e-9
    shown: Marks = far & (both_ways >= MIXED_SCALES)
    return shown


def _without_longest(codes: Codes) -> Codes:
    """The codes with each respondent's longest run of one option taken out; the first, of several as long."""
    lengths = np.zeros(codes.shape, dtype=np.intp)
    for place, column in enumerate(codes.T):
        goes_on = place > 0 and column == codes[:, place - 1]
        lengths[:, place] = np.where(column < 0, 0, np.where(goes_on, lengths[:, place - 1] + 1, 1))
    if not codes.size:
        return codes
    last, most = lengths.argmax(axis=1)[:, np.newaxis], lengths.max(axis=1)[:, np.newaxis]
    places = np.arange(codes.shape[1])
    return np.where((places <= last) & (places > last - most), np.int8(careless.LEFT_EMPTY), codes)
