"""What stands in the file and reaches nobody."""

from collections.abc import Iterator
from itertools import chain

from leadsurvey.questionnaire.grammar import QuestionnaireKeys
from leadsurvey.questionnaire.model import CapabilityId, LevelId, Questionnaire
from leadsurvey.questionnaire.prose import PLACEHOLDER, passages
from leadsurvey.questionnaire.review.reading import drawing
from leadsurvey.questionnaire.warned import Warned

TAKE_OUT = "use it, or take it out"


def unasked_warnings(keys: QuestionnaireKeys, questionnaire: Questionnaire) -> Iterator[Warned]:
    """Scales, parts, texts, wordings, tasks and levels without use, and capabilities asked of nobody who counts."""
    yield from _unused(keys)
    yield from _not_counted(questionnaire)
    yield from _wordings(keys, questionnaire)
    for task in questionnaire.tasks:
        if not drawing(questionnaire, task.asked):
            text = f"nobody is given task '{task.id}': `tasks_per_person` is 0 for all who may draw it"
            yield Warned("unasked", task.id, ("tasks", task.id), text, "give them one, or take it out", on_key=True)
    reached = _reached(questionnaire)
    for level in questionnaire.levels:
        if level not in reached:
            text = f"level '{level}' is asked nothing"
            cure = "name it under an `asked:`, or take it out"
            yield Warned("unasked", level, ("levels", level), text, cure, on_key=True)


def _unused(keys: QuestionnaireKeys) -> Iterator[Warned]:
    """A single scale needs no name to be used."""
    named = {part.scale or next(iter(keys.scales)) for part in keys.capabilities.values()}
    named |= {question.likelihood or "" for task in keys.tasks.values() for question in task.questions.values()}
    for scale in keys.scales:
        if scale not in named:
            yield Warned("unasked", scale, ("scales", scale), f"nothing is answered on scale '{scale}'", TAKE_OUT, True)
    parts = {capability.part for capability in keys.capabilities.values()}
    for part in keys.parts:
        if part not in parts:
            yield Warned("unasked", part, ("parts", part), f"no capability belongs to part '{part}'", TAKE_OUT, True)
    filled = set(chain.from_iterable(PLACEHOLDER.findall(passage.text) for passage in passages(keys)))
    for name in keys.texts:
        if name not in filled:
            yield Warned("unasked", name, ("texts", name), f"no text holds {{{name}}}", TAKE_OUT, on_key=True)


def _not_counted(questionnaire: Questionnaire) -> Iterator[Warned]:
    """A capability, or an item of one that is asked, whose answers come from neither staff nor a reference."""
    counting = {level.id for level in questionnaire.levels.values() if level.staff or level.reference}
    cure = "ask a level that is staff or a reference"
    for name, capability in questionnaire.capabilities.items():
        lost = [item.id for item in capability.items if counting.isdisjoint(item.asked)]
        place = ("capabilities", name)
        if len(lost) == len(capability.items):
            text = f"'{name}' is asked of no level that counts: neither staff nor a reference"
            yield Warned("unasked", name, place, text, cure, on_key=True)
            continue
        for item in lost:
            text = f"'{item}' is asked of no level that counts: neither staff nor a reference"
            yield Warned("unasked", item, (*place, "items", item), text, cure, on_key=True)


def _wordings(keys: QuestionnaireKeys, questionnaire: Questionnaire) -> Iterator[Warned]:
    for name, capability in keys.capabilities.items():
        asked = {str(item.id): item.asked for item in questionnaire.capabilities[CapabilityId(name)].items}
        for level, texts in capability.wording.items():
            for item in texts:
                if level not in asked[item]:
                    text = f"'{item}' is put for '{level}', which is not asked it"
                    place = ("capabilities", name, "wording", level, item)
                    yield Warned("unasked", item, place, text, "ask it of this level, or take it out", on_key=True)


def _reached(questionnaire: Questionnaire) -> set[LevelId]:
    """The levels that are asked anything at all."""
    asked = [
        *(item.asked for item in questionnaire.items),
        *(drawing(questionnaire, task.asked) for task in questionnaire.tasks),
        *(about.asked for about in questionnaire.background),
        *(comment.asked for comment in questionnaire.comments),
    ]
    if questionnaire.predictions:
        asked.append((*questionnaire.predictions.asked, questionnaire.predictions.of))
    if questionnaire.who_led:
        asked.append(questionnaire.who_led.asked)
    return set(chain.from_iterable(asked))
