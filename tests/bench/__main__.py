"""How long large questionnaires take, against the bounds that people would notice. Run it: `make bench`.

Each figure is the best of a few runs: what else the machine does is not what is measured.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from leadsurvey.questionnaire.load import load_with_places
from leadsurvey.questionnaire.notes import of_questionnaire
from leadsurvey.questionnaire.translate import translations
from leadsurvey.rounds.load import load, thaw
from tests.bench.large import write

RUNS = 5


@dataclass(frozen=True)
class Figure:
    """What was measured, in seconds, and what it may be; no bound: told for information."""

    name: str
    seconds: float
    bound: float | None = None

    @property
    def is_ok(self) -> bool:
        """Whether it is within its bound."""
        return self.bound is None or self.seconds <= self.bound

    def __str__(self) -> str:
        bound = f"{self.bound * 1000:8.0f} ms" if self.bound is not None else " " * 11
        return f"{self.name:<58}{self.seconds * 1000:8.0f} ms{bound}  {'ok' if self.is_ok else 'TOO SLOW'}"


def best(run: Callable[[], object]) -> float:
    """Seconds of the fastest run."""
    return min(_seconds(run) for _ in range(RUNS))


def _seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def figures(folder: Path) -> Iterator[Figure]:
    """All of them."""
    path, survey = write(folder)
    leadsurvey = Path(sys.executable).with_name("leadsurvey")
    loaded = load_with_places(path)
    progress = translations(path, loaded.keys).progress
    yield Figure(
        "check of 400 items in four languages, the command", best(lambda: _run(leadsurvey, "check", path)), 1.0
    )
    yield Figure("  of it: reading, and faults", best(lambda: load_with_places(path)))
    yield Figure("  of it: three translations", best(lambda: translations(path, loaded.keys)))
    yield Figure("  of it: warnings", best(lambda: of_questionnaire(path, loaded, progress)))
    yield Figure("check of a round of it, the command", best(lambda: _run(leadsurvey, "check", survey)), 1.0)
    frozen = load(survey, folder).model_dump_json()
    yield Figure("a frozen round from the store", best(lambda: thaw(frozen)), 0.05)
    yield Figure("the same in another language", best(lambda: thaw(frozen, "fr")), 0.05)


def _run(*command: object) -> None:
    subprocess.run(list(map(str, command)), check=True, capture_output=True)


def main() -> int:
    """A table; 1 if a figure is beyond its bound."""
    print(f"{'figure':<58}{'best of 5':>11}{'bound':>11}")  # noqa: T201 - it is all this script does
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for figure in figures(Path(folder)):
            found.append(figure)
            print(figure, flush=True)  # noqa: T201 - as above
    return 0 if all(figure.is_ok for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
