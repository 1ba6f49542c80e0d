"""The organisation's mean with each staff level weighing as many people as are in post, however many of them answered.

One weight for each level and the whole round. Made of levels that are told, so it says nothing that these do not; of
those that are not told, or have nobody in post by the table of units, nothing goes in.
"""

from dataclasses import dataclass

import numpy as np

from leadsurvey.analysis.cells import Cells
from leadsurvey.analysis.disclosure.figures import Figure, Reason, Withheld, shown_range
from leadsurvey.analysis.planning import Plan
from leadsurvey.analysis.sample import Sample
from leadsurvey.questionnaire.model import CapabilityId, LevelId
from leadsurvey.scoring.means import Mean, Weighted, weighted_mean


@dataclass(frozen=True)
class LevelMeans:
    """The means of one capability by level, of those that are told in the whole organisation; and who is in post."""

    means: dict[LevelId, Mean]
    heads: dict[LevelId, int]
    staff: tuple[LevelId, ...]

    @property
    def weights(self) -> dict[LevelId, float]:
        """Each staff level's share of the people in post, 0 to 1; empty where the table of units counts nobody."""
        heads = {level: self.heads[level] for level in self.staff if level in self.means and self.heads[level]}
        total = sum(heads.values())
        return {level: people / total for level, people in heads.items()}

    def weighted(self) -> Weighted | None:
        """The weighted mean, 0 to 100; None without two levels to weigh."""
        weights = self.weights
        if len(weights) < 2:
            return None
        return weighted_mean([self.means[level] for level in weights], np.array(list(weights.values())))


def level_means(sample: Sample, plan: Plan, cells: Cells, name: CapabilityId) -> LevelMeans:
    """What is told of a capability by level in the whole organisation."""
    survey = sample.survey
    verdict, root = plan.capabilities[name], survey.root.id
    told = [level for level in survey.questionnaire.levels if not verdict.reason((root, level))]
    return LevelMeans(
        means={level: cells.mean((root, level)) for level in told},
        heads={level: heads_of(sample, level) for level in told},
        staff=survey.questionnaire.staff,
    )


def heads_of(sample: Sample, level: LevelId) -> int:
    """How many people in post answer as this level."""
    survey = sample.survey
    return sum(survey.heads(survey.root.id, source) for source in sample.sources.get(level, frozenset()))


def weighted_figure(of: LevelMeans, least: int) -> Figure:
    """The weighted mean as it may be printed."""
    made, sizes = of.weighted(), [of.means[level].n for level in of.weights]
    if made is None:
        return Withheld(Reason.FEW)
    return shown_range(made.mean, made.low, made.high, sum(sizes), is_rough=min(sizes) < 2 * least)
