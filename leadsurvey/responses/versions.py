"""Versions of a form on paper, which has no chance of its own: each holds some tasks, each task in one arm.

Over all versions every task comes equally often, and so does every arm of a task. Tasks meet many others, and arms many
arms, so that what somebody read before never goes with one arm alone. Printed in equal numbers and shuffled, the
versions are the draw.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from math import gcd, lcm
from string import ascii_uppercase

from leadsurvey.questionnaire.model import ArmId, Task
from leadsurvey.responses.flow import Step, TasksStep

Card = tuple[str, ArmId]


@dataclass(frozen=True)
class Version:
    """One version of a form: its letter, and its tasks with their arms in the order of asking."""

    letter: str
    tasks: Mapping[str, ArmId]


def versions(steps: Iterable[Step]) -> tuple[Version, ...]:
    """As few versions as hold every task and every arm equally often; a single one where no task is drawn."""
    step = next((one for one in steps if isinstance(one, TasksStep)), None)
    hands: list[dict[str, ArmId]] = _Dealer(step).hands() if step else [{}]
    return tuple(Version(letter(number), hand) for number, hand in enumerate(hands))


def count(step: TasksStep) -> int:
    """How many versions it takes: every task as often as a common multiple of its arms, in hands of `drawn` tasks."""
    rounds = _all_arms(step.pool)
    cards = len(step.pool) * rounds
    return cards // gcd(cards, step.drawn)


def letter(number: int) -> str:
    """A to Z, then AA, AB and so on, as spreadsheets name their columns."""
    rest, place = divmod(number, len(ascii_uppercase))
    return (letter(rest - 1) if rest else "") + ascii_uppercase[place]


def _all_arms(pool: Sequence[Task]) -> int:
    return lcm(*(len(task.arms) for task in pool))


class _Dealer:
    """Deals what was dealt least, and of that what met the others least."""

    def __init__(self, step: TasksStep) -> None:
        self._step = step
        self._pool = {task.id: task for task in step.pool}
        self._dealt: Counter[object] = Counter()  # tasks, and arms of tasks
        self._placed: Counter[tuple[str, int]] = Counter()
        self._met: Counter[tuple[object, object]] = Counter()

    def hands(self) -> list[dict[str, ArmId]]:
        """The tasks and arms of all versions."""
        return [self._hand() for _ in range(count(self._step))]

    def _hand(self) -> dict[str, ArmId]:
        """Tasks that were dealt less go first: so no task is ever ahead by more than one, and none is there twice."""
        tasks: list[str] = []
        while len(tasks) < self._step.drawn:
            rest = [task for task in self._pool if task not in tasks]
            tasks.append(min(rest, key=partial(self._task_comes, before=tasks)))
        cards: list[Card] = []
        for task in tasks:
            arms = [(task, arm) for arm in self._pool[task].arms]
            cards.append(min(arms, key=partial(self._arm_comes, before=cards)))
        self._note(tasks, cards)
        return dict(cards)

    def _task_comes(self, task: str, before: Sequence[str]) -> tuple[int, int, int]:
        return self._dealt[task], self._meetings(task, before), self._placed[task, len(before)]

    def _arm_comes(self, card: Card, before: Sequence[Card]) -> tuple[int, int]:
        return self._dealt[card], self._meetings(card, before)

    def _meetings(self, one: object, others: Sequence[object]) -> int:
        return sum(self._met[one, other] for other in others)

    def _note(self, tasks: Sequence[str], cards: Sequence[Card]) -> None:
        self._dealt.update([*tasks, *cards])
        self._placed.update((task, place) for place, task in enumerate(tasks))
        for pairs in (combinations(tasks, 2), combinations(cards, 2)):
            for one, other in pairs:
                self._met.update([(one, other), (other, one)])
