"""Tokens, drafts and boxes: what they give away, and what they do not."""

import math
import stat
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey

from leadsurvey.responses.seal import (
    DRAFT_BLOCK,
    KeyLostError,
    Keyring,
    file_mark,
    link_token,
    new_token,
    open_draft,
    open_responses,
    person_mark,
    random_id,
    seal_draft,
    seal_response,
    token_hash,
)

KEY = bytes(PrivateKey.generate())
PUBLIC = bytes(PrivateKey(KEY).public_key)
SECRET = b"s" * 32
OVERHEAD = len(seal_draft("token", {})) - DRAFT_BLOCK
DRAFTS = st.fixed_dictionaries(
    {"answers": st.dictionaries(st.text(min_size=1, max_size=20), st.integers(-128, 126), max_size=400)},
    optional={"unit": st.text(), "level": st.text()},
)


@pytest.fixture
def keys(tmp_path):
    return Keyring(tmp_path / "keys")


@given(DRAFTS)
def test_a_draft_comes_back_as_it_went_in(draft):
    assert open_draft("token", seal_draft("token", draft)) == draft


@given(DRAFTS)
def test_a_drafts_size_is_a_number_of_whole_blocks(draft):
    assert (len(seal_draft("token", draft)) - OVERHEAD) % DRAFT_BLOCK == 0


def test_a_draft_of_the_usual_length_has_one_size_from_the_first_answer_to_the_last():
    drafts = [{"answers": {f"capability-{n}": -128 for n in range(count)}, "unit": "x" * 60} for count in range(100)]
    assert len({len(seal_draft("token", draft)) for draft in drafts}) == 1


def test_a_draft_cannot_be_opened_without_its_token():
    sealed = seal_draft("token", {"answers": {"voice-a": 3}})
    for other in ("", "Token", "token ", token_hash("token"), new_token()):
        with pytest.raises(CryptoError):
            open_draft(other, sealed)


def test_the_same_draft_never_looks_the_same_twice():
    assert len({seal_draft("token", {"answers": {"voice-a": 3}}) for _ in range(50)}) == 50


def test_a_draft_that_was_tampered_with_is_refused():
    sealed = bytearray(seal_draft("token", {"answers": {"voice-a": 3}}))
    sealed[len(sealed) // 2] ^= 1
    with pytest.raises(CryptoError):
        open_draft("token", bytes(sealed))


def test_no_draft_is_an_empty_one():
    assert open_draft("token", None) == {}


@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.binary(min_size=6, max_size=6)), max_size=30))
def test_boxes_give_back_the_responses_that_went_in(responses):
    boxes = [seal_response(PUBLIC, place, row) for place, row in responses]
    assert Counter(open_responses(KEY, boxes)) == Counter(responses)
    assert len({len(box) for box in boxes}) <= 1


def test_each_response_is_read_before_the_next_is_opened():
    read = []

    def boxes():
        for number in range(3):
            assert read == [b"row"] * number
            yield seal_response(PUBLIC, number, b"row")

    assert sorted(open_responses(KEY, boxes(), lambda row: read.append(row) or len(row))) == [(0, 3), (1, 3), (2, 3)]


def test_equal_responses_have_different_boxes():
    assert len({seal_response(PUBLIC, 1, b"same") for _ in range(50)}) == 50


def test_boxes_are_opened_in_an_order_of_chance():
    boxes = [seal_response(PUBLIC, number, b"") for number in range(30)]
    orders = {tuple(place for place, _ in open_responses(KEY, boxes)) for _ in range(20)}
    assert len(orders) == 20
    assert tuple(range(30)) not in orders


def test_a_box_does_not_open_with_another_key():
    boxes = [seal_response(PUBLIC, 1, b"row")]
    with pytest.raises(KeyLostError, match="not the key of the round"):
        open_responses(bytes(PrivateKey.generate()), boxes)


def test_a_token_has_160_bits_in_letters_that_can_be_copied_by_hand():
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert {len(token) for token in tokens} == {32}
    assert set("".join(tokens)) == set("abcdefghijklmnopqrstuvwxyz234567")


def test_a_personal_link_is_always_the_same_and_hangs_on_the_secret_and_the_person():
    links = {link_token(secret, number) for secret in (SECRET, b"t" * 32) for number in range(100)}
    assert len(links) == 200
    assert link_token(SECRET, 7) == link_token(SECRET, 7)


def test_a_hash_of_a_token_is_no_key_of_its_draft():
    assert len(token_hash("token")) == 64
    assert token_hash("token") != token_hash("tokem")
    assert token_hash("token")[:32].encode() not in seal_draft("token", {})


def test_a_person_is_known_again_however_the_address_is_written_but_not_without_the_secret():
    marks = {person_mark(SECRET, "small", address) for address in ("Ann@example.org", " ann@EXAMPLE.org ")}
    assert len(marks) == 1
    assert person_mark(b"t" * 32, "small", "ann@example.org") not in marks
    assert person_mark(SECRET, "large", "ann@example.org") not in marks


def test_a_file_is_known_again_but_not_without_the_secret():
    assert file_mark(SECRET, b"answers") == file_mark(SECRET, b"answers")
    assert len({file_mark(secret, data) for secret in (SECRET, b"t" * 32) for data in (b"answers", b"answer")}) == 4


def test_keys_of_rows_tell_no_order():
    ids = [random_id() for _ in range(2000)]
    assert len(set(ids)) == 2000
    assert max(ids) < 2**62
    rising = sum(one < two for one, two in pairwise(ids))
    assert abs(rising - 1000) < 6 * math.sqrt(2000 / 12)


def test_keys_are_readable_by_their_owner_only(keys):
    keys.make_secret(keys.folder.parent / "data")
    keys.new_round_keys("small")
    assert stat.S_IMODE(keys.folder.stat().st_mode) == 0o700
    files = list(keys.folder.iterdir())
    assert len(files) == 4, "the server's, two of the round, and whose they are"
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_a_key_that_is_there_is_never_overwritten(keys):
    keys.make_secret(keys.folder.parent / "data")
    public, secret, links = keys.new_round_keys("small"), keys.secret(), keys.link_secret("small")
    keys.make_secret(keys.folder.parent / "data")
    assert (keys.new_round_keys("small"), keys.secret(), keys.link_secret("small")) == (public, secret, links)


def test_destroyed_keys_are_gone_and_those_of_other_rounds_stay(keys):
    keys.make_secret(keys.folder.parent / "data")
    keys.new_round_keys("small")
    keys.new_round_keys("large")
    keys.destroy_round_keys("small")
    for read in (keys.round_key, keys.link_secret):
        with pytest.raises(KeyLostError, match="small"):
            read("small")
        assert len(read("large")) == 32
    assert len(keys.secret()) == 32
    keys.destroy_round_keys("small")  # a second time is as good as the first


def test_a_lost_secret_is_said_and_not_replaced_in_silence(keys):
    with pytest.raises(KeyLostError, match="from its backup"):
        keys.secret()
    assert not keys.folder.exists()
