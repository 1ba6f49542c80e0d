"""The commands of mail, as an organiser types them."""

import pytest

from tests.conftest import leadsurvey
from tests.mail.test_bounces import report


@pytest.fixture
def typed(house, tmp_path, monkeypatch):
    """Run a command with the settings of the house."""
    for name, value in {**house.settings.mail, "LEADSURVEY_ADDRESS": house.settings.address}.items():
        monkeypatch.setenv(name, value)

    def run(*words):
        code, told, said = leadsurvey(tmp_path, *words)
        return code, told + said

    return run


def people(tmp_path, *names):
    rows = "".join(f"{name}@example.org,{name.title()},east,front,ar\n" for name in names)
    path = tmp_path / "people.csv"
    path.write_text(f"email,name,unit,level,language\n{rows},Zoe,east,front,en\n", encoding="utf-8")
    return path


def test_a_round_by_mail_from_invitation_to_reminder(house, typed, tmp_path):
    code, told = typed("invite", "small", people(tmp_path, "ada", "bo", "refused"), "--send")
    assert code == 0
    assert "4 invited, 0 invited before" in told
    assert "Invitations: 2 sent, 1 refused by the mail server." in told
    assert not house.settings.links("small").exists()
    assert set(house.sink.got()) == {"ada@example.org", "bo@example.org"}
    code, told = typed("mail", "small")
    assert code == 0
    assert "refused@example.org was refused by the mail server" in told
    house.crowd()
    code, told = typed("remind", "small")
    assert code == 0
    assert "Reminders: about 0 sent." in told
    assert house.sink.got() == {"ada@example.org": 2, "bo@example.org": 2}
    code, told = typed("remind", "small")
    assert code == 1
    assert "reminded today already" in told


def test_inviting_again_with_more_people_writes_to_the_new_ones_only(house, typed, tmp_path):
    typed("invite", "small", people(tmp_path, "ada"), "--send")
    code, told = typed("invite", "small", people(tmp_path, "ada", "bo"), "--send")
    assert code == 0
    assert "Invitations: 1 sent." in told
    assert "Nobody new" in typed("invite", "small", people(tmp_path, "ada", "bo"), "--send")[1]
    assert house.sink.got() == {"ada@example.org": 1, "bo@example.org": 1}


def test_without_a_mail_server_nobody_is_invited(house, typed, tmp_path, monkeypatch):
    monkeypatch.delenv("LEADSURVEY_SMTP")
    for words in (("invite", "small", people(tmp_path, "ada"), "--send"), ("remind", "small")):
        code, told = typed(*words)
        assert code == 1
        assert told.startswith("no mail server is named; set LEADSURVEY_SMTP")
    assert house.site.tables()["invitations"] == []
    assert typed("invite", "small", people(tmp_path, "ada"), "--send", "-o", tmp_path / "x.csv")[0] == 2


def test_mail_in_doubt_is_listed_and_sent_again_or_left(house, typed, tmp_path):
    code, told = typed("invite", "small", people(tmp_path, "swallowed"), "--send")
    assert code == 0
    assert "1 in doubt: leadsurvey mail small" in told
    assert "swallowed@example.org may have got it or not" in typed("mail", "small")[1]
    assert "swallowed@example.org may have got it or not" in typed("mail", "small", "--again")[1]
    assert "may have got it" not in typed("mail", "small", "--leave")[1]
    assert house.sink.got() == {"swallowed@example.org": 2}


def test_a_server_that_is_down_is_told_and_going_on_sends_the_rest(house, typed, tmp_path, monkeypatch):
    monkeypatch.setenv("LEADSURVEY_SMTP", "smtp://127.0.0.1:1")
    code, told = typed("invite", "small", people(tmp_path, "ada"), "--send")
    assert code == 1
    assert "cannot be reached (Connection refused)" in told
    monkeypatch.setenv("LEADSURVEY_SMTP", house.settings.mail["LEADSURVEY_SMTP"])
    assert "Invitations: 1 sent." in typed("mail", "small", "--go-on")[1]


def test_bounces_are_told_and_get_no_reminder(house, typed, tmp_path):
    typed("invite", "small", people(tmp_path, "ada", "bo"), "--send")
    back = tmp_path / "back.eml"
    back.write_bytes(report("ada@example.org"))
    code, told = typed("bounces", "small", back)
    assert (code, told) == (0, "  ada@example.org gets no more mail\n")
    house.sink.mails.clear()
    house.crowd()
    typed("remind", "small")
    assert set(house.sink.got()) == {"bo@example.org"}


def test_no_mail_yet(typed):
    assert typed("mail", "small") == (0, "No mail was sent for round 'small' yet.\n")
