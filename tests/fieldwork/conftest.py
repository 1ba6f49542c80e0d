"""A closed round whose reports go out."""

import pytest

from tests.fieldwork.closed import Closed, make
from tests.mail.sink import Sink, running


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """The files of a closed round, made once."""
    folder = tmp_path_factory.mktemp("closed")
    make(folder)
    return folder


@pytest.fixture
def closed(made, tmp_path):
    """A copy of it, with a mail server."""
    with running(Sink()) as sink:
        yield Closed.copied(made, tmp_path / "copy", sink)
