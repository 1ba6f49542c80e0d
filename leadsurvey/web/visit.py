"""Someone who answers: their round, what they saved, and the pages they meet."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from leadsurvey.questionnaire.model import ArmId, LevelId, Task
from leadsurvey.responses.model import UNANSWERED
from leadsurvey.responses.store import Invitation, KnownRound
from leadsurvey.responses.walk import Stop, TaskStep, UndrawnStep
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.places import Places
from leadsurvey.rounds.promise import who_sees_what
from leadsurvey.web import language
from leadsurvey.web.ready import NOTHING, Ready
from leadsurvey.web.shared import voice
from leadsurvey.web.sheets import Sheet
from leadsurvey.web.told import Told, known_as, told


@dataclass(frozen=True)
class Known:
    """All that a page depends on, besides round and language; what is not said here cannot stand on it."""

    page: Hashable
    unit: str | None = None
    level: LevelId | None = None


@dataclass
class Visit(ABC):
    """Someone who answers, and what they answered so far; kinds of visits differ in where the draft is kept."""

    token: str
    invitation: Invitation
    stored: KnownRound
    draft: dict[str, Any]  # what is saved so far

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the round."""
        return told(self.stored).survey.languages

    @cached_property
    def language(self) -> str:
        """The language that is asked for, else the one kept, else the first of the round."""
        return language.asked_for(self.languages) or self.kept_language

    @property
    def kept_language(self) -> str:
        """The language a page is told in where nothing is asked for."""
        kept: str = self.draft.get(language.FIELD, self.languages[0]) if len(self.languages) > 1 else self.languages[0]
        return kept

    @property
    def is_kept(self) -> bool:
        """Whether there is a draft, which keeps a language too."""
        return bool(self.draft)

    @property
    def told(self) -> Told:
        """The round as it was frozen, in the language of the visit."""
        return told(self.stored, self.language)

    @property
    def survey(self) -> Round:
        """The round in the language of the visit."""
        return self.told.survey

    @property
    def places(self) -> Places:
        """The places of the round."""
        return self.told.places

    @abstractmethod
    def save(self, change: Callable[["Visit"], object], onward: int = 0) -> None:
        """Change the draft, and settle what has to be known before the page of number `onward` is shown."""

    @abstractmethod
    def send(self) -> bool:
        """Hand the answers in, once; False where there are none."""

    def alike(self, known_by: Known, make: Callable[["Visit"], str], words: Mapping[str, str] = NOTHING) -> str:  # noqa: ARG002 - others do
        """A page that is the same for all of whom as much is known, with their own words in its places."""
        return Ready(make(self)).filled(words)

    @property
    def answers(self) -> dict[str, int]:
        """The codes answered so far, by column."""
        answers: dict[str, int] = self.draft.get("answers", {})
        return answers

    @property
    def comments(self) -> dict[str, str]:
        """What was written so far, by question."""
        comments: dict[str, str] = self.draft.get("comments", {})
        return comments

    @property
    def drawn(self) -> dict[str, ArmId]:
        """The tasks that chance drew for this person, with their arms."""
        drawn: dict[str, ArmId] = self.draft.get("drawn", {})
        return drawn

    @property
    def can_pause(self) -> bool:
        """Whether the draft waits somewhere, and every page has an address to come back to."""
        return True

    @property
    def carried(self) -> str:
        """The draft, where the pages themselves carry it on."""
        return ""

    @property
    def may_move(self) -> bool:
        """Whether this person says where they stand; a personal link knows."""
        return self.invitation.level is None

    @property
    def is_placed(self) -> bool:
        """Whether it is known where this person stands, or that they would rather not say."""
        return self.invitation.level is not None or "level" in self.draft

    @property
    def unit(self) -> str | None:
        """Their unit."""
        return self.invitation.unit or self.draft.get("unit") or None

    @property
    def level(self) -> LevelId | None:
        """Their level."""
        level = self.invitation.level or self.draft.get("level")
        return LevelId(level) if level else None

    @property
    def is_ordered(self) -> bool:
        """Whether it is settled in which order this person meets the pages."""
        return not self.told.is_shuffled or "order" in self.draft

    @property
    def stops(self) -> tuple[Stop, ...]:
        """The pages of this person."""
        return self.told.stops(self.level, self.order, tuple(self.drawn.items()))

    def sheet(self, number: int) -> Sheet:
        """What stands on the page of this number, from 1."""
        return self._sheet(number, self.stops[number - 1])

    @property
    def sheets(self) -> list[Sheet]:
        """All pages of this person."""
        return [self._sheet(number, stop) for number, stop in enumerate(self.stops, 1)]

    def _sheet(self, number: int, stop: Stop) -> Sheet:
        return self.told.sheet(number, stop, self.level, self.order)

    def known_as(self, number: int) -> Hashable:
        """What tells the page of this number from all others of the round and language."""
        return known_as(number, self.stops[number - 1], self.level, self.order)

    @property
    def order(self) -> int:
        """Which of the prepared orders this person meets the pages in."""
        order: int = self.draft.get("order", 0)
        return order

    def is_left_behind(self, number: int) -> bool:
        """Whether this is a task that was answered: nobody comes back to one."""
        stop = self.stops[number - 1]
        return isinstance(stop, TaskStep) and stop.task.id in self.draft.get("done", [])

    def is_undrawn(self, number: int) -> bool:
        """Whether chance has yet to draw what stands on this page."""
        return isinstance(self.stops[number - 1], UndrawnStep)

    def is_answered_on(self, each: Sheet) -> bool:
        """Whether anything on a page is answered."""
        known = self.answers
        return any(known.get(line.key, UNANSWERED) != UNANSWERED or self.comments.get(line.key) for line in each.lines)

    @property
    def explainable(self) -> tuple[Task, ...]:
        """The tasks that people of this level may have met, to be explained to them afterwards."""
        asked = self.survey.questionnaire
        return tuple(task for task in asked.tasks if self.level is None or self.level in task.asked)

    @property
    def promise(self) -> list[str]:
        """Who sees what of this person's answers."""
        invited = self.invitation.level is not None
        return who_sees_what(
            self.survey, self.places, self.unit, self.level, invited=invited, voice=voice(self.language)
        )

    @property
    def is_answered(self) -> bool:
        """Whether their answers were sent."""
        return self.invitation.state == "answered"

    @abstractmethod
    def path(self, step: str, **where: Any) -> str:
        """The address of another page of this visit."""
