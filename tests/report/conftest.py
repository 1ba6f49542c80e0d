"""Reports rendered once for all tests that read them, in whichever process those run."""

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from leadsurvey.report.kind import REPORT, Kind
from leadsurvey.report.pdf import render
from tests.report import extremes, golden
from tests.report.golden import Case
from tests.report.riverside import findings
from tests.report.told import RELEASE, TEMPLATES

__all__ = ["RELEASE", "TEMPLATES"]

RIVERSIDE = {key: (Case(findings(), key), REPORT) for key in ("root", "income")}
EXTREMES = {name: (Case(whole, "u"), REPORT) for name, whole in extremes.CASES.items()}
ARCHIVES = {f"{name}-archive": (golden.CASES[name], Kind(archive=True)) for name in ("arabic", "withheld")}
GOLDEN = golden.DOCUMENTS | golden.IN_OTHER_LANGUAGES
DOCUMENTS = RIVERSIDE | EXTREMES | GOLDEN | ARCHIVES


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The file with a document: of a unit of Riverside, of an extreme case, or a golden one."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "documents"
    folder.mkdir(exist_ok=True)

    @cache
    def rendered(name: str) -> Path:
        case, kind = DOCUMENTS[name]
        path = folder / f"{name}.pdf"
        if not path.exists():
            draft = folder / f"{name}.{os.getpid()}"
            draft.write_bytes(render(case.findings, case.unit, RELEASE, TEMPLATES, kind=kind))
            draft.replace(path)
        return path

    return rendered
