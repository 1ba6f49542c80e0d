"""`export`: the released tables of a closed round in a folder, or nothing and a reason."""

import csv
import io
import sys

import pytest

from leadsurvey.fieldwork.researching import research_table
from tests.conftest import leadsurvey, open_round
from tests.fieldwork.test_researching import closed as closed_site

UNITS = "unit,parent,name,front\nall,,The whole house,0\neast,all,East wing,14\nwest,all,West wing,40\n"
ANSWERED = {"east": 6, "west": 24}


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    """A round of two units, one of them too small to be told of."""
    folder = tmp_path_factory.mktemp("exported")
    open_round(folder, units=UNITS)
    with (folder / "answers.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["unit", "level", "voice-a", "voice-b"])
        out.writerows([unit, "front", 1 + n % 5, 1 + n % 4] for unit, count in ANSWERED.items() for n in range(count))
    assert leadsurvey(folder, "enter", "small", folder / "answers.csv")[0] == 0
    assert leadsurvey(folder, "close", "small")[0] == 0
    return folder


def rows(path):
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_all_formats_are_written_and_named(closed, tmp_path):
    code, said, _ = leadsurvey(closed, "export", "small", "--format", "all", "-o", tmp_path)
    endings = {path.suffix for path in tmp_path.iterdir()}
    assert (code, endings) == (0, {".csv", ".xlsx", ".sps", ".sav", ".xml"})
    count = len(list(tmp_path.iterdir()))
    assert said == f"{count} files in {tmp_path}; small-codebook.csv explains all that is in them\n"


def test_scores_are_those_that_results_tell(closed, tmp_path):
    assert leadsurvey(closed, "export", "small", "--format", "csv", "-o", tmp_path)[0] == 0
    told = list(csv.DictReader(io.StringIO(leadsurvey(closed, "results", "small", "--format", "csv")[1])))
    written = rows(tmp_path / "small-scores.csv")
    same = ["unit", "capability", "level", "value", "low", "high", "about_n"]
    assert [[row[name] for name in same] for row in written] == [[row[name] for name in same] for row in told]
    assert [bool(row["withheld"]) for row in written] == [bool(row["withheld"]) for row in told]
    assert {row["unit"] for row in written if not row["withheld"]} == {"all"}


def test_a_second_export_changes_no_byte(closed, tmp_path):
    for folder in ("one", "one", "two"):
        assert leadsurvey(closed, "export", "small", "--format", "all", "-o", tmp_path / folder)[0] == 0
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two


def test_an_open_round_has_nothing_to_export(folder, tmp_path):
    code, _, said = leadsurvey(folder, "export", "small", "-o", tmp_path / "out")
    assert (code, (tmp_path / "out").exists()) == (1, False)
    assert "`leadsurvey close small` ends it" in said


def test_an_unknown_round_is_told_with_those_there_are(closed, tmp_path):
    code, _, said = leadsurvey(closed, "export", "smal", "-o", tmp_path)
    assert (code, list(tmp_path.iterdir())) == (1, [])
    assert "opened: small" in said


def test_a_folder_that_cannot_be_written_is_named(closed, tmp_path):
    (tmp_path / "file").touch()
    code, _, said = leadsurvey(closed, "export", "small", "-o", tmp_path / "file" / "out")
    assert code == 1
    assert str(tmp_path / "file" / "out") in said


@pytest.mark.parametrize("form", ["sav", "all"])
def test_without_pyreadstat_it_says_how_to_install_it(closed, tmp_path, monkeypatch, form):
    monkeypatch.setitem(sys.modules, "pyreadstat", None)  # as Python knows a package that cannot be imported
    code, _, said = leadsurvey(closed, "export", "small", "--format", form, "-o", tmp_path)
    assert (code, list(tmp_path.iterdir())) == (1, [])
    assert "pip install 'leadsurvey[sav]'" in said
    assert leadsurvey(closed, "export", "small", "--format", "sps", "-o", tmp_path)[0] == 0


def test_a_round_that_promised_no_research_file_has_none(closed, tmp_path):
    code, _, said = leadsurvey(closed, "export", "small", "--research", "-o", tmp_path)
    assert (code, list(tmp_path.iterdir())) == (1, [])
    assert "nobody was told of a research file" in said


def test_a_research_file_comes_in_every_format(tmp_path):
    site = closed_site(tmp_path, research_file="yes")
    with site.store() as store:
        told = research_table(store, "small")
    code, _, said = leadsurvey(tmp_path, "export", "small", "--research", "--format", "all", "-o", tmp_path / "out")
    assert code == 0, said
    written = rows(tmp_path / "out" / "small-research.csv")
    assert [list(row.values()) for row in written] == [[str(cell) for cell in row] for row in told.rows]
    assert {"small-research.sav", "small-research.sps"} <= {path.name for path in (tmp_path / "out").iterdir()}
