"""Whoever wants no mail gets none any more, from any round, for good."""

import pytest

from leadsurvey.responses.seal import make_slip, read_slip
from tests.web.site import served


@pytest.fixture
def slip(house):
    """The path of the opt-out link in somebody's mail."""
    house.post("ada")
    ((_, mail),) = house.sink.read()
    return mail["List-Unsubscribe"].strip("<>").removeprefix(house.settings.address)


def optouts(house):
    return house.site.tables()["optouts"]


def test_opening_the_link_changes_nothing_and_the_button_is_kept(house, slip):
    with served(house.site):
        client = house.site.client()
        assert client.get(slip).heading == "No more mail?"
        assert optouts(house) == []
        assert client.press("No more mail").heading == "You get no more mail"
        assert client.post(slip).status == 200, "once more does no harm"
    assert len(optouts(house)) == 1
    house.sink.mails.clear()
    house.send(house.remind())
    assert house.sink.got() == {}


def test_the_one_click_of_a_mail_program_is_kept(house, slip):
    with served(house.site):
        assert house.site.client().post(slip, {"List-Unsubscribe": "One-Click"}).status == 200
    assert len(optouts(house)) == 1


def test_it_works_when_the_invitation_is_erased_and_holds_when_the_person_is_invited_again(house, slip):
    with house.site.store() as store:
        store.erase_people("small")
    with served(house.site):
        assert house.site.client().post(slip).heading == "You get no more mail"
    house.invite("ADA", "bo")
    house.sink.mails.clear()
    house.send(house.begin())
    assert set(house.sink.got()) == {"bo@example.org"}


def test_the_page_speaks_the_language_of_the_mail(house, slip):
    with served(house.site):
        page = house.site.client().get(slip.replace("language=en", "language=ar"))
        assert (page.status, page.tree.get("dir")) == (200, "rtl")
        assert house.site.client().get(slip.replace("language=en", "language=xx")).tree.get("lang") == "en"


def test_a_form_from_a_foreign_page_is_refused(house, slip):
    with served(house.site):
        foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
        assert house.site.client().post(slip, {"x": "y"}, headers=foreign).status == 403
    assert optouts(house) == []


def test_made_up_slips_are_not_known_and_slowed_down(house, slip):
    with served(house.site):
        client = house.site.client()
        wrong = slip.replace(slip[10], "a" if slip[10] != "a" else "b", 1)
        assert {client.post(path).status for path in ("/no-mail/x", "/no-mail/" + "a" * 40, wrong)} == {404}
        assert 429 in {client.get("/no-mail/x").status for _ in range(130)}
    assert optouts(house) == []


def test_a_slip_is_of_one_secret_and_of_one_address_however_it_is_written():
    slip = make_slip(b"s" * 32, "Ada@Example.org ")
    assert slip == make_slip(b"s" * 32, "ada@example.org")
    assert read_slip(b"s" * 32, slip) == read_slip(b"s" * 32, slip.upper())
    assert read_slip(b"t" * 32, slip) is None
    assert read_slip(b"s" * 32, "") is None
    assert read_slip(b"s" * 32, "é" * 40) is None
