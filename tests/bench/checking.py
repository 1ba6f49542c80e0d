"""How long large questionnaires take; medians of a few runs."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from leadsurvey.questionnaire.load import load_with_places
from leadsurvey.questionnaire.notes import of_questionnaire
from leadsurvey.questionnaire.translate import translations
from leadsurvey.rounds.load import load, thaw
from tests.bench.figure import Figure
from tests.bench.large import write

RUNS = 5


def figures(folder: Path) -> Iterator[Figure]:
    """Start-up, `check`, and thawing a round."""
    path, survey = write(folder)
    loaded = load_with_places(path)
    progress = translations(path, loaded.keys).progress
    frozen = load(survey, folder).model_dump_json()
    for key, name, run, bound in (
        ("startup.help_s", "leadsurvey --help", lambda: _run("--help"), 0.4),
        ("check.items400_s", "check of 400 items in four languages", lambda: _run("check", path), 1.0),
        ("check.reading_s", "  of it: reading, and faults", lambda: load_with_places(path), None),
        ("check.translations_s", "  of it: three translations", lambda: translations(path, loaded.keys), None),
        ("check.warnings_s", "  of it: warnings", lambda: of_questionnaire(path, loaded, progress), None),
        ("check.round_s", "check of a round of it", lambda: _run("check", survey), 1.0),
        ("check.thaw_s", "a frozen round from the store", lambda: thaw(frozen), 0.05),
        ("check.thaw_fr_s", "the same in another language", lambda: thaw(frozen, "fr"), 0.05),
    ):
        yield Figure(key, name, median(_seconds(run) for _ in range(RUNS)), "s", bound, runs=RUNS)


def _seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def _run(*arguments: object) -> None:
    leadsurvey = Path(sys.executable).with_name("leadsurvey")
    subprocess.run([leadsurvey, *map(str, arguments)], check=True, capture_output=True)
