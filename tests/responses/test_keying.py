"""Two keyings of the same sheets: wrong cells never get in, what differs is found, and what agrees can be entered."""

import csv
import stat
import threading

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from leadsurvey.questionnaire.problems import FaultyFileError
from leadsurvey.responses.cells import Rule
from leadsurvey.responses.columns import WHO_LED
from leadsurvey.responses.exchange import read_answers
from leadsurvey.responses.keyed import mark, number_of
from leadsurvey.responses.keying import (
    FIRST,
    KEYINGS,
    SECOND,
    BadCellsError,
    KeyedBeforeError,
    Keyings,
    NotAgreedError,
    Seen,
    WrittenError,
)
from tests.conftest import make_round

UNITS = "unit,parent,name,front,lead,citizen\nall,,All,0,0,0\neast,all,East,30,20,50\n"


@pytest.fixture
def survey(tmp_path):
    return make_round(tmp_path, questionnaire="beyond-items", units=UNITS)


@pytest.fixture
def keyings(tmp_path, survey):
    return Keyings(tmp_path / "keyed" / "small", survey)


def form(**cells):
    return {"unit": "east", "level": "front", **{name.replace("_", "-"): cell for name, cell in cells.items()}}


def seen(keyings, keying, sheet):
    return Seen(sheet, mark(keyings.forms(keying)[sheet]))


def both(keyings, sheet):
    return Seen(sheet, mark(*(keyings.forms(keying)[sheet] for keying in KEYINGS)))


def kept(keyings, keying):
    """The forms of a keying, empty cells left out."""
    return {
        sheet: {name: cell for name, cell in cells.items() if cell} for sheet, cells in keyings.forms(keying).items()
    }


def bytes_of(keyings):
    return {path.name: path.read_bytes() for path in keyings.folder.glob("*")}


def test_a_form_is_kept_under_the_number_of_its_sheet(keyings):
    keyings.save(FIRST, 7, form(years="1", change="More “time”,\nplease"))
    assert kept(keyings, FIRST) == {7: form(years="1", change="More “time”,\nplease")}
    assert kept(keyings, SECOND) == {}


def test_only_their_owner_can_read_the_files_and_no_draft_of_them_is_left(keyings):
    keyings.save(FIRST, 1, form())
    (path,) = keyings.folder.iterdir()
    assert (path.name, stat.S_IMODE(path.stat().st_mode)) == ("first.csv", 0o600)
    assert stat.S_IMODE(keyings.folder.stat().st_mode) == 0o700


def test_the_columns_are_sheet_unit_level_and_those_of_a_table_of_answers(keyings):
    keyings.save(SECOND, 1, form())
    with (keyings.folder / "second.csv").open(encoding="utf-8") as file:
        header = next(csv.reader(file))
    assert header == [
        "sheet", "unit", "level", "wells.arm", "wells", "wells.others", "wells.sure", "anchor.arm", "anchor",
        "ask-help", "who_led", "years", "change",
    ]  # fmt: skip


@pytest.mark.parametrize("written", ["0", "-1", "1.0", "x", "", " ", "1 2", "²", "1" * 10, "1\0"])
def test_what_is_no_whole_number_names_no_sheet(written):
    assert number_of(written) is None


def test_leading_zeros_and_other_scripts_name_the_same_sheet():
    assert {number_of("12"), number_of("0012"), number_of("١٢")} == {12}


@pytest.mark.parametrize(
    ("cells", "column", "told"),
    [
        (form(years="3"), "years", "use 1 (1) to 2 (2), or dk for “I’d rather not say”"),
        (form(ask_help="101"), "ask-help", "use a whole number from 0 to 100"),
        (form(who_led="front;boss"), "who_led", "use some of front, lead or 1 to 2, each once, parted by ;"),
        (form(who_led="front;1"), "who_led", "use some of front, lead or 1 to 2, each once, parted by ;"),
        (form(wells="1"), "wells.arm", "write gain or loss into 'wells.arm'"),
        (form(change="x" * 2001), "change", "shorten it"),
        (form() | {"unit": "esat"}, "unit", "did you mean 'east'?"),
        (form() | {"level": "frnot"}, "level", "did you mean 'front'?"),
        (form(ask_help="1") | {"level": "lead"}, "ask-help", "leave the cell empty"),
    ],
)
def test_what_enter_would_refuse_is_refused_and_nothing_is_written(keyings, cells, column, told):
    cells = {name.replace("who-led", WHO_LED): cell for name, cell in cells.items()}
    with pytest.raises(BadCellsError) as refused:
        keyings.save(FIRST, 1, cells)
    assert [(fault.column, fault.cure) for fault in refused.value.faults] == [(column, told)]
    assert not keyings.folder.exists()


def test_a_number_keyed_before_is_never_overwritten(keyings):
    keyings.save(FIRST, 1, form(years="1"))
    with pytest.raises(KeyedBeforeError):
        keyings.save(FIRST, 1, form(years="2"))
    assert kept(keyings, FIRST) == {1: form(years="1")}


def test_a_form_that_was_seen_is_corrected_in_its_place_and_may_get_another_number(keyings):
    for sheet in (1, 2, 3):
        keyings.save(FIRST, sheet, form(years="1"))
    keyings.save(FIRST, 9, form(years="2"), seen(keyings, FIRST, 2))
    assert kept(keyings, FIRST) == {1: form(years="1"), 9: form(years="2"), 3: form(years="1")}
    assert list(keyings.forms(FIRST)) == [1, 9, 3]


def test_a_correction_takes_no_number_that_another_sheet_has(keyings):
    for sheet in (1, 2):
        keyings.save(FIRST, sheet, form(years=str(sheet)))
    with pytest.raises(KeyedBeforeError) as refused:
        keyings.save(FIRST, 2, form(), seen(keyings, FIRST, 1))
    assert refused.value.sheet == 2
    assert kept(keyings, FIRST) == {1: form(years="1"), 2: form(years="2")}


def test_what_changed_since_it_was_seen_is_neither_corrected_nor_taken_out_nor_settled(keyings):
    for keying, years in ((FIRST, "1"), (SECOND, "2")):
        keyings.save(keying, 1, form(years=years))
    old, old_both = seen(keyings, FIRST, 1), both(keyings, 1)
    keyings.save(FIRST, 1, form(years="dk"), old)
    for change in (
        lambda: keyings.save(FIRST, 1, form(), old),
        lambda: keyings.take_out(FIRST, old),
        lambda: keyings.settle(old_both, {"years": "2"}),
    ):
        with pytest.raises(KeyedBeforeError):
            change()
    assert kept(keyings, FIRST) == {1: form(years="dk")}


def test_a_form_that_was_seen_is_taken_out_of_its_keying_alone(keyings):
    for keying in KEYINGS:
        keyings.save(keying, 1, form())
    keyings.take_out(FIRST, seen(keyings, FIRST, 1))
    assert (kept(keyings, FIRST), kept(keyings, SECOND)) == ({}, {1: form()})


def test_cells_differ_by_what_they_say_and_not_by_how_it_is_written(keyings):
    keyings.save(FIRST, 1, {**form(years="1", ask_help="07"), "wells.arm": "gain", "wells": "safe", "who_led": "1;2"})
    keyings.save(SECOND, 1, {**form(years="1", ask_help="7"), "wells.arm": "1", "wells": "1", "who_led": "lead front"})
    assert keyings.compared().differences == {}
    assert keyings.compared().is_agreed


def test_every_cell_that_differs_is_told_with_both_values(keyings):
    keyings.save(FIRST, 1, form(years="1", ask_help="40"))
    keyings.save(SECOND, 1, form(years="2", change="No") | {"unit": ""})
    (found,) = keyings.compared().differences.values()
    assert [(each.column, each.first, each.second) for each in found] == [
        ("unit", "east", ""), ("ask-help", "40", ""), ("years", "1", "2"), ("change", "", "No"),
    ]  # fmt: skip


def test_sheets_keyed_once_are_told_for_either_keying(keyings):
    for sheet in (1, 2, 10):
        keyings.save(FIRST, sheet, form())
    for sheet in (2, 3):
        keyings.save(SECOND, sheet, form())
    assert keyings.compared().once == {FIRST: [1, 10], SECOND: [3]}
    assert not keyings.compared().is_agreed


def test_what_is_settled_stands_in_both_keyings(keyings):
    keyings.save(FIRST, 1, form(years="1", ask_help="4"))
    keyings.save(SECOND, 1, form(years="2", ask_help="5"))
    keyings.settle(both(keyings, 1), {"years": "2", "ask-help": "45"})
    assert kept(keyings, FIRST) == kept(keyings, SECOND) == {1: form(years="2", ask_help="45")}


def test_a_wrong_value_settles_nothing(keyings):
    keyings.save(FIRST, 1, form(years="1"))
    keyings.save(SECOND, 1, form(years="2"))
    before = bytes_of(keyings)
    with pytest.raises(BadCellsError) as refused:
        keyings.settle(both(keyings, 1), {"years": "9"})
    assert [fault.column for fault in refused.value.faults] == ["years"]
    assert bytes_of(keyings) == before


def test_with_the_level_goes_what_that_level_is_not_asked(keyings):
    keyings.save(FIRST, 1, {**form(ask_help="40", years="1"), "wells.arm": "1", "wells": "2"})
    keyings.save(SECOND, 1, {"unit": "east", "level": "lead", "wells.arm": "1", "wells": "2"})
    keyings.settle(both(keyings, 1), {"level": "lead"})
    assert kept(keyings, FIRST) == kept(keyings, SECOND)
    assert kept(keyings, FIRST)[1] == {"unit": "east", "level": "lead", "wells.arm": "1", "wells": "2"}


def test_the_answers_hold_every_form_once_and_no_number_of_a_sheet(keyings, survey):
    for sheet in range(501, 531):
        for keying in KEYINGS:
            keyings.save(keying, sheet, form(ask_help=str(sheet - 500), years="1"))
    keyings.write_answers()
    with keyings.answers.open(encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    assert header == keyings.columns
    assert sorted(int(row[header.index("ask-help")]) for row in rows) == list(range(1, 31))
    assert [row[header.index("ask-help")] for row in rows] != [str(number) for number in range(1, 31)]
    assert not any(str(sheet) in row for sheet in range(501, 531) for row in rows)
    assert stat.S_IMODE(keyings.answers.stat().st_mode) == 0o600
    assert len(read_answers(keyings.answers, survey)) == 30


def test_there_are_no_answers_until_both_keyings_agree(keyings):
    for prepare in (
        lambda: None,
        lambda: keyings.save(FIRST, 1, form(years="1")),
        lambda: keyings.save(SECOND, 1, form(years="2")),
    ):
        prepare()
        with pytest.raises(NotAgreedError):
            keyings.write_answers()
        assert not keyings.is_written


def test_once_the_answers_are_written_nothing_changes_until_they_are_taken_back(keyings):
    for keying in KEYINGS:
        keyings.save(keying, 1, form())
    keyings.write_answers()
    before = bytes_of(keyings)
    for change in (
        lambda: keyings.save(FIRST, 2, form()),
        lambda: keyings.take_out(FIRST, seen(keyings, FIRST, 1)),
        lambda: keyings.settle(both(keyings, 1), {"years": "1"}),
    ):
        with pytest.raises(WrittenError):
            change()
    assert bytes_of(keyings) == before
    keyings.go_on()
    keyings.save(FIRST, 2, form())


def test_deleting_leaves_nothing_not_even_what_a_crash_left(keyings):
    for keying in KEYINGS:
        keyings.save(keying, 1, form())
    keyings.write_answers()
    (keyings.folder / ".first.csv.00c0ffee.part").write_text("1,east,front\n")
    keyings.delete()
    assert list(keyings.folder.iterdir()) == []


def test_a_write_that_fails_leaves_the_file_as_it_was(keyings):
    keyings.save(FIRST, 1, form(years="1"))
    before = bytes_of(keyings)
    with pytest.raises(UnicodeEncodeError):
        keyings.save(FIRST, 2, form(change="\ud800"))
    assert bytes_of(keyings) == before
    assert [path.name for path in keyings.folder.iterdir()] == ["first.csv"]


def test_forms_saved_at_once_are_all_kept(keyings):
    threads = [threading.Thread(target=keyings.save, args=(FIRST, sheet, form())) for sheet in range(1, 25)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kept(keyings, FIRST)) == list(range(1, 25))


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("1,east,front,,,,,,,,,9,\n", "2:years: '9' was never offered"),
        ("1,east,front,,,,,,,,,,\n1,east,front,,,,,,,,,,\n", "3:sheet: '1' is no number of its own"),
        ("x,east,front,,,,,,,,,,\n", "2:sheet: 'x' is no number of its own"),
        (b"1,east,\xff\n", "2:1: not UTF-8 text"),
    ],
)
def test_a_file_that_somebody_spoilt_is_told_with_its_place(keyings, rows, told):
    keyings.save(FIRST, 5, form())
    path = keyings.folder / "first.csv"
    header = path.read_bytes().splitlines(keepends=True)[0]
    path.write_bytes(header + (rows if isinstance(rows, bytes) else rows.encode()))
    with pytest.raises(FaultyFileError, match=f"first.csv:{told}"):
        keyings.forms(FIRST)


def test_a_file_changed_by_another_hand_is_read_anew(keyings, survey):
    keyings.save(FIRST, 1, form(years="1"))
    other = Keyings(keyings.folder, survey)
    other.save(FIRST, 2, form())
    assert list(keyings.forms(FIRST)) == [1, 2]
    other.delete()
    assert keyings.forms(FIRST) == {}


def test_what_is_kept_is_what_is_read_again(keyings, survey):
    keyings.save(FIRST, 1, form(years="1", change=" a\n\tb\r "))
    assert keyings.forms(FIRST) == Keyings(keyings.folder, survey).forms(FIRST)


def test_there_are_two_keyings_and_no_other_file(keyings):
    for name in ("third", "../first", "first.csv"):
        with pytest.raises(KeyError, match=name):
            keyings.forms(name)


def test_who_led_is_read_by_numbers_and_by_names(survey):
    read = Rule(survey).column(WHO_LED, "front").read
    assert read("2;1") == read("front;lead") == read("1 lead") == 3


CODES = st.sampled_from(["", "1", "2", "dk", "Short", "9", "maybe"])
NUMBERS = st.sampled_from(["", "0", "100", "101", "x", "٣"])
ARMS = st.sampled_from(["", "1", "gain", "loss", "3"])


@hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # the files are written anew each time
@given(CODES, NUMBERS, ARMS, CODES, st.sampled_from(["front", "lead", "citizen", ""]))
def test_a_form_is_kept_exactly_if_enter_would_take_it(tmp_path, survey, years, ask, arm, wells, level):
    cells = {"unit": "east", "level": level, "years": years, "ask-help": ask, "wells.arm": arm, "wells": wells}
    keyings = Keyings(tmp_path / "any", survey)
    keyings.delete()
    path = tmp_path / "answers.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([cells, cells.values()])
    if faults := {fault.column for fault in keyings.rule.read(cells).faults}:
        with pytest.raises(BadCellsError):
            keyings.save(FIRST, 1, cells)
        with pytest.raises(FaultyFileError) as refused:
            read_answers(path, survey)
        assert {each.column for each in refused.value.problems} == faults
    else:
        for keying in KEYINGS:
            keyings.save(keying, 1, cells)
        keyings.write_answers()
        assert read_answers(keyings.answers, survey) == read_answers(path, survey)
