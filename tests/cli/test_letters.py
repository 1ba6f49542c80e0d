"""Invitations on paper: one for each person without mail, whatever they have done, in their language."""

import io
import subprocess

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from leadsurvey.fieldwork import inviting
from leadsurvey.fieldwork.standing import stored_round
from leadsurvey.records import contacts
from leadsurvey.responses.seal import Keyring, seal_response, token_hash
from leadsurvey.responses.store import Store
from leadsurvey.rounds.people import Person
from tests.conftest import leadsurvey, open_round, settings_for
from tests.verapdf import validate

UNITS = "unit,parent,name,member\nall,,The whole house,40\neast,all,East wing,20\n"
PEOPLE = [
    Person("ada@example.org", "all", "member", "en", "Ada With Mail"),
    Person("", "all", "member", "en", "Bo Without"),
    Person("", "east", "member", "ar", "ليلى مثال"),
]


@pytest.fixture
def house(tmp_path, monkeypatch):
    monkeypatch.setenv("LEADSURVEY_ADDRESS", "https://survey.example.org")
    settings, survey = open_round(tmp_path, questionnaire="team-conversation", units=UNITS, languages="[en, ar]")
    with Store(settings.database) as store:
        links = inviting.invite(store, Keyring(settings.keys), survey, PEOPLE, "https://survey.example.org")
        yield tmp_path, store, [link.address for link in links]


def made(folder, *words):
    """The PDF of a call, and what it said."""
    path = folder / "letters.pdf"
    code, said, warned = leadsurvey(folder, "letters", "small", *words, "-o", path)
    assert code == 0, warned
    return path, said


def scanned(path):
    """What a phone reads on each page."""
    run = subprocess.run(["pdftoppm", "-r", "120", "-png", path], check=True, capture_output=True)
    pages = run.stdout.split(b"\x89PNG")[1:]
    read = (zxingcpp.read_barcodes(Image.open(io.BytesIO(b"\x89PNG" + page))) for page in pages)
    return [sorted(code.text for code in codes) for codes in read]


def test_who_has_no_address_gets_a_letter_that_leads_to_their_own_link(house):
    folder, _, (_, bo, leila) = house
    path, said = made(folder)
    assert scanned(path) == [[bo], [leila]]
    assert said.startswith("2 invitations: ")
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_code_can_be_typed_in_where_there_is_no_camera(house):
    folder, _, (_, bo, _) = house
    words = " ".join(PdfReader(made(folder)[0]).pages[0].extract_text().split())
    token = bo.rpartition("/")[2]
    assert " ".join(token[at : at + 4] for at in range(0, len(token), 4)) in words
    assert "https://survey.example.org/resume" in words


def test_whose_mail_came_back_gets_a_letter_too_and_everybody_on_demand(house):
    folder, store, links = house
    number = store.invitation(token_hash(links[0].rpartition("/")[2])).number
    assert len(scanned(made(folder, "--all")[0])) == 3
    contacts.mark_bounced(store, number)
    assert [links[0]] in scanned(made(folder)[0])


def test_a_stack_of_letters_tells_nothing_of_who_has_answered(house):
    folder, store, links = house
    before = scanned(made(folder)[0])
    bo, leila = (store.invitation(token_hash(link.partition("/a/")[2].partition("?")[0])) for link in links[1:])
    store.submit(bo, seal_response(store.round("small").public_key, 0, b"x"))
    store.decline(leila)
    assert scanned(made(folder)[0]) == before


def test_who_has_no_name_is_told_apart_by_the_address(house):
    folder, store, _ = house
    settings = settings_for(folder)
    _, survey = stored_round(store, "small")
    cleo = Person("cleo@example.org", "east", "member", "en")
    inviting.invite(store, Keyring(settings.keys), survey, [cleo], "https://survey.example.org")
    assert "cleo@example.org" in PdfReader(made(folder, "--all", "--cards")[0]).pages[0].extract_text()


def test_a_file_that_others_could_read_is_not_written_into(house):
    folder, *_ = house
    (folder / "letters.pdf").write_bytes(b"")
    (folder / "letters.pdf").chmod(0o644)
    assert made(folder)[0].stat().st_mode & 0o777 == 0o600


def test_a_card_says_that_its_code_is_for_one_person_alone(house):
    words = " ".join(PdfReader(made(house[0], "--all", "--cards")[0]).pages[0].extract_text().split())
    assert "Whoever holds it can answer in your place." in words


def test_letters_can_be_made_for_one_unit(house):
    folder, _, (_, _, leila) = house
    assert scanned(made(folder, "--unit", "east")[0]) == [[leila]]


def test_cards_stand_together_on_a_sheet(house):
    folder, _, links = house
    assert scanned(made(folder, "--all", "--cards")[0]) == [sorted(links)]


@pytest.mark.parametrize("words", [("--all",), ("--all", "--cards")])
def test_letters_and_cards_can_be_read_by_everybody(house, words):
    assert validate(made(house[0], *words)[0]) == []


def test_where_nobody_needs_a_letter_that_is_told(tmp_path):
    settings, survey = open_round(tmp_path)
    with Store(settings.database) as store:
        person = Person("ada@example.org", "east", "front", "en")
        inviting.invite(store, Keyring(settings.keys), survey, [person], "")
    code, _, said = leadsurvey(tmp_path, "letters", "small", "-o", tmp_path / "l.pdf")
    assert (code, said.startswith("nobody is to get a letter")) == (1, True)
    assert not (tmp_path / "l.pdf").exists()


def test_an_unknown_unit_is_told(house):
    code, _, said = leadsurvey(house[0], "letters", "small", "--unit", "eats", "-o", house[0] / "l.pdf")
    assert (code, said) == (1, "unknown unit 'eats'; did you mean 'east'?\n")


def test_many_letters_come_in_several_files(house, monkeypatch):
    from leadsurvey.cli import letters

    monkeypatch.setattr(letters, "AT_MOST", 2)
    folder, *_ = house
    leadsurvey(folder, "letters", "small", "--all", "-o", folder / "l.pdf")
    assert sorted(path.name for path in folder.glob("l*.pdf")) == ["l-1.pdf", "l-2.pdf"]
