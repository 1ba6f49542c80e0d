"""A table of answers to everything that a questionnaire holds: tasks, predictions, who led, background, comments."""

import pytest

from leadsurvey.responses.body import unpack
from leadsurvey.responses.columns import columns
from leadsurvey.responses.exchange import read_answers
from leadsurvey.rounds.places import Places
from tests.conftest import make_round, problems
from tests.web.site import MANY_KINDS, UNITS

ITEMS = "voice-a,voice-b,voice-c,voice-d,learn-a,learn-b,learn-c,care-a,care-b"
NONE = "," * ITEMS.count(",")


@pytest.fixture
def read(tmp_path):
    (tmp_path / "many.yaml").write_text(MANY_KINDS, encoding="utf-8")
    survey = make_round(tmp_path, questionnaire="many.yaml", units=UNITS)

    def answers(header, *rows):
        path = tmp_path / "answers.csv"
        lines = [f"unit,level,{ITEMS},{header}", *rows]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path, survey

    return answers


def stored(path, survey):
    """(level of the place, {column: code}, comments) of every response."""
    keys = [column.key for column in columns(survey.questionnaire)]
    found = []
    for place, body in read_answers(path, survey):
        codes, comments = unpack(survey.questionnaire, body)
        known = {key: code for key, code in zip(keys, memoryview(codes).cast("b"), strict=True) if code != -128}
        found.append((Places(survey).all[place].level, known, comments))
    return found


def test_every_kind_of_answer_is_taken_from_a_table(read):
    header = "framing-wells.arm,framing-wells,framing-wells.others,ask-help,no-say,who_led,years,better"
    found = stored(*read(
        header,
        f"east,front,{NONE},loss,risky,3,80,,front;citizen,old,Walk-in hours",
        f"house,citizen,{NONE},,,,agree,dk,,,",
        f",,{NONE},1,1,,50,0,lead,,",
    ))  # fmt: skip
    task = {"framing-wells.arm": 2, "framing-wells": 2, "framing-wells.others": 3}
    assert found == [
        ("front", {**task, "ask-help": 80, "who_led": 5, "years": 2}, [("better", "Walk-in hours")]),
        ("citizen", {"ask-help.own": 1, "no-say.own": -1}, []),
        ("", {"framing-wells.arm": 1, "framing-wells": 1, "ask-help": 50, "no-say": 0, "who_led": 2}, []),
    ]


def test_columns_of_tasks_and_of_what_follows_them_may_be_left_out(read):
    assert [codes for _, codes, _ in stored(*read("ask-help", f"east,front,{NONE},7"))] == [{"ask-help": 7}]


@pytest.mark.parametrize(
    ("header", "row", "told"),
    [
        ("framing-wells.arm,framing-wells", "east,front,{},,sure", "answers.csv:2:framing-wells.arm: "),
        ("framing-wells.arm", "east,front,{},both", "answers.csv:2:framing-wells.arm: 'both' was never offered"),
        ("framing-wells.arm", "house,citizen,{},gain", "'framing-wells.arm' is not asked of level 'citizen'"),
        ("ask-help", "east,front,{},agree", "'agree' was never offered; use a whole number from 0 to 100"),
        ("ask-help", "house,citizen,{},80", "'80' was never offered; use 1 (agree) to 2 (disagree)"),
        ("who_led", "east,front,{},mayor", "'mayor' was never offered; use some of front, lead, citizen"),
        ("better", "house,citizen,{},Words", "'better' is not asked of level 'citizen'"),
        ("better", "east,front,{}," + "x" * 2001, "a comment may have 2000 bytes, this one has 2001; shorten it"),
        ("rank-ide", "east,front,{},1", "unknown column 'rank-ide'; did you mean 'rank-idea'?"),
    ],
)
def test_a_bad_cell_of_any_kind_is_told_with_its_cure(read, header, row, told):
    path, survey = read(header, row.format(NONE))
    found = problems(lambda: read_answers(path, survey))
    assert len(found) == 1
    assert told in found[0], found
