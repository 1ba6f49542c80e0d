"""One device for many people: nothing waits on it, and a turn that is over stays over."""

import re

import pytest

from tests.web.site import MANY_KINDS

ON = "Save and go on"


@pytest.fixture
def site(serve):
    return serve(questionnaire=MANY_KINDS, kiosk="yes")


def begin(client, level="Front line"):
    client.get("/k/small")
    client.press("Start")
    return client.press(ON, {"level": level, "unit": "East & wing"})


def to_the_check(client):
    while client.page.heading != "Check your answers":
        client.press(ON)
    return client.page


def test_two_people_answer_one_after_the_other(site, client):
    for words in ("Often", "Never"):
        begin(client)
        client.press(ON, {"voice-a": words})
        to_the_check(client)
        assert client.press("Send my answers").heading == "Thank you. Your answers are in."
        assert client.press("Clear the screen for the next person").path == "/k/small"
    assert sorted(answers["voice-a"] for *_, answers in site.sent()) == [1, 4]
    assert {(unit, level) for unit, level, _ in site.sent()} == {("east", "front")}


def test_nothing_is_kept_before_send_and_no_address_leads_to_answers(site, client):
    before = site.tables()
    begin(client)
    client.press(ON, {"voice-a": "Often"})
    assert {name: rows for name, rows in site.tables().items() if name != "draws"} == {
        name: rows for name, rows in before.items() if name != "draws"
    }
    assert not re.search(r"/a/|/page/[^\"]*=", client.page.body.decode())
    for path in ("/k/small/page/1", "/k/small/check", "/k/small/about"):
        assert client.request("GET", path).status == 405


def test_a_turn_that_was_sent_counts_once_and_its_forms_lead_to_the_beginning(site, client):
    pages = [begin(client)]
    pages.append(client.press(ON, {"voice-a": "Often"}))
    pages.append(to_the_check(client))
    client.press("Send my answers")
    for page, button in zip(pages, (ON, ON, "Send my answers"), strict=True):
        client.page = page
        assert client.press(button).path == "/k/small"
    assert len(site.sent()) == 1


def test_a_turn_that_was_ended_never_counts(site, client):
    begin(client)
    client.press(ON, {"voice-a": "Often"})
    page = to_the_check(client)
    assert client.press("Stop and clear the screen").path == "/k/small"
    client.page = page
    assert client.press("Send my answers").path == "/k/small"
    assert site.sent() == []


def test_answers_can_be_changed_at_the_check_and_the_language_can_be_switched(serve):
    site = serve(questionnaire=MANY_KINDS, kiosk="yes", spoken=("en", "ar"))
    client = site.client()
    begin(client)
    client.press(ON, {"voice-a": "Often"})
    to_the_check(client)
    page = client.press("Change Speaking up")
    assert page.chosen["voice-a"] == "Often"
    client.press("Save and check", {"voice-a": "Never"})
    page = client.press("العربية")
    assert page.tree.get("lang") == "ar"
    assert page.status == 200


def test_what_a_device_carries_can_be_neither_read_nor_changed(client):
    page = begin(client)
    (carried,) = {box.get("value") for box in page.tree.iter("input") if box.get("name") == "page.carried"}
    assert not re.search("front|east|turn", carried)
    for other in ("", "x", carried[:-4] + "AAAA", carried[4:], carried + "A" * 40_000):
        assert client.post("/k/small/page/1", {"page.carried": other, "voice-a": "4"}).status == 400


def test_a_round_without_a_kiosk_has_none(serve):
    client = serve(questionnaire=MANY_KINDS).client()
    assert client.get("/k/small").status == 404
    assert client.post("/k/small/start").status == 404


def test_the_pages_offer_no_copy_no_pause_and_no_link_away(client):
    seen = [begin(client), client.press(ON, {"voice-a": "Often"}), to_the_check(client)]
    seen.append(client.press("Send my answers"))
    for page in seen:
        assert page.links == {}, page
        assert not any(words.startswith(("Stop here", "Get my copy")) for words in page.buttons)
    assert "Often" not in seen[-1].text
