"""Every fault of sense in a task: arms, questions and what is compared must fit together."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, combinations

from leadsurvey.questionnaire.asking import QuestionKeys, TaskKeys
from leadsurvey.questionnaire.fault import Fault, Place, unknown, unknown_keys
from leadsurvey.questionnaire.grammar import ScaleKeys

ANSWERS = ("choice", "number", "likelihood")
FITTING = {  # what each measure can be taken of
    "share": {"choice"},
    "mean": {"number", "likelihood"},
    "anchoring": {"number"},
    "ratio": {"number"},
}
COLLEAGUES = 10
PAIRED = re.compile(r"[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*")


def task_faults(place: Place, task: TaskKeys, scales: Mapping[str, ScaleKeys]) -> Iterator[Fault]:
    """All of them."""
    if "all" in task.arms:
        yield Fault((*place, "arms", "all"), "'all' stands for every arm", "call this arm otherwise", on_key=True)
    yield from _for_each((*place, "text"), task.text, task.arms)
    for name, question in task.questions.items():
        yield from _question((*place, "questions", name), question, task.arms, scales)
    yield from _score((*place, "score"), task)


def _for_each(place: Place, texts: Mapping[str, str], arms: Iterable[str]) -> Iterator[Fault]:
    """A text for every arm, and none for others."""
    arms = list(arms)
    yield from unknown_keys(place, "arm", texts, ["all", *arms])
    for arm in arms:
        if arm not in texts and "all" not in texts:
            yield Fault(place, f"there is no text for arm '{arm}'", f"add `{arm}:`, or one text for all")
    for arm, text in texts.items():
        if not PAIRED.fullmatch(text):
            fault = "a square bracket is not closed, or none is open"
            yield Fault((*place, arm), fault, "put the words that differ between [ and ]")


def _question(
    place: Place, question: QuestionKeys, arms: Iterable[str], scales: Mapping[str, ScaleKeys]
) -> Iterator[Fault]:
    yield from unknown((*place, "arms"), "arm", question.arms or (), arms)
    asked = [arm for arm in arms if question.arms is None or arm in question.arms]
    yield from _for_each((*place, "text"), question.text, asked)
    given = [name for name in ANSWERS if getattr(question, name) is not None]
    if len(given) != 1:
        fault = f"question '{place[-1]}' has {' and '.join(given) or 'no answer'}"
        yield Fault(place, fault, "give it one of `choice:`, `number:` and `likelihood:`", on_key=True)
    for option, words in (question.choice or {}).items():
        yield from _for_each((*place, "choice", option), words, asked)
    yield from _same_words((*place, "choice"), question.choice or {}, asked)
    if question.number and question.number.least >= question.number.most:
        yield Fault((*place, "number"), "the smallest number is not below the largest", "correct `least:` or `most:`")
    if question.likelihood is not None:
        yield from unknown((*place, "likelihood"), "scale", [question.likelihood], scales)


def _same_words(place: Place, choice: Mapping[str, Mapping[str, str]], arms: list[str]) -> Iterator[Fault]:
    """Two options with the same words are no choice."""
    for (earlier, words), (option, others) in combinations(choice.items(), 2):
        if any(_read(words, arm) == _read(others, arm) for arm in arms):
            fault = f"'{option}' has the words of '{earlier}'"
            yield Fault((*place, option), fault, "give each option words of its own")


def _read(texts: Mapping[str, str], arm: str) -> str | None:
    return texts.get(arm, texts.get("all"))


def _score(place: Place, task: TaskKeys) -> Iterator[Fault]:
    score = task.score
    yield from unknown((*place, "question"), "question", [score.question], task.questions)
    for number, arms in enumerate(score.compare):
        yield from unknown((*place, "compare", number), "arm", arms, task.arms)
    if len({*score.compare[0], *score.compare[-1]}) < len(score.compare[0]) + len(score.compare[-1]):
        yield Fault((*place, "compare"), "an arm is compared with itself", "name two different ones")
    yield from unknown_keys((*place, "anchors"), "arm", score.anchors, task.arms)
    if score.question in task.questions:
        yield from _measure(place, task, task.questions[score.question])


def _measure(place: Place, task: TaskKeys, question: QuestionKeys) -> Iterator[Fault]:
    """The measure fits the answer, and has what it needs."""
    score = task.score
    kind = next((name for name in ANSWERS if getattr(question, name) is not None), None)
    if kind and kind not in FITTING[score.measure]:
        fitting = " or ".join(sorted(FITTING[score.measure]))
        fault = f"'{score.measure}' cannot be taken of a {kind}"
        yield Fault((*place, "measure"), fault, f"score a question with a {fitting}")
    for arm in chain.from_iterable(score.compare):
        if question.arms is not None and arm not in question.arms and arm in task.arms:
            fault = f"arm '{arm}' is not asked '{score.question}'"
            yield Fault((*place, "compare"), fault, "compare arms that are")
    yield from _option(place, task, question)
    yield from _anchors(place, task)
    yield from _others(place, task)


def _option(place: Place, task: TaskKeys, question: QuestionKeys) -> Iterator[Fault]:
    score = task.score
    if (score.measure == "share") != (score.option is not None):
        fault, cure = (
            ("no option is named", "add `option:`") if score.option is None else ("no option is counted", "take it out")
        )
        yield Fault((*place, "option"), f"for '{score.measure}' {fault}", cure)
    elif score.option is not None and question.choice is not None:
        yield from unknown((*place, "option"), "option", [score.option], question.choice)


def _anchors(place: Place, task: TaskKeys) -> Iterator[Fault]:
    score = task.score
    compared = set(chain.from_iterable(score.compare))
    if score.anchors and score.measure != "anchoring":
        yield Fault((*place, "anchors"), f"for '{score.measure}' no anchor counts", "take them out", on_key=True)
    if score.measure == "anchoring" and not compared <= set(score.anchors):
        yield Fault(
            (*place, "anchors"), "an arm that is compared has no anchor", "give the number that each arm was shown"
        )
    if len(set(score.anchors.values())) < len(score.anchors):
        yield Fault((*place, "anchors"), "two arms were shown the same number", "correct one of them")


def _others(place: Place, task: TaskKeys) -> Iterator[Fault]:
    name = task.score.others
    if name is None:
        return
    if task.score.measure != "share":
        fault = f"what others would do is compared with a share, not with '{task.score.measure}'"
        yield Fault((*place, "others"), fault, "take it out")
    yield from unknown((*place, "others"), "question", [name], task.questions)
    number = task.questions[name].number if name in task.questions else None
    if name in task.questions and (number is None or (number.least, number.most) != (0, COLLEAGUES)):
        yield Fault(
            (*place, "others"), f"'{name}' does not ask how many of ten", "let it ask for a number from 0 to 10"
        )
