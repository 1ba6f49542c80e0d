"""A file stands under its name whole or not at all, and what was cut off is not left lying."""

import os
import subprocess
import sys

import pytest

from leadsurvey import whole
from leadsurvey.responses.seal import Keyring

CUT_OFF = """
import os, sys
from pathlib import Path
from leadsurvey.whole import whole
with whole(Path(sys.argv[1])) as draft:
    draft.write_bytes(b"half")
    draft.with_name(draft.name + "-journal").write_bytes(b"of SQLite")
    os.kill(os.getpid(), 9)
"""


def cut_off(path):
    assert subprocess.run([sys.executable, "-c", CUT_OFF, str(path)], check=False).returncode == -9


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a [file] (1).pdf"


def test_a_writer_that_is_killed_leaves_what_stood_there_and_the_next_clears_up(path):
    path.write_bytes(b"before")
    cut_off(path)
    assert path.read_bytes() == b"before"
    assert len(list(path.parent.iterdir())) == 3
    whole.write(path, b"after")
    assert [(each.name, each.read_bytes()) for each in path.parent.iterdir()] == [(path.name, b"after")]


def test_two_who_write_the_same_file_at_once_do_not_meet(path):
    with whole.whole(path) as one:
        one.write_bytes(b"one")
        with whole.whole(path) as other:
            other.write_bytes(b"other")
        assert path.read_bytes() == b"other"
    assert path.read_bytes() == b"one"
    assert list(path.parent.iterdir()) == [path]


def test_what_fails_changes_nothing_and_names_the_file_that_is_meant(path):
    path.write_bytes(b"before")
    with pytest.raises(OSError, match="No space left") as found, whole.whole(path):
        raise OSError(28, "No space left on device")
    assert found.value.filename == str(path)
    assert (path.read_bytes(), list(path.parent.iterdir())) == (b"before", [path])


def test_a_private_file_is_its_owners_whatever_stood_there(path):
    path.write_bytes(b"before")
    path.chmod(0o644)
    whole.write(path, b"links", private=True)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_name_as_long_as_a_name_may_be_can_be_written(tmp_path):
    path = tmp_path / ("ü" * 125 + ".pdf")
    whole.write(path, b"long")
    assert path.read_bytes() == b"long"


def test_a_device_is_written_into_and_stays_one(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    whole.write(pipe, b"as it comes")
    assert os.read(reader, 99) == b"as it comes"
    os.close(reader)
    assert pipe.is_fifo()


def test_keys_that_an_opening_left_under_a_second_name_are_destroyed_as_well(tmp_path):
    keys = Keyring(tmp_path)
    keys.new_round_keys("small")
    kept = (tmp_path / "small.key").read_bytes()
    os.link(tmp_path / "small.key", tmp_path / ".small.key.0a1b2c3d.part")  # killed between two steps of making it
    other = os.open(tmp_path / "small.key", os.O_RDONLY)
    keys.destroy_round_keys("small")
    assert os.read(other, 32) != kept
    os.close(other)
    assert list(tmp_path.iterdir()) == []
