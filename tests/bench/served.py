"""An application behind gunicorn with two sync workers, and what they cost."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.rounds import Opened

WORKERS = 2
TICKS = os.sysconf("SC_CLK_TCK")
TOP = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    pid: int

    @property
    def workers(self) -> list[int]:
        """The processes that answer."""
        return [int(child) for child in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def cpu(self) -> float:
        """Seconds of processor time that the workers used so far, their own and the system's for them."""
        return sum(_ticks(pid) for pid in self.workers) / TICKS

    def rss_mb(self) -> float:
        """Memory of the workers together; pages that they share count for each."""
        return sum(_kilobytes(pid) for pid in self.workers) / 1024


def environment(opened: Opened) -> dict[str, str]:
    """Where the survey finds a round."""
    return {"LEADSURVEY_DATA": str(opened.settings.data), "LEADSURVEY_KEYS": str(opened.settings.keys)}


@contextmanager
def serving(application: str, told: Mapping[str, str]) -> Iterator[Server]:
    """Serve an application on a free port of this machine."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "--workers", WORKERS, "--worker-class", "sync"]
    command += ["--bind", f"127.0.0.1:{port}", "--log-level", "warning", "--no-control-socket", application]
    process = subprocess.Popen(list(map(str, command)), cwd=TOP, env={**os.environ, **told})
    try:
        _wait(port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _kilobytes(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def _wait(port: int) -> None:
    """Until both workers had time to come up; the first answers are never measured."""
    for _ in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(port)
