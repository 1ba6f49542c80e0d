"""A round of very many answers in a database: made, scored by us, and by pandas; `scoring` runs each as a process."""

import json
import sqlite3
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from leadsurvey.analysis import gather as gathering
from leadsurvey.analysis.cells import add_up
from leadsurvey.analysis.planning import Plan, count_scores, make_plan, person_scores
from leadsurvey.analysis.rows import Rows
from leadsurvey.analysis.sample import Sample, asked_of_staff
from leadsurvey.fieldwork import standing
from leadsurvey.fieldwork.opening import keep
from leadsurvey.questionnaire.model import Item
from leadsurvey.responses.store import Store
from leadsurvey.rounds.grammar import Frozen
from leadsurvey.rounds.load import load
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.places import Places
from leadsurvey.scoring.means import GroupMeans
from leadsurvey.scoring.reliability import Totals
from leadsurvey.settings import Settings
from tests.bench import organisation
from tests.bench.figure import peak_mb

UNITS, NAME = 2000, "nation"
CAPABILITIES, ITEMS = 11, 4  # 44 items
HEAD = """\
questionnaire: forty-four
title: Forty-four items
language: en
levels:
  front: {title: Front line}
  lead: {title: Team leads}
  senior: {title: Senior leaders}
  partner: {title: Partners, staff: no}
  citizen: {title: Citizens, reference: yes}
scales: {how-often: {options: [Never, Rarely, Sometimes, Often, Always], opt_out: I can’t say}}
texts: {service: a service}
stem: How often was this true of {service}?
capabilities:
"""
AT_ONCE = 50_000
USUAL = 81_500  # people who answer in an organisation of so many units
RUNS = 3
Found = dict[str, float]
T = TypeVar("T")


def make(people: int, folder: Path) -> Found:
    """A round with about so many answers, and the same answers as a wide table for others."""
    organisation.HEADS.update({level: heads * people / USUAL for level, heads in organisation.HEADS.items()})
    folder.mkdir(parents=True)
    chance = np.random.default_rng(2015)
    (folder / "forty-four.yaml").write_text(HEAD + "".join(map(_capability, range(CAPABILITIES))), encoding="utf-8")
    survey = organisation.organisation(folder, UNITS, chance, "forty-four.yaml")
    numbers, rows = organisation.answers(survey, Places(survey), chance)
    with Store(folder / "round.db") as store:
        store.migrate()
        keep(store, _frozen(folder), b"")
        width = len(rows) // len(numbers)
        with store.write():
            store.run_all(
                "INSERT INTO responses VALUES (?, ?, ?, ?)",
                ((each, NAME, place, rows[width * each : width * (each + 1)]) for each, place in enumerate(numbers)),
            )
            store.run("UPDATE rounds SET state = 'closed'")
    _write_wide(folder, survey, numbers, np.frombuffer(rows, dtype=np.int8).reshape(-1, width))
    return {"people": len(numbers)}


def _capability(number: int) -> str:
    head = f"  c{number}:\n    title: Capability {number}\n    definition: What {number} is about.\n    items:\n"
    turned = ["no"] * (ITEMS - 1) + ["yes"]
    return head + "".join(
        f"      c{number}-{item}: {{text: Thing {item} of {number} was done well., reverse: {reverse}}}\n"
        for item, reverse in enumerate(turned)
    )


def _frozen(folder: Path) -> Frozen:
    return load(folder / "round.yaml", Settings.from_environment(environment={}).questionnaires)


def _write_wide(folder: Path, survey: Round, numbers: list[int], codes: NDArray[np.int8]) -> None:
    items, places = _scored(survey), Places(survey).all
    with sqlite3.connect(folder / "wide.db") as wide:
        wide.execute(f"CREATE TABLE answers (unit INT, level INT, {', '.join(f'i{n} INT' for n in range(len(items)))})")
        units, levels = list(survey.units), [*survey.questionnaire.levels, ""]
        stood = np.array([(units.index(place.unit), levels.index(place.level)) for place in places])[numbers]
        marks = ", ".join("?" * (2 + len(items)))
        for start in range(0, len(numbers), AT_ONCE):
            part = np.column_stack([stood[start : start + AT_ONCE], codes[start : start + AT_ONCE, : len(items)]])
            wide.executemany(f"INSERT INTO answers VALUES ({marks})", part.tolist())  # noqa: S608 - marks of our own


def _scored(survey: Round) -> list[Item]:
    return [item for about in survey.questionnaire.capabilities.values() for item in about.items]


def ours(_: int, folder: Path) -> Found:
    """Seconds of each step from the database on, medians but for the last, and the most memory.

    `load_s` ends with the matrix of codes, `cells_s` and `alpha_s` begin there; `all_s` begins with what the database
    gave, and is `gather` with a plan that was made before.
    """
    with Store(folder / "round.db") as store:
        survey = standing.stored_round(store, NAME)[1]
        places = Places(survey)
        load_s, sample = _typical(lambda: Sample.of(survey, places, *store.responses(NAME)))
        layout = Rows(survey, places)
        found, plan = _scored_by_us(sample, layout)
        del sample
        numbers, rows = store.responses(NAME)
    gathering.make_plan = lambda *_: plan  # disclosure has a bench of its own
    all_s, _ = organisation.timed(lambda: gathering.gather(survey, numbers, rows, date(2027, 3, 20)))
    return {"load_s": load_s, **found, "all_s": all_s, "rss_mb": peak_mb()}


def _scored_by_us(sample: Sample, layout: Rows) -> tuple[Found, Plan]:
    def counted() -> list[GroupMeans]:
        return [cells.means for cells in count_scores(sample, layout, person_scores(sample)).values()]

    layout.layout  # noqa: B018 - laid out once, for whatever follows
    found = {"cells_s": _typical(counted)[0], "alpha_s": _typical(lambda: list(_alphas(sample, layout)))[0]}
    return found, make_plan(sample, layout, person_scores(sample))


def _typical(make: Callable[[], T]) -> tuple[float, T]:
    """The median of how long it takes, in seconds, and what comes out."""
    seconds = []
    for _ in range(RUNS):
        made = None  # lets go of what was made before
        start = perf_counter()
        made = make()
        seconds.append(perf_counter() - start)
    return median(seconds), made


def _alphas(sample: Sample, rows: Rows) -> Iterator[NDArray[np.float64]]:
    """Alpha of all staff of every unit with all below it, by capability."""
    layout, places = rows.of_all_staff, len(rows.places)
    staff = np.flatnonzero(sample.staff())
    for capability in sample.survey.questionnaire.capabilities.values():
        items = asked_of_staff(sample.survey.questionnaire, capability)
        own = Totals.of(sample.keyed(items, staff), sample.places[staff], places)
        columns = (own.n, own.sums, own.squares, own.total, own.total_squares)
        yield Totals(
            *(add_up(layout, each.reshape(places, -1)).reshape(-1, *each.shape[1:]) for each in columns)
        ).alphas()


def by_pandas(_: int, folder: Path) -> Found:
    """The plain way: read the wide table, score, and group by unit and level."""
    import pandas as pd  # only the bench has it

    with Store(folder / "round.db") as store:
        survey = standing.stored_round(store, NAME)[1]
    items, start = _scored(survey), perf_counter()
    with sqlite3.connect(folder / "wide.db") as wide:
        table = pd.read_sql("SELECT * FROM answers", wide)
    names = {item.id: f"i{number}" for number, item in enumerate(items)}
    answers = table[list(names.values())].where(lambda codes: codes >= 0)
    for item in items:
        if item.reverse:
            answers[names[item.id]] = len(item.scale.options) + 1 - answers[names[item.id]]
    scored = {
        about.id: 100 * (answers[[names[item.id] for item in about.items]].mean(axis=1) - 1) / (about.options - 1)
        for about in survey.questionnaire.capabilities.values()
    }
    told = table[["unit", "level"]].assign(**scored).groupby(["unit", "level"]).agg(["count", "mean", "std"])
    return {"table_s": perf_counter() - start, "cells": len(told)}


STEPS: dict[str, Callable[[int, Path], Found]] = {"make": make, "ours": ours, "pandas": by_pandas}

if __name__ == "__main__":
    json.dump(STEPS[sys.argv[1]](int(sys.argv[2]), Path(sys.argv[3])), sys.stdout)
