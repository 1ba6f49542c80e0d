"""Mail to very many people through a server on this machine, killed three times on the way."""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from typing import Any

from aiosmtpd.controller import Controller

from leadsurvey.fieldwork import posting
from leadsurvey.records import mailings
from leadsurvey.responses.seal import Keyring
from leadsurvey.responses.store import Store
from leadsurvey.settings import Settings
from tests.bench import opening
from tests.bench.figure import Figure

PEOPLE, UNITS, KILLS = 100_000, 1000, 3
NAME = "national"


class Sink:
    """Counts the mails of each address."""

    def __init__(self) -> None:
        self.got: Counter[str] = Counter()
        self.taken = 0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - as aiosmtpd calls it
        """Take whatever comes."""
        self.got.update(envelope.rcpt_tos)
        self.taken += 1
        return "250 taken"


def figures(folder: Path, people: int = PEOPLE) -> Iterator[Figure]:
    """Seconds and mails a second, the kills included; how many came twice, are in doubt, or went lost."""
    opening.write(folder, units=UNITS, people=people)
    _command(folder, 0, "open", str(folder / "round.yaml")).wait()
    with _listening() as (sink, port):
        began = time.perf_counter()
        words = ["invite", NAME, str(folder / "people.csv"), "--send"]
        for kill in range(1, KILLS + 1):
            _killed(_command(folder, port, *words), sink, people * kill // (KILLS + 1))
            words = ["mail", NAME, "--go-on"]
        _command(folder, port, *words).wait()
        took = time.perf_counter() - began
    sent, doubt = _kept(folder)
    yield Figure("mail.s", f"{people:,} mails with {KILLS} kills, inviting included", took, "s")
    yield Figure("mail.per_s", "mails", people / took, "/s")
    yield Figure("mail.twice", "people who got two", sum(count > 1 for count in sink.got.values()), "", 0)
    yield Figure("mail.doubt", "in doubt, and listed", len(doubt), "", KILLS)
    lost = people - len(sent | doubt) + len(sent - set(sink.got)) + len(set(sink.got) - sent - doubt)
    yield Figure("mail.lost", "not accounted for", lost, "", 0)


def _killed(process: "subprocess.Popen[bytes]", sink: Sink, count: int) -> None:
    """Kill it at some moment once so many mails have come; it may be anywhere in the next one."""
    while sink.taken < count and process.poll() is None:
        time.sleep(0.01)
    time.sleep(random.random() / 50)  # noqa: S311 - any moment will do
    process.kill()
    process.wait()


def _kept(folder: Path) -> tuple[set[str], set[str]]:
    """The addresses that are kept as sent, and as in doubt."""
    settings = Settings.from_environment(folder / "data", {})
    with Store(settings.database) as store:
        found = mailings.of_round(store, NAME)
        sent, doubt = (
            {address for each in found for address in posting.addresses(store, Keyring(settings.keys), each, state)}
            for state in ("sent", "doubt")
        )
    return sent, doubt


def _command(folder: Path, port: int, *words: str) -> "subprocess.Popen[bytes]":
    """A command as it is typed, with the settings of the mail server."""
    told = {
        "LEADSURVEY_SMTP": f"smtp://127.0.0.1:{port}",
        "LEADSURVEY_MAIL_FROM": "A survey <survey@example.org>",
        "LEADSURVEY_MAIL_PER_MINUTE": "10000000",
        "LEADSURVEY_ADDRESS": "https://survey.example.org",
    }
    command = [sys.executable, "-m", "leadsurvey", "--data", str(folder / "data"), *words]
    return subprocess.Popen(command, env={**os.environ, **told}, stdout=subprocess.DEVNULL)


@contextmanager
def _listening() -> Iterator[tuple[Sink, int]]:
    """A mail server on a free port of this machine."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield sink, port
    finally:
        controller.stop()
