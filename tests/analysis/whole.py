"""Rounds of whole.yaml: people as what they answered, and findings of them, alone or after a round before."""

from dataclasses import replace
from datetime import date
from itertools import chain

from leadsurvey.analysis.findings import canonical, release_hash
from leadsurvey.analysis.gather import Earlier, gather
from leadsurvey.questionnaire.load import load
from leadsurvey.responses.columns import columns, to_codes
from leadsurvey.rounds.places import Places
from tests.conftest import TINY, make_round

HEADS = "unit,parent,name,front,lead,senior,partner,citizen\nall,,The whole house,900,300,300,300,300\n"
YES, NO = 1, 2  # the codes of the first option and of the second
ARMS = {task.id: list(task.arms) for task in load(TINY / "whole.yaml")[0].tasks}


def whole_round(folder, questionnaire="whole", units=HEADS, **keys):
    """A round of one house, in which everybody is asked everything; k = 10."""
    return make_round(folder, questionnaire=questionnaire, units=units, **keys)


def whole_of(survey, *groups, earlier=None):
    """The findings of these groups of people."""
    return gather(survey, *_stored(survey, groups), date(2026, 6, 1), earlier)


def before(survey, *groups, name="before"):
    """A round that was closed with these answers, as the analysis of a later one takes it."""
    survey = replace(survey, id=name)
    findings = whole_of(survey, *groups)
    return Earlier(survey, *_stored(survey, groups), findings, release_hash(canonical(findings)))


def _stored(survey, groups):
    places, asked = Places(survey), survey.questionnaire
    read = {column.key: column.read for column in columns(asked)}  # an arm is named, all else is a code
    stored = [
        (
            to_codes(asked, {key: read[key](code) if isinstance(code, str) else code for key, code in answers.items()}),
            places.numbers[places.of(unit, level)],
        )
        for unit, level, answers in chain.from_iterable(groups)
    ]
    stored.sort()
    return [number for _, number in stored], b"".join(codes for codes, _ in stored)


def people(level, count, *each, unit="all"):
    """So many people of a level (None: they would rather not say), who take turns with these answers by key."""
    return [(unit, level, each[number % len(each)]) for number in range(count)]


def read(task, arm, chosen, others, level="front", **also):
    """People who read one arm of a task of two options: so many chose the first, so many the second."""
    return [
        *people(level, chosen, {**_arm(task, arm), task: YES, **also}),
        *people(level, others, {**_arm(task, arm), task: NO, **also}),
    ]


def gave(task, arm, values, level="front"):
    """People who read one arm of a task and gave these numbers."""
    return people(level, len(values), *({**_arm(task, arm), task: value} for value in values))


def _arm(task, arm):
    return {f"{task}.arm": ARMS[task].index(arm) + 1}


def shown(figure):
    """A figure as its value and range."""
    return figure.value, figure.low, figure.high
