"""The door of a round, for people without a link of their own: ways, units, enough answers, and a switch."""

import pytest

from leadsurvey.fieldwork import doors
from leadsurvey.responses.seal import open_draft, token_hash
from tests.conftest import leadsurvey
from tests.web.site import make_site, served


@pytest.fixture
def site(tmp_path):
    made = make_site(tmp_path, invitations="open", kiosk="yes", routes="[sms, poster-library]", at_most=2)
    with served(made):
        yield made


def begin(site, query=""):
    """Press Start at the round's link; the token one gets."""
    client = site.client()
    client.get(f"/r/{site.name}{query}")
    return client.press("Start").path.split("/")[2]


def send(site, times=1):
    """Answers that came in by whatever way."""
    with site.store() as store:
        for number in range(times):
            store.enter(site.name, f"mark-{number}", [b"x"])


def test_a_space_stands_between_the_sentences_of_the_promise(site):
    told = site.client().get(f"/r/{site.name}").text
    assert "not even we. On " in told
    token = begin(site)
    assert "not even we. On " in site.client().get(f"/a/{token}/promise").text


def test_the_way_somebody_came_is_counted_when_they_begin_and_not_when_they_look(site):
    site.client().get(f"/r/{site.name}?route=sms")
    for _ in range(3):
        begin(site, "?route=sms")
    begin(site)
    with site.store() as store:
        assert store.run("SELECT route, begun FROM routes").fetchall() == [("sms", 3)]


def test_a_way_the_round_does_not_name_is_not_counted(site):
    begin(site, "?route=evil")
    with site.store() as store:
        assert store.run("SELECT count(*) FROM routes").fetchone() == (0,)


def test_ways_are_told_to_the_nearest_five(site):
    for _ in range(3):
        begin(site, "?route=sms")
    with site.store() as store:
        assert doors.routes(store, site.survey) == {"sms": 5, "poster-library": 0}


def test_nothing_of_the_way_stays_with_the_draft(site):
    token = begin(site, "?route=sms")
    with site.store() as store:
        draft = open_draft(token, store.draft(token_hash(token)))
    assert "sms" not in repr(draft)


def test_a_link_of_a_unit_proposes_it_and_another_can_be_chosen(site):
    client = site.client()
    client.get(f"/r/{site.name}?unit=east")
    page = client.press("Start")
    assert page.chosen == {"unit": site.survey.units["east"].name}
    assert site.survey.units["west"].name in page.offered["unit"]


def test_a_unit_that_does_not_exist_is_not_proposed(site):
    client = site.client()
    client.get(f"/r/{site.name}?unit=nowhere")
    assert client.press("Start").chosen == {}


def test_way_and_unit_stay_when_the_language_is_switched(tmp_path):
    made = make_site(tmp_path, invitations="open", routes="[sms]", spoken=("en", "ar"))
    with served(made):
        page = made.client().get(f"/r/{made.name}?route=sms&unit=east")
        assert f"/r/{made.name}?route=sms&unit=east&language=ar" in page.links.values()


def test_nothing_in_an_address_makes_a_link_lead_to_another_host(tmp_path):
    made = make_site(tmp_path, invitations="open", spoken=("en", "ar"))
    with served(made):
        page = made.client().get(f"/r/{made.name}?_external=1&_scheme=ftp&_anchor=x")
        assert all(link.startswith("/") for link in page.links.values())


def test_when_enough_have_answered_nobody_new_begins_and_who_has_begun_goes_on(site):
    token = begin(site)
    send(site, 2)
    for address in (f"/r/{site.name}", f"/k/{site.name}"):
        page = site.client().get(address)
        assert (page.status, page.heading) == (403, "Enough people have answered")
    assert site.client().post(f"/r/{site.name}", {}).status == 403
    assert site.client().post(f"/k/{site.name}/start", {}).status == 403
    assert site.client().get(f"/a/{token}/about").status == 200


def test_personal_links_work_whatever_the_door_does(site, tmp_path):
    link = site.invite()
    send(site, 2)
    leadsurvey(tmp_path, "door", site.name, "shut")
    assert site.client().get(link).status == 200


def test_a_door_is_shut_and_opened_again_by_a_command(site, tmp_path):
    assert leadsurvey(tmp_path, "door", site.name, "shut")[0] == 0
    page = site.client().get(f"/r/{site.name}")
    assert (page.status, page.heading) == (403, "Nobody new can begin at the moment")
    assert leadsurvey(tmp_path, "door", site.name, "open")[0] == 0
    assert site.client().get(f"/r/{site.name}").status == 200


def test_a_round_of_personal_links_has_no_door(folder):
    code, _, said = leadsurvey(folder, "door", "small", "shut")
    assert (code, "has no door" in said) == (1, True)
