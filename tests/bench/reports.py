"""What a report takes, warm, beside the plain way of making it; and a batch of 500 on two cores."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figure import Figure

MANY = ("100", "500", "1000")
PARTS = {
    "words": "sentences and pages",
    "charts": "charts",
    "layout": "layout, with the style",
    "drawing": "drawing, tags and fonts",
    "writing": "writing",
    "placing": "placing the charts",
}


def figures(folder: Path) -> Iterator[Figure]:
    """One report of twelve pages with its charts and tables, findings given; then 500 of units."""
    ours, plain, held = _run("ours"), _run("plain"), _run("memory", "60")
    title = f"{ours['pages']:.0f} pages, {ours['charts']:.0f} charts: CPU of a report, warm"
    yield Figure("report.cpu_s", title, ours["cpu_s"], "s", 1.2)
    for key, name in PARTS.items():
        yield Figure(f"report.{key}_s", f"  of that, {name}", ours[f"{key}_s"], "s")
    yield Figure("report.plain_s", "the plain way: pictures, WeasyPrint alone", plain["cpu_s"], "s")
    yield Figure("report.ratio", "  so many times ours", plain["cpu_s"] / ours["cpu_s"], "x", 2.5, is_floor=True)
    yield Figure("report.kb", "size of the file", ours["kb"], "KB", 400)
    yield Figure("report.rss_mb", "most memory of a process after 60", held["rss_mb_60"], "MB", 250)
    made = _run("batch", "500", str(folder / "batch"))
    yield Figure("batch500.wall_s", "500 reports of units by two processes", made["wall_s"], "s", 360)
    yield Figure("batch500.worker_mb", "  most memory of one of them", made["worker_mb"], "MB", 250)


def flat(_: Path) -> Iterator[Figure]:
    """Memory of one process over a thousand reports."""
    for key, megabytes in _run("memory", *MANY).items():
        yield Figure(f"report.{key}", f"most memory after {key.rpartition('_')[2]} reports", megabytes, "MB", 250)


def _run(*what: str) -> dict[str, float]:
    """One step in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "tests.bench.printing", *what]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found
