"""A simulated organisation, and what its people answer: no such organisation, no such people."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from leadsurvey.demo.choices import Chooser
from leadsurvey.questionnaire.model import OPT_OUT_KEY, Item, LevelId
from leadsurvey.responses.model import pages
from leadsurvey.rounds.model import Round

SEED = 2015

TREE = {
    "riverside": (None, "Riverside Housing Services"),
    "homes": ("riverside", "Homes and repairs"),
    "support": ("riverside", "Tenancy support"),
    "places": ("riverside", "Neighbourhoods"),
    "repairs-east": ("homes", "Repairs East"),
    "repairs-west": ("homes", "Repairs West"),
    "lettings": ("homes", "Lettings"),
    "new-homes": ("homes", "New homes"),
    "advice": ("support", "Money advice"),
    "young-people": ("support", "Young people’s support"),
    "older-people": ("support", "Older people’s support"),
    "homelessness": ("support", "Homelessness team"),
    "north": ("places", "Northfield"),
    "harbour": ("places", "Harbour"),
    "mill": ("places", "Mill estate"),
    "wardens": ("places", "Estate wardens"),
}
# People in post by level: front line, team leads, senior leaders, partner agencies, citizens.
HEADS = {
    "riverside": (0, 6, 9, 0, 0),
    "homes": (8, 5, 5, 22, 0),
    "support": (6, 5, 4, 26, 0),
    "places": (7, 4, 4, 20, 0),
    "repairs-east": (62, 6, 0, 0, 30),
    "repairs-west": (55, 5, 0, 0, 28),
    "lettings": (38, 4, 0, 0, 34),
    "new-homes": (21, 3, 0, 0, 0),
    "advice": (44, 4, 0, 0, 36),
    "young-people": (33, 4, 0, 0, 26),
    "older-people": (58, 13, 0, 0, 40),
    "homelessness": (47, 5, 0, 0, 24),
    "north": (52, 5, 0, 0, 45),
    "harbour": (49, 5, 0, 0, 38),
    "mill": (36, 4, 0, 0, 42),
    "wardens": (12, 2, 0, 0, 0),
}
LEVELS = ("front", "lead", "senior", "partner", "citizen")
RESPONSE = (0.64, 0.76, 0.9, 0.6, 0.62)

# How often people of each level see a practice, from 0 (never) to 4 (always).
SEEN = {
    "local": (1.7, 2.1, 2.7, 1.9, 1.6),
    "enable": (2.5, 2.6, 2.9, None, 2.2),
    "coprod": (2.0, 2.3, 3.0, 1.8, 1.3),
    "insight": (2.0, 2.2, 2.5, None, 1.5),
    "learn": (1.4, 1.7, 1.9, 1.5, 1.5),
    "voice": (1.8, 2.3, 3.1, 2.2, 2.3),
    "bridge": (2.7, 2.8, 2.8, 2.6, 2.3),
    "grow": (1.5, 1.9, 2.3, 1.6, None),
    "social": (1.6, 1.8, 2.4, 1.9, None),
    "models": (1.7, 2.0, 2.3, 1.8, None),
    "bandwidth": (1.2, 1.3, 1.6, None, None),
    "guard": (1.5, 1.7, 2.2, None, None),
}
SPREAD_OF_UNITS, SPREAD_OF_PEOPLE, SPREAD_OF_ITEMS = 0.22, 0.6, 0.75
CANNOT_SAY, LEFT_EMPTY = 0.05, 0.02


@dataclass(frozen=True)
class Somebody:
    """One simulated person."""

    unit: str
    level: str


def simulated(survey: Round) -> Iterator[tuple[Somebody, dict[str, str]]]:
    """People and what they answer: a level's view, a unit's own climate, a person's outlook, and chance."""
    chance, more = np.random.default_rng(SEED), np.random.default_rng(SEED + 1)
    climate = {unit: {name: chance.normal(0, SPREAD_OF_UNITS) for name in SEEN} for unit in TREE}
    for unit, heads in HEADS.items():
        for number, (level, people) in enumerate(zip(LEVELS, heads, strict=True)):
            asked = [item for page in pages(survey.questionnaire, LevelId(level)) for item in page.items]
            chooser = Chooser(survey.questionnaire, LevelId(level))
            for _ in range(chance.binomial(people, RESPONSE[number])):
                outlook = chance.normal(0, SPREAD_OF_PEOPLE)
                yield (
                    Somebody(unit, level),
                    {item.id: _answer(chance, item, number, climate[unit], outlook) for item in asked}
                    | chooser.choices(more),
                )


def _answer(chance: np.random.Generator, item: Item, level: int, climate: dict[str, float], outlook: float) -> str:
    draw = chance.random()
    if draw < LEFT_EMPTY:
        return ""
    if draw < LEFT_EMPTY + CANNOT_SAY:
        return OPT_OUT_KEY
    seen = SEEN[item.capability][level]
    middle = (2.0 if seen is None else seen) + climate[item.capability] + outlook
    step = int(np.clip(round(middle + chance.normal(0, SPREAD_OF_ITEMS)), 0, 4))
    return str(5 - step if item.reverse else 1 + step)
