"""What someone of a level is asked, step by step, in the order in which it is asked."""

from collections.abc import Iterator
from dataclasses import dataclass

from leadsurvey.questionnaire.model import Background, Comment, LevelId, Predictions, Questionnaire, Task, WhoLed
from leadsurvey.responses.model import Page, pages


@dataclass(frozen=True)
class ItemsStep:
    """A page of rated statements."""

    page: Page


@dataclass(frozen=True)
class TasksStep:
    """The tasks that chance draws from for each person, and how many are drawn; each is a page."""

    pool: tuple[Task, ...]
    drawn: int


@dataclass(frozen=True)
class PredictStep:
    """How many of 100 others would agree, a number for each statement."""

    predictions: Predictions


@dataclass(frozen=True)
class AgreeStep:
    """The same statements, answered for oneself by those whose answers are predicted."""

    predictions: Predictions


@dataclass(frozen=True)
class WhoLedStep:
    """Who took the lead."""

    who_led: WhoLed


@dataclass(frozen=True)
class BackgroundStep:
    """Questions about the person."""

    questions: tuple[Background, ...]


@dataclass(frozen=True)
class CommentsStep:
    """Open questions."""

    comments: tuple[Comment, ...]


Step = ItemsStep | TasksStep | PredictStep | AgreeStep | WhoLedStep | BackgroundStep | CommentsStep


def flow(questionnaire: Questionnaire, level: LevelId | None) -> tuple[Step, ...]:
    """The steps with something to answer; someone of no stated level is asked what all staff are asked."""
    return tuple(_steps(questionnaire, level))


def _steps(questionnaire: Questionnaire, level: LevelId | None) -> Iterator[Step]:
    yield from map(ItemsStep, pages(questionnaire, level))
    if tasks := _tasks(questionnaire, level):
        yield tasks
    predictions, who_led = questionnaire.predictions, questionnaire.who_led
    if predictions and level == predictions.of:
        yield AgreeStep(predictions)
    elif predictions and questionnaire.is_asked(predictions.asked, level):
        yield PredictStep(predictions)
    if who_led and questionnaire.is_asked(who_led.asked, level):
        yield WhoLedStep(who_led)
    if background := [part for part in questionnaire.background if questionnaire.is_asked(part.asked, level)]:
        yield BackgroundStep(tuple(background))
    if comments := [part for part in questionnaire.comments if questionnaire.is_asked(part.asked, level)]:
        yield CommentsStep(tuple(comments))


def _tasks(questionnaire: Questionnaire, level: LevelId | None) -> TasksStep | None:
    """What chance draws from; none where a level draws no task."""
    pool = tuple(task for task in questionnaire.tasks if questionnaire.is_asked(task.asked, level))
    alike = [level] if level else questionnaire.staff
    drawn = min((questionnaire.tasks_per_person.get(name, 0) for name in alike), default=0)
    return TasksStep(pool, min(drawn, len(pool))) if pool and drawn else None
