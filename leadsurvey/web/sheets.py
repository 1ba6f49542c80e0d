"""What stands on each page, line by line, in the language of the page: made of the questionnaire's steps."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

from markupsafe import Markup

from leadsurvey.questionnaire import marks
from leadsurvey.questionnaire.model import LevelId, Number, Predictions, Question, Scale
from leadsurvey.responses.columns import OUT_OF, OWN, WHO_LED, key_in, ticked
from leadsurvey.responses.flow import AgreeStep, BackgroundStep, CommentsStep, ItemsStep, PredictStep, WhoLedStep
from leadsurvey.responses.model import OPT_OUT, UNANSWERED, Page
from leadsurvey.responses.walk import Stop, TaskStep, UndrawnStep
from leadsurvey.web import offers
from leadsurvey.web.dress import marked_line
from leadsurvey.web.language import gettext
from leadsurvey.web.offers import Offer

Fill = Callable[[str], str]
Kind = Literal["choice", "number", "ticks", "text"]


@dataclass(frozen=True)
class Line:
    """One question on a page; `key` is what its answer is kept by, `name` what its field is called."""

    key: str
    label: str | Markup
    kind: Kind = "choice"
    offer: tuple[tuple[str, str], ...] = ()
    number: Number | None = None
    hint: str = ""
    field: str = ""
    stretch: bool = False  # answers lie side by side on wide screens

    @property
    def name(self) -> str:
        """What the field is called: in a task a plain number, since names would tell what it is for."""
        return self.field or self.key

    @property
    def words(self) -> str:
        """The label without marks, for messages and for the copy."""
        return self.label.striptags() if isinstance(self.label, Markup) else self.label

    def value(self, code: int) -> str | list[str]:
        """How the form writes a stored code."""
        if self.kind == "ticks":
            return ticked(dict(self.offer), code)
        if code == UNANSWERED:
            return ""
        if self.kind == "number":
            return str(code)
        return self.offer[-1 if code == OPT_OUT else code - 1][0]

    def answer(self, code: int) -> str:
        """The words of a stored answer; empty where there is none."""
        known = dict(self.offer)
        if self.kind == "ticks":
            return ", ".join(known[name] for name in ticked(known, code))
        if code == UNANSWERED:
            return ""
        if self.number:
            return f"{code} {self.number.unit}".strip()
        return known[str(self.value(code))]


@dataclass(frozen=True)
class Part:
    """Lines under one stem."""

    stem: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Sheet:
    """One page of questions."""

    number: int
    kind: str
    title: str
    parts: tuple[Part, ...]
    task: TaskStep | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines in order."""
        return tuple(line for part in self.parts for line in part.lines)


def sheet(number: int, stop: Stop, level: LevelId | None, fill: Fill) -> Sheet:
    """The page of a number for a level; `fill` puts in what the level answers about."""
    task = stop if isinstance(stop, TaskStep) else None
    kind, title, parts = _content(stop, level, fill)
    return Sheet(number, kind, title, tuple(parts), task)


def _content(stop: Stop, level: LevelId | None, fill: Fill) -> tuple[str, str, Iterable[Part]]:
    match stop:
        case ItemsStep(page):
            return "items", page.title, _blocks(page, level, fill)
        case TaskStep():
            return "task", gettext("A decision to make"), [_part(_task(stop))]
        case UndrawnStep():
            return "task", gettext("A decision to make"), []
        case PredictStep(part):
            return "predict", part.title, [_part(_predictions(part), fill(part.stem))]
        case AgreeStep(part):
            return "agree", part.title, [_part(_agreements(part), part.own_stem)]
        case WhoLedStep(part):
            line = Line(WHO_LED, part.text, "ticks", tuple(part.choices.items()), hint=part.hint)
            return "who_led", part.title, [_part([line])]
        case BackgroundStep(questions):
            asked = (Line(each.id, each.text, offer=tuple(offers.of_background(each))) for each in questions)
            return "background", gettext("About you"), [_part(asked)]
        case CommentsStep(comments):
            written = (Line(each.id, each.text, "text", hint=each.warning) for each in comments)
            return "comments", gettext("In your own words"), [_part(written)]


def _part(lines: Iterable[Line], stem: str = "") -> Part:
    return Part(stem, tuple(lines))


def _blocks(page: Page, level: LevelId | None, fill: Fill) -> Iterator[Part]:
    for block in page.blocks:
        lines = (
            Line(item.id, fill(item.text_for(level)), offer=tuple(offers.of_scale(item.scale)), stretch=True)
            for item in block.items
        )
        yield Part(fill(block.stem), tuple(lines))


def _task(stop: TaskStep) -> Iterator[Line]:
    asked = [question for question in stop.task.questions if stop.arm in question.texts]
    for place, question in enumerate(asked, 1):
        line = partial(Line, key_in(stop.task, question), marked_line(question.texts[stop.arm]), field=f"q.{place}")
        if isinstance(question.answer, Number):
            yield line("number", number=question.answer)
        else:
            offer = _numbered(question, offers.of_task(question, stop.arm))
            yield line("choice", tuple(offer), stretch=isinstance(question.answer, Scale))


def _numbered(question: Question, offer: Offer) -> Offer:
    """Options by number: their ids may tell what a task is for."""
    if isinstance(question.answer, Scale):
        return offer
    return [(str(code), marks.plain(words)) for code, (_, words) in enumerate(offer, 1)]


def _predictions(part: Predictions) -> Iterator[Line]:
    number = Number(0, OUT_OF, "")
    yield from (Line(each.id, each.text, "number", number=number) for each in part.statements)


def _agreements(part: Predictions) -> Iterator[Line]:
    offer = tuple(offers.agreement())
    yield from (Line(each.id + OWN, each.text, offer=offer) for each in part.statements)
