"""Every long command, killed at any step and run again: what comes of it is what comes of one that nobody disturbed."""

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leadsurvey.responses.store import Store
from tests.faults.running import CALM, KILLED, Ended, Fate, command

TIMED = 5  # random moments, where every step is tried


@dataclass(frozen=True)
class Trial:
    """A command to be killed: what it stands on, how it is called, and what has come of it, to be compared.

    `again` is what it may say where it is run again after it had done all.
    """

    name: str
    prepare: Callable[[Path], None]
    words: tuple[str, ...]  # "{folder}" is the folder of the trial
    outcome: Callable[[Path], Any]
    again: str = ""

    def run(self, folder: Path, fate: Fate = CALM) -> Ended:
        """Run the command in a folder."""
        return command(folder, *(word.format(folder=folder) for word in self.words), fate=fate)


@dataclass(frozen=True)
class Tried:
    """What came of it."""

    name: str
    kills: int
    steps: int  # at which it can be cut off
    faults: tuple[str, ...]


def tried(trial: Trial, folder: Path, kills: int | None, seed: int) -> Tried:
    """Kill a command before some of its steps, drawn by chance; or before each, and at random moments as well."""
    steps, meant = _calm(trial, folder)
    chance = random.Random(f"{trial.name} {seed}")  # noqa: S311 - the same moments each time
    every = range(1, len(steps) + 1)
    chosen = sorted(chance.sample(every, min(kills, len(every)))) if kills is not None else list(every)
    fates = {f"before step {step} ({steps[step - 1]})": Fate(die_before=step) for step in chosen}
    if kills is None:
        moments = [chance.uniform(0.02, 0.6) for _ in range(TIMED)]
        fates |= {f"after {moment:.3f} s": Fate(die_after=moment) for moment in moments}
    return Tried(trial.name, len(fates), len(every), tuple(_met(trial, folder, meant, fates)))


def full(trial: Trial, folder: Path, times: int, seed: int) -> Tried:
    """Let no file grow beyond some size, drawn by chance, as if the disk were full then."""
    steps, meant = _calm(trial, folder)
    largest = max(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    chance = random.Random(f"{trial.name} {seed}")  # noqa: S311 - the same sizes each time
    sizes = [chance.randrange(4096, largest) for _ in range(times)]
    fates = {f"at {size} bytes": Fate(largest=size) for size in sizes}
    return Tried(trial.name, times, len(steps), tuple(_met(trial, folder, meant, fates)))


def _calm(trial: Trial, folder: Path) -> tuple[tuple[str, ...], Any]:
    """The steps of a command that nobody disturbs, and what comes of it."""
    (base := folder / "base").mkdir(parents=True)
    trial.prepare(base)
    calm = _copied(base, folder / "calm")
    ended = trial.run(calm)
    assert ended.code == 0, ended.said
    return ended.steps, trial.outcome(calm)


def _met(trial: Trial, folder: Path, meant: Any, fates: dict[str, Fate]) -> Iterator[str]:
    for at, fate in fates.items():
        yield from (f"{at}: {fault}" for fault in _cut_off(trial, folder / "base", folder / "cut", meant, fate))


def _copied(base: Path, to: Path) -> Path:
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(base, to)
    return to


def _cut_off(trial: Trial, base: Path, to: Path, meant: Any, fate: Fate) -> Iterator[str]:
    folder = _copied(base, to)
    cut = trial.run(folder, fate)
    if cut.code not in {1 if fate.largest else KILLED, 0} or "Traceback" in cut.said:
        yield f"ended with {cut.code}: {cut.said}"
    yield from _damage(folder)
    again = trial.run(folder)
    if "Traceback" in again.said:
        yield f"run again: {again.said}"
    if again.code != 0 and not (trial.again and trial.again in again.said):
        yield f"run again it ended with {again.code}: {again.said}"
    found = trial.outcome(folder)
    if found != meant:
        yield f"came to {_differing(found, meant)}"
    yield from (f"left {path.relative_to(folder)}" for path in folder.rglob("*") if ".part" in path.name)


def _damage(folder: Path) -> Iterator[str]:
    database = folder / "data" / "leadsurvey.db"
    if database.exists():
        with Store(database) as store:
            yield from (f"damaged: {row[0]}" for row in store.run("PRAGMA integrity_check") if row != ("ok",))


def _differing(found: Any, meant: Any) -> str:
    if isinstance(found, dict) and isinstance(meant, dict):
        keys = [key for key in {*found, *meant} if found.get(key) != meant.get(key)]
        return "; ".join(f"{key}: {str(found.get(key))[:300]}, not {str(meant.get(key))[:300]}" for key in keys)
    return f"{str(found)[:300]}, not {str(meant)[:300]}"
