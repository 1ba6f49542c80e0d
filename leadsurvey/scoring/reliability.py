"""How consistently a scale's items measure one thing: alpha with its interval, omega, and each item's fit.

Everything here rests on the respondents who answered every item, and takes keyed answers: respondents x items, NaN
where unanswered, otherwise whole numbers, so that what never varies has a variance of exactly 0. A coefficient that
the answers cannot support is NaN.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]  # SciPy ships no types
from scipy.special import fdtri  # type: ignore[import-untyped]

from leadsurvey.scoring.scores import Floats

FEWEST_FOR_OMEGA = 50
LEAST_UNIQUENESS = 0.005  # R's factanal stops here too
LEAST_ROOT = 1e-9  # below it a correlation matrix is singular but for rounding


def complete(answers: Floats) -> Floats:
    """Only the respondents who answered every item."""
    return answers[~np.isnan(answers).any(axis=1)]


def alpha(answers: Floats) -> float:
    """Cronbach's alpha of answers, respondents x items, on complete respondents.

    alpha = k / (k - 1) (1 - sum of item variances / variance of the total), Cronbach (1951). Not bounded below. NaN
    with fewer than two items or two complete respondents, and where all totals are alike. Checked against R psych
    2.2.9 and pingouin 0.7.0.
    """
    return float(Totals.of(answers, np.zeros(len(answers), dtype=np.intp), 1).alphas()[0])


def alpha_without(answers: Floats) -> Floats:
    """Alpha of the other items, for each item of answers, respondents x items, on who answered every item.

    NaN with fewer than three items. Checked against R psych 2.2.9.
    """
    people = complete(answers)
    k = people.shape[1]
    if k < 3:
        return np.full(k, np.nan)
    return np.array([alpha(np.delete(people, item, axis=1)) for item in range(k)])


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """What alpha is made of, of many groups: sums that can be added up, group by group.

    `n` people, groups x items `sums` and `squares` of their answers, and the same of their totals.
    """

    n: Floats
    sums: Floats
    squares: Floats
    total: Floats
    total_squares: Floats

    @classmethod
    def of(cls, answers: Floats, groups: NDArray[np.intp], count: int) -> "Totals":
        """The totals of complete respondents in the groups 0 to `count` - 1; `groups` is -1 for none."""
        counted = (groups >= 0) & ~np.isnan(answers).any(axis=1)
        people, home = answers[counted], groups[counted]

        def summed(values: Floats) -> Floats:
            return np.bincount(home, weights=values, minlength=count).astype(np.float64)

        columns, total = list(people.T), people.sum(axis=1)
        sums = np.array([summed(column) for column in columns]).reshape(-1, count).T
        squares = np.array([summed(column * column) for column in columns]).reshape(-1, count).T
        return cls(summed(np.ones(len(people))), sums, squares, summed(total), summed(total * total))

    def alphas(self) -> Floats:
        """Alpha of each group; sums and squares of whole numbers are exact, so nothing is lost. NaN as `alpha`."""
        k = self.sums.shape[1]
        items = (self.n[:, np.newaxis] * self.squares - self.sums**2).sum(axis=1)
        total = self.n * self.total_squares - self.total**2
        found = np.full(len(self.n), np.nan)
        if k >= 2:
            np.divide(k / (k - 1) * (total - items), total, out=found, where=total > 0)
        return found


def feldt_interval(alpha: float, n: int, k: int, confidence: float = 0.95) -> tuple[float, float]:
    """Interval for the alpha of `k` items answered by `n` respondents, as (low, high).

    (1 - population alpha) / (1 - alpha) is taken as F distributed on n - 1 and (n - 1)(k - 1) degrees of freedom:

        low  = 1 - (1 - alpha) F[1 - q],  high = 1 - (1 - alpha) F[q],  q = (1 - confidence) / 2

    Feldt (1965); Feldt, Woodruff & Salih (1987). The larger quantile gives the lower limit. NaN with fewer than two
    items or respondents, or if alpha is NaN. Checked against R psych 2.2.9 and psychometric 2.3.
    """
    if min(n, k) < 2:
        return math.nan, math.nan
    tail = (1 - confidence) / 2
    lower, upper = fdtri(n - 1, (n - 1) * (k - 1), [tail, 1 - tail])  # quantiles of the lower tail
    return float(1 - (1 - alpha) * upper), float(1 - (1 - alpha) * lower)


def omega(answers: Floats) -> float:
    """Omega total of answers, respondents x items, as `omega_total`; NaN with fewer than 50 complete respondents."""
    if len(complete(answers)) < FEWEST_FOR_OMEGA:
        return math.nan
    return omega_total(answers)


def omega_total(answers: Floats) -> float:
    """Omega total, 0 to 1, of answers, respondents x items, on complete respondents, however few.

    omega = (sum of loadings)^2 / ((sum of loadings)^2 + sum of uniquenesses), McDonald (1999), in a model of one
    factor of variance 1, fitted to the covariance matrix by maximum likelihood. NaN with fewer than three items,
    where an item never varies or follows from the others, and in a Heywood case (an item without uniqueness).
    Checked against R lavaan 0.6-14.
    """
    people = complete(answers)
    n, k = people.shape
    if n < 2 or k < 3:
        return math.nan
    covariances = np.cov(people, rowvar=False)
    deviations = np.sqrt(np.diag(covariances))
    if not deviations.all():
        return math.nan
    loadings, uniquenesses = _one_factor(covariances / np.outer(deviations, deviations))
    # Maximum likelihood does not care about scale, so the covariance fit is the correlation fit in the items' units.
    # Nor does the factor's arbitrary direction matter: the sum is squared.
    common = (loadings @ deviations) ** 2
    return float(common / (common + uniquenesses @ deviations**2))


def item_rest(answers: Floats) -> Floats:
    """Correlation of each item with the sum of the others, per item, of answers, respondents x items.

    r_drop, the corrected item-total correlation: r(x_j, T - x_j), Henrysson (1963), on complete respondents. NaN
    where the item or the rest never varies, and for all with fewer than two complete respondents. Checked against R
    psych 2.2.9.
    """
    people = complete(answers)
    correlations = np.full(people.shape[1], np.nan)
    if len(people) < 2:
        return correlations
    rest = people.sum(axis=1, keepdims=True) - people
    item, rest = people - people.mean(axis=0), rest - rest.mean(axis=0)
    spread = np.sqrt((item**2).sum(axis=0) * (rest**2).sum(axis=0))
    np.divide((item * rest).sum(axis=0), spread, out=correlations, where=spread > 0)
    return correlations


def _one_factor(correlations: Floats) -> tuple[Floats, Floats]:
    """One factor's loadings and the uniquenesses, both per item; all NaN if there is no proper solution.

    Jöreskog (1967): for given uniquenesses the best loadings are known, so only the uniquenesses are searched.
    """
    k = len(correlations)
    undefined = np.full(k, np.nan)
    if np.linalg.eigvalsh(correlations)[0] < LEAST_ROOT:
        return undefined, undefined
    start = (1 - 0.5 / k) / np.diag(np.linalg.inv(correlations))  # Jöreskog's, from squared multiple correlations
    # Its verdict on convergence is not asked: at this tolerance the last step often finds nothing left to gain.
    fit = minimize(
        _discrepancy,
        start.clip(LEAST_UNIQUENESS),
        args=(correlations,),
        jac=True,
        method="L-BFGS-B",
        bounds=[(LEAST_UNIQUENESS, None)] * k,  # no upper one: the slope is never negative beyond 1
        options={"ftol": 1e-15, "gtol": 1e-9},
    )
    if fit.x.min() <= LEAST_UNIQUENESS:
        return undefined, undefined
    return _loadings(fit.x, correlations)[1], fit.x


def _discrepancy(uniquenesses: Floats, correlations: Floats) -> tuple[float, Floats]:
    """How far the best model with these uniquenesses is from the correlations, and the slope of that per item."""
    roots, loadings = _loadings(uniquenesses, correlations)
    lesser = roots[:-1]
    residual = loadings**2 + uniquenesses - 1
    return float((lesser - np.log(lesser) - 1).sum()), residual / uniquenesses**2


def _loadings(uniquenesses: Floats, correlations: Floats) -> tuple[Floats, Floats]:
    """Roots, ascending, of the correlations scaled by the uniquenesses, and the loadings that their largest gives."""
    scale = np.sqrt(uniquenesses)
    roots, vectors = np.linalg.eigh(correlations / np.outer(scale, scale))
    return roots, scale * vectors[:, -1] * math.sqrt(max(roots[-1] - 1, 0))
