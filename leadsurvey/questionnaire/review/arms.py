"""Whether the arms of a task differ in the [marked] words, and in nothing else."""

import re
from collections.abc import Iterable, Iterator, Mapping

from leadsurvey.questionnaire.asking import TaskKeys
from leadsurvey.questionnaire.fault import Place
from leadsurvey.questionnaire.grammar import QuestionnaireKeys
from leadsurvey.questionnaire.warned import Warned

MARKED = re.compile(r"\[[^\[\]]*\]")
SPACE = re.compile(r"\s+")
Texts = Mapping[str, str]


def arms_warnings(keys: QuestionnaireKeys) -> Iterator[Warned]:
    """For each task: texts that differ outside the marks, and arms that are the same in all they show."""
    for name, task in keys.tasks.items():
        place: Place = ("tasks", name)
        for inside, texts, arms in _compared(task):
            yield from _differing(name, (*place, *inside), texts, arms)
        yield from _identical(name, (*place, "arms"), task)


def _compared(task: TaskKeys) -> Iterator[tuple[Place, Texts, list[str]]]:
    """Every text that is read in several arms, with its place in the task and the arms that read it."""
    yield ("text",), task.text, list(task.arms)
    for name, question in task.questions.items():
        arms = [arm for arm in task.arms if question.arms is None or arm in question.arms]
        yield ("questions", name, "text"), question.text, arms
        for option, labels in (question.choice or {}).items():
            yield ("questions", name, "choice", option), labels, arms


def _differing(name: str, place: Place, texts: Texts, arms: list[str]) -> Iterator[Warned]:
    read = {arm: texts.get(arm, texts.get("all", "")) for arm in arms}
    first = arms[0] if arms else ""
    for arm in arms[1:]:
        if _unmarked(read[arm]) == _unmarked(read[first]):
            continue
        if any("[" in text for text in (read[arm], read[first])):
            text = f"arms '{first}' and '{arm}' differ in more than the marked words: {_where(read[first], read[arm])}"
            cure = "write both alike outside the brackets, or mark what is meant to differ"
        else:
            text = f"arms '{first}' and '{arm}' differ, and no words are marked: {_where(read[first], read[arm])}"
            cure = "put the words that are meant to differ between [ and ]"
        yield Warned("arms-differ", name, (*place, arm if arm in texts else "all"), text, cure)
        return


def _unmarked(text: str) -> str:
    """What is left outside the brackets; how it is spaced is no difference."""
    return SPACE.sub("", MARKED.sub("", text))


def _where(first: str, second: str) -> str:
    """The first words that part two texts."""
    one, other = (SPACE.sub(" ", MARKED.sub(" ", text)).split() for text in (first, second))
    apart = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    place = min(len(one), len(other)) if apart is None else apart
    return f"“{_words(one, place)}” and “{_words(other, place)}”"


def _words(told: list[str], place: int) -> str:
    return " ".join(told[place : place + 3]) or "…"


def _identical(name: str, place: Place, task: TaskKeys) -> Iterator[Warned]:
    met: dict[tuple[str, ...], str] = {}
    for arm in task.arms:
        shown = tuple(_shown(_compared(task), arm))
        if shown in met:
            text = f"arms '{met[shown]}' and '{arm}' are the same, word for word: they cannot show a difference"
            cure = "let one of them say what differs, or take it out"
            yield Warned("arms-differ", name, (*place, arm), text, cure, on_key=True)
        met.setdefault(shown, arm)


def _shown(compared: Iterable[tuple[Place, Texts, list[str]]], arm: str) -> Iterator[str]:
    for inside, texts, arms in compared:
        if arm in arms:
            yield f"{inside}: {SPACE.sub(' ', texts.get(arm, texts.get('all', '')))}"
