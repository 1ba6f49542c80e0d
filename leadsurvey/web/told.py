"""A stored round in one of its languages, with what is worked out of it once for each process."""

from collections.abc import Hashable, Mapping
from functools import cached_property, lru_cache, partial

from leadsurvey.questionnaire.model import ArmId, LevelId
from leadsurvey.responses.body import LONGEST_COMMENT
from leadsurvey.responses.columns import Column, columns
from leadsurvey.responses.flow import Step
from leadsurvey.responses.store import KnownRound
from leadsurvey.responses.walk import Stop, TaskStep, ordered, walk
from leadsurvey.rounds.load import thaw
from leadsurvey.rounds.places import Places
from leadsurvey.web import language
from leadsurvey.web.shared import store
from leadsurvey.web.sheets import Sheet, sheet

ESCAPED = 2  # bytes at most that a byte of text becomes in a draft
MOST_SHEETS = 400  # pages kept ready: all orders of three levels of a long questionnaire
BESIDE_A_KEY = 32  # bytes that an answer takes there besides its key, with the name of an arm


class Told:
    """A round, and the steps of its levels."""

    def __init__(self, frozen: str, code: str | None) -> None:
        self.survey = thaw(frozen, code)
        self.places = Places(self.survey)
        self._steps: dict[tuple[LevelId | None, int], tuple[Step, ...]] = {}
        self._sheets: dict[object, Sheet] = {}
        self._stops: dict[object, tuple[Stop, ...]] = {}

    def steps(self, level: LevelId | None, order: int) -> tuple[Step, ...]:
        """The steps of a level in one of the prepared orders."""
        if (level, order) not in self._steps:
            self._steps[level, order] = ordered(self.survey.questionnaire, level, order)
        return self._steps[level, order]

    def stops(self, level: LevelId | None, order: int, drawn: tuple[tuple[str, ArmId], ...]) -> tuple[Stop, ...]:
        """The pages of somebody who met these tasks."""
        known_by = level, order, drawn
        if known_by not in self._stops:
            if len(self._stops) >= MOST_SHEETS:
                self._stops.clear()
            self._stops[known_by] = walk(self.steps(level, order), dict(drawn))
        return self._stops[known_by]

    def sheet(self, number: int, stop: Stop, level: LevelId | None, order: int) -> Sheet:
        """What stands on a page; nothing of it depends on a person but the arm of a task."""
        known_by = language.spoken(), known_as(number, stop, level, order)
        if known_by not in self._sheets:
            if len(self._sheets) >= MOST_SHEETS:
                self._sheets.clear()
            self._sheets[known_by] = sheet(number, stop, level, partial(self.survey.fill, level=level))
        return self._sheets[known_by]

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """The columns of a response by key."""
        return {column.key: column for column in columns(self.survey.questionnaire)}

    @property
    def is_shuffled(self) -> bool:
        """Whether people meet pages or items in different orders."""
        order = self.survey.questionnaire.order
        return order.shuffled_pages or order.shuffled_items

    @cached_property
    def room(self) -> int:
        """The room that a draft keeps for all that may be answered: its size tells neither how much is, nor what."""
        comments = ESCAPED * LONGEST_COMMENT * len(self.survey.questionnaire.comments)
        return comments + sum(len(key) + BESIDE_A_KEY for key in self.columns)


def known_as(number: int, stop: Stop, level: LevelId | None, order: int) -> Hashable:
    """What tells a page of questions from all others of its round and language."""
    arm = (stop.task.id, stop.arm) if isinstance(stop, TaskStep) else None
    return number, level, order, arm


def told(known: KnownRound, code: str | None = None) -> Told:
    """A round in one of its languages; in none, as it was written. Its text is read once for each process."""
    return _read(known.id, known.fingerprint, code)


@lru_cache(maxsize=64)
def _read(name: str, fingerprint: str, code: str | None) -> Told:  # noqa: ARG001 - what a text is known by
    return Told(store().frozen(name), code)
