"""A rehearsal is met like the round that is meant, and its answers can never enter results."""

from datetime import UTC, datetime

import pytest

from leadsurvey.fieldwork import closing
from leadsurvey.fieldwork.rehearsing import open_rehearsal
from leadsurvey.fieldwork.standing import FieldworkError
from leadsurvey.fieldwork.telling import released
from leadsurvey.responses.database import StorageError
from leadsurvey.responses.seal import KeyLostError, Keyring
from leadsurvey.responses.store import Store
from leadsurvey.rounds.grammar import Frozen
from leadsurvey.rounds.load import load
from tests.conftest import leadsurvey, settings_for, write_round
from tests.fieldwork.test_steps import ANSWERS
from tests.web.test_at_once import all_at_once


@pytest.fixture
def round_file(tmp_path):
    return write_round(tmp_path, opens="2099-01-01")


def rehearse(folder, round_file):
    return leadsurvey(folder, "open", round_file, "--rehearsal")


def test_a_rehearsal_is_open_today_whenever_the_round_opens(tmp_path, round_file):
    code, said, _ = rehearse(tmp_path, round_file)
    assert code == 0
    assert "This is a rehearsal" in said
    with Store(settings_for(tmp_path).database) as store:
        assert store.rounds() == ["small-rehearsal"]


def test_no_key_that_could_open_its_answers_is_ever_kept(tmp_path, round_file):
    rehearse(tmp_path, round_file)
    keys = tmp_path / "data" / "keys"
    assert sorted(path.name for path in keys.iterdir()) == [".data", "secret", "small-rehearsal.links"]
    with pytest.raises(KeyLostError):
        Keyring(keys).round_key("small-rehearsal")


def test_answers_to_a_rehearsal_are_taken_and_gone_when_it_ends(tmp_path, round_file):
    rehearse(tmp_path, round_file)
    (tmp_path / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    assert leadsurvey(tmp_path, "enter", "small-rehearsal", tmp_path / "answers.csv")[0] == 0
    code, said, _ = leadsurvey(tmp_path, "close", "small-rehearsal")
    assert (code, "over, and erased" in said) == (0, True)
    with Store(settings_for(tmp_path).database) as store:
        assert store.rounds() == []
        assert not any(
            table.count
            for table in store.db.tables
            if not table.name.startswith("_") and table.name not in {"audit", "clock"}
        )


def test_a_rehearsal_has_no_results_before_or_after_its_end(tmp_path, round_file):
    rehearse(tmp_path, round_file)
    code, _, said = leadsurvey(tmp_path, "results", "small-rehearsal")
    assert (code, "it has no results" in said) == (1, True)
    with Store(settings_for(tmp_path).database) as store, pytest.raises(FieldworkError, match="rehearsal"):
        released(store, "small-rehearsal")


def test_the_round_that_is_meant_opens_beside_its_rehearsal_and_keeps_its_own_answers(tmp_path):
    path = write_round(tmp_path)
    rehearse(tmp_path, path)
    assert leadsurvey(tmp_path, "open", path)[0] == 0
    (tmp_path / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    leadsurvey(tmp_path, "enter", "small-rehearsal", tmp_path / "answers.csv")
    leadsurvey(tmp_path, "close", "small-rehearsal")
    leadsurvey(tmp_path, "close", "small")
    with Store(settings_for(tmp_path).database) as store:
        assert store.responses("small") == ([], b"")


def test_a_second_rehearsal_begins_with_nothing_of_the_first(tmp_path, round_file):
    settings = settings_for(tmp_path)
    frozen = load(round_file, settings.questionnaires)
    with Store(settings.database) as store:
        store.migrate()
        keys = Keyring(settings.keys)
        open_rehearsal(store, settings, frozen)
        links = keys.link_secret("small-rehearsal")
        (tmp_path / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    leadsurvey(tmp_path, "enter", "small-rehearsal", tmp_path / "answers.csv")
    with Store(settings.database) as store:
        open_rehearsal(store, settings, frozen)
        assert store.sealed("small-rehearsal") == []
        assert keys.link_secret("small-rehearsal") != links


def test_closing_a_rehearsal_by_any_door_gives_no_responses(tmp_path, round_file):
    rehearse(tmp_path, round_file)
    (tmp_path / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    leadsurvey(tmp_path, "enter", "small-rehearsal", tmp_path / "answers.csv")
    settings = settings_for(tmp_path)
    keys, links, now = Keyring(settings.keys), settings.links("small-rehearsal"), datetime.now(UTC)
    with Store(settings.database) as store:
        with pytest.raises(FieldworkError, match="nobody can read its answers"):
            closing.close(store, keys, "small-rehearsal", settings.backups, links, now)
        frozen = Frozen.model_validate_json(store.frozen("small-rehearsal")).model_copy(update={"rehearsal": False})
        store.amend("small-rehearsal", frozen.model_dump_json(), "taken for one that counts")
        with pytest.raises(KeyLostError):
            closing.close(store, keys, "small-rehearsal", settings.backups, links, now)
        assert store.sealed("small-rehearsal")
        assert store.responses("small-rehearsal") == ([], b"")


def test_who_was_invited_to_a_rehearsal_is_gone_with_it_from_every_file(tmp_path, round_file):
    rehearse(tmp_path, round_file)
    (tmp_path / "people.csv").write_text("email,unit,level\nada.rehearses@example.org,east,front\n", encoding="utf-8")
    assert leadsurvey(tmp_path, "invite", "small-rehearsal", tmp_path / "people.csv")[0] == 0
    with Store(settings_for(tmp_path).database) as store:
        token = store.one("SELECT token_hash FROM invitations")[0].encode()
    assert settings_for(tmp_path).links("small-rehearsal").exists()
    leadsurvey(tmp_path, "close", "small-rehearsal")
    files = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert files
    for mark in (token, b"ada.rehearses"):
        assert not [path for path in files if mark in path.read_bytes()]
    assert sorted(path.name for path in (tmp_path / "data" / "keys").iterdir()) == [".data", "secret"]


def test_of_two_who_rehearse_at_once_one_rehearsal_is_left_that_works(tmp_path, round_file):
    settings = settings_for(tmp_path)
    frozen = load(round_file, settings.questionnaires)
    rehearse(tmp_path, round_file)

    def again():
        with Store(settings.database) as store:
            try:
                open_rehearsal(store, settings, frozen)
            except (FieldworkError, StorageError) as error:
                return str(error)
        return "done"

    came = all_at_once([again, again])
    assert "done" in came
    (tmp_path / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    assert leadsurvey(tmp_path, "enter", "small-rehearsal", tmp_path / "answers.csv")[0] == 0


def test_a_round_that_counts_is_never_rehearsed_away(tmp_path):
    leadsurvey(tmp_path, "open", write_round(tmp_path, round="small-rehearsal"))
    code, _, said = rehearse(tmp_path, write_round(tmp_path))
    assert (code, "nothing of it was erased" in said) == (1, True)


def test_a_round_that_is_meant_is_never_ended_as_a_rehearsal(tmp_path):
    from leadsurvey.fieldwork import rehearsing

    leadsurvey(tmp_path, "open", write_round(tmp_path))
    settings = settings_for(tmp_path)
    with Store(settings.database) as store, pytest.raises(FieldworkError, match="is no rehearsal"):
        rehearsing.end(store, settings, "small")


def test_a_rehearsal_of_a_round_that_is_past_is_refused(tmp_path):
    path = write_round(tmp_path, closes="2026-01-02")
    code, _, said = rehearse(tmp_path, path)
    assert (code, "which is past" in said) == (1, True)
