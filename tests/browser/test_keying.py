"""Keying paper forms in a real browser without scripts: two people, three sheets, one mismatch, and into the round."""

import socket
import subprocess
import sys

import pytest

from leadsurvey.responses.columns import columns
from tests.browser.conftest import ROOT
from tests.browser.test_access import violations
from tests.conftest import leadsurvey
from tests.web.site import MANY_KINDS, make_site

WIDTHS = (360, 1280)
ANSWERS = {"voice-a": "1", "voice-b": "dk", "framing-wells.arm": "gain", "framing-wells": "2", "who_led": "1;3"}


@pytest.fixture
def site(tmp_path):
    return make_site(tmp_path, questionnaire=MANY_KINDS)


@pytest.fixture
def address(site):
    """The installed program at the desk of a round; where it is."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "leadsurvey",
        "--data",
        str(site.settings.data),
        "key",
        "small",
        "--port",
        str(port),
    ]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr.readline().startswith("Serving on")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def press(page, name, role="button"):
    """Press what is called so, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.get_by_role(role, name=name).click()


def key(page, sheet, answers):
    """One form by the keyboard alone: the number of the sheet, Tab to each box, Enter."""
    page.locator("#sheet:focus").wait_for()
    page.keyboard.type(sheet)
    boxes = page.eval_on_selector_all(".line .text", "all => all.map(box => box.id.slice('cell.'.length))")
    page.keyboard.press("Tab")  # the unit
    for name in boxes:
        page.keyboard.press("Tab")
        page.keyboard.type(answers.get(name, ""))
    page.keyboard.press("Shift+Tab")  # out of the text area, where Enter begins a line
    with page.expect_navigation():
        page.keyboard.press("Enter")


def look(page):
    """No page has an accessibility fault or scrolls sideways, on a phone or a desk."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_two_people_key_three_sheets_settle_one_mismatch_and_enter_the_file(site, address, device):
    typed = {"first": "1", "second": "4"}
    for keying, own in typed.items():
        page = device(java_script_enabled=True, viewport={"width": 1280, "height": 900})
        page.goto(f"{address}/{keying}/")
        press(page, "Front line", "link")
        page.get_by_label("Unit").select_option("East & wing")
        page.locator("#sheet").focus()
        key(page, "1", ANSWERS)
        key(page, "2", {**ANSWERS, "voice-a": own})
        key(page, "3", {"better": "More time"})
        assert page.get_by_text(f"{keying.title()} keying: 3 forms; the last one added is sheet 3").is_visible()
        assert page.get_by_label("Unit").input_value() == "east"
    page.goto(address)
    press(page, "Settle them", "link")
    assert page.get_by_role("heading", name="1 mismatch").is_visible()
    page.get_by_label("Second keying: 4").check()
    press(page, "Write it into both keyings of sheet 2")
    page.goto(address)
    press(page, "Write answers.csv")
    path = site.settings.data / "keyed" / "small" / "answers.csv"
    assert f"--data {site.settings.data} enter small {path}" in page.locator("pre").inner_text()
    code, said, _ = leadsurvey(site.settings.data.parent, "enter", "small", path)
    assert (code, said.split()[0]) == (0, "3")
    press(page, "Delete both keyings and the file", "link")
    press(page, "Delete them for good")
    assert list(path.parent.iterdir()) == []
    keys = {column.key for column in columns(site.survey.questionnaire)}
    sent = [answers for _, _, answers in site.sent()]
    assert sorted(answers.get("voice-a", 0) for answers in sent) == [0, 1, 4]
    assert all(set(answers) <= keys for answers in sent)


def test_axe_finds_nothing_on_any_page_and_nothing_scrolls_sideways(address, device):
    page = device(java_script_enabled=True)
    for where in ("/", "/first/", "/first/form?level=front", "/second/form?level=", "/mismatches", "/other"):
        page.goto(address + where)
        look(page)
    page.goto(f"{address}/first/form?level=front")
    page.get_by_label("voice-a").fill("9")
    press(page, "Save, and key the next one")
    assert page.title().startswith("Error:")
    look(page)
    for keying, answer in (("first", "1"), ("second", "2")):
        page.goto(f"{address}/{keying}/form?level=front")
        page.get_by_label("Number of the sheet").fill("1")
        page.get_by_label("voice-a").fill(answer)
        press(page, "Save, and key the next one")
    page.get_by_label("Number of the sheet").fill("1")
    press(page, "Save, and key the next one")
    assert page.get_by_text("Just typed: (nothing)").is_visible()
    look(page)
    press(page, "Take this form out of the second keying")
    look(page)
    page.goto(f"{address}/mismatches")
    press(page, "Write it into both keyings of sheet 1")
    look(page)
    page.get_by_label("First keying: 1").check()
    press(page, "Write it into both keyings of sheet 1")
    page.goto(address)
    press(page, "Write answers.csv")
    look(page)
    press(page, "Delete both keyings and the file", "link")
    look(page)
