"""The columns of a response: what each takes from a form, a table or paper, and in which order they are stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsurvey.questionnaire.load import load
from leadsurvey.responses.columns import WHO_LED, columns, ticked, to_codes
from leadsurvey.responses.model import OPT_OUT, UNANSWERED, NotOfferedError
from tests.conftest import TINY
from tests.web.site import MANY_KINDS


@pytest.fixture(scope="module")
def questionnaire(tmp_path_factory):
    path = tmp_path_factory.mktemp("columns") / "many.yaml"
    path.write_text(MANY_KINDS, encoding="utf-8")
    return load(path)[0]


@pytest.fixture(scope="module")
def by_key(questionnaire):
    return {column.key: column for column in columns(questionnaire)}


def test_columns_come_in_a_fixed_order_items_first(questionnaire):
    keys = [column.key for column in columns(questionnaire)]
    assert keys[:9] == [item.id for item in questionnaire.items]
    assert keys[9:] == [
        "framing-wells.arm", "framing-wells", "framing-wells.others", "anchor-share.arm", "anchor-share.side",
        "anchor-share", "rank-idea.arm", "rank-idea", "ask-help", "no-say", "ask-help.own", "no-say.own", "who_led",
        "years",
    ]  # fmt: skip
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("key", "written", "code"),
    [
        ("voice-a", "4", 4), ("voice-a", "dk", OPT_OUT), ("voice-a", "", UNANSWERED),
        ("framing-wells.arm", "gain", 1), ("framing-wells.arm", "loss", 2), ("framing-wells.arm", "2", 2),
        ("framing-wells", "sure", 1), ("framing-wells", "2", 2), ("framing-wells.others", "0", 0),
        ("framing-wells.others", "10", 10), ("anchor-share", "100", 100), ("rank-idea", "5", 5),
        ("rank-idea", "dk", OPT_OUT), ("who_led", "1;3", 5),
        ("ask-help", "0", 0), ("ask-help", "100", 100), ("ask-help", "٤٢", 42), ("ask-help", "", UNANSWERED),
        ("ask-help.own", "agree", 1), ("ask-help.own", "disagree", 2), ("ask-help.own", "dk", OPT_OUT),
        ("who_led", "front", 1), ("who_led", "front;citizen", 5), ("who_led", "lead front", 3),
        ("who_led", "", UNANSWERED),
        ("years", "old", 2), ("years", "dk", OPT_OUT),
    ],
)  # fmt: skip
def test_a_column_takes_what_is_on_offer(by_key, key, written, code):
    assert by_key[key].read(written) == code


@pytest.mark.parametrize(
    ("key", "written", "said"),
    [
        ("framing-wells", "dk", "use 1 (sure) to 2 (risky)"),
        ("framing-wells.arm", "dk", "use 1 (gain) to 2 (loss)"),
        ("framing-wells.others", "11", "use a whole number from 0 to 10"),
        ("ask-help", "101", "use a whole number from 0 to 100"),
        ("ask-help", "-1", "use a whole number from 0 to 100"),
        ("ask-help", "12.5", "use a whole number from 0 to 100"),
        ("ask-help", "²", "use a whole number from 0 to 100"),
        ("ask-help", "agree", "use a whole number from 0 to 100"),
        ("ask-help.own", "50", "use 1 (agree) to 2 (disagree), or dk for “I can’t say”"),
        ("who_led", "front;front", "use some of front, lead, citizen or 1 to 3, each once, parted by ;"),
        ("who_led", "mayor", "use some of front, lead, citizen or 1 to 3, each once, parted by ;"),
        ("years", "3", "use 1 (new) to 2 (old), or dk for “I’d rather not say”"),
    ],
)
def test_a_column_refuses_what_was_never_offered_and_says_what_was(by_key, key, written, said):
    with pytest.raises(NotOfferedError) as refused:
        by_key[key].read(written)
    assert str(refused.value) == said


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused_and_every_code_fits_a_byte(written):
    path = TINY / "beyond-items.yaml"
    for column in columns(load(path)[0]):
        try:
            assert column.read(written) in {*range(127), OPT_OUT, UNANSWERED}
        except NotOfferedError:
            assert written


def test_statements_are_predicted_by_some_and_answered_by_others(questionnaire, by_key):
    assert by_key["ask-help"].name == by_key["ask-help.own"].name == "ask-help"
    assert by_key["ask-help"].is_asked(questionnaire, "front")
    assert by_key["ask-help"].is_asked(questionnaire, None)
    assert not by_key["ask-help"].is_asked(questionnaire, "citizen")
    assert by_key["ask-help.own"].is_asked(questionnaire, "citizen")
    assert not by_key["ask-help.own"].is_asked(questionnaire, None)


@given(st.sets(st.sampled_from(["front", "lead", "citizen"]), min_size=1))
def test_a_set_comes_back_from_its_code(chosen):
    choices = {"front": "", "lead": "", "citizen": ""}
    code = sum(1 << list(choices).index(name) for name in chosen)
    assert set(ticked(choices, code)) == chosen
    assert ticked(choices, UNANSWERED) == []


@given(st.dictionaries(st.sampled_from(["voice-a", "framing-wells", "ask-help", WHO_LED]), st.integers(-1, 126)))
def test_a_response_is_one_signed_byte_a_column(questionnaire, answers):
    codes = memoryview(to_codes(questionnaire, answers)).cast("b").tolist()
    assert codes == [answers.get(column.key, UNANSWERED) for column in columns(questionnaire)]
