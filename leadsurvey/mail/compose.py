"""A mail as it is written: plain and HTML, in a person's language, marked as made by a machine.

A kind of mail is two templates of its name in templates/mail: KIND.txt, whose first line is the subject, and KIND.html.
Templates are filled in once for all readers of a language and level, with gaps for what is a person's own: the standard
library takes milliseconds to make a mail, and there may be half a million.
"""

import re
import secrets
from base64 import encodebytes
from binascii import b2a_qp
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from functools import cache
from gettext import NullTranslations
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from leadsurvey.languages import interface, locales
from leadsurvey.mail.address import mailbox
from leadsurvey.questionnaire.length import minutes
from leadsurvey.questionnaire.model import LevelId
from leadsurvey.rounds.logo import picture
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.promise import Voice, to_everybody

PROMISED = 2  # sentences: figures for groups only, and the smallest group; the page behind the link has them all
_GAP = "\ue000{}\ue001"  # signs that stand for nothing in any language
_GAPS = re.compile("\ue000([a-z_0-9]+)\ue001")


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom one mail is for."""

    address: str
    name: str  # "" where it is not known
    language: str
    level: LevelId | None  # on which the time it takes depends
    link: str  # the one thing the mail is about
    no_mail: str  # where this address says that it wants no mail


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail that is ready to go, and the address it goes to."""

    to: str
    content: bytes


@dataclass(frozen=True, slots=True)
class _Form:
    """A mail with gaps for what is a person's own."""

    headers: bytes  # the same for all
    text: str
    page: str
    logo: str  # of the organisation; "" where there is none


class Composer:
    """Writes the mails of one kind for one round; `surveys` are the round in each of its languages."""

    def __init__(self, kind: str, surveys: dict[str, Round], sender: Address, templates: Path) -> None:
        self._kind, self._surveys, self._sender, self._templates = kind, surveys, sender, templates
        self._form = cache(self._filled)
        self._boundary = secrets.token_hex(16)

    def write(self, reader: Reader, **more: str) -> Letter:
        """The mail to one reader; `more` are words that a kind adds. UnfitAddressError if none can be written."""
        to = mailbox(reader.name, reader.address)
        own = {"name": reader.name, "link": reader.link, "no_mail": reader.no_mail, **more}
        form = self._form(reader.language, reader.level, bool(reader.name), tuple(more))
        boundary = self._boundary.encode()
        page = _part("html", _put(form.page, _escaped(own)))
        parts = [_part("plain", _put(form.text, own)), _with_picture(page, boundary, form.logo) if form.logo else page]
        body = b"".join(b"--" + boundary + b"\r\n" + part for part in parts)
        content = (
            _own_headers(to, self._sender.domain, reader.no_mail) + form.headers + body + b"--" + boundary + b"--\r\n"
        )
        return Letter(to.addr_spec, content)

    def _filled(self, code: str, level: LevelId | None, is_named: bool, more: tuple[str, ...]) -> _Form:
        """The mail of a language and level, with gaps."""
        said = {
            **self._said(code),
            "minutes": minutes(self._surveys[code].questionnaire, level),
            **{gap: _GAP.format(gap) for gap in ("link", "no_mail", *more)},
            "name": _GAP.format("name") if is_named else "",
            "more": {gap: _GAP.format(gap) for gap in more},
        }
        spoken = environment(self._templates, code)
        text, page = (spoken.get_template(f"mail/{self._kind}.{end}") for end in ("txt", "html"))
        subject, _, body = text.render(said).partition("\n")
        return _Form(self._headers(subject, code), body.strip() + "\n", page.render(said) + "\n", said["logo"])

    def _headers(self, subject: str, code: str) -> bytes:
        message = EmailMessage(policy=SMTP)
        message["From"], message["Subject"] = self._sender, subject.strip()
        message["Content-Language"] = code
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday note comes back
        message["MIME-Version"] = "1.0"
        kind = f'Content-Type: multipart/alternative; boundary="{self._boundary}"\r\n\r\n'
        return message.as_bytes().removesuffix(b"\r\n") + kind.encode()

    def _said(self, code: str) -> dict[str, Any]:
        """What stands in every mail of a language."""
        survey, voice = self._surveys[code], Voice(code, interface.texts(self._templates / "locale", code))
        promise = survey.promise.get(code) or to_everybody(survey, voice)
        return {
            "language": code,
            "direction": locales.direction(code),
            "organisation": " ".join(survey.root.name.split()),  # in one line: they stand in the subject
            "title": " ".join(survey.questionnaire.title.split()),
            "closes": locales.day(survey.closes, code),
            "erased": locales.day(survey.erased_on, code),
            "contact": survey.texts.get("contact", ""),
            "logo": survey.logo,
            "promise": " ".join(promise[:PROMISED]),
            "mark": _mark(survey, voice.texts),
        }


def environment(templates: Path, code: str) -> Environment:
    """The templates of mails that speak a language."""
    made = Environment(
        loader=FileSystemLoader(templates),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.policies["ext.i18n.trimmed"] = True
    texts = interface.texts(templates / "locale", code)
    made.install_gettext_translations(texts, newstyle=True)  # type: ignore[attr-defined]  # the extension's
    return made


def _mark(survey: Round, texts: NullTranslations) -> str:
    """What is said before all else of a round that is not meant."""
    if survey.rehearsal:
        return texts.gettext("Rehearsal")
    return texts.gettext("Simulated data") if survey.simulated else ""


def _put(form: str, own: dict[str, str]) -> str:
    """The words in their gaps."""
    return _GAPS.sub(lambda gap: own[gap[1]], form)


def _escaped(own: dict[str, str]) -> dict[str, str]:
    return {gap: escape(words) for gap, words in own.items()}


def _own_headers(to: Address, domain: str, no_mail: str) -> bytes:
    """The headers that differ from mail to mail."""
    lines = [
        SMTP.header_factory("To", [to]).fold(policy=SMTP).rstrip("\r\n"),
        f"Date: {formatdate()}",
        f"Message-ID: <{secrets.token_hex(16)}@{domain}>",  # tells of nobody
        f"List-Unsubscribe: <{no_mail}>",
    ]
    if no_mail.startswith("https:"):  # RFC 8058 knows no other
        lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _with_picture(page: bytes, boundary: bytes, logo: str) -> bytes:
    """The HTML with the picture it shows beside it: nothing is fetched, so that nobody learns who reads."""
    inner = b"logo-" + boundary
    head = b'Content-Type: multipart/related; type="text/html"; boundary="%s"\r\n\r\n--%s\r\n' % (inner, inner)
    shown = (
        b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <logo>\r\n"
        b'Content-Disposition: inline; filename="logo.png"\r\n\r\n'
    )
    packed = encodebytes(picture(logo)).replace(b"\n", b"\r\n")
    return head + page + b"--" + inner + b"\r\n" + shown + packed + b"\r\n--" + inner + b"--\r\n"


def _part(kind: str, text: str) -> bytes:
    """One part of a mail in the shorter of the two encodings that pass every server."""
    words = text.replace("\n", "\r\n").encode()
    printable, packed = b2a_qp(words), encodebytes(words).replace(b"\n", b"\r\n")
    encoding, content = min((b"quoted-printable", printable), (b"base64", packed), key=lambda pair: len(pair[1]))
    head = b'Content-Type: text/%s; charset="utf-8"\r\nContent-Transfer-Encoding: %s\r\n\r\n' % (
        kind.encode(),
        encoding,
    )
    return head + content + b"\r\n"
