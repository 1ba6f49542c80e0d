"""Writes dependencies.md: every package we stand on, why, its licence, and how large it is here. Run `make docs`."""
# ruff: noqa: INP001 - a script beside the file that it makes

import re
import tomllib
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HERE = Path(__file__).parent
PAGE, PROJECT, LOCK = HERE / "dependencies.md", HERE.parent / "pyproject.toml", HERE.parent / "requirements.txt"
HEAD = """\
<!-- Made by `make docs` from pyproject.toml, requirements.txt and what is installed. -->

# What leadsurvey stands on

Every package beside Python's own library, why it is there, its licence as it says itself, and its size on the machine
that wrote this page (Linux, in MB). [0006](decisions/0006-packages.md) says more on some choices.
`requirements.txt` holds the exact versions with their hashes: it is the bill of materials. leadsurvey itself is under
Apache-2.0, its questionnaires under CC-BY-4.0. All licences here allow use and passing on with it: those marked † ask
that changes of the package itself stay open.

From the system come Pango, HarfBuzz and their kin (LGPL, MIT), which WeasyPrint calls, and SQLite (public domain) with
Python. Wheels of numpy and scipy carry OpenBLAS (BSD) and GCC's Fortran library (GPL with its runtime exception, which
asks nothing of programs that use it).
"""
BY_WORDS = {  # what a package calls its licence -> how it is written here (SPDX)
    "MIT": "MIT",
    "BSD": "BSD-3-Clause",
    "BSD-3-Clause": "BSD-3-Clause",
    "Apache-2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "ZPL 2.1": "ZPL-2.1",
    "MPL-2.0": "MPL-2.0",
    "PSFL": "PSF-2.0",
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "Public Domain": "public domain",
}
READ = {  # of those that say it in words, or offer several: the one that is taken, from their licence file
    "matplotlib": "PSF-2.0",
    "pyphen": "MPL-1.1",
    "pyxform": "BSD-2-Clause",
    "segno": "BSD-3-Clause",
}
OPEN = {"MPL-2.0", "MPL-1.1"}  # marked
ALLOWED = OPEN | {
    *("MIT", "MIT-0", "MIT-CMU", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "PSF-2.0", "ZPL-2.1", "Zlib"),
    *("CC0-1.0", "public domain"),
}


def page() -> str:
    """The page."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    core = [Requirement(each).name for each in project["dependencies"]]
    extras = {
        name: [Requirement(each).name for each in kept] for name, kept in project["optional-dependencies"].items()
    }
    parts = [HEAD, "## Direct\n\n| Package | Why | Licence | MB |\n|---|---|---|---|", *_direct(core, reasons())]
    parts.append("\n## With an extra\n\n| Extra | Package | Licence | MB |\n|---|---|---|---|")
    parts += [f"| `{extra}` | {name} | {licence(name)} | {_size(name)} |" for extra in extras for name in extras[extra]]
    behind = [name for name in sorted(locked() | brought(core)) if name not in set(map(canonicalize_name, core))]
    parts.append("\n## Behind these\n\n| Package | Licence | MB |\n|---|---|---|")
    parts += [f"| {name} | {licence(name)} | {_size(name)} |" for name in behind]
    chosen = [name for kept in extras.values() for name in kept]
    more = sorted(brought(chosen) - brought(core) - locked() - set(map(canonicalize_name, chosen)))
    parts.append("\n## Behind the extras\n\n| Package | Licence | MB |\n|---|---|---|")
    return "\n".join([*parts, *(f"| {name} | {licence(name)} | {_size(name)} |" for name in more)]) + "\n"


def reasons() -> dict[str, str]:
    """Why each direct dependency is there, as pyproject.toml says behind it."""
    text = PROJECT.read_text(encoding="utf-8").partition("dependencies = [")[2].partition("]\n")[0]
    return dict(re.findall(r'^\s*"([\w.-]+)[^"]*",\s*# (.+)$', text, re.MULTILINE))


def locked() -> set[str]:
    """Every package that requirements.txt pins and that this Python takes."""
    text = LOCK.read_text(encoding="utf-8")
    wanted = [Requirement(line) for line in re.findall(r"^([\w.-]+==[^\\\n]+?)\s*\\?$", text, re.MULTILINE)]
    return {canonicalize_name(each.name) for each in wanted if each.marker is None or each.marker.evaluate()}


def brought(names: Iterable[str]) -> set[str]:
    """Packages and all that they bring along."""
    seen: set[tuple[str, str]] = set()
    waiting = [(canonicalize_name(name), "") for name in names]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) not in seen:
            seen.add((name, extra))
            for each in map(Requirement, distribution(name).requires or []):
                if each.marker is None or each.marker.evaluate({"extra": extra}):
                    waiting += [(canonicalize_name(each.name), wanted) for wanted in ("", *each.extras)]
    return {name for name, _ in seen}


def licences(name: str) -> set[str]:
    """The licences of a package, each as SPDX writes it; where there is a choice, one of them."""
    told = distribution(name).metadata
    if expression := READ.get(name) or told["License-Expression"]:
        return set(re.split(r" AND ", expression.partition(" OR ")[0]))
    classes = [each.rpartition(" :: ")[2] for each in told.get_all("Classifier") or [] if each.startswith("License ::")]
    known = [BY_WORDS[words] for words in (*classes, told["License"] or "") if words in BY_WORDS]
    return {known[0]} if known else {"unknown"}


def licence(name: str) -> str:
    """The licences of a package as the page has them."""
    found = licences(name)
    return " AND ".join(sorted(found)) + (" †" if found & OPEN else "")


def _direct(names: Iterable[str], why: dict[str, str]) -> list[str]:
    return [f"| {name} | {why[name]} | {licence(name)} | {_size(name)} |" for name in names]


def _size(name: str) -> str:
    found: Distribution = distribution(name)
    paths = [Path(str(each.locate())) for each in found.files or [] if "__pycache__" not in str(each)]
    return f"{sum(path.stat().st_size for path in paths if path.exists()) / 1e6:.2f}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
