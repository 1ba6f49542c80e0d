"""A rehearsal in the browser says on every page that it is one; what changes in an open round is told at once."""

from dataclasses import replace
from datetime import date

import pytest

from leadsurvey.fieldwork import changes, rehearsing
from leadsurvey.responses.seal import KeyLostError, Keyring
from leadsurvey.rounds.load import load
from tests.web.site import Site, make_site, served

MARK = "Rehearsal: nobody will read your answers"


@pytest.fixture
def rehearsal(tmp_path):
    """A served rehearsal beside the round that is meant, which anyone may answer."""
    meant = make_site(tmp_path, invitations="open", kiosk="yes")
    with meant.store() as store:
        rehearsing.open_rehearsal(store, meant.settings, load(tmp_path / "small.yaml", meant.settings.questionnaires))
    with served(Site(meant.settings, "small-rehearsal")) as site:
        yield site


def everywhere(site):
    """Every page that somebody meets, from the door to the thanks."""
    client, link = site.client(), site.invite()
    yield client.get("/r/small-rehearsal")
    yield client.get("/k/small-rehearsal")
    yield client.get(link)
    client.post(link)
    for step in ("promise", "later", "page/1", "page/2", "page/3", "check"):
        yield client.get(f"{link}/{step}")
    client.post(f"{link}/page/1", {"voice-a": "3", "voice-b": "2"})
    yield client.post(f"{link}/check")
    yield client.get(link)
    other = site.invite()
    yield client.post(f"{other}/decline")


def test_every_page_of_a_rehearsal_says_that_it_is_one(rehearsal):
    pages = list(everywhere(rehearsal))
    assert [page.path for page in pages if MARK not in page.text] == []
    assert {page.status for page in pages} == {200}


def test_no_page_of_the_round_that_is_meant_says_so(rehearsal):
    meant = replace(rehearsal, name="small")
    for path in ("/r/small", "/k/small", meant.invite()):
        assert MARK not in meant.client().get(path).text


def test_answers_sent_to_a_rehearsal_are_sealed_to_a_key_that_nobody_has(rehearsal):
    client, link = rehearsal.client(), rehearsal.invite()
    client.post(f"{link}/page/1", {"voice-a": "3", "voice-b": "2"})
    assert client.post(f"{link}/check").status == 200
    with rehearsal.store() as store:
        assert len(store.sealed("small-rehearsal")) == 1
        assert store.sealed("small") == []
        with pytest.raises(KeyLostError):
            Keyring(rehearsal.settings.keys).round_key("small-rehearsal")


def test_links_of_a_rehearsal_lead_nowhere_once_it_is_over(rehearsal):
    client, link = rehearsal.client(), rehearsal.invite()
    with rehearsal.store() as store:
        rehearsing.end(store, rehearsal.settings, "small-rehearsal")
    assert client.get(link).status == 404
    assert client.get("/r/small-rehearsal").status == 404
    assert client.get("/r/small").status == 200


def test_pages_tell_the_new_day_and_the_new_smallest_group_at_once(site):
    client, link = site.client(), site.invite()
    assert "31 December 2099" in client.get(f"{link}/promise").text
    with site.store() as store:
        changes.extend(store, "small", date(2100, 1, 9), site.settings.catalogues)
        changes.raise_smallest_group(store, "small", 17, site.settings.catalogues)
        changes.set_contact(store, "small", "Bo Example, room 12", site.settings.catalogues)
    told = client.get(f"{link}/promise").text
    assert "9 January 2100" in told
    assert "28 January 2100" in told, "invitations go on the day that was told"
    assert "17 or more" in told
    assert "Bo Example, room 12" in told


def test_what_was_begun_before_a_change_is_sent_after_it(site):
    client, link = site.client(), site.invite()
    client.post(f"{link}/page/1", {"voice-a": "3", "voice-b": "2"})
    with site.store() as store:
        changes.extend(store, "small", date(2100, 1, 9), site.settings.catalogues)
    assert client.post(f"{link}/page/2", {"learn-a": "4", "learn-b": "5"}).status == 303
    assert client.post(f"{link}/check").status == 200
    ((_, _, answers),) = site.sent()
    assert answers["voice-a"] == 3
    assert answers["learn-a"] == 4


def test_a_draft_goes_along_with_somebody_who_moves_and_sends_only_what_is_asked_there(site):
    client, link = site.client(), site.invite("east", "lead")
    client.post(f"{link}/page/1", {"voice-a": "3", "voice-b": "2"})
    client.post(f"{link}/page/3", {"trust-a": "1", "trust-lead": "2"})
    with site.store() as store:
        changes.move(store, Keyring(site.settings.keys), "small", "p1@example.org", "west", "front")
    assert client.post(f"{link}/check").status == 200
    ((unit, level, answers),) = site.sent()
    assert (unit, level) == ("west", "front")
    assert answers == {"voice-a": 3, "voice-b": 2, "trust-a": 1}


@pytest.mark.parametrize(("is_mailed", "shown"), [(True, {"voice-a": "Sometimes", "voice-b": "Rarely"}), (False, {})])
def test_a_new_link_goes_on_where_the_old_one_stopped_only_if_nobody_else_sees_it(site, is_mailed, shown):
    client, link = site.client(), site.invite()
    client.post(f"{link}/page/1", {"voice-a": "3", "voice-b": "2"})
    with site.store() as store:
        new = changes.reissue(store, Keyring(site.settings.keys), "small", "p1@example.org", "", is_mailed=is_mailed)
    assert client.get(f"{link}/page/1").status == 404
    assert client.get(f"{new}/page/1").chosen == shown


def test_a_round_closed_while_someone_types_says_so_and_sends_nothing(site):
    client, link = site.client(), site.invite()
    client.post(f"{link}/page/1", {"voice-a": "3", "voice-b": "2"})
    with site.store() as store:
        store.start_closing("small")
    late = client.post(f"{link}/page/2", {"learn-a": "4", "learn-b": "5"})
    assert late.status == 410
    assert "was not sent, so it does not count" in late.text
    assert site.sent() == []
