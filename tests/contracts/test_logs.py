"""What is logged in a whole round, faults among it, by every process: nothing that points at a person."""

import http.client
import json
import logging
import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner

from leadsurvey import logs
from leadsurvey.cli import main
from tests.conftest import leadsurvey
from tests.mail.sink import Sink, running
from tests.web.client import Client
from tests.web.site import MANY_KINDS, make_site

ROOT = Path(__file__).parents[2]
WORDS = "Ask Xanthippe Quill about the wells"
TYPED = "Hildegard-typed-this-7"
OWNER = "olu@example.org"
LINE = re.compile(r'time=\d{4}-[\d:.T+-]+ level=\w+ logger=[\w.]+( \w+=([\w./:+-]+|"(?:[^"\\]|\\.)*"))*')


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def send(port, sent):
    """Send bytes that no browser sends."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(sent)
        return line.recv(4096)


class Run:
    """One installation, its commands and its server, and all that they say to whoever keeps logs."""

    def __init__(self, folder, sink):
        self.port, self.logged, self.folder = free_port(), [], folder
        self.site = make_site(folder, questionnaire=MANY_KINDS)
        self.site.port = self.port
        (folder / "people.csv").write_text(
            "email,name,unit,level,language\n"
            + "".join(f"person{n}@example.org,Quirinius {n},east,front,en\n" for n in range(3)),
            encoding="utf-8",
        )
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("LEADSURVEY")},
            "LEADSURVEY_DATA": str(self.site.settings.data),
            "LEADSURVEY_ADDRESS": f"http://127.0.0.1:{self.port}",
            "LEADSURVEY_SMTP": f"smtp://127.0.0.1:{sink.port}",
            "LEADSURVEY_MAIL_FROM": "Riverside <survey@example.org>",
        }

    def command(self, *words):
        """Run a command as a timer would; its stderr is what a journal keeps."""
        run = CliRunner(env=self.environment).invoke(main, list(map(str, words)))
        self.logged.append(run.stderr)
        return run

    def serve(self):
        """The server, ready."""
        command = [sys.executable, "-m", "leadsurvey", "serve", "--port", str(self.port)]
        server = subprocess.Popen(command, cwd=ROOT, env=self.environment, stderr=subprocess.PIPE, text=True)
        assert server.stderr.readline().startswith("Serving on")
        return server


def answer(run, link):
    """Somebody answers, with words of their own."""
    client = Client(run.port)
    client.get(link)
    client.press("Start")
    for _ in range(12):
        if client.page.heading.startswith("Check"):
            break
        comment = {"better": WORDS} if "Please name nobody" in client.page.text else {}
        client.press("Save and go on", comment)
    client.press("Send my answers")


def provoke(run, link):
    """Faults of every kind: unknown links, unreadable forms, guesses, and a page that fails."""
    client = Client(run.port)
    client.get(link)
    client.press("Start")
    token = link.removeprefix("/a/")
    for path in (f"/{token}", f"/a/{token}x", f"/report/{token}", f"/told/{token}", f"/no-mail/{token}"):
        client.request("GET", path)
        client.request("PUT", path)
    client.post(f"{link}/page/1", {"voice-a": TYPED, "stray": TYPED})
    client.request("POST", f"{link}/page/1", TYPED, {"Content-Type": "text/plain"})
    client.post(f"{link}/page/1", {"voice-a": TYPED}, {"Origin": "https://elsewhere.example"})
    client.post(f"{link}/page/1", {"voice-a": TYPED * 5000})
    send(run.port, f"GET {link} HTTP/1.1\r\nHost: {TYPED}\r\nBroken {TYPED}\r\n\r\n".encode())
    send(run.port, f"POST {link} HTTP/1.1\r\nHost: x\r\nContent-Length: {TYPED}\r\n\r\n".encode())
    send(run.port, f"GET {link}{'x' * 300_000} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    for number in range(121):
        Client(run.port).request("HEAD", f"/a/{token}{number}")
    with run.site.store() as store, store.write():
        store.run("UPDATE drafts SET sealed = ?", (TYPED.encode(),))
    assert client.request("GET", f"{link}/page/1").status == 500
    return token


def fail_to_sign_in(run):
    """A wrong password at the desk, by HTTP."""
    line = http.client.HTTPConnection("127.0.0.1", run.port, timeout=30)
    line.request("GET", "/desk/sign-in")
    page = line.getresponse()
    cookie, text = page.headers["Set-Cookie"].partition(";")[0], page.read().decode()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text)[1]
    form = urlencode({"csrf_token": token, "email": OWNER, "password": TYPED})
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    line.request("POST", "/desk/sign-in", form, kind)
    assert line.getresponse().status == 422
    line.close()
    return [cookie.partition("=")[2], token]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """(all that was logged, what must not be in it, the lines of the server) of a whole round."""
    with running(Sink()) as sink:
        run = Run(tmp_path_factory.mktemp("logged"), sink)
        assert run.command("organiser", "add", OWNER).exit_code == 0
        assert run.command("invite", "small", run.folder / "people.csv", "--send").exit_code == 0
        links = [re.search(r"/a/[a-z2-7]{32}", mail.get_body().get_content())[0] for _, mail in sink.read()]
        server = run.serve()
        try:
            answer(run, links[0])
            secrets = [*fail_to_sign_in(run), provoke(run, links[1])]
        finally:
            server.terminate()
            lines = server.communicate(timeout=30)[1]
        for words in (
            ("status", "small"), ("person", "small", "person2@example.org", "--revoke"), ("close", "small"),
            ("results", "small"), ("report", "small", "--unit", "house", "-o", run.folder / "out"),
            ("deliver", "small", "--staff"), ("erase", "small"), ("housekeeping",),
        ):  # fmt: skip
            assert run.command(*words).exit_code == 0, words
        kept = [path.read_text(encoding="utf-8") for path in run.site.settings.data.rglob("*.log")]
    people = [f"person{n}@example.org" for n in range(3)] + ["Quirinius"]
    tokens = [link.removeprefix("/a/") for link in links]
    return "\n".join([*run.logged, lines, *kept]), [*people, *tokens, *secrets, WORDS, TYPED, "127.0.0.1:"], lines


def test_a_whole_round_logs_nobody(told):
    everything, secrets, _ = told
    for secret in secrets:
        assert secret not in everything.replace("http://127.0.0.1:", "")
    assert not re.search(r"/(a|report|told|no-mail)/", everything), "a path is a link"
    assert "Traceback" not in everything


def test_what_the_server_logs_is_lines_of_fields_and_says_what_failed(told):
    *_, lines = told
    assert all(LINE.fullmatch(line) for line in lines.splitlines())
    assert 'event="a page failed" page=respondent.page error=' in lines
    assert 'event="too many tries within a minute" door=links' in lines
    assert lines.count("too many tries") == 1, "once a minute, however many there are"


# The one way in


def line_of(record_of):
    """What our formatter makes of one record."""
    logger, caught = logging.getLogger("another.program"), []
    handler = logging.Handler()
    handler.emit = caught.append
    logger.addHandler(handler)
    try:
        record_of(logger)
    finally:
        logger.removeHandler(handler)
    return logs.Line().format(caught[0])


def test_of_other_programs_who_spoke_and_where_is_logged_and_none_of_their_words():
    line = line_of(lambda logger: logger.error("Exception while serving %s", "/a/secret"))
    assert LINE.fullmatch(line)
    assert 'logger=another.program at="contracts/test_logs.py:' in line
    assert "secret" not in line
    assert "serving" not in line


def test_of_a_fault_its_kind_and_its_places_are_logged_and_none_of_its_words():
    def fail(logger):
        try:
            int("Hildegard")
        except ValueError:
            logger.exception("what Hildegard typed")

    line = line_of(fail)
    assert re.search(r"at=contracts/test_logs.py:\d+:fail error=ValueError$", line)
    assert "Hildegard" not in line


def test_what_is_sent_cannot_begin_a_line_of_its_own():
    assert logs.told({"event": 'one\ntime=now event="two"\x1b[2J'}) == r'event="one\ntime=now event=\"two\"\u001b[2J"'


def test_only_one_module_speaks_to_the_library_of_logs():
    """`typeset` only listens, and `security` and the desk name levels."""
    for path in (ROOT / "leadsurvey").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        if path.name not in {"logs.py", "typeset.py"}:
            assert not re.search(r"getLogger|\.logger\b|basicConfig|import traceback", source), path.name


def test_a_command_that_fails_as_nobody_expected_says_where_and_not_with_what(tmp_path):
    site = make_site(tmp_path)
    with site.store() as store, store.write():
        store.run("UPDATE rounds SET frozen = ?", (json.dumps({"round": "Hildegard"}),))
    code, told, said = leadsurvey(tmp_path, "status", "small")
    assert (code, told) == (1, "")
    assert re.search(r"please report it with this line:\nerror=ValidationError at=\"[^\n]+\"\n$", said)
    assert "Hildegard" not in said
