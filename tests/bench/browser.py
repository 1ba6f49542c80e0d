"""A browser that does as little as it can: it answers every line that a page shows, and notes how long pages took."""

import gzip
import random
import re
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

FORM = re.compile(r'<form [^>]*method="post" action="([^"]+)"')
RADIO = re.compile(r'<input type="(?:radio|checkbox)" name="([^"]+)" value="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
NUMBER = re.compile(r'<input class="text" id="[^"]+" name="([^"]+)"')
WORDS = re.compile(r'<textarea [^>]*name="([^"]+)"')
COMMENT = "More time for talks with the people we work for; fewer forms that nobody reads."
MOST_PAGES = 40


@dataclass
class Page:
    """What came of a click."""

    path: str
    status: int
    head: str
    body: str
    size: int  # bytes on the wire


@dataclass
class Browser:
    """One respondent's; `waits` are the seconds of each click until the page that it led to was there."""

    port: int
    waits: list[float] = field(default_factory=list)

    def get(self, path: str) -> Page:
        """Open a page."""
        return self._click("GET", path, "")

    def post(self, path: str, answers: list[tuple[str, str]]) -> Page:
        """Send a form, and follow where it leads."""
        return self._click("POST", path, urlencode(answers))

    def respond(self, link: str, *, sends: bool = True, language: str = "en") -> Iterator[Page]:
        """Open a link, Start, answer every line, and Send; each page as it comes."""
        page = self.get(f"{link}?language={language}")
        for _ in range(MOST_PAGES):
            yield page
            form = FORM.search(page.body)
            if form is None:
                raise ValueError(f"{page.path}: no form in {page.status} {page.body[:200]}")
            action = unescape(form[1])
            is_last = "/check" in action
            if is_last and not sends:
                return
            page = self.post(action, answers_to(page.body))
            if page.status != 200:
                raise ValueError(f"{action}: {page.status}")
            if is_last:
                yield page
                return

    def _click(self, method: str, path: str, body: str) -> Page:
        start = time.perf_counter()
        page = self._ask(method, path, body)
        while page.status in {302, 303}:
            page = self._ask(
                "GET", next(line[10:] for line in page.head.split("\r\n") if line.startswith("Location")), ""
            )
        self.waits.append(time.perf_counter() - start)
        return page

    def _ask(self, method: str, path: str, body: str) -> Page:
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nConnection: close\r\nAccept-Encoding: gzip\r\n"
        )
        if method == "POST":
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            connection.sendall(f"{head}\r\n{body}".encode())
            got = b"".join(iter(lambda: connection.recv(65536), b""))
        top, _, page = got.partition(b"\r\n\r\n")
        said = top.decode("latin-1")
        if "Content-Encoding: gzip" in said:
            page = gzip.decompress(page)
        return Page(path, int(said[9:12]), said, page.decode(), len(got))


def answers_to(body: str) -> list[tuple[str, str]]:
    """A form with every line answered by chance."""
    offered: dict[str, list[str]] = {}
    for name, value in RADIO.findall(body):
        offered.setdefault(name, []).append(value)
    filled = [(name, random.choice(values)) for name, values in offered.items()]  # noqa: S311 - no secret
    filled += [(name, "5") for name in NUMBER.findall(body)]
    filled += [(name, COMMENT) for name in WORDS.findall(body)]
    return [*filled, *HIDDEN.findall(body), ("go", "on")]
