"""Mail that came back: whose address is wrong, so that no more goes there (RFC 3464)."""

import mailbox
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.utils import unquote
from pathlib import Path

from leadsurvey.fieldwork.standing import FieldworkError, stored_round
from leadsurvey.records import audit, contacts
from leadsurvey.records.audit import CONSOLE
from leadsurvey.responses.seal import Keyring, person_mark
from leadsurvey.responses.store import Store
from leadsurvey.rounds.sheet import Sheet

LARGEST = 20 * 1024 * 1024  # bytes of one mail: a report of a bounce has some kilobytes


@dataclass(frozen=True, slots=True)
class Report:
    """What a server says became of mail to an address; it may have been known by another one before."""

    addresses: tuple[str, ...]
    is_for_good: bool


@dataclass
class Bounced:
    """What was found, each address once."""

    known: set[str] = field(default_factory=set)  # marked: no mail goes there any more
    unknown: set[str] = field(default_factory=set)  # of nobody in this round
    delayed: set[str] = field(default_factory=set)  # may still arrive, or arrive another time
    unread: int = 0  # mails that say nothing of the kind


def take_in(store: Store, keys: Keyring, name: str, paths: Iterable[Path], who: str = CONSOLE) -> Bounced:
    """Read all that came back, and mark the contacts whose addresses failed for good."""
    stored_round(store, name)
    found, secret = Bounced(), keys.secret()
    reports = list(_reports(paths, found))
    with store.write():
        for report in reports:
            _mark(store, secret, name, report, found)
        audit.note(
            store, who, "bounces taken in", name, f"{len(found.known)} of {len(found.known | found.unknown)} known"
        )
    return found


def _mark(store: Store, secret: bytes, name: str, report: Report, found: Bounced) -> None:
    if not report.is_for_good:
        found.delayed.add(report.addresses[0])
        return
    for address in report.addresses:
        invitation = store.invitation_of(name, person_mark(secret, name, address))
        if invitation:
            contacts.mark_bounced(store, invitation.number)
            found.known.add(address)
            return
    found.unknown.add(report.addresses[0])


def _reports(paths: Iterable[Path], found: Bounced) -> Iterator[Report]:
    for path in paths:
        if path.suffix.lower() == ".csv":
            yield from _listed(path)
            continue
        for message in _mails(path):
            said = list(said_in(message))
            found.unread += not said
            yield from said


def _listed(path: Path) -> Iterator[Report]:
    """The addresses of a table with the column `email`."""
    sheet = Sheet(path, formulas=False)
    sheet.expect({"email"}, sheet.header)
    for row in sheet.rows():
        if address := row.cells["email"]:
            yield Report((address,), is_for_good=True)
    sheet.refuse_faults()


def _mails(path: Path) -> Iterator[Message]:
    """Every mail of a file, of a mailbox file (mbox), or of all files in a folder."""
    if path.is_dir():
        for inside in sorted(each for each in path.rglob("*") if each.is_file()):
            yield from _mails(inside)
        return
    try:
        with path.open("rb") as file:
            is_box = file.read(5) == b"From "
    except OSError as error:
        raise FieldworkError(f"{path} cannot be read ({error.strerror}); check the name and the folder") from None
    if is_box:
        box = mailbox.mbox(path, create=False)
        try:
            yield from (_parsed(box.get_bytes(key)) for key in box.iterkeys())
        finally:
            box.close()
    else:
        with path.open("rb") as file:
            yield _parsed(file.read(LARGEST))


def _parsed(mail: bytes) -> Message:
    """A mail; an empty one in place of one whose parts are nested to break whoever reads them."""
    try:
        return message_from_bytes(mail[:LARGEST])
    except RecursionError:
        return Message()


def said_in(message: Message) -> Iterator[Report]:
    """What a mail reports; nothing if it is no report, or broken."""
    for part in _parts(message):
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            report = _report(block) if isinstance(block, Message) else None
            if report:
                yield report


def _parts(message: Message) -> list[Message]:
    try:
        return list(message.walk())
    except RecursionError:  # parts nested to break whoever reads them
        return []


def _report(block: Message) -> Report | None:
    """What is said of one recipient; None for the lines that speak of the whole mail."""
    action, status = (str(block.get(name, "")).strip().lower() for name in ("Action", "Status"))
    named = (_address(block.get(name)) for name in ("Original-Recipient", "Final-Recipient"))
    addresses = tuple(dict.fromkeys(address for address in named if address))
    if not addresses or action not in {"failed", "delayed"}:
        return None
    return Report(addresses, is_for_good=action == "failed" and status.startswith("5."))


def _address(value: object) -> str:
    """The address in `rfc822; name@example.org`."""
    _, _, address = str(value or "").partition(";")
    address = unquote(address.strip()).strip("<>")
    return address if address.isprintable() and "@" in address else ""
