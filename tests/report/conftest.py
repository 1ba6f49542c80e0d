"""Reports rendered once for all tests that read them."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from leadsurvey.report.pdf import render
from tests.report.extremes import CASES
from tests.report.riverside import findings

TEMPLATES = Path(__file__).parents[2] / "templates"
RELEASE = "3f2a9c1b" * 8


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The file with the report of a unit of Riverside, or of an extreme case."""
    folder = tmp_path_factory.mktemp("reports")

    @cache
    def rendered(name: str) -> Path:
        whole, unit = (CASES[name], "u") if name in CASES else (findings(), name)
        path = folder / f"{name}.pdf"
        path.write_bytes(render(whole, unit, RELEASE, TEMPLATES))
        return path

    return rendered
