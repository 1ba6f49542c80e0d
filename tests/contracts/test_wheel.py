"""The wheel holds all it needs: built, installed in a new environment, it renders a page and makes a report."""

import subprocess
import sys
import venv
from pathlib import Path

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


def test_the_wheel_renders_a_page_and_a_report_in_a_new_environment(tmp_path):
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path, cwd=ROOT)
    wheel = next(tmp_path.glob("*.whl"))
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", ROOT / "requirements.txt", cwd=tmp_path)
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", wheel, cwd=tmp_path)
    run(python, "-c", RENDER, tmp_path / "demo", cwd=tmp_path)
