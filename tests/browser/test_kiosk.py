"""One device for many people, in a real browser: each finds it as the first one did, and Back tells nothing."""

import pytest
from playwright.sync_api import expect

from tests.browser.kinds import choose, press
from tests.browser.many import QUIET
from tests.web.site import MANY_KINDS
ON, CLEAR = "Save and go on", "Clear the screen for the next person"
SECRET = "A walk-in hour at the depot"

def probe(kiosk, page):
    page.goto(f"{kiosk.url}/k/small")
    press(page, "Start")
    choose(page, "Which of these are you?", "Front line")
    press(page, ON)
    choose(page, "We spoke up.", "Often")
    while page.locator("h1").inner_text() != "Check your answers":
        if page.locator("textarea").count():
            page.locator("textarea").fill(SECRET)
        press(page, ON)
    press(page, "Send my answers")
    press(page, CLEAR)
    for n in range(8):
        look(page, n, "history.back()")
        if n in (0, 3):
            look(page, "reload", "location.reload()")

def look(page, n, what):
    with page.expect_event("framenavigated", timeout=4000):
        page.evaluate(what)
    page.wait_for_load_state()
    html = page.evaluate("document.documentElement.outerHTML")
    print(n, page.url, page.evaluate("location.href"), len(html), page.locator("h1").all_inner_texts(), SECRET in html, page.locator(":checked").count(), page.evaluate("document.body.innerText")[:80].replace(chr(10), "|"), flush=True)

@pytest.fixture
def kiosk(new_site):
    return new_site(questionnaire=MANY_KINDS, kiosk="yes")

def test_one(kiosk, device):
    probe(kiosk, device(java_script_enabled=True))
def test_three(kiosk, device):
    probe(kiosk, device())
def test_two(kiosk, browser_type, browser_type_launch_args):
    b = browser_type.launch(**browser_type_launch_args, ignore_default_args=["--disable-back-forward-cache"])
    probe(kiosk, b.new_page())
    b.close()
