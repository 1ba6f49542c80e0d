"""Sites that are served while a test runs."""

from contextlib import ExitStack

import pytest

from tests.web.site import make_site, served


@pytest.fixture
def serve(tmp_path):
    """Open a round and serve it until the test ends; keys of the round file may be given."""
    with ExitStack() as stack:

        def start(**keys):
            return stack.enter_context(served(make_site(tmp_path, **keys)))

        yield start


@pytest.fixture
def site(serve):
    """A served round for which people are invited by personal links."""
    return serve()


@pytest.fixture
def open_site(serve):
    """A served round that anyone may answer."""
    return serve(invitations="open")


@pytest.fixture
def client(site):
    """A browser at `site`."""
    return site.client()
