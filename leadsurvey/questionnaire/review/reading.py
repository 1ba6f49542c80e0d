"""What respondents read: every text with its place, the id it belongs to, and the levels that read it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from leadsurvey.questionnaire.fault import Place
from leadsurvey.questionnaire.grammar import QuestionnaireKeys
from leadsurvey.questionnaire.model import Capability, CapabilityId, Item, LevelId, Questionnaire
from leadsurvey.questionnaire.prose import PLACEHOLDER

Kind = Literal["statement", "question", "label", "afterwards"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it stands in the file, and who reads it. What is read afterwards takes no time from answering."""

    kind: Kind
    at: str
    place: Place
    text: str
    levels: tuple[LevelId, ...]


def readings(keys: QuestionnaireKeys, questionnaire: Questionnaire) -> Iterator[Reading]:
    """All of them, in the order of the file."""
    yield from _stems(keys, questionnaire)
    for name, capability in questionnaire.capabilities.items():
        yield from _items(("capabilities", name), capability)
    yield from _tasks(keys, questionnaire)
    yield from _predictions(keys, questionnaire)
    yield from _the_rest(questionnaire)


def filled(keys: QuestionnaireKeys, text: str, level: str) -> str:
    """A text as this level reads it: braces filled with the file's own words."""
    if "{" in text:
        about = _with_texts(keys, keys.levels[level].about)
        text = PLACEHOLDER.sub(lambda found: about if found[1] == "about" else found[0], _with_texts(keys, text))
    return text


def drawing(questionnaire: Questionnaire, asked: Iterable[LevelId]) -> tuple[LevelId, ...]:
    """Of the levels that may draw a task, those that draw any."""
    return tuple(level for level in asked if questionnaire.tasks_per_person.get(level, 0))


def _with_texts(keys: QuestionnaireKeys, text: str) -> str:
    return PLACEHOLDER.sub(lambda found: keys.texts.get(found[1], found[0]), text)


def _stems(keys: QuestionnaireKeys, questionnaire: Questionnaire) -> Iterator[Reading]:
    readers: dict[Place, dict[LevelId, None]] = defaultdict(dict)
    for name, capability in keys.capabilities.items():
        built = questionnaire.capabilities[CapabilityId(name)]
        asked = dict.fromkeys(level for item in built.items for level in item.asked)
        own = built.self_rating.asked if built.self_rating else ()
        for level, step in [*((level, level) for level in asked), *((level, "self") for level in own)]:
            stem = _stem(keys.stem, capability.stem, step)
            if stem:
                readers[("capabilities", name, *stem) if stem[0] == "stem" else ("stem", stem[1])][level] = None
    for place, levels in readers.items():
        text = keys.stem[str(place[1])] if len(place) == 2 else keys.capabilities[str(place[1])].stem[str(place[3])]
        yield Reading("question", "stem" if len(place) == 2 else str(place[1]), place, text, tuple(levels))


def _stem(everywhere: Mapping[str, str], own: Mapping[str, str], step: str) -> tuple[str, str] | None:
    """Where the stem of one level stands: said for it before said for all, and in the capability before the file."""
    for name in (step,) if step == "self" else (step, "all"):
        for home, stems in (("stem", own), ("file", everywhere)):
            if name in stems:
                return home, name
    return None


def _items(place: Place, capability: Capability) -> Iterator[Reading]:
    for item in capability.items:
        yield from _item(place, item)
    own = capability.self_rating
    if own:
        yield Reading("statement", own.id, (*place, "self_rating", "text"), own.text, own.asked)


def _item(place: Place, item: Item) -> Iterator[Reading]:
    others = tuple(level for level in item.asked if level not in item.wording)
    if others:
        yield Reading("statement", item.id, (*place, "items", item.id, "text"), item.text, others)
    for level in item.asked:
        if level in item.wording:
            yield Reading("statement", item.id, (*place, "wording", level, item.id), item.wording[level], (level,))


def _tasks(keys: QuestionnaireKeys, questionnaire: Questionnaire) -> Iterator[Reading]:
    for built in questionnaire.tasks:
        name, task, place = built.id, keys.tasks[built.id], ("tasks", built.id)
        levels = drawing(questionnaire, built.asked)
        for arm, text in task.text.items():
            yield Reading("question", name, (*place, "text", arm), text, levels)
        for step, question in task.questions.items():
            inside = (*place, "questions", step)
            for arm, text in question.text.items():
                yield Reading("question", name, (*inside, "text", arm), text, levels)
            for option, labels in (question.choice or {}).items():
                for arm, text in labels.items():
                    yield Reading("label", name, (*inside, "choice", option, arm), text, levels)
        yield Reading("afterwards", name, (*place, "debrief", "usual"), built.usual, levels)
        yield Reading("afterwards", name, (*place, "debrief", "guard"), built.guard, levels)


def _predictions(keys: QuestionnaireKeys, questionnaire: Questionnaire) -> Iterator[Reading]:
    part = questionnaire.predictions
    if part is None or keys.predictions is None:
        return
    yield Reading("question", "predictions", ("predictions", "stem"), part.stem, part.asked)
    yield Reading("question", "predictions", ("predictions", "own_stem"), part.own_stem, (part.of,))
    for statement in part.statements:
        place = ("predictions", "statements", statement.id, "text")
        yield Reading("statement", statement.id, place, statement.text, (*part.asked, part.of))


def _the_rest(questionnaire: Questionnaire) -> Iterator[Reading]:
    led = questionnaire.who_led
    if led:
        yield Reading("question", "who_led", ("who_led", "text"), led.text, led.asked)
        if led.hint:
            yield Reading("question", "who_led", ("who_led", "hint"), led.hint, led.asked)
    for about in questionnaire.background:
        yield Reading("question", about.id, ("background", about.id, "text"), about.text, about.asked)
    for comment in questionnaire.comments:
        yield Reading("question", comment.id, ("comments", comment.id, "text"), comment.text, comment.asked)
        yield Reading("question", comment.id, ("comments", comment.id, "warning"), comment.warning, comment.asked)
