"""Bringing a database up to date is cut off, or a step of it fails: the old one goes on, and the next try does all."""

from sqlite_utils import Migrations

from leadsurvey.responses import database, tables
from leadsurvey.responses.store import Store
from tests.conftest import leadsurvey, open_round
from tests.faults.commands import Trial, tried
from tests.faults.trials import UNITS


def shape(folder):
    """All tables by how they were made, and the round."""
    with Store(folder / "data" / "leadsurvey.db") as store:
        made = store.run("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name").fetchall()
        return made, store.known("small")


def first_version(folder):
    """An open round in a database as the first version of the tables had it."""
    settings, _ = open_round(folder, units=UNITS)
    with Store(settings.database) as store:
        row = store.one("SELECT id, state, frozen, fingerprint, public_key FROM rounds")
    for path in settings.data.glob("leadsurvey.db*"):
        path.unlink()
    with Store(settings.database) as old:
        old.run("PRAGMA journal_mode=WAL")
        tables.migrations.apply(old.db, stop_before="draws_and_comments")
        old.run("INSERT INTO rounds VALUES (?, ?, ?, ?, ?)", row)
        old.db.commit()


def test_a_migration_that_is_cut_off_at_any_step_is_done_by_the_next_command(tmp_path):
    found = tried(Trial("migrate", first_version, ("status", "small"), shape), tmp_path, 8, seed=1)
    assert found.faults == ()


def to_come():
    """The tables of a version that is to come, whose last step fails."""
    later = Migrations("leadsurvey")
    later._migrations = list(tables.migrations._migrations)

    @later()
    def more_room(db):
        db.execute("ALTER TABLE rounds ADD COLUMN room TEXT")
        db.execute("DELETE FROM rounds")

    @later()
    def nonsense(db):
        db.execute("ALTER TABLE not_there ADD COLUMN more TEXT")

    return later


def test_where_a_step_fails_nothing_is_changed_and_the_version_that_runs_goes_on(tmp_path, monkeypatch):
    settings, _ = open_round(tmp_path)
    with Store(settings.database) as running:
        before = shape(tmp_path)
        with monkeypatch.context() as upgraded:
            upgraded.setattr(database, "migrations", to_come())
            code, _, said = leadsurvey(tmp_path, "status", "small")
        assert (code, "nothing was changed" in said) == (1, True)
        assert shape(tmp_path) == before
        with running.write():
            running.run("UPDATE rounds SET door = 'shut'")
        assert running.known("small").door == "shut"
    assert leadsurvey(tmp_path, "status", "small")[0] == 0
