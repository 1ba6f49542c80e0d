"""Who led: shares of namings, and how spread they are over roles."""

import math

import numpy as np
from numpy.typing import NDArray

from leadsurvey.scoring.scores import Floats


def named(codes: NDArray[np.int8], choices: int) -> NDArray[np.bool_]:
    """Which roles each respondent named, respondents x choices, from sets stored as the sum of 1, 2, 4 and so on.

    A negative code is no answer, and names nobody.
    """
    sets = np.where(codes > 0, codes, 0)[:, np.newaxis]
    return (sets >> np.arange(choices, dtype=np.int8) & 1).astype(bool)


def shares(counts: NDArray[np.intp]) -> Floats:
    """Each role's share of all namings, 0 to 1; NaN where nobody was named."""
    total = counts.sum()
    return counts / total if total else np.full(counts.shape, np.nan)


def decentralisation(shares: Floats) -> float:
    """How evenly roles are named: 0 if always one, 1 if all alike.

    -sum of p ln p over ln of the number of roles: Shannon's entropy (1948), as evenness by Pielou (1966). NaN for fewer
    than two roles, or where nobody was named. Checked by hand.
    """
    if len(shares) < 2 or np.isnan(shares).any():
        return math.nan
    some = shares[shares > 0]
    return float(abs((some * np.log(some)).sum()) / math.log(len(shares)))


def concentration(shares: Floats) -> float:
    """How much namings gather on few roles: 0 if all alike, 1 if always one.

    (sum of p^2 - 1/L) / (1 - 1/L), Herfindahl (1950), normalised. NaN as `decentralisation`. Checked by hand.
    """
    if len(shares) < 2 or np.isnan(shares).any():
        return math.nan
    even = 1 / len(shares)
    return float(((shares**2).sum() - even) / (1 - even))
