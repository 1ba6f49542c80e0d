"""`check` tells what to mend and what to think of again, to people and to programs."""

import json

import pytest
from openpyxl import Workbook

from tests.conftest import SHIPPED, TINY, leadsurvey, write_round

HOLDS = "without fault; items: 2, capabilities: voice; front 1 min"
FEW = "'voice' rests on 2 items for 'front': too little for a score to be trusted"


def test_files_without_fault_end_with_zero_and_warnings_are_told(tmp_path):
    path = write_round(tmp_path)
    code, told, said = leadsurvey(tmp_path, "check", path, tmp_path / "one-scale.yaml")
    assert code == 0
    assert told.splitlines() == [
        f"{path}: without fault; a round of 'one-scale', units: 3",
        f"{tmp_path / 'one-scale.yaml'}: {HOLDS}",
    ]
    place = f"{tmp_path / 'one-scale.yaml'}:7:3"
    assert said == f"{place}: warning: {FEW}; ask 3 items or more [few-items at voice]\n"


def test_the_faults_of_all_files_are_told_and_counted(tmp_path):
    path = write_round(tmp_path, minimum_group=4, timezone="Europe/Londn")
    broken = tmp_path / "broken.yaml"
    broken.write_text("title: {a\n", encoding="utf-8")
    code, told, said = leadsurvey(tmp_path, "check", path, broken, tmp_path / "none.yaml", tmp_path / "one-scale.yaml")
    assert code == 1
    assert told == f"{tmp_path / 'one-scale.yaml'}: {HOLDS}\n"
    lines = said.splitlines()
    assert [line.split(": ")[0] for line in lines[:4]] == [
        f"{path}:5:11", f"{path}:7:16", f"{broken}:2:1", f"{tmp_path / 'none.yaml'}:1:1",
    ]  # fmt: skip
    assert lines[5:] == ["4 faults"]


def test_one_fault_is_one(tmp_path):
    write_round(tmp_path, minimum_group=4)
    code, _, said = leadsurvey(tmp_path, "check", tmp_path / "round.yaml")
    assert (code, said.splitlines()[-1]) == (1, "1 fault")


def test_a_round_is_known_by_its_key_however_it_is_written(tmp_path):
    path = write_round(tmp_path)
    lines = path.read_text(encoding="utf-8").splitlines()
    for content in ("\ufeff" + "\n".join(lines), "# round\n'round': small\n" + "\n".join(lines[1:])):
        path.write_text(content, encoding="utf-8")
        assert leadsurvey(tmp_path, "check", path)[1] == f"{path}: without fault; a round of 'one-scale', units: 3\n"


def test_accepted_warnings_are_counted_and_not_told(tmp_path):
    path = tmp_path / "q.yaml"
    accepted = "accept:\n  - {warning: few-items, at: voice, reason: It is a test.}\n"
    path.write_text((TINY / "one-scale.yaml").read_text(encoding="utf-8") + accepted, encoding="utf-8")
    code, told, said = leadsurvey(tmp_path, "check", path)
    assert (code, told, said) == (0, f"{path}: {HOLDS}; 1 warning accepted in the file\n", "")
    _, told, _ = leadsurvey(tmp_path, "check", path, "--format", "json")
    assert [note["accepted"] for note in json.loads(told)] == [True]


def test_tasks_and_what_an_extension_locks_are_told(tmp_path):
    path = tmp_path / "ours.yaml"
    path.write_text("questionnaire: ours\ntitle: Ours\nextends: bias-tasks\n", encoding="utf-8")
    code, told, _ = leadsurvey(tmp_path, "check", path)
    assert code == 0
    assert "items: 0, capabilities: none, tasks: 8; front 4 min, " in told
    locked = "locked by 'bias-tasks', so that scores stay comparable: 8 tasks, 6 predictions"
    assert told.endswith(f"; {locked}\n")


# For editors and CI


def test_json_holds_faults_and_warnings_of_all_files(tmp_path):
    path = write_round(tmp_path, minimum_group=4)
    code, told, said = leadsurvey(tmp_path, "check", path, tmp_path / "one-scale.yaml", "--format", "json")
    assert (code, said) == (1, "")
    fault, warning = json.loads(told)
    assert {**fault, "message": "", "cure": ""} == {
        "path": str(path), "line": 7, "column": 16, "kind": "fault", "code": None, "at": None, "message": "",
        "cure": "", "accepted": False,
    }  # fmt: skip
    assert warning == {
        "path": str(tmp_path / "one-scale.yaml"), "line": 7, "column": 3, "kind": "warning", "code": "few-items",
        "at": "voice", "message": FEW, "cure": "ask 3 items or more", "accepted": False,
    }  # fmt: skip


def test_json_without_findings_is_an_empty_array(tmp_path):
    assert leadsurvey(tmp_path, "check", SHIPPED / "pulse.yaml", "--format", "json") == (0, "[]\n", "")


# Tables


@pytest.fixture
def people(tmp_path):
    """Write people.csv with one row."""

    def write(row):
        path = tmp_path / "people.csv"
        path.write_text(f"email,unit,level\n{row}\n", encoding="utf-8")
        return path

    return write


def test_people_are_checked_against_their_round_in_whatever_order_the_files_stand(tmp_path, people):
    path, table = write_round(tmp_path), people("a@example.org,east,front")
    code, told, said = leadsurvey(tmp_path, "check", table, path)
    assert (code, said) == (0, "")
    assert told.splitlines()[1] == f"{table}: without fault; people: 1, of round 'small' in round.yaml"


def test_a_fault_in_a_table_of_people_has_its_cell(tmp_path, people):
    path, table = write_round(tmp_path), people("a@example.org,eastt,front")
    code, _, said = leadsurvey(tmp_path, "check", path, table)
    assert (code, said.splitlines()) == (1, [f"{table}:2:unit: unknown unit 'eastt'; did you mean 'east'?", "1 fault"])


def test_people_without_a_round_are_told_how_to_be_checked(tmp_path, people):
    table = people("a@example.org,east,front")
    code, _, said = leadsurvey(tmp_path, "check", table)
    assert code == 1
    assert said.splitlines()[0] == (
        f"{table}:1:1: people are checked against their round, and none without fault was named; "
        "write: leadsurvey check my-round.yaml people.csv"
    )


def test_people_in_a_spreadsheet_and_people_without_mail_are_checked_too(tmp_path):
    path, book = write_round(tmp_path), Workbook()
    for row in (["name", "unit", "level"], ["Ada", "east", "front"], ["Bo", "eastt", "front"]):
        book.active.append(row)
    book.save(tmp_path / "people.xlsx")
    code, _, said = leadsurvey(tmp_path, "check", path, tmp_path / "people.xlsx")
    assert (code, said.splitlines()[0]) == (
        1,
        f"{tmp_path / 'people.xlsx'}:3:unit: unknown unit 'eastt'; did you mean 'east'?",
    )


def test_a_table_of_units_is_checked_with_its_round(tmp_path):
    write_round(tmp_path)
    code, _, said = leadsurvey(tmp_path, "check", tmp_path / "units.csv")
    assert code == 1
    assert said.splitlines()[0] == (
        f"{tmp_path / 'units.csv'}:1:1: a table without e-mail addresses or names is not checked alone; "
        "units are checked with the round that names them, answers by `enter`"
    )


# Catalogues


def test_a_catalogue_is_checked_with_the_questionnaire_whose_folder_it_stands_in(tmp_path):
    path = write_round(tmp_path).with_name("one-scale.yaml")
    leadsurvey(tmp_path, "translate", "extract", path, "--language", "fr")
    catalogue = tmp_path / "one-scale" / "fr.po"
    code, told, said = leadsurvey(tmp_path, "check", catalogue)
    assert (code, told) == (0, f"{catalogue}: without fault; translations of one-scale.yaml\n")
    assert said.endswith("translate what it leaves open [untranslated at fr]\n")
    text = catalogue.read_text(encoding="utf-8")
    wrong = text.replace('msgid "Never"\nmsgstr ""', 'msgid "Never"\nmsgstr "Jamais {x}"')
    catalogue.write_text(wrong, encoding="utf-8")
    code, _, said = leadsurvey(tmp_path, "check", catalogue)
    assert code == 1
    assert "{x} is not in the source text; take it out, braces and all" in said


def test_a_catalogue_without_its_questionnaire_is_told_where_to_stand(tmp_path):
    catalogue = tmp_path / "elsewhere" / "fr.po"
    catalogue.parent.mkdir()
    catalogue.write_text('msgid ""\nmsgstr ""\n', encoding="utf-8")
    code, _, said = leadsurvey(tmp_path, "check", catalogue)
    cure = "put it into a folder that is named as its questionnaire"
    assert (code, said.splitlines()[0]) == (1, f"{catalogue}:1:1: there is no elsewhere.yaml beside its folder; {cure}")
