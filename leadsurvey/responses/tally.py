"""How much someone of a level is asked, in figures."""

from collections.abc import Iterable
from dataclasses import dataclass

from leadsurvey.responses.flow import (
    AgreeStep,
    BackgroundStep,
    CommentsStep,
    ItemsStep,
    PredictStep,
    Step,
    TasksStep,
    WhoLedStep,
)


@dataclass
class Tally:
    """Counts of questions; tasks are drawn from a pool."""

    pages: int = 0
    statements: int = 0  # rated, without self-ratings
    self_ratings: int = 0
    tasks: int = 0
    pool: int = 0
    predictions: int = 0
    own_answers: int = 0
    who_led: int = 0
    background: int = 0
    comments: int = 0


def tally(steps: Iterable[Step], self_rated: Iterable[str]) -> Tally:
    """The counts of a flow; `self_rated` are the ids of all self-ratings."""
    counted, own = Tally(), set(self_rated)
    for step in steps:
        counted.pages += step.drawn if isinstance(step, TasksStep) else 1
        _count(counted, step, own)
    return counted


def _count(counted: Tally, step: Step, self_rated: set[str]) -> None:
    match step:
        case ItemsStep(page=page):
            ratings = [item.id in self_rated for item in page.items]
            counted.statements += ratings.count(False)
            counted.self_ratings += ratings.count(True)
        case TasksStep(pool=pool, drawn=drawn):
            counted.tasks, counted.pool = drawn, len(pool)
        case PredictStep(predictions=part):
            counted.predictions = len(part.statements)
        case AgreeStep(predictions=part):
            counted.own_answers = len(part.statements)
        case WhoLedStep():
            counted.who_led = 1
        case BackgroundStep(questions=questions):
            counted.background = len(questions)
        case CommentsStep(comments=comments):
            counted.comments = len(comments)
