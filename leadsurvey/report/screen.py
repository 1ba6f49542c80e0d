"""A unit's report as a part of a page of the web: the same chapters, words, charts and tables as in the PDF."""

import re
from base64 import b64encode
from functools import cache
from pathlib import Path

from jinja2 import Environment

from leadsurvey.analysis.findings import Findings
from leadsurvey.report import charts
from leadsurvey.report.book import Book
from leadsurvey.report.charts import Chart
from leadsurvey.report.pdf import SHORT, dated
from leadsurvey.report.tongue import Tongue
from leadsurvey.report.typeset import ONE_AT_A_TIME, environment

_HEADING = re.compile(r"(</?h)([1-5])(?=[ >])")


def screen(findings: Findings, unit: str, release: str, templates: Path) -> str:
    """The chapters in the findings' language as HTML, headings from h2 on; charts are SVG within the page."""
    with ONE_AT_A_TIME:
        charts.load_fonts(templates / "report" / "fonts")
        book = Book(findings, unit, Tongue.of(findings.language, templates), _within)
        told = {
            "findings": findings,
            "unit": book.sight.unit,
            "pages": book.pages(),
            "tongue": book.sight.tongue,
            "dated": dated(findings, book.sight.tongue),
            "release": release,
            "short": SHORT,
            "logo": "",
        }
        return _scrolling(_lowered(_pages(templates, findings.language).get_template("screen.html").render(told)))


@cache
def _pages(templates: Path, language: str) -> Environment:
    return environment(templates / "report", Tongue.of(language, templates).texts)


def _within(_: int, chart: Chart, tells: str) -> str:
    return "data:image/svg+xml;base64," + b64encode(chart.svg(tells).encode()).decode()


def _scrolling(html: str) -> str:
    """Tables and charts that a narrow screen can move sideways, by keys too."""
    html = html.replace("<table", '<div class="wide" role="group" tabindex="0"><table').replace(
        "</table>", "</table></div>"
    )
    return html.replace("<figure>", '<figure tabindex="0">')


def _lowered(html: str) -> str:
    """Every heading a step lower: the page around has its own h1."""
    return _HEADING.sub(lambda found: f"{found[1]}{int(found[2]) + 1}", html)
