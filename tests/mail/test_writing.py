"""What is written, read back by the standard parser: both parts, in two languages, and nothing a stranger put in."""

import re
from dataclasses import replace
from email import message_from_bytes
from email.errors import MessageDefect
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsurvey.mail.address import UnfitAddressError, mailbox
from leadsurvey.mail.compose import Composer, Reader
from leadsurvey.web.app import create_app
from tests.mail.conftest import ADDRESS, make_house
from tests.mail.sink import Sink, running
from tests.web.checking import parsed, text_of


def one(house, **how):
    """The one mail that somebody got, with their link."""
    (link,) = house.post("ada", **how).values()
    ((_, mail),) = house.sink.read()
    return link, mail


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_both_parts_say_the_same_in_the_persons_language(house, language, direction):
    link, mail = one(house, language=language, called="Ada Lovelace")
    assert mail.defects == []
    text, page = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    tree = parsed(page)
    assert (tree.get("lang"), tree.get("dir"), str(mail["Content-Language"])) == (language, direction, language)
    for words in ("Ada Lovelace", "The <whole> house", "2099"):
        assert words in text
        assert words in text_of(tree)
    assert link in text
    assert link in {anchor.get("href") for anchor in tree.iter("a")}
    assert "Who leads & how" in mail["Subject"]
    assert ("language=ar" in link) == (language == "ar")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_link_opens_the_survey_in_that_language(house, language):
    link, _ = one(house, language=language)
    got = create_app(house.settings).test_client().get(link.removeprefix(ADDRESS))
    assert got.status_code == 200
    assert f'<html lang="{language}"' in got.text


def test_headers_tell_machines_what_this_is_and_tell_of_nobody(house):
    _, mail = one(house)
    assert str(mail["From"]) == "Riverside survey <survey@example.org>"
    assert str(mail["To"]) == "ada@example.org"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<https://survey\.example\.org/no-mail/[a-z2-7]{40}\?language=en>", mail["List-Unsubscribe"])
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.org>", mail["Message-ID"])


def test_the_contact_and_the_promise_stand_in_it(tmp_path):
    with running(Sink()) as sink:
        house = make_house(tmp_path, sink, texts="{contact: 'Bo, 020 1234'}")
        _, mail = one(house)
    text = mail.get_body(("plain",)).get_content()
    assert "Questions: Bo, 020 1234" in text
    assert "A group is shown only if 10 or more of its people answered." in text
    assert "30 December 2099" not in text


def test_a_simulated_round_says_so_first(tmp_path):
    with running(Sink()) as sink:
        house = make_house(tmp_path, sink, simulated="yes")
        _, mail = one(house)
    assert mail["Subject"].strip().startswith("Simulated data: ")
    assert mail.get_body(("plain",)).get_content().startswith("Simulated data")


def test_a_reminder_carries_the_same_link(house):
    link, _ = one(house)
    house.send(house.remind())
    (_, first), (_, second) = house.sink.read()
    assert link in second.get_body(("plain",)).get_content()
    assert first["Message-ID"] != second["Message-ID"]
    assert "you can still answer until" in second["Subject"]


def test_a_name_cannot_break_out_of_its_place(house):
    _, mail = one(house, called='Ada", <b>eve@example.net</b> (x); Bcc: eve@example.net')
    assert [address.addr_spec for address in mail["To"].addresses] == ["ada@example.org"]
    assert mail["Bcc"] is None
    assert "<b>" not in mail.get_body(("html",)).get_content()


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Ada\r\nBcc: eve@example.net", "ada@example.org"),
        ("Ada\N{RIGHT-TO-LEFT OVERRIDE}", "ada@example.org"),
        ("A" * 300, "ada@example.org"),
        ("", "ada@example.org\r\nRCPT TO:<eve@example.net>"),
        ("", "ada@example.org>"),
        ("", "ada@example.org,eve@example.net"),
        ("", '"ada bo"@example.org'),
        ("", "ádá@example.org"),
        ("", "ada@exam ple.org"),
        ("", "@example.org"),
        ("", "ada"),
        ("", "a" * 300 + "@example.org"),
    ],
)
def test_no_mail_goes_to_what_is_no_plain_address_or_name(name, address):
    with pytest.raises(UnfitAddressError):
        mailbox(name, address)


def test_a_domain_in_other_letters_goes_by_its_ascii_name():
    assert mailbox("", "ada@bücher.example").addr_spec == "ada@xn--bcher-kva.example"


@given(st.text(), st.text())
def test_whatever_passes_is_one_address_in_one_line(name, address):
    try:
        made = mailbox(name, address)
    except UnfitAddressError:
        return
    assert len(f"{made}".splitlines()) == 1
    assert made.addr_spec.isascii()
    assert made.addr_spec.count("@") == 1


def test_somebody_whose_name_is_unfit_is_refused_and_the_others_get_theirs(house):
    from leadsurvey.records import contacts
    from leadsurvey.records.contacts import Contact

    house.invite("ada", "bo")
    with house.site.store() as store:
        (number, _), *_ = contacts.all_of(store, "small")
        unfit = Contact("ada@example.org\nBcc: eve@example.net", "", "en").sealed(house.keys.secret())
        contacts.correct(store, [(number, unfit)])
    mailing = house.begin()
    house.send(mailing)
    assert house.counts(mailing) == {"sent": 1, "refused": 1}
    assert all(not isinstance(defect, MessageDefect) for _, mail in house.sink.read() for defect in mail.defects)


def test_a_rehearsal_says_so_first(house):
    survey = replace(house.site.survey, rehearsal=True)
    composer = Composer("invitation", {"en": survey}, house.office().server.sender, house.settings.templates)
    letter = composer.write(Reader("ada@example.org", "", "en", None, f"{ADDRESS}/a/x", f"{ADDRESS}/no-mail/x"))
    assert message_from_bytes(letter.content, policy=default)["Subject"].strip().startswith("Rehearsal: ")
