"""Findings of made-up answers, without a database."""

from datetime import date

import pytest

from leadsurvey.analysis.gather import gather
from leadsurvey.responses.columns import to_codes
from leadsurvey.responses.model import UNANSWERED
from leadsurvey.rounds.places import Places
from tests.conftest import make_round

STAFF_UNITS = "unit,parent,name,front,lead,senior,partner,citizen\nall,,The whole house,60,40,20,40,60\n"


def find(survey, answers):
    """The findings of answers as (unit, level, codes in the order of the items); None stands for "not said"."""
    places = Places(survey)
    items = [item.id for item in survey.questionnaire.items]
    responses = [
        (places.numbers[places.of(unit, level)], to_codes(survey.questionnaire, dict(zip(items, codes, strict=True))))
        for unit, level, codes in answers
    ]
    responses.sort(key=lambda response: (response[1], response[0]))  # as `close` puts them
    numbers, rows = [number for number, _ in responses], b"".join(row for _, row in responses)
    return gather(survey, numbers, rows, date(2026, 6, 1))


def front(count, unit="all", codes=((1, 2), (4, 5), (3, 3))):
    """So many front-line answers to one-scale.yaml, taking turns."""
    return [(unit, "front", codes[number % len(codes)]) for number in range(count)]


def person(level, code, unit="all"):
    """Someone who gives the same code to all items of levels.yaml that the level is asked."""
    none = UNANSWERED
    codes = {
        "partner": [code, code, code, none, none, none],
        "citizen": [none, none, none, code, none, none],
    }.get(level, [code, code, code, none, code, code])
    return (unit, level or None, codes)


@pytest.fixture
def survey(tmp_path):
    """Ask 40 people at the top, 20 in "east" and 20 in "west", all of one level, about "voice"; k = 10."""
    return make_round(tmp_path)


@pytest.fixture
def staffed(tmp_path):
    """Ask staff, partners and citizens of one house; k = 10."""
    return make_round(tmp_path, questionnaire="levels", units=STAFF_UNITS)
