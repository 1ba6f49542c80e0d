"""The preview in a real browser: it follows the file, and looks like the survey on any screen."""

import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager

import pytest

from leadsurvey.languages import catalogue as po
from leadsurvey.languages.catalogue import Catalogue, Message
from tests.browser.conftest import ROOT
from tests.browser.test_access import violations
from tests.conftest import SHIPPED, TINY

LOOKS = ((360, "light"), (1280, "light"), (360, "dark"), (1280, "dark"))
ARMS = "all => all.map(it => it.getBoundingClientRect()).map(box => [box.left, box.top, box.right])"


@contextmanager
def preview(path):
    """The installed program, showing a questionnaire; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "leadsurvey", "preview", str(path), "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr.readline().startswith("Serving on")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A questionnaire with every kind of question, partly in Arabic."""
    folder = tmp_path_factory.mktemp("preview")
    shutil.copy(TINY / "beyond-items.yaml", folder)
    arabic = Catalogue("ar", messages=(Message("Who leads", "who_led.title", translations=("من يقود",)),))
    (folder / "beyond-items").mkdir()
    po.write(folder / "beyond-items" / "ar.po", arabic)
    return folder / "beyond-items.yaml"


@pytest.fixture(scope="module")
def address(path):
    with preview(path) as found:
        yield found


@pytest.fixture
def page(device):
    return device(java_script_enabled=True, viewport={"width": 1280, "height": 900})


def change(path, old, new):
    path.write_text(path.read_text().replace(old, new))


def test_the_page_follows_the_file_and_keeps_its_place(page, address, path):
    page.goto(f"{address}/en/front")
    place = page.evaluate("scrollTo({ top: 900, behavior: 'instant' }), scrollY")
    assert place > 500
    change(path, "What would help?", "What would help most?")
    page.get_by_label("What would help most?").wait_for()
    page.wait_for_function(f"scrollY === {place}")


def test_faults_come_and_go_without_a_hand(page, address, path):
    page.goto(f"{address}/en/front")
    change(path, "asked: [front]\n  of:", "asked: [frnot]\n  of:")
    page.get_by_text("unknown level 'frnot'").wait_for()
    change(path, "frnot", "front")
    page.get_by_role("heading", name="Who leads").wait_for()


def test_without_scripts_a_link_loads_the_page_again(device, address, path):
    page = device()
    page.goto(f"{address}/en/front")
    change(path, "How long here?", "How long have you been here?")
    page.get_by_role("link", name="Reload").click()
    assert page.url == f"{address}/en/front"
    assert page.get_by_role("group", name="How long have you been here?").is_visible()


def test_arms_stand_side_by_side_and_one_below_the_other_on_a_phone(page, address):
    page.goto(f"{address}/en/front")
    (_, top, right), (left, other_top, _), *_ = page.eval_on_selector_all(".arm", ARMS)
    assert top == other_top
    assert right <= left
    page.set_viewport_size({"width": 360, "height": 740})
    (left, top, _), (other_left, other_top, _), *_ = page.eval_on_selector_all(".arm", ARMS)
    assert left == other_left
    assert top < other_top


def test_inputs_work_and_buttons_do_nothing(page, address):
    page.goto(f"{address}/en/front")
    page.get_by_role("group", name="Who led?").get_by_text("A team lead").click()
    assert page.get_by_label("A team lead").is_checked()
    box = page.get_by_label("I know whom to ask.")
    box.fill("60")
    box.press("Enter")
    for button in page.get_by_role("button").all():
        button.click()
    assert page.url == f"{address}/en/front"
    assert page.get_by_label("A team lead").is_checked()


@pytest.mark.parametrize("where", ["/", "/en/front", "/ar/front", "/en/citizen", "/other"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(page, address, where):
    page.goto(address + where)
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_faults_are_readable_on_a_phone(page, tmp_path):
    (tmp_path / "bad.yaml").write_text("questionnaire: bad\nlevles: {}\n")
    with preview(tmp_path / "bad.yaml") as address:
        page.set_viewport_size({"width": 360, "height": 740})
        page.goto(address)
        assert page.get_by_text("unknown key 'levles'").is_visible()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_in_a_language_from_right_to_left_rings_stand_on_the_right(page, address):
    page.goto(f"{address}/ar/front")
    ring = page.locator(".list input[type=radio]").first.bounding_box()
    words = page.locator(".list input[type=radio] + span").first.bounding_box()
    assert ring["x"] > words["x"]


def test_a_shipped_questionnaire_fits_a_phone(page):
    with preview(SHIPPED / "distributed-leadership.yaml") as address:
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(f"{address}/en/front")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
