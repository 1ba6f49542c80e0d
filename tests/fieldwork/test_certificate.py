"""A certificate of erasure says what an inspector finds who reads the files byte by byte."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsurvey.fieldwork import closing, erasing, inviting
from leadsurvey.fieldwork.housekeeping import keep_house
from leadsurvey.fieldwork.standing import FieldworkError
from leadsurvey.records import audit, contacts, traces
from leadsurvey.records.contacts import Contact
from leadsurvey.records.traces import Marks
from leadsurvey.responses.seal import Keyring, token_hash
from leadsurvey.responses.store import Store
from leadsurvey.rounds.people import Person
from tests.conftest import open_round
from tests.fieldwork.test_erasing import until

NOW = datetime.now(UTC)
THE_DAY = datetime(2101, 1, 1, tzinfo=UTC)  # long after what any round here promises
PEOPLE = [Person(f"person-{n}@example.org", "east", "front", "en", f"Example Person {n}") for n in range(12)]


@pytest.fixture
def closed(tmp_path):
    """A closed round of twelve people and a leader; what the database held of them before, as an inspector notes it."""
    settings, survey = open_round(tmp_path)
    with Store(settings.database) as store:
        keys = Keyring(settings.keys)
        links = inviting.invite(store, keys, survey, PEOPLE, "https://survey.example")
        inviting.write_links(settings.links("small"), links)
        contacts.set_leader(
            store, "small", "east", Contact("leader@example.org", "A Leader", "en").sealed(keys.secret())
        )
        tokens = [link.address.rpartition("/")[2] for link in links]
        noted = [*tokens, *(token_hash(token) for token in tokens)]
        noted += [row[0] for row in store.run("SELECT person FROM invitations")]
        noted += [person.email for person in PEOPLE] + [person.name for person in PEOPLE] + ["leader@example.org"]
        sealed = [row[0] for row in store.run("SELECT sealed FROM contacts UNION ALL SELECT sealed FROM leaders")]
        closing.close(store, keys, "small", settings.backups, settings.links("small"), NOW)
        yield settings, store, [text.encode() for text in noted] + sealed


def inspected(settings, noted):
    """The files in which an inspector still finds something; reads them whole, and knows nothing of our search."""
    files = [path for path in settings.data.rglob("*") if path.is_file()]
    return {path.name for path in files for mark in noted if mark in path.read_bytes()}


def test_an_inspector_finds_everything_before_and_nothing_afterwards(closed):
    settings, store, noted = closed
    assert "leadsurvey.db" in inspected(settings, noted)
    certificate = erasing.erase_people(store, settings, "small", NOW)
    assert inspected(settings, noted) == set()
    assert "12  invitations" in certificate.text
    assert "12  addresses and names" in certificate.text
    assert "1  addresses of leaders" in certificate.text


def test_the_certificate_names_the_very_file_that_was_left(closed):
    settings, store, _ = closed
    certificate = erasing.erase_people(store, settings, "small", NOW)
    assert hashlib.sha256(settings.database.read_bytes()).hexdigest() in certificate.text
    assert next(audit.entries(store, "small")).what == f"certificate {certificate.path.name}"
    assert certificate.path.read_text(encoding="utf-8") == certificate.text
    assert erasing.certificates(settings, "small") == [certificate.path]


@pytest.mark.parametrize("leftover", ["person-3@example.org", "Example Person 7"])
def test_a_certificate_is_refused_where_something_was_left_until_it_is_gone(closed, leftover):
    settings, store, _ = closed
    notes = settings.data / "notes.txt"
    notes.write_text(f"do not forget {leftover}!", encoding="utf-8")
    for _ in range(2):  # asking again makes it no better
        with pytest.raises(FieldworkError, match=r"still in notes\.txt.*nothing was erased from the database yet"):
            erasing.erase_people(store, settings, "small", NOW)
    assert erasing.certificates(settings, "small") == []
    notes.unlink()
    assert "12  invitations" in erasing.erase_people(store, settings, "small", NOW).text


def test_on_the_promised_day_people_are_forgotten_whatever_is_left_but_nobody_certifies_it(closed):
    settings, store, _ = closed
    (settings.data / "notes.txt").write_text("do not forget person-3@example.org!", encoding="utf-8")
    with pytest.raises(FieldworkError, match=r"still in notes\.txt.*no certificate was written"):
        erasing.erase_overdue(store, settings, THE_DAY)
    assert not store.holds_people("small")
    assert erasing.certificates(settings, "small") == []
    assert erasing.erase_overdue(store, settings, THE_DAY) == []


@pytest.mark.parametrize("where", ["a half copy", "a copy", "an unreadable copy"])
def test_what_a_crash_left_behind_is_cleared_or_named(closed, where):
    settings, store, noted = closed
    match where:
        case "a half copy":
            (settings.backups / "small-closed.part").touch()
            store.copy(settings.backups / "small-closed.part")
            (settings.backups / "small-closed.part-journal").write_bytes(noted[0])
        case "a copy":
            (settings.backups / "mine.db").touch()
            store.copy(settings.backups / "mine.db")
        case _:
            (settings.backups / "bad.db").write_bytes(b"no database" * 100)
            with pytest.raises(FieldworkError, match=r"backups/bad\.db, or that cannot be read"):
                erasing.erase_people(store, settings, "small", NOW)
            return
    certificate = erasing.erase_people(store, settings, "small", NOW)
    assert inspected(settings, noted) == set()
    assert "Copies there now: " in certificate.text
    assert ("mine.db (taken out)" in certificate.text) == (where == "a copy")


def test_a_comment_that_names_somebody_stays_and_is_no_trace(closed):
    settings, store, _ = closed
    with store.write():
        store.run("INSERT INTO comments (id, round, question, text) VALUES (1, 'small', 'q', 'Ask Example Person 7')")
    assert erasing.erase_people(store, settings, "small", NOW).text.startswith("CERTIFICATE")


def test_without_the_servers_secret_the_certificate_says_what_could_not_be_looked_for(closed):
    settings, store, _ = closed
    (settings.keys / "secret").unlink()
    said = " ".join(erasing.erase_people(store, settings, "small", NOW).text.split())
    assert "Addresses and names could not be noted" in said
    assert "noted, in memory only: what the database held" in said


def test_an_erasure_that_was_cut_off_is_finished_by_the_next_housekeeping(closed):
    settings, store, noted = closed
    store.erase_people("small")  # and there the machine went down
    assert inspected(settings, noted), "deleted rows still stand in the file or its log"
    assert any("cut off" in said for said in keep_house(store, settings, NOW))
    assert inspected(settings, noted) == set()
    assert not any("cut off" in said for said in keep_house(store, settings, NOW))


def test_a_reader_with_an_older_picture_of_the_file_keeps_nothing_alive(closed):
    settings, store, noted = closed
    with Store(settings.database) as reader, ThreadPoolExecutor(1) as other:
        reader.run("BEGIN")
        assert reader.one("SELECT count(*) FROM invitations") == (12,)
        erased = other.submit(_erased, settings)
        until(lambda: not store.holds_people("small"))
        assert reader.one("SELECT count(*) FROM invitations") == (12,), "it still reads what was"
        reader.run("ROLLBACK")
        assert erased.result().text.startswith("CERTIFICATE")
        assert inspected(settings, noted) == set()


def _erased(settings):
    with Store(settings.database) as own:
        return erasing.erase_people(own, settings, "small", NOW)


def test_two_that_erase_at_once_write_one_certificate_with_all_counts(closed):
    settings, store, _ = closed

    def erase(_):
        with Store(settings.database) as own:
            return erasing.erase_overdue(own, settings, THE_DAY)

    with ThreadPoolExecutor(2) as both:
        made = [certificate for found in both.map(erase, range(2)) for certificate in found]
    assert [path.name for path in erasing.certificates(settings, "small")] == [made[0].path.name]
    assert "12  invitations" in made[0].text
    assert not store.holds_people("small")


def test_a_certificate_belongs_to_its_own_round_only(closed):
    settings, *_ = closed
    settings.certificates.mkdir()
    for name in ("small-2026-03-29.txt", "small-2026-03-29-2.txt", "small-2027-2026-03-29.txt"):
        (settings.certificates / name).touch()
    assert [path.name for path in erasing.certificates(settings, "small-2027")] == ["small-2027-2026-03-29.txt"]
    assert len(erasing.certificates(settings, "small")) == 2


def test_a_second_round_that_invites_the_same_people_keeps_what_it_needs(closed, tmp_path):
    settings, store, noted = closed
    (tmp_path / "other").mkdir()
    _, other = open_round(tmp_path / "other", round="other")
    frozen = Store(tmp_path / "other" / "data" / "leadsurvey.db").round("other")
    store.add_round(frozen)
    keys = Keyring(settings.keys)
    keys.new_round_keys("other")
    inviting.write_links(settings.links("other"), inviting.invite(store, keys, other, PEOPLE, ""))
    erasing.erase_people(store, settings, "small", NOW)
    assert len(list(contacts.all_of(store, "other"))) == 12
    assert settings.links("other").exists()
    assert "other.csv" in inspected(settings, noted)


def test_an_organiser_who_was_invited_too_is_no_trace(closed):
    settings, store, _ = closed
    store.run("INSERT INTO users (id, email) VALUES (1, 'person-3@example.org')")
    store.db.commit()
    assert erasing.erase_people(store, settings, "small", NOW).text.startswith("CERTIFICATE")


def test_erasing_again_says_that_there_was_nothing_left(closed):
    settings, store, _ = closed
    erasing.erase_people(store, settings, "small", NOW)
    again = erasing.erase_people(store, settings, "small", NOW)
    assert "0  invitations" in again.text
    assert "proves nothing about files" in again.text
    assert len(erasing.certificates(settings, "small")) == 2


MARK = st.binary(min_size=traces.HEAD, max_size=40)


@given(st.binary(max_size=400), st.lists(MARK, max_size=8), st.data())
def test_the_search_finds_what_stands_anywhere_and_nothing_else(content, marks, data):
    hidden = data.draw(st.lists(st.sampled_from(marks), max_size=3)) if marks else []
    for mark in hidden:
        at = data.draw(st.integers(0, len(content)))
        content = content[:at] + mark + content[at:]
    assert set(Marks(marks).found(content)) == {mark for mark in marks if mark in content}


def test_the_search_finds_what_lies_across_two_pieces(monkeypatch):
    monkeypatch.setattr(traces, "PIECE", 64)
    monkeypatch.setattr(traces, "SIEVE_BITS", 16)
    for at in range(130):
        content = b"x" * at + b"somebody@example.org" + b"x" * 70
        assert list(Marks([b"somebody@example.org"]).found(content)), at
