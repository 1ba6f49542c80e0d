"""Lays out the pages of a report as a tagged PDF: the same findings give the same bytes."""

import atexit
import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

from weasyprint import CSS, Attachment
from weasyprint.text.fonts import FontConfiguration

from leadsurvey.analysis.findings import Findings
from leadsurvey.report import charts, export
from leadsurvey.report.book import Book
from leadsurvey.report.kind import REPORT, Kind
from leadsurvey.report.stamp import stamp
from leadsurvey.report.tongue import Tongue
from leadsurvey.report.typeset import ONE_AT_A_TIME, OwnFiles, attachment, environment, set_pages, tied
from leadsurvey.report.vectors import with_charts

SHORT = 10  # signs of the release's name in the foot of a page


class Press:
    """Templates in one language, stylesheet and fonts, read once."""

    def __init__(self, templates: Path, language: str) -> None:
        self._folder = templates / "report"
        self.tongue = Tongue.of(language, templates)
        self._environment = environment(self._folder, self.tongue.texts)
        self._fetcher = OwnFiles(self._folder / "fonts")
        self._fonts = FontConfiguration()
        charts.load_fonts(self._folder / "fonts")
        self._style = CSS(filename=self._folder / "report.css", font_config=self._fonts, url_fetcher=self._fetcher)

    def html(self, findings: Findings, book: Book, release: str, logo: str = "", kind: Kind = REPORT) -> str:
        """The report as one page of HTML."""
        template = self._environment.get_template("report.html")
        told = {
            "findings": findings,
            "unit": book.sight.unit,
            "pages": book.edition(kind),
            "tongue": self.tongue,
            "dated": dated(findings, self.tongue),
            "release": release,
            "short": SHORT,
            "logo": logo,
        }
        page = template.render(told, stamp=stamp(release, self._folder, (findings.language, kind)))
        return tied(page) if not self.tongue.mirrored else page  # from the right, tied words come out in wrong order

    def document(self, html: str, attached: Sequence[Attachment] = ()) -> bytes:
        """The laid-out PDF, with stand-ins where charts belong; with files attached, one to keep for good."""
        return set_pages(html, self._style, self._fonts, self._fetcher, attached)


def dated(findings: Findings, tongue: Tongue) -> str:
    """When people answered, and when it was released."""
    return tongue.say(
        "Answers %(period)s · Released %(day)s",
        period=tongue.period(findings.opens, findings.closes),
        day=tongue.day(findings.released),
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector away: a page is a hundred thousand objects, and it would look at all again and again.

    A fifth of a report's time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


_press = cache(Press)
atexit.register(_press.cache_clear)  # lets go of the engine's copies of the fonts, in a temporary folder


def render(findings: Findings, unit: str, release: str, templates: Path, logo: str = "", kind: Kind = REPORT) -> bytes:
    """An edition of the report of a unit in the findings' language.

    `release` is the hash that names the findings, `logo` the organisation's picture.
    """
    with ONE_AT_A_TIME, _uncollected():
        press = _press(templates, findings.language)
        book = Book(findings, unit, press.tongue)
        attached = _data(findings, unit, release, press.tongue) if kind.archive else ()
        document = press.document(press.html(findings, book, release, logo, kind), attached)
        return with_charts(document, charts.as_pages(book.charts))


def _data(findings: Findings, unit: str, release: str, tongue: Tongue) -> list[Attachment]:
    """What the report tells of its unit, as JSON and as CSV."""
    own, made = replace(findings, units={unit: findings.units[unit]}), findings.released
    tells = tongue.say("The figures of this report")
    name = f"{findings.round}-{unit}"
    return [
        attachment(f"{name}.json", export.as_json(own, release), tells, made),
        attachment(f"{name}.csv", export.as_csv(own), tells, made),
    ]
