"""What a round of a million answers takes from the database to findings, beside pandas on the same answers."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figure import Figure
from tests.bench.million import RUNS

PEOPLE = (10_000, 100_000, 1_000_000)
BOUNDS = {"load_s": 1.5, "cells_s": 1.0, "alpha_s": 2.0, "all_s": 60.0, "rss_mb": 700.0}
MEDIANS = {"load_s", "cells_s", "alpha_s"}
NAMES = {
    "load_s": ("answers from SQLite to matrix", "s"),
    "cells_s": ("n, mean, sd by unit, level, capability", "s"),
    "alpha_s": ("alpha by unit and capability", "s"),
    "all_s": ("all findings but disclosure", "s"),
    "rss_mb": ("most memory of all that", "MB"),
}


def figures(folder: Path) -> Iterator[Figure]:
    """Ten thousand, a hundred thousand and a million people in 2,000 units; bounds are for the million."""
    for people in PEOPLE:
        is_largest = people == max(PEOPLE)
        place = folder / str(people)
        made = _run("make", people, place)
        ours = _run("ours", people, place)
        for key, (said, unit) in NAMES.items():
            title = f"{made['people']:,.0f}: {said}"
            bound = BOUNDS[key] if is_largest else None
            name = f"scoring.{key}" if is_largest else f"scoring.{key}_{people // 1000}k"
            yield Figure(name, title, ours[key], unit, bound, runs=RUNS if key in MEDIANS else 1)
    pandas = _run("pandas", people, place)
    title = f"{made['people']:,.0f}: pandas, database to table of cells"
    yield Figure("scoring.pandas_s", title, pandas["table_s"], "s", runs=1)
    ratio = pandas["table_s"] / (ours["load_s"] + ours["cells_s"])
    yield Figure("scoring.ratio", "  the same, so many times ours", ratio, "x", 10, is_floor=True, runs=1)


def _run(what: str, people: int, place: Path) -> dict[str, float]:
    """One step in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "tests.bench.million", what, str(people), str(place)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found
