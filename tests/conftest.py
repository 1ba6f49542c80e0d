"""What many tests need: rounds made from real files, opened for real, and the command line."""

import shutil
import textwrap
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import settings as hypothesis_settings

from leadsurvey.cli import main
from leadsurvey.fieldwork import opening
from leadsurvey.questionnaire.problems import FaultyFileError
from leadsurvey.report import charts
from leadsurvey.responses.seal import Keyring
from leadsurvey.responses.store import Store
from leadsurvey.rounds.load import as_round, load
from leadsurvey.settings import Settings

hypothesis_settings.register_profile("leadsurvey", deadline=None)
hypothesis_settings.load_profile("leadsurvey")

TINY = Path(__file__).parent / "questionnaires"  # one small questionnaire for each feature
SHIPPED = Settings.from_environment(environment={}).questionnaires
UNITS = "unit,parent,name,front\nall,,The whole house,40\neast,all,East wing,20\nwest,all,West wing,20\n"


@pytest.fixture(autouse=True, scope="session")
def _fonts():
    """Pages are laid out by the width of their lines, whichever test of a process asks first."""
    charts.load_fonts(Settings.from_environment(environment={}).templates / "report" / "fonts")


def settings_for(folder):
    """An installation of its own, whatever the environment says."""
    return Settings.from_environment(folder / "data", {})


def write_round(folder, *, questionnaire="one-scale", units=UNITS, **keys):
    """Write round.yaml and units.csv; `questionnaire` is one of tests/questionnaires, copied, or a shipped one."""
    if (tiny := TINY / f"{questionnaire}.yaml").exists():
        shutil.copy(tiny, folder / tiny.name)
        questionnaire = tiny.name
    lines = {
        "round": "small",
        "questionnaire": questionnaire,
        "opens": "2026-01-01",
        "closes": "2099-12-31",
        "timezone": "Europe/London",
        "units": "units.csv",
        **keys,
    }
    (folder / "units.csv").write_text(units, encoding="utf-8")
    path = folder / "round.yaml"
    path.write_text("".join(f"{key}: {value}\n" for key, value in lines.items()), encoding="utf-8")
    return path


def make_round(folder, **keys):
    """A round read from its files, not opened; `keys` as for `write_round`."""
    return as_round(load(write_round(folder, **keys), SHIPPED))


def open_round(folder, **keys):
    """A round opened in `folder / "data"`; returns (settings, survey). `keys` as for `write_round`."""
    settings = settings_for(folder)
    frozen = load(write_round(folder, **keys), settings.questionnaires)
    with Store(settings.database) as store:
        store.migrate()
        return settings, opening.open_round(store, Keyring(settings.keys), frozen, settings.catalogues)


def leadsurvey(folder, *arguments):
    """Run a command on the database in `folder / "data"`, as its exit code, stdout and stderr."""
    run = CliRunner().invoke(main, ["--data", str(folder / "data"), *map(str, arguments)], catch_exceptions=False)
    return run.exit_code, run.stdout, run.stderr


def problems(read):
    """What is reported when reading goes wrong, one string a problem, without the folder; none where it goes well."""
    try:
        read()
    except FaultyFileError as error:
        return [str(problem).replace(str(Path(problem.path).parent) + "/", "") for problem in error.problems]
    return []


def dedented(text):
    """A file written inline in a test."""
    return textwrap.dedent(text).lstrip("\n")


@pytest.fixture
def folder(tmp_path):
    """A folder with the open round "small" of one-scale.yaml: 20 people in "east", 20 in "west", 40 in "all"."""
    open_round(tmp_path)
    return tmp_path
