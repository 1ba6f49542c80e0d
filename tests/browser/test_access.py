"""Pages that everyone can read and hit: no sideways scroll, targets large enough, nothing that axe finds."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.kinds import dates, every_kind

KINDS = 20
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
    found = Axe().run(page).response["violations"]
    return [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found]


@pytest.mark.parametrize("look", [(360, "light"), (1024, "light"), (360, "dark")], ids=str)
def test_axe_finds_nothing_on_any_kind_of_page(site, open_site, closed_sites, device, look):
    width, scheme = look
    page = device(java_script_enabled=True, viewport={"width": width, "height": 800}, color_scheme=scheme)
    seen = {kind: violations(page) for kind in pages_of_every_kind(page, site, open_site, closed_sites)}
    assert {kind: faults for kind, faults in seen.items() if faults} == {}
    assert len(seen) == KINDS + 2


def test_axe_finds_the_faults_of_a_bad_page(device):
    page = device(java_script_enabled=True)
    page.set_content('<html><img src="x"><input><p style="color:#ccc">Pale</p></html>')
    assert {"image-alt", "label", "color-contrast", "html-has-lang", "document-title"} <= {
        name for name, _ in violations(page)
    }


def width_and_room(page):
    return page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")


@pytest.mark.parametrize("width", [320, 360])
def test_no_kind_of_page_scrolls_sideways_and_every_target_can_be_hit(site, open_site, closed_sites, device, width):
    page = device(java_script_enabled=True, viewport={"width": width, "height": 640})
    targets = 0
    for kind in pages_of_every_kind(page, site, open_site, closed_sites):
        needed, room = width_and_room(page)
        assert needed <= room == width, kind
        for target in page.locator(TARGETS).all():
            box = target.bounding_box()
            assert min(box["height"], box["width"]) >= 44, (kind, target.evaluate("it => it.outerHTML"), box)
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            targets += 1
    assert targets > 90


def test_a_page_that_scrolls_sideways_would_be_noticed(device):
    page = device(java_script_enabled=True)
    page.set_content('<!doctype html><p style="inline-size:500px">Wide</p>')
    needed, room = width_and_room(page)
    assert needed > room


def test_words_larger_by_half_still_fit(site, device):
    """Reflow at 400 % of 1280 px is 320 px; this is larger type on top of it."""
    page = device(java_script_enabled=True, viewport={"width": 320, "height": 640})
    page.goto(site.url + site.invite())
    page.get_by_role("button", name="Start").click()
    page.context.new_cdp_session(page).send("Emulation.setPageScaleFactor", {"pageScaleFactor": 1})
    page.evaluate("document.body.style.fontSize = '1.6rem'")
    needed, room = width_and_room(page)
    assert needed <= room
