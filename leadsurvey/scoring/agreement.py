"""Whether people speak for a group: how much groups differ, and how much the members of one group agree."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtrc  # type: ignore[import-untyped]  # SciPy ships no types

from leadsurvey.scoring.means import group_means, mean_interval
from leadsurvey.scoring.reliability import complete
from leadsurvey.scoring.scores import Floats

SLIGHTLY_SKEWED = {5: 1.34}  # options -> error variance


@dataclass(frozen=True, slots=True)
class Variance:
    """A one-way random analysis of variance: mean squares between and within `groups` groups of `people` people.

    `n0` is the group size that counts where sizes differ, `f` the ratio of the mean squares and `p` its chance if
    groups did not differ. All but the counts are NaN with fewer than two groups or no group of two, `f` and `p` too
    where nobody differs.
    """

    people: int
    groups: int
    between: float
    within: float
    n0: float
    f: float
    p: float


def variance(values: Floats, groups: NDArray[np.intp]) -> Variance:
    """Analysis of variance of `values`, one per respondent, over `groups` (0 and up); NaN and group -1 are left out.

    n0 = (N - sum of n_j^2 / N) / (J - 1), Donner (1986). Fisher (1925). Checked against R multilevel 2.7 and psych
    2.2.9.
    """
    grouped = np.where(groups >= 0, values, np.nan)
    teams = group_means(grouped, groups, int(groups.max(initial=-1)) + 1)
    n, mean, sd = teams.n[teams.n > 0], teams.mean[teams.n > 0], teams.sd[teams.n > 0]
    people, j = int(n.sum()), len(n)
    if j < 2 or people == j:
        return Variance(people, j, math.nan, math.nan, math.nan, math.nan, math.nan)
    between = float((n * (mean - mean_interval(grouped).mean) ** 2).sum()) / (j - 1)
    within = float(np.nansum((n - 1) * sd**2)) / (people - j)  # a group of one has no sd, and no part in this
    n0 = (people - float((n**2).sum()) / people) / (j - 1)
    f = between / within if within > 0 else math.inf if between > 0 else math.nan
    p = math.nan if math.isnan(f) else 0.0 if math.isinf(f) else float(fdtrc(j - 1, people - j, f))
    return Variance(people, j, between, within, n0, f, p)


def icc(values: Floats, groups: NDArray[np.intp]) -> tuple[float, float]:
    """ICC(1), reliability of one member's value for the group, and ICC(2), of a group's mean; each 0 to 1.

    From `variance` of `values`, one per respondent, over `groups` (0 and up):

        ICC(1) = (MSB - MSW) / (MSB + (n0 - 1) MSW),  ICC(2) = (MSB - MSW) / MSB

    Shrout & Fleiss (1979). R multilevel takes the plain mean size instead of n0, so its ICC(1) is slightly smaller. A
    negative coefficient is 0. NaN, NaN with fewer than two groups, with no group of two, and where all values are
    alike. Checked against R multilevel 2.7, psych 2.2.9 and pingouin 0.7.0.
    """
    found = variance(values, groups)
    if math.isnan(found.f):
        return math.nan, math.nan
    if found.between <= found.within:
        return 0.0, 0.0
    excess = found.between - found.within
    return excess / (found.between + (found.n0 - 1) * found.within), excess / found.between


def design_effect(icc1: float, n0: float) -> float:
    """By how much the variance of a mean grows if whole groups were drawn and not people: 1 + (n0 - 1) ICC(1).

    Kish (1965). Checked by hand. NaN where either is.
    """
    return 1 + (n0 - 1) * icc1


def rwg_j(answers: Floats, options: int, *, skewed: bool = False) -> float:
    """Agreement r_wg(J), 0 to 1, of one group's keyed answers, respondents x items, coded 1 to `options` (2 or more).

    How far the mean item variance s^2 (over n - 1) stays below that of blind choice among all options:

        r_wg(J) = J (1 - s^2/e^2) / (J (1 - s^2/e^2) + s^2/e^2),  e^2 = (options^2 - 1) / 12

    James, Demaree & Wolf (1984), with their convention that a negative value or one above 1 is 0. It rises with the
    number of items. If `skewed`, blind choice leans a little to one side: e^2 = 1.34 for five options (LeBreton &
    Senter 2008), NaN for other numbers. On complete respondents; NaN with fewer than two of them or without items.
    Checked against R multilevel 2.7.
    """
    people = complete(answers)
    n, j = people.shape
    if n < 2 or j < 1:
        return math.nan
    return float(rwg_j_of(people.var(axis=0, ddof=1, keepdims=True), options, skewed=skewed)[0])


def rwg_j_of(variances: Floats, options: int, *, skewed: bool = False) -> Floats:
    """The same of many groups at once, from the variances (over n - 1) of their items, groups x items."""
    j = variances.shape[1]
    blind = SLIGHTLY_SKEWED.get(options, math.nan) if skewed else (options**2 - 1) / 12
    noise = variances.mean(axis=1) / blind
    # Both ends of the convention are the same case, answers more at odds than blind choice.
    agreed = np.maximum(0.0, 1 - noise)
    found: Floats = j * agreed / (j * agreed + noise)
    return found


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
