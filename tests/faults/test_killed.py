"""Servers and long commands that are killed at any moment: nothing acknowledged is lost, and nothing is there twice.

`make faults` does the same some hundred times, before every step of every command.
"""

import random

import pytest

from tests.faults.commands import tried
from tests.faults.crowd import Crowd, Person
from tests.faults.killing import campaign, reckon
from tests.faults.running import KINDS, Running, free_port
from tests.faults.trials import TRIALS
from tests.web.site import MANY_KINDS, make_site

SEED = 20261124
HERE = [trial for trial in TRIALS if trial.name != "work: reports"]  # tests/work kills that one too


@pytest.mark.parametrize("kinds", [*([kind] for kind in KINDS), KINDS], ids=" and ".join)
def test_servers_that_are_killed_again_and_again_while_people_answer_lose_nothing(tmp_path, kinds):
    found = campaign(tmp_path, kinds, 4, SEED)
    assert found.faults == ()
    assert found.sent


@pytest.mark.parametrize("trial", HERE, ids=lambda trial: trial.name)
def test_a_command_that_is_killed_and_run_again_comes_to_the_same(tmp_path, trial):
    found = tried(trial, tmp_path, 2, SEED)
    assert found.faults == ()
    assert found.kills == 2


def test_the_reckoning_sees_what_is_lost_and_what_is_there_twice(tmp_path):
    site = make_site(tmp_path, questionnaire=MANY_KINDS, invitations="open")
    links = site.invite_many([("east", "front")] * 4)
    people = [Person(n, link, random.Random(n), sends=n > 1) for n, link in enumerate(links, 1)]  # noqa: S311
    server = Running(site.settings, "serve", free_port())
    server.start()
    crowd = Crowd([server.port], iter(people), 4)
    crowd.start()
    crowd.reach(1000)  # all are through before that
    server.kill()
    with site.store() as store, store.write():
        store.run("DELETE FROM drafts")
        store.run("DELETE FROM sealed WHERE id = (SELECT min(id) FROM sealed)")
        store.run("INSERT INTO sealed SELECT id + 1, round, box FROM sealed WHERE id = (SELECT max(id) FROM sealed)")
    faults = reckon(site, people, 1).faults
    assert "number 1: voice-a: " in str(faults)
    assert "number 1: the comment is gone" in faults
    assert "responses that nobody sent: 1; gone: 1" in faults
    assert sum(fault.startswith("comments that nobody sent") for fault in faults) == 1
