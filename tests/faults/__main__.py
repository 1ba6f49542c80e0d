"""What is killed on purpose, and what is lost by it. Run it: `make faults`, or `python -m tests.faults 200 SEED`."""

import sys
import tempfile
import time
from pathlib import Path

from tests.faults.commands import full, tried
from tests.faults.killing import campaign
from tests.faults.running import KINDS
from tests.faults.trials import TRIALS

KILLS = 200
FULL = 5  # times that each command meets a full disk
ROUNDS = 4  # in each way of serving servers are killed in so many rounds, with other people
SERVED = [*([kind] for kind in KINDS), KINDS]  # the last: both on one database at once


def main(wanted: list[str]) -> int:
    """A table: servers killed so often in all, and each command before every step of it; 1 if anything was lost."""
    kills, seed = (int(each) for each in [*wanted, *(str(KILLS), "1")[len(wanted) :]])
    faults = [*_servers(kills, seed), *_commands(seed), *_full_disks(seed)]
    print(*faults or ["Nothing was lost, and nothing was there twice."], sep="\n")  # noqa: T201 - a script that prints
    return 1 if faults else 0


def _servers(kills: int, seed: int) -> list[str]:
    """The first lines."""
    faults, parts = [], [(kinds, number) for kinds in SERVED for number in range(ROUNDS)]
    for place, (kinds, number) in enumerate(parts):
        share = kills * (place + 1) // len(parts) - kills * place // len(parts)
        start = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            found = campaign(Path(folder), kinds, share, seed + number)
        told = f"{found.people} people, {found.answers} answers, {found.sent} sent ({found.sent_untold} untold)"
        _say(f"server: {' and '.join(kinds)}", found.kills, told, found.faults, start)
        faults += found.faults
    return faults


def _commands(seed: int) -> list[str]:
    """The other lines."""
    faults = []
    for trial in TRIALS:
        start = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            found = tried(trial, Path(folder), None, seed)
        _say(found.name, found.kills, f"before each of {found.steps} steps, and at random", found.faults, start)
        faults += [f"{found.name} {fault}" for fault in found.faults]
    return faults


def _full_disks(seed: int) -> list[str]:
    """The last lines."""
    faults = []
    for trial in TRIALS:
        start = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            found = full(trial, Path(folder), FULL, seed)
        _say(found.name, 0, f"met a disk that was full {FULL} times", found.faults, start)
        faults += [f"{found.name} {fault}" for fault in found.faults]
    return faults


def _say(name: str, kills: int, told: str, faults: tuple[str, ...], start: float) -> None:
    took = f"{time.monotonic() - start:.0f} s"
    print(f"{name:24} {kills:4} kills  {told:60} {len(faults):3} faults {took:>6}", flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
