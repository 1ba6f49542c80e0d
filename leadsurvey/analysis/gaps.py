"""Where groups of one unit see a capability differently: levels of staff, and all staff against those who are none.

Made of rows that are both told: to whoever holds these, a difference of means tells nothing new.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np

from leadsurvey.analysis.disclosure.figures import shown_difference
from leadsurvey.analysis.findings import ALL_STAFF
from leadsurvey.analysis.whole import Contrast
from leadsurvey.questionnaire.model import CapabilityId, LevelId, Questionnaire
from leadsurvey.scoring.differences import Difference, adjusted_p, welch
from leadsurvey.scoring.means import Mean

SURE = 0.05  # an adjusted p below it is clear

Told = Mapping[CapabilityId, Mapping[LevelId, Mean]]  # the means of one unit that are told, all staff among them
Pair = tuple[LevelId, LevelId]


def pairs(questionnaire: Questionnaire, told: Mapping[LevelId, Mean]) -> Iterator[Pair]:
    """What is compared: the higher level of staff with the lower, then all staff with citizens, partners and so on."""
    staff = [each for each in questionnaire.staff if each in told]
    yield from ((higher, lower) for lower, higher in combinations(staff, 2))
    others = [level.id for level in questionnaire.levels.values() if not level.staff and level.id in told]
    if ALL_STAFF in told:
        yield from ((ALL_STAFF, other) for other in others)


def compared(questionnaire: Questionnaire, told: Told) -> list[tuple[CapabilityId, Pair, Difference, float]]:
    """Every contrast of a unit, with p adjusted for all of them: they are one report's (Benjamini & Hochberg)."""
    found = [
        (name, pair, welch(means[pair[0]], means[pair[1]]))
        for name, means in told.items()
        for pair in pairs(questionnaire, means)
    ]
    adjusted = adjusted_p(np.array([difference.p for *_, difference in found], dtype=np.float64)).tolist()
    return [(*each, q) for each, q in zip(found, adjusted, strict=True)]


def contrasts(questionnaire: Questionnaire, told: Told, least: int) -> dict[CapabilityId, tuple[Contrast, ...]]:
    """The contrasts of a unit as figures; ranges are rough where a group is below twice the smallest."""
    found: dict[CapabilityId, list[Contrast]] = {}
    for name, (one, other), difference, q in compared(questionnaire, told):
        is_rough = min(told[name][one].n, told[name][other].n) < 2 * least
        shown = shown_difference(difference.difference, difference.low, difference.high, is_rough=is_rough)
        found.setdefault(name, []).append(Contrast(one, other, shown, q < SURE))
    return {name: tuple(each) for name, each in found.items()}
