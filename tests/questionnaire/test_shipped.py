"""The questionnaire that comes with the product keeps what its description promises."""

from typing import get_args

import pytest

from leadsurvey.questionnaire.grammar import RuleName
from leadsurvey.questionnaire.load import load, load_with_places
from leadsurvey.questionnaire.notes import of_questionnaire
from leadsurvey.questionnaire.translate import translations
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
    scored = [item for capability in shipped.capabilities.values() for item in capability.items]
    assert sum(shipped.asks(item, level) for item in scored) == count


def test_those_who_lead_rate_themselves_once_on_each_leadership_capability(shipped):
    rated = {name: part.self_rating.asked for name, part in shipped.capabilities.items() if part.self_rating}
    assert rated == dict.fromkeys(LEADERSHIP, ("lead", "senior"))


def test_there_are_eight_tasks_and_as_many_statements_for_as_against(shipped):
    assert [task.score.measure for task in shipped.tasks] == [*["share"] * 3, "anchoring", *["share"] * 3, "ratio"]
    directions = [statement.direction for statement in shipped.predictions.statements]
    assert (len(directions), sum(directions)) == (6, 0)
    assert (shipped.predictions.of, shipped.predictions.asked) == ("citizen", ("front", "lead", "senior"))


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
            if shipped.asks(item, level) and not item.id.endswith("-self"):
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
    foundations = [entry.capability for entry in shipped.recommendations if entry.rule == "foundation"]
    assert foundations == [*LEADERSHIP, *BIAS]


def test_there_is_a_practice_for_every_rule_but_that_of_a_second_round(shipped):
    assert {entry.rule for entry in shipped.recommendations} == {*get_args(RuleName)} - {"drop"}


@pytest.mark.parametrize("name", ["pulse", "citizen-voice", "team-conversation", "bias-tasks"])
def test_what_two_questionnaires_share_is_word_for_word_the_same(shipped, name):
    """An item's id never changes meaning."""
    other = load(SHIPPED / f"{name}.yaml")[0]
    items = {item.id: item for item in shipped.items}
    for item in other.items:
        if item.id in items:
            assert (item.text, item.reverse) == (items[item.id].text, items[item.id].reverse)
            assert item.wording.items() <= items[item.id].wording.items()
    assert all(task in shipped.tasks for task in other.tasks)
    if other.predictions:
        assert other.predictions.statements == shipped.predictions.statements


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_no_shipped_file_has_a_warning_that_it_does_not_accept(path):
    loaded = load_with_places(path, SHIPPED)
    progress = translations(path, loaded.keys, SHIPPED).progress
    assert [str(note) for note in of_questionnaire(path, loaded, progress) if not note.accepted] == []


def test_an_id_means_the_same_in_every_shipped_file():
    met = {}
    for path in sorted(SHIPPED.glob("*.yaml")):
        for item in load(path, SHIPPED)[0].items:
            first = met.setdefault(item.id, item)
            assert (item.text, item.reverse) == (first.text, first.reverse)
            assert all(first.wording.get(level, text) == text for level, text in item.wording.items())


def test_every_scale_lets_people_say_that_they_cannot_say(shipped):
    assert {item.scale.opt_out for item in shipped.items} == {"I can’t say"}
