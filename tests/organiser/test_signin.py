"""Signing in: who gets in, who does not, and that nobody learns why."""

import re
import time

import pyotp
import pytest

from leadsurvey.records.admitting import UNKNOWN
from tests.organiser.desk import ORGANISER, OWNER, PASSWORD, VIEWER

WRONG = "not-the-password-at-all"


def code_of(desk, email):
    return pyotp.TOTP(desk.factors[email]).now()


def plain(page):
    """A page without what differs each time."""
    return re.sub(r"<input[^>]*>", "", page.text).strip()


def tried(desk, email, password=WRONG):
    browser = desk.browser()
    return browser.sign_in(email, password)


def test_password_and_code_let_an_organiser_in(desk):
    browser = desk.browser()
    page = browser.sign_in(ORGANISER, factor=desk.factors[ORGANISER])
    assert (page.status, page.leads_to) == (303, "/desk/")
    assert browser.get("/desk/account").heading == "Your account"
    assert desk.acts()[0] == (ORGANISER, "signed in", None, "with a password and a code")


def test_a_viewer_needs_no_second_factor(desk):
    assert tried(desk, VIEWER, PASSWORD).leads_to == "/desk/"


def test_an_organiser_without_a_second_factor_sets_one_up_before_anything_else(desk):
    desk.add("new@example.org", {"small": "organiser"})
    browser = desk.browser()
    assert browser.sign_in("new@example.org").leads_to == "/desk/second-factor"
    assert browser.get("/desk/account").leads_to.startswith("/desk/sign-in")
    page = browser.get("/desk/second-factor")
    factor = re.search(r"<code class=\"keep\">([A-Z2-7 ]+)</code>", page.text)[1].replace(" ", "")
    carried = page.field("carried")
    assert browser.post("/desk/second-factor", carried=carried, code="000000").status == 422
    assert browser.get("/desk/account").leads_to.startswith("/desk/sign-in")
    code = pyotp.TOTP(factor).now()
    assert browser.post("/desk/second-factor", carried=carried, code=code).leads_to == "/desk/"
    assert browser.get("/desk/account").status == 200
    assert tried(desk, "new@example.org", PASSWORD).leads_to == "/desk/code"


def test_a_second_factor_shown_to_one_account_is_not_taken_by_another(desk):
    for email in ("one@example.org", "two@example.org"):
        desk.add(email, {"small": "organiser"})
    one, two = desk.browser(), desk.browser()
    one.sign_in("one@example.org")
    two.sign_in("two@example.org")
    page = one.get("/desk/second-factor")
    factor = re.search(r"<code class=\"keep\">([A-Z2-7 ]+)</code>", page.text)[1].replace(" ", "")
    two.get("/desk/second-factor")
    code = pyotp.TOTP(factor).now()
    assert two.post("/desk/second-factor", carried=page.field("carried"), code=code).status == 422


def test_whoever_fails_is_told_the_same_whatever_was_wrong(desk):
    desk.run("UPDATE users SET locked_until = ? WHERE email = ?", int(time.time()) + 60, VIEWER)
    pages = [tried(desk, ORGANISER), tried(desk, "nobody@example.org"), tried(desk, VIEWER, PASSWORD)]
    assert {page.status for page in pages} == {422}
    assert len({plain(page) for page in pages}) == 1


def test_the_log_names_known_accounts_and_never_what_was_typed(desk):
    tried(desk, ORGANISER)
    tried(desk, "my-password-by-mistake")
    assert [entry[:2] for entry in desk.acts()] == [(ORGANISER, "failed to sign in"), (UNKNOWN, "failed to sign in")]
    assert "mistake" not in str(desk.acts())
    assert WRONG not in str(desk.acts())


def test_a_wrong_code_is_refused_and_a_right_one_is_good_once(desk):
    browser, other = desk.browser(), desk.browser()
    code = code_of(desk, OWNER)
    wrong = str((int(code) + 1) % 10**6).zfill(6)
    assert browser.sign_in(OWNER, code=wrong).status == 422
    assert browser.post("/desk/code", code=f"{code[:3]} {code[3:]}").status == 303
    assert other.sign_in(OWNER, code=code).status == 422
    assert other.get("/desk/account").status == 303


@pytest.mark.parametrize("code", ["", "١٢٣٤٥٦", "12345", "1234567", "\0"])
def test_what_is_no_code_is_refused(desk, code):
    browser = desk.browser()
    browser.sign_in(OWNER)
    browser.get("/desk/code")
    assert browser.post("/desk/code", code=code).status == 422


def test_a_code_older_than_a_step_is_refused(desk):
    old = pyotp.TOTP(desk.factors[OWNER]).at(time.time() - 90)
    assert desk.browser().sign_in(OWNER, code=old).status == 422


def test_after_five_failures_an_account_rests_longer_every_time(desk):
    for _ in range(5):
        assert tried(desk, VIEWER).status == 422
    assert tried(desk, VIEWER, PASSWORD).status == 422
    rests = []
    for _ in range(3):
        with desk.store() as store:
            rests.append(store.one("SELECT locked_until - unixepoch() FROM users WHERE email = ?", (VIEWER,))[0])
        desk.run("UPDATE users SET locked_until = 0 WHERE email = ?", VIEWER)
        tried(desk, VIEWER)
    assert [round(rest, -1) for rest in rests] == [30, 60, 120]
    desk.run("UPDATE users SET locked_until = 0 WHERE email = ?", VIEWER)
    assert tried(desk, VIEWER, PASSWORD).status == 303
    with desk.store() as store:
        assert store.one("SELECT failures FROM users WHERE email = ?", (VIEWER,)) == (0,)


def test_an_account_at_rest_counts_no_more_failures(desk):
    for _ in range(8):
        tried(desk, VIEWER)
    with desk.store() as store:
        assert store.one("SELECT failures FROM users WHERE email = ?", (VIEWER,)) == (5,)


def test_a_right_password_buys_no_more_guesses_of_codes(desk):
    for _ in range(5):
        assert desk.browser().sign_in(OWNER, code="000000").status == 422
    assert desk.browser().sign_in(OWNER).status == 422


def test_too_many_tries_of_anybody_are_put_off(desk):
    seen = [desk.app.extensions["leadsurvey.tries"].is_reached() for _ in range(60)]
    assert not any(seen)
    page = tried(desk, VIEWER, PASSWORD)
    assert (page.status, page.heading) == (429, "Please try again in a minute")


def test_a_planted_cookie_is_never_signed_in_with(desk):
    browser = desk.browser()
    browser.client.set_cookie("desk", "planted", path="/desk")
    browser.sign_in(OWNER, factor=desk.factors[OWNER])
    thief = desk.browser()
    thief.client.set_cookie("desk", "planted", path="/desk")
    assert browser.get("/desk/account").status == 200
    assert thief.get("/desk/account").status == 303


def test_every_step_makes_a_new_cookie_and_ends_the_one_before(desk):
    browser, seen = desk.browser(), []
    browser.get("/desk/sign-in")
    seen.append(browser.cookie())
    browser.post("/desk/sign-in", email=OWNER, password=PASSWORD)
    seen.append(browser.cookie())
    browser.get("/desk/code")
    browser.post("/desk/code", code=code_of(desk, OWNER))
    seen.append(browser.cookie())
    assert len(set(seen)) == 3
    for old in seen[:2]:
        thief = desk.browser()
        thief.client.set_cookie("desk", old, path="/desk")
        assert thief.get("/desk/account").status == 303
        assert thief.get("/desk/code").status == 303


def test_signing_out_ends_the_session_for_good(desk):
    browser = desk.viewer
    old = browser.cookie()
    assert browser.post("/desk/sign-out").leads_to == "/desk/sign-in"
    assert browser.cookie() != old
    browser.client.set_cookie("desk", old, path="/desk")
    assert browser.get("/desk/account").status == 303
    assert desk.acts()[-1][:2] == (VIEWER, "signed out")


@pytest.mark.parametrize("clock", ["ends", "rests"])
def test_a_session_ends_after_a_day_and_after_a_rest(desk, clock):
    browser = desk.viewer
    desk.run(f"UPDATE sessions SET {clock} = unixepoch() - 1")  # noqa: S608 - our own columns
    assert browser.get("/desk/account").status == 303


def test_looking_at_pages_puts_off_the_rest_but_not_the_end(desk):
    browser = desk.viewer
    desk.run("UPDATE sessions SET rests = unixepoch() + 5, ends = unixepoch() + 100")
    browser.get("/desk/account")
    with desk.store() as store:
        rests, ends = store.one("SELECT rests - unixepoch(), ends - unixepoch() FROM sessions", ())
    assert rests > 1700
    assert ends <= 100


@pytest.mark.parametrize(
    "wanted",
    [
        *("https://evil.example", "//evil.example/desk/", "/\\evil.example", "/desk/\\..\\x", "/a/link", "desk/", ""),
        *("/desk/../a/link", "/desk/%0d%0aX: y\r\n", "javascript:alert(1)", "/deskx", "\t//evil.example"),
    ],
)
def test_signing_in_leads_to_pages_of_the_desk_alone(desk, wanted):
    browser = desk.browser()
    browser.get("/desk/sign-in")
    page = browser._seen(
        browser.client.post(
            "/desk/sign-in",
            query_string={"next": wanted},
            data={"csrf_token": browser._token, "email": VIEWER, "password": PASSWORD},
        )
    )
    assert page.leads_to == "/desk/"


def test_one_comes_back_to_the_page_one_wanted_through_both_steps(desk):
    browser = desk.browser()
    there = browser.get("/desk/round/small/log").leads_to
    browser.get(there)
    page = browser.post(there, email=ORGANISER, password=PASSWORD)
    browser.get(page.leads_to)
    page = browser.post(page.leads_to, code=code_of(desk, ORGANISER))
    assert page.leads_to == "/desk/round/small/log"


def test_the_database_holds_neither_cookie_nor_password_nor_second_factor(desk, site):
    browser = desk.owner
    written = str(site.tables())
    for secret in (browser.cookie(), PASSWORD, desk.factors[OWNER]):
        assert secret
        assert secret not in written


def test_whose_account_is_removed_is_out_at_once(desk):
    browser = desk.viewer
    desk.run("DELETE FROM users WHERE email = ?", VIEWER)
    assert browser.get("/desk/account").status == 303
