"""One person answers every kind of page by keyboard alone, and sees at each key where they are."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.looks import add_style, focused
from tests.web.site import MANY_KINDS

KINDS = ["Speaking up", "Learning", "Care", "A decision to make", "A decision to make"]
KINDS += ["What citizens think", "Who led", "About you", "In your own words"]
STOPS = 40  # keys; no page has so many things to reach


class Keys:
    """A keyboard, and an eye that follows the focus."""

    def __init__(self, page):
        self.page = page

    def press(self, key):
        """Press a key that leaves one on the page."""
        self.page.keyboard.press(key)
        return self.look()

    def look(self):
        """What has the focus; it has to be seen."""
        now = focused(self.page)
        assert now is not None
        assert now["tells"], f"no outline: {now['html']}"
        assert now["lies"], f"out of sight: {now['html']}"
        return now

    def tab_to(self, wanted):
        """Go on by Tab until something that is wanted has the focus."""
        for _ in range(STOPS):
            now = self.press("Tab")
            if wanted(now):
                return now
        raise AssertionError(self.page.locator("main").inner_text())

    def enter(self):
        """Press Enter, and wait for the page it leads to."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def fill(self, now):
        """Answer what has the focus."""
        match now["type"]:
            case "radio":
                self.press("Space")
                self.press("ArrowDown")
            case "checkbox":
                self.press("Space")
            case "text":
                self.page.keyboard.type("7")
            case "textarea":
                self.page.keyboard.type("Walk-in hours")

    def fill_the_page(self):
        """Answer each thing on the way to the button that saves; True where the last thing was a number's box."""
        last = ""
        for _ in range(STOPS):
            now = self.press("Tab")
            if now["go"] == "on":
                return last == "text"
            self.fill(now)
            last = now["type"]
        raise AssertionError(self.page.url)


def is_button(words):
    return lambda now: f">{words}<" in now["html"]


@pytest.fixture
def many(new_site):
    return new_site(questionnaire=MANY_KINDS)


@pytest.fixture
def page(device):
    return device(java_script_enabled=True, viewport=PHONE)


def test_every_kind_of_page_is_answered_by_keyboard_and_the_focus_is_always_seen(many, page):
    keys, met, numbers = Keys(page), [], 0
    page.goto(many.url + many.invite())
    keys.tab_to(is_button("Start"))
    keys.enter()
    while page.locator("h1").inner_text() != "Check your answers":
        met.append(page.locator("h1").inner_text())
        if keys.fill_the_page():
            keys.press("Shift+Tab")
            numbers += 1
        keys.enter()  # inside a number's box too, Enter saves the page
    assert sorted(met) == sorted(KINDS)
    assert numbers >= 2, "the two decisions with a number, or one of them, and the predictions"
    expect(page.locator("dd .soft")).to_have_count(0)
    keys.tab_to(is_button("Send my answers"))
    keys.enter()
    expect(page.locator("h1")).to_have_text("Thank you. Your answers are in.")
    ((_, _, stored),) = many.sent()
    assert stored["voice-a"] == 2, "Space took the first answer, and the arrow the second"
    assert (stored["ask-help"], stored["no-say"], stored["years"]) == (7, 7, 2)
    assert stored["who_led"] == 0b111


def test_enter_in_a_number_box_saves_the_page_and_goes_on(many, page):
    keys = Keys(page)
    page.goto(many.url + many.invite())
    keys.tab_to(is_button("Start"))
    keys.enter()
    while page.locator("h1").inner_text() != "What citizens think":
        keys.fill_the_page()
        keys.enter()
    keys.tab_to(lambda now: now["type"] == "text")
    page.keyboard.type("60")
    keys.enter()
    expect(page.locator("h1")).to_have_text("Who led")
    page.goto(re.sub(r"/page/\d+$", "/check", page.url))
    expect(page.locator("dd", has_text="60")).to_be_visible()


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("*{outline:0!important}", "no outline"),
        (".pick:has(:focus-visible),a:focus-visible{outline-width:2px!important}", "no outline"),
        ("header{position:fixed;inset:0;background:white}", "out of sight"),
    ],
)
def test_a_focus_that_cannot_be_seen_would_be_noticed(many, page, fault, told):
    page.goto(many.url + many.invite())
    page.locator("main nav button").first.click()
    add_style(page, fault)
    with pytest.raises(AssertionError, match=told):
        Keys(page).tab_to(lambda now: now["go"] == "on")
