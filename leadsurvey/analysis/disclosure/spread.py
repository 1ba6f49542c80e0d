"""What the spread of a group gives away of each of its people.

Where a mean is told its likely range is too, and so how far people differ. Nobody is further from the mean of n scores
with standard deviation s than s (n - 1) / sqrt(n), nor the mean of m of them than s sqrt((n - 1) (n - m) / (n m))
(P. A. Samuelson, How deviant can you be?, J. Am. Stat. Assoc. 63, 1968).
"""

import math

import numpy as np

from leadsurvey.scoring.scores import Floats

TOP = 100.0
PERSON = 50.0  # a person's score must stay open by half of the scale, two steps of five options
GROUP = 25.0  # a small group's mean by one step
FEW_OTHERS, CROWD = 2, 30  # so few who think otherwise hide nobody, unless the group is as large as this


def is_of_one_mind(values: Floats) -> bool:
    """Whether the mean and range of these scores, 0 to 100 (NaN left out), would come too close to each one's own."""
    values = values[~np.isnan(values)]
    most = int(np.unique(np.round(values, 6), return_counts=True)[1].max(initial=0))
    spread = values if values.size > 1 else np.zeros(2)
    return tells_of_each(len(values), most, float(spread.mean()), float(spread.std(ddof=1)))


def tells_of_each(n: int, most: int, mean: float, sd: float) -> bool:
    """The same of `n` people of whom `most` have the score that most of them have."""
    others = n - most
    if others == 0 or (others <= FEW_OTHERS and n < CROWD):
        return True
    return room(n, mean, sd) < PERSON


def room(n: int, mean: float, sd: float, members: int = 1) -> float:
    """How far apart the mean of some members of a group may lie, its size, mean and standard deviation being known."""
    far = sd * math.sqrt((n - 1) * (n - members) / (n * members)) if n > members else 0.0
    return min(TOP, mean + far) - max(0.0, mean - far)
