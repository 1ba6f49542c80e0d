"""Which answers are on offer, and the pages a level sees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsurvey.questionnaire.load import load
from leadsurvey.responses.model import OPT_OUT, UNANSWERED, NotOfferedError, code_of, pages
from tests.conftest import TINY

TWO_SCALES = load(TINY / "two-scales.yaml")[0]
LEVELS = load(TINY / "levels.yaml")[0]
PAGES = load(TINY / "pages.yaml")[0]
VOICE, _, TRUST = TWO_SCALES.items


@pytest.mark.parametrize(
    ("item", "written", "code"),
    [
        (VOICE, "1", 1), (VOICE, "3", 3), (VOICE, "Never", 1), (VOICE, "Always", 3), (VOICE, "dk", OPT_OUT),
        (VOICE, "", UNANSWERED), (TRUST, "7", 7), (TRUST, "Half", 4), (TRUST, "", UNANSWERED),
    ],
)  # fmt: skip
def test_an_answer_is_a_number_an_options_own_words_an_opt_out_or_nothing(item, written, code):
    assert code_of(item, written) == code


@pytest.mark.parametrize(
    ("item", "written"),
    [
        (VOICE, word)
        for word in (
            "0",
            "4",
            "-1",
            "1.0",
            "01",
            "+1",
            " 1",
            "never",
            "I can’t say",
            "DK",
            "½",
            "\N{FULLWIDTH DIGIT ONE}",
            "-128",
        )
    ]
    + [(TRUST, word) for word in ("8", "dk", "Never")],
)
def test_what_was_never_offered_is_refused(item, written):
    with pytest.raises(NotOfferedError):
        code_of(item, written)


def test_a_refusal_says_what_was_on_offer():
    with pytest.raises(NotOfferedError, match=r"^use 1 \(Never\) to 3 \(Always\), or dk for “I can’t say”$"):
        code_of(VOICE, "9")
    with pytest.raises(NotOfferedError, match=r"^use 1 \(Not at all\) to 7 \(Fully\)$"):
        code_of(TRUST, "9")


@given(st.text())
def test_any_text_is_an_answer_on_offer_or_refused(written):
    offered = {"", "dk", "1", "2", "3", *VOICE.scale.options}
    try:
        code = code_of(VOICE, written)
    except NotOfferedError:
        assert written not in offered
    else:
        assert written in offered
        assert code in {1, 2, 3, OPT_OUT, UNANSWERED}


def items_of(found):
    return [[item.id for item in page.items] for page in found]


def test_each_level_sees_the_pages_that_hold_something_for_it():
    assert items_of(pages(LEVELS, "front")) == [["voice-a", "voice-b", "voice-c"], ["enable-a", "enable-b"]]
    assert items_of(pages(LEVELS, "partner")) == [["voice-a", "voice-b", "voice-c"]]
    assert items_of(pages(LEVELS, "citizen")) == [["voice-citizen"]]


def test_who_would_rather_not_say_sees_what_all_staff_are_asked():
    assert items_of(pages(LEVELS, None)) == [["voice-a", "voice-b", "voice-c"], ["enable-a", "enable-b"]]


def test_capabilities_under_the_same_stem_are_one_block_in_the_order_of_the_page():
    (page,) = pages(PAGES, "front")
    assert page.title == "First page"
    assert [(block.stem, [item.id for item in block.items]) for block in page.blocks] == [
        ("How often in {about}?", ["learn-a", "voice-a"]),
        ("How true?", ["grow-a"]),
    ]
    (page,) = pages(PAGES, "citizen")
    assert [(block.stem, [item.id for item in block.items]) for block in page.blocks] == [
        ("How often with {about}?", ["voice-z"])
    ]
