"""A clock that steps a day, or many, while people answer: no answers are lost, and nobody is forgotten by mistake."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from leadsurvey.records import audit
from leadsurvey.responses.store import Store
from tests.conftest import settings_for
from tests.faults import clock
from tests.faults.crowd import Crowd, Person, ask
from tests.faults.killing import reckon
from tests.faults.running import Fate, Running, command, free_port
from tests.faults.trials import answered
from tests.web.site import MANY_KINDS, make_site

DAY = timedelta(days=1)
TODAY = datetime.now(UTC).date()


@pytest.fixture
def stepping(tmp_path):
    """The file of a clock that is right so far."""
    path = tmp_path / "clock"
    clock.step(path, timedelta(0))
    return path


def serving(site, stepping):
    server = Running(site.settings, "serve", free_port(), stepping)
    server.start()
    return server


def test_answers_go_on_while_the_clock_steps_a_day_forward_and_back(tmp_path, stepping):
    site = make_site(tmp_path / "site", questionnaire=MANY_KINDS, invitations="open")
    links = site.invite_many([("east", "front")] * 12)
    people = [Person(n, link, random.Random(n), sends=n % 3 > 0) for n, link in enumerate(links)]  # noqa: S311
    server = serving(site, stepping)
    try:
        crowd = Crowd([server.port], iter(people), 3)
        crowd.start()
        for days in (1, -1, 60, 0):
            crowd.reach(crowd.begun + 20)
            clock.step(stepping, days * DAY)
        crowd.reach(1000)  # all are through before that
    finally:
        server.kill()
    found = reckon(site, people, 1)
    assert found.faults == ()
    assert found.sent == 8


def test_a_round_that_seems_over_for_an_hour_takes_answers_again_with_all_that_was_saved(tmp_path, stepping):
    site = make_site(tmp_path / "site", closes=str(TODAY + DAY))
    link, form = site.invite(), [("voice-a", "4")]
    server = serving(site, stepping)
    try:
        assert ask(server.port, f"{link}/page/1", form).status == 303
        clock.step(stepping, 3 * DAY)
        assert ask(server.port, f"{link}/page/1", form).status == 410
        clock.step(stepping, timedelta(0))
        assert 'value="4" checked' in " ".join(ask(server.port, f"{link}/page/1").body.split())
        assert ask(server.port, f"{link}/check", []).status == 200
    finally:
        server.kill()


def test_a_clock_that_jumps_makes_nobody_forget_who_was_invited(tmp_path, stepping):
    answered(tmp_path, closes=str(TODAY + DAY))
    assert command(tmp_path, "status", "small", fate=Fate(clock=stepping)).code == 0
    clock.step(stepping, timedelta(days=400))
    doubted = command(tmp_path, "housekeeping", fate=Fate(clock=stepping))
    assert (doubted.code, "the clock has jumped" in doubted.said) == (1, True)
    assert command(tmp_path, "status", "small", fate=Fate(clock=stepping)).code == 0
    clock.step(stepping, timedelta(0))
    assert command(tmp_path, "housekeeping", fate=Fate(clock=stepping)).code == 0
    with Store(settings_for(tmp_path).database) as store:
        assert store.holds_people("small")
        assert not [entry for entry in audit.entries(store) if entry.act == "people erased"]
