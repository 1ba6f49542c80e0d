"""Sets a page of HTML as a tagged PDF, with our fonts and nothing from anywhere else."""

import logging
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from gettext import NullTranslations
from pathlib import Path
from threading import Lock
from urllib.parse import urlsplit
from urllib.request import url2pathname

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from leadsurvey.questionnaire import marks

_LAST_WORDS = re.compile(r" [^\s<>–]{1,12}(?=</(?:p|li|h1|dd|figcaption)>)")
_RANGE = re.compile(r"(?:\((?:most likely )?)?\d+–\d+\)?[.,;:]?(?=[^<>]*</p>)")  # in running text, not in an attribute
PICTURES = "data:image/png;", "data:image/svg+xml;"  # a logo, the stand-in of a chart; a code for phones
ONE_AT_A_TIME = Lock()  # Pango's fonts and matplotlib's settings belong to the whole process


class LayoutError(Exception):
    """The layout engine reported a fault, such as a picture that tells nothing to those who cannot see it."""


class _Alarm(logging.Handler):
    """Turns a reported fault into an exception: the engine itself would write a faulty file and go on."""

    def emit(self, record: logging.LogRecord) -> None:
        """Raise what was reported."""
        raise LayoutError(record.getMessage())


logging.getLogger("weasyprint").addHandler(_Alarm(logging.ERROR))


class OwnFiles(URLFetcher):  # type: ignore[misc]
    """Fetches our fonts and pictures written into the page; no text in a report can read a file, call out or attach."""

    def __init__(self, fonts: Path) -> None:
        super().__init__(allowed_protocols=["file", "data"], allow_redirects=False)
        self._fonts = fonts.resolve()

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """What stands at an allowed address; an error at any other."""
        parts = urlsplit(url)
        if parts.scheme == "data" and not url.startswith(PICTURES):
            raise ValueError("Not a picture of ours")
        if parts.scheme == "file" and not Path(url2pathname(parts.path)).resolve().is_relative_to(self._fonts):
            raise ValueError(f"Not a font of ours: {url}")
        return super().fetch(url, headers)


def tied(html: str) -> str:
    """The page with the last words of each paragraph tied together, and with each range in one piece."""
    html = _LAST_WORDS.sub(lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), html)
    return _RANGE.sub(r'<span class="range">\g<0></span>', html)


def set_pages(
    html: str, style: CSS, fonts: FontConfiguration, fetcher: OwnFiles, attached: Sequence[Attachment] = ()
) -> bytes:
    """The tagged PDF of a page, with a stylesheet and fonts that were read before; with files attached, PDF/A-3."""
    pdf: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf(
        stylesheets=[style],
        font_config=fonts,
        pdf_variant="pdf/a-3a" if attached else "pdf/ua-1",
        attachments=list(attached) or None,
    )
    return pdf


def attachment(name: str, text: str, tells: str, made: date) -> Attachment:
    """A file to go with a PDF as the data behind it; its time is that of the day it was released."""
    moment = datetime.combine(made, time(), UTC)
    return Attachment(string=text, name=name, description=tells, created=moment, modified=moment, relationship="Data")


def lay_out(html: str, stylesheet: Path, fonts: Path) -> bytes:
    """Any other document of the house as a tagged PDF, with a stylesheet that takes its letters from `fonts`."""
    with ONE_AT_A_TIME:
        fetcher, known = OwnFiles(fonts), FontConfiguration()
        return set_pages(html, CSS(filename=stylesheet, font_config=known, url_fetcher=fetcher), known, fetcher)


def environment(folder: Path, texts: NullTranslations, *, shows_difference: bool = False) -> Environment:
    """Templates of a folder that speak the interface's language; arms may show what differs between them."""
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_translations(texts, newstyle=True)  # type: ignore[attr-defined]  # the extension's

    def marked(text: str) -> Markup:
        return Markup(marks.as_html(text, shows_difference=shows_difference))  # noqa: S704 - all in it is escaped

    def marked_line(text: str) -> Markup:
        return Markup(marks.as_html_line(text, shows_difference=shows_difference))  # noqa: S704 - all in it is escaped

    made.filters |= {"marked": marked, "marked_line": marked_line}
    return made
