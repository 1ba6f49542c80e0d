"""What a document says, page by page: its HTML as lines of text, before any layout."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lxml import html
from matplotlib.text import Text

from leadsurvey.analysis.findings import Findings
from leadsurvey.report.book import Book
from leadsurvey.report.kind import REPORT, Kind
from leadsurvey.report.pdf import Press

TEMPLATES = Path(__file__).parents[2] / "templates"
RELEASE = "3f2a9c1b" * 8
MARKS = {"h1": "# ", "h2": "## ", "h3": "### ", "li": "- ", "dt": ": ", "caption": "= ", "figcaption": "= "}
LINES = {"h1", "h2", "h3", "p", "li", "dt", "dd", "caption", "figcaption", "tr", "img"}


@cache
def press(language: str, templates: Path = TEMPLATES) -> Press:
    return Press(templates, language)


def written(findings: Findings, unit: str, kind: Kind = REPORT, templates: Path = TEMPLATES) -> str:
    """The HTML of a document in its findings' language."""
    return made(findings, unit, kind, templates)[0]


def made(findings: Findings, unit: str, kind: Kind = REPORT, templates: Path = TEMPLATES) -> tuple[str, list[str]]:
    """A document as HTML, and the words in its charts."""
    own = press(findings.language, templates)
    book = Book(findings, unit, own.tongue)
    page = own.html(findings, book, RELEASE, "", kind)
    return page, [text.get_text() for chart in book.charts for text in chart.figure.findobj(Text)]


def sections(page: str) -> list[html.HtmlElement]:
    """The pages of a document."""
    return list(html.document_fromstring(page).iter("section"))


def lines(section: html.HtmlElement) -> Iterator[str]:
    """A page line by line, as it is read out: a row of a table is a line, and so is what a picture tells."""
    for element in section.iter(*LINES):
        if element.tag == "tr":
            yield " | ".join(_words(cell) for cell in element.iter("th", "td"))
        elif element.tag == "img":
            yield f"[{' '.join(element.get('alt', '').split())}]"
        elif not any(element.iterancestors("caption", "figcaption", "li", "td")):
            yield MARKS.get(element.tag, "") + _words(element)


def _words(element: html.HtmlElement) -> str:
    """The words of an element; pieces that stand apart on the page do so here."""
    apart = element.tag in {"th", "td"} or element.get("class") in {"key", "kicker", "release"}
    return " ".join((" ".join(element.itertext()) if apart else element.text_content()).split())


def pages(page: str) -> list[list[str]]:
    """The lines of each page."""
    return [list(lines(section)) for section in sections(page)]


def as_text(page: str) -> str:
    """A document as one text, for a golden file."""
    found = pages(page)
    return "\n\n".join(
        f"--- page {number} of {len(found)}\n" + "\n".join(told) for number, told in enumerate(found, start=1)
    ) + "\n"  # fmt: skip
