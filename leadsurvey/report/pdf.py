"""Lays out the pages of a report as a tagged PDF: the same findings give the same bytes."""

import atexit
import logging
import re
from functools import cache
from pathlib import Path
from threading import Lock
from urllib.parse import urlsplit
from urllib.request import url2pathname

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from leadsurvey.analysis.findings import Findings
from leadsurvey.report import charts, words
from leadsurvey.report.book import Book
from leadsurvey.report.vectors import with_charts

_LAST_WORDS = re.compile(r"( [^\s<>]{1,7})? [^\s<>–]{1,12}(?=</(?:p|li|h1|dd|figcaption)>)")
_RANGE = re.compile(r"(?:\((?:most likely )?)?\d+–\d+\)?[.,;:]?(?=[^<>]*</p>)")  # in running text, not in an attribute
SHORT = 10  # signs of the release's name in the foot of a page
_ONE_AT_A_TIME = Lock()  # Pango's fonts and matplotlib's settings belong to the whole process


class LayoutError(Exception):
    """The layout engine reported a fault, such as a picture that tells nothing to those who cannot see it."""


class _Alarm(logging.Handler):
    """Turns a reported fault into an exception: the engine itself would write a faulty file and go on."""

    def emit(self, record: logging.LogRecord) -> None:
        """Raise what was reported."""
        raise LayoutError(record.getMessage())


logging.getLogger("weasyprint").addHandler(_Alarm(logging.ERROR))


class OwnFiles(URLFetcher):  # type: ignore[misc]
    """Fetches our fonts and data written into the page; no text in a report can read a file or call out."""

    def __init__(self, fonts: Path) -> None:
        super().__init__(allowed_protocols=["file", "data"], allow_redirects=False)
        self._fonts = fonts.resolve()

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """What stands at an allowed address; an error at any other."""
        parts = urlsplit(url)
        if parts.scheme == "file" and not Path(url2pathname(parts.path)).resolve().is_relative_to(self._fonts):
            raise ValueError(f"Not a font of ours: {url}")
        return super().fetch(url, headers)


def tied(html: str) -> str:
    """The page with the last words of each paragraph tied together, and with each range in one piece."""
    html = _LAST_WORDS.sub(lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), html)
    return _RANGE.sub(r'<span class="range">\g<0></span>', html)


class Press:
    """Templates, stylesheet and fonts, read once."""

    def __init__(self, folder: Path) -> None:
        loader = FileSystemLoader(folder)
        self._environment = Environment(
            loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self._environment.filters |= {"day": words.day, "words": words.count}
        self._environment.globals |= {"period": words.period}
        self._fetcher = OwnFiles(folder / "fonts")
        self._fonts = FontConfiguration()
        charts.load_fonts(folder / "fonts")
        self._style = CSS(filename=folder / "report.css", font_config=self._fonts, url_fetcher=self._fetcher)

    def html(self, findings: Findings, book: Book, release: str) -> str:
        """The report as one page of HTML."""
        template = self._environment.get_template("report.html")
        pages = book.pages()
        return tied(template.render(findings=findings, unit=book.unit, pages=pages, release=release, short=SHORT))

    def document(self, html: str) -> bytes:
        """The laid-out PDF, with stand-ins where charts belong."""
        return _set(html, self._style, self._fonts, self._fetcher)


def _set(html: str, style: CSS, fonts: FontConfiguration, fetcher: OwnFiles) -> bytes:
    pdf: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf(
        stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1"
    )
    return pdf


def lay_out(html: str, stylesheet: Path, fonts: Path) -> bytes:
    """Any other document of the house as a tagged PDF, with a stylesheet that takes its letters from `fonts`."""
    with _ONE_AT_A_TIME:
        fetcher, known = OwnFiles(fonts), FontConfiguration()
        return _set(html, CSS(filename=stylesheet, font_config=known, url_fetcher=fetcher), known, fetcher)


_press = cache(Press)
atexit.register(_press.cache_clear)  # lets go of the engine's copies of the fonts, in a temporary folder


def render(findings: Findings, unit: str, release: str, templates: Path) -> bytes:
    """The report of a unit; `release` is the hash that names the findings."""
    with _ONE_AT_A_TIME:
        press = _press(templates / "report")
        book = Book(findings, unit)
        document = press.document(press.html(findings, book, release))
        return with_charts(document, book.charts)
