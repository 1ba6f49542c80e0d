"""Mail handed to a server one by one over one connection, each at most once (RFC 5321).

Until DATA is answered nothing of a mail has left, so it may be tried again. From then on only the server's reply says
what became of it; if that is lost, the mail is in doubt and never sent again by itself.
"""

import re
import smtplib
import ssl
from collections.abc import Callable
from enum import Enum
from typing import Self

from leadsurvey.mail.compose import Letter
from leadsurvey.mail.server import MailError, Server

PATIENCE = 60.0  # seconds for any reply
LONG_PATIENCE = 600.0  # for the last one, as RFC 5321 has it: the server may be looking for viruses
MOST_LOST = 5  # connections one after the other, each lost before it was said what becomes of a mail
GO_ON = "`leadsurvey mail ROUND --go-on`, or `deliver` again, sends the rest later"
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")  # RFC 3463
_LINE_END = re.compile(rb"\r\n|\r|\n")


class Outcome(Enum):
    """What became of a mail."""

    SENT = "sent"
    REFUSED = "refused"  # for good
    LATER = "later"  # nothing was taken; it may be tried again
    DOUBT = "doubt"  # it may have been taken, or not
    DROPPED = "dropped"  # nobody wants it any more


class Sender:
    """One connection to the mail server, used for one mail after the other; use it as a context."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None
        self._lost = 0
        self.said = ""  # number and status of the last reply; its words may hold an address

    def __enter__(self) -> Self:
        self._connected()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Say goodbye; the next mail connects anew."""
        if self._smtp:
            try:
                self._smtp.quit()
            except OSError:
                pass
            finally:
                self._hang_up()

    def send(self, letter: Letter, mark: Callable[[], bool]) -> Outcome:
        """Hand over one mail; MailError if the server is not there, or takes nothing at all.

        `mark` is called once the server takes the address and before any of the mail leaves: it keeps that this mail
        is being sent, and says whether it should.
        """
        if self._lost >= MOST_LOST:
            raise MailError(f"{self._name} hangs up each time; nothing is lost. Ask who runs it. {GO_ON}")
        try:
            return self._send(letter, mark)
        except BaseException:
            self._hang_up()  # in the middle of whatever it was: no more word on this connection
            raise

    def _send(self, letter: Letter, mark: Callable[[], bool]) -> Outcome:
        try:
            smtp, code = self._offered(letter.to)
        except OSError:  # smtplib's own faults are such, too
            return self._lose(Outcome.LATER)
        if code not in (250, 251):
            return self._given_up(code)
        if not mark():
            return self._given_up(code, Outcome.DROPPED)
        try:
            code = self._heard(smtp.docmd("DATA"))
        except OSError:
            return self._lose(Outcome.LATER)
        if code != 354:
            return self._given_up(code)
        return self._hand_over(smtp, _dotted(letter.content))

    def _hand_over(self, smtp: smtplib.SMTP, content: bytes) -> Outcome:
        """The mail itself. After this only a reply says what became of it."""
        try:
            smtp.send(content)
            if smtp.sock:
                smtp.sock.settimeout(LONG_PATIENCE)
            code = self._heard(smtp.getreply())
            if smtp.sock:
                smtp.sock.settimeout(PATIENCE)
        except OSError:
            return self._lose(Outcome.DOUBT)
        self._lost = 0
        if code == 421:
            self._hang_up()
        return {2: Outcome.SENT, 4: Outcome.LATER, 5: Outcome.REFUSED}.get(code // 100, Outcome.DOUBT)

    def _offered(self, address: str) -> tuple[smtplib.SMTP, int]:
        """The reply to sender and recipient; a connection that went stale between mails is made anew once."""
        if self._smtp:
            try:
                return self._smtp, self._envelope(self._smtp, address)
            except OSError:
                self._hang_up()
        smtp = self._connected()
        return smtp, self._envelope(smtp, address)

    def _envelope(self, smtp: smtplib.SMTP, address: str) -> int:
        sender = self._server.sender.addr_spec
        code = self._heard(smtp.mail(sender))
        if 500 <= code < 600:
            raise MailError(
                f"{self._name} takes no mail from {sender} ({self.said}); nothing is lost. "
                "Mend LEADSURVEY_MAIL_FROM, or ask who runs the server"
            )
        return self._heard(smtp.rcpt(address)) if code == 250 else code

    def _heard(self, reply: tuple[int, bytes]) -> int:
        """The number of a reply; with its status it is kept to be told."""
        code, words = reply
        status = _STATUS.match(words.decode("ascii", "replace"))
        self.said = f"{code} {status[0]}" if status else str(code)
        return code

    def _given_up(self, code: int, outcome: Outcome | None = None) -> Outcome:
        """Leave this mail, and be ready for the next."""
        self._lost = 0
        try:
            if code == 421 or not self._smtp:
                self._hang_up()
            else:
                self._smtp.rset()
        except OSError:
            self._hang_up()
        return outcome or (Outcome.REFUSED if 500 <= code < 600 else Outcome.LATER)

    def _lose(self, outcome: Outcome) -> Outcome:
        self._lost += 1
        self._hang_up()
        return outcome

    def _hang_up(self) -> None:
        if self._smtp:
            self._smtp.close()
        self._smtp = None

    @property
    def _name(self) -> str:
        return f"the mail server {self._server.host}:{self._server.port}"

    def _connected(self) -> smtplib.SMTP:
        """The connection, made anew if there is none; MailError where that fails."""
        if self._smtp is None:
            try:
                self._smtp = _connect(self._server)
            except (OSError, ValueError) as error:
                raise MailError(f"{self._name} {_why(error)}; nothing is lost. {GO_ON}") from None
        return self._smtp


def _connect(server: Server) -> smtplib.SMTP:
    """A greeted connection, encrypted and signed in as the settings say; certificates are always checked."""
    context = ssl.create_default_context(cafile=str(server.authorities) if server.authorities else None)
    if server.security == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=context)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    try:
        if server.security == "starttls":
            smtp.starttls(context=context)
        smtp.ehlo_or_helo_if_needed()
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _why(error: Exception) -> str:
    """What is wrong with a connection, and the cure."""
    match error:
        case ssl.SSLCertVerificationError():
            said = error.verify_message.rstrip(".")
            return f"shows a certificate that does not hold ({said}). Name your own authority's in LEADSURVEY_SMTP_CA"
        case ssl.SSLError():
            return "speaks no TLS here. Check the port: smtps:// is mostly 465, smtp+starttls:// 587"
        case smtplib.SMTPNotSupportedError():
            return "offers no STARTTLS, or no way to sign in. Try smtps://, or ask who runs it"
        case smtplib.SMTPAuthenticationError():
            return (
                f"does not take this user and password ({error.smtp_code}). Mend LEADSURVEY_SMTP or the password file"
            )
        case smtplib.SMTPResponseException():
            return f"takes no mail now ({error.smtp_code}). Try again later"
        case TimeoutError():
            return "does not answer. Check host and port, and whether a firewall stands between"
        case _:
            said = getattr(error, "strerror", None) or "it hung up"
            return f"cannot be reached ({said}). Check host and port, or wait until it is back"


def _dotted(content: bytes) -> bytes:
    """The mail as it goes over the wire: its lines ended alike, a dot at their start doubled, a dot at the end."""
    lines = _LINE_END.split(content)
    while lines and not lines[-1]:
        lines.pop()
    return b"".join((b"." if line.startswith(b".") else b"") + line + b"\r\n" for line in lines) + b".\r\n"
