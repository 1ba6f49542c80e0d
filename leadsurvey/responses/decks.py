"""Chance in permuted blocks: which tasks somebody gets, and which arm of each.

A deck holds a shuffled block of cards; an empty one is filled with the next block. So arms stay balanced at every
moment: they never differ by more than a block. Decks are sealed when they are kept: who sees them come and go would
learn who read which arm.
"""

import secrets
from collections.abc import Container, Mapping, Sequence

from leadsurvey.questionnaire.model import ArmId, LevelId, Questionnaire, Task
from leadsurvey.responses.flow import TasksStep
from leadsurvey.rounds.model import Round

Decks = dict[str, list[str]]

COPIES = 2  # of each arm in a block
FEW_BLOCKS = 4  # a level with fewer blocks of people than this shares its decks with other small ones
TOGETHER = ""
QUOTED = 16  # bytes at most around a name in JSON

_chance = secrets.SystemRandom()


def deal(
    decks: Decks, survey: Round, level: LevelId | None, step: TasksStep, kept: Mapping[str, ArmId]
) -> dict[str, ArmId]:
    """The tasks of one person with their arms, in the order of asking; those in `kept` were drawn before and stay.

    Cards that are dealt leave the decks.
    """
    eligible = {task.id: task for task in step.pool}
    drawn = {name: arm for name, arm in kept.items() if name in eligible}
    group = _group(survey, level, max(_block(task) for task in step.pool))
    fresh: list[str] = []
    while len(drawn) + len(fresh) < step.drawn:
        fresh.append(_take(decks, f"{group}:{','.join(eligible)}", list(eligible), {*drawn, *fresh}))
    _chance.shuffle(fresh)  # the first card of a block can be guessed from who came before
    return drawn | {name: _arm(decks, survey, level, eligible[name]) for name in fresh}


def most(questionnaire: Questionnaire) -> int:
    """The bytes that all decks of a round take at most, so that their size never tells which cards are gone."""
    name = sum(len(task.id) + len(", ") for task in questionnaire.tasks)
    cards = sum(len(arm) + QUOTED for task in questionnaire.tasks for arm in list(task.arms) * COPIES)
    groups = [TOGETHER, *questionnaire.levels]
    return sum((len(questionnaire.tasks) + 2) * (len(group) + QUOTED) + 4 * name + cards for group in groups)


def _arm(decks: Decks, survey: Round, level: LevelId | None, task: Task) -> ArmId:
    group = _group(survey, level, _block(task))
    return ArmId(_take(decks, f"{group}/{task.id}", list(task.arms) * COPIES))


def _block(task: Task) -> int:
    return len(task.arms) * COPIES


def _group(survey: Round, level: LevelId | None, block: int) -> str:
    """Whose answers share a deck: a level, or all levels with few people. Without a head-count a level is not small."""
    heads = survey.heads(survey.root.id, level) if level else 1
    return TOGETHER if level is None or 0 < heads < FEW_BLOCKS * block else level


def _take(decks: Decks, name: str, block: Sequence[str], besides: Container[str] = ()) -> str:
    """The first card of a deck that is not among `besides`, from a new block if there is none."""
    deck = decks.setdefault(name, [])
    if all(card in besides for card in deck):
        deck += _chance.sample(block, len(block))
    card = next(card for card in deck if card not in besides)
    deck.remove(card)
    return card
