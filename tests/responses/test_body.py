"""The body of a sealed response: one length, whatever somebody wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsurvey.questionnaire.load import load
from leadsurvey.responses.body import LONGEST_COMMENT, TooLongError, pack, unpack
from leadsurvey.responses.columns import columns, to_codes
from leadsurvey.responses.model import UNANSWERED
from tests.conftest import TINY

BEYOND = load(TINY / "beyond-items.yaml")[0]
ITEMS = load(TINY / "one-scale.yaml")[0]
QUESTION = BEYOND.comments[0].id
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=400).map(str.strip)


@given(TEXTS)
def test_a_comment_comes_back_as_it_was_written_and_an_empty_one_is_none(text):
    codes, comments = unpack(BEYOND, pack(BEYOND, {}, {QUESTION: text}))
    assert comments == ([(QUESTION, text)] if text else [])
    assert codes == to_codes(BEYOND, {})


@given(TEXTS)
def test_every_body_of_a_questionnaire_has_one_length(text):
    assert len(pack(BEYOND, {}, {QUESTION: text})) == len(pack(BEYOND, {}, {}))


def test_a_comment_that_fills_its_slot_fits_and_one_byte_more_does_not():
    assert unpack(BEYOND, pack(BEYOND, {}, {QUESTION: "x" * LONGEST_COMMENT}))[1] == [(QUESTION, "x" * LONGEST_COMMENT)]
    with pytest.raises(TooLongError, match="2000 bytes, this one has 2001"):
        pack(BEYOND, {}, {QUESTION: "x" * (LONGEST_COMMENT + 1)})


def test_a_body_of_items_alone_that_an_earlier_version_sealed_is_still_read():
    codes, comments = unpack(BEYOND, b"\x01\x02")
    assert comments == []
    assert codes == b"\x01\x02" + bytes([UNANSWERED % 256]) * (len(columns(BEYOND)) - 2)
    assert unpack(ITEMS, b"\x03" * len(ITEMS.items)) == (b"\x03" * len(ITEMS.items), [])
