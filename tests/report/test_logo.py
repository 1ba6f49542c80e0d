"""An organisation's logo on paper: told by its name to those who cannot see it."""

import io
import subprocess

import pytest
from PIL import Image

from leadsurvey.languages import interface
from leadsurvey.report.pdf import render
from leadsurvey.report.poster import Way, poster
from leadsurvey.rounds.load import as_round, freeze, load
from leadsurvey.rounds.logo import read_logo
from tests.conftest import SHIPPED, write_round
from tests.report.conftest import RELEASE, TEMPLATES
from tests.report.riverside import findings
from tests.report.test_pdf import tags
from tests.verapdf import validate


@pytest.fixture
def logo(tmp_path):
    path = tmp_path / "logo.png"
    Image.new("RGB", (300, 90), "#0b4f5c").save(path)
    return path


def told(path):
    """What is told of the pictures of a file, in their order."""
    return [alt for tag, alt, _ in tags(path) if tag == "Figure"]


def test_the_cover_of_a_report_bears_the_logo(logo, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(render(findings(), "root", RELEASE, TEMPLATES, read_logo(logo)))
    assert validate(path) == []
    assert told(path)[0] == findings().organisation


def test_a_logo_hides_nothing_of_the_cover(logo, tmp_path):
    Image.new("RGB", (300, 90), "white").save(logo)
    for name, picture in (("with", read_logo(logo)), ("without", "")):
        (tmp_path / name).write_bytes(render(findings(), "root", RELEASE, TEMPLATES, picture))
    assert drawn(tmp_path / "with") == drawn(tmp_path / "without")


def drawn(path):
    """The first page in black and white."""
    page = subprocess.run(["pdftoppm", "-r", "50", "-l", "1", "-gray", path], check=True, capture_output=True).stdout
    return Image.open(io.BytesIO(page)).point(lambda shade: 255 * (shade > 250)).tobytes()


def test_a_poster_bears_the_logo(logo, tmp_path):
    loaded = load(write_round(tmp_path, invitations="open", logo=logo.name), SHIPPED)
    survey = as_round(freeze(loaded, lambda code: interface.texts(TEMPLATES / "locale", code)))
    path = tmp_path / "poster.pdf"
    path.write_bytes(poster(survey, "en", "https://a.uk", TEMPLATES, Way("east")))
    assert validate(path) == []
    assert told(path) == ["The whole house", "QR code that leads to https://a.uk/r/small"]
