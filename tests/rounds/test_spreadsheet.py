"""Tables as spreadsheets save them: read like CSV, or refused with place and cure."""

import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from leadsurvey.rounds import spreadsheet
from leadsurvey.rounds.load import load, load_units
from leadsurvey.rounds.people import read_people
from tests.conftest import SHIPPED, make_round, problems, write_round

UNITS = [["unit", "parent", "name", "front"], ["all", None, "The whole house", 40], ["east", "all", "East wing", 20.0]]


def save(path, rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_units_are_read_from_a_workbook_as_from_csv(tmp_path):
    found = load_units(save(tmp_path / "units.xlsx", UNITS), ["front"])
    assert [(unit.id, unit.parent, unit.heads["front"]) for unit in found] == [("all", None, 40), ("east", "all", 20)]


def test_a_round_may_name_a_workbook_as_its_table_of_units(tmp_path):
    save(tmp_path / "units.xlsx", UNITS)
    assert len(load(with_workbook(tmp_path), SHIPPED).units) == 2


def with_workbook(folder):
    path = write_round(folder)
    path.write_text(path.read_text(encoding="utf-8").replace("units.csv", "units.xlsx"), encoding="utf-8")
    return path


def test_people_are_read_from_a_workbook(tmp_path):
    survey = make_round(tmp_path)
    path = save(
        tmp_path / "people.xlsx", [["email", "unit", "level"], ["ada@example.org", "east", "front"], [None] * 3]
    )
    assert [person.email for person in read_people(path, survey)] == ["ada@example.org"]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("=HYPERLINK(A1)", "units.xlsx:3:name: the cell holds a formula; put its result in its place"),
        (date(2026, 1, 2), "units.xlsx:3:name: the cell holds a date or a truth value (2026-01-02 00:00:00); format"),
        (True, "units.xlsx:3:name: the cell holds a date or a truth value (True); format it as text"),
        ("@SUM(A1)", "units.xlsx:3:name: the cell begins like a formula; put its result in its place"),
    ],
)
def test_a_cell_that_is_not_what_it_looks_like_is_named(tmp_path, cell, said):
    rows = [*UNITS[:2], ["east", "all", cell, 20]]
    assert problems(lambda: load_units(save(tmp_path / "units.xlsx", rows), ["front"]))[0].startswith(said)


def test_a_column_without_a_name_is_told_by_its_number(tmp_path):
    (fault,) = problems(lambda: load_units(save(tmp_path / "units.xlsx", [[*UNITS[0], "=A1"]]), ["front"]))
    assert fault.startswith("units.xlsx:1:5: the cell holds a formula")


def test_a_cell_beside_the_table_is_noticed(tmp_path):
    rows = [*UNITS[:2], [*UNITS[2], None, 7]]
    (fault, *_) = problems(lambda: load_units(save(tmp_path / "units.xlsx", rows), ["front"]))
    assert fault.startswith("units.xlsx:3:6: 6 cells where the header has 4")


def test_a_locked_workbook_is_told_from_a_broken_one(tmp_path):
    path = tmp_path / "units.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096))
    (fault,) = problems(lambda: load_units(path, ["front"]))
    assert fault == "units.xlsx:1:1: it is locked with a password, or an old .xls; save it as .xlsx, without a password"


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 broken"])
def test_what_is_no_workbook_is_refused(tmp_path, content):
    path = tmp_path / "units.xlsx"
    path.write_bytes(content)
    (fault,) = problems(lambda: load_units(path, ["front"]))
    assert fault.startswith("units.xlsx:1:1: this is no workbook, whatever its name says")


def test_a_broken_part_of_a_workbook_is_refused(tmp_path):
    path = save(tmp_path / "units.xlsx", UNITS)
    rewrite(path, lambda _: b"<broken")
    (fault, *_) = problems(lambda: load_units(path, ["front"]))
    assert "this cannot be read as a workbook" in fault


def rewrite(path, change):
    """Put another first sheet into a workbook."""
    with zipfile.ZipFile(path) as good:
        parts = {name: good.read(name) for name in good.namelist()}
    with zipfile.ZipFile(path, "w") as bad:
        for name, content in parts.items():
            bad.writestr(name, change(content) if name.endswith("sheet1.xml") else content)


@pytest.mark.parametrize("says", [b'"A1:A1"', b'"A1:XFD1048576"'])
def test_what_a_sheet_says_of_its_own_size_is_not_believed(tmp_path, says):
    path = save(tmp_path / "units.xlsx", UNITS)
    rewrite(path, lambda sheet: sheet.replace(b'"A1:D3"', says))
    assert [unit.id for unit in load_units(path, ["front"])] == ["all", "east"]


def test_entities_in_a_workbook_are_not_followed(tmp_path):
    path = save(tmp_path / "units.xlsx", UNITS)
    secret = tmp_path / "secret.txt"
    secret.write_text("top secret", encoding="utf-8")
    kind = f'<!DOCTYPE worksheet [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'.encode()
    rewrite(path, lambda sheet: kind + sheet.replace(b"East wing", b"&e;"))
    (fault, *_) = problems(lambda: load_units(path, ["front"]))
    assert "this cannot be read as a workbook" in fault
    assert "top secret" not in fault


def test_a_row_far_down_is_read_as_what_it_is(tmp_path):
    book = Workbook()
    for row in UNITS:
        book.active.append(row)
    book.active.cell(row=300_000, column=1).value = "attic"
    book.save(tmp_path / "units.xlsx")
    (fault, *_) = problems(lambda: load_units(tmp_path / "units.xlsx", ["front"]))
    assert fault.startswith("units.xlsx:300000:")


def test_a_table_wider_than_any_is_refused(tmp_path):
    header = [*UNITS[0], *(f"column {number}" for number in range(600))]
    (fault,) = problems(lambda: load_units(save(tmp_path / "units.xlsx", [header]), ["front"]))
    assert fault == "units.xlsx:1:501: more than 500 columns; take away what stands far out"


def test_a_small_file_that_unpacks_to_a_huge_one_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheet, "LARGEST_UNPACKED", 1_000_000)
    path = tmp_path / "units.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"0" * 2_000_000)
    (fault,) = problems(lambda: load_units(path, ["front"]))
    assert "unpacks to 2 MB" in fault


def test_a_cell_far_out_makes_no_row_of_thousands(tmp_path):
    book = Workbook()
    for row in UNITS:
        book.active.append(row)
    book.active["XFD1"] = None
    book.active.cell(row=2, column=16384).value = " "
    book.save(tmp_path / "units.xlsx")
    assert len(load_units(tmp_path / "units.xlsx", ["front"])) == 2


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+SUM(1)", "-1+1", "@SUM(1)"])
def test_csv_cells_that_begin_like_formulas_are_refused_where_names_are_meant(tmp_path, cell):
    (tmp_path / "units.csv").write_text(f'unit,parent,name,front\nall,,"{cell}",40\n', encoding="utf-8")
    (fault,) = problems(lambda: load_units(tmp_path / "units.csv", ["front"]))
    assert fault.startswith("units.csv:2:name: the cell begins like a formula; put its result in its place")


def test_a_name_reads_as_it_is_written(tmp_path):
    (tmp_path / "units.csv").write_text("unit,parent,name,front\nall,,East\u202egniw,40\n", encoding="utf-8")
    (fault,) = problems(lambda: load_units(tmp_path / "units.csv", ["front"]))
    assert fault == "units.csv:2:name: a hidden sign turns this text around; type it again"
