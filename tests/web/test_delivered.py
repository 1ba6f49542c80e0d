"""Links to reports and to what all are told: who gets what, until when, and what is kept of it."""

from datetime import UTC, datetime

import pyotp
import pytest

from leadsurvey.fieldwork import edition
from leadsurvey.fieldwork.tickets import Ticket, read, signed
from leadsurvey.languages import interface
from leadsurvey.records import accounts, factors
from leadsurvey.responses.seal import Keyring
from leadsurvey.rounds.leaders import Leader
from tests.fieldwork.closed import CONTACT, Closed, make
from tests.web.site import served


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The files of a closed round, made once."""
    folder = tmp_path_factory.mktemp("closed")
    make(folder)
    return folder


@pytest.fixture
def house(made, tmp_path):
    """A copy of it, served."""
    closed = Closed.copied(made, tmp_path / "copy")
    with served(closed.site):
        yield closed


@pytest.fixture
def client(house):
    return house.site.client()


def pdf_of(house, unit):
    return (house.settings.reports("small") / f"small-{unit}.pdf").read_bytes()


def secured(house, email="ed@example.org"):
    """Give a leader a second factor; what their phone makes of the time."""
    with house.store() as store:
        user = accounts.add(store, email, {})
        factor = factors.new_factor()
        factors.set_factor(store, house.secret, user, factor)
    return pyotp.TOTP(factor).now


def test_a_link_leads_to_the_report_of_the_own_unit_by_a_button(house, client):
    page = client.get(house.link("east"))
    assert page.heading == "Your report: East & wing"
    assert "until the end of 31 December 2099" in page.text
    assert CONTACT in page.text
    got = client.press("Download the report (PDF)")
    assert got.headers["Content-Type"] == "application/pdf"
    assert got.headers["Content-Disposition"] == "attachment; filename*=UTF-8''small-east.pdf"
    assert got.body == pdf_of(house, "east") != pdf_of(house, "west")


def test_openings_and_downloads_are_noted_by_unit_and_a_scanner_downloads_nothing(house, client):
    link, before = house.link("east"), house.site.tables()
    client.request("HEAD", link)
    assert house.site.tables() == before
    client.get(link)
    assert {name for name, rows in house.site.tables().items() if rows != before[name]} == {"audit"}
    opened = ("leader of east", "opened the page of a report", "east")
    assert house.log()[:2].count(opened) == 1
    client.post(link)
    assert house.log()[:2] == [("leader of east", "downloaded a report", "east"), opened]
    assert not any("@" in part for line in house.log() for part in line)


@pytest.mark.parametrize("use", ["report", "told"])
def test_a_link_that_has_ended_says_so_and_whom_to_ask(house, client, use):
    link = house.link(use=use, until="2020-01-01")
    for page in (client.get(link), client.post(link)):
        assert (page.status, page.heading) == (410, "This link has ended")
        assert CONTACT in page.text
    assert not any(who.startswith("leader") for who, _, _ in house.log())


@pytest.mark.parametrize("use", ["report", "told"])
@pytest.mark.parametrize("changed", [{"release": "0" * 16}, {"round": "other"}])
def test_a_link_of_another_round_or_release_is_not_known(house, client, use, changed):
    assert client.get(house.link(use=use, **changed)).status == 404


def test_a_link_with_one_letter_changed_is_not_known_and_guesses_are_slowed_down(house, client):
    link = house.link()
    changed = link[:-1] + ("A" if link[-1] != "A" else "B")
    assert client.post(changed).status == 404
    assert client.get("/report/nonsense").status == 404
    assert client.get("/told/" + link.removeprefix("/report/")).status == 404
    assert [client.get(changed).status for _ in range(120)][-1] == 429


def test_a_leader_never_gets_the_report_of_another_unit(house, client):
    east = house.led()["east"].number
    for unit in ("west", "../small-west", "nowhere", ""):
        page = client.post(house.link(names=unit, leader=east))
        assert (page.status, page.headers.get_content_type()) == (410, "text/html"), unit


def test_the_link_of_an_earlier_leader_ends_when_somebody_else_leads(house, client):
    link = house.link("east")
    house.name_leaders(Leader("east", "eva@example.org"))
    assert client.post(link).status == 410
    assert client.post(house.link("east")).status == 200


def test_a_leader_with_a_second_factor_is_asked_for_its_code(house, client):
    now = secured(house)
    link = house.link("east")
    client.get(link)
    page = client.press("Download the report (PDF)", {"code": "000000"})
    assert page.status == 422
    assert page.summary == {"#code": "This is not the code that your phone shows now. Type in the next one."}
    code = now()
    assert client.press("Download the report (PDF)", {"code": code}).body == pdf_of(house, "east")
    assert client.post(link, {"code": code}).status == 422, "a code is good once"
    assert client.post(link).status == 422
    assert ("leader of east", "gave a wrong code", "east") in house.log()


def test_codes_cannot_be_guessed_at_speed(house, client):
    now = secured(house)
    link = house.link("east")
    for _ in range(5):
        client.post(link, {"code": "000000"})
    assert client.post(link, {"code": now()}).status == 422, "the account rests"


def test_a_report_that_is_not_there_is_not_replaced_by_another(house, client):
    path = house.settings.reports("small") / "small-east.pdf"
    path.write_bytes(b"%PDF of another release")
    assert client.post(house.link("east")).status == 503
    path.unlink()
    page = client.post(house.link("east"))
    assert (page.status, page.heading) == (503, "The report is not here now")


def test_what_all_are_told_is_what_the_report_says(house, client):
    page = client.get(house.link(use="told"))
    assert page.heading == "What you told us"
    for words in ("Who answered", "What is strong", "What to try next", "What cannot be told", "What happens next"):
        assert words in page.text
    assert "About 60 of 71 staff answered" in page.text
    (table,) = page.tree.iter("table")
    assert [head.get("scope") for head in table.iter("th")].count("row") == 3
    assert client.press("Download the report (PDF)").body == pdf_of(house, "house")


def test_nothing_is_kept_of_who_reads_what_all_are_told(house, client):
    before = house.site.tables()
    client.get(house.link(use="told"))
    client.post(house.link(use="told"))
    assert house.site.tables() == before


def test_what_happens_next_is_in_the_organisers_words_as_text(house, client, tmp_path):
    text = tmp_path / "next.txt"
    text.write_text("We meet <b>in June</b>.\n\nCome along.", encoding="utf-8")
    edition.keep_next_steps(house.settings.reports("small"), text)
    page = client.get(house.link(use="told"))
    assert "We meet <b>in June</b>. Come along." in page.text


def test_pages_speak_the_language_asked_for_findings_too(house, client):
    page = client.get(house.link(use="told") + "?language=ar")
    assert (page.tree.get("lang"), page.tree.get("dir")) == ("ar", "rtl")
    said = interface.texts(house.settings.catalogues, "ar").gettext
    assert said("What is strong") in page.text
    assert said("There is room to grow in %(room)s").partition("%")[0].strip() in page.text
    assert "All staff" not in page.text
    over = client.post(house.link(until="2020-01-01") + "?language=ar")
    assert (over.status, over.tree.get("dir")) == (410, "rtl")


def test_nobody_is_named_on_any_of_these_pages(house, client):
    for link in (house.link("east"), house.link(use="told")):
        assert "@" not in client.get(link).text


def test_links_work_on_the_last_day_and_not_on_the_next():
    ticket = Ticket("small", "", "2027-03-19", "east", 1)
    assert not ticket.is_over("Europe/London", datetime(2027, 3, 19, 23, 59, tzinfo=UTC))
    assert ticket.is_over("Europe/London", datetime(2027, 3, 20, 0, 0, tzinfo=UTC))
    assert ticket.is_over("Asia/Tokyo", datetime(2027, 3, 19, 15, 0, tzinfo=UTC))


def test_another_secret_signs_no_link_of_ours(house, client, tmp_path):
    Keyring(tmp_path / "keys").make_secret(tmp_path)
    ours = read(house.secret, "report", house.link("east").removeprefix("/report/"))
    foreign = signed(Keyring(tmp_path / "keys").secret(), "report", ours)
    assert client.get(f"/report/{foreign}").status == 404
