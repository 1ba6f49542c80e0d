"""How the mail server is named: what is accepted, and what a fault teaches without telling a password."""

import pytest

from leadsurvey.mail.server import MailError, read
from leadsurvey.settings import Settings

FROM = {"LEADSURVEY_MAIL_FROM": "Riverside survey <survey@example.org>"}


def server(url, **more):
    return read({"LEADSURVEY_SMTP": url, **FROM, **{f"LEADSURVEY_{name}": value for name, value in more.items()}})


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("smtp://127.0.0.1:2525", ("127.0.0.1", 2525, "plain", "", "")),
        ("smtp://localhost", ("localhost", 25, "plain", "", "")),
        ("smtp://[::1]:26", ("::1", 26, "plain", "", "")),
        ("smtp+starttls://ada:a%3Ab@mail.example.org", ("mail.example.org", 587, "starttls", "ada", "a:b")),
        ("smtps://ada%40example.org:x@mail.example.org", ("mail.example.org", 465, "tls", "ada@example.org", "x")),
        ("smtps://mail.example.org:10465/", ("mail.example.org", 10465, "tls", "", "")),
    ],
)
def test_a_server_is_named_by_a_url(url, found):
    named = server(url)
    assert (named.host, named.port, named.security, named.user, named.password) == found


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ({}, "no mail server is named; set LEADSURVEY_SMTP"),
        (
            {"LEADSURVEY_SMTP": "smtp://mail.example.org"},
            "would cross the network for all to read; write smtp\\+starttls",
        ),
        ({"LEADSURVEY_SMTP": "smtp://127.0.0.1.example.org"}, "would cross the network"),
        ({"LEADSURVEY_SMTP": "mail.example.org"}, "is not the address of a mail server; write it as"),
        ({"LEADSURVEY_SMTP": "http://x:hidden@mail.example.org"}, "is not the address"),
        ({"LEADSURVEY_SMTP": "smtps://x:hidden@mail.example.org:99999"}, "is not the address"),
        ({"LEADSURVEY_SMTP": "smtps://x:hidden@mail.example.org/?tls=none"}, "is not the address"),
        ({"LEADSURVEY_SMTP": "smtps://x:hidden@"}, "is not the address"),
        ({"LEADSURVEY_SMTP": "smtps://ada@mail.example.org"}, "lacks a password: put it into a file"),
        ({"LEADSURVEY_SMTP": "smtps://:hidden@mail.example.org"}, "lacks a user"),
        ({"LEADSURVEY_SMTP": "smtps://ada:hidd%C3%A9n@mail.example.org"}, "letters beyond a-z"),
        ({"LEADSURVEY_SMTP": "smtps://m.org", "LEADSURVEY_MAIL_FROM": ""}, "MAIL_FROM is not set; write it as"),
        ({"LEADSURVEY_SMTP": "smtps://m.org", "LEADSURVEY_MAIL_FROM": "Ada"}, "MAIL_FROM is no name and address"),
        ({"LEADSURVEY_SMTP": "smtps://m.org", "LEADSURVEY_MAIL_FROM": "A <a@b.org\nBcc: c@d.org>"}, "MAIL_FROM is no"),
        ({"LEADSURVEY_SMTP": "smtps://m.org", "LEADSURVEY_MAIL_PER_MINUTE": "many"}, "write a whole number"),
        ({"LEADSURVEY_SMTP": "smtps://m.org", "LEADSURVEY_MAIL_PER_MINUTE": "0"}, "write a whole number"),
        ({"LEADSURVEY_SMTP": "smtps://m.org", "LEADSURVEY_MAIL_PER_MINUTE": "9" * 5000}, "is '9{20}'; write a whole"),
        ({"LEADSURVEY_SMTP": "smtps://m.org", "LEADSURVEY_SMTP_CA": "/nowhere.pem"}, "no file /nowhere.pem"),
        (
            {"LEADSURVEY_SMTP": "smtps://a@m.org", "LEADSURVEY_SMTP_PASSWORD_FILE": "/nowhere"},
            "/nowhere cannot be read \\(No such file",
        ),
    ],
)
def test_a_fault_teaches_and_tells_no_password(written, fault):
    with pytest.raises(MailError, match=fault) as told:
        read({**FROM, **written})
    assert "hid" not in str(told.value)


def test_a_password_comes_from_a_file_that_only_its_owner_reads(tmp_path):
    path = tmp_path / "password"
    path.write_text("from a file\n", encoding="utf-8")
    path.chmod(0o640)
    with pytest.raises(MailError, match=r"others can read .*; run: chmod 600"):
        server("smtps://ada@mail.example.org", SMTP_PASSWORD_FILE=str(path))
    path.chmod(0o600)
    assert server("smtps://ada@mail.example.org", SMTP_PASSWORD_FILE=str(path)).password == "from a file"
    with pytest.raises(MailError, match="two passwords"):
        server("smtps://ada:x@mail.example.org", SMTP_PASSWORD_FILE=str(path))


def test_no_password_is_shown_where_settings_are():
    settings = Settings.from_environment(environment={"LEADSURVEY_SMTP": "smtps://ada:hidden@mail.example.org", **FROM})
    assert "hidden" not in repr(settings)
    assert "hidden" not in repr(read(settings.mail))
