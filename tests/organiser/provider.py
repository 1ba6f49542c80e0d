"""An OpenID provider on loopback, as a program of its own."""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen


def claims_of(email, *, verified):
    """Somebody the provider knows; their name there is their address."""
    return json.dumps({"sub": email, "email": email, "email_verified": verified})


@contextmanager
def running(*people):
    """Its address while it runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "oidc_provider_mock",
        "--port",
        str(port),
        "--require-nonce",
        "true",
    ]
    for claims in people:
        command += ["--user-claims", claims]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _await(f"http://127.0.0.1:{port}/jwks")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _await(address):
    for _ in range(200):
        try:
            with urlopen(address):
                return
        except URLError:
            time.sleep(0.05)
    raise AssertionError(f"{address} does not answer")
