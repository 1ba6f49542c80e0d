"""Signing in through another provider, a real one: whom it vouches for and we know gets in, and nobody else."""

import socket
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from leadsurvey.settings import Provider, Settings
from leadsurvey.web.app import create_app
from leadsurvey.web.organiser import provider as ours
from tests.conftest import leadsurvey
from tests.organiser.desk import ORGANISER, PASSWORD, VIEWER, Browser
from tests.organiser.provider import claims_of, running

UNKNOWN, LEADER = "unknown@example.org", "lea@example.org"


@pytest.fixture(scope="module")
def issuer():
    people = [claims_of(email, verified=True) for email in (ORGANISER, UNKNOWN, LEADER)]
    with running(*people, claims_of(VIEWER, verified=False)) as address:
        yield address


@pytest.fixture
def known(tmp_path, issuer):
    secret = tmp_path / "client-secret"
    secret.write_text("s3cret-of-many-letters\n", encoding="utf-8")
    secret.chmod(0o600)
    return Provider(issuer, "leadsurvey-desk", secret)


@pytest.fixture
def app(desk, known):
    """The desk with the provider."""
    return create_app(replace(desk.settings, provider=known))


def sign_in_there(address, email):
    """What the provider sends the browser back to, as its path."""
    answer = requests.post(address, data={"sub": email}, allow_redirects=False, timeout=10)
    back = answer.headers["Location"]
    assert back.startswith("http://localhost:8000/desk/sso/back?")
    return back.removeprefix("http://localhost:8000")


def walk(browser, email):
    back = sign_in_there(browser.get("/desk/sso").leads_to, email)
    return back, browser.get(back)


def test_the_sign_in_page_offers_it(app):
    assert "Sign in with your organisation" in Browser(app).get("/desk/sign-in").text


def test_a_known_and_verified_address_is_let_in(app, desk):
    browser = Browser(app)
    browser.get("/desk/sign-in")
    before = browser.cookie()
    _, page = walk(browser, ORGANISER)
    assert (page.status, page.leads_to) == (303, "/desk/")
    assert browser.get("/desk/round/small/log").status == 200
    assert browser.cookie() != before
    assert (ORGANISER, "signed in", None, "through the organisation") in desk.acts()


def test_we_ask_with_pkce_state_and_nonce_that_differ_each_time(app):
    asked = [parse_qs(urlsplit(Browser(app).get("/desk/sso").leads_to).query) for _ in range(2)]
    for each in asked:
        assert each["code_challenge_method"] == ["S256"]
        assert each["response_type"] == ["code"]
        assert each["redirect_uri"] == ["http://localhost:8000/desk/sso/back"]
        assert "s3cret-of-many-letters" not in str(each)
    for name in ("state", "nonce", "code_challenge"):
        assert asked[0][name] != asked[1][name]


@pytest.mark.parametrize("email", [UNKNOWN, VIEWER, "nobody-vouches@example.org", LEADER])
def test_unknown_unverified_and_roleless_addresses_stay_outside(app, desk, email):
    desk.add(LEADER, {})
    browser = Browser(app)
    page = walk(browser, email)[1]
    assert (page.status, page.heading) == (403, "Your organisation did not let you in here")
    assert browser.get("/desk/account").status == 303
    assert desk.acts()[-1][1] == "failed to sign in"
    assert email not in str(desk.acts())


def test_an_answer_is_good_once(app):
    browser = Browser(app)
    browser.get("/desk/sso")
    way = browser.client.get_cookie("desk-way", path="/desk/sso").value
    back, page = walk(browser, ORGANISER)
    assert page.status == 303
    thief = Browser(app)
    assert thief.get(back).status == 403
    thief.client.set_cookie("desk-way", way, path="/desk/sso")
    assert thief.get(back).status == 403
    assert browser.client.get_cookie("desk-way", path="/desk/sso") is None


def test_a_code_that_was_used_is_refused_even_in_the_browser_it_was_made_for(app):
    browser = Browser(app)
    there = browser.get("/desk/sso").leads_to
    way = browser.client.get_cookie("desk-way", path="/desk/sso").value
    back = sign_in_there(there, ORGANISER)
    assert browser.get(back).status == 303
    again = Browser(app)
    again.client.set_cookie("desk-way", way, path="/desk/sso")
    assert again.get(back).status == 403


def test_an_answer_for_another_browser_is_refused(app):
    one, other = Browser(app), Browser(app)
    back = sign_in_there(one.get("/desk/sso").leads_to, ORGANISER)
    other.get("/desk/sso")
    assert other.get(back).status == 403
    assert other.get("/desk/account").status == 303


def test_a_token_with_another_nonce_is_refused(app):
    browser = Browser(app)
    there = browser.get("/desk/sso").leads_to
    nonce = parse_qs(urlsplit(there).query)["nonce"][0]
    back = sign_in_there(there.replace(nonce, "another"), ORGANISER)
    assert browser.get(back).status == 403


QUERIES = ["", "?state=x", "?state=x&code=y", "?error=access_denied", "?code=\u00e9&state=\u00e9"]


@pytest.mark.parametrize("query", QUERIES)
def test_what_no_provider_sent_is_refused(app, query):
    browser = Browser(app)
    assert browser.get(f"/desk/sso/back{query}").status == 403
    browser.get("/desk/sso")
    assert browser.get(f"/desk/sso/back{query}").status == 403


def test_a_provider_without_tls_or_that_does_not_answer_is_told_in_general(desk, known):
    without_tls = replace(known, issuer="http://login.example.org")
    silent, no_secret = replace(known, issuer="http://127.0.0.1:9"), replace(known, secret=known.secret / "no")
    short, shown = known.secret.with_name("short"), known.secret.with_name("shown")
    for file, content, mode in ((short, "s3cret", 0o600), (shown, "s3cret-of-many-letters", 0o640)):
        file.write_text(content, encoding="utf-8")
        file.chmod(mode)
    weak = [replace(known, secret=file) for file in (short, shown)]
    for provider in (without_tls, silent, no_secret, *weak):
        page = Browser(create_app(replace(desk.settings, provider=provider))).get("/desk/sso")
        assert (page.status, page.heading) == (403, "Your organisation did not let you in here")


def test_a_provider_under_another_name_is_refused(desk, known):
    other = replace(known, issuer=f"{known.issuer}/.")
    assert Browser(create_app(replace(desk.settings, provider=other))).get("/desk/sso").status == 403


def test_no_secret_or_code_of_it_is_in_a_log(app, desk, caplog):
    back, _ = walk(Browser(app), UNKNOWN)
    code = parse_qs(urlsplit(back).query)["code"][0]
    for secret in ("s3cret-of-many-letters", code, UNKNOWN):
        assert secret not in caplog.text + str(desk.log())


def test_too_many_tries_there_put_off_nobody_here(app):
    browser = Browser(app)
    while browser.get("/desk/sso/back").status == 403:
        pass
    assert browser.get("/desk/sso").status == 429
    assert browser.sign_in(VIEWER).status == 303


def test_without_settings_there_is_no_button_and_no_page(desk):
    browser = desk.browser()
    assert "organisation" not in browser.get("/desk/sign-in").text
    assert browser.get("/desk/sso").status == 404
    assert browser.get("/desk/sso/back?code=x&state=y").status == 404
    assert browser.sign_in(VIEWER, PASSWORD).status == 303


def test_all_three_settings_make_a_provider(tmp_path):
    names = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET_FILE")
    given = {f"LEADSURVEY_OIDC_{name}": f"https://{name.lower()}/" for name in names}
    assert Settings.from_environment(tmp_path, given).provider.issuer == "https://issuer"
    for name in names:
        assert Settings.from_environment(tmp_path, {**given, f"LEADSURVEY_OIDC_{name}": " "}).provider is None


def test_serving_without_the_extra_says_how_to_install_it(tmp_path, monkeypatch):
    for name, value in (("ISSUER", "https://login.example.org"), ("CLIENT_ID", "desk"), ("CLIENT_SECRET_FILE", "none")):
        monkeypatch.setenv(f"LEADSURVEY_OIDC_{name}", value)
    monkeypatch.setattr(ours, "find_spec", lambda _: None)
    with socket.create_server(("127.0.0.1", 0)) as taken:  # so that it ends
        _, _, said = leadsurvey(tmp_path, "serve", "--port", taken.getsockname()[1])
    assert "pip install 'leadsurvey[sso]'" in said


def test_without_the_extra_there_is_no_button(app, monkeypatch):
    monkeypatch.setattr(ours, "find_spec", lambda _: None)
    assert "Sign in with your organisation" not in Browser(app).get("/desk/sign-in").text
    assert Browser(app).get("/desk/sso").status == 404
