"""How long a level needs to answer, told before anybody begins: rather too long than too short.

Words: adults read about 238 a minute silently and 183 aloud (Brysbaert 2019, a review of 190 studies). Here it is 200
for staff; citizens, among whom are slow readers and those who are read to, have the pace of reading aloud. Answers: an
act of thought and a pointed click take 2.7 seconds by the keystroke-level model (Card, Moran & Newell 1983); the
figures below put a judgement on top of it. They are ours, set high, and to be compared with a rehearsal: nobody is
timed while they answer.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from math import floor
from statistics import fmean

from leadsurvey.questionnaire.model import (
    ArmId,
    Capability,
    Choice,
    Item,
    Level,
    LevelId,
    Number,
    Questionnaire,
    Scale,
    Task,
)

PROMISE = 60.0  # reading who sees what, and looking over the answers before they are sent
PAGE = 3.0  # moving on, finding one's place
RATING = 4.0
CHOICE = 8.0
NUMBER = 8.0
SEVERAL = 10.0
FREE_TEXT = 30.0  # on the average: many leave it empty, and those who write take a minute
STAFF_READ, CITIZENS_READ = 200 / 60, 180 / 60  # words a second
WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*")
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")  # Thai to Chinese
SIGNS_A_WORD = 1.5


def minutes(questionnaire: Questionnaire, level: LevelId | None) -> int:
    """Minutes from the promise to Send, to the nearest; for someone of no stated level, those of the longest."""
    if level is None:
        return max(minutes(questionnaire, each) for each in questionnaire.levels)
    return max(1, floor((PROMISE + seconds(questionnaire, level)) / 60 + 0.5))


def reads_simply(level: Level) -> bool:
    """Whether these are people from outside, who may read little: references, and citizens by name."""
    return level.reference or "citizen" in f"{level.id} {level.title}".lower()


def seconds(questionnaire: Questionnaire, level: LevelId) -> float:
    """The time for everything that this level is asked. A debrief comes after Send, and is not counted."""
    kind = questionnaire.levels[level]
    return sum(
        (
            _items(questionnaire, kind),
            _tasks(questionnaire, kind),
            _predictions(questionnaire, kind),
            _the_rest(questionnaire, kind),
        )
    )


def _reading(texts: Iterable[str], level: Level) -> float:
    """The time to read these texts."""
    return sum(map(_words, texts)) / (CITIZENS_READ if reads_simply(level) else STAFF_READ)


def _words(text: str) -> float:
    unspaced = len(UNSPACED.findall(text))
    return unspaced / SIGNS_A_WORD if unspaced else len(WORD.findall(text))


def _items(questionnaire: Questionnaire, level: Level) -> float:
    """Statements and ratings; a stem is read once above each run of items, a scale's answers once in all."""
    total = 0.0
    scales: set[Scale] = set()
    for section in questionnaire.sections:
        lines = [
            line
            for name in section.capabilities
            for line in _lines(questionnaire.capabilities[name], level)
            if level.id in line[1].asked
        ]
        stems = [stem.replace("{about}", level.about) for stem, _ in groupby(lines, key=lambda line: line[0])]
        total += _reading([section.title, *stems], level) + PAGE if lines else 0.0
        total += sum(_reading([item.text_for(level.id)], level) + RATING for _, item in lines)
        scales |= {item.scale for _, item in lines}
    return total + sum(_reading(scale.options, level) for scale in scales)


def _lines(capability: Capability, level: Level) -> Iterator[tuple[str, Item]]:
    """Each item with the stem above it."""
    yield from ((capability.stems[level.id], item) for item in capability.items)
    if capability.self_rating:
        yield capability.self_stem, capability.self_rating


def _tasks(questionnaire: Questionnaire, level: Level) -> float:
    """As many tasks as a person draws, each of the mean length of those that may be drawn."""
    eligible = [_task(task, level) for task in questionnaire.tasks if level.id in task.asked]
    drawn = min(len(eligible), questionnaire.tasks_per_person.get(level.id, 0))
    return drawn * fmean(eligible) if drawn else 0.0


def _task(task: Task, level: Level) -> float:
    return PAGE + fmean(_arm(task, arm, level) for arm in task.arms)


def _arm(task: Task, arm: ArmId, level: Level) -> float:
    asked = [question for question in task.questions if arm in question.texts]
    answering = sum(_reading([question.texts[arm]], level) + _answer(question.answer, arm, level) for question in asked)
    return _reading([task.texts[arm]], level) + answering


def _answer(answer: Choice | Number | Scale, arm: ArmId, level: Level) -> float:
    match answer:
        case Choice(options):
            return CHOICE + _reading([words[arm] for words in options.values()], level)
        case Number():
            return NUMBER
        case Scale():
            return RATING + _reading(answer.options, level)


def _predictions(questionnaire: Questionnaire, level: Level) -> float:
    part = questionnaire.predictions
    if part is None or level.id not in (*part.asked, part.of):
        return 0.0
    own = level.id == part.of
    texts = [part.title, part.own_stem if own else part.stem, *(statement.text for statement in part.statements)]
    return PAGE + _reading(texts, level) + len(part.statements) * (RATING if own else NUMBER)


def _the_rest(questionnaire: Questionnaire, level: Level) -> float:
    """Who led, background and comments."""
    total = 0.0
    led = questionnaire.who_led
    if led and level.id in led.asked:
        total += PAGE + SEVERAL + _reading([led.title, led.text, led.hint, *led.choices.values()], level)
    for about in questionnaire.background:
        if level.id in about.asked:
            total += CHOICE + _reading([about.text, *about.options.values()], level)
    for comment in questionnaire.comments:
        if level.id in comment.asked:
            total += FREE_TEXT + _reading([comment.text, comment.warning], level)
    return total
