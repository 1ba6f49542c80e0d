"""Answers collected elsewhere: the whole file is taken in, or every bad cell is told and nothing is."""

import csv

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from leadsurvey.fieldwork import standing
from leadsurvey.questionnaire.problems import FaultyFileError
from leadsurvey.responses.exchange import read_answers
from leadsurvey.responses.model import OPT_OUT, UNANSWERED
from leadsurvey.responses.store import Store
from leadsurvey.rounds.places import Place, Places
from tests.conftest import leadsurvey, make_round, open_round, problems, settings_for

UNITS = "unit,parent,name,front,lead,senior,partner,citizen\nall,,All,20,12,12,0,0\neast,all,East,30,3,0,15,50\n"
ITEMS = ["voice-a", "voice-b", "voice-c", "voice-citizen", "enable-a", "enable-b"]
HEADER = ",".join(["unit", "level", *ITEMS])


@pytest.fixture
def survey(tmp_path):
    return make_round(tmp_path, questionnaire="levels", units=UNITS)


@pytest.fixture
def read(tmp_path, survey):
    """Read a file with this header and these rows, as (place, codes) of each response."""

    def read_rows(rows, header=HEADER):
        path = tmp_path / "answers.csv"
        content = f"{header}\n{rows}"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        places = Places(survey).all
        return [(places[place], memoryview(row).cast("b").tolist()) for place, row in read_answers(path, survey)]

    return read_rows


NO = UNANSWERED


def test_numbers_words_opt_outs_and_gaps_are_read(read):
    rows = "east,front,1,Always,dk,,,5\nall,lead,Never,2,,,3,dk\n"
    assert read(rows) == [
        (Place("east", "front"), [1, 5, OPT_OUT, NO, NO, 5]),
        (Place("all", "lead"), [1, 2, NO, NO, 3, OPT_OUT]),
    ]


def test_an_answer_is_stored_under_its_place_not_its_unit(read):
    (lead, senior) = read("east,lead,1,1,1,,1,1\neast,senior,1,1,1,,1,1\n")
    assert lead[0] == Place("all", "lead")
    assert senior[0] == Place("all", "senior")


def test_an_empty_unit_or_level_stands_for_the_whole_organisation(read):
    rows = ",front,1,1,1,,1,1\neast,,2,2,2,,2,2\n,,3,3,3,,3,3\n"
    assert [place for place, _ in read(rows)] == [Place("all", "front"), Place("all", ""), Place("all", "")]


def test_items_may_stand_in_any_order_and_the_language_may_be_told(read):
    header = "language,voice-c,level,voice-b,enable-b,unit,enable-a,voice-a"
    assert read("en,3,front,2,5,east,4,1\n,3,front,2,5,east,4,1\n", header) == [
        (Place("east", "front"), [1, 2, 3, NO, 4, 5]),
        (Place("east", "front"), [1, 2, 3, NO, 4, 5]),
    ]


def test_an_item_asked_of_nobody_in_the_file_needs_no_column(read):
    assert read("east,citizen,4\n", "unit,level,voice-citizen") == [(Place("east", "citizen"), [NO, NO, NO, 4, NO, NO])]
    assert read("east,partner,1,2,3\n", "unit,level,voice-a,voice-b,voice-c")[0][0] == Place("east", "partner")


def test_a_file_without_rows_holds_no_response(read):
    assert read("") == []


@pytest.mark.parametrize(
    ("header", "rows", "said"),
    [
        (HEADER.replace("unit,", ""), "front,1,1,1,,1,1\n",
         ["1:unit: column 'unit' is missing; add it to the first line"]),
        (HEADER.replace("voice-b", "voice-bb"), "east,front,1,1,1,,1,1\n",
         ["1:4: unknown column 'voice-bb'; did you mean 'voice-b'?"]),
        (HEADER.replace("voice-b", "voice-a"), "east,front,1,1,1,,1,1\n",
         ["1:4: column 'voice-a' is there twice; keep one"]),
        ("unit,level,voice-a,enable-a", "east,front,1,1\n", [
            f"1:{item}: column '{item}' is missing; add it; leave cells empty where unanswered"
            for item in ("enable-b", "voice-b", "voice-c")
        ]),
        ("unit,level,voice-a", ",,1\n", [
            f"1:{item}: column '{item}' is missing; add it; leave cells empty where unanswered"
            for item in ("enable-a", "enable-b", "voice-b", "voice-c")
        ]),
    ],
)  # fmt: skip
def test_a_header_that_does_not_fit_is_refused(read, header, rows, said):
    found = problems(lambda: read(rows, header))
    assert sorted(found) == sorted(f"answers.csv:{fault}" for fault in said)


OFFER = "use 1 (Never) to 5 (Always), or dk for “I can’t say”"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("east,frnt,1,1,1,,1,1\n", ["2:level: unknown level 'frnt'; did you mean 'front'?"]),
        ("esat,front,1,1,1,,1,1\n", ["2:unit: unknown unit 'esat'; did you mean 'east'?"]),
        ("east,front,6,1,1,,1,1\n", [f"2:voice-a: '6' was never offered; {OFFER}"]),
        ("east,front,0,1,1,,1,1\n", [f"2:voice-a: '0' was never offered; {OFFER}"]),
        ("east,front,-1,1,1,,1,1\n", [f"2:voice-a: '-1' was never offered; {OFFER}"]),
        ("east,front,1.0,1,1,,1,1\n", [f"2:voice-a: '1.0' was never offered; {OFFER}"]),
        ("east,front,allways,1,1,,1,1\n", [f"2:voice-a: 'allways' was never offered; {OFFER}"]),
        ("east,front,1,1,1,3,1,1\n",
         ["2:voice-citizen: 'voice-citizen' is not asked of level 'front'; leave the cell empty"]),
        ("east,partner,1,1,1,,dk,\n", ["2:enable-a: 'enable-a' is not asked of level 'partner'; leave the cell empty"]),
        ("east,front,1,1,1,,1\n",
         ["2:7: 7 cells where the header has 8; put text with commas in quotes; add what is missing"]),
        ("east,front,7,1,1,,1,1\nall,lead,1,1,1,,1,1\nesat,laed,1,9,1,,1,x\n", [
            f"2:voice-a: '7' was never offered; {OFFER}",
            "4:unit: unknown unit 'esat'; did you mean 'east'?",
            "4:level: unknown level 'laed'; did you mean 'lead'?",
            f"4:voice-b: '9' was never offered; {OFFER}",
            f"4:enable-b: 'x' was never offered; {OFFER}",
        ]),
    ],
)  # fmt: skip
def test_every_bad_cell_is_told_by_row_and_column(read, rows, said):
    found = problems(lambda: read(rows))
    assert sorted(found) == sorted(f"answers.csv:{fault}" for fault in said)


def test_faults_are_sorted_by_row(read):
    found = problems(lambda: read("east,front,7,1,1,,1,1\n" * 12))
    assert [int(fault.split(":")[1]) for fault in found] == list(range(2, 14))


def test_a_language_that_is_not_the_rounds_is_told(read):
    found = problems(lambda: read("east,citizen,fr,4\n", "unit,level,language,voice-citizen"))
    assert found == ["answers.csv:2:language: 'fr' is not a language of this round; use one of: en"]


def test_answers_that_are_not_utf8_are_told_with_their_line(tmp_path, survey):
    path = tmp_path / "answers.csv"
    path.write_bytes(HEADER.encode() + "\neast,front,1,1,1,,1,1\neast,caf\xe9,1,1,1,,1,1\n".encode("latin-1"))
    assert problems(lambda: read_answers(path, survey)) == [
        "answers.csv:3:1: not UTF-8 text; save the table as “CSV UTF-8”"
    ]


CELLS = st.sampled_from(["", "1", "3", "5", "dk", "Often", "6", "0", "maybe"])
BAD = {"6", "0", "maybe"}


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # the file is written anew each time
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2).filter(any), min_size=1, max_size=6))
def test_exactly_the_bad_cells_are_told_whatever_stands_around_them(tmp_path, read, cells):
    path = tmp_path / "answers.csv"
    rows = "".join(f"east,front,{a},{b},,,,\n" for a, b in cells)
    try:
        found = read(rows)
    except FaultyFileError as error:
        told = {(problem.line, problem.column) for problem in error.problems}
    else:
        told = set()
        assert len(found) == len(cells)
    with path.open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    bad = {(number, item) for number, row in enumerate(lines, 2) for item in ITEMS if row[item] in BAD}
    assert told == bad


# Into an open round


@pytest.fixture
def opened(tmp_path):
    """A folder with an open round and its answers.csv of three responses."""
    open_round(tmp_path, questionnaire="levels", units=UNITS)
    (tmp_path / "answers.csv").write_text(f"{HEADER}\n" + "east,front,1,2,3,,4,5\n" * 3, encoding="utf-8")
    return tmp_path


def sealed(folder):
    with Store(settings_for(folder).database) as store:
        return len(store.sealed("small"))


def test_entered_answers_are_counted_and_sealed(opened):
    code, said, _ = leadsurvey(opened, "enter", "small", opened / "answers.csv")
    assert (code, said) == (0, "3 responses entered into round 'small' and sealed until it is closed.\n")
    assert sealed(opened) == 3


def test_nothing_is_entered_where_one_cell_is_bad(opened):
    path = opened / "answers.csv"
    path.write_text(path.read_text(encoding="utf-8") + "east,front,1,2,3,,4,50\n", encoding="utf-8")
    code, _, said = leadsurvey(opened, "enter", "small", path)
    assert code == 1
    assert said == f"{path}:5:enable-b: '50' was never offered; {OFFER}\n"
    assert sealed(opened) == 0


def test_the_same_file_is_never_entered_twice_under_any_name(opened):
    again = opened / "copy.csv"
    again.write_bytes((opened / "answers.csv").read_bytes())
    assert leadsurvey(opened, "enter", "small", opened / "answers.csv")[0] == 0
    code, _, said = leadsurvey(opened, "enter", "small", again)
    assert (code, said) == (1, f"{again} was entered before, cell for cell; nothing was entered twice\n")
    assert sealed(opened) == 3


def test_a_second_file_is_added_to_the_first(opened):
    assert leadsurvey(opened, "enter", "small", opened / "answers.csv")[0] == 0
    (opened / "more.csv").write_text(f"{HEADER}\nall,lead,1,2,3,,4,5\n", encoding="utf-8")
    assert leadsurvey(opened, "enter", "small", opened / "more.csv")[0] == 0
    assert sealed(opened) == 4


def test_nothing_is_entered_after_closing(opened):
    assert leadsurvey(opened, "close", "small")[0] == 0
    code, _, said = leadsurvey(opened, "enter", "small", opened / "answers.csv")
    assert (code, said) == (1, "round 'small' is closed; what comes late belongs to the next round\n")
    with Store(settings_for(opened).database) as store:
        assert store.responses("small") == ([], b"")


def test_entered_answers_come_out_as_they_were_when_the_round_is_closed(opened):
    leadsurvey(opened, "enter", "small", opened / "answers.csv")
    leadsurvey(opened, "close", "small")
    with Store(settings_for(opened).database) as store:
        _, survey = standing.stored_round(store, "small")
        numbers, rows = store.responses("small")
    assert [Places(survey).all[number] for number in numbers] == [Place("east", "front")] * 3
    assert memoryview(rows).cast("b").tolist() == [1, 2, 3, UNANSWERED, 4, 5] * 3
