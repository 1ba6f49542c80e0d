"""A disk that is full at any point, and one that is slow: what was asked fails with a cure, or waits; nothing is lost.

A whole disk that is full or read-only, for a server and for commands: tests/web/test_storage_fails.py and
tests/contracts/test_storage_failures.py.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread

import pytest

from leadsurvey.responses import database
from tests.conftest import leadsurvey
from tests.faults.commands import full
from tests.faults.trials import TRIALS
from tests.web.site import make_site, served

SEED = 20261124
HERE = [trial for trial in TRIALS if trial.name in {"invite", "close", "backup", "erase", "export"}]


@pytest.mark.parametrize("trial", HERE, ids=lambda trial: trial.name)
def test_a_command_that_meets_a_full_disk_says_so_and_does_all_when_there_is_room(tmp_path, trial):
    found = full(trial, tmp_path, 1, SEED)
    assert found.faults == ()


@pytest.fixture
def site(tmp_path):
    with served(make_site(tmp_path)) as site:
        yield site


@contextmanager
def busy(site):
    """While somebody keeps the database, as a disk does that takes long over a write; ended by what is yielded."""
    began, let_go = Event(), Event()

    def hold():
        with site.store() as store, store.write():
            began.set()
            let_go.wait(timeout=60)

    thread = Thread(target=hold)
    thread.start()
    began.wait(timeout=60)
    try:
        yield let_go
    finally:
        let_go.set()
        thread.join()


def test_a_page_waits_for_a_slow_disk_and_is_saved(site):
    link = site.invite()
    with busy(site) as let_go, ThreadPoolExecutor(1) as other:
        asked = other.submit(site.client().post, f"{link}/page/1", {"voice-a": "4"})
        time.sleep(0.5)
        assert not asked.done()
        let_go.set()
        assert asked.result().status == 303
    assert site.client().get(f"{link}/page/1").chosen == {"voice-a": "Often"}


def test_a_page_that_waited_too_long_says_so_and_the_same_form_is_taken_later(site, monkeypatch):
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.2)
    link, form = site.invite(), {"voice-a": "4"}
    with busy(site):
        for path in (f"{link}/page/1", f"{link}/check", link):
            answer = site.client().post(path, form if "page" in path else {})
            assert (answer.status, answer.title) == (503, "This page could not be saved")
        assert site.client().get(link).status == 200, "what was saved can be read meanwhile"
    assert site.client().post(f"{link}/page/1", form).status == 303
    assert site.client().post(f"{link}/check").status == 200
    assert len(site.sent()) == 1


def test_a_command_that_waited_too_long_says_so(site, monkeypatch):
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.2)
    with busy(site):
        code, _, said = leadsurvey(site.settings.data.parent, "close", "small")
    assert (code, "Another command is writing: try again in a moment" in said) == (1, True)
