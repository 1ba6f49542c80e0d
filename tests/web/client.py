"""A browser without scripts that checks every page it gets, and fills in only what a page shows."""

import gzip
import http.client
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode, urlsplit

from tests.web.checking import faults_of_headers, faults_of_page, fields, parsed, text_of


@dataclass
class Answer:
    """What the server said to one request."""

    path: str
    status: int
    headers: http.client.HTTPMessage
    body: bytes = field(repr=False)
    raw: bytes = field(repr=False)  # as it came

    @property
    def text(self):
        """The words of the page."""
        return text_of(self.tree.find("body"))

    @property
    def title(self):
        """The title of the page."""
        return text_of(next(self.tree.iter("title")))

    @property
    def heading(self):
        """The one heading of the first rank."""
        return text_of(next(self.tree.iter("h1")))

    @property
    def leads_to(self):
        """Where a redirect leads; a full address would be a fault behind a proxy."""
        location = self.headers["Location"]
        assert location.startswith("/"), location
        return location

    @cached_property
    def tree(self):
        """The page, parsed strictly."""
        return parsed(self.body.decode())

    @property
    def links(self):
        """Every link of the page by its words."""
        return {text_of(link): link.get("href") for link in self.tree.iter("a")}

    @property
    def buttons(self):
        """The words on every button."""
        return [text_of(button) for button in self.tree.iter("button")]

    @property
    def chosen(self):
        """The words of the chosen answer of every question that has one."""
        labels = {field: text_of(label) for label in self.tree.iter("label") for field in label.iter("input")}
        return {field.get("name"): labels[field] for field in fields(self.tree) if field.get("checked") is not None}

    @property
    def offered(self):
        """The words of the answers on offer, by question."""
        found = {}
        for label in self.tree.iter("label"):
            for radio in label.iter("input"):
                found.setdefault(radio.get("name"), []).append(text_of(label))
        return found

    @property
    def summary(self):
        """The links of the error summary by where they lead."""
        boxes = [box for box in self.tree.iter("div") if box.get("class") == "summary"]
        return {link.get("href"): text_of(link) for box in boxes for link in box.iter("a")}


class Client:
    """Every answer it gets is checked; it keeps nothing between requests but the page it looks at."""

    def __init__(self, port):
        self.port = port
        self.page = None

    def request(self, method, path, body=None, headers=None):
        """One request, its answer checked."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers or {})
            got = connection.getresponse()
            raw = got.read()
            body = gzip.decompress(raw) if got.headers.get("Content-Encoding") == "gzip" else raw
            answer = Answer(path, got.status, got.headers, body, raw)
        finally:
            connection.close()
        _check(answer, method)
        return answer

    def get(self, path, headers=None):
        """Open a page, following redirects as a browser does."""
        answer = self.request("GET", path, headers=headers)
        return self._show(answer)

    def post(self, path, answers=(), headers=None):
        """Send a form of pairs or a mapping as it is, shown or not; redirects are not followed."""
        pairs = answers.items() if hasattr(answers, "items") else answers
        sent = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        return self.request("POST", path, urlencode(list(pairs)), sent)

    def press(self, button, answers=None):
        """Choose answers by their words on the page shown, press a button by its words, and look at what comes."""
        form, pressed = next(
            (form, node)
            for form in self.page.tree.iter("form")
            for node in _buttons_of(self.page.tree, form)
            if text_of(node) == button
        )
        filled = _filled(form, answers or {})
        if pressed.get("name"):
            filled.append((pressed.get("name"), pressed.get("value")))
        return self._show(self.post(pressed.get("formaction") or form.get("action"), filled))

    def follow(self, words):
        """Follow a link of the page shown."""
        return self.get(urlsplit(self.page.links[words])._replace(scheme="", netloc="").geturl())

    def _show(self, answer):
        for _ in range(5):
            if answer.status not in {301, 302, 303, 307, 308}:
                break
            answer = self.request("GET", answer.leads_to)
        self.page = answer
        return answer


def _buttons_of(tree, form):
    """The buttons that send a form: those in it, and those elsewhere that name it."""
    outside = [node for node in tree.iter("button") if node.get("form") and node.get("form") == form.get("id")]
    return [*form.iter("button"), *outside]


PICKED = {"radio", "checkbox"}


def _several(wanted):
    return [wanted] if isinstance(wanted, str) else wanted


def _is_offered(offered, name, wanted):
    return (name, None) in offered or all((name, words) in offered for words in _several(wanted))


def _filled(form, answers):
    """What a browser would send of a form after these answers are chosen; several are ticked by a list of words."""
    labels = {field: text_of(label) for label in form.iter("label") for field in label.iter("input")}
    boxes = [box for box in form.iter() if box.tag in {"input", "textarea"}]
    offered = {(box.get("name"), labels.get(box) if box.get("type") in PICKED else None) for box in boxes}
    filled, missing = [], [name for name, wanted in answers.items() if not _is_offered(offered, name, wanted)]
    assert not missing, f"the page does not offer {missing}"
    for box in boxes:
        name, kind = box.get("name"), box.get("type")
        if kind in PICKED:
            wanted = _several(answers[name]) if name in answers else None
            if box.get("checked") is not None if wanted is None else labels[box] in wanted:
                filled.append((name, box.get("value")))
        else:
            written = box.get("value") if box.tag == "input" else "".join(box.itertext())
            filled.append((name, answers.get(name, written or "")))
    return filled


def _check(answer, method):
    """Fail with all that is wrong with an answer of the server."""
    is_style = answer.path.endswith((".css", ".png")) and answer.status == 200 and method in {"GET", "HEAD"}
    has_script = answer.path.startswith("/k/") and "script-src" in answer.headers["Content-Security-Policy"]
    faults = faults_of_headers(answer.headers, may_be_kept=is_style, has_script=has_script)
    is_redirect = 300 <= answer.status < 400  # with a line of the router's own that nobody reads
    if answer.headers.get_content_type() == "text/html" and method not in {"HEAD", "OPTIONS"} and not is_redirect:
        faults += faults_of_page(answer.tree, has_script=has_script)
    assert not faults, f"{method} {answer.path} ({answer.status}): {faults}"
