"""Reports reach the leaders of their units once each, and what came of a round everybody who was invited."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from leadsurvey.fieldwork import delivery, edition, leading
from leadsurvey.fieldwork.standing import FieldworkError
from leadsurvey.fieldwork.tickets import read
from leadsurvey.mail.sender import Outcome
from leadsurvey.records import contacts, mailings
from leadsurvey.responses.seal import Keyring, address_mark
from leadsurvey.rounds.leaders import Leader, read_leaders
from leadsurvey.rounds.load import load, load_leaders
from tests.conftest import SHIPPED, leadsurvey, open_round, problems, write_round

UNITS = (
    "unit,parent,name,leader_email,front\nall,,The house,hana@example.org,40\neast,all,East,,20\nwest,all,West,{},20\n"
)


def links(text, use="report"):
    return re.findall(rf"https://survey.example.org/{use}/([^\s?]+)", text)


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def test_leaders_stand_in_the_table_of_units_and_not_in_what_is_frozen(tmp_path):
    path = write_round(tmp_path, units=UNITS.format("wes@example.org"))
    frozen = load(path, SHIPPED)
    assert load_leaders(path, frozen) == [Leader("all", "hana@example.org"), Leader("west", "wes@example.org")]
    assert "@example.org" not in frozen.model_dump_json()


def test_a_leader_without_a_sound_address_is_a_fault_of_the_table_of_units(tmp_path):
    path = write_round(tmp_path, units=UNITS.format("wes at example.org"))
    assert problems(lambda: load(path, SHIPPED)) == [
        "units.csv:4:leader_email: 'wes at example.org' is not an e-mail address; write it as name@example.org"
    ]


def test_open_keeps_leaders_sealed(tmp_path):
    path = write_round(tmp_path, units=UNITS.format("wes@example.org"))
    assert leadsurvey(tmp_path, "open", path)[0] == 0
    data = (tmp_path / "data" / "leadsurvey.db").read_bytes()
    assert b"example.org" not in data
    code, _, err = leadsurvey(tmp_path, "deliver", "small")
    assert (code, "until it is closed" in err) == (1, True)


def test_every_fault_of_a_table_of_leaders_is_told(tmp_path):
    _, survey = open_round(tmp_path)
    table = tmp_path / "leaders.csv"
    table.write_text(
        "unit,email,name,language\neast,ed@example.org,Ed,\neast,x@example.org,,\nnorth,a@b.org,,\nwest,west,,fr\n",
        encoding="utf-8",
    )
    found = problems(lambda: read_leaders(table, survey))
    assert [fault.split(": ")[0] for fault in found] == [
        "leaders.csv:3:unit",
        "leaders.csv:4:unit",
        "leaders.csv:5:email",
        "leaders.csv:5:language",
    ]


def test_a_leader_gets_one_mail_with_a_link_for_each_unit_they_lead(closed):
    assert closed.deliver() == {Outcome.SENT: 2}
    assert closed.sink.got() == {"hana@example.org": 1, "ed@example.org": 1}
    mails = dict(closed.sink.read())
    tickets = [read(closed.secret, "report", link) for link in links(text_of(mails["ed@example.org"]))]
    assert [(ticket.unit, ticket.leader) for ticket in tickets] == [
        (unit, closed.led()[unit].number) for unit in ("east", "west")
    ]
    assert "East & wing" in text_of(mails["ed@example.org"])
    assert "East &amp; wing" in mails["ed@example.org"].get_body(("html",)).get_content()
    assert mails["hana@example.org"]["Content-Language"] == "ar"
    assert all([part.get_content_type() for part in mail.iter_attachments()] == [] for mail in mails.values())


def test_a_link_works_for_as_many_days_as_was_said(closed):
    closed.deliver(days=7)
    (_, mail), *_ = closed.sink.read()
    (ticket, *_) = [read(closed.secret, "report", link) for link in links(text_of(mail))]
    assert abs((ticket.last_day - datetime.now(UTC).date()) - timedelta(days=7)) <= timedelta(days=1)


def test_whoever_was_mailed_is_not_mailed_again_unless_asked(closed):
    closed.deliver()
    assert closed.deliver() == {}
    assert closed.deliver("west", again=True) == {Outcome.SENT: 1}
    (_, mail) = closed.sink.read()[-1]
    assert [read(closed.secret, "report", link).unit for link in links(text_of(mail))] == ["west"]


def test_only_the_units_asked_for_are_delivered_and_the_others_later(closed):
    assert closed.deliver("west") == {Outcome.SENT: 1}
    assert closed.deliver() == {Outcome.SENT: 2}
    sent = [[read(closed.secret, "report", link).unit for link in links(text_of(m))] for _, m in closed.sink.read()]
    assert sorted(sent) == [["east"], ["house"], ["west"]]


def test_a_new_leader_of_a_unit_gets_a_mail_and_the_others_no_second_one(closed):
    closed.deliver()
    before = closed.led()
    assert closed.name_leaders(Leader("east", "eva@example.org"), Leader("west", "ed@example.org")) == 1
    assert closed.led()["west"].number == before["west"].number
    assert closed.deliver() == {Outcome.SENT: 1}
    assert closed.sink.got() == {"hana@example.org": 1, "ed@example.org": 1, "eva@example.org": 1}


def test_a_refused_address_brings_none_of_its_units_and_a_better_one_all(closed):
    closed.name_leaders(*(Leader(unit, "refused@example.org") for unit in ("east", "west")))
    assert closed.deliver() == {Outcome.SENT: 1, Outcome.REFUSED: 1}
    with closed.store() as store:
        (mailing,) = mailings.of_round(store, "small", "report")
        assert delivery.units_in(store, closed.keys, mailing, "refused") == ["east", "west"]
    closed.name_leaders(*(Leader(unit, "ed@example.org") for unit in ("east", "west")))
    assert closed.deliver() == {Outcome.SENT: 1}


def test_mail_put_off_goes_with_the_next_run_and_once(closed):
    closed.name_leaders(*(Leader(unit, "greylisted@example.org") for unit in ("east", "west")))
    with closed.store() as store:
        mailing = delivery.begin_reports(store, closed.keys, "small")
        from leadsurvey.fieldwork.despatch import Watch

        found = delivery.send_reports(store, closed.office(), mailing, delivery.Wish(), Watch(waits=()))
        assert found == {Outcome.SENT: 1}
    assert closed.deliver() == {Outcome.SENT: 1}
    assert closed.sink.got() == {"hana@example.org": 1, "greylisted@example.org": 1}
    assert closed.deliver() == {}


def test_a_leader_who_wants_no_mail_gets_none_and_it_is_told(closed):
    with closed.store() as store:
        contacts.opt_out(store, address_mark(closed.secret, "ed@example.org"))
    assert closed.deliver() == {Outcome.SENT: 1}
    with closed.store() as store:
        assert delivery.without_leader(store, closed.keys, "small") == ([], ["east", "west"])


def test_an_attachment_comes_only_when_asked_for_and_is_the_own_unit(closed):
    folder = closed.settings.reports("small")
    closed.deliver(pdf_of=lambda unit, _language: (folder / f"small-{unit}.pdf").read_bytes())
    found = {to: list(mail.iter_attachments()) for to, mail in closed.sink.read()}
    assert [part.get_filename() for part in found["hana@example.org"]] == ["small-house.pdf"]
    assert [part.get_content() for part in found["ed@example.org"]] == [
        (folder / f"small-{unit}.pdf").read_bytes() for unit in ("east", "west")
    ]


def test_headers_with_long_links_stay_whole_beside_an_attachment(closed):
    closed.deliver(pdf_of=lambda _unit, _language: b"%PDF-1.7")
    assert all("?=" not in mail["List-Unsubscribe"] for _, mail in closed.sink.read())
    assert all(
        mail["List-Unsubscribe"].startswith("<https://survey.example.org/no-mail/") for _, mail in closed.sink.read()
    )


def test_nothing_is_delivered_before_closing(tmp_path):
    settings, _ = open_round(tmp_path)
    from leadsurvey.responses.store import Store

    with Store(settings.database) as store:
        leading.name_leaders(store, Keyring(settings.keys), "small", [Leader("east", "ed@example.org")])
        for begin in (delivery.begin_reports, edition.begin_edition):
            with pytest.raises(FieldworkError, match="not closed"):
                begin(store, Keyring(settings.keys), "small")


def test_the_log_names_no_address(closed):
    closed.deliver()
    closed.tell_all()
    assert ("console", "mailing finished", "report: sent 3") in closed.log()
    assert not any("@" in part for line in closed.log() for part in line)


def test_all_who_were_invited_get_the_same_link_in_their_language_answered_or_not(closed):
    assert closed.tell_all() == {Outcome.SENT: 3}
    mails = dict(closed.sink.read())
    assert {to: mail["Content-Language"] for to, mail in mails.items()} == {
        "p0@example.org": "en",
        "p1@example.org": "ar",
        "p2@example.org": "en",
    }
    assert len({link for mail in mails.values() for link in links(text_of(mail), "told")}) == 1
    assert closed.tell_all() == {}


def test_the_edition_goes_neither_to_who_bounced_nor_to_who_wants_no_mail(closed):
    with closed.store() as store:
        numbers = {_address(closed, sealed): number for number, sealed in contacts.all_of(store, "small")}
        contacts.mark_bounced(store, numbers["p0@example.org"])
        contacts.opt_out(store, address_mark(closed.secret, "p1@example.org"))
    closed.tell_all()
    assert closed.sink.got() == {"p2@example.org": 1}


def _address(closed, sealed):
    return contacts.Contact.of(closed.secret, sealed).address


def test_once_addresses_are_erased_nobody_can_be_told(closed):
    with closed.store() as store:
        store.erase_people("small")
        with pytest.raises(FieldworkError, match="nobody"):
            edition.begin_edition(store, closed.keys, "small")


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"x" * 10_001])
def test_next_steps_are_text_of_some_length(closed, content, tmp_path):
    path = tmp_path / "next.txt"
    path.write_bytes(content)
    with pytest.raises(FieldworkError):
        edition.keep_next_steps(closed.settings.reports("small"), path)


def test_the_command_delivers_tells_all_and_says_who_got_nothing(closed, monkeypatch, tmp_path):
    for name, value in {**closed.settings.mail, "LEADSURVEY_ADDRESS": closed.settings.address}.items():
        monkeypatch.setenv(name, value)
    home = closed.settings.data.parent
    code, out, err = leadsurvey(home, "deliver", "small", "--unit", "house", "--attach")
    assert (code, err) == (0, "")
    assert "Reports: 1 sent." in out
    (tmp_path / "leaders.csv").write_text("unit,email\neast,eva@example.org\n", encoding="utf-8")
    assert "1 units have a leader" in leadsurvey(home, "deliver", "small", "--leaders", tmp_path / "leaders.csv")[1]
    (tmp_path / "next.txt").write_text("We meet in June.\n\nCome along.", encoding="utf-8")
    code, out, _ = leadsurvey(home, "deliver", "small", "--staff", "--next-steps", tmp_path / "next.txt")
    assert (code, "Editions: 3 sent." in out) == (0, True)
    assert edition.next_steps(closed.settings.reports("small")) == ["We meet in June.", "Come along."]
    code, out, _ = leadsurvey(home, "deliver", "small")
    assert (code, closed.sink.got()["eva@example.org"]) == (0, 1)
    assert "was written to before" in leadsurvey(home, "deliver", "small")[1]


def test_reports_that_are_handed_out_lie_where_only_the_server_reads(closed):
    folder = closed.settings.reports("small")
    assert folder.stat().st_mode & 0o77 == 0
    assert all(path.stat().st_mode & 0o77 == 0 for path in folder.iterdir())
