"""The wheel holds all it needs: where nothing but the locked packages is there it renders a page and a report."""

import subprocess
import sys
import venv
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
RENDER = """
import sys
from pathlib import Path
from leadsurvey import demo
from leadsurvey.report.batch import write_report
from leadsurvey.settings import Settings
from leadsurvey.web.app import create_app

folder = Path(sys.argv[1])
settings = Settings.from_environment(folder / "data", {})
assert "site-packages" in str(settings.templates), settings.templates
release = demo.run(settings, folder)
link = demo.own_link(settings, folder).removeprefix(settings.address)
page = create_app(settings).test_client().get(link)
assert page.status_code == 200 and b"Who sees what" in page.data
path = write_report(release.findings, release.hash, "riverside", settings.templates, folder)
assert path.read_bytes().startswith(b"%PDF-")
"""


def run(*command, cwd):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, cwd=cwd, check=False)
    assert done.returncode == 0, done.stderr
    return done


def locked():
    """The packages that requirements.txt names for this system; `make` has installed them by their hashes."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    wanted = [Requirement(line.rstrip("\\")) for line in lines if line[:1].isalnum()]
    return [distribution(one.name) for one in wanted if one.marker is None or one.marker.evaluate()]


def share(packages, folder):
    """Let a new environment see packages of this one, and no others."""
    tops = {(one.locate_file(""), file.parts[0]) for one in packages for file in one.files}
    for home, top in tops:
        if top not in {"..", "__pycache__"}:
            (folder / top).symlink_to(home / top)


def test_the_wheel_renders_a_page_and_a_report_in_a_new_environment(tmp_path):
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path, cwd=ROOT)
    wheel = next(tmp_path.glob("*.whl"))
    venv.create(tmp_path / "env")
    python = tmp_path / "env" / "bin" / "python"
    share(locked(), next((tmp_path / "env").glob("lib/*/site-packages")))
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index", wheel, cwd=tmp_path)
    run(python, "-c", RENDER, tmp_path / "demo", cwd=tmp_path)
