"""What a questionnaire file becomes: every default filled in, every word as it was written."""

import pytest

from leadsurvey.questionnaire.load import load
from tests.conftest import TINY


def tiny(name):
    return load(TINY / f"{name}.yaml")[0]


@pytest.mark.parametrize("path", sorted(TINY.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_questionnaire_of_the_tests_is_without_fault(path):
    assert load(path)[0].levels


def test_words_that_look_like_switches_or_numbers_stay_words():
    questionnaire = tiny("bare-words")
    (capability,) = questionnaire.capabilities.values()
    assert capability.id == "1"
    assert capability.title == "2027-02-30"
    assert [(item.id, item.text) for item in capability.items] == [("1", "Why?"), ("no", "No")]
    assert capability.items[0].scale.options == ("yes", "no", "on", "off", "No", "Yes")


def test_a_capability_of_one_part_belongs_to_the_whole():
    questionnaire = tiny("one-scale")
    assert questionnaire.parts == {"": "One scale"}
    assert questionnaire.capabilities["voice"].part == ""


def test_bands_that_nobody_wrote_are_the_usual_four():
    bands = tiny("one-scale").bands
    assert [(band.id, band.start) for band in bands] == [
        ("starting", 0), ("emerging", 40), ("established", 60), ("embedded", 80),
    ]  # fmt: skip


def test_without_sections_each_capability_is_a_page():
    assert [(page.title, page.capabilities) for page in tiny("levels").sections] == [
        ("Voice", ("voice",)),
        ("Enabling", ("enable",)),
    ]


def test_staff_are_the_levels_that_are_neither_references_nor_set_apart():
    assert tiny("levels").staff == ("front", "lead", "senior")


def test_an_item_is_asked_of_whom_it_names_else_of_whom_its_capability_names_else_of_all_but_references():
    asked = {item.id: item.asked for item in tiny("levels").items}
    assert asked["voice-citizen"] == ("citizen",)
    assert asked["enable-a"] == ("front", "lead", "senior")
    assert asked["voice-a"] == ("front", "lead", "senior", "partner")


def test_someone_of_no_stated_level_is_asked_what_all_staff_are_asked():
    questionnaire = tiny("every-key")
    assert [item.id for item in questionnaire.items if questionnaire.asks(item, None)] == ["voice-a"]


def test_a_wording_replaces_the_text_for_its_level_only():
    item = tiny("levels").items[0]
    assert item.text_for("senior") == "In our teams someone without a title took the lead."
    assert item.text_for("front") == item.text_for(None) == "Someone without a title took the lead."


def test_each_capability_has_its_own_scale_where_it_names_one():
    voice, trust = tiny("two-scales").capabilities.values()
    assert (voice.options, voice.items[0].scale.opt_out) == (3, "I can’t say")
    assert (trust.options, trust.items[0].scale.opt_out) == (7, None)


def test_the_stem_of_a_level_goes_before_the_stem_of_all_and_a_capability_before_the_file():
    capabilities = tiny("pages").capabilities
    assert capabilities["voice"].stems == {"front": "How often in {about}?", "citizen": "How often with {about}?"}
    assert capabilities["grow"].stems["front"] == "How true?"


def test_the_grammar_of_the_first_sketch_is_still_read():
    questionnaire = tiny("sketch")
    voice = questionnaire.capabilities["voice"]
    assert [item.reverse for item in voice.items] == [False, True]
    assert voice.items[0].scale.opt_out == "I can't say"
    assert questionnaire.levels["citizen"].reference
    assert voice.items[0].text_for("citizen") == "Any staff member I meet can get things moving."
