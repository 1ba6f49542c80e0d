"""How a task is scored, in a sentence; `_` gives it in the language of whoever reads."""

from collections.abc import Callable, Sequence

from leadsurvey.questionnaire.marks import plain
from leadsurvey.questionnaire.model import ArmId, Choice, Number, Question, Score, Task

Gettext = Callable[[str], str]


def score(task: Task, _: Gettext) -> str:
    """What is compared between the arms, and how."""
    told = {
        "share": _("Share of people who choose “{option}”: in “{first}”, less that in “{second}”."),
        "mean": _("Mean answer to “{question}”: in “{first}”, less that in “{second}”."),
        "anchoring": _(
            "Median answer to “{question}”: in “{first}”, less that in “{second}”, "
            "for each unit by which the numbers shown ({anchors}) differ."
        ),
        "ratio": _("Median answer to “{question}”: in “{first}”, divided by that in “{second}”."),
    }
    first, second = task.score.compare
    return told[task.score.measure].format(
        option=plain(_option(task, first[0])),
        question=plain(asked(task, task.score.question).texts[first[0]]),
        first=_named(task, first),
        second=_named(task, second),
        anchors=", ".join(str(task.score.anchors[arm]) for arm in (*first, *second) if arm in task.score.anchors),
    )


def expected(score: Score, _: Gettext) -> str:
    """Which way the difference goes where the bias is at work."""
    if score.measure == "ratio":
        above, below = _("Where the bias is at work: above one."), _("Where the bias is at work: below one.")
    else:
        above, below = _("Where the bias is at work: above nought."), _("Where the bias is at work: below nought.")
    return above if score.expect == "higher" else below


def others(task: Task, _: Gettext) -> str:
    """What people expect of others, where they are asked; empty where they are not."""
    if task.score.others is None:
        return ""
    return _("Compared with what people expect of others: “{question}”").format(
        question=plain(next(iter(asked(task, task.score.others).texts.values())))
    )


def version(task: Task, arm: ArmId) -> str:
    """What people in an arm read: the case, and what is asked in other words, or at all, in this arm alone."""
    own = [question for question in task.questions if arm in question.texts and _differs(task, question)]
    return "\n\n".join([task.texts[arm], *(_worded(question, arm) for question in own)])


def _differs(task: Task, question: Question) -> bool:
    return len({_worded(question, arm) if arm in question.texts else "" for arm in task.arms}) > 1


def _worded(question: Question, arm: ArmId) -> str:
    options = question.answer.options.values() if isinstance(question.answer, Choice) else ()
    return "\n".join([question.texts[arm], *(f"– {words[arm]}" for words in options if len(set(words.values())) > 1)])


def asked(task: Task, name: str) -> Question:
    """A question of a task by its id."""
    return next(question for question in task.questions if question.id == name)


def bounds(number: Number, _: Gettext) -> str:
    """What may be typed into a box."""
    return _("A whole number from {least} to {most} {unit}").format(
        least=number.least, most=number.most, unit=number.unit
    ).strip()  # fmt: skip


def _option(task: Task, arm: ArmId) -> str:
    """The words of the option that a share counts."""
    answer = asked(task, task.score.question).answer
    if task.score.option is None or not isinstance(answer, Choice):
        return ""
    return answer.options[task.score.option][arm]


def _named(task: Task, arms: Sequence[ArmId]) -> str:
    return " + ".join(task.arms[arm] for arm in arms)
