"""The stranger's first ten minutes: one command, a survey that answers, and reports a leader would act on."""

import csv
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from leadsurvey.demo import OPEN_ROUND, TREE
from leadsurvey.settings import Settings
from leadsurvey.web.app import create_app
from tests.report.laid_out import text_of_pages
from tests.verapdf import validate

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "leadsurvey", "demo", "--no-serve", "--output", str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    return folder, run.stdout


def test_more_than_six_hundred_simulated_people_answer_from_a_tree_of_units(demo):
    with (demo[0] / "answers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 600
    assert len(TREE) >= 12
    assert {row["level"] for row in rows} == {"front", "lead", "senior", "partner", "citizen"}


def test_every_unit_has_a_report_and_every_page_of_it_says_simulated(demo):
    reports = sorted((demo[0] / "reports").glob("*.pdf"))
    assert len(reports) == len(TREE)
    for report in reports:
        assert all("Simulated data" in text for text in text_of_pages(report)), report.name


def test_every_report_of_the_demo_is_accepted_by_verapdf_and_a_broken_one_is_not(demo, tmp_path):
    reports = sorted((demo[0] / "reports").glob("*.pdf"))
    assert {report.name: validate(report) for report in reports} == {report.name: [] for report in reports}
    with pikepdf.open(reports[0]) as broken:
        del broken.Root.StructTreeRoot
        broken.save(tmp_path / "broken.pdf")
    assert validate(tmp_path / "broken.pdf") != []


def test_the_printed_link_answers_and_says_simulated(demo):
    link = re.search(r"http://localhost:8000(/r/\S+)", demo[1])[1]
    assert link.endswith(OPEN_ROUND)
    browser = create_app(Settings.from_environment(demo[0] / "data", {})).test_client()
    assert browser.get(link).status_code == 200
    for page in (link, "/", "/resume", "/a/no-such-link", "/nowhere"):
        assert "Simulated data" in browser.get(page).text


@pytest.mark.parametrize(("language", "title"), [("fr", "Mener ensemble"), ("es", "Liderazgo"), ("ar", "القيادة معًا")])
def test_the_printed_link_answers_in_four_languages(demo, language, title):
    link = re.search(r"http://localhost:8000(/r/\S+)", demo[1])[1]
    browser = create_app(Settings.from_environment(demo[0] / "data", {})).test_client()
    page = browser.get(link, query_string={"language": language}).text
    assert title in page
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page


def test_a_second_run_writes_the_same_reports_byte_for_byte(demo):
    before = {path.name: path.read_bytes() for path in (demo[0] / "reports").glob("*.pdf")}
    command = [sys.executable, "-m", "leadsurvey", "demo", "--no-serve", "--output", str(demo[0])]
    subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    assert {path.name: path.read_bytes() for path in (demo[0] / "reports").glob("*.pdf")} == before
