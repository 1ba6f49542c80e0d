"""The columns of a response: one signed byte for each thing that may be answered, in an order frozen with the round.

Items come first, then tasks with the arm that was read, predictions, own answers to the same statements, who led and
background. Whoever takes answers in, from a page, a table or paper, asks the column what a written answer means.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from leadsurvey.questionnaire.model import (
    OPT_OUT_KEY,
    Background,
    Choice,
    LevelId,
    Number,
    Question,
    Questionnaire,
    Scale,
    Task,
)
from leadsurvey.responses.model import OPT_OUT, UNANSWERED, Answers, NotOfferedError, code_of

WHO_LED = "who_led"
AGREEMENT = ("agree", "disagree")
OUT_OF = 100
OWN = ".own"  # ends the key of what people answer for themselves, where others predict the same statement
ARM = ".arm"


@dataclass(frozen=True)
class Column:
    """One thing that may be answered; `name` is its column in a table of answers, `key` tells it from all others."""

    key: str
    name: str
    asked: tuple[LevelId, ...]
    read: Callable[[str], int]  # the code of a written answer; NotOfferedError if it was never on offer

    def is_asked(self, questionnaire: Questionnaire, level: LevelId | None) -> bool:
        """Whether this level may answer it; someone of no stated level is asked what all staff are asked."""
        return questionnaire.is_asked(self.asked, level)


def columns(questionnaire: Questionnaire) -> tuple[Column, ...]:
    """All columns in the order in which they are stored."""
    return tuple(_columns(questionnaire))


def _columns(questionnaire: Questionnaire) -> Iterator[Column]:
    for item in questionnaire.items:
        yield Column(item.id, item.id, item.asked, partial(code_of, item))
    for task in questionnaire.tasks:
        yield from of_task(task)
    if part := questionnaire.predictions:
        for each in part.statements:
            yield Column(each.id, each.id, part.asked, partial(_number, Number(0, OUT_OF, "")))
        for each in part.statements:
            yield Column(each.id + OWN, each.id, (part.of,), partial(_option, AGREEMENT, "I can’t say"))
    if led := questionnaire.who_led:
        yield Column(WHO_LED, WHO_LED, led.asked, partial(_several, tuple(led.choices)))
    for about in questionnaire.background:
        yield Column(about.id, about.id, about.asked, partial(_background, about))


def of_task(task: Task) -> Iterator[Column]:
    """The columns of a task: the arm, then each question; the one that is scored has the task's own name."""
    yield Column(task.id + ARM, task.id + ARM, task.asked, partial(_option, tuple(task.arms), None))
    for question in task.questions:
        name = key_in(task, question)
        yield Column(name, name, task.asked, partial(_answer, question.answer))


def key_in(task: Task, question: Question) -> str:
    """The key of a task's question."""
    return task.id if question.id == task.score.question else f"{task.id}.{question.id}"


def to_codes(questionnaire: Questionnaire, answers: Answers) -> bytes:
    """Answers as one int8 for each column, so that every response has the same length."""
    return bytes(answers.get(column.key, UNANSWERED) % 256 for column in columns(questionnaire))


def _answer(answer: Choice | Number | Scale, written: str) -> int:
    match answer:
        case Choice(options=options):
            return _option(tuple(options), None, written)
        case Number():
            return _number(answer, written)
        case Scale(options=options, opt_out=opt_out, keys=keys):
            return _option(keys or options, opt_out, written)


def _background(question: Background, written: str) -> int:
    return _option(tuple(question.options), question.opt_out, written)


def _option(options: tuple[str, ...], opt_out: str | None, written: str) -> int:
    """A number from 1, an option's id, `dk` where one may opt out, or nothing."""
    if not written:
        return UNANSWERED
    if written == OPT_OUT_KEY and opt_out:
        return OPT_OUT
    if written in {str(code) for code in range(1, len(options) + 1)}:
        return int(written)
    if written in options:
        return options.index(written) + 1
    also = f", or {OPT_OUT_KEY} for “{opt_out}”" if opt_out else ""
    raise NotOfferedError(f"use 1 ({options[0]}) to {len(options)} ({options[-1]}){also}")


def _number(number: Number, written: str) -> int:
    """A whole number within its bounds, in the digits of any script; 0 is an answer."""
    if not written:
        return UNANSWERED
    if written.isdecimal() and len(written) <= len(str(OUT_OF)) and number.least <= int(written) <= number.most:
        return int(written)
    raise NotOfferedError(f"use a whole number from {number.least} to {number.most}")


def _several(choices: tuple[str, ...], written: str) -> int:
    """A set of choices or their numbers, parted by ; or spaces, as the sum of 1, 2, 4 … ; none is no answer."""
    numbers = {str(number): name for number, name in enumerate(choices, 1)}
    named = [each if each in choices else numbers.get(each, each) for each in written.replace(";", " ").split()]
    if any(name not in choices for name in named) or len(named) != len(set(named)):
        raise NotOfferedError(f"use some of {', '.join(choices)} or 1 to {len(choices)}, each once, parted by ;")
    return sum(1 << choices.index(name) for name in named) if named else UNANSWERED


def ticked(choices: Mapping[str, str], code: int) -> list[str]:
    """The choices that a stored set holds."""
    return [name for place, name in enumerate(choices) if code > 0 and code >> place & 1]
