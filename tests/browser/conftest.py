"""Chromium as Debian ships it, and the survey as `leadsurvey serve` runs it."""

import os
import socket
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.web.site import make_site

ROOT = Path(__file__).parents[2]
PHONE = {"width": 360, "height": 740}
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": "/usr/bin/chromium", "args": ARGUMENTS.split()}


@contextmanager
def running(site):
    """The installed program, serving a site on a free port; `site.url` is where."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        site.port = probe.getsockname()[1]
    site.url = f"http://127.0.0.1:{site.port}"
    command = [sys.executable, "-m", "leadsurvey", "--data", str(site.settings.data), "serve", "--port", str(site.port)]
    environment = {**os.environ, "LEADSURVEY_ADDRESS": site.url}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr.readline().startswith("Serving on")
            yield site
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def new_site(tmp_path_factory):
    """Open a round and serve it until the end."""
    with ExitStack() as stack:
        yield lambda **keys: stack.enter_context(running(make_site(tmp_path_factory.mktemp("site"), **keys)))


@pytest.fixture(scope="session")
def site(new_site):
    """A round with personal links."""
    return new_site()


@pytest.fixture(scope="session")
def open_site(new_site):
    """A round that anyone may answer."""
    return new_site(invitations="open")


@pytest.fixture
def device(browser):
    """Make a browser without a past: a phone without scripts, unless told otherwise."""
    with ExitStack() as stack:

        def make(**wanted):
            context = browser.new_context(**{"java_script_enabled": False, "viewport": PHONE, **wanted})
            stack.callback(context.close)
            return context.new_page()

        yield make
