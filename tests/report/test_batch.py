"""Many reports: what is there is left, what cannot be made is named, and every file says what it was made of."""

import pytest

from leadsurvey.report.batch import write_reports
from leadsurvey.report.stamp import bears, of_release, stamp
from tests.report.conftest import RELEASE, TEMPLATES
from tests.report.extremes import CASES

FINDINGS = CASES["markup"]
OTHER = "f" * 64


def write(folder, units, release=RELEASE):
    return list(write_reports(FINDINGS, release, units, TEMPLATES, folder, 1))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("reports")
    write(made, ["u"])
    return made


def test_a_report_says_of_which_release_it_is(folder):
    (path,) = folder.iterdir()
    assert bears(path, of_release(RELEASE))
    assert not bears(path, of_release(OTHER))
    assert not bears(folder / "nothing.pdf", of_release(RELEASE))


def test_what_is_there_is_left_as_it_is(folder):
    (path,) = folder.iterdir()
    before = path.stat().st_mtime_ns
    (written,) = write(folder, ["u"])
    assert (written.path, written.fault, path.stat().st_mtime_ns) == (path, "", before)


def test_one_that_cannot_be_made_is_named_and_does_not_keep_back_the_others(folder):
    missing, there = write(folder, ["nowhere", "u"])[::-1]
    assert "nowhere" in missing.fault
    assert (there.unit, there.fault) == ("u", "")


def test_a_report_of_another_release_is_made_anew(tmp_path):
    (path,) = (written.path for written in write(tmp_path, ["u"], OTHER))
    assert bears(path, of_release(OTHER))
    write(tmp_path, ["u"])
    assert bears(path, of_release(RELEASE))


def test_a_stamp_changes_with_the_templates(tmp_path):
    (tmp_path / "report.css").write_text("p{}", encoding="utf-8")
    assert stamp(RELEASE, tmp_path) != stamp(RELEASE, TEMPLATES / "report")
