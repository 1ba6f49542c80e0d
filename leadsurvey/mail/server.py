"""The mail server that an installation sends through, read from its settings; no password is ever shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, unquote, urlsplit

from leadsurvey import private
from leadsurvey.mail.address import UnfitAddressError, read_mailbox

PER_MINUTE = 300
LONGEST_NUMBER = 9  # digits of mails a minute
Security = Literal["plain", "starttls", "tls"]
SCHEMES: dict[str, tuple[Security, int]] = {
    "smtp": ("plain", 25),
    "smtp+starttls": ("starttls", 587),
    "smtps": ("tls", 465),
}
EXAMPLE = "smtp+starttls://user@mail.example.org:587"


class MailError(Exception):
    """Mail cannot be sent now; its text says why and what to do."""


@dataclass(frozen=True)
class Server:
    """A mail server, and who the mail comes from."""

    host: str
    port: int
    security: Security
    sender: Address
    user: str = ""
    password: str = field(default="", repr=False)
    authorities: Path | None = None  # certificates to be trusted; None for those that the system trusts
    per_minute: int = PER_MINUTE

    @property
    def is_here(self) -> bool:
        """Whether it runs on this very machine."""
        return is_here(self.host)


def read(written: Mapping[str, str]) -> Server:
    """The server that the settings name; MailError with the cure where they do not say it well."""
    if "LEADSURVEY_SMTP" not in written:
        raise MailError(f"no mail server is named; set LEADSURVEY_SMTP, such as {EXAMPLE}")
    url, (security, usual) = _split(written["LEADSURVEY_SMTP"])
    host = url.hostname or ""
    if security == "plain" and not is_here(host):
        raise MailError(
            f"LEADSURVEY_SMTP: mail to {host} would cross the network for all to read; write smtp+starttls:// or "
            "smtps:// in place of smtp://, which is for a server on this machine"
        )
    user, password = unquote(url.username or ""), _password(url, written.get("LEADSURVEY_SMTP_PASSWORD_FILE"))
    if bool(user) != bool(password):
        lacks = "a password: put it into a file and name that in LEADSURVEY_SMTP_PASSWORD_FILE" if user else "a user"
        raise MailError(f"LEADSURVEY_SMTP lacks {lacks}")
    if not (user + password).isascii():
        raise MailError("the user or password of LEADSURVEY_SMTP has letters beyond a-z; servers read them differently")
    return Server(
        host,
        _port(url) or usual,
        security,
        _sender(written.get("LEADSURVEY_MAIL_FROM", "")),
        user,
        password,
        _authorities(written.get("LEADSURVEY_SMTP_CA")),
        _pace(written.get("LEADSURVEY_MAIL_PER_MINUTE")),
    )


def is_here(host: str) -> bool:
    """Whether a name or number leads to this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _split(text: str) -> tuple[SplitResult, tuple[Security, int]]:
    """The parts of the server's address; what is wrong is said without the text, which may hold a password."""
    try:
        url = urlsplit(text)
        known, sound = SCHEMES.get(url.scheme), _port(url) != 0 and text.isprintable()
    except ValueError:
        known, sound = None, False
    if known is None or not sound or not url.hostname or url.path.strip("/") or url.query or url.fragment:
        raise MailError(f"LEADSURVEY_SMTP is not the address of a mail server; write it as {EXAMPLE} (an @ as %40)")
    return url, known


def _port(url: SplitResult) -> int | None:
    return url.port


def _password(url: SplitResult, path: str | None) -> str:
    if path is None:
        return unquote(url.password or "")
    if url.password:
        raise MailError(
            "there are two passwords, in LEADSURVEY_SMTP and in LEADSURVEY_SMTP_PASSWORD_FILE; keep the file"
        )
    file = Path(path)
    try:
        if fault := private.exposed(file):
            raise MailError(f"LEADSURVEY_SMTP_PASSWORD_FILE: {fault}")
        return file.read_text(encoding="utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise MailError(
            f"LEADSURVEY_SMTP_PASSWORD_FILE: {path} cannot be read ({said}); check name and owner"
        ) from None


def _sender(text: str) -> Address:
    try:
        return read_mailbox(text)
    except UnfitAddressError:
        wrong = "is no name and address" if text else "is not set"
        raise MailError(
            f"LEADSURVEY_MAIL_FROM {wrong}; write it as Riverside survey <survey@example.org>: bounces go there"
        ) from None


def _authorities(path: str | None) -> Path | None:
    if path is not None and not Path(path).is_file():
        raise MailError(f"LEADSURVEY_SMTP_CA: there is no file {path}; name one with certificates (PEM)")
    return Path(path) if path else None


def _pace(text: str | None) -> int:
    if text is None:
        return PER_MINUTE
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER and int(text) > 0):
        raise MailError(f"LEADSURVEY_MAIL_PER_MINUTE is '{text[:20]}'; write a whole number, such as {PER_MINUTE}")
    return int(text)
