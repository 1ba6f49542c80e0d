"""What is kept and for how long, by the commands that an organiser types."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from leadsurvey.fieldwork import copies
from leadsurvey.fieldwork.standing import stored_round
from leadsurvey.fieldwork.telling import released
from leadsurvey.records import clock
from leadsurvey.responses.store import Store
from tests.conftest import leadsurvey, settings_for
from tests.fieldwork.test_steps import ANSWERS


@pytest.fixture
def used(folder):
    """An open round with twelve answers and one person invited."""
    (folder / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    (folder / "people.csv").write_text("email,unit,level\nada@example.org,east,front\n", encoding="utf-8")
    leadsurvey(folder, "enter", "small", folder / "answers.csv")
    leadsurvey(folder, "invite", "small", folder / "people.csv")
    return folder


def test_a_copy_is_brought_back_elsewhere_with_its_links_and_answers(used, tmp_path):
    code, said, _ = leadsurvey(used, "backup", used / "copy.db")
    assert (code, "Keep the two apart" in said) == (0, True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    code, said, warned = leadsurvey(elsewhere, "restore", used / "copy.db")
    assert (code, said.endswith("Rounds: small\n")) == (0, True), warned
    first, second = (
        leadsurvey(each, "invite", "small", used / "people.csv", "-o", each / "l.csv") for each in (used, elsewhere)
    )
    assert first[0] == second[0] == 0
    assert (used / "l.csv").read_text() == (elsewhere / "l.csv").read_text(), "links stay what they were"
    assert leadsurvey(elsewhere, "close", "small")[0] == 0
    with Store(settings_for(elsewhere).database) as store:
        assert released(store, "small").findings.round == "small"
        assert len(store.responses("small")[0]) == 12


def test_the_database_copy_holds_no_key_and_the_other_no_answer(used):
    leadsurvey(used, "backup", used / "copy.db")
    secret = (used / "data" / "keys" / "secret").read_bytes()
    assert secret not in (used / "copy.db").read_bytes()
    with tarfile.open(used / "copy.db.keys") as tar:
        assert set(tar.getnames()) >= {"secret", "small.key", "small.links"}
    for name in ("copy.db", "copy.db.keys"):
        assert (used / name).stat().st_mode & 0o777 == 0o600


def test_a_copy_overwrites_nothing_and_nothing_is_restored_over_anything(used):
    leadsurvey(used, "backup", used / "copy.db")
    assert "is there already" in leadsurvey(used, "backup", used / "copy.db")[2]
    code, _, said = leadsurvey(used, "restore", used / "copy.db")
    assert (code, "is not empty" in said) == (1, True)


HARMS = [
    "no keys",
    "no tar",
    "a key lost",
    "large keys",
    "no database",
    "another database",
    "newer",
    "damaged",
    "a round",
]


@pytest.mark.parametrize("harm", HARMS)
def test_a_copy_that_is_not_what_it_should_be_restores_nothing(used, tmp_path, harm):
    leadsurvey(used, "backup", used / "copy.db")
    data, keys = used / "copy.db", used / "copy.db.keys"
    if harm == "no keys":
        keys.unlink()
    elif harm == "no tar":
        keys.write_bytes(b"x")
    elif harm == "a key lost":
        content = bytearray(keys.read_bytes())
        content[1024:1536] = b"\xff" * 512  # the header of the second key
        keys.write_bytes(content)
    elif harm == "large keys":
        keys.write_bytes(keys.read_bytes() + bytes(copies.LARGEST_KEYS))
    elif harm == "no database":
        data.write_bytes(b"not a database at all" * 100)
    elif harm == "another database":
        data.unlink()
        with sqlite3.connect(data) as db:
            db.execute("CREATE TABLE t (x)")
        db.close()
    elif harm == "a round":
        with sqlite3.connect(data) as db:
            db.execute("UPDATE rounds SET frozen = replace(frozen, '\"levels\"', '\"lewels\"')")
        db.close()
    elif harm == "newer":
        with sqlite3.connect(data) as db:
            db.execute(
                "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('leadsurvey', 'x', '')"
            )
        db.close()
    else:
        content = bytearray(data.read_bytes())
        content[5000:9000] = b"\xff" * 4000
        data.write_bytes(content)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    code, _, said = leadsurvey(elsewhere, "restore", data)
    assert (code, bool(said.strip()), "Traceback" in said) == (1, True, False)
    assert not settings_for(elsewhere).database.exists(), said


def test_a_copy_brought_back_late_forgets_at_once_what_is_overdue(tmp_path):
    from tests.conftest import open_round

    open_round(tmp_path, closes="2026-03-20", erase_invitations=10)
    settings = settings_for(tmp_path)
    with Store(settings.database) as store:
        store.run("INSERT INTO invitations (number, round, token_hash) VALUES (1, 'small', 'h')")
        store.db.commit()
        (tmp_path / "copy.db").touch()
        store.copy(tmp_path / "copy.db")
    with tarfile.open(tmp_path / "copy.db.keys", "w") as tar:
        tar.add(settings.keys / "secret", "secret")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    _, _, said = leadsurvey(elsewhere, "restore", tmp_path / "copy.db")
    assert "Invitations are erased today, as was promised" in said


def test_a_copy_made_long_ago_is_brought_up_to_the_promises_at_once(used, tmp_path):
    with Store(settings_for(used).database) as store:
        clock.believe(store, date(2020, 1, 1))
        store.run("UPDATE rounds SET frozen = replace(frozen, '2099-12-31', '2020-02-01')")
        store.db.commit()
        survey = stored_round(store, "small")[1]
        assert survey.erased_on.year == 2020
    settings = settings_for(used)
    with Store(settings.database) as store:
        copies.back_up(store, settings, used / "copy.db", date(2020, 1, 1))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    _, _, said = leadsurvey(elsewhere, "restore", used / "copy.db")
    assert "Invitations are erased today, as was promised" in said
    with Store(settings_for(elsewhere).database) as store:
        assert not store.holds_people("small")


def test_a_backup_that_is_cut_off_leaves_neither_file(used):
    settings = settings_for(used)
    shutil.rmtree(settings.keys)
    code, _, said = leadsurvey(used, "backup", used / "copy.db")
    assert (code, "Traceback" in said) == (1, False)
    assert not [path.name for path in used.iterdir() if "copy" in path.name]


def test_what_a_killed_backup_or_restore_left_is_in_nobodys_way(used, tmp_path):
    (used / ".copy.db.0a1b2c3d.part").write_bytes(b"half")
    assert leadsurvey(used, "backup", used / "copy.db")[0] == 0
    assert not list(used.glob("*.part*"))
    data = tmp_path / "elsewhere" / "data"
    data.mkdir(parents=True)
    for half in (".leadsurvey.db.0a1b2c3d.part", ".leadsurvey.db.0a1b2c3d.part-wal"):
        (data / half).write_bytes(b"half")
    code, _, said = leadsurvey(data.parent, "restore", used / "copy.db")
    assert code == 0, said
    assert not list(data.glob("*.part*"))


def test_the_copy_that_closing_makes_holds_nothing_of_people_of_any_round(used):
    settings = settings_for(used)
    with Store(settings.database) as store:
        store.migrate()
        for statement in OF_PEOPLE:
            store.run(statement)
        store.db.commit()
    leadsurvey(used, "close", "small")
    path = settings.backups / "small-closed.db"
    with Store(path) as copy:
        tables = {name for (name,) in copy.run("SELECT name FROM sqlite_master WHERE type = 'table'")}
        full = {name for name in tables if copy.one(f"SELECT 1 FROM {name} LIMIT 1")}  # noqa: S608
        assert len(copy.responses("small")[0]) == 12
    of_rounds = {"rounds", "responses", "comments", "releases", "extras", "research"}
    assert full <= of_rounds | {"audit", "clock", "_sqlite_migrations"}
    assert not [mark for mark in (b"sealed-1", b"hash-1", b"lea@example.org", b"mark-1") if mark in path.read_bytes()]


OF_PEOPLE = (
    "INSERT INTO rounds SELECT 'other', state, frozen, '', public_key, door FROM rounds",
    "INSERT INTO invitations (number, round, token_hash, person) VALUES (1, 'other', 'hash-1', 'mark-1')",
    "INSERT INTO contacts (number, sealed) VALUES (1, CAST('sealed-1' AS BLOB))",
    "INSERT INTO drafts VALUES ('hash-1', 'other', CAST('sealed-1' AS BLOB))",
    "INSERT INTO sealed VALUES (1, 'other', CAST('sealed-1' AS BLOB))",
    "INSERT INTO leaders VALUES (1, 'other', 'east', CAST('sealed-1' AS BLOB))",
    "INSERT INTO mailings VALUES (1, 'other', 'reminder', '2026-03-01')",
    "INSERT INTO mails VALUES (1, 1, 'sent')",
    "INSERT INTO optouts VALUES ('mark-1')",
    "INSERT INTO tallies VALUES ('other', '2026-03-01', '{}')",
    "INSERT INTO routes VALUES ('other', 'poster', 3)",
    "INSERT INTO users (id, email) VALUES (1, 'lea@example.org')",
    "INSERT INTO roles VALUES (1, '*', 'organiser')",
    "INSERT INTO sessions (hash, user, passed, ends) VALUES ('hash-1', 1, 'all', 9)",
    "INSERT INTO jobs (id, round, work, who, state) VALUES (1, 'other', '{}', 'lea@example.org', 'done')",
)


def test_housekeeping_throws_away_what_ended_and_keeps_what_may_go_on(used):
    settings = settings_for(used)
    with Store(settings.database) as store:
        store.migrate()
        for statement in OF_PEOPLE:
            store.run(statement)
        store.run("INSERT INTO jobs (id, round, work, who, state) SELECT 2, round, work, who, 'failed' FROM jobs")
        store.db.commit()
    (settings.uploads / "1-old").mkdir(parents=True)
    os.utime(settings.uploads / "1-old", (0, 0))
    code, said, _ = leadsurvey(used, "housekeeping")
    assert code == 0
    for sentence in ("waited at the desk for a day (1)", "sessions that ended (1)", "jobs that are done (1)"):
        assert sentence in said
    with Store(settings.database) as store:
        assert list(store.run("SELECT id FROM jobs")) == [(2,)]
    assert not list(settings.uploads.iterdir())


def test_two_housekeepings_at_once_do_no_harm(used):
    with Store(settings_for(used).database) as store:
        store.erase_people("small")  # cut off: both find it
    with ThreadPoolExecutor(2) as both:
        ended = list(both.map(lambda _: _housekeeping(used), range(2)))
    assert [code for code, _ in ended] == [0, 0], ended
    assert sum("wrote the database anew" in said.lower() for _, said in ended) == 1


def _housekeeping(folder):
    command = [sys.executable, "-m", "leadsurvey", "--data", folder / "data", "housekeeping"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_housekeeping_says_what_it_did_and_can_be_run_again(used):
    for _ in range(2):
        code, said, _ = leadsurvey(used, "housekeeping")
        assert code == 0
        assert "The database is sound." in said
        assert "The last whole copy was made never" in said
    leadsurvey(used, "backup", used / "copy.db")
    assert "copy" not in leadsurvey(used, "housekeeping")[1]


def test_housekeeping_names_a_damaged_database(used):
    path = settings_for(used).database
    with Store(path) as store:
        store.rebuild()
    content = bytearray(path.read_bytes())
    content[-4096:] = b"\xff" * 4096
    path.write_bytes(content)
    code, _, said = leadsurvey(used, "housekeeping")
    assert (code, "Traceback" in said) == (1, False)
    assert "restore" in said


def test_a_backup_that_was_cut_off_between_its_two_files_is_made_anew(used):
    copy, keys, half = used / "copy.db", used / "copy.db.keys", used / ".copy.db.0a1b2c3d.part"
    keys.write_bytes(b"of a copy that never came")
    half.write_bytes(b"half")
    assert leadsurvey(used, "backup", copy)[0] == 0
    assert not half.exists()
    assert keys.read_bytes() != b"of a copy that never came"
    copy.unlink()  # taken elsewhere: its keys are nobody's leftovers
    assert leadsurvey(used, "backup", copy)[0] == 1
    assert keys.exists()
