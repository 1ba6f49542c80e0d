"""Every kind of page in every state can be seen, reached and read: by the rules of axe, and by what axe cannot measure.

Each page is visited once in each language and measured in every way; each width and each palette in each language, and
every pair of them in one. Below, each rule has its test, and a fault made on purpose that the measure has to find.
"""

from collections import defaultdict
from functools import partial

import pytest

from tests.browser import looks
from tests.browser.many import every_page, every_page_of_a_device
from tests.browser.test_access import violations
from tests.web.site import MANY_KINDS

LANGUAGES = ("en", "ar")
LOOKS = {"en": ((360, "light"), (1280, "dark")), "ar": ((1280, "light"), (360, "dark"))}
NARROW, ZOOMED = ((320, 640), (360, 640)), ((640, 512), (320, 256))  # ZOOMED: 1280 by 1024 at 200 % and 400 %
STATES = 35
MEASURES = {
    "small": partial(looks.small, widths=(320, 1280)),
    "misplaced": looks.misplaced,
    "sideways": partial(looks.sideways, sizes=NARROW),
    "zoomed": partial(looks.sideways, sizes=ZOOMED),
    "unmarked": looks.unmarked,
    "moving": looks.moving,
    "printed": looks.printed_buttons,
    "cut": looks.cut_by_spacing,
    "unseen focus": looks.faults_of_focus,  # last: a key tells a shared device that somebody is there
}


@pytest.fixture(scope="session")
def many(new_site):
    return new_site(questionnaire=MANY_KINDS, spoken=LANGUAGES)


@pytest.fixture(scope="session")
def shared_device(new_site):
    return new_site(questionnaire=MANY_KINDS, spoken=LANGUAGES, kiosk="yes")


def axe_in_every_look(page, looks):
    """What axe finds at each width and in each palette."""
    found = []
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        found += [(width, scheme, *fault) for fault in violations(page)]
    page.emulate_media(color_scheme="light")
    return found


@pytest.fixture(scope="session", params=LANGUAGES)
def found(request, browser, many, shared_device):
    """What each measure finds, by state of a page; and the states that were seen."""
    faults, states, axe = defaultdict(dict), [], partial(axe_in_every_look, looks=LOOKS[request.param])
    with browser.new_context() as link, browser.new_context() as device:
        ways = (
            every_page(link.new_page(), many, request.param),
            every_page_of_a_device(device.new_page(), shared_device, request.param),
        )
        for context, way in zip((link, device), ways, strict=True):
            for state in way:
                states.append(state)
                for name, measure in {"axe": axe, **MEASURES}.items():
                    context.pages[0].set_viewport_size({"width": 320, "height": 640})
                    if told := measure(context.pages[0]):
                        faults[name][state] = told
    return {"states": states, **{name: faults[name] for name in ("axe", *MEASURES)}}


def test_every_state_was_seen(found):
    assert len(found["states"]) == STATES, found["states"]


def test_axe_finds_nothing_at_any_width_in_light_or_dark(found):
    assert found["axe"] == {}


def test_whatever_can_be_pressed_is_large_enough_for_a_thumb(found):
    assert found["small"] == {}


def test_radios_and_ticks_stand_before_their_words_in_the_direction_of_the_language(found):
    assert found["misplaced"] == {}


def test_nothing_scrolls_sideways_on_the_narrowest_phone(found):
    assert found["sideways"] == {}


def test_nothing_scrolls_sideways_at_200_and_400_percent(found):
    assert found["zoomed"] == {}


def test_a_chosen_answer_is_marked_where_the_system_chooses_the_colours(found):
    assert found["unmarked"] == {}


def test_nothing_moves_by_itself(found):
    assert found["moving"] == {}


def test_no_button_is_printed(found):
    assert found["printed"] == {}


def test_no_words_are_cut_when_they_are_set_apart(found):
    assert found["cut"] == {}


def test_what_the_keyboard_reaches_can_be_seen(found):
    assert found["unseen focus"] == {}


FAULTS = {
    "small": ".pick{min-block-size:0;padding-block:0;font-size:8px}",
    "misplaced": ".pick{flex-direction:row-reverse;justify-content:space-between}",
    "sideways": "h1{inline-size:500px}",
    "zoomed": "h1{inline-size:500px}",
    "unmarked": ".pick:has(:checked){outline:0!important}",
    "moving": "button{transition:color .2s}",
    "printed": "button{display:block!important}",
    "cut": "h1{block-size:2.1rem;overflow:hidden}",
    "unseen focus": ".pick:has(:focus-visible){outline-width:1px}",
}


@pytest.fixture
def answered(device, many):
    """A page of statements with one answer."""
    page = device(java_script_enabled=True, viewport={"width": 320, "height": 640})
    page.goto(f"{many.url}{many.invite()}")
    page.locator("main nav button").first.click()
    page.locator(".pick").first.click()
    return page


@pytest.mark.parametrize("name", MEASURES)
def test_a_fault_made_on_purpose_would_be_found(answered, name):
    assert MEASURES[name](answered) == []
    looks.add_style(answered, FAULTS[name])
    assert MEASURES[name](answered) != []


def test_what_hides_the_focus_would_be_found(answered):
    answered.evaluate("() => document.body.append(document.createElement('aside'))")
    looks.add_style(answered, "aside{position:fixed;inset:0}")
    assert looks.faults_of_focus(answered) != []


def test_pale_words_would_be_found(answered):
    looks.add_style(answered, ".soft{color:#ccc}")
    assert "color-contrast" in {name for name, _ in violations(answered)}
