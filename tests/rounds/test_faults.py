"""Faults of a round file, its units and its people, each with place and cure, all in one run."""

import pytest

from leadsurvey.rounds.load import load
from leadsurvey.rounds.people import read_people
from leadsurvey.rounds.sheet import LARGEST
from tests.conftest import SHIPPED, make_round, problems, write_round

HEADER = "unit,parent,name,front\nall,,The whole house,40\n"


@pytest.fixture
def faults(tmp_path):
    """Give what is reported on a round with these keys; `without` names keys to leave out."""

    def faults_of(*, without=(), **keys):
        path = write_round(tmp_path, **keys)
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if line.split(":")[0] not in without), encoding="utf-8")
        return problems(lambda: load(path, SHIPPED))

    return faults_of


def test_a_table_that_cannot_be_the_one_meant_is_refused_before_it_fills_the_memory(tmp_path):
    survey = make_round(tmp_path, questionnaire="levels")
    path = tmp_path / "people.csv"
    path.write_text(",".join(f"c{number}" for number in range(6000)), encoding="utf-8")
    assert ["more than 5000 columns" in fault for fault in problems(lambda: read_people(path, survey))] == [True]
    path.write_text("email,unit,level\n" + "x,y,z\n" * 5000, encoding="utf-8")
    told = problems(lambda: read_people(path, survey))
    assert len(told) == 1001
    assert "more than 1000 faults; what follows was not read" in told[-1]
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    assert ["more than 250 MB" in fault for fault in problems(lambda: read_people(path, survey))] == [True]


def test_a_round_without_fault_is_read(faults):
    assert faults() == []


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"closes": "2025-12-31"},
         "4:9: the round closes on 2025-12-31, before it opens on 2026-01-01; correct one of the two dates"),
        ({"opens": "2026-02-30"},
         "3:8: 'opens' must be a day, but reads '2026-02-30'; write it as 2027-03-19, without quotes"),
        ({"opens": "'2026-02-03'"},
         "3:8: 'opens' must be a day, but reads '2026-02-03'; write it as 2027-03-19, without quotes"),
        ({"timezone": "Europe/Londn"}, "5:11: unknown time zone 'Europe/Londn'; did you mean 'Europe/London'?"),
        ({"timezone": "Xyzzy"}, "5:11: unknown time zone 'Xyzzy'; write it as Europe/London or Africa/Nairobi"),
        ({"questionnaire": "distributed-leadershp"}, None),
        ({"minimum_group": 4}, "7:16: 'minimum_group' reads 4: input should be greater than or equal to 5; correct it"),
        ({"invitations": "public"}, "7:14: 'public' is not known as 'invitations'; use one of: personal, open"),
        ({"languages": "[en, fr]"}, "7:17: the questionnaire is not translated into 'fr'; it is there in: en"),
        ({"texts": "{organisatoin: us}"},
         "7:9: no text of the questionnaire uses {organisatoin}; did you mean 'organisation'?"),
        ({"texts": "{contact: 'Ask {team}'}"}, "7:18: nothing fills {team} here; write the words themselves"),
        ({"closing": "2027-01-01"}, "7:1: unknown key 'closing'; did you mean 'closes'?"),
        ({"round": "a/b"}, "1:8: 'a/b' cannot be used as a name here; use letters, digits, - and _ only"),
        ({"without": ["closes"]}, "1:1: key 'closes' is missing; add it"),
    ],
)  # fmt: skip
def test_a_fault_of_the_round_file_is_told_where_it_stands(faults, keys, said):
    if said is None:
        said = f"2:16: there is no questionnaire '{keys['questionnaire']}' here; did you mean 'distributed-leadership'?"
    assert faults(**keys) == [f"round.yaml:{said}"]


def test_a_missing_table_of_units_is_told(tmp_path):
    path = write_round(tmp_path)
    (tmp_path / "units.csv").unlink()
    said = "units.csv:1:1: cannot be read (No such file or directory); check the name and the folder"
    assert problems(lambda: load(path, SHIPPED)) == [said]


@pytest.mark.parametrize(
    ("units", "said"),
    [
        (HEADER + "east,al,East,20\n", ["3:parent: unknown unit 'al'; did you mean 'all'?"]),
        (HEADER + "east,,East,20\n",
         ["3:parent: 2 units have no parent; leave it empty for the whole organisation only"]),
        (HEADER + "a,b,A,5\nb,a,B,5\n",
         ["3:parent: a unit is above itself: a > b > a; correct one of these parents"]),
        (HEADER + "a,a,A,5\n", ["3:parent: a unit is above itself: a > a; correct one of these parents"]),
        (HEADER + "a,all,A,5\na,all,B,5\n", ["4:unit: unit 'a' is on line 3 already; give it another id"]),
        (HEADER + "a,all,A,-5\nb,all,B,many\nc,all,C,2.5\n", [
            "3:front: '-5' is not a number of people; write a whole number, or leave it empty",
            "4:front: 'many' is not a number of people; write a whole number, or leave it empty",
            "5:front: '2.5' is not a number of people; write a whole number, or leave it empty",
        ]),
        (HEADER + "a,all,A\n",
         ["3:3: 3 cells where the header has 4; put text with commas in quotes; add what is missing"]),
        (HEADER + "a,all,A, the first,5\n",
         ["3:5: 5 cells where the header has 4; put text with commas in quotes; add what is missing"]),
        (HEADER + ",all,A,5\nb,all,,5\n", [
            "3:unit: the cell is empty; every unit needs its unit",
            "4:name: the cell is empty; every unit needs its name",
        ]),
        ("unit,parent,name,frnt\nall,,A,1\n", ["1:4: unknown column 'frnt'; did you mean 'front'?"]),
        ("unit,parent,front,front\nall,,1,1\n",
         ["1:4: column 'front' is there twice; keep one",
          "1:name: column 'name' is missing; add it to the first line"]),
        ("unit,parent,name,front\n", ["1:1: there is no unit; add a row for the whole organisation"]),
        ("", ["1:1: the file is empty; the first line names the columns"]),
        (HEADER + 'a,all,"A,5\n',
         ["3:1: not readable as CSV (unexpected end of data); check the quotes on this line"]),
        (HEADER + '"a\nb",al,A,5\nc,xyz,C,5\n', [
            "3:parent: unknown unit 'al'; did you mean 'all'?", "5:parent: unknown unit 'xyz'; use one of: all, a b, c",
        ]),
    ],
)  # fmt: skip
def test_a_fault_of_the_units_is_told_by_row_and_column(faults, units, said):
    assert faults(units=units) == [f"units.csv:{fault}" for fault in said]


def test_units_that_are_not_utf8_are_told_with_their_line(tmp_path):
    path = write_round(tmp_path)
    (tmp_path / "units.csv").write_bytes((HEADER + "caf\xe9,all,A,5\n").encode("latin-1"))
    said = "units.csv:3:1: not UTF-8 text; save the table as “CSV UTF-8”"
    assert problems(lambda: load(path, SHIPPED)) == [said]


def test_the_faults_of_all_three_files_are_told_in_one_run(tmp_path):
    path = write_round(tmp_path, minimum_group=4, closes="2025-01-01", languages="[fr]", units=HEADER + "a,b,A,x\n")
    before = problems(lambda: load(path, SHIPPED))
    assert [fault.split(": ")[0] for fault in before] == [
        "round.yaml:4:9", "round.yaml:7:16", "round.yaml:8:13", "units.csv:3:front", "units.csv:3:parent",
    ]  # fmt: skip
    questionnaire = tmp_path / "one-scale.yaml"
    text = questionnaire.read_text(encoding="utf-8").replace("voice-b:", "voice b:")
    questionnaire.write_text(text, encoding="utf-8")
    column = text.splitlines()[6].index("voice b:") + 1
    now = problems(lambda: load(path, SHIPPED))
    assert [fault.split(": ")[0] for fault in now] == [
        f"one-scale.yaml:7:{column}",
        "round.yaml:4:9",
        "round.yaml:7:16",
    ]


@pytest.mark.parametrize(
    "units",
    [
        "unit;parent;name;front\nall;;The whole house;40\neast;all;East;20\n",
        "unit\tparent\tname\tfront\nall\t\tThe whole house\t40\neast\tall\tEast\t20\n",
        "\ufeffunit,parent,name,front\nall,,The whole house,40\neast,all,East,20\n",
        "unit,parent,name,front\r\nall,,The whole house,40\r\neast,all,East,20\r\n",
        "name, front ,unit,parent\nEast,20,east,all\n,,,\n\nThe whole house, 40 ,all,\n",
    ],
)
def test_semicolons_tabs_a_mark_windows_lines_spaces_and_order_of_columns_change_nothing(tmp_path, units):
    survey = make_round(tmp_path, units=units)
    assert list(survey.units) == ["all", "east"]
    assert [unit.heads["front"] for unit in survey.units.values()] == [40, 20]


def test_a_name_may_hold_commas_quotes_and_any_line_break(tmp_path):
    name = 'East, "old"\u2028wing\x0bof\x85the house'
    cell = name.replace('"', '""')
    survey = make_round(tmp_path, units=f'{HEADER}east,all,"{cell}",20\nwest,all,West\u2028wing,20\n')
    assert survey.units["east"].name == name
    assert survey.units["west"].heads["front"] == 20


# People


PEOPLE = "email,unit,level,language\n"


@pytest.fixture
def people(tmp_path):
    survey = make_round(tmp_path, questionnaire="levels")
    path = tmp_path / "people.csv"

    def read(text):
        path.write_text(text, encoding="utf-8", newline="")
        return read_people(path, survey)

    return read


def test_people_are_read_with_the_rounds_first_language_where_none_is_given(people):
    (ada, bo) = people(PEOPLE + "ada@example.org,east,front,en\n Bo@example.org ,west,lead,\n")
    assert (ada.email, ada.unit, ada.level, ada.language) == ("ada@example.org", "east", "front", "en")
    assert (bo.email, bo.unit, bo.level, bo.language) == ("Bo@example.org", "west", "lead", "en")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("ada@example.org,eats,front,\n", ["2:unit: unknown unit 'eats'; did you mean 'east'?"]),
        ("ada@example.org,east,frnt,\n", ["2:level: unknown level 'frnt'; did you mean 'front'?"]),
        ("ada@example.org,,,\n", [
            "2:unit: unknown unit ''; use one of: all, east, west",
            "2:level: unknown level ''; use one of: front, lead, senior, partner, citizen",
        ]),
        ("ada@example.org,east,front,fr\n", ["2:language: 'fr' is not a language of this round; use one of: en"]),
        ("a@example.org,east,front,\nb@example.org,east,front,\nA@Example.org,west,lead,\n",
         ["4:email: 'A@Example.org' is on line 2 already; one invitation is enough"]),
        ("ada@example.org,eats,frnt,\nada.example.org,east,front,\n", [
            "2:unit: unknown unit 'eats'; did you mean 'east'?",
            "2:level: unknown level 'frnt'; did you mean 'front'?",
            "3:email: 'ada.example.org' is not an e-mail address; write it as name@example.org",
        ]),
    ],
)  # fmt: skip
def test_faults_of_people_are_told_by_row_and_column_all_at_once(people, rows, said):
    assert problems(lambda: people(PEOPLE + rows)) == [f"people.csv:{fault}" for fault in said]


@pytest.mark.parametrize(
    "address",
    [
        "ada", "ada@", "ada@example", "ada@@example.org", "a da@example.org", "Ada <ada@example.org>",
        "ada@example.org;bo@example.org", "ada@example.org\nBcc: all@example.org",
        "ada@example.org\r\nBcc:all@example.org",
        "ada\u2028@example.org",
    ],
)  # fmt: skip
def test_what_is_no_single_address_is_refused_and_told_in_one_line(people, address):
    (said,) = problems(lambda: people(f'{PEOPLE}"{address}",east,front,\n'))
    shown = "".join(sign if sign.isprintable() else " " for sign in address)
    assert said == f"people.csv:2:email: '{shown}' is not an e-mail address; write it as name@example.org"


def test_a_missing_column_of_people_is_told(people):
    assert problems(lambda: people("email,unit\n")) == [
        "people.csv:1:level: column 'level' is missing; add it to the first line"
    ]
