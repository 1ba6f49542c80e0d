"""What the house costs, against the bounds that people would notice. Run it: `make bench`, or `make bench PART=serve`.

All figures stay in bench.json, those of parts that were not run from the run before.
"""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench import arms, checking, desk, disclosure, mails, opening, reports, scoring, serve, size, weight
from tests.bench.figure import Figure


@dataclass(frozen=True)
class Part:
    """A part of the bench, and the figures that everybody may count on it to yield."""

    figures: Callable[[Path], Iterator[Figure]]
    keys: tuple[str, ...] = ()


PARTS = {
    "check": Part(checking.figures, ("startup.help_s", "check.items400_s")),
    "weight": Part(weight.figures),
    "arms": Part(arms.figures),
    "serve": Part(serve.figures, ("serve.cpu_ms", "serve.per_s", "serve.ratio", "serve.p95_ms", "serve.rss_mb")),
    "report": Part(reports.figures, ("report.cpu_s", "report.ratio", "report.kb", "report.rss_mb", "batch500.wall_s")),
    "scoring": Part(scoring.figures, tuple(f"scoring.{key}" for key in (*scoring.BOUNDS, "ratio"))),
    "disclosure": Part(disclosure.figures, ("disclosure.units2000_s", "disclosure.units9000_s", "disclosure.rss_mb")),
    "open": Part(opening.figures, ("open.people500k_s",)),
    "desk": Part(desk.figures),
    "mail": Part(mails.figures),
}
ON_WISH = {
    "report1000": Part(reports.flat),
    "size": Part(size.figures),
}  # each takes half an hour: only where it is named
KEPT = Path("bench.json")


def main(wanted: list[str]) -> int:
    """A table; 1 if a figure is beyond its bound."""
    unknown = [name for name in wanted if name not in PARTS | ON_WISH]
    if unknown:
        print(f"PART={unknown[0]}: there is no such part; the parts are {', '.join(PARTS | ON_WISH)}", file=sys.stderr)  # noqa: T201
        return 2
    found = []
    for name in wanted or PARTS:
        part, keys = (PARTS | ON_WISH)[name], set[str]()
        with tempfile.TemporaryDirectory() as folder:
            for figure in part.figures(Path(folder)):
                found.append(figure)
                keys.add(figure.key)
                print(figure, flush=True)  # noqa: T201 - it is all this script does
        if missing := sorted({*part.keys} - keys):
            raise KeyError(f"the part {name} did not yield {', '.join(missing)}")
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    kept |= {figure.key: round(figure.value, 4) for figure in found}
    KEPT.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0 if all(figure.is_ok for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
