"""Every mail goes at most once, whatever the server does."""

import contextlib
import threading
import time
from dataclasses import replace

import pytest

from leadsurvey.fieldwork import posting
from leadsurvey.fieldwork.despatch import ALL_REFUSED, Watch
from leadsurvey.fieldwork.standing import FieldworkError
from leadsurvey.mail.sender import MOST_LOST, Outcome
from leadsurvey.mail.server import MailError
from leadsurvey.records import audit, mailings
from leadsurvey.responses.store import Store
from tests.mail.conftest import AT_ONCE
from tests.mail.sink import PASSWORD, USER, Sink, certificate, running


def test_everybody_with_an_address_gets_one_mail(house):
    links = house.post("ada", "bo")
    assert house.sink.got() == {"ada@example.org": 1, "bo@example.org": 1}
    for to, mail in house.sink.read():
        assert links[to] in mail.get_body(("plain",)).get_content()


def test_whoever_was_mailed_an_invitation_gets_no_second_one(house):
    house.post("ada")
    assert house.begin() is None
    house.post("ada", "bo")
    assert house.sink.got() == {"ada@example.org": 1, "bo@example.org": 1}


def test_of_two_invitations_begun_at_once_everybody_is_in_one(house):
    house.invite("ada", "bo")
    first = house.begin()
    with house.site.store() as store:
        numbers = mailings.recipients(store, first.id, "waiting")
        second = mailings.begin(store, "small", "invitation", "2026-01-01", numbers)
    assert (house.counts(first), house.counts(second)) == ({"waiting": 2}, {})


def test_a_refused_address_is_told_and_the_others_are_sent(house):
    house.invite("ada", "refused", "spam")
    mailing = house.begin()
    assert house.send(mailing) == {Outcome.SENT: 1, Outcome.REFUSED: 2}
    assert house.addresses(mailing, "refused") == ["refused@example.org", "spam@example.org"]


def test_a_server_that_refuses_everybody_stops_the_mailing_and_all_wait(house):
    names = [f"refused{number}" for number in range(ALL_REFUSED + 5)]
    house.invite(*names)
    mailing = house.begin()
    with pytest.raises(MailError, match=r"refused the first 20 mails \(550 5.1.1\)"):
        house.send(mailing)
    assert house.counts(mailing) == {"waiting": len(names)}


def test_greylisted_mail_is_tried_again_in_the_same_run(house):
    house.invite("ada", "greylisted")
    mailing = house.begin()
    rests = []
    assert house.send(mailing, Watch(waits=(0.01, 0.02), rests=rests.append)) == {Outcome.SENT: 2}
    assert rests == [0.01, 0.02]
    assert house.sink.asked["greylisted@example.org"] == 3


def test_mail_put_off_for_long_waits_for_the_next_run(house):
    house.invite("ada", "put-off")
    mailing = house.begin()
    assert house.send(mailing) == {Outcome.SENT: 1}
    assert house.counts(mailing) == {"sent": 1, "waiting": 1}


def test_a_line_cut_before_the_mail_began_means_later_and_the_others_are_sent(house):
    house.invite("ada", "unplugged", "bo")
    mailing = house.begin()
    house.send(mailing)
    assert house.counts(mailing) == {"sent": 2, "waiting": 1}


@pytest.mark.parametrize("fate", ["cut", "swallowed"])
def test_a_line_cut_in_the_midst_of_a_mail_means_doubt_and_it_is_never_sent_again_by_itself(house, fate):
    house.invite("ada", fate, "bo")
    mailing = house.begin()
    assert house.send(mailing) == {Outcome.SENT: 2, Outcome.DOUBT: 1}
    assert house.addresses(mailing, "doubt") == [f"{fate}@example.org"]
    assert house.send(mailing) == {}
    assert house.begin() is None
    assert house.sink.asked[f"{fate}@example.org"] == 1


def test_a_server_that_hangs_up_each_time_stops_the_mailing(house):
    house.invite(*(f"unplugged{number}" for number in range(MOST_LOST + 3)))
    mailing = house.begin()
    with pytest.raises(MailError, match="hangs up each time"):
        house.send(mailing)
    assert house.counts(mailing) == {"waiting": MOST_LOST + 3}


@pytest.mark.parametrize(("again", "got"), [(True, 2), (False, 1)])
def test_mail_in_doubt_is_decided_by_a_person(house, again, got):
    house.invite("swallowed")
    mailing = house.begin()
    house.send(mailing)
    with house.site.store() as store:
        assert posting.decide(store, mailing, again=again) == 1
        assert posting.decide(store, mailing, again=again) == 0
    if again:
        house.send(mailing)
    assert house.sink.got() == {"swallowed@example.org": got}


def test_with_the_server_down_nothing_is_lost_and_a_second_run_goes_on(house):
    down = Sink()
    with running(down):
        pass
    house.invite("ada")
    mailing = house.begin()
    with pytest.raises(MailError, match="cannot be reached"):
        house.send(mailing, port=down.port)
    assert house.counts(mailing) == {"waiting": 1}
    assert house.send(mailing) == {Outcome.SENT: 1}


def test_a_server_that_goes_down_in_the_midst_loses_nothing(house):
    house.invite(*(f"p{number}" for number in range(9)))
    mailing = house.begin()
    with running(Sink()) as other:

        class Unplug:
            done = 0

        def step():
            Unplug.done += 1
            if Unplug.done == 4:
                stack.close()

        stack = contextlib.ExitStack()
        dying = stack.enter_context(running(Sink()))
        with pytest.raises(MailError, match="cannot be reached"):
            house.send(mailing, Watch(step=step), port=dying.port)
        house.send(mailing, port=other.port)
    assert dying.got() + other.got() == {f"p{number}@example.org": 1 for number in range(9)}


def test_stopping_between_mails_doubles_nothing(house):
    house.invite(*(f"p{number}" for number in range(9)))
    mailing = house.begin()
    done = []
    watch = Watch(step=lambda: done.append(1), should_stop=lambda: len(done) == 4)
    assert house.send(mailing, watch) == {Outcome.SENT: 4}
    assert house.counts(mailing) == {"sent": 4, "waiting": 5}
    house.send(mailing)
    assert set(house.sink.got().values()) == {1}
    assert len(house.sink.mails) == 9


def test_of_two_senders_at_once_one_is_refused_and_nobody_is_mailed_twice(house):
    house.sink.slowness = 0.02
    house.invite(*(f"p{number}" for number in range(20)))
    mailing = house.begin()
    said = []

    def attempt():
        try:
            house.send(mailing)
        except FieldworkError as error:
            said.append(str(error))

    threads = [threading.Thread(target=attempt) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(said) == 2
    assert all("being sent by another" in words for words in said)
    assert house.sink.got() == {f"p{number}@example.org": 1 for number in range(20)}


def test_what_a_dead_sender_left_in_its_hands_is_in_doubt(house):
    house.invite("ada", "bo")
    mailing = house.begin()
    with house.site.store() as store:
        store.run("UPDATE mails SET state = 'sending' WHERE recipient = (SELECT min(recipient) FROM mails)")
    assert house.send(mailing) == {Outcome.SENT: 1}
    assert house.counts(mailing) == {"sent": 1, "doubt": 1}


def test_the_pace_is_kept(house):
    house.invite(*(f"p{number}" for number in range(4)))
    began = time.monotonic()
    house.send(house.begin(), per_minute=600)
    assert time.monotonic() - began >= 0.3


def test_the_log_of_acts_holds_counts_and_no_address(house):
    house.post("ada", "bo", "refused")
    with house.site.store() as store:
        lines = [(entry.act, entry.what) for entry in audit.entries(store, "small") if "mailing" in entry.act]
    assert lines == [
        ("mailing finished", "invitation: refused 1, sent 2"),
        ("mailing begun", "invitation: 3"),
    ]


def test_links_to_ones_own_machine_leave_it_in_no_mail(house):
    house.invite("ada")
    mailing = house.begin()
    house.site.settings = replace(house.settings, address="http://localhost:8000")
    with pytest.raises(FieldworkError, match="set LEADSURVEY_ADDRESS"):
        house.send(mailing, host="192.0.2.1")
    assert house.send(mailing) == {Outcome.SENT: 1}


def test_an_address_of_the_survey_that_breaks_a_header_is_refused(house):
    house.invite("ada")
    mailing = house.begin()
    for address in ("https://bücher.example", "https://x.example\r\nBcc: eve@example.net"):
        house.site.settings = replace(house.settings, address=address)
        with pytest.raises(FieldworkError, match="ASCII form"):
            house.send(mailing)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # aiosmtpd sees none where all is TLS
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_goes_encrypted_and_signed_in(house, tmp_path, security):
    context, path = certificate(tmp_path)
    how = {"ssl_context": context} if security == "tls" else {"tls_context": context, "require_starttls": True}
    if security == "tls":
        how["auth_require_tls"] = False
    house.invite("ada")
    mailing = house.begin()
    sink = Sink()
    with running(sink, authenticator=sink.authenticate, auth_required=True, **how):
        secured = {"port": sink.port, "security": security, "authorities": path}
        with pytest.raises(MailError, match="does not take this user and password") as fault:
            house.send(mailing, user=USER, password="wrong: secret", **secured)
        assert "wrong: secret" not in str(fault.value)
        assert house.send(mailing, user=USER, password=PASSWORD, **secured) == {Outcome.SENT: 1}
    assert sink.signed_in >= 2
    assert house.counts(mailing) == {"sent": 1}


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(house, tmp_path, security):
    context, _ = certificate(tmp_path)
    how = {"ssl_context": context} if security == "tls" else {"tls_context": context}
    house.invite("ada")
    mailing = house.begin()
    with (
        running(Sink(), **how) as sink,
        pytest.raises(MailError, match=r"certificate that does not hold .*LEADSURVEY_SMTP_CA"),
    ):
        house.send(mailing, port=sink.port, security=security)
    assert sink.mails == []


def test_a_certificate_of_another_host_is_refused(house, tmp_path):
    context, path = certificate(tmp_path, "127.0.0.9")
    house.invite("ada")
    mailing = house.begin()
    with running(Sink(), ssl_context=context) as sink, pytest.raises(MailError, match="certificate that does not hold"):
        house.send(mailing, port=sink.port, security="tls", authorities=path)


def test_a_server_without_starttls_gets_nothing(house):
    house.invite("ada")
    with pytest.raises(MailError, match="offers no STARTTLS"):
        house.send(house.begin(), security="starttls")
    assert house.sink.mails == []


def test_a_server_that_speaks_no_tls_is_told_as_such(house):
    house.invite("ada")
    with pytest.raises(MailError, match="speaks no TLS here"):
        house.send(house.begin(), security="tls")


def test_an_invitation_that_went_with_the_round_is_sent_to_nobody(house):
    house.invite("ada")
    mailing = house.begin()
    with Store(house.settings.database) as store:
        store.run("DELETE FROM invitations")
    assert house.send(mailing, AT_ONCE) == {Outcome.DROPPED: 1}
    assert house.sink.mails == []
