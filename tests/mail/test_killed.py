"""A sending process that dies at any moment: nobody is mailed twice, and everybody is accounted for."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from leadsurvey.records import mailings

PEOPLE = 60


def command(house, *words):
    """A command as an organiser types it, in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "leadsurvey", "--data", str(house.settings.data), *words],
        env={**os.environ, **house.settings.mail, "LEADSURVEY_ADDRESS": house.settings.address},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def reach(house, count):
    """Wait until the server has so many mails."""
    end = time.monotonic() + 30
    while len(house.sink.mails) < count and time.monotonic() < end:
        time.sleep(0.001)


def test_killed_three_times_at_any_moment_nobody_is_mailed_twice_and_all_are_accounted_for(house):
    chance = random.SystemRandom()
    house.sink.slowness = 0.003
    house.invite(*(f"p{number}" for number in range(PEOPLE)))
    mailing = house.begin()
    for turn in (1, 2, 3):
        process = command(house, "mail", "small", "--go-on")
        reach(house, turn * PEOPLE // 5)
        time.sleep(chance.random() * 0.02)
        process.kill()
        process.communicate()
    house.send(mailing)
    counts, got = house.counts(mailing), house.sink.got()
    doubted, sent = (set(house.addresses(mailing, state)) for state in ("doubt", "sent"))
    assert set(got.values()) == {1}
    assert sum(counts.values()) == PEOPLE
    assert set(counts) <= {"sent", "doubt"}
    assert len(doubted) <= 3
    assert sent <= set(got) <= sent | doubted


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_command_that_is_stopped_ends_between_two_mails_and_says_how_to_go_on(house, number):
    house.sink.slowness = 0.02
    house.invite(*(f"p{number}" for number in range(PEOPLE)))
    mailing = house.begin()
    process = command(house, "mail", "small", "--go-on")
    reach(house, 5)
    process.send_signal(number)
    told, said = process.communicate()
    assert process.returncode == 0, said
    assert "Stopping after this mail" in said
    assert "still wait: leadsurvey mail small --go-on" in told
    counts = house.counts(mailing)
    assert counts["sent"] == len(house.sink.mails)
    assert set(counts) == {"sent", "waiting"}
    with house.site.store() as store:
        assert mailings.recipients(store, mailing.id, "doubt") == []
