"""Which findings deserve a page: pure rules, each of which cites the figures that it rests on."""

from leadsurvey.report.recommend.choosing import (
    AT_MOST,
    Step,
    Surprise,
    Unknown,
    plan,
    practice,
    priorities,
    priority,
    strengths,
    surprise,
    unknown,
)
from leadsurvey.report.recommend.reading import FEW, HIGH, LOW, Cell, Gap, Ranking, cell, gaps, ranking, shown
from leadsurvey.report.recommend.rules import Choice, Rule, fired

__all__ = [
    "AT_MOST", "FEW", "HIGH", "LOW",
    "Cell", "Choice", "Gap", "Ranking", "Rule", "Step", "Surprise", "Unknown",
    "cell", "fired", "gaps", "plan", "practice", "priorities", "priority", "ranking", "shown", "strengths", "surprise",
    "unknown",
]  # fmt: skip
