"""Accounts by commands on the server."""

import re

import pyotp

from leadsurvey.records import accounts, admitting
from leadsurvey.responses.seal import Keyring
from leadsurvey.responses.store import Store
from leadsurvey.web.app import create_app
from tests.conftest import leadsurvey, settings_for
from tests.organiser.desk import PASSWORD, Browser


def begin(folder, told):
    """Set a password behind the link that a command printed."""
    browser, link = Browser(create_app(settings_for(folder))), re.search(r"http://localhost:8000(\S+)", told)[1]
    assert browser.get(link).status == 200
    return browser, browser.post(link, password=PASSWORD, again=PASSWORD)


def test_the_first_account_may_come_before_the_first_round(tmp_path):
    code, told, _ = leadsurvey(tmp_path, "organiser", "add", "ada@example.org")
    assert code == 0
    assert begin(tmp_path, told)[1].leads_to == "/desk/second-factor"
    assert "owner" in leadsurvey(tmp_path, "organiser", "list")[1]


def test_an_account_for_a_round_sees_that_round(folder):
    code, told, _ = leadsurvey(folder, "organiser", "add", "vic@example.org", "--round", "small", "--role", "viewer")
    assert code == 0
    browser, page = begin(folder, told)
    assert page.leads_to == "/desk/"
    assert "small" in browser.get("/desk/").text


def test_a_mistyped_round_or_address_is_told_with_its_cure(folder):
    code, _, told = leadsurvey(folder, "organiser", "add", "vic@example.org", "--round", "smal")
    assert (code, told) == (1, "no round 'smal' was opened here; did you mean 'small'?\n")
    code, _, told = leadsurvey(folder, "organiser", "add", "vic")
    assert (code, told) == (1, "'vic': this is no e-mail address; write one such as ada@example.org\n")
    for command in ("remove", "reset"):
        code, _, told = leadsurvey(folder, "organiser", command, "vic@example.org")
        assert (code, told.startswith("vic@example.org: there is no such account;")) == (1, True)


def test_an_account_is_added_once(folder):
    leadsurvey(folder, "organiser", "add", "ada@example.org")
    code, _, told = leadsurvey(folder, "organiser", "add", "ADA@example.org")
    assert (code, "is there already" in told) == (1, True)


def test_the_last_owner_is_not_removed(folder):
    leadsurvey(folder, "organiser", "add", "ada@example.org")
    code, _, told = leadsurvey(folder, "organiser", "remove", "ada@example.org")
    assert (code, "last owner" in told) == (1, True)
    leadsurvey(folder, "organiser", "add", "ben@example.org")
    assert leadsurvey(folder, "organiser", "remove", "ada@example.org")[0] == 0
    assert "ada@" not in leadsurvey(folder, "organiser", "list")[1]


def test_a_reset_account_begins_anew(folder):
    begin(folder, leadsurvey(folder, "organiser", "add", "ada@example.org")[1])
    code, told, _ = leadsurvey(folder, "organiser", "reset", "ada@example.org")
    assert code == 0
    assert begin(folder, told)[1].leads_to == "/desk/second-factor"


def test_a_leader_has_a_second_factor_and_no_desk(folder):
    code, told, _ = leadsurvey(folder, "organiser", "add", "lea@example.org", "--role", "leader")
    assert code == 0
    factor = pyotp.parse_uri(re.search(r"otpauth://\S+", told)[0])
    assert (factor.name, factor.issuer) == ("lea@example.org", "leadsurvey")
    settings = settings_for(folder)
    secret = Keyring(settings.keys).secret()
    with Store(settings.database) as store:
        assert admitting.totp_of(store, secret, "LEA@example.org") == factor.secret
        assert admitting.totp_of(store, secret, "nobody@example.org") is None
        code = factor.now()
        assert not admitting.check_totp(store, secret, "lea@example.org", "000000")
        assert not admitting.check_totp(store, secret, "nobody@example.org", code)
        assert admitting.check_totp(store, secret, "lea@example.org", code)
        assert not admitting.check_totp(store, secret, "lea@example.org", code), "a code is good once"
        assert not accounts.known(store, "lea@example.org").has_signed_up
    assert Browser(create_app(settings)).sign_in("lea@example.org").status == 422
    assert "leader: second factor only" in leadsurvey(folder, "organiser", "list")[1]


def test_a_reset_leader_gets_another_factor(folder):
    before = leadsurvey(folder, "organiser", "add", "lea@example.org", "--role", "leader")[1]
    code, after, _ = leadsurvey(folder, "organiser", "reset", "lea@example.org")
    assert code == 0
    assert re.search(r"secret=(\w+)", before)[1] != re.search(r"secret=(\w+)", after)[1]


def test_what_was_done_at_the_console_is_in_the_log(folder):
    leadsurvey(folder, "organiser", "add", "ada@example.org")
    with Store(settings_for(folder).database) as store:
        who, act, what = store.one("SELECT who, act, what FROM audit ORDER BY id DESC", ())
    assert (who, act, what) == ("console", "added an account", "ada@example.org: organiser of all rounds")


def test_without_the_servers_secret_no_account_is_made(folder):
    (folder / "data" / "keys" / "secret").unlink()
    code, _, told = leadsurvey(folder, "organiser", "add", "ada@example.org")
    assert (code, "the server's secret is not in" in told) == (1, True)
