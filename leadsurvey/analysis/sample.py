"""The answers of a round as arrays: who stands where, and each person's scores."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from leadsurvey.analysis.careless_rule import without_unread
from leadsurvey.questionnaire.model import Capability, Item, ItemId, LevelId, Questionnaire
from leadsurvey.responses.columns import columns
from leadsurvey.responses.model import OPT_OUT
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.places import Places
from leadsurvey.scoring import scores
from leadsurvey.scoring.scores import Floats

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Sample:
    """All responses of a round: `places` numbers each respondent's place; `codes` are respondents x columns."""

    survey: Round
    sources: Mapping[LevelId, frozenset[LevelId]]  # the levels whose people answer as this one
    places: NDArray[np.intp]
    levels: NDArray[np.str_]
    codes: NDArray[np.int8]  # respondents x columns, items first
    given: NDArray[np.int8] | None = None  # the same before anybody was left out, where somebody is

    @classmethod
    def of(cls, survey: Round, places: Places, numbers: list[int], rows: bytes) -> "Sample":
        """A sample from what the store keeps: the number of each respondent's place, and all rows joined."""
        levels = np.array([place.level for place in places.all], dtype=str)
        stood = np.array(numbers, dtype=np.intp)
        sample = cls(
            survey,
            {
                level: frozenset(source for source, target in places.levels.items() if target == level)
                for level in places.levels.values()
            },
            stood,
            levels[stood],
            scores.decode(rows, len(columns(survey.questionnaire))),
        )
        return without_unread(sample)

    @cached_property
    def _at(self) -> list[NDArray[np.intp]]:
        """Who answers from each place, as far as anybody does."""
        order = np.argsort(self.places, kind="stable")
        return np.split(order, np.cumsum(np.bincount(self.places))[:-1]) if len(order) else []

    def at(self, places: Iterable[int]) -> NDArray[np.intp]:
        """Who answers from one of these places, in the order in which responses are read."""
        found = [self._at[place] for place in places if place < len(self._at)]
        return np.sort(np.concatenate(found)) if found else np.empty(0, dtype=np.intp)

    def in_levels(self, levels: set[LevelId]) -> Mask:
        """Who stands in one of these levels."""
        return np.isin(self.levels, sorted(levels))

    def staff(self) -> Mask:
        """All staff, with those who would rather not say their level."""
        return self.in_levels({*self.survey.questionnaire.staff, LevelId("")})

    def person_scores(self, capability: Capability) -> Floats:
        """Each respondent's mean on the answer scale over the items put to them; NaN where too few were answered."""
        found = np.full(len(self.levels), np.nan)
        asked: dict[tuple[ItemId, ...], list[LevelId]] = {}
        for level in self._in_level:
            asked.setdefault(tuple(item.id for item in self.asked(capability, level)), []).append(level)
        for levels in asked.values():  # those who were put the same items together
            items = self.asked(capability, levels[0])
            codes, turned = [self.codes_of(item) for item in items], [item.reverse for item in items]
            # Of everybody, since reading whole columns is quicker than picking people out of them.
            scored = scores.code_scores(codes, turned, capability.options, len(found))
            np.copyto(found, scored, where=self._who_stands(levels))
        return found

    def _who_stands(self, levels: list[LevelId]) -> Mask:
        found = np.zeros(len(self.levels), dtype=bool)
        for level in levels:
            found[self._in_level[level]] = True
        return found

    @cached_property
    def _in_level(self) -> dict[LevelId, NDArray[np.intp]]:
        """Who stands in each level, as far as anybody does."""
        return {LevelId(str(level)): np.flatnonzero(self.levels == level) for level in np.unique(self.levels)}

    def asked(self, capability: Capability, level: LevelId) -> list[Item]:
        """The capability's items put to the people who answer as a level; "" is someone who would rather not say."""
        sources = self.sources.get(level, {None})
        return [item for item in capability.items if any(self.survey.questionnaire.asks(item, of) for of in sources)]

    def keyed(self, items: list[Item], who: NDArray[np.intp] | slice = slice(None)) -> Floats:
        """Respondents x these items, reversed where they are keyed so, NaN where unanswered; of all, or of some."""
        codes = [self.codes_of(item)[who] for item in items]
        answers = scores.answers(np.column_stack(codes) if codes else self.codes[who, :0])
        options = len(items[0].scale.options) if items else 2
        return scores.keyed(answers, np.array([item.reverse for item in items], dtype=bool), options)

    def unsaid(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """How many questions each respondent was asked, and how many of them they could not say."""
        put, opted_out = np.zeros((2, len(self.levels)), dtype=np.intp)
        for level, here in self._in_level.items():
            for capability in self.survey.questionnaire.capabilities.values():
                for item in self.asked(capability, level):
                    put[here] += 1
                    opted_out[here] += self.codes_of(item)[here] == OPT_OUT
        return put, opted_out

    def has_answered_all(self, items: list[Item]) -> Mask:
        """Who answered each of these items, and did not say that they cannot."""
        found = np.ones(len(self.levels), dtype=bool)
        for item in items:
            found &= self.codes_of(item) >= 0
        return found

    def codes_of(self, item: Item) -> NDArray[np.int8]:
        """What each respondent answered to an item, as it is stored."""
        return self.codes[:, self._columns[item.id]]

    @cached_property
    def _columns(self) -> dict[ItemId, int]:
        return {item.id: number for number, item in enumerate(self.survey.questionnaire.items)}


def asked_of_staff(questionnaire: Questionnaire, capability: Capability) -> list[Item]:
    """The capability's items put to any staff level."""
    return [item for item in capability.items if set(item.asked) & set(questionnaire.staff)]
