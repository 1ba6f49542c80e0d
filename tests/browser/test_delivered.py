"""The pages behind mailed links: everyone can read and hit them, on a phone as on a desk."""

import pytest

from leadsurvey.records import accounts, factors
from tests.browser.conftest import running
from tests.browser.test_access import BOXES, LOOKS, TARGETS, violations, width_and_room
from tests.fieldwork.closed import Closed, make


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A closed round whose leader of "east" has a second factor, served."""
    folder = tmp_path_factory.mktemp("closed")
    make(folder)
    closed = Closed.copied(folder, folder / "copy")
    with closed.store() as store:
        factors.set_factor(store, closed.secret, accounts.add(store, "ed@example.org", {}), factors.new_factor())
    with running(closed.site):
        yield closed


def pages(house, page):
    """Every kind of page, by what it is."""
    for name, link in {
        "a report": house.link("house"),
        "a report, mirrored": house.link("house") + "?language=ar",
        "a link that has ended": house.link(until="2020-01-01"),
        "what all are told": house.link(use="told"),
        "what all are told, mirrored": house.link(use="told") + "?language=ar",
    }.items():
        page.goto(house.site.url + link)
        yield name
    page.goto(house.site.url + house.link("east"))
    yield "a report with a second factor"
    page.get_by_label("Your code of six digits").fill("000000")
    with page.expect_navigation():
        page.get_by_role("button").click()
    assert page.locator(".summary a").get_attribute("href") == "#code"
    yield "a wrong code"


def test_axe_finds_nothing_on_any_page_behind_a_mailed_link(house, device):
    page = device(java_script_enabled=True)
    found = {}
    for kind in pages(house, page):
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            if faults := violations(page):
                found[kind, width, scheme] = faults
    assert found == {}


def test_no_such_page_scrolls_sideways_and_every_target_can_be_hit(house, device):
    page = device(java_script_enabled=True)
    for kind in pages(house, page):
        for width in (320, 360, 1024):
            page.set_viewport_size({"width": width, "height": 740})
            needed, room = width_and_room(page)
            assert needed <= room == width, kind
            for html, _, across, high in page.eval_on_selector_all(TARGETS, BOXES):
                assert min(across, high) >= 44, (kind, html, across, high)


def test_a_leader_reads_the_report_without_scripts(house, device, tmp_path):
    page = device(accept_downloads=True)
    page.goto(house.site.url + house.link("house"))
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the report (PDF)").click()
    download.value.save_as(tmp_path / "report.pdf")
    assert download.value.suggested_filename == "small-house.pdf"
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
