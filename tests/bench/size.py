"""What a server for a round of some size needs: each command of its life as it is typed, in a process of its own.

Six of ten who are invited answer. `erase` comes last; everything before it has all invitations in the database.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from leadsurvey.fieldwork import standing
from leadsurvey.responses.body import SLOT
from leadsurvey.responses.seal import random_id, seal_response
from leadsurvey.responses.store import Store
from leadsurvey.rounds.places import Places
from tests.bench import opening, organisation
from tests.bench.figure import Figure

NAME = "national"
SIZES = (1_000, 10_000, 100_000, 500_000)
IN_A_UNIT = 50
STEPS = {
    "open": ["open", "round.yaml"],
    "invite": ["invite", NAME, "people.csv"],
    "backup": ["backup", "{folder}/copy.db"],
    "close": ["close", NAME],
    "results": ["results", NAME],
    "report": ["report", NAME, "--unit", "u1", "-o", "{folder}/reports"],
    "export": ["export", NAME, "--format", "all", "-o", "{folder}/tables"],
    "housekeeping": ["housekeeping"],
    "erase": ["erase", NAME],
}


def figures(folder: Path, sizes: tuple[int, ...] = SIZES) -> Iterator[Figure]:
    """What each command takes, and how large the database is once people have answered."""
    for people in sizes:
        yield from _life(folder / str(people), people)


def _life(folder: Path, people: int) -> Iterator[Figure]:
    folder.mkdir()
    opening.write(folder, units=people // IN_A_UNIT, people=people)
    for step, words in STEPS.items():
        took = opening.run(folder, *(word.format(folder=folder) for word in words))
        yield Figure(f"size.{step}_s_{people}", f"{people:,} invited: {step}", took.wall_s, "s", runs=1)
        yield Figure(f"size.{step}_cpu_s_{people}", "  of the processor", took.cpu_s, "s", runs=1)
        yield Figure(f"size.{step}_mb_{people}", "  most memory", took.rss_mb, "MB", runs=1)
        if step == "invite":
            answered = _answer(folder)
            size = (folder / "data" / "leadsurvey.db").stat().st_size / 2**20
            yield Figure(f"size.db_mb_{people}", f"  the database, {answered:,} have answered", size, "MB", runs=1)


def _answer(folder: Path) -> int:
    """Put in the sealed answers of those who answer, as Send does but for the links; how many they are."""
    chance = np.random.default_rng(2015)
    with Store(folder / "data" / "leadsurvey.db") as store:
        stored, survey = standing.stored_round(store, NAME)
        numbers, rows = organisation.answers(survey, Places(survey), chance)
        width, empty = len(rows) // len(numbers), bytes(SLOT) * len(survey.questionnaire.comments)
        boxes = (
            (random_id(), NAME, seal_response(stored.public_key, place, rows[width * at : width * (at + 1)] + empty))
            for at, place in enumerate(numbers)
        )
        store.run_all("INSERT INTO sealed VALUES (?, ?, ?)", boxes)
        store.run("PRAGMA wal_checkpoint(TRUNCATE)")
    return len(numbers)


if __name__ == "__main__":
    for figure in figures(Path(sys.argv[1]), tuple(map(int, sys.argv[2:]))):
        print(figure, flush=True)  # noqa: T201
