"""Every passage that people read is known by a name that stays, and can be written anew."""

import pytest

from leadsurvey.questionnaire.keys import Prose
from leadsurvey.questionnaire.load import load
from leadsurvey.questionnaire.prose import passages, rewritten
from tests.conftest import SHIPPED, TINY

FILES = [*TINY.glob("*.yaml"), *SHIPPED.glob("*.yaml")]


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def keys(request):
    return load(request.param, SHIPPED)[1]


def test_no_two_passages_have_the_same_name(keys):
    names = [passage.context for passage in passages(keys)]
    assert len(set(names)) == len(names)


def test_each_passage_is_written_anew_under_its_own_name(keys):
    upper = rewritten(keys, lambda context, text: f"{context}: {text}")
    assert [passage.text for passage in passages(upper)] == [
        f"{passage.context}: {passage.text}" for passage in passages(keys)
    ]
    assert rewritten(upper, lambda context, text: text.removeprefix(f"{context}: ")) == keys


def test_what_is_stored_and_read_again_has_the_same_passages(keys):
    again = type(keys).model_validate_json(keys.model_dump_json())
    assert list(passages(again)) == list(passages(keys))


def test_ids_and_remarks_for_organisers_are_no_passages():
    keys = load(TINY / "every-key.yaml")[1]
    texts = {passage.text for passage in passages(keys)}
    assert {keys.purpose, *keys.sources, *keys.history.values(), keys.questionnaire}.isdisjoint(texts)
    assert all(type(passage.text) is Prose for passage in passages(keys))
