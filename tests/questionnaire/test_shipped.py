"""The questionnaire that comes with the product keeps what its description promises."""

import pytest

from leadsurvey.questionnaire.load import load
from leadsurvey.responses.model import pages
from tests.conftest import SHIPPED

LEADERSHIP = ("local", "enable", "coprod", "insight", "learn", "voice", "bridge", "grow")
BIAS = ("social", "models", "bandwidth", "guard")


@pytest.fixture(scope="module")
def shipped():
    return load(SHIPPED / "distributed-leadership.yaml")[0]


def test_it_measures_eight_capabilities_of_leadership_and_four_of_bias(shipped):
    parts = {name: capability.part for name, capability in shipped.capabilities.items()}
    assert parts == dict.fromkeys(LEADERSHIP, "leadership") | dict.fromkeys(BIAS, "bias")


@pytest.mark.parametrize(
    ("level", "count"), [("front", 44), ("lead", 44), ("senior", 44), ("partner", 30), ("citizen", 14)]
)
def test_each_level_is_asked_its_number_of_items(shipped, level, count):
    assert sum(shipped.asks(item, level) for item in shipped.items) == count


@pytest.mark.parametrize("level", ["front", "lead", "senior", "partner", "citizen"])
def test_every_item_of_a_level_is_on_one_page_of_it(shipped, level):
    shown = [item.id for page in pages(shipped, level) for item in page.items]
    assert sorted(shown) == sorted(item.id for item in shipped.items if shipped.asks(item, level))


def test_each_scale_has_one_reversed_item_for_staff_and_none_for_citizens(shipped):
    for capability in shipped.capabilities.values():
        assert sum(item.reverse for item in capability.items if "front" in item.asked) == 1
        assert not any(item.reverse for item in capability.items if "citizen" in item.asked)


def test_senior_leaders_and_partners_have_their_own_wording_of_every_item_they_are_asked(shipped):
    for item in shipped.items:
        for level in ("senior", "partner"):
            if shipped.asks(item, level):
                assert item.wording[level] != item.text


def test_what_citizens_are_asked_is_asked_of_nobody_else(shipped):
    for item in shipped.items:
        assert ("citizen" in item.asked) == (item.asked == ("citizen",)) == ("-citizen-" in item.id)


def test_partners_are_never_counted_as_staff(shipped):
    assert shipped.staff == ("front", "lead", "senior")
    assert not shipped.levels["partner"].reference


def test_every_capability_has_words_for_each_band_and_one_practice_to_try(shipped):
    bands = [band.id for band in shipped.bands]
    assert all(list(capability.bands) == bands for capability in shipped.capabilities.values())
    assert [entry.capability for entry in shipped.recommendations] == [*LEADERSHIP, *BIAS]


def test_every_scale_lets_people_say_that_they_cannot_say(shipped):
    assert {item.scale.opt_out for item in shipped.items} == {"I can’t say"}
