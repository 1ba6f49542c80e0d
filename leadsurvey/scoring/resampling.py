"""The bootstrap: what else might have come of asking people like these."""

import hashlib

import numpy as np
from numpy.typing import NDArray

from leadsurvey.scoring.scores import Floats

REPLICATES = 2000
MOST_BLOCKS = 2_000


def generator(*names: str) -> np.random.Generator:
    """Chance that is the same whenever these names are: what is told can be made again, in whatever order."""
    digest = hashlib.sha256("\x1f".join(names).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest, "big"))


def mean_replicates(values: Floats, chance: np.random.Generator, replicates: int = REPLICATES) -> Floats:
    """Means of samples drawn from `values` with replacement, one per replicate; NaN values are left out.

    The ordinary bootstrap, Efron (1979). How often each distinct value is drawn is multinomial, so that a million
    people with forty different scores cost no more than forty. All NaN without values.
    """
    return drawn_means(*np.unique(values[~np.isnan(values)], return_counts=True), chance, replicates)


def drawn_means(
    kinds: Floats, counts: NDArray[np.intp], chance: np.random.Generator, replicates: int = REPLICATES
) -> Floats:
    """The same of values that are counted: so many of each kind."""
    n = int(counts.sum())
    if not n:
        return np.full(replicates, np.nan)
    drawn = chance.multinomial(n, counts / n, size=replicates)
    replicated: Floats = drawn @ kinds / n
    return replicated


def share_within(replicates: Floats, starts: Floats) -> Floats:
    """Which share of the replicates, 0 to 1, lies from each start to below the next; the last has no end.

    NaN lies nowhere: without a replicate, all shares are 0.
    """
    found = replicates[~np.isnan(replicates)]
    places = np.searchsorted(starts, found, side="right") - 1
    return np.bincount(places.clip(0), minlength=len(starts)) / max(1, len(found))


def blocks(people: int, chance: np.random.Generator, most: int = MOST_BLOCKS) -> NDArray[np.intp]:
    """The block of each person, 0 and up: each their own, or, where people are more than `most`, so many random blocks.

    Random blocks of people are as exchangeable as people are, so drawing blocks is a bootstrap of people that costs no
    more than one of `most`.
    """
    if people <= most:
        return np.arange(people)
    return chance.permutation(people) % most
