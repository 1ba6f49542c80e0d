"""Lays out the pages of a report as a tagged PDF: the same findings give the same bytes."""

import atexit
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS
from weasyprint.text.fonts import FontConfiguration

from leadsurvey.analysis.findings import Findings
from leadsurvey.report import charts, words
from leadsurvey.report.book import Book
from leadsurvey.report.stamp import stamp
from leadsurvey.report.typeset import ONE_AT_A_TIME, OwnFiles, set_pages, tied
from leadsurvey.report.vectors import with_charts

SHORT = 10  # signs of the release's name in the foot of a page


class Press:
    """Templates, stylesheet and fonts, read once."""

    def __init__(self, folder: Path) -> None:
        self._folder, loader = folder, FileSystemLoader(folder)
        self._environment = Environment(
            loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self._environment.filters |= {"day": words.day, "words": words.count}
        self._environment.globals |= {"period": words.period}
        self._fetcher = OwnFiles(folder / "fonts")
        self._fonts = FontConfiguration()
        charts.load_fonts(folder / "fonts")
        self._style = CSS(filename=folder / "report.css", font_config=self._fonts, url_fetcher=self._fetcher)

    def html(self, findings: Findings, book: Book, release: str, logo: str = "") -> str:
        """The report as one page of HTML."""
        template = self._environment.get_template("report.html")
        told = {
            "findings": findings,
            "unit": book.unit,
            "pages": book.pages(),
            "release": release,
            "short": SHORT,
            "logo": logo,
        }
        return tied(template.render(told, stamp=stamp(release, self._folder)))

    def document(self, html: str) -> bytes:
        """The laid-out PDF, with stand-ins where charts belong."""
        return set_pages(html, self._style, self._fonts, self._fetcher)


_press = cache(Press)
atexit.register(_press.cache_clear)  # lets go of the engine's copies of the fonts, in a temporary folder


def render(findings: Findings, unit: str, release: str, templates: Path, logo: str = "") -> bytes:
    """The report of a unit; `release` is the hash that names the findings, `logo` the organisation's picture."""
    with ONE_AT_A_TIME:
        press = _press(templates / "report")
        book = Book(findings, unit)
        document = press.document(press.html(findings, book, release, logo))
        return with_charts(document, book.charts)
