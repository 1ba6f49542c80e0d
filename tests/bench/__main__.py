"""What the house costs, against the bounds that people would notice. Run it: `make bench`, or `make bench PART=serve`.

All figures stay in bench.json, those of parts that were not run from the run before.
"""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench import arms, checking, desk, disclosure, mails, opening, reports, scoring, serve, weight
from tests.bench.figure import Figure

PARTS: dict[str, Callable[[Path], Iterator[Figure]]] = {
    "check": checking.figures,
    "weight": weight.figures,
    "arms": arms.figures,
    "serve": serve.figures,
    "report": reports.figures,
    "scoring": scoring.figures,
    "disclosure": disclosure.figures,
    "open": opening.figures,
    "desk": desk.figures,
    "mail": mails.figures,
}
ON_WISH = {"report1000": reports.flat}  # takes half an hour: only where it is named
KEPT = Path("bench.json")


def main(wanted: list[str]) -> int:
    """A table; 1 if a figure is beyond its bound."""
    unknown = [name for name in wanted if name not in PARTS | ON_WISH]
    if unknown:
        print(f"PART={unknown[0]}: there is no such part; the parts are {', '.join(PARTS | ON_WISH)}", file=sys.stderr)  # noqa: T201
        return 2
    found = []
    for name in wanted or PARTS:
        with tempfile.TemporaryDirectory() as folder:
            for figure in (PARTS | ON_WISH)[name](Path(folder)):
                found.append(figure)
                print(figure, flush=True)  # noqa: T201 - it is all this script does
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    kept |= {figure.key: round(figure.value, 4) for figure in found}
    KEPT.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0 if all(figure.is_ok for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
