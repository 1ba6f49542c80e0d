"""What would point at a person if it were found in a file, and the search for it.

Marks are looked for byte by byte wherever they may stand, in files of any kind: a database has free pages and a log.
Half a million people have two million marks, so they are kept as one text, and found by their first bytes.
"""

import mmap
from array import array
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from leadsurvey.records import contacts
from leadsurvey.records.contacts import Contact
from leadsurvey.responses.database import Connection
from leadsurvey.responses.seal import KeyLostError, link_token

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HEAD = 8  # bytes by which marks are found; what is shorter could stand anywhere by chance
ENOUGH = 24  # bytes of something random, a hash or something sealed: no two begin alike
PIECE = 1 << 23  # bytes of a file looked at together
SIEVE_BITS = 26  # of the number by which most words of a file are told from the beginning of any mark
_SIDES: tuple[Literal["left"], Literal["right"]] = ("left", "right")
SPREAD = 0x9E3779B97F4A7C15  # 2^64 / golden ratio: spreads words that are alike


class Marks:
    """Marks that can be looked for in files."""

    def __init__(self, marks: Iterable[bytes], kept_on_purpose: bytes = b"", *, names_known: bool = True) -> None:
        self.names_known = names_known  # whether addresses and names are among them
        self._text, self._lengths, self._heads = bytearray(), array("L"), array("Q")
        for mark in marks:
            if len(mark) >= HEAD:
                self._text += mark
                self._lengths.append(len(mark))
                self._heads.append(int.from_bytes(mark[:HEAD], "little"))
        self._excused: set[bytes] = set()
        self._excused = set(self.found(kept_on_purpose))

    def __len__(self) -> int:
        return len(self._lengths)

    def stand_in(self, path: Path) -> bool:
        """Whether any of them stands in a file."""
        try:
            if not path.stat().st_size:
                return False
            with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                return any(True for _ in self.found(content))
        except FileNotFoundError:  # gone meanwhile: a log of the database, for one
            return False

    def found(self, content: bytes | mmap.mmap) -> Iterator[bytes]:
        """Those that stand anywhere in some bytes; each at least once."""
        import numpy as np

        for start in range(0, len(content) if len(self) else 0, PIECE):
            piece = content[start : start + PIECE + HEAD - 1]  # a head may begin in one piece and end in the next
            for shift in range(min(HEAD, max(0, len(piece) - HEAD + 1))):
                words = np.frombuffer(piece, "<u8", (len(piece) - shift) // HEAD, shift)
                maybe = np.flatnonzero(self._sieve[_places(words)])
                first, last = (np.searchsorted(self._sorted[0], words[maybe], side) for side in _SIDES)
                for at in np.flatnonzero(first < last):
                    here = start + shift + HEAD * int(maybe[at])
                    yield from self._whole(content, here, range(int(first[at]), int(last[at])))

    def _whole(self, content: bytes | mmap.mmap, here: int, numbers: range) -> Iterator[bytes]:
        """Those marks of one head that stand here as a whole."""
        _, starts, lengths = self._sorted
        for number in numbers:
            start, length = int(starts[number]), int(lengths[number])
            mark = bytes(self._text[start : start + length])
            if content[here : here + length] == mark and mark not in self._excused:
                yield mark

    @cached_property
    def _sieve(self) -> "NDArray[np.bool_]":
        """True at the place of every head, and by chance at few others."""
        import numpy as np

        sieve = np.zeros(1 << SIEVE_BITS, dtype=bool)
        sieve[_places(np.frombuffer(self._heads, "<u8"))] = True
        return sieve

    @cached_property
    def _sorted(self) -> "tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]":
        """Head, beginning and length of all marks in the order of heads."""
        import numpy as np

        heads = np.frombuffer(self._heads, "<u8")
        lengths = np.frombuffer(self._lengths, f"u{self._lengths.itemsize}").astype(np.int64)
        order = np.argsort(heads)
        return heads[order], (np.cumsum(lengths) - lengths)[order], lengths[order]


def _places(words: "NDArray[np.uint64]") -> "NDArray[np.uint64]":
    """The place of each word in the sieve."""
    import numpy as np

    return (words * np.uint64(SPREAD)) >> np.uint64(64 - SIEVE_BITS)


def of_round(kept: Connection, name: str, secret: bytes | None, link_secret: bytes | None) -> Marks:
    """All marks of the people of a round: hashes of links and addresses, sealed drafts and contacts, what they hold.

    Without a secret what hangs on it is left out: nobody can read it any more.
    """
    secret = secret if _fits(secret, next(_reached(kept, name), None)) else None
    marks = chain(
        _of_invitations(kept, name, link_secret),
        (sealed[:ENOUGH] for (sealed,) in kept.run("SELECT sealed FROM drafts WHERE round = ?", (name,))),
        _of_contacts(_reached(kept, name), secret),
    )
    return Marks(marks, _kept_on_purpose(kept), names_known=secret is not None)


def _reached(kept: Connection, name: str) -> Iterator[bytes]:
    """The sealed contacts of everybody invited, and of leaders."""
    yield from (sealed for _, _, sealed in contacts.leaders(kept, name))
    yield from (sealed for _, sealed in contacts.all_of(kept, name))


def _of_invitations(kept: Connection, name: str, link_secret: bytes | None) -> Iterator[bytes]:
    sql = "SELECT number, token_hash, person FROM invitations WHERE round = ?"
    for number, token_hash, person in kept.run(sql, (name,)):
        yield token_hash[:ENOUGH].encode()
        if person:
            yield person[:ENOUGH].encode()
        if link_secret:
            yield link_token(link_secret, number).encode()


def _of_contacts(reached: Iterable[bytes], secret: bytes | None) -> Iterator[bytes]:
    for sealed in reached:
        yield sealed[:ENOUGH]
        if secret:
            contact = Contact.of(secret, sealed)
            yield contact.address.encode()
            yield contact.name.encode()


def _fits(secret: bytes | None, sealed: bytes | None) -> bool:
    """Whether a secret opens what is kept: what another one sealed nobody can read any more."""
    try:
        return bool(secret) and (sealed is None or bool(Contact.of(secret or b"", sealed)))
    except KeyLostError:
        return False


def _kept_on_purpose(kept: Connection) -> bytes:
    """What stays and may name the same people: rounds as they were frozen, comments, accounts, and the audit log."""
    rows = kept.run(
        "SELECT frozen FROM rounds UNION ALL SELECT text || ' ' || coalesce(told, '') FROM comments "
        "UNION ALL SELECT DISTINCT who || ' ' || what FROM audit UNION ALL SELECT email FROM users"
    )
    return "\n".join(row[0] for row in rows).encode()
