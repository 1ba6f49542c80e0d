"""The boxes for keying one paper form of a level, in the order in which the form asks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from leadsurvey.questionnaire.marks import plain
from leadsurvey.questionnaire.model import OPT_OUT_KEY, LevelId, Number, Question, Task
from leadsurvey.report.form import lettered, numbered
from leadsurvey.responses.columns import ARM, OUT_OF, WHO_LED, key_in
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
from leadsurvey.responses.model import Block
from leadsurvey.rounds.model import Round
from leadsurvey.web import offers
from leadsurvey.web.offers import Offer

UP_TO_100 = f"0 to {OUT_OF}"


@dataclass(frozen=True)
class Box:
    """One cell: the name of its column, the words beside it on paper, and what may be typed."""

    name: str
    words: str
    typed: str = ""
    is_text: bool = False
    is_ours: bool = False  # the words are not those of the questionnaire


@dataclass(frozen=True)
class Group:
    """Boxes under one heading; what may be typed stands above them where it is the same for all."""

    title: str
    boxes: tuple[Box, ...]
    stem: str = ""
    note: str = ""  # of ours, about the paper

    @property
    def typed(self) -> str:
        """What may be typed into each box, if that is one thing."""
        said = {box.typed for box in self.boxes}
        return said.pop() if len(said) == 1 and len(self.boxes) > 1 else ""


def groups(survey: Round, level: LevelId | None) -> tuple[Group, ...]:
    """All that a level is asked; of the tasks a form holds only some."""
    return tuple(group for step in flow(survey.questionnaire, level) for group in _groups(survey, level, step))


def in_all(groups: Iterable[Group]) -> list[Box]:
    """The boxes of all groups in order."""
    return [box for group in groups for box in group.boxes]


def _groups(survey: Round, level: LevelId | None, step: Step) -> Iterator[Group]:
    match step:
        case ItemsStep(page):
            yield from (_block(survey, level, page.title, block) for block in page.blocks)
        case TasksStep(pool):
            yield from (_task(survey, level, task) for task in pool)
        case PredictStep(part):
            said = (Box(each.id, survey.fill(each.text, level), UP_TO_100) for each in part.statements)
            yield Group(part.title, tuple(said), survey.fill(part.stem, level))
        case AgreeStep(part):
            agreement = coded(offers.agreement())
            said = (Box(each.id, survey.fill(each.text, level), agreement) for each in part.statements)
            yield Group(part.title, tuple(said), survey.fill(part.own_stem, level))
        case WhoLedStep(part):
            typed = f"all that are ticked, parted by ; – {coded(list(part.choices.items()))}"
            yield Group(part.title, (Box(WHO_LED, survey.fill(part.text, level), typed),))
        case BackgroundStep(questions):
            asked = (
                Box(each.id, survey.fill(each.text, level), coded(offers.of_background(each))) for each in questions
            )
            yield Group("About the person", tuple(asked))
        case CommentsStep(comments):
            written = (Box(each.id, survey.fill(each.text, level), is_text=True) for each in comments)
            yield Group("In their own words", tuple(written))


def _block(survey: Round, level: LevelId | None, title: str, block: Block) -> Group:
    said = (
        Box(item.id, survey.fill(item.text_for(level), level), coded(offers.of_scale(item.scale)))
        for item in block.items
    )
    return Group(title, tuple(said), survey.fill(block.stem, level))


def _task(survey: Round, level: LevelId | None, task: Task) -> Group:
    number = numbered(survey.questionnaire)[task.id]
    arm = Box(task.id + ARM, "Version that was read", coded(list(task.arms.items())), is_ours=True)
    asked = (_question(survey, level, task, letter, question) for letter, question in lettered(task))
    note = f"T{number} on paper; the version is the digit behind the dot: T{number}.1 is 1. Empty if it is not there."
    return Group(task.title, (arm, *asked), note=note)


def _question(survey: Round, level: LevelId | None, task: Task, letter: str, question: Question) -> Box:
    arm = next(iter(question.texts))
    answer = question.answer
    typed = f"{answer.least} to {answer.most}" if isinstance(answer, Number) else _of_task(question)
    return Box(key_in(task, question), f"{letter}. {survey.fill(plain(question.texts[arm]), level)}", typed)


def _of_task(question: Question) -> str:
    arm = next(iter(question.texts))
    return coded([(name, plain(words)) for name, words in offers.of_task(question, arm)])


def coded(offer: Offer) -> str:
    """Answers by their numbers; “I can’t say” by its key."""
    return ", ".join(
        f"{name if name == OPT_OUT_KEY else number} {words}" for number, (name, words) in enumerate(offer, 1)
    )
