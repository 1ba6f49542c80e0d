"""A mailing on its way: one mail after the other, at most once to anybody, by one sender at a time.

Whatever stops it, running it again goes on where it stopped.
"""

import fcntl
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from leadsurvey.fieldwork.standing import FieldworkError
from leadsurvey.mail.address import UnfitAddressError
from leadsurvey.mail.compose import Letter
from leadsurvey.mail.pace import Pace, rest
from leadsurvey.mail.sender import Outcome, Sender
from leadsurvey.mail.server import MailError, Server
from leadsurvey.records import mailings
from leadsurvey.records.mailings import Mailing, State
from leadsurvey.responses.store import Store

WAITS = (60.0, 300.0, 900.0)  # seconds before those put off are tried again: greylists want some minutes
ALL_REFUSED = 20  # mails refused before any was taken: then it is not the addresses that are wrong
SETTLED: dict[Outcome, State] = {
    Outcome.SENT: "sent",
    Outcome.REFUSED: "refused",
    Outcome.LATER: "waiting",
    Outcome.DOUBT: "doubt",
}


class Writer(Protocol):
    """What is sent to whom; each kind of mail has its own."""

    def write(self, recipient: int) -> Letter | None:
        """The mail to somebody; None if nothing is to be sent to them any more."""

    def may_go(self, recipient: int) -> bool:
        """Whether they still want it; asked in the transaction that marks it, just before it leaves."""


@dataclass(frozen=True)
class Watch:
    """Whoever looks on while mail is sent, and may stop it."""

    step: Callable[[], object] = lambda: None  # after each mail that is done with
    should_stop: Callable[[], bool] = lambda: False
    rests: Callable[[float], object] = lambda _seconds: None  # before a pause after which those put off are tried again
    waits: Sequence[float] = WAITS


@contextmanager
def alone(store: Store) -> Iterator[None]:
    """Be the only sender of a data folder; what an earlier one left unfinished is in doubt from then on."""
    handle = os.open(store.path.with_name("mail.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FieldworkError("mail is being sent by another command or the desk; wait until it ends") from None
        mailings.doubt_interrupted(store)
        yield
    finally:
        os.close(handle)  # and the lock with it, as when the process dies


def despatch(store: Store, server: Server, mailing: Mailing, writer: Writer, watch: Watch) -> Counter[Outcome]:
    """Send what waits of a mailing, and try those put off again; how many came to what. Be `alone`."""
    found = Counter[Outcome]()
    with Sender(server) as sender:
        run = _Run(store, sender, Pace(server.per_minute), mailing, writer)
        for wait in (0.0, *watch.waits):
            if wait:
                watch.rests(wait)
                sender.close()
                rest(wait, watch.should_stop)
            passed = run.once(watch)
            found += passed
            if not passed[Outcome.LATER] or watch.should_stop():
                break
    del found[Outcome.LATER]  # counted once for each time they were tried
    return found


class _Run:
    """One run over a mailing."""

    def __init__(self, store: Store, sender: Sender, pace: Pace, mailing: Mailing, writer: Writer) -> None:
        self._store, self._sender, self._pace = store, sender, pace
        self._mailing, self._writer = mailing, writer
        self._refused: list[int] | None = []  # None once any mail was taken

    def once(self, watch: Watch) -> Counter[Outcome]:
        """Everybody who waits, one after the other."""
        found = Counter[Outcome]()
        for recipient in mailings.recipients(self._store, self._mailing.id, "waiting"):
            if watch.should_stop():
                break
            outcome = self._send(recipient, watch.should_stop)
            if outcome is None:
                break
            self._keep(recipient, outcome)
            found[outcome] += 1
            if outcome is not Outcome.LATER:
                watch.step()
        return found

    def _send(self, recipient: int, should_stop: Callable[[], bool]) -> Outcome | None:
        """What becomes of one mail; None if one should stop before it."""
        try:
            letter = self._writer.write(recipient)
        except UnfitAddressError:
            return Outcome.REFUSED
        if letter is None:
            return Outcome.DROPPED
        self._pace.wait(should_stop)
        if should_stop():
            return None
        outcome = self._sender.send(letter, lambda: self._mark(recipient))
        self._refuse_if_all_are(recipient, outcome)
        return outcome

    def _mark(self, recipient: int) -> bool:
        with self._store.write():
            return self._writer.may_go(recipient) and mailings.take(self._store, self._mailing.id, recipient)

    def _keep(self, recipient: int, outcome: Outcome) -> None:
        if outcome is Outcome.DROPPED:
            mailings.drop(self._store, self._mailing.id, recipient)
        else:
            mailings.settle(self._store, self._mailing.id, recipient, SETTLED[outcome])

    def _refuse_if_all_are(self, recipient: int, outcome: Outcome) -> None:
        """Stop where the server refuses everybody, and let them all wait on."""
        if self._refused is None:
            return
        if outcome is Outcome.SENT:
            self._refused = None
        elif outcome is Outcome.REFUSED:
            self._refused.append(recipient)
            if len(self._refused) == ALL_REFUSED:
                for each in self._refused:
                    mailings.settle(self._store, self._mailing.id, each, "waiting")
                raise MailError(
                    f"the mail server refused the first {ALL_REFUSED} mails ({self._sender.said}), and took none; "
                    "all wait. Ask who runs it whether it may send for LEADSURVEY_MAIL_FROM"
                )
