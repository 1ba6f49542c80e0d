"""Whether people speak for a group: how much groups differ, and how much the members of one group agree."""

import math

import numpy as np
from numpy.typing import NDArray

from leadsurvey.scoring.means import group_means, mean_interval
from leadsurvey.scoring.reliability import complete
from leadsurvey.scoring.scores import Floats


def icc(values: Floats, groups: NDArray[np.intp]) -> tuple[float, float]:
    """ICC(1), reliability of one member's value for the group, and ICC(2), of a group's mean; each 0 to 1.

    From a one-way random analysis of variance of `values`, one per respondent, over `groups` (0 and up):

        ICC(1) = (MSB - MSW) / (MSB + (n0 - 1) MSW),  ICC(2) = (MSB - MSW) / MSB
        n0 = (N - sum of n_j^2 / N) / (J - 1)

    Shrout & Fleiss (1979); n0, the group size that counts where sizes differ, is from Donner (1986). R multilevel
    takes the plain mean size instead, so its ICC(1) is slightly smaller. NaN values and group -1 are left out. A
    negative coefficient is 0. NaN, NaN with fewer than two groups, with no group of two, and where all values are
    alike. Checked against R multilevel 2.7, psych 2.2.9 and pingouin 0.7.0.
    """
    grouped = np.where(groups >= 0, values, np.nan)
    teams = group_means(grouped, groups, int(groups.max(initial=-1)) + 1)
    n, mean, sd = teams.n[teams.n > 0], teams.mean[teams.n > 0], teams.sd[teams.n > 0]
    people, j = n.sum(), len(n)
    if j < 2 or people == j:
        return math.nan, math.nan
    between = (n * (mean - mean_interval(grouped).mean) ** 2).sum() / (j - 1)
    within = np.nansum((n - 1) * sd**2) / (people - j)  # a group of one has no sd, and no part in this
    if between == within == 0:
        return math.nan, math.nan
    if between <= within:
        return 0.0, 0.0
    n0 = (people - (n**2).sum() / people) / (j - 1)
    excess = between - within
    return float(excess / (between + (n0 - 1) * within)), float(excess / between)


def rwg_j(answers: Floats, options: int) -> float:
    """Agreement r_wg(J), 0 to 1, of one group's keyed answers, respondents x items, coded 1 to `options` (2 or more).

    How far the mean item variance s^2 (over n - 1) stays below that of blind choice among all options:

        r_wg(J) = J (1 - s^2/e^2) / (J (1 - s^2/e^2) + s^2/e^2),  e^2 = (options^2 - 1) / 12

    James, Demaree & Wolf (1984), with their convention that a negative value or one above 1 is 0. It rises with the
    number of items. On complete respondents; NaN with fewer than two of them or without items. Checked against R
    multilevel 2.7.
    """
    people = complete(answers)
    n, j = people.shape
    if n < 2 or j < 1:
        return math.nan
    noise = float(people.var(axis=0, ddof=1).mean()) / ((options**2 - 1) / 12)
    # Both ends of the convention are the same case, answers more at odds than blind choice.
    agreed = max(0.0, 1 - noise)
    return float(j * agreed / (j * agreed + noise))


def ad_m(answers: Floats) -> float:
    """Average deviation AD_M(J), in scale points, of one group's keyed answers, respondents x items.

    The mean over items of sum |x - item mean| / n, by how much of a step people differ: Burke, Finkelstein & Dusig
    (1999), about the mean. On complete respondents; NaN with fewer than two of them or without items. Checked
    against R multilevel 2.7.
    """
    people = complete(answers)
    if len(people) < 2 or people.size == 0:
        return math.nan
    return float(np.abs(people - people.mean(axis=0)).mean())
