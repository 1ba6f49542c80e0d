"""Pages that everyone can read and hit: no sideways scroll, targets large enough, nothing that axe finds."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.kinds import dates, every_kind, press

KINDS = 22
LOOKS = ((360, "light"), (1024, "light"), (360, "dark"))
BOXES = (
    """all => all.map(it => [it.outerHTML, ...["left", "width", "height"].map(of => it.getBoundingClientRect()[of])])"""
)
TARGETS = ".pick, button, nav a, footer a, section a, input.text"


@pytest.fixture(scope="session")
def closed_sites(new_site):
    return [new_site(**dates(over=over)) for over in (True, False)]


def pages_of_every_kind(page, site, open_site, closed_sites):
    yield from every_kind(page, site, open_site)
    for closed in closed_sites:
        page.goto(closed.url + closed.invite())
        yield page.locator("h1").inner_text()


def violations(page):
    """What axe finds on a page, which is given the script once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    return [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found]


def test_axe_finds_nothing_on_any_kind_of_page(site, open_site, closed_sites, device):
    page = device(java_script_enabled=True)
    found, kinds = {}, 0
    for kind in pages_of_every_kind(page, site, open_site, closed_sites):
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            if faults := violations(page):
                found[kind, width, scheme] = faults
        kinds += 1
    assert found == {}
    assert kinds == KINDS


def test_axe_finds_the_faults_of_a_bad_page(device):
    page = device(java_script_enabled=True)
    page.set_content('<html><img src="x"><input><p style="color:#ccc">Pale</p></html>')
    assert {"image-alt", "label", "color-contrast", "html-has-lang", "document-title"} <= {
        name for name, _ in violations(page)
    }


def width_and_room(page):
    return page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")


def test_no_kind_of_page_scrolls_sideways_and_every_target_can_be_hit(site, open_site, closed_sites, device):
    page = device(java_script_enabled=True)
    targets = 0
    for kind in pages_of_every_kind(page, site, open_site, closed_sites):
        for width in (320, 360):
            page.set_viewport_size({"width": width, "height": 640})
            needed, room = width_and_room(page)
            assert needed <= room == width, kind
            boxes = page.eval_on_selector_all(TARGETS, BOXES)
            for html, left, across, high in boxes:
                assert min(across, high) >= 44, (kind, html, across, high)
                assert 0 <= left <= left + across <= width, (kind, html)
            targets += len(boxes)
    assert targets > 180


def test_a_page_that_scrolls_sideways_would_be_noticed(device):
    page = device(java_script_enabled=True)
    page.set_content('<!doctype html><p style="inline-size:500px">Wide</p>')
    needed, room = width_and_room(page)
    assert needed > room


def test_letters_larger_by_half_still_fit_on_the_narrowest_page(site, device):
    page = device(java_script_enabled=True, viewport={"width": 320, "height": 640})
    page.goto(site.url + site.invite())
    press(page, "Start")
    before = page.locator("h1").bounding_box()["height"]
    page.evaluate("document.documentElement.style.fontSize = '24px'")
    assert page.locator("h1").bounding_box()["height"] > before
    needed, room = width_and_room(page)
    assert needed <= room
