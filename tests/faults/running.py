"""Servers and commands in processes of their own, which can be killed at any moment.

They are forked from a process that has imported everything: what is killed is at work then, not still being loaded.
"""

import contextlib
import os
import resource
import signal
import socket
import time
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

from leadsurvey.settings import Settings
from tests.faults.clock import follow
from tests.faults.dying import Steps

FORKING = get_context("forkserver")
FORKING.set_forkserver_preload(["tests.faults.loaded"])
KINDS = ("serve", "gunicorn")  # of servers: as the command does, and two workers
PATIENCE = 120  # seconds; a busy machine may be slow
KILLED = -signal.SIGKILL


@dataclass
class Running:
    """A server on a port of its own; all its processes are killed at once, and it can be started again."""

    settings: Settings
    kind: str  # one of KINDS
    port: int
    clock: Path | None = None  # the file that its clock follows
    _process: BaseProcess | None = field(default=None)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._process = FORKING.Process(target=_serve, args=(self.settings, self.kind, self.port, self.clock))
        self._process.start()
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.01)
        raise TimeoutError(self.port)

    def kill(self) -> None:
        """Kill the server and all its workers, as a power cut would."""
        if self._process is not None:
            _kill(self._process)
            self._process = None


def _kill(process: BaseProcess) -> None:
    """Kill a process and all that it began, and wait until the last of them is gone: one may still hold the port."""
    process.kill()  # it may not lead its group yet
    process.join()
    with contextlib.suppress(ProcessLookupError):
        for _ in range(500):
            os.killpg(process.pid or 0, signal.SIGKILL)
            time.sleep(0.002)
    process.close()


def free_port() -> int:
    """A port that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def _serve(settings: Settings, kind: str, port: int, clock: Path | None) -> None:
    os.setsid()
    _hush()
    if clock is not None:
        follow(clock)
    from leadsurvey.cli.serving import listen
    from leadsurvey.web.app import create_app

    if kind == "serve":
        listen(create_app(settings), "127.0.0.1", port)
        return
    from gunicorn.app.base import BaseApplication

    class Application(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            wanted = {"workers": 2, "bind": f"127.0.0.1:{port}", "loglevel": "critical", "control_socket_disable": True}
            for name, value in wanted.items():
                self.cfg.set(name, value)

        def load(self) -> object:
            return create_app(settings)

    Application().run()


@dataclass(frozen=True)
class Ended:
    """How a command ended, what it said, and the steps it took."""

    code: int
    said: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Fate:
    """What meets a command: its end before a step, or after so many seconds; a full disk; a clock that is wrong."""

    die_before: int | None = None
    die_after: float | None = None
    largest: int | None = None  # bytes that a file may have
    clock: Path | None = None


CALM = Fate()


def command(folder: Path, *words: str, fate: Fate = CALM) -> Ended:
    """Run a command on the data folder in `folder`."""
    told, die_after = folder.parent / f"{folder.name}.told", fate.die_after
    process = FORKING.Process(target=_command, args=(folder, words, told, fate))
    process.start()
    process.join(PATIENCE if die_after is None else die_after)
    if process.exitcode is None:
        assert die_after is not None, f"{words} did not end"
        process.kill()
        process.join()
    code = process.exitcode or 0
    _kill(process)
    said, steps = (_read(each) for each in (told, _steps(told)))
    return Ended(code, said, tuple(steps.splitlines()))


def _steps(told: Path) -> Path:
    return told.with_suffix(".steps")


def _read(path: Path) -> str:
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    path.unlink(missing_ok=True)
    return text


def _command(folder: Path, words: tuple[str, ...], told: Path, fate: Fate) -> None:
    os.setsid()
    handle = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    from leadsurvey.cli import main

    if fate.clock is not None:
        follow(fate.clock)
    Steps(folder, _steps(told), fate.die_before).watch()
    if fate.largest is not None:  # as a disk of that size would, for any user: a write beyond it fails
        resource.setrlimit(resource.RLIMIT_FSIZE, (fate.largest, fate.largest))
    main(["--data", str(folder / "data"), *words], prog_name="leadsurvey")


def _hush() -> None:
    """Say nothing: what a server says when it starts is of no interest here."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
