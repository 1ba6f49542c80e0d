"""What stands on a paper form, line by line: made of the steps of a level, with codes for whoever keys the answers.

Lines of a task have a neutral reference in the margin, such as T3.1: the names of tasks, arms and options tell what a
task is for, and belong on the page for those who key.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from itertools import groupby
from typing import Literal

from leadsurvey.questionnaire.model import (
    OPT_OUT_KEY,
    ArmId,
    Background,
    Choice,
    LevelId,
    Number,
    Predictions,
    Question,
    Questionnaire,
    Scale,
    Task,
)
from leadsurvey.responses.columns import AGREEMENT, OUT_OF, WHO_LED, key_in
from leadsurvey.responses.flow import (
    AgreeStep,
    BackgroundStep,
    CommentsStep,
    ItemsStep,
    PredictStep,
    Step,
    WhoLedStep,
)
from leadsurvey.responses.model import Page
from leadsurvey.responses.versions import Version, letter
from leadsurvey.responses.walk import TaskStep, walk

Offer = tuple[tuple[str, str], ...]
Kind = Literal["grid", "numbers", "list", "number", "ticks", "text"]


@dataclass(frozen=True)
class Line:
    """One question; `note` stands in the margin and says where its answer goes: a column, or a task by reference."""

    note: str
    text: str
    offer: Offer = ()  # code, words
    number: Number | None = None
    hint: str = ""


@dataclass(frozen=True)
class Part:
    """Lines that are answered alike; in a grid the words of the answers stand once, above all lines."""

    kind: Kind
    lines: tuple[Line, ...]
    stem: str = ""


@dataclass(frozen=True)
class Sheet:
    """What stands under one heading; `note` and `story` are those of a task."""

    kind: Literal["items", "task", "predict", "agree", "who_led", "background", "comments"]
    title: str
    parts: tuple[Part, ...]
    note: str = ""
    story: str = ""


@dataclass(frozen=True)
class Form:
    """One version of a form."""

    letter: str
    sheets: tuple[Sheet, ...]


class Forms:
    """The forms of a level: the same for all but the tasks."""

    def __init__(self, questionnaire: Questionnaire, level: LevelId, texts: NullTranslations) -> None:
        self._questionnaire, self._level, self._say = questionnaire, level, texts.gettext
        self._numbers = numbered(questionnaire)

    def form(self, steps: Sequence[Step], version: Version) -> Form:
        """All that is asked in this version, in written order."""
        return Form(version.letter, tuple(map(self._sheet, walk(steps, version.tasks))))

    def _sheet(self, stop: object) -> Sheet:
        match stop:
            case ItemsStep(page):
                return Sheet("items", page.title, tuple(self._grids(page)))
            case TaskStep(task, arm):
                note = reference(self._numbers[task.id], task, arm)
                story = self._filled(task.texts[arm])
                return Sheet("task", "", tuple(self._task(task, arm, note)), note, story)
            case PredictStep(part):
                return Sheet("predict", part.title, (self._predictions(part),))
            case AgreeStep(part):
                return Sheet("agree", part.title, (self._agreement(part),))
            case WhoLedStep(part):
                line = Line(WHO_LED, self._filled(part.text), tuple(part.choices.items()), hint=part.hint)
                return Sheet("who_led", part.title, (Part("ticks", (line,)),))
            case BackgroundStep(questions):
                return Sheet("background", "", tuple(Part("list", (self._background(each),)) for each in questions))
            case CommentsStep(comments):
                lines = (Line(each.id, self._filled(each.text), hint=each.warning) for each in comments)
                return Sheet("comments", "", tuple(Part("text", (line,)) for line in lines))
        raise TypeError(stop)  # a version draws all tasks

    def _grids(self, page: Page) -> Iterator[Part]:
        """One table for each run of statements under the same stem with the same answers."""
        for block in page.blocks:
            for scale, items in groupby(block.items, key=lambda item: item.scale):
                offer = of_scale(scale)
                lines = (Line(item.id, self._filled(item.text_for(self._level)), offer) for item in items)
                yield Part("grid", tuple(lines), self._filled(block.stem))

    def _task(self, task: Task, arm: ArmId, note: str) -> Iterator[Part]:
        for place, question in lettered(task, arm):
            text, own = self._filled(question.texts[arm]), f"{note}{place}"
            match question.answer:
                case Number() as number:
                    yield Part("number", (Line(own, text, number=number),))
                case Choice(options=options):
                    offer = enumerate((words[arm] for words in options.values()), 1)
                    yield Part("list", (Line(own, text, tuple((str(code), words) for code, words in offer)),))
                case Scale() as scale:
                    yield Part("list", (Line(own, text, of_scale(scale)),))

    def _predictions(self, part: Predictions) -> Part:
        number = Number(0, OUT_OF, "")
        lines = (Line(each.id, self._filled(each.text), number=number) for each in part.statements)
        return Part("numbers", tuple(lines), self._filled(part.stem))

    def _agreement(self, part: Predictions) -> Part:
        words = [self._say("Agree"), self._say("Disagree")]
        offer = _coded(words[: len(AGREEMENT)], self._say("I can’t say"))
        lines = (Line(each.id, self._filled(each.text), offer) for each in part.statements)
        return Part("grid", tuple(lines), self._filled(part.own_stem))

    def _background(self, question: Background) -> Line:
        return Line(question.id, self._filled(question.text), _coded(question.options.values(), question.opt_out))

    def _filled(self, text: str) -> str:
        return text.replace("{about}", self._questionnaire.levels[self._level].about)


def of_scale(scale: Scale) -> Offer:
    """Codes from 1, then `dk` where one may opt out."""
    return _coded(scale.options, scale.opt_out)


def _coded(words: Iterable[str], opt_out: str | None) -> Offer:
    offer = tuple((str(code), label) for code, label in enumerate(words, 1))
    return (*offer, (OPT_OUT_KEY, opt_out)) if opt_out else offer


def numbered(questionnaire: Questionnaire) -> Mapping[str, int]:
    """The number by which a form names each task."""
    return {task.id: number for number, task in enumerate(questionnaire.tasks, 1)}


def reference(number: int, task: Task, arm: ArmId) -> str:
    """How the margin names a task and its arm: T3.1, the arm by the number that a table of answers may hold."""
    return f"T{number}.{list(task.arms).index(arm) + 1}"


def lettered(task: Task, arm: ArmId | None = None) -> Iterator[tuple[str, Question]]:
    """The questions of a task with their letters, the same in all arms; only those that an arm is asked."""
    for place, question in enumerate(task.questions):
        if arm is None or arm in question.texts:
            yield letter(place).lower(), question


def columns_of(task: Task) -> list[tuple[str, str]]:
    """The letters of a task's questions, each with the column that its answer goes into."""
    return [(place, key_in(task, question)) for place, question in lettered(task)]
