"""Opening a round for a national service: 10,000 units, 500,000 invitations, by the commands an organiser types."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

from tests.bench.figure import Figure, peak_mb

UNITS, PEOPLE = 10_000, 500_000
LEVELS = {"front": 0.72, "lead": 0.12, "senior": 0.04, "partner": 0.12}
REGIONS, OFFICES = 20, 400  # of the units; the rest are teams of an office
ROUND = """\
round: national
questionnaire: distributed-leadership
opens: 2026-01-01
closes: 2099-12-31
timezone: Europe/London
languages: [en, fr]
units: units.csv
"""


class Took(NamedTuple):
    """What a command took: seconds, those of the processor, and its most memory."""

    wall_s: float
    cpu_s: float
    rss_mb: float


def figures(folder: Path) -> Iterator[Figure]:
    """Seconds and memory of `open` and `invite`."""
    write(folder)
    opened = run(folder, "open", "round.yaml")
    invited = run(folder, "invite", "national", "people.csv")
    yield Figure("open.s", f"`open`: {UNITS:,} units", opened.wall_s, "s", runs=1)
    yield Figure("open.invite_s", f"`invite`: {PEOPLE:,} people", invited.wall_s, "s", runs=1)
    yield Figure("open.people500k_s", "both", opened.wall_s + invited.wall_s, "s", 60, runs=1)
    yield Figure("open.cpu_s", "  of the processor", opened.cpu_s + invited.cpu_s, "s", runs=1)
    yield Figure("open.rss_mb", "the most memory of either", max(opened.rss_mb, invited.rss_mb), "MB", 500, runs=1)


def write(folder: Path, units: int = UNITS, people: int = PEOPLE) -> None:
    """The files of such a round; everybody in them is invented."""
    dice = random.Random(2015)  # noqa: S311 - invented people, the same each time
    names, levels = [f"u{number}" for number in range(units)], list(LEVELS)
    chosen = dice.choices(levels, LEVELS.values(), k=people)
    homes = [names[dice.randrange(units)] for _ in range(people)]
    heads: dict[tuple[str, str], int] = {}
    for home, level in zip(homes, chosen, strict=True):
        heads[home, level] = heads.get((home, level), 0) + 1
    rows = [f"unit,parent,name,{','.join(levels)}"]
    for number, name in enumerate(names):
        counts = ",".join(str(heads.get((name, level), 0)) for level in levels)
        rows.append(f"{name},{_parent(number)},Unit number {number},{counts}")
    (folder / "units.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "round.yaml").write_text(ROUND, encoding="utf-8")
    with (folder / "people.csv").open("w", encoding="utf-8") as table:
        table.write("email,name,unit,level,language\n")
        for number, (home, level) in enumerate(zip(homes, chosen, strict=True)):
            table.write(f"p{number}@example.org,Person {number},{home},{level},{'fr' if number % 3 else 'en'}\n")


def _parent(number: int) -> str:
    """A tree of regions, offices and teams under the whole."""
    if number == 0:
        return ""
    if number <= REGIONS:
        return "u0"
    return f"u{1 + number % REGIONS}" if number <= OFFICES else f"u{REGIONS + 1 + number % (OFFICES - REGIONS)}"


def run(folder: Path, *words: str) -> Took:
    """What one command takes, as it is typed."""
    began = perf_counter()
    run = subprocess.run(
        [sys.executable, "-m", "tests.bench.opening", *words],
        env={**os.environ, "BENCH_FOLDER": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    cpu_s, rss_mb = json.loads(run.stdout.splitlines()[-1])
    return Took(perf_counter() - began, cpu_s, rss_mb)


def _measured() -> None:
    """Run a command in this process, and say how much of the processor and of memory it took."""
    from leadsurvey.cli import main

    folder = Path(os.environ["BENCH_FOLDER"])
    words = [str(folder / word) if word.endswith((".yaml", ".csv")) else word for word in sys.argv[1:]]
    main(["--data", str(folder / "data"), *words], standalone_mode=False)
    print(json.dumps((process_time(), peak_mb())))  # noqa: T201 - read by the bench


if __name__ == "__main__":
    _measured()
