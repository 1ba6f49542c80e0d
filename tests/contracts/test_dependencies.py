"""Every package we stand on is named with its reason and a licence that lets us."""

import re
import runpy
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
WRITER = runpy.run_path(str(ROOT / "docs" / "dependencies.py"))
PAGE = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DIRECT = [Requirement(each).name for each in PROJECT["dependencies"]]
EXTRAS = [Requirement(each).name for kept in PROJECT["optional-dependencies"].values() for each in kept]
EVERY = sorted(WRITER["locked"]() | WRITER["brought"](DIRECT + EXTRAS))


def without_sizes(page):
    return re.sub(r"\| [\d.]+ \|$", "|", page, flags=re.MULTILINE)


def test_the_page_says_what_is_installed():
    assert without_sizes(PAGE) == without_sizes(WRITER["page"]()), "run: make docs"


@pytest.mark.parametrize("name", DIRECT)
def test_every_direct_dependency_says_why_it_is_there(name):
    assert re.search(rf"^\| {re.escape(name)} \| [^|]{{15,}} \| ", PAGE, re.MULTILINE)


@pytest.mark.parametrize("name", EVERY)
def test_every_package_is_listed_under_a_licence_that_lets_us(name):
    assert WRITER["licences"](name) <= WRITER["ALLOWED"]
    listed = {canonicalize_name(cell) for cell in re.findall(r"\| ([A-Za-z][\w.-]*) \|", PAGE)}
    assert name in listed
