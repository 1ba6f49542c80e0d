"""A full disk and a read-only folder, for real: a small file system of our own, mounted for one command."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from leadsurvey.responses.store import Store
from tests.conftest import leadsurvey

ROOT = Path(__file__).parents[2]
FEW, MANY = 40, 12_000
AS_ROOT = ["unshare"] if os.geteuid() == 0 else ["unshare", "--map-root-user"]
QUESTIONNAIRE = """
questionnaire: tiny
title: Tiny
levels: {front: {title: Front line}}
scales: {often: {options: [Never, Rarely, Sometimes, Often, Always]}}
capabilities: {voice: {title: Voice, items: {voice-a: A person took the lead., voice-b: It was safe to ask.}}}
"""
ROUND = """
round: small
questionnaire: tiny.yaml
opens: 2026-01-01
closes: 2099-01-01
timezone: Europe/London
units: units.csv
"""


def in_a_small_disk(data, options, *arguments):
    """Run a command on a copy of the data folder that lies on its own file system; what is left is copied back.

    `options` are mount's, or the room that is left, such as "72KB".
    """
    script = """
        set -e
        mount -t tmpfs -o size=16m none /mnt
        cp -a "$1" /mnt/data
        case "$2" in
            *KB) fallocate --length $(($(df --output=avail --block-size=1K /mnt | tail -1) - ${2%KB}))K /mnt/filler ;;
            *) mount -o "remount,$2" /mnt ;;
        esac
        code=0; shift 2; "$@" || code=$?
        rm -f /mnt/filler; mount -o remount,rw,size=64m /mnt
        rm -rf "$BACK"; cp -a /mnt/data "$BACK"
        exit $code
    """
    command = [sys.executable, "-m", "leadsurvey", "--data", "/mnt/data", *map(str, arguments)]
    return subprocess.run(
        [*AS_ROOT, "--mount", "sh", "-c", script, "sh", str(data), options, *command],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        env={"BACK": str(data), "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
    )


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """A round with few answers, made once, and a table of many more."""
    folder = tmp_path_factory.mktemp("opened")
    (folder / "tiny.yaml").write_text(QUESTIONNAIRE, encoding="utf-8")
    (folder / "round.yaml").write_text(ROUND, encoding="utf-8")
    (folder / "units.csv").write_text("unit,parent,name,front\nall,,Everybody,40000\n", encoding="utf-8")
    lines = "".join(f"all,front,{1 + n % 5},{1 + n % 3}\n" for n in range(MANY))
    (folder / "many.csv").write_text(f"unit,level,voice-a,voice-b\n{lines}", encoding="utf-8")
    few = "".join(f"all,front,{1 + n % 5},{1 + n % 4}\n" for n in range(FEW))
    (folder / "few.csv").write_text(f"unit,level,voice-a,voice-b\n{few}", encoding="utf-8")
    assert leadsurvey(folder, "open", folder / "round.yaml")[0] == 0
    assert leadsurvey(folder, "enter", "small", folder / "few.csv")[0] == 0
    return folder


@pytest.fixture
def folder(opened, tmp_path):
    """A copy of it."""
    return Path(shutil.copytree(opened, tmp_path / "copy"))


def sealed(folder):
    with Store(folder / "data" / "leadsurvey.db") as store:
        return len(store.sealed("small"))


def test_a_full_disk_is_said_and_nothing_is_half_entered(folder):
    run = in_a_small_disk(folder / "data", "72KB", "enter", "small", folder / "many.csv")
    assert run.returncode == 1
    assert "Free some disk space" in run.stderr
    assert "Traceback" not in run.stderr
    assert sealed(folder) == FEW


def test_a_read_only_folder_is_said_and_nothing_changes(folder):
    run = in_a_small_disk(folder / "data", "ro", "enter", "small", folder / "many.csv")
    assert run.returncode == 1
    assert "writ" in run.stderr
    assert "Traceback" not in run.stderr
    assert sealed(folder) == FEW


def test_a_close_that_met_a_full_disk_goes_on_when_there_is_room(folder):
    assert leadsurvey(folder, "enter", "small", folder / "many.csv")[0] == 0
    run = in_a_small_disk(folder / "data", "size=2m", "close", "small")
    assert run.returncode == 1
    assert "Free some disk space" in run.stderr
    assert (folder / "data" / "keys" / "small.key").exists(), "the key must outlive a failed close"
    code, _, said = leadsurvey(folder, "close", "small")
    assert code == 0, said
    with Store(folder / "data" / "leadsurvey.db") as store:
        assert len(store.responses("small")[0]) == MANY + FEW
    assert not (folder / "data" / "keys" / "small.key").exists()


def test_a_report_on_a_full_disk_leaves_no_half_file(folder):
    assert leadsurvey(folder, "close", "small")[0] == 0
    run = in_a_small_disk(folder / "data", "40KB", "report", "small", "-o", "/mnt/data/reports")
    assert run.returncode == 1
    assert "small-all.pdf: No space left" in run.stderr
    assert "Traceback" not in run.stderr
    assert not list((folder / "data" / "reports").glob("*"))
