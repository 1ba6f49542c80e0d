"""Long work by a process of its own: it can be stopped, killed and taken up again, and doubles nothing."""

import os
import signal
from datetime import UTC, datetime

import pytest

from leadsurvey.fieldwork import closing
from leadsurvey.fieldwork.standing import FieldworkError
from leadsurvey.records import jobs
from leadsurvey.responses.seal import Keyring
from leadsurvey.responses.store import Store
from leadsurvey.settings import Settings
from leadsurvey.work import doing, ordering
from leadsurvey.work.workshop import held, is_held
from tests.conftest import leadsurvey, open_round
from tests.work.waiting import until

UNITS = ["all", *(f"team-{n}" for n in range(4))]
TABLE = "unit,parent,name,front\nall,,The whole house,0\n" + "".join(f"{unit},all,{unit},20\n" for unit in UNITS[1:])
REPORTS = {"do": "reports"}


def answers():
    rows = [f"{unit},front,{1 + n % 5},{1 + n % 3}" for unit in UNITS[1:] for n in range(12)]
    return "\n".join(["unit,level,voice-a,voice-b", *rows]) + "\n"


@pytest.fixture
def opened(tmp_path):
    """An open round with answers, and a connection."""
    settings, _ = open_round(tmp_path, units=TABLE)
    (tmp_path / "answers.csv").write_text(answers(), encoding="utf-8")
    assert leadsurvey(tmp_path, "enter", "small", tmp_path / "answers.csv")[0] == 0
    with Store(settings.database) as store:
        yield settings, store


@pytest.fixture
def closed(opened):
    settings, store = opened
    closing.close(store, Keyring(settings.keys), "small", settings.backups, settings.links("small"), datetime.now(UTC))
    return settings, store


def ended(store, job):
    """The job once it has come to an end."""
    return until(lambda: (now := jobs.find(store, job.number)) and now.has_ended and now)


def made(settings):
    """The reports there are, and when each was written."""
    return {path.name: path.stat().st_mtime_ns for path in settings.reports("small").glob("*.pdf")}


def test_a_round_is_closed_by_a_job(opened):
    settings, store = opened
    job = ended(store, ordering.order(settings, store, "small", {"do": "close"}, "ada"))
    assert (job.state, job.said[:15]) == ("done", "closed; release")
    assert store.round("small").state == "closed"
    assert until(lambda: not is_held(settings, "small"))


def test_killed_reports_go_on_where_they_were_and_none_is_made_twice(closed):
    settings, store = closed
    job = ordering.order(settings, store, "small", REPORTS, "ada")
    until(lambda: made(settings))
    os.kill(int((settings.jobs / "small.lock").read_text()), signal.SIGKILL)
    assert until(lambda: not is_held(settings, "small"))
    assert jobs.find(store, job.number).state == "running"
    before = made(settings)
    ordering.go_on(settings, store, job)
    now = ended(store, job)
    assert (now.state, now.done, now.total) == ("done", len(UNITS), len(UNITS))
    after = made(settings)
    assert len(after) == len(UNITS)
    assert len(before) < len(UNITS)
    assert {name: after[name] for name in before} == before


def test_a_job_that_is_asked_to_stop_stops_and_goes_on(closed):
    settings, store = closed
    job = ordering.order(settings, store, "small", REPORTS, "ada")
    until(lambda: made(settings))
    ordering.stop(settings, store, job)
    assert ended(store, job).state == "stopped"
    assert until(lambda: not is_held(settings, "small"))
    ordering.go_on(settings, store, job)
    assert ended(store, job).state == "done"
    assert len(made(settings)) == len(UNITS)


def test_a_round_has_one_piece_of_work_at_a_time(closed):
    settings, store = closed
    with held(settings, "small"):
        with pytest.raises(FieldworkError, match="other work under way"):
            ordering.order(settings, store, "small", {"do": "close"}, "ada")
        job = jobs.add(store, "small", REPORTS, "ada")
        assert ordering.order(settings, store, "small", REPORTS, "bea").number == job.number
        ordering.stop(settings, store, job)
        assert jobs.find(store, job.number).state == "stopping"
    assert ended(store, job).state == "stopped"
    assert made(settings) == {}


def test_a_job_that_nobody_works_on_is_stopped_at_once(closed):
    settings, store = closed
    job = jobs.add(store, "small", REPORTS, "ada")
    ordering.stop(settings, store, job)
    assert jobs.find(store, job.number).state == "stopped"


def test_a_fault_with_a_cure_is_told_in_the_row(opened):
    settings, store = opened
    job = jobs.add(store, "small", REPORTS, "ada")
    doing.run(settings, job.number)
    now = jobs.find(store, job.number)
    assert now.state == "failed"
    assert "until it is closed nobody can read its answers" in now.said


def test_what_nobody_expected_goes_to_the_log_without_its_words(opened):
    settings, store = opened
    job = jobs.add(store, "small", {"do": "ada@example.org"}, "ada")
    doing.run(settings, job.number)
    assert jobs.find(store, job.number).said == doing.UNEXPECTED
    log = settings.jobs / "jobs.log"
    assert "KeyError" in log.read_text()
    assert "KINDS" not in jobs.find(store, job.number).said
    assert log.stat().st_mode & 0o077 == 0


def test_a_job_that_is_not_there_is_refused(opened):
    settings, _ = opened
    with pytest.raises(FieldworkError, match="no job 7"):
        doing.run(settings, 7)


def test_mail_without_a_server_is_refused_with_the_cure(opened):
    settings, store = opened
    job = ended(store, ordering.order(settings, store, "small", {"do": "send", "kind": "invitation"}, "ada"))
    assert (job.state, "LEADSURVEY_SMTP" in job.said) == ("failed", True)


def test_the_process_of_a_job_finds_the_very_installation(tmp_path):
    mail = {"LEADSURVEY_SMTP": "smtp://localhost", "LEADSURVEY_MAIL_FROM": "a@example.org"}
    own = {"LEADSURVEY_KEYS": str(tmp_path / "keys"), "LEADSURVEY_ADDRESS": "https://survey.example.org", **mail}
    settings = Settings.from_environment(tmp_path / "data", own)
    assert Settings.from_environment(environment=settings.as_environment()) == settings
