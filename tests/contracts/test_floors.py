"""The house as it is drawn in docs/tour.md, proven on the code."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = ["flask", "wtforms", "sqlite_utils", "nacl", "matplotlib", "weasyprint", "pikepdf", "jinja2"]
PURE = [
    "leadsurvey.questionnaire.model",
    "leadsurvey.questionnaire.load",
    "leadsurvey.rounds.load",
    "leadsurvey.rounds.places",
    "leadsurvey.responses.model",
    "leadsurvey.responses.exchange",
    "leadsurvey.scoring.scores",
    "leadsurvey.analysis.gather",
]


def loaded_by(module):
    """The modules in a fresh interpreter after one import: contracts cannot see what an `__init__` brings along."""
    code = f"import json, sys, {module}; print(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(json.loads(run.stdout))


def lint_imports(folder):
    """Run the contracts of a folder's pyproject.toml, in a process of their own: the checker turns other logs off."""
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)


def test_every_import_contract_is_kept():
    run = lint_imports(ROOT)
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_low_floor_that_imports_flask_breaks_a_contract(tmp_path):
    """The checker on a known bad example: a copy of the house with one wrong import."""
    for source in (ROOT / "leadsurvey").rglob("*.py"):
        copy = tmp_path / "copied_house" / source.relative_to(ROOT / "leadsurvey")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(source.read_text(encoding="utf-8").replace("leadsurvey", "copied_house"), encoding="utf-8")
    with (tmp_path / "copied_house" / "scoring" / "scores.py").open("a", encoding="utf-8") as scores:
        scores.write("\nfrom flask import g\n")
    contracts = (ROOT / "pyproject.toml").read_text(encoding="utf-8").replace("leadsurvey", "copied_house")
    (tmp_path / "pyproject.toml").write_text(contracts, encoding="utf-8")
    run = lint_imports(tmp_path)
    assert run.returncode == 1
    assert "Flask and WTForms stay on the web floor BROKEN" in run.stdout


@pytest.mark.parametrize("module", PURE)
def test_a_pure_module_brings_no_heavy_package_along(module):
    assert loaded_by(module).isdisjoint(HEAVY)


def test_help_loads_nothing_heavy():
    assert loaded_by("leadsurvey.cli").isdisjoint([*HEAVY, "numpy", "scipy", "pydantic", "ruamel.yaml", "babel"])


@pytest.mark.parametrize(
    "package", ["languages", "questionnaire", "rounds", "responses", "scoring", "analysis", "report", "web"]
)
def test_a_package_states_its_law_and_exports_nothing(package):
    source = (ROOT / "leadsurvey" / package / "__init__.py").read_text(encoding="utf-8")
    assert source.startswith('"""Floor ')
    assert "import " not in source.replace("imports", "")
