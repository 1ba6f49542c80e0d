"""Mail that came back marks the contact; broken mail harms nothing."""

import mailbox
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsurvey.fieldwork import changes
from leadsurvey.fieldwork.bounces import said_in, take_in
from leadsurvey.fieldwork.standing import FieldworkError
from leadsurvey.questionnaire.problems import FaultyFileError

REPORT = """\
From: MAILER-DAEMON@mail.example.org
To: survey@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b0"

--b0
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b0
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
Arrival-Date: Mon, 23 Nov 2026 15:00:00 +0000

Final-Recipient: rfc822; {address}
{more}Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; {status} said so

--b0
Content-Type: message/rfc822

From: survey@example.org
Subject: an invitation

words
--b0--
"""


def report(address, action="failed", status="5.1.1", more=""):
    """A delivery status notification as Postfix writes it."""
    return REPORT.format(address=address, action=action, status=status, more=more).encode()


def take(house, *paths):
    with house.site.store() as store:
        return take_in(store, house.keys, "small", paths)


def states(house):
    with house.site.store() as store:
        return [state for (state,) in store.run("SELECT state FROM contacts ORDER BY state")]


@pytest.fixture
def invited(house):
    """Three people are invited."""
    house.invite("ada", "bo", "cy")
    return house


def test_a_report_marks_the_contact_however_the_address_is_written(invited, tmp_path):
    (tmp_path / "back.eml").write_bytes(report("<ADA@Example.org>"))
    assert {address.lower() for address in take(invited, tmp_path / "back.eml").known} == {"ada@example.org"}
    assert states(invited) == ["bounced", "reachable", "reachable"]


def test_the_address_that_we_wrote_to_counts_where_mail_was_passed_on(invited, tmp_path):
    (tmp_path / "back.eml").write_bytes(
        report("elsewhere@example.net", more="Original-Recipient: rfc822;bo@example.org\n")
    )
    assert take(invited, tmp_path / "back.eml").known == {"bo@example.org"}


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("failed", "4.4.7"), ("delayed", "5.0.0")])
def test_what_is_only_delayed_marks_nobody(invited, tmp_path, action, status):
    (tmp_path / "back.eml").write_bytes(report("ada@example.org", action, status))
    found = take(invited, tmp_path / "back.eml")
    assert (found.known, found.delayed) == (set(), {"ada@example.org"})
    assert "bounced" not in states(invited)


def test_folders_and_mailbox_files_are_read_whole_and_unknown_addresses_told(invited, tmp_path):
    folder = tmp_path / "mail" / "new"
    folder.mkdir(parents=True)
    (folder / "1").write_bytes(report("ada@example.org"))
    (folder / "2").write_bytes(report("stranger@example.org"))
    holiday = EmailMessage()
    holiday.set_content("I am away.")
    (folder / "3").write_bytes(bytes(holiday))
    box = mailbox.mbox(tmp_path / "box")
    box.add(report("bo@example.org"))
    box.add(report("cy@example.org", "delayed", "4.2.2"))
    box.close()
    found = take(invited, folder.parent, tmp_path / "box")
    assert found.known == {"ada@example.org", "bo@example.org"}
    assert (found.unknown, found.delayed, found.unread) == ({"stranger@example.org"}, {"cy@example.org"}, 1)


def test_a_table_of_addresses_does_as_well(invited, tmp_path):
    (tmp_path / "back.csv").write_text("email;reason\nada@example.org;gone\n;\nx@example.org;gone\n", encoding="utf-8")
    found = take(invited, tmp_path / "back.csv")
    assert (found.known, found.unknown) == ({"ada@example.org"}, {"x@example.org"})
    (tmp_path / "back.csv").write_text("address\nada@example.org\n", encoding="utf-8")
    with pytest.raises(FaultyFileError, match="column 'email' is missing"):
        take(invited, tmp_path / "back.csv")


def test_inviting_the_table_again_writes_to_no_address_whose_mail_came_back_until_a_new_link_is_made(invited, tmp_path):
    (tmp_path / "back.eml").write_bytes(report("ada@example.org"))
    take(invited, tmp_path / "back.eml")
    invited.invite("ada")
    assert "bounced" in states(invited)
    with invited.site.store() as store:
        changes.reissue(store, invited.keys, "small", "ada@example.org", "")
    assert "bounced" not in states(invited)


def test_a_file_that_is_not_there_is_told(invited, tmp_path):
    with pytest.raises(FieldworkError, match="cannot be read"):
        take(invited, tmp_path / "nowhere.eml")


NESTED = b"Content-Type: message/rfc822\n\n" * 5000


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\x00\xff\xfe",
        b"From nobody\n",
        report("ada@example.org")[:400],
        report("ada@example.org").replace(b'boundary="b0"', b""),
        report("ada@example.org").replace(b"message/delivery-status", b"message/delivery-status; charset=klingon"),
        report("\xff".encode("latin-1").decode("latin-1") + "@").replace(b"b0--", b""),
        b"Content-Type: multipart/report; boundary=a\n\n" + b"--a\nContent-Type: multipart/mixed; boundary=a\n\n" * 500,
        NESTED,
        b"From nobody Thu Nov  5 10:00:00 2026\n" + NESTED + b"\n\nFrom nobody Thu Nov  5 10:00:00 2026\n\nHello\n",
    ],
)
def test_a_broken_mail_never_stops_the_others(invited, tmp_path, broken):
    (tmp_path / "broken.eml").write_bytes(broken)
    (tmp_path / "sound.eml").write_bytes(report("bo@example.org"))
    assert "bo@example.org" in take(invited, tmp_path / "broken.eml", tmp_path / "sound.eml").known


@given(st.binary(max_size=400), st.integers(0, len(report("ada@example.org"))))
def test_whatever_bytes_are_put_into_a_report_it_can_be_read(noise, at):
    from email import message_from_bytes

    sound = report("ada@example.org")
    list(said_in(message_from_bytes(sound[:at] + noise + sound[at:])))
