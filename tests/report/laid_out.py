"""Documents as they are on paper: what their pages say, where each word stands, and the tree of their tags."""

import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pikepdf
from lxml.html import document_fromstring as html_document
from pypdf import PdfReader

from tests.report.conftest import DOCUMENTS
from tests.report.told import written

Report = Callable[[str], Path]
EVERY = list(DOCUMENTS)
LATIN = [name for name, (case, _) in DOCUMENTS.items() if case.findings.language != "ar"]
ARABIC = [name for name in EVERY if name not in LATIN]


@cache
def html(name: str) -> str:
    case, kind = DOCUMENTS[name]
    return written(case.findings, case.unit, kind)


@cache
def text_of_pages(path: Path) -> list[str]:
    told = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True).stdout.decode()
    return told.removesuffix("\f").split("\f")


@cache
def text(path: Path) -> str:
    """All text as another program extracts it, with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


Word = tuple[str, float, float, float, float]


def words_of(path: Path) -> Iterator[tuple[float, float, list[Word]]]:
    """The words of each page with their boxes, in points from the top left."""
    told = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True).stdout
    for page in html_document(told.decode()).iter("page"):
        words = [(word.text or "", *(float(word.get(edge)) for edge in ("xmin", "ymin", "xmax", "ymax")))
                 for word in page.iter("word")]  # fmt: skip
        yield float(page.get("width")), float(page.get("height")), words  # type: ignore[misc]


def joined(words: str) -> str:
    """Words without the gaps between them and without hyphens, which depend on where lines end."""
    return "".join(words.replace("-", "").replace("\u2010", "").replace("\u00ad", "").split())


def elements(node: pikepdf.Object | None) -> Iterator[pikepdf.Dictionary]:
    """Every element of a tree of tags."""
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from elements(kid)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        yield from elements(node.get("/K"))


@cache
def tags(path: Path) -> list[tuple[str, str, list[str]]]:
    """Each tag of a report with its alternative text and the tags below it."""
    with pikepdf.open(path) as pdf:
        return [
            (str(one.S)[1:], str(one.get("/Alt", "")), [str(below.S)[1:] for below in elements(one)])
            for one in elements(pdf.Root.StructTreeRoot.K)
        ]
