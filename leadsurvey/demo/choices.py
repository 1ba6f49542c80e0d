"""What simulated people choose: two tasks each, in one version; what they predict; and who they think led."""

import numpy as np

from leadsurvey.questionnaire.model import Choice, LevelId, Number, Question, Questionnaire, Task
from leadsurvey.responses.columns import ARM, WHO_LED, key_in

TASKS_EACH = 2

# Of 100 who read each version, how many choose the option that is counted.
CHOSEN = {
    "framing-wells": {"gain": 71, "loss": 38},
    "evidence-support": {"neutral": 64, "cash-first": 49, "food-first": 52},
    "sunk-cost-station": {"low": 29, "high": 51},
    "status-quo-clinic": {"plan-1-now": 58, "plan-2-now": 41},
    "rank-bins": {"director": 57, "newcomer": 50},
    "who-knows-repairs": {"expert": 61, "tenant": 47},
}
GUESSED = {"anchor-calls": {"low": 24, "high": 41}, "planning-guide": {"inside": 9, "outside": 14}}  # the middle guess
COLLEAGUES = 5.4  # of ten, who would go on where much was spent

# Of 100 citizens, how many agree, and how many of them each level of staff thinks would.
AGREE = {
    "better-life": 72,
    "others-choose": 31,
    "ask-help": 63,
    "by-luck": 38,
    "solve-together": 69,
    "waste-of-time": 29,
}
THOUGHT = {
    "front": {
        "better-life": 55,
        "others-choose": 46,
        "ask-help": 52,
        "by-luck": 44,
        "solve-together": 55,
        "waste-of-time": 41,
    },
    "lead": {
        "better-life": 49,
        "others-choose": 53,
        "ask-help": 49,
        "by-luck": 41,
        "solve-together": 49,
        "waste-of-time": 45,
    },
    "senior": {
        "better-life": 40,
        "others-choose": 62,
        "ask-help": 58,
        "by-luck": 29,
        "solve-together": 41,
        "waste-of-time": 39,
    },
}
SPREAD_OF_GUESSES = 14

# How likely each level names each role.
NAMED = {
    "front": {"front": 0.34, "lead": 0.52, "senior": 0.48, "partner": 0.08, "citizen": 0.07, "other": 0.05},
    "lead": {"front": 0.3, "lead": 0.58, "senior": 0.52, "partner": 0.12, "citizen": 0.06, "other": 0.04},
    "senior": {"front": 0.22, "lead": 0.4, "senior": 0.82, "partner": 0.14, "citizen": 0.06, "other": 0.03},
    "partner": {"front": 0.28, "lead": 0.36, "senior": 0.55, "partner": 0.4, "citizen": 0.1, "other": 0.05},
    "citizen": {"front": 0.38, "lead": 0.3, "senior": 0.34, "partner": 0.15, "citizen": 0.24, "other": 0.09},
}


class Chooser:
    """People of one level, as they answer everything but rated statements."""

    def __init__(self, questionnaire: Questionnaire, level: LevelId) -> None:
        self._level = level
        self._tasks = [task for task in questionnaire.tasks if level in task.asked]
        self._predictions, self._who_led = questionnaire.predictions, questionnaire.who_led

    def choices(self, chance: np.random.Generator) -> dict[str, str]:
        """What one of them answers, by column."""
        found = self._of_tasks(chance)
        if self._predictions and self._level in THOUGHT:
            thought = THOUGHT[self._level]
            guesses = chance.normal([thought[each.id] for each in self._predictions.statements], SPREAD_OF_GUESSES)
            found |= {
                each.id: str(_within(0, guess, 100))
                for each, guess in zip(self._predictions.statements, guesses, strict=True)
            }
        elif self._predictions and self._level == self._predictions.of:
            found |= {
                each.id: _of(chance, AGREE[each.id], "agree", "disagree") for each in self._predictions.statements
            }
        if self._who_led and self._level in self._who_led.asked:
            named = NAMED[self._level]
            found[WHO_LED] = ";".join(role for role in self._who_led.choices if chance.random() < named[role])
        return found

    def _of_tasks(self, chance: np.random.Generator) -> dict[str, str]:
        found: dict[str, str] = {}
        if not self._tasks:
            return found
        for place in chance.choice(len(self._tasks), size=min(TASKS_EACH, len(self._tasks)), replace=False):
            task = self._tasks[int(place)]
            arm = str(chance.choice(list(task.arms)))
            found[task.id + ARM] = arm
            for question in task.questions:
                if arm in question.texts:
                    found[key_in(task, question)] = self._answer(chance, task, question, arm)
        return found

    def _answer(self, chance: np.random.Generator, task: Task, question: Question, arm: str) -> str:
        is_scored = question.id == task.score.question
        match question.answer:
            case Choice(options=options):
                first, second = list(options)[:2]
                wanted = task.score.option if is_scored else first
                other = second if wanted == first else first
                share = CHOSEN.get(task.id, {}).get(arm, 50) if is_scored else 50
                return _of(chance, share, str(wanted), other)
            case Number(least=least, most=most):
                middle = GUESSED.get(task.id, {}).get(arm, COLLEAGUES) if is_scored else COLLEAGUES
                return str(_within(least, chance.lognormal(np.log(middle), 0.45), most))
            case scale:
                return str(int(chance.integers(1, len(scale.options) + 1)))


def _of(chance: np.random.Generator, share: float, one: str, other: str) -> str:
    return one if chance.random() < share / 100 else other


def _within(least: int, value: float, most: int) -> int:
    return int(np.clip(round(value), least, most))
