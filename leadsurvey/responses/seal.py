"""Tokens, sealed drafts and the sealed box: what is stored tells nothing to who holds the database alone."""

import base64
import hashlib
import hmac
import json
import os
import secrets
import struct
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Literal, NewType

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

from leadsurvey import private
from leadsurvey.whole import halves, sync, whole

Token = NewType("Token", str)
TokenHash = NewType("TokenHash", str)
Use = Literal["turn", "copy", "factor"]  # of what a page carries: a turn at a shared device, a copy, a second factor
DeskUse = Literal["form", "link", "provider"]  # of a key of the desk
Sent = Literal["report", "told"]  # what a signed link leads to

TOKEN_BYTES = 20  # 160 bits: 32 letters
DRAFT_BLOCK = 4096  # drafts are padded to whole blocks, so that their size does not tell how far someone is
CONTACT_BLOCK = 128
SLIP_PROOF = 9  # bytes: with those of a mark they are spelled in 40 letters, none of them left over
_AS_JSON = json.JSONEncoder(ensure_ascii=False)  # made once: json.dumps makes one for every call
PLACE = struct.Struct(">I")


class KeyLostError(Exception):
    """A key that should lie in the keys folder is not there, is another one, or is no secret."""


class Keyring:
    """The folder, apart from the database, with the server's secret and one private key for each open round."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make_secret(self, data: Path) -> None:
        """Make the server's secret for a data folder; one that is there stays, unless it is another's."""
        if fault := private.taken(self.folder, data):
            raise KeyLostError(fault)
        _write_private(self.folder / "secret", secrets.token_bytes(32))

    def secret(self) -> bytes:
        """The server's secret, by which people and files are known again; KeyLostError if it is gone."""
        loss = f"the server's secret is not in {self.folder}; without it nobody invited before is known again"
        return _read(self.folder / "secret", f"{loss}. Bring the keys folder back from its backup")

    def new_round_keys(self, name: str) -> bytes:
        """Make the keys of a round: a pair for its answers, whose public half is returned, and a secret for its links.

        Keys left by an opening that was interrupted are taken up: what is sealed must fit the key that lies here.
        """
        _write_private(self._path(name, "links"), secrets.token_bytes(32))
        _write_private(self._path(name, "key"), bytes(PrivateKey.generate()))
        return bytes(PrivateKey(self.round_key(name)).public_key)

    def rehearsal_keys(self, name: str) -> bytes:
        """Make the keys of a rehearsal: a secret for its links, and a public key whose other half is never kept.

        What is answered is sealed as in any round, and nobody can ever open it.
        """
        _write_private(self._path(name, "links"), secrets.token_bytes(32))
        return bytes(PrivateKey.generate().public_key)

    def round_key(self, name: str) -> bytes:
        """The private key of a round that is not closed; KeyLostError if it is gone."""
        return self._read(name, "key", "the answers cannot be read")

    def can_open(self, name: str) -> bool:
        """Whether the private key of a round is still there."""
        return self._path(name, "key").exists()

    def link_secret(self, name: str) -> bytes:
        """The secret from which a round's personal links are drawn; KeyLostError if it is gone."""
        return self._read(name, "links", "its links cannot be made again")

    def page_secret(self, name: str) -> bytes:
        """The secret by which the pages of a round seal what chance draws; made when it is first needed."""
        if not self._path(name, "pages").exists():
            _write_private(self._path(name, "pages"), secrets.token_bytes(32))
        return self._read(name, "pages", "its pages cannot draw tasks")

    def destroy_round_keys(self, name: str) -> None:
        """Make every earlier copy of sealed answers, draws, and drafts on personal links, unreadable for ever."""
        for kind in ("key", "links", "pages"):
            path = self._path(name, kind)
            for each in filter(Path.exists, (*halves(path), path)):  # of an opening that was cut off, too
                with each.open("r+b") as file:
                    file.write(secrets.token_bytes(each.stat().st_size))
                    os.fsync(file.fileno())
                each.unlink()
                sync(self.folder)

    def _read(self, name: str, kind: str, loss: str) -> bytes:
        path = self._path(name, kind)
        cure = "Bring the keys folder back from its backup and try again"
        return _read(path, f"{path} is not there, and without it {loss}. {cure}")

    def _path(self, name: str, kind: str) -> Path:
        return self.folder / f"{name}.{kind}"


def link_token(secret: bytes, number: int) -> Token:
    """The token of a personal link; the same for every reminder, and unknown to who lacks the round's link secret."""
    digest = hashlib.blake2b(str(number).encode(), key=secret, digest_size=TOKEN_BYTES, person=b"link")
    return _spelled(digest.digest())


def new_token() -> Token:
    """A random token for someone who came by an open link."""
    return _spelled(secrets.token_bytes(TOKEN_BYTES))


def token_hash(token: str) -> TokenHash:
    """What the database keeps of a token."""
    return TokenHash(hashlib.blake2b(token.encode(), digest_size=32, person=b"token").hexdigest())


def file_mark(secret: bytes, content: bytes) -> str:
    """What the database keeps of an entered file: a plain hash would let few answers be guessed and tried."""
    return hashlib.blake2b(content, key=secret, digest_size=32, person=b"file").hexdigest()


def person_mark(secret: bytes, name: str, address: str) -> str:
    """What the database keeps of an address, so that nobody is invited twice: useless without the secret."""
    text = f"{name}/{address.strip().casefold()}"
    return hashlib.blake2b(text.encode(), key=secret, digest_size=16, person=b"person").hexdigest()


def address_mark(secret: bytes, address: str) -> str:
    """What the database keeps for good of an address that wants no mail: useless without the secret."""
    text = address.strip().casefold()
    return hashlib.blake2b(text.encode(), key=secret, digest_size=16, person=b"address").hexdigest()


def make_slip(secret: bytes, address: str) -> str:
    """What the opt-out link of a mail holds: the mark of its address, and a proof that it is ours.

    It says all that is needed, so that it works for good, also when invitation and address are long erased; the proof
    keeps strangers from filling the table with marks that they made up.
    """
    mark = bytes.fromhex(address_mark(secret, address))
    return _spelled(mark + _proof(secret, mark))


def read_slip(secret: bytes, slip: str) -> str | None:
    """The mark of the address that a slip was made for; None if it is not ours."""
    try:
        data = base64.b32decode(slip.upper())
    except ValueError:
        return None
    mark, proof = data[:-SLIP_PROOF], data[-SLIP_PROOF:]
    return mark.hex() if hmac.compare_digest(proof, _proof(secret, mark)) else None


def seal_contact(secret: bytes, contact: dict[str, Any]) -> bytes:
    """How somebody is reached, for whoever holds the server's secret."""
    return _seal(_derived(secret, b"contact"), contact, CONTACT_BLOCK)


def open_contact(secret: bytes, sealed: bytes) -> dict[str, Any]:
    """How somebody is reached; KeyLostError if the secret is another one."""
    try:
        return _open(_derived(secret, b"contact"), sealed)
    except CryptoError:
        raise KeyLostError("addresses were sealed with another secret; bring the right keys folder back") from None


def desk_key(secret: bytes, use: DeskUse) -> bytes:
    """What the desk signs with: its forms, its one-time links, or the way to another provider and back."""
    return _derived(secret, f"desk-{use}".encode())


def link_key(secret: bytes, use: Sent) -> bytes:
    """What links are signed with that lead to a report, or to what all invited are told."""
    return _derived(secret, f"link-{use}".encode())


def seal_totp(secret: bytes, user: int, totp: str) -> bytes:
    """The second factor of an account, for whoever holds the server's secret; good for no other account."""
    return _seal(_derived(secret, b"totp"), {"user": user, "totp": totp}, CONTACT_BLOCK)


def open_totp(secret: bytes, user: int, sealed: bytes) -> str:
    """The second factor of an account; KeyLostError if the secret, or the account, is another one."""
    try:
        content = _open(_derived(secret, b"totp"), sealed)
    except CryptoError:
        content = {}
    if content.get("user") != user:
        raise KeyLostError(
            "this is not the secret that second factors were sealed with; bring the right keys folder back"
        )
    return str(content["totp"])


def random_id() -> int:
    """A key that tells no order."""
    return secrets.randbits(62)


def seal_draft(token: str, draft: dict[str, Any], room: int = 0) -> bytes:
    """A draft that only the holder of the link can open; `room` is kept for what may still be written into it."""
    return _seal(_draft_key(token), draft, DRAFT_BLOCK + room)


def open_draft(token: str, sealed: bytes | None) -> dict[str, Any]:
    """The draft, or an empty one."""
    return {} if sealed is None else _open(_draft_key(token), sealed)


def seal_draws(secret: bytes, decks: dict[str, Any], room: int = 0) -> bytes:
    """What chance has yet to deal, for whoever holds the secret of the pages; `room` as in a draft."""
    return _seal(_derived(secret, b"decks"), decks, DRAFT_BLOCK + room)


def open_draws(secret: bytes, sealed: bytes | None) -> dict[str, Any]:
    """What chance has yet to deal; nothing at the beginning."""
    return {} if sealed is None else _open(_derived(secret, b"decks"), sealed)


def seal_carried(secret: bytes, state: dict[str, Any], use: Use = "turn") -> str:
    """Answers that a page carries itself, so that they are kept nowhere; for one use, and good for no other."""
    return base64.urlsafe_b64encode(_seal(_derived(secret, use.encode()), state, 1)).decode()


def open_carried(secret: bytes, carried: str, use: Use = "turn") -> dict[str, Any] | None:
    """The answers that a page carried; None if the secret did not seal them for this use."""
    try:
        return _open(_derived(secret, use.encode()), base64.b64decode(carried, altchars=b"-_", validate=True))
    except (CryptoError, ValueError):
        return None


def _seal(key: bytes, content: dict[str, Any], block: int) -> bytes:
    """Sealed JSON, padded to whole blocks so that its size does not tell what it holds."""
    text = _AS_JSON.encode(content).encode()
    return bytes(SecretBox(key).encrypt(text.ljust(-(-len(text) // block) * block)))


def _open(key: bytes, sealed: bytes) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(SecretBox(key).decrypt(sealed))
    return content


def seal_response(public_key: bytes, place: int, row: bytes) -> bytes:
    """A response that can be read only with the round's private key; all of a round have the same length."""
    return SealedBox(PublicKey(public_key)).encrypt(PLACE.pack(place) + row)


def open_responses(
    private_key: bytes, boxes: Iterable[bytes], read: Callable[[bytes], Any] = bytes
) -> list[tuple[int, Any]]:
    """The place of each sealed response and what is read of its row, shuffled; KeyLostError if the key does not fit.

    Rows are long, for what somebody might have written: what is read is kept, never all rows at once.
    """
    opener = SealedBox(PrivateKey(private_key))
    try:
        opened = [
            (PLACE.unpack_from(response)[0], read(response[PLACE.size :])) for response in map(opener.decrypt, boxes)
        ]
    except CryptoError:
        raise KeyLostError("this is not the key of the round; bring the right keys folder back and try again") from None
    secrets.SystemRandom().shuffle(opened)
    return opened


def _spelled(data: bytes) -> Token:
    return Token(base64.b32encode(data).decode().lower())


def _proof(secret: bytes, mark: bytes) -> bytes:
    return hashlib.blake2b(mark, key=secret, digest_size=SLIP_PROOF, person=b"slip").digest()


def _derived(secret: bytes, use: bytes) -> bytes:
    return hashlib.blake2b(key=secret, digest_size=SecretBox.KEY_SIZE, person=use).digest()


def _draft_key(token: str) -> bytes:
    return hashlib.blake2b(token.encode(), digest_size=SecretBox.KEY_SIZE, person=b"draft").digest()


def _read(path: Path, loss: str) -> bytes:
    """A key; KeyLostError if it is gone, or no secret."""
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        raise KeyLostError(loss) from None
    if fault := private.exposed(path) or private.weak(path, key):
        raise KeyLostError(fault)
    return key


def _write_private(path: Path, data: bytes) -> None:
    """Write a new file that only its owner can read, whole or not at all; one that is there already stays."""
    with whole(path, private=True, once=True) as draft:
        draft.write_bytes(data)
