"""Organisations with people who answer, for the research file: drawn from a seed, without a database."""

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from leadsurvey.analysis.gather import gather, plan_of
from leadsurvey.analysis.sample import Sample
from leadsurvey.fieldwork.telling import in_one_order
from leadsurvey.rounds.places import Places
from tests.conftest import make_round

LEVELS = ("front", "lead", "senior")
QUESTIONNAIRE = """
questionnaire: staffs
title: Staffs
levels:
  front: {title: Front line}
  lead: {title: Team leads}
  senior: {title: Seniors, merge_with: lead}
  citizen: {title: Citizens, reference: yes}
scales: {how-often: {options: [Never, Rarely, Sometimes, Often, Always], opt_out: I can’t say}}
capabilities:
""" + "".join(
    f"""\
  c{n}:
    title: Scale {n}
    asked: [front, lead, senior]
    items: {{c{n}-a: A, c{n}-b: {{text: B, reverse: yes}}, c{n}-c: {{text: C, asked: [{asked}]}}}}
"""
    for n, asked in enumerate(["citizen", "lead", *["front, lead, senior"] * 4])
)


@cache
def organisation(heads, least=10):
    """A round of units east (with two below) and west (with one); `heads` are of each unit and level."""
    parents = {"all": "", "east": "all", "west": "all", "quay": "east", "mill": "east", "yard": "west"}
    lines = [
        f"{unit},{parent},{unit.title()},{','.join(map(str, own))},30"
        for (unit, parent), own in zip(parents.items(), heads, strict=True)
    ]
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "staffs.yaml").write_text(QUESTIONNAIRE, encoding="utf-8")
        units = "\n".join(["unit,parent,name,front,lead,senior,citizen", *lines]) + "\n"
        return make_round(
            folder, questionnaire="staffs.yaml", units=units, minimum_group=least, research_file="yes", round="staffs"
        )


class Answered:
    """Who answered a round, and what: everybody's rows in the order of a shuffle, and the sample and plan of them."""

    def __init__(self, survey, seed, share=0.7, gaps=0.03, spread=1.1):
        self.survey, self.places = survey, Places(survey)
        chance = np.random.default_rng(seed)
        self.numbers, codes = [], []
        for unit in survey.units.values():
            for level, people in unit.heads.items():
                answering = chance.binomial(people, share)
                self.numbers += [self.places.numbers[self.places.of(unit.id, level)]] * answering
                codes.extend(self._people(chance, answering, level, gaps, spread))
        order = chance.permutation(len(codes))
        self.numbers = [self.numbers[each] for each in order]
        self.rows = b"".join(codes[each].tobytes() for each in order)
        self.sample = Sample.of(survey, self.places, self.numbers, self.rows)
        self.plan = plan_of(survey, *self.in_order())

    def in_order(self):
        width = len(self.rows) // max(1, len(self.numbers))
        return in_one_order((place, self.rows[width * n : width * (n + 1)]) for n, place in enumerate(self.numbers))

    def findings(self):
        return gather(self.survey, *self.in_order(), date(2026, 6, 1))

    def _people(self, chance, count, level, gaps, spread):
        items = self.survey.questionnaire.items
        codes = np.clip(np.round(3 + spread * chance.normal(size=(count, len(items)))), 1, 5)
        codes = np.where(chance.random(codes.shape) < gaps, chance.choice([-128, -1], codes.shape), codes)
        return np.where([level in item.asked for item in items], codes, -128).astype(np.int8)
