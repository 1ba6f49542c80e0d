"""A stored round in one of its languages, with what is worked out of it once for each process."""

from collections.abc import Mapping
from functools import cached_property, lru_cache

from leadsurvey.questionnaire.model import LevelId
from leadsurvey.responses.body import LONGEST_COMMENT
from leadsurvey.responses.columns import Column, columns
from leadsurvey.responses.flow import Step
from leadsurvey.responses.walk import ordered
from leadsurvey.rounds.load import thaw
from leadsurvey.rounds.places import Places

ESCAPED = 2  # bytes at most that a byte of text becomes in a draft


class Told:
    """A round, and the steps of its levels."""

    def __init__(self, frozen: str, language: str | None) -> None:
        self.survey = thaw(frozen, language)
        self.places = Places(self.survey)
        self._steps: dict[tuple[LevelId | None, int], tuple[Step, ...]] = {}

    def steps(self, level: LevelId | None, order: int) -> tuple[Step, ...]:
        """The steps of a level in one of the prepared orders."""
        if (level, order) not in self._steps:
            self._steps[level, order] = ordered(self.survey.questionnaire, level, order)
        return self._steps[level, order]

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """The columns of a response by key."""
        return {column.key: column for column in columns(self.survey.questionnaire)}

    @property
    def is_shuffled(self) -> bool:
        """Whether people meet pages or items in different orders."""
        order = self.survey.questionnaire.order
        return order.shuffled_pages or order.shuffled_items

    @property
    def room(self) -> int:
        """The room that a draft keeps for comments, so that its size does not tell that somebody wrote one."""
        return ESCAPED * LONGEST_COMMENT * len(self.survey.questionnaire.comments)


@lru_cache(maxsize=64)
def told(frozen: str, language: str | None = None) -> Told:
    """A stored round in one of its languages; in none, as it was written. Read once for each process."""
    return Told(frozen, language)
