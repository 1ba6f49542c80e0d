"""A full disk and a read-only one, for real: the server runs on a small file system of its own."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.web.client import Client
from tests.web.site import make_site

ROOT = Path(__file__).parents[2]
IS_ROOT = os.geteuid() == 0  # anyone else needs a user namespace to mount something
APART = ["unshare", "--mount", *([] if IS_ROOT else ["--map-root-user"])]
SCRIPT = """
    set -e
    mount -t tmpfs -o size=2m none /mnt
    cp -a "$1" /mnt/data
    shift
    exec "$@"
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class SmallDisk:
    """A server whose data lie on two megabytes that only it can see."""

    def __init__(self, data):
        self.port = free_port()
        serve = [sys.executable, "-m", "leadsurvey", "--data", "/mnt/data", "serve", "--port", str(self.port)]
        command = [*APART, "sh", "-c", SCRIPT, "sh", str(data), *serve]
        self._server = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
        self._filler = Path(f"/proc/{self._server.pid}/root/mnt/filler")
        assert self._server.stderr.readline().startswith("Serving on")

    def fill(self):
        """Take every byte that is left."""
        with contextlib.suppress(OSError), self._filler.open("ab", buffering=0) as file:
            while True:
                file.write(bytes(512))

    def clear(self):
        """Give the bytes back."""
        self._filler.unlink()

    def remount(self, mode):
        """Make the disk read-only or writable."""
        user = [] if IS_ROOT else ["--user", "--preserve-credentials"]
        command = ["nsenter", f"--target={self._server.pid}", "--mount", *user]
        for _ in range(50):  # a connection may still be closing its files
            run = subprocess.run([*command, "mount", "-o", f"remount,{mode}", "/mnt"], capture_output=True, check=False)
            if run.returncode == 0:
                return
            time.sleep(0.1)
        raise AssertionError(run.stderr)

    def stop(self):
        """End the server and return what it wrote to its log."""
        self._server.terminate()
        return self._server.communicate(timeout=20)[1]


@pytest.fixture
def site(tmp_path):
    return make_site(tmp_path)


@pytest.fixture
def link(site):
    return site.invite()


@pytest.fixture
def disk(site, link):  # noqa: ARG001  (the link is made before the data are copied)
    disk = SmallDisk(site.settings.data)
    yield disk
    disk.stop()


@pytest.fixture
def client(disk):
    return Client(disk.port)


def refused(answer):
    assert answer.status == 503
    assert answer.title == "This page could not be saved"
    assert "What you saved before is safe." in answer.text


def test_on_a_full_disk_nothing_is_lost_and_all_goes_on_when_there_is_room(disk, client, link):
    client.post(f"{link}/page/1", {"voice-a": "2"})
    disk.fill()
    refused(client.post(f"{link}/page/1", {"voice-a": "5"}))
    refused(client.post(f"{link}/page/2", {"learn-a": "5"}))
    refused(client.post(f"{link}/check"))
    refused(client.post(f"{link}/decline"))
    disk.clear()
    assert client.get(f"{link}/page/1").chosen == {"voice-a": "Rarely"}
    assert client.get(f"{link}/page/2").chosen == {}
    assert client.post(f"{link}/page/2", {"learn-a": "5"}).status == 303
    assert client.get(f"{link}/page/2").chosen == {"learn-a": "Always"}
    assert client.post(f"{link}/check").status == 200
    assert client.get(link).heading == "Thank you. Your answers are in."


def test_on_a_read_only_disk_nothing_is_lost_and_all_goes_on_when_it_can_be_written(disk, client, link):
    client.post(f"{link}/page/1", {"voice-a": "2"})
    disk.remount("ro")
    refused(client.post(f"{link}/page/1", {"voice-a": "5"}))
    refused(client.post(f"{link}/check"))
    disk.remount("rw")
    assert client.get(f"{link}/page/1").chosen == {"voice-a": "Rarely"}
    assert client.post(f"{link}/check").status == 200


def test_the_log_of_a_failure_names_no_link(disk, client, link):
    disk.fill()
    refused(client.post(f"{link}/page/1", {"voice-a": "5"}))
    log = disk.stop()
    assert re.search(r"page=respondent\.page error=StorageError system=SQLITE_\w+ at=", log)
    assert link.removeprefix("/a/") not in log
    assert "voice-a" not in log
