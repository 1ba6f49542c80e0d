"""The pages of one person: the steps of their level in the order they got, with the tasks that chance drew for them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from leadsurvey.questionnaire.model import ArmId, LevelId, Questionnaire, Task
from leadsurvey.responses.flow import (
    AgreeStep,
    BackgroundStep,
    CommentsStep,
    ItemsStep,
    PredictStep,
    Step,
    TasksStep,
    WhoLedStep,
    flow,
)
from leadsurvey.responses.orders import arranged


@dataclass(frozen=True)
class TaskStep:
    """One task in one of its arms."""

    task: Task
    arm: ArmId


@dataclass(frozen=True)
class UndrawnStep:
    """The page of a task that chance has yet to draw."""

    step: TasksStep


Stop = ItemsStep | TaskStep | UndrawnStep | PredictStep | AgreeStep | WhoLedStep | BackgroundStep | CommentsStep


def ordered(questionnaire: Questionnaire, level: LevelId | None, order: int) -> tuple[Step, ...]:
    """The steps of a level with its pages of items in one of the prepared orders."""
    steps = flow(questionnaire, level)
    pages = [step.page for step in steps if isinstance(step, ItemsStep)]
    moved = map(ItemsStep, arranged(pages, questionnaire.order, order))
    return tuple(next(moved) if isinstance(step, ItemsStep) else step for step in steps)


def walk(steps: Sequence[Step], drawn: Mapping[str, ArmId]) -> tuple[Stop, ...]:
    """Each page on its own; `drawn` are the tasks of this person with their arms."""
    return tuple(_stops(steps, drawn))


def _stops(steps: Sequence[Step], drawn: Mapping[str, ArmId]) -> Iterator[Stop]:
    for step in steps:
        if isinstance(step, TasksStep):
            pool = {task.id: task for task in step.pool}
            known = [TaskStep(pool[name], arm) for name, arm in drawn.items() if name in pool][: step.drawn]
            yield from known
            yield from [UndrawnStep(step)] * (step.drawn - len(known))
        else:
            yield step
