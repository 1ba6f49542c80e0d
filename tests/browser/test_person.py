"""People who answer with a real browser: by thumb on a phone without scripts, and by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.kinds import choose, press

THUMB = [
    ("Speaking up", {"Someone without a title took the lead.": "Often", "People waited for someone senior.": "Never"}),
    ("Learning", {"We tried a thing out first.": "I can’t say"}),
    ("Trust & care", {'I trust <b>you</b> & "them".': "Yes"}),
]


def heading(page):
    return page.locator("h1").inner_text()


def answer(page, answers):
    for line, words in answers.items():
        choose(page, line, words)
        expect(page.get_by_role("group", name=line).get_by_role("radio", name=words, exact=True)).to_be_checked()


def leaves_nothing_behind(page, site):
    usage = page.context.new_cdp_session(page).send("Storage.getUsageAndQuota", {"origin": site.url})
    assert usage["usage"] == 0, usage
    assert page.context.cookies() == []
    assert page.context.storage_state() == {"cookies": [], "origins": []}


def test_a_person_on_a_phone_answers_pauses_resumes_checks_and_sends(new_site, device):
    site = new_site()
    link = site.url + site.invite()
    phone = device()
    phone.goto(link)
    assert heading(phone) == "Who leads & how"
    press(phone, "Start")
    for title, answers in THUMB[:1]:
        assert heading(phone) == title
        answer(phone, answers)
        press(phone, "Save and go on")
    answer(phone, THUMB[1][1])
    press(phone, "Stop here and come back later")
    assert heading(phone) == "Come back when it suits you"
    leaves_nothing_behind(phone, site)

    tablet = device(viewport={"width": 800, "height": 1100})
    tablet.goto(link)
    expect(tablet.locator("main")).to_contain_text("Your answers so far are saved.")
    press(tablet, "Go on")
    assert heading(tablet) == "Trust & care"
    answer(tablet, THUMB[2][1])
    press(tablet, "Save and go on")
    expect(tablet.locator("dd")).to_have_text(["Often", "Never", "I can’t say", "left empty", "Yes"])
    press(tablet, "Send my answers")
    assert heading(tablet) == "Thank you. Your answers are in."
    leaves_nothing_behind(tablet, site)

    phone.goto(link)
    assert heading(phone) == "Thank you. Your answers are in."
    site.close()
    assert site.responses() == [("east", "front", {"voice-a": 4, "voice-b": 1, "learn-a": -1, "trust-a": 2})]


def test_a_thumb_can_change_its_mind_before_and_at_the_check(new_site, device):
    site = new_site()
    phone = device()
    phone.goto(site.url + site.invite())
    press(phone, "Start")
    answer(phone, {"People waited for someone senior.": "Always"})
    answer(phone, {"People waited for someone senior.": "Rarely"})
    press(phone, "Save and go on")
    press(phone, "Back")
    expect(phone.get_by_role("radio", name="Rarely").nth(1)).to_be_checked()
    answer(phone, {"People waited for someone senior.": "Often"})
    for _ in range(3):
        press(phone, "Save and go on")
    with phone.expect_navigation():
        phone.get_by_role("link", name="Change Trust & care").click()
    answer(phone, {'I trust <b>you</b> & "them".': "No <never>"})
    press(phone, "Save and check")
    press(phone, "Send my answers")
    site.close()
    assert site.responses() == [("east", "front", {"voice-b": 4, "trust-a": 1})]


def test_the_keys_alone_are_enough_to_answer(new_site, device):
    site = new_site()
    page = device()
    keys = page.keyboard
    page.goto(site.url + site.invite())
    keys.press("Tab")
    expect(page.get_by_role("button", name="Start")).to_be_focused()
    keys.press("Enter")
    page.wait_for_url(re.compile("/page/1$"))
    keys.press("Tab")
    keys.press("Space")
    keys.press("Tab")
    for _ in range(3):
        keys.press("ArrowDown")
    keys.press("Tab")
    expect(page.get_by_role("button", name="Save and go on")).to_be_focused()
    keys.press("Enter")
    page.wait_for_url(re.compile("/page/2$"))
    keys.press("Tab")
    keys.press("Space")
    keys.press("Enter")  # inside a form, Enter presses its first button
    page.wait_for_url(re.compile("/page/3$"))
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")
    page.wait_for_url(re.compile("/check$"))
    for _ in range(4):
        keys.press("Tab")
    expect(page.get_by_role("button", name="Send my answers")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("h1")).to_have_text("Thank you. Your answers are in.")
    site.close()
    assert site.responses() == [("east", "front", {"voice-a": 1, "voice-b": 4, "learn-a": 1})]


def test_what_has_the_focus_can_be_seen(site, device):
    page = device(java_script_enabled=True)
    page.goto(site.url + site.invite())
    press(page, "Start")
    expect(page.locator("h1")).to_have_text("Speaking up")
    outline = "getComputedStyle(document.activeElement.closest('.pick') || document.activeElement).outlineWidth"
    for _ in range(6):
        page.keyboard.press("Tab")
        assert page.evaluate(outline) == "3px", page.evaluate("document.activeElement.outerHTML")


def test_an_honest_form_passes_with_the_headers_chromium_sends(site, device):
    page = device()
    sent = []
    page.on("request", lambda request: sent.append((request.method, request.all_headers())))
    page.goto(site.url + site.invite())
    press(page, "Start")
    assert heading(page) == "Speaking up"
    (headers,) = [headers for method, headers in sent if method == "POST"]
    assert headers["origin"] == site.url
    assert headers.get("sec-fetch-site") == "same-origin"


def test_a_form_on_a_foreign_page_is_refused_in_a_real_browser(new_site, device):
    site = new_site()
    link = site.invite()
    foreign = device(java_script_enabled=True)
    prize = f'<!doctype html><form method="post" action="{site.url}{link}/decline"><button>Win a prize</button></form>'
    foreign.route("http://prizes.test/", lambda route: route.fulfill(body=prize, content_type="text/html"))
    foreign.goto("http://prizes.test/")
    before = site.tables()
    press(foreign, "Win a prize")
    assert heading(foreign) == "This form came from another site"
    assert site.tables() == before


def test_nothing_is_fetched_from_anywhere_else(site, open_site, device):
    page = device()
    urls = []
    page.on("request", lambda request: urls.append(request.url))
    page.goto(site.url + site.invite())
    press(page, "Start")
    page.goto(f"{open_site.url}/r/small")
    press(page, "Start")
    assert len(urls) >= 4
    assert all(url.startswith((site.url, open_site.url)) for url in urls), urls


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_style_is_applied(site, device, scheme):
    page = device(java_script_enabled=True, color_scheme=scheme)
    page.goto(site.url)
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colour == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 25, 28)"}[scheme]
