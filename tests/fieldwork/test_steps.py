"""The steps of a round: what they refuse, what they destroy, and what two of them at once cannot break."""

import csv
import hashlib
import sqlite3
import threading
from datetime import UTC, datetime

import pytest
from nacl.exceptions import CryptoError

from leadsurvey.fieldwork import closing, entering, inviting, opening, standing
from leadsurvey.responses.database import StorageError
from leadsurvey.responses.seal import (
    KeyLostError,
    Keyring,
    link_token,
    open_draft,
    seal_draft,
    token_hash,
)
from leadsurvey.responses.store import Store
from leadsurvey.rounds.load import load, thaw
from leadsurvey.rounds.people import Person
from leadsurvey.rounds.places import Places
from tests.conftest import open_round, settings_for, write_round

ANSWERS = "unit,level,voice-a,voice-b\n" + "east,front,3,4\n" * 6 + "east,front,2,5\n" * 6


@pytest.fixture
def house(tmp_path):
    """Settings, an open store and the keys of the open round "small"."""
    settings, survey = open_round(tmp_path)
    (tmp_path / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    with Store(settings.database) as store:
        yield settings, store, Keyring(settings.keys), survey


def close(settings, store, keys):
    return closing.close(store, keys, "small", settings.backups, settings.links("small"), datetime.now(UTC))


def somebody(email="ada@example.org", unit="east", level="front"):
    return Person(email, unit, level, "en")


def test_of_two_openings_at_once_one_wins_and_its_key_fits(tmp_path):
    settings = settings_for(tmp_path)
    frozen = load(write_round(tmp_path), settings.questionnaires)
    with Store(settings.database) as store:
        store.migrate()
    results = []

    def attempt():
        with Store(settings.database) as store:
            try:
                opened = opening.open_round(store, Keyring(settings.keys), frozen, settings.catalogues)
                results.append(opened.id)
            except standing.FieldworkError as error:
                results.append(error)

    threads = [threading.Thread(target=attempt) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results.count("small") == 1
    assert sum("was opened before" in str(error) for error in results) == 3
    with Store(settings.database) as store:
        (tmp_path / "answers.csv").write_text(ANSWERS, encoding="utf-8")
        entering.enter(store, Keyring(settings.keys), "small", tmp_path / "answers.csv")
        assert close(settings, store, Keyring(settings.keys)).findings.round == "small"


def test_a_key_left_by_an_interrupted_opening_is_taken_up(tmp_path):
    settings = settings_for(tmp_path)
    public = Keyring(settings.keys).new_round_keys("small")
    settings, _ = open_round(tmp_path)
    with Store(settings.database) as store:
        assert store.round("small").public_key == public


def test_nothing_is_entered_once_closing_has_begun(house, tmp_path):
    _, store, keys, _ = house
    store.start_closing("small")
    with pytest.raises(standing.FieldworkError, match="closed"):
        entering.enter(store, keys, "small", tmp_path / "answers.csv")
    assert store.sealed("small") == []


def test_nobody_is_invited_once_closing_has_begun(house):
    _, store, keys, survey = house
    store.start_closing("small")
    with pytest.raises(standing.FieldworkError, match="closed"):
        inviting.invite(store, keys, survey, [somebody()], "")
    assert store.invited("small") == []


def test_the_same_person_keeps_the_same_link(house):
    _, store, keys, survey = house
    first, again = (inviting.invite(store, keys, survey, [somebody()], "")[0] for _ in range(2))
    assert first.address == again.address
    assert (first.is_new, again.is_new) == (True, False)


def test_someone_invited_for_another_unit_stops_the_whole_table(house):
    _, store, keys, survey = house
    inviting.invite(store, keys, survey, [somebody()], "")
    with pytest.raises(standing.FieldworkError, match="invited before as east, front"):
        inviting.invite(store, keys, survey, [somebody("bo@example.org"), somebody(unit="west")], "")
    assert store.invited("small") == [("east", "front", 1)]


def test_a_second_table_adds_to_the_links_of_the_first(house, tmp_path):
    _, store, keys, survey = house
    for email in ("ada@example.org", "bo@example.org"):
        links = inviting.invite(store, keys, survey, [somebody(email)], "")
        inviting.write_links(tmp_path / "links.csv", links)
    with (tmp_path / "links.csv").open(encoding="utf-8") as file:
        assert [row["email"] for row in csv.DictReader(file)] == ["ada@example.org", "bo@example.org"]
    assert (tmp_path / "links.csv").stat().st_mode & 0o777 == 0o600


def test_links_never_overwrite_some_other_file(house, tmp_path):
    _, store, keys, survey = house
    links = inviting.invite(store, keys, survey, [somebody()], "")
    (tmp_path / "notes.csv").write_text("do,not,touch\n", encoding="utf-8")
    with pytest.raises(standing.FieldworkError, match="another file"):
        inviting.write_links(tmp_path / "notes.csv", links)
    assert (tmp_path / "notes.csv").read_text(encoding="utf-8") == "do,not,touch\n"


def test_places_with_few_invited_people_are_told(house):
    _, store, keys, survey = house
    people = [somebody(f"p{number}@example.org") for number in range(9)]
    inviting.invite(store, keys, survey, people, "")
    assert [count for _, count in inviting.thinly_invited(store, survey)] == [9]
    inviting.invite(store, keys, survey, [*people, somebody("p9@example.org")], "")
    assert inviting.thinly_invited(store, survey) == []


def test_an_entered_file_leaves_no_hash_that_a_guess_could_be_tried_on(house, tmp_path):
    settings, store, keys, _ = house
    content = (tmp_path / "answers.csv").read_bytes()
    entering.enter(store, keys, "small", tmp_path / "answers.csv")
    kept = settings.database.read_bytes() + settings.database.with_name("leadsurvey.db-wal").read_bytes()
    for known in ("sha256", "blake2b", "sha1", "md5"):
        assert hashlib.new(known, content).hexdigest().encode() not in kept
    close(settings, store, keys)
    with sqlite3.connect(settings.database) as database:
        assert database.execute("SELECT count(*) FROM entered_files").fetchone() == (0,)


def test_a_draft_on_a_personal_link_in_an_old_copy_is_lost_for_ever_after_closing(house):
    """Someone with every key that is left, and the database as it was, cannot open what was saved."""
    settings, store, keys, survey = house
    link = inviting.invite(store, keys, survey, [somebody()], "")[0]
    token = link.address.rpartition("/")[2]
    invitation = store.invitation(token_hash(token))
    store.save_draft(invitation, seal_draft(token, {"answers": {"voice-a": 3}}))
    old_copy = store.draft(invitation.token_hash)
    assert open_draft(token, old_copy) == {"answers": {"voice-a": 3}}
    close(settings, store, keys)
    with pytest.raises(KeyLostError):
        keys.link_secret("small")
    with pytest.raises(CryptoError):
        open_draft(link_token(keys.secret(), invitation.number), old_copy)


def test_closing_leaves_no_key_of_the_round(house):
    settings, store, keys, _ = house
    assert len(list(settings.keys.glob("small.*"))) == 2
    close(settings, store, keys)
    assert not list(settings.keys.glob("small.*"))
    with pytest.raises(KeyLostError):
        keys.round_key("small")


def test_closing_stops_while_another_program_holds_the_old_log(house, tmp_path):
    settings, store, keys, _ = house
    entering.enter(store, keys, "small", tmp_path / "answers.csv")
    reader = sqlite3.connect(settings.database, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM sealed").fetchone()
    with pytest.raises(StorageError):
        close(settings, store, keys)
    assert keys.round_key("small"), "the key must outlive a close that did not end"
    reader.execute("ROLLBACK")
    reader.close()
    assert close(settings, store, keys).findings.units["east"].groups[0].answered.value == 10


def test_a_lost_secret_is_said_and_not_replaced(house):
    settings, store, keys, survey = house
    (settings.keys / "secret").unlink()
    with pytest.raises(KeyLostError, match="keys folder"):
        inviting.invite(store, keys, survey, [somebody()], "")


def test_places_and_promise_are_frozen_word_for_word(house):
    _, store, _, survey = house
    thawed = thaw(store.round("small").frozen)
    assert thawed.placed == survey.placed != {}
    assert thawed.promise == survey.promise != {}
    assert Places(thawed).placed == survey.placed
