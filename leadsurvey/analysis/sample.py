"""The answers of a round as arrays: who stands where, and each person's scores."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from leadsurvey.questionnaire.model import Capability, Item, LevelId, Questionnaire
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
    units: NDArray[np.str_]
    levels: NDArray[np.str_]
    codes: NDArray[np.int8]  # respondents x columns, items first

    @classmethod
    def of(cls, survey: Round, places: Places, numbers: list[int], rows: bytes) -> "Sample":
        """A sample from what the store keeps: the number of each respondent's place, and all rows joined."""
        stored = [places.all[number] for number in numbers]
        width = len(rows) // len(stored) if stored else len(survey.questionnaire.items)
        return cls(
            survey,
            {
                level: frozenset(source for source, target in places.levels.items() if target == level)
                for level in places.levels.values()
            },
            np.array(numbers, dtype=np.intp),
            np.array([place.unit for place in stored], dtype=str),
            np.array([place.level for place in stored], dtype=str),
            scores.decode(rows, width),
        )

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
        for level in np.unique(self.levels):
            rows = self.levels == level
            items = self.asked(capability, LevelId(str(level)))
            found[rows] = scores.scale_scores(self.keyed(items)[rows])
        return found

    def asked(self, capability: Capability, level: LevelId) -> list[Item]:
        """The capability's items put to the people who answer as a level; "" is someone who would rather not say."""
        sources = self.sources.get(level, {None})
        return [item for item in capability.items if any(self.survey.questionnaire.asks(item, of) for of in sources)]

    def keyed(self, items: list[Item]) -> Floats:
        """Respondents x these items, reversed where they are keyed so, NaN where unanswered."""
        answers = scores.answers(self.codes[:, self._columns(items)])
        options = len(items[0].scale.options) if items else 2
        return scores.keyed(answers, np.array([item.reverse for item in items], dtype=bool), options)

    @cached_property
    def _put(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """How many questions each respondent was asked, and how many of them they could not say."""
        put, opted_out = np.zeros((2, len(self.levels)), dtype=np.intp)
        for level in np.unique(self.levels):
            capabilities = self.survey.questionnaire.capabilities.values()
            items = [item for capability in capabilities for item in self.asked(capability, LevelId(str(level)))]
            here = np.flatnonzero(self.levels == level)
            put[here] = len(items)
            opted_out[here] = (self.codes[here][:, self._columns(items)] == OPT_OUT).sum(axis=1)
        return put, opted_out

    def cannot_say(self, who: NDArray[np.intp]) -> float:
        """Which share of the questions put to these respondents they could not say, 0 to 1."""
        put, opted_out = self._put
        return float(opted_out[who].sum() / total) if (total := int(put[who].sum())) else 0.0

    def _columns(self, items: list[Item]) -> list[int]:
        order = {item.id: number for number, item in enumerate(self.survey.questionnaire.items)}
        return [order[item.id] for item in items]


def asked_of_staff(questionnaire: Questionnaire, capability: Capability) -> list[Item]:
    """The capability's items put to any staff level."""
    return [item for item in capability.items if set(item.asked) & set(questionnaire.staff)]
