"""Arabic pages are mirrored; every page of a round in several languages has its switch, which Return does not press."""

import pytest
from playwright.sync_api import expect

from tests.browser.kinds import choose, press
from tests.browser.test_access import BOXES, TARGETS, violations, width_and_room

ARABIC = "العربية"
LINE = "Someone without a title took the lead."


@pytest.fixture(scope="session")
def bilingual(new_site):
    return new_site(spoken=("en", "ar"))


@pytest.fixture(scope="session")
def open_bilingual(new_site):
    return new_site(spoken=("en", "ar"), invitations="open")


def begun(page, site):
    page.goto(site.url + site.invite())
    with page.expect_navigation():
        page.locator("form button").first.click()
    expect(page.locator("fieldset")).to_have_count(2)


def starts(page, selector):
    """The edges of the first such box: left and right."""
    box = page.locator(selector).first.bounding_box()
    return box["x"], box["x"] + box["width"]


def test_in_arabic_a_radio_stands_to_the_right_of_its_words_and_the_header_is_mirrored(bilingual, device):
    phone = device()
    begun(phone, bilingual)
    radio, words = starts(phone, ".pick input"), starts(phone, ".pick span")
    assert radio[1] <= words[0]
    assert starts(phone, "header > span")[0] < starts(phone, "header > div")[0]
    choose(phone, LINE, "Often")
    press(phone, ARABIC)
    assert phone.locator("html").get_attribute("dir") == "rtl"
    expect(phone.get_by_role("group", name=LINE).get_by_role("radio", name="Often", exact=True)).to_be_checked()
    mirrored, words = starts(phone, ".pick input"), starts(phone, ".pick span")
    assert mirrored[0] >= words[1]
    assert abs((360 - mirrored[1]) - radio[0]) < 1, "as far from its edge as on the other side"
    assert starts(phone, "header > span")[1] > starts(phone, "header > div")[1]
    assert phone.locator("legend").first.evaluate("it => getComputedStyle(it).textAlign") in {"start", "right"}


def test_on_a_wide_screen_the_answers_run_from_the_right_and_the_one_apart_is_last(bilingual, device):
    wide = device(viewport={"width": 1024, "height": 800})
    begun(wide, bilingual)
    press(wide, ARABIC)
    lefts = [box.bounding_box()["x"] for box in wide.locator("fieldset").first.locator(".pick").all()]
    assert lefts == sorted(lefts, reverse=True)
    assert len(lefts) == 6


def kinds(page, site, opened):
    link = site.url + site.invite()
    for path in ("", "?language=ar", "/promise"):
        page.goto(link + path)
        yield
    begun(page, site)
    yield
    page.locator("#voice-a").evaluate("box => { box.value = 'bad'; box.checked = true }")
    press(page, ARABIC)
    yield
    for path in ("/check", "/later", ""):
        page.goto(page.url.split("/page")[0].removesuffix("/check").removesuffix("/later") + path)
        yield
    page.goto(f"{opened.url}/r/small?language=ar")
    yield
    page.goto(f"{opened.url}/resume?round=small&language=ar")
    yield
    page.goto(f"{opened.url}/r/small")
    with page.expect_navigation():
        page.locator("form button").first.click()
    yield


def test_pages_with_a_switch_fit_can_be_hit_and_show_axe_nothing_in_both_directions(bilingual, open_bilingual, device):
    page = device(java_script_enabled=True)
    seen = 0
    for _ in kinds(page, bilingual, open_bilingual):
        assert page.locator("header [lang]").count() >= 1
        for width in (320, 360, 1024):
            page.set_viewport_size({"width": width, "height": 700})
            needed, room = width_and_room(page)
            assert needed <= room == width, page.url
            for html, left, across, high in page.eval_on_selector_all(TARGETS + ", header a", BOXES):
                if "unseen" not in html:
                    assert min(across, high) >= 44, html
                    assert 0 <= left <= left + across <= width, html
        assert violations(page) == []
        seen += 1
    assert seen == 11


def test_return_pressed_in_an_answer_goes_on_and_does_not_switch(bilingual, open_bilingual, device):
    page = device()
    begun(page, bilingual)
    box = page.get_by_role("group", name=LINE).get_by_role("radio", name="Often", exact=True)
    box.check()
    box.press("Enter")
    expect(page.locator("h1")).to_have_text("Learning")
    assert page.locator("html").get_attribute("lang") == "en"
    page.goto(f"{open_bilingual.url}/resume?round=small")
    page.get_by_label("Your code").fill("abcd")
    page.get_by_label("Your code").press("Enter")
    expect(page.locator(".summary")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_keyboard_meets_the_other_language_first_and_never_the_unseen_button(bilingual, device):
    page = device()
    begun(page, bilingual)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.lang") == "ar"
