"""Reminders go to those who may still answer, and nobody is told who they are."""

import pytest

from leadsurvey.fieldwork import posting
from leadsurvey.fieldwork.standing import FieldworkError
from leadsurvey.mail.sender import Outcome
from leadsurvey.records import audit, contacts
from leadsurvey.responses.seal import address_mark, person_mark
from tests.conftest import leadsurvey


def bounce(house, name):
    with house.site.store() as store:
        mark = person_mark(house.keys.secret(), "small", f"{name}@example.org")
        contacts.mark_bounced(store, store.invitation_of("small", mark).number)


def opt_out(house, name):
    with house.site.store() as store:
        contacts.opt_out(store, address_mark(house.keys.secret(), f"{name}@example.org"))


def reminded(house, mailing):
    house.sink.mails.clear()
    house.send(mailing)
    return {to.partition("@")[0] for to in house.sink.got()}


def test_only_those_are_reminded_who_were_invited_by_mail_and_neither_answered_nor_declined_nor_opted_out(house):
    links = house.post("answered", "declined", "opted-out", "bounced", "refused", "open")
    house.invite("not-invited-yet")
    house.answer(links["answered@example.org"])
    house.decline(links["declined@example.org"])
    opt_out(house, "opted-out")
    bounce(house, "bounced")
    assert reminded(house, house.remind()) == {"open"}


def test_whoever_answers_or_wants_no_mail_while_mail_is_sent_gets_none(house):
    links = house.post("answering", "declining", "opting-out", "bouncing", "open")
    mailing = house.remind()
    house.answer(links["answering@example.org"])
    house.decline(links["declining@example.org"])
    opt_out(house, "opting-out")
    bounce(house, "bouncing")
    assert reminded(house, mailing) == {"open"}
    assert house.counts(mailing) == {}


def test_an_invitation_goes_to_who_has_answered_too_since_to_whom_it_went_is_told(house):
    links = house.invite("answering", "declining", "opting-out", "open")
    house.answer(links["answering@example.org"])
    mailing = house.begin()
    house.decline(links["declining@example.org"])
    opt_out(house, "opting-out")
    assert reminded(house, mailing) == {"answering", "declining", "open"}


def test_of_fewer_than_ten_who_were_mailed_nobody_is_reminded_whatever_they_did(house, tmp_path, monkeypatch):
    told = set()
    for name, value in house.settings.mail.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("LEADSURVEY_ADDRESS", house.settings.address)
    links = house.post("ada", "bo")
    told.add(leadsurvey(tmp_path, "remind", "small"))
    house.answer(links["ada@example.org"])
    told.add(leadsurvey(tmp_path, "remind", "small"))
    house.answer(links["bo@example.org"])
    told.add(leadsurvey(tmp_path, "remind", "small"))
    ((code, _, said),) = told
    assert (code, said.startswith("fewer than 10 people of round 'small' were invited by mail")) == (1, True)


def test_a_reminder_to_nobody_looks_like_one_to_a_few(house):
    mailing = house.remind()
    house.send(mailing)
    with house.site.store() as store:
        said = [entry.what for entry in audit.entries(store, "small") if "reminder" in entry.what]
    assert said == ["reminder: about 0"]


def test_there_is_one_reminder_a_day(house):
    house.post("ada")
    house.crowd()
    with house.site.store() as store:
        posting.begin_reminder(store, house.keys, "small")
        with pytest.raises(FieldworkError, match="reminded today already"):
            posting.begin_reminder(store, house.keys, "small")


def test_a_later_reminder_takes_the_place_of_what_was_left_of_the_earlier(house):
    house.post("ada", "bo")
    first = house.remind()
    second = house.remind()
    assert house.counts(first) == {}
    assert reminded(house, second) == {"ada", "bo"}
    assert set(house.sink.got().values()) == {1}


def test_once_all_are_sent_it_is_forgotten_who_was_reminded(house):
    house.post("ada", "bo", "cy")
    mailing = house.remind()
    house.send(mailing)
    assert house.counts(mailing) == {}


def test_counts_of_reminders_are_rounded_wherever_they_are_told(house, tmp_path):
    house.post(*(f"p{number}" for number in range(12)))
    mailing = house.remind()
    with house.site.store() as store:
        (standing,) = (each for each in posting.standings(store, "small") if each.mailing.kind == "reminder")
        assert standing.counts == {"waiting": 10}
    house.send(mailing)
    with house.site.store() as store:
        said = " ".join(entry.what for entry in audit.entries(store, "small") if "reminder" in entry.what)
    assert said == "reminder: about 10", "when it ended is not noted: it would tell how many it was"
    code, told, _ = leadsurvey(tmp_path, "mail", "small")
    assert code == 0
    assert "example.org" not in told


def test_those_in_doubt_of_a_reminder_are_told_by_number_alone(house, tmp_path):
    house.post("swallowed", "ada")
    with house.site.store() as store:
        posting.decide(store, *_mailings(store), again=False)
    mailing = house.remind()
    assert house.send(mailing) == {Outcome.SENT: 1, Outcome.DOUBT: 1}
    code, told, _ = leadsurvey(tmp_path, "mail", "small")
    assert code == 0
    assert "swallowed" not in told
    assert "Decide on those in doubt" in told
    assert leadsurvey(tmp_path, "mail", "small", "--leave")[0] == 0
    assert house.counts(mailing) == {}


def _mailings(store):
    from leadsurvey.records import mailings

    return mailings.of_round(store, "small")


def test_no_mail_leads_to_a_closed_door(house):
    house.post("ada")
    mailing = house.remind()
    with house.site.store() as store:
        store.start_closing("small")
    with pytest.raises(FieldworkError, match="closed"):
        house.send(mailing)
    with pytest.raises(FieldworkError, match="is closed"):
        house.begin()
    assert house.counts(mailing) == {"waiting": 1}


def test_a_door_that_is_shut_to_newcomers_stops_no_mail_to_the_invited(house):
    house.post("ada")
    mailing = house.remind()
    with house.site.store() as store, store.write():
        store.run("UPDATE rounds SET door = 'shut'")
    assert reminded(house, mailing) == {"ada"}


def test_a_round_that_closes_while_mail_is_sent_stops_it(house):
    house.invite("ada", "bo", "cy")
    mailing = house.begin()

    def shut():
        with house.site.store() as store:
            store.start_closing("small")

    with pytest.raises(FieldworkError, match="takes no answers now"):
        house.send(mailing, posting.Watch(step=shut))
    assert house.counts(mailing) == {"sent": 1, "waiting": 2}
