"""A new link by mail: to whom it is for, whether or not they have answered, and shown to nobody else."""

import re

import pytest

from leadsurvey.responses.seal import token_hash
from tests.conftest import leadsurvey

LINK = re.compile(r"https://survey\.example\.org/a/([a-z2-7]+)")


@pytest.fixture
def typed(house, tmp_path, monkeypatch):
    """Run a command with the settings of the house."""
    for name, value in {**house.settings.mail, "LEADSURVEY_ADDRESS": house.settings.address}.items():
        monkeypatch.setenv(name, value)

    def run(*words):
        code, told, said = leadsurvey(tmp_path, *words)
        return code, told + said

    return run


def token_in(mail):
    """The token of the link that stands in a mail."""
    return LINK.search(mail.get_body(("plain",)).get_content())[1]


def test_a_new_link_goes_by_mail_and_is_printed_nowhere(house, typed):
    links = house.invite("ada", called="Ada Example")
    code, told = typed("person", "small", "ada@example.org", "--reissue", "--send")
    assert (code, told) == (0, "A new link went to ada@example.org; the old one leads nowhere.\n")
    ((to, mail),) = house.sink.read()
    assert to == "ada@example.org"
    token = token_in(mail)
    with house.site.store() as store:
        assert store.invitation(token_hash(token)).state == "open"
        assert store.invitation(token_hash(LINK.search(links["ada@example.org"])[1])) is None


def test_who_gets_a_new_link_does_not_tell_who_has_answered(house, typed):
    links = house.invite("ada", "bo", "cy")
    house.answer(links["bo@example.org"])
    house.decline(links["cy@example.org"])
    told = {
        typed("person", "small", f"{name}@example.org", "--reissue", "--send")[1].replace(name, "x")
        for name in ("ada", "bo", "cy")
    }
    assert len(told) == 1
    assert house.sink.got() == {f"{name}@example.org": 1 for name in ("ada", "bo", "cy")}


def test_a_link_stays_as_it_is_where_no_mail_may_go_to_somebody(house, typed):
    links = house.invite("ada")
    typed("person", "small", "ada@example.org", "--revoke")
    code, told = typed("person", "small", "ada@example.org", "--reissue", "--send")
    assert (code, "no mail may go to 'ada@example.org'; nothing was changed" in told) == (1, True)
    assert house.sink.got() == {}
    assert links


def test_a_mail_that_was_refused_is_told_with_what_to_do(house, typed):
    house.invite("refused")
    code, told = typed("person", "small", "refused@example.org", "--reissue", "--send")
    assert (code, "did not take the mail for sure (refused)" in told) == (1, True)


def test_without_a_mail_server_the_old_link_goes_on_working(house, typed, monkeypatch):
    links = house.invite("ada")
    monkeypatch.delenv("LEADSURVEY_SMTP")
    code, told = typed("person", "small", "ada@example.org", "--reissue", "--send")
    assert (code, "no mail server is named" in told) == (1, True)
    with house.site.store() as store:
        assert store.invitation(token_hash(LINK.search(links["ada@example.org"])[1])) is not None
