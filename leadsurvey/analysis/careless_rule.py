"""Leaving out answers that were not read, where the round said before it opened that it would.

Whoever shows two independent signs (`scoring.unread`) still counts as somebody who answered, with nothing said.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from leadsurvey.questionnaire.model import Item, LevelId
from leadsurvey.responses.model import UNANSWERED
from leadsurvey.scoring import careless, unread

AT_ONCE = 20_000  # respondents

if TYPE_CHECKING:
    from leadsurvey.analysis.sample import Mask, Sample


def without_unread(sample: "Sample") -> "Sample":
    """The sample as its round counts it; `given` keeps the codes as they were where somebody is left out."""
    if not sample.survey.leave_out_careless or not (out := shows_two(sample)).any():
        return sample
    codes = sample.codes.copy(order="F")
    codes[out] = UNANSWERED
    return replace(sample, codes=codes, given=sample.codes)


def as_given(sample: "Sample") -> "Sample":
    """The sample with nobody left out."""
    return sample if sample.given is None else replace(sample, codes=sample.given, given=None)


def shows_two(sample: "Sample") -> "Mask":
    """Who shows at least two independent signs, whether the round leaves them out or not."""
    return unread.two_kinds(kinds(sample))


def kinds(sample: "Sample") -> "Mask":
    """Respondents x `unread.KINDS`."""
    options = np.array([len(item.scale.options) for item in _scored(sample)], dtype=np.intp)
    found = np.zeros((len(sample.levels), len(unread.KINDS)), dtype=bool)
    for here, codes, items in _parts(sample):
        found[here] = unread.kinds(codes, items.put, items.scales, items.reversed, options)
    return found


def flags(sample: "Sample", who: "Mask") -> "Mask":
    """These respondents x `careless.FLAGS`."""
    found = np.zeros((len(sample.levels), len(careless.FLAGS)), dtype=bool)
    for here, codes, items in _parts(sample):
        found[here] = careless.flags(codes, items.put, items.scales, items.reversed)
    return found[who]


def _parts(sample: "Sample") -> "Iterator[tuple[NDArray[np.intp], NDArray[np.int8], _Items]]":
    """So many respondents of one level at a time that a million need no more memory, with their codes and items."""
    given, scored = as_given(sample).codes, len(_scored(sample))  # scored items are stored first
    for level in np.unique(sample.levels):
        items, who = _Items(sample, LevelId(str(level))), np.flatnonzero(sample.levels == level)
        for start in range(0, len(who), AT_ONCE):
            here = who[start : start + AT_ONCE]
            yield here, given[here, :scored], items


class _Items:
    """The scored items as the people who answer as a level met them.

    Where levels have joined, only what all of them were asked counts as put: nobody is missing an answer not asked for.
    """

    def __init__(self, sample: "Sample", level: LevelId) -> None:
        questionnaire, sources = sample.survey.questionnaire, sample.sources.get(level, {None})
        items, order = _scored(sample), list(questionnaire.capabilities)
        self.put = np.array([all(questionnaire.asks(item, of) for of in sources) for item in items], dtype=bool)
        self.scales: NDArray[np.intp] = np.array([order.index(item.capability) for item in items], dtype=np.intp)
        self.reversed = np.array([item.reverse for item in items], dtype=bool)


def _scored(sample: "Sample") -> list[Item]:
    return [item for about in sample.survey.questionnaire.capabilities.values() for item in about.items]
