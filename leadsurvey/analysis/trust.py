"""Whether the questions of a capability measure one thing: if they surely do not, its average may not be charted."""

from leadsurvey.analysis.annex import TechnicalCapability, TechnicalWithheld

LEAST_ALPHA = 0.7
FEWEST_ITEMS, FEWEST_PEOPLE = 3, 50  # fewer say too little of how questions hang together, as for omega


def is_loose(annex: TechnicalCapability | TechnicalWithheld | None) -> bool:
    """Whether even the upper end of alpha's range is below .70, of all staff who answered every question.

    Nothing is said against a capability of fewer than three questions, or that fewer than fifty people answered whole.
    """
    if not isinstance(annex, TechnicalCapability) or annex.alpha_high is None:
        return False
    is_known = annex.items >= FEWEST_ITEMS and (annex.n_complete or 0) >= FEWEST_PEOPLE
    return is_known and annex.alpha_high < LEAST_ALPHA
