"""What it costs to make sure that nobody can be found, and how much is told all the same."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from leadsurvey.analysis.disclosure.suppress import suppress
from tests.analysis.brute import cheapest_release
from tests.analysis.tables import ALL, seeded
from tests.bench.figure import Figure

K = 10
BOUNDS = {2000: {"plan": 10, "memory": 500, "audit": 300, "read": 0.5}, 9000: {"plan": 60}}
KEYS = {("plan", 2000): "units2000_s", ("plan", 9000): "units9000_s", ("memory", 2000): "rss_mb"}  # well known
NAMES = {
    "people": ("people who answered", ""),
    "rows": ("rows by level and of all staff", ""),
    "plan": ("count, plan, suppress and audit", "s"),
    "memory": ("  most memory", "MB"),
    "audit": ("audit of the ends of the scale", "s"),
    "shown": ("rows told of those large enough", "%"),
    "gather": ("the whole release with all figures", "s"),
    "gather_memory": ("  most memory", "MB"),
    "read": ("a unit's report: reading the ledger first", "s"),
}


def figures(_: Path) -> Iterator[Figure]:
    """A large and a very large organisation, and small ones against the optimum."""
    yield from _small()
    for units, bounds in BOUNDS.items():
        found = json.loads(
            subprocess.run(
                [sys.executable, "-m", "tests.bench.organisation", str(units)], check=True, capture_output=True
            ).stdout
        )
        for key, (name, unit) in NAMES.items():
            known_as = KEYS.get((key, units), f"{key}_{units}")
            yield Figure(f"disclosure.{known_as}", f"{units} units: {name}", found[key], unit, bounds.get(key), runs=1)


def _small() -> Iterator[Figure]:
    """Random small organisations, each also solved by trying every choice of rows."""
    spent = best = told = could = lost = 0
    for seed in range(250):
        case = seeded(seed)
        if len(case.people) <= 8:
            names, found = case.table.layout.rows, suppress(case.table, K, kept=case.numbers([ALL]))
            gone = {names[row] for row in found.second}
            optimum = set(cheapest_release(case.people, case.rows, K, [ALL])[1])
            lost += len((gone - optimum) & {ALL})  # counted apart, since it is worth any number of other rows
            gone, optimum = gone - {ALL}, optimum - {ALL}
            price = {name: sum(case.people[atom] for atom in atoms) for name, atoms in case.rows.items()}
            spent, best = spent + sum(price[row] for row in gone), best + sum(price[row] for row in optimum)
            enough = sum(people >= K for people in price.values())
            told, could = told + enough - len(gone), could + enough - len(optimum)
    yield Figure("disclosure.lost", "small organisations that lose their own row needlessly", lost, "", 0)
    yield Figure("disclosure.cost", "people withheld, small organisations, against the best", spent / best, "", 1.15)
    yield Figure("disclosure.told", "rows told, small organisations, against the best", told / could, "")
