"""How often each answer to the items of a capability came up, level by level: counted in one go over each column."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadsurvey.analysis.bylevel import ByLevel
from leadsurvey.questionnaire.model import Capability, LevelId
from leadsurvey.responses.model import OPT_OUT, UNANSWERED
from leadsurvey.scoring.scores import Floats

Counts = NDArray[np.intp]
SILENT, CANNOT_SAY, FIRST = 0, 1, 2  # slots of a count; from FIRST on, one for each option
UNSCORED, PART, WHOLE = 0, 1, 2  # people without a score; with one although they left something out; with all answers
_SLOTS = np.zeros(256, dtype=np.intp)  # by the code as an unsigned byte
_SLOTS[OPT_OUT % 256] = CANNOT_SAY
_SLOTS[1:128] = np.arange(FIRST, FIRST + 127)
_SLOTS[UNANSWERED % 256] = SILENT


@dataclass(frozen=True, eq=False)
class ItemCounts:
    """One capability: `put` says which level was put which item, levels x items.

    `counts` are levels x the three kinds of people x items x slots; `left_out` says who of all respondents has a score
    although they left something out.
    """

    put: NDArray[np.bool_]
    counts: Counts
    left_out: NDArray[np.bool_]

    @classmethod
    def of(cls, by_level: ByLevel, about: Capability, scores: Floats) -> "ItemCounts":
        """Count the answers of everybody to a capability of which these are the scores, NaN for none."""
        sample, atoms = by_level.sample, by_level.atoms
        put = _put(by_level, about)
        columns = [sample.codes_of(item) for item in about.items]
        answered = np.zeros(len(atoms), dtype=np.int16)
        for codes in columns:
            answered += codes > 0
        is_scored, is_whole = ~np.isnan(scores), answered >= put.sum(axis=1, dtype=np.int16)[atoms]
        kind = np.where(is_scored, np.where(is_whole, WHOLE, PART), UNSCORED)
        size = (len(put), 3, FIRST + about.options)
        start = (atoms * size[1] + kind) * size[2]
        found = [
            np.bincount(start + _SLOTS.take(codes.view(np.uint8)), minlength=size[0] * size[1] * size[2]).reshape(size)
            for codes in columns
        ]
        return cls(put, np.stack(found, axis=2), is_scored & ~is_whole)


def _put(by_level: ByLevel, about: Capability) -> NDArray[np.bool_]:
    asked = [by_level.sample.asked(about, LevelId(level)) for level in by_level.stored]
    return np.array([[item in items for item in about.items] for items in asked], dtype=bool).reshape(
        len(asked), len(about.items)
    )
