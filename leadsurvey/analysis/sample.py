"""The answers of a round as arrays: who stands where, and each person's scores."""

from collections.abc import Mapping
from dataclasses import dataclass

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
    """All responses of a round: `units` and `levels` name each respondent's place; `codes` are respondents x items."""

    survey: Round
    sources: Mapping[LevelId, frozenset[LevelId]]  # the levels whose people answer as this one
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
            np.array([place.unit for place in stored], dtype=str),
            np.array([place.level for place in stored], dtype=str),
            scores.decode(rows, width),
        )

    def in_units(self, units: set[str]) -> Mask:
        """Who stands in one of these units."""
        return np.isin(self.units, sorted(units))

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

    def cannot_say(self, rows: Mask) -> float:
        """Which share of the questions put to these respondents they could not say, 0 to 1."""
        opted_out = put = 0
        for level in np.unique(self.levels[rows]):
            capabilities = self.survey.questionnaire.capabilities.values()
            items = [item for capability in capabilities for item in self.asked(capability, LevelId(str(level)))]
            codes = self.codes[np.ix_(rows & (self.levels == level), self._columns(items))]
            opted_out += int((codes == OPT_OUT).sum())
            put += codes.size
        return opted_out / put if put else 0.0

    def _columns(self, items: list[Item]) -> list[int]:
        order = {item.id: number for number, item in enumerate(self.survey.questionnaire.items)}
        return [order[item.id] for item in items]


def asked_of_staff(questionnaire: Questionnaire, capability: Capability) -> list[Item]:
    """The capability's items put to any staff level."""
    return [item for item in capability.items if set(item.asked) & set(questionnaire.staff)]
