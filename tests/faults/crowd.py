"""People who answer whatever happens to the server, and remember to the letter what it acknowledged."""

import http.client
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from threading import Event, Lock, Thread
from urllib.parse import urlencode

from tests.bench.browser import FORM, answers_to

PAUSE = 0.02  # seconds before somebody whom nobody answered tries again
REDIRECTS = {302, 303}
PATIENCE = 120  # seconds
TEXT, ABOUT = "better", {"level": "front", "unit": "house"}
Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    """What came of a request; `body` is cut off where the server was killed meanwhile."""

    status: int
    leads_to: str
    body: str


def ask(port: int, path: str, fields: Fields | None = None) -> Answer | None:
    """One request; None if no whole head of an answer came, so that nothing was acknowledged."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        sent = {"Content-Type": "application/x-www-form-urlencoded"} if fields is not None else {}
        connection.request(
            "GET" if fields is None else "POST", path, None if fields is None else urlencode(fields), sent
        )
        got = connection.getresponse()
        try:
            body = got.read().decode()
        except (OSError, http.client.HTTPException):
            body = ""
        return Answer(got.status, got.headers.get("Location", ""), body)
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


@dataclass
class Person:
    """Somebody who answers, and what they know of it."""

    number: int
    link: str  # a personal link, or that of the round: then of one's own once there is one
    chance: random.Random = field(repr=False)
    sends: bool = True  # or leaves off before that
    kept: dict[str, str] = field(default_factory=dict)  # answers that were acknowledged
    unsure: dict[str, str] = field(default_factory=dict)  # those of pages of which nobody said that they were saved
    has_sent: bool = False  # and was told so
    may_have_sent: bool = False  # and was told nothing
    faults: list[str] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """What this person alone writes."""
        return f"number {self.number}"

    def answers(self, body: str) -> Fields:
        """What to send of a page."""
        own = {TEXT: self.mark, **ABOUT}
        return [(name, own.get(name, value)) for name, value in answers_to(body)]

    def take_in(self, fields: Fields) -> None:
        """Remember that a page was acknowledged."""
        saved = told(fields)
        self.kept.update(saved)
        self.unsure = {name: value for name, value in self.unsure.items() if name not in saved}


def told(fields: Fields) -> dict[str, str]:
    """What stands in a form of answers, without what the page itself wrote there."""
    return {name: value for name, value in fields if "." not in name and name != "go"}


@dataclass
class Crowd:
    """Several people at once, one after the other in each thread, until all are through or nobody is to go on."""

    ports: Sequence[int]  # of servers of the same survey; each request goes to any of them
    people: Iterator[Person]
    at_once: int
    came: list[Person] = field(default_factory=list)
    begun: int = 0  # forms that were sent, answered or not; now and then one is missed: several count at once
    enough: Event = field(default_factory=Event)
    _lock: Lock = field(default_factory=Lock)
    _threads: list[Thread] = field(default_factory=list)

    def start(self) -> None:
        """Let them begin."""
        self._threads = [Thread(target=self._answer, daemon=True) for _ in range(self.at_once)]
        for thread in self._threads:
            thread.start()

    def is_through(self) -> bool:
        """Whether everybody is."""
        return not any(thread.is_alive() for thread in self._threads)

    def reach(self, begun: int) -> None:
        """Wait until so many forms are on their way, or everybody is through."""
        end = time.monotonic() + PATIENCE
        while self.begun < begun and not self.is_through():
            assert time.monotonic() < end, f"{self.begun} forms were sent, and no more"
            time.sleep(0.0005)

    def leave(self) -> None:
        """Have everybody stop where they are."""
        self.enough.set()
        for thread in self._threads:
            thread.join()

    def _answer(self) -> None:
        while not self.enough.is_set():
            with self._lock:
                person = next(self.people, None)
                if person is None:
                    return
                self.came.append(person)
            try:
                _Visit(self, person).go()
            except Exception as error:  # noqa: BLE001 - told at the end, with who met it
                person.faults.append(f"{type(error).__name__}: {error}")


class _LeftError(Exception):
    """Nobody is to go on."""


@dataclass
class _Visit:
    """One person on the way from the link to Send."""

    crowd: Crowd
    person: Person

    def go(self) -> None:
        try:
            while not self._to_the_end():
                pass
        except _LeftError:
            pass

    def _to_the_end(self) -> bool:
        """From the link on; False where one has to open it anew, as the server was gone."""
        me = self.person
        page = self._get(me.link)
        while True:
            found = FORM.search(page.body)
            if found is None:
                return self._is_done(page)
            action = unescape(found[1])
            is_last = "/check" in action
            if is_last and not me.sends:
                return True
            answer = self._post(action, me.answers(page.body), is_last=is_last)
            if answer is None:
                return False
            if answer.status not in REDIRECTS:
                return self._is_done(answer)
            if me.link.startswith("/r/"):
                me.link = answer.leads_to.rpartition("/")[0]
            page = self._get(answer.leads_to)

    def _post(self, action: str, fields: Fields, *, is_last: bool) -> Answer | None:
        """Send a form; again as it was, or None to open the link anew, where the server was gone."""
        me, answers = self.person, told(fields)
        if "/page/" in action and answers.keys() <= me.kept.keys() and answers:
            me.faults.append(f"{action} asks once more what was saved: {sorted(answers)}")
        while True:
            self.crowd.begun += 1
            answer = ask(self._port(), action, fields)
            if answer is None:
                me.unsure.update(answers)
                me.may_have_sent = me.may_have_sent or is_last
                self._rest()
                if me.chance.random() < 0.5:
                    return None
                continue
            if answer.status in REDIRECTS or (is_last and answer.status == 200):
                me.take_in(fields)
                me.has_sent = me.has_sent or is_last
            elif answer.status != 503:
                me.faults.append(f"{action}: {answer.status}")
            return answer

    def _is_done(self, page: Answer) -> bool:
        """Whether this is the page that thanks; a page that was cut off is opened anew."""
        if not page.body:
            return self.person.has_sent
        if "Your answers are in" in page.body:
            self.person.has_sent = True
            return True
        self.person.faults.append(f"no form in {page.status} {page.body[:200]}")
        return True

    def _get(self, path: str) -> Answer:
        while True:
            answer = ask(self._port(), path)
            if answer and answer.status in REDIRECTS:
                path = answer.leads_to
            elif answer and answer.body.rstrip().endswith("</html>"):
                return answer
            else:
                self._rest()

    def _port(self) -> int:
        return self.person.chance.choice(self.crowd.ports)

    def _rest(self) -> None:
        if self.crowd.enough.is_set():
            raise _LeftError
        time.sleep(PAUSE)
