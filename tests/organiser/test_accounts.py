"""Accounts: how they begin, what owners may change, and what people change of their own."""

import re
import time

import pyotp
import pytest
from argon2 import Type, extract_parameters
from itsdangerous import TimestampSigner

from leadsurvey.records import passwords
from tests.organiser.desk import ORGANISER, OWNER, PASSWORD, VIEWER

NEW, ANOTHER = "ada+desk@example.org", "velvet-cargo-thimble-3"


def link_on(page):
    """The path of the one-time link that a page shows."""
    return re.search(r"http://localhost:8000(/desk/welcome/[\w.-]+)", page.text)[1]


def number_of(desk, email):
    with desk.store() as store:
        return store.one("SELECT id FROM users WHERE email = ?", (email,))[0]


def added(desk, **roles):
    """The link of a new account."""
    owner = desk.owner
    owner.get("/desk/accounts/new")
    page = owner.post("/desk/accounts/new", email=NEW, **{f"role-{name}": role for name, role in roles.items()})
    assert page.status == 200, page.text
    return link_on(page)


def begun(desk, link, password=ANOTHER, again=None):
    browser = desk.browser()
    browser.get(link)
    return browser, browser.post(link, password=password, again=password if again is None else again)


def test_a_new_account_begins_with_a_link_that_dies_with_the_password(desk):
    link = added(desk, small="viewer")
    browser, page = begun(desk, link)
    assert page.leads_to == "/desk/"
    assert browser.get("/desk/account").status == 200
    assert desk.browser().get(link).status == 410
    assert desk.browser().sign_in(NEW, ANOTHER).status == 303
    assert (NEW, "set a password", None, "by a one-time link") in desk.acts()
    assert link.rpartition("/")[2] not in str(desk.acts())


def test_the_link_of_an_organiser_leads_on_to_the_second_factor(desk):
    _, page = begun(desk, added(desk, small="organiser"))
    assert page.leads_to == "/desk/second-factor"


def test_opening_a_link_changes_nothing_since_mail_scanners_do(desk, site):
    link = added(desk, small="viewer")
    before = site.tables()
    assert desk.browser().get(link).status == 200
    assert site.tables() == before


def test_a_newer_link_kills_the_one_before(desk):
    old = added(desk, small="viewer")
    owner = desk.owner
    new = link_on(owner.post(f"/desk/accounts/{number_of(desk, NEW)}/link"))
    assert desk.browser().get(old).status == 410
    assert desk.browser().get(new).status == 200


def test_a_used_link_does_not_live_again_when_another_is_made(desk):
    old = added(desk, small="viewer")
    begun(desk, old)
    desk.owner.post(f"/desk/accounts/{number_of(desk, NEW)}/link")
    assert desk.browser().get(old).status == 410


def test_a_link_dies_after_two_days_or_when_it_is_changed(desk, monkeypatch):
    long_ago = int(time.time()) - 48 * 3600 - 5
    with monkeypatch.context() as clock:
        clock.setattr(TimestampSigner, "get_timestamp", lambda _: long_ago)
        late = added(desk, small="viewer")
    assert desk.browser().get(late).status == 410
    fresh = link_on(desk.owner.post(f"/desk/accounts/{number_of(desk, NEW)}/link"))
    assert desk.browser().get(f"{fresh}x").status == 410
    assert desk.browser().get("/desk/welcome/x").status == 410


def test_links_begin_with_our_address_whatever_host_was_asked_for(desk):
    owner = desk.owner
    owner.get("/desk/accounts/new")
    data = {"csrf_token": owner._token, "email": NEW, "role-small": "viewer"}
    headers = {"Host": "evil.example", "Cookie": f"desk={owner.cookie()}"}
    answer = desk.app.test_client(use_cookies=False).post("/desk/accounts/new", data=data, headers=headers)
    assert "evil.example" not in answer.text
    assert "http://localhost:8000/desk/welcome/" in answer.text


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("short", "too short"),
        ("x" * 300, "too long"),
        ("aaaaaaaaaaaaaaaa", "easy to guess"),
        ("abcdefghijklmnop", "easy to guess"),
        ("12345678901234567890", "easy to guess"),
        ("Leadsurvey-2026", "easy to guess"),
        ("ada+desk@example.org", "easy to guess"),
        ("password1234password", "easy to guess"),
        ("qwertyuiopasdfghjkl", "easy to guess"),
    ],
)
def test_a_password_that_a_stranger_would_guess_is_refused_with_a_cure(desk, password, told):
    link = added(desk, small="viewer")
    _, page = begun(desk, link, password)
    assert page.status == 422
    assert told in page.text


def test_a_password_typed_in_two_ways_is_refused(desk):
    _, page = begun(desk, added(desk, small="viewer"), again="another")
    assert (page.status, "differ" in page.text) == (422, True)


def test_the_same_accent_typed_on_another_keyboard_is_the_same_password(desk):
    begun(desk, added(desk, small="viewer"), "caf\u00e9-orbit-walrus-91")
    assert desk.browser().sign_in(NEW, "cafe\u0301-orbit-walrus-91").status == 303


def test_what_is_kept_of_a_password_is_dear_to_whoever_guesses():
    """By the least that OWASP asks for."""
    kept = extract_parameters(passwords.hashed(PASSWORD))
    assert (kept.type, kept.memory_cost >= 19 * 1024, kept.time_cost >= 2) == (Type.ID, True, True)


NO_ADDRESSES = ["", "ada", "ada@", "a b@example.org", "ada@example", "x@y\r\nBcc: z", "a" * 260 + "@b.c"]


@pytest.mark.parametrize("email", NO_ADDRESSES)
def test_what_is_no_address_gets_no_account(desk, email):
    owner = desk.owner
    owner.get("/desk/accounts/new")
    page = owner.post("/desk/accounts/new", email=email, **{"role-small": "viewer"})
    assert (page.status, "no e-mail address" in page.text) == (422, True)


@pytest.mark.parametrize("role", ["", "owner", "nothing"])
def test_an_account_needs_a_role_that_there_is(desk, role):
    owner = desk.owner
    owner.get("/desk/accounts/new")
    page = owner.post("/desk/accounts/new", email=NEW, **{"role-small": role, "role-nowhere": "organiser"})
    assert (page.status, "Choose what this account may do" in page.text) == (422, True)


def test_a_leader_gets_no_link_to_a_desk(desk):
    desk.add(NEW, {})
    page = desk.owner.post(f"/desk/accounts/{number_of(desk, NEW)}/link")
    assert (page.status, "no desk to begin at" in page.text) == (422, True)


def test_an_address_has_one_account_whatever_its_capitals(desk):
    owner = desk.owner
    owner.get("/desk/accounts/new")
    fields = {"email": VIEWER.upper(), "role-small": "viewer"}
    assert "is there already" in owner.post("/desk/accounts/new", **fields).text
    assert desk.browser().sign_in(VIEWER.upper()).status == 303


def test_a_changed_role_counts_at_once_and_is_logged(desk):
    viewer, owner = desk.viewer, desk.owner
    path = f"/desk/accounts/{number_of(desk, VIEWER)}"
    owner.get(path)
    assert owner.post(f"{path}/roles", **{"role-small": "organiser"}).leads_to == "/desk/accounts"
    assert viewer.get("/desk/account").status == 303
    assert desk.browser().sign_in(VIEWER).leads_to == "/desk/second-factor"
    told = f"{VIEWER}: organiser of small"
    assert (OWNER, "changed what an account may do", None, told) in desk.acts()


def test_the_last_owner_stays(desk):
    owner, path = desk.owner, f"/desk/accounts/{number_of(desk, OWNER)}"
    for way in ("roles", "remove"):
        owner.get(path)
        page = owner.post(f"{path}/{way}")
        assert (page.status, "last owner" in page.text) == (422, True)
    assert owner.get("/desk/accounts").status == 200
    desk.add(NEW, {"*": "organiser"}, factor=True)
    owner.get(path)
    assert owner.post(f"{path}/remove").status == 303
    assert owner.get("/desk/account").status == 303


def test_a_removed_account_is_gone_and_what_it_did_stays(desk):
    viewer, owner = desk.viewer, desk.owner
    number = number_of(desk, VIEWER)
    owner.post(f"/desk/accounts/{number}/remove")
    assert viewer.get("/desk/account").status == 303
    assert owner.get(f"/desk/accounts/{number}").status == 404
    assert any(who == VIEWER for who, *_ in desk.acts())


def test_a_new_link_takes_away_password_factor_and_sessions(desk):
    organiser, owner = desk.organiser, desk.owner
    link = link_on(owner.post(f"/desk/accounts/{number_of(desk, ORGANISER)}/link"))
    assert organiser.get("/desk/account").status == 303
    assert desk.browser().sign_in(ORGANISER).status == 422
    _, page = begun(desk, link)
    assert page.leads_to == "/desk/second-factor"


def test_a_new_password_ends_all_other_sessions(desk):
    one, other = desk.viewer, desk.viewer
    fields = {"current": PASSWORD, "password": ANOTHER, "again": ANOTHER}
    assert one.post("/desk/account/password", **{**fields, "current": "wrong"}).status == 422
    assert one.post("/desk/account/password", **fields).status == 303
    assert one.get("/desk/account").status == 200
    assert other.get("/desk/account").status == 303
    assert desk.browser().sign_in(VIEWER).status == 422
    assert desk.browser().sign_in(VIEWER, ANOTHER).status == 303


def test_a_new_second_factor_needs_the_password_and_ends_all_other_sessions(desk):
    one, other = desk.organiser, desk.organiser
    page = one.get("/desk/account/second-factor")
    factor = re.search(r"<code class=\"keep\">([A-Z2-7 ]+)</code>", page.text)[1].replace(" ", "")
    fields = {"carried": page.field("carried"), "code": pyotp.TOTP(factor).now()}
    assert one.post("/desk/account/second-factor", **fields, password="wrong").status == 422
    assert one.post("/desk/account/second-factor", **fields, password=PASSWORD).status == 303
    assert one.get("/desk/account").status == 200
    assert other.get("/desk/account").status == 303
    assert desk.browser().sign_in(ORGANISER, factor=desk.factors[ORGANISER]).status == 422


def test_signing_out_everywhere_ends_every_session(desk):
    one, other = desk.viewer, desk.viewer
    assert one.post("/desk/account/sign-out").status == 303
    assert (one.get("/desk/account").status, other.get("/desk/account").status) == (303, 303)
