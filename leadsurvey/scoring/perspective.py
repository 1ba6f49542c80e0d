"""How well staff know what citizens think: predictions beside what citizens say for themselves.

Predictions are staff x statements, 0 to 100, NaN where none was made; own answers are citizens x statements, 1 for
agreeing, 0 for not, NaN for neither. Errors are predictions less the truth, in points of 100. Errors in opposite
directions cancel, so the plain mean error says little; `directed` turns every statement the way of hope and skill.
"""

import math

import numpy as np
from numpy.typing import NDArray

from leadsurvey.scoring.resampling import REPLICATES, blocks
from leadsurvey.scoring.scores import Floats, row_means

Counts = NDArray[np.intp]
AT_ONCE = 50  # replicates in memory together


def truth(own: Floats) -> tuple[Counts, Counts]:
    """How many citizens agree with each statement, and how many said whether they do."""
    return np.nansum(own, axis=0).astype(np.intp), np.count_nonzero(~np.isnan(own), axis=0)


def errors(predicted: Floats, truth: Floats) -> Floats:
    """Staff x statements: how far each prediction is above the truth, both of 100."""
    return predicted - truth


def signed(errors: Floats) -> Floats:
    """Each person's mean error; NaN without a prediction."""
    return row_means(errors)


def directed(errors: Floats, direction: Floats) -> Floats:
    """Each person's mean error in the direction of hope: below 0 who underestimates people; `direction` is 1 or -1."""
    return row_means(errors * direction)


def absolute(errors: Floats) -> Floats:
    """Each person's mean error, whatever its direction."""
    return row_means(np.abs(errors))


def crowd_error(predicted: Floats, truth: Floats) -> float:
    """The mean over statements of how far the mean prediction is off; NaN where a statement was predicted by nobody."""
    if not len(truth):
        return math.nan
    return float(np.abs(row_means(predicted.T) - truth).mean())


def noise_floor(agree: Counts, n: Counts) -> float:
    """The error that a perfect forecast of all citizens would show against these who answered, in points of 100.

    Mean over statements of sqrt(2/pi) sqrt(a (100 - a) / n): the mean absolute deviation of a normal variable is
    sqrt(2/pi) of its standard deviation; `a` is the share of 100. Statements that no citizen answered are left out;
    NaN without any other. Checked by hand and by simulation.
    """
    agree, n = agree[n > 0], n[n > 0]
    if not n.size:
        return math.nan
    share = 100 * agree / n
    return float((math.sqrt(2 / math.pi) * np.sqrt(share * (100 - share) / n)).mean())


def order_agreement(predicted: Floats, truth: Floats) -> float:
    """Whether people know which statements more citizens agree with: Spearman's correlation of predictions and truth.

    Spearman (1904), ties at their mean rank, over statements that have both. NaN with fewer than three of them, or
    where either never varies. Checked against scipy.stats 1.17.
    """
    means = row_means(predicted.T)
    has_both = ~np.isnan(means) & ~np.isnan(truth)
    if np.count_nonzero(has_both) < 3:
        return math.nan
    one, other = _ranks(means[has_both]), _ranks(truth[has_both])
    one, other = one - one.mean(), other - other.mean()
    spread = math.sqrt(float((one**2).sum() * (other**2).sum()))
    return float((one * other).sum() / spread) if spread > 0 else math.nan


def directed_interval(
    predicted: Floats, own: Floats, direction: Floats, chance: np.random.Generator, replicates: int = REPLICATES
) -> tuple[float, float]:
    """Range of the mean directed error, when staff and citizens are drawn anew together.

    The percentile bootstrap, Efron (1979), of persons, or of random blocks of very many. A person who left statements
    out counts with those that they predicted, as in `directed`; a statement that no citizen answered has no truth, and
    is left out. NaN with fewer than two staff or citizens. Its coverage was checked by simulation.
    """
    known = ~np.isnan(own).all(axis=0)
    predicted, own, direction = predicted[:, known], own[:, known], direction[known]
    given = predicted[~np.isnan(predicted).all(axis=1)]
    asked = own[~np.isnan(own).all(axis=1)]
    if min(len(given), len(asked)) < 2:
        return math.nan, math.nan
    share = ~np.isnan(given) / np.count_nonzero(~np.isnan(given), axis=1, keepdims=True)
    staff = np.column_stack([np.nansum(given * share * direction, axis=1), share * direction, np.ones(len(given))])
    citizens = np.column_stack([np.nan_to_num(asked), ~np.isnan(asked)])
    said, heard = _drawn(staff, chance, replicates), _drawn(citizens, chance, replicates)
    statements = len(direction)
    # A statement that no citizen of a replicate answered keeps nobody's truth: it is drawn as if it were unknown, half.
    answered = heard[:, statements:]
    agreeing = 100 * np.divide(heard[:, :statements], answered, out=np.full(answered.shape, 0.5), where=answered > 0)
    found = (said[:, 0] - (said[:, 1:-1] * agreeing).sum(axis=1)) / said[:, -1]
    low, high = np.quantile(found, [0.025, 0.975])
    return float(low), float(high)


def _drawn(rows: Floats, chance: np.random.Generator, replicates: int) -> Floats:
    """Sums of rows over people drawn with replacement, replicates x columns."""
    homes = blocks(len(rows), chance)
    count = int(homes.max()) + 1
    summed = np.column_stack([np.bincount(homes, weights=column, minlength=count) for column in rows.T])
    found = np.empty((replicates, rows.shape[1]))
    for start in range(0, replicates, AT_ONCE):
        size = min(AT_ONCE, replicates - start)
        drawn = chance.integers(count, size=(size, count)) + count * np.arange(size)[:, np.newaxis]
        times = np.bincount(drawn.ravel(), minlength=size * count).reshape(size, count)
        found[start : start + size] = times.astype(np.float64) @ summed
    return found


def _ranks(values: Floats) -> Floats:
    """Ranks from 1, ties at their mean."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: Floats = (last - (counts - 1) / 2)[places]
    return ranks
