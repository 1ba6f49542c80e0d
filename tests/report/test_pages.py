"""Every page of every document on paper: nothing is cut or overflows, and all is read in the order it was written.

What is compared is the HTML before it was laid out, and the PDF that came of it.
"""

import re
from itertools import pairwise

import numpy as np
import pytest
from lxml.html import HtmlElement
from pypdf import PdfReader

from tests.report.laid_out import ARABIC, EVERY, LATIN, Report, Word, html, joined, tags, text_of_pages, words_of
from tests.report.told import RELEASE, lines, sections


@pytest.mark.parametrize("name", EVERY)
def test_every_page_is_one_page_of_paper(name: str, report: Report) -> None:
    assert len(text_of_pages(report(name))) == len(sections(html(name)))


def read_out(section: HtmlElement) -> list[str]:
    """What a page says in text: pictures tell in words of their own, and cells of a table stand apart."""
    told = [re.sub(r"^(#+|[-:=]) ", "", line) for line in lines(section) if not line.startswith("[")]
    return [piece for line in told for piece in (line.replace(" | ", " ").split() if " | " in line else [line])]


@pytest.mark.parametrize("name", LATIN)
def test_every_line_can_be_read_out_from_the_page_where_it_belongs(name: str, report: Report) -> None:
    for section, page in zip(sections(html(name)), map(joined, text_of_pages(report(name))), strict=True):
        assert [piece for piece in read_out(section) if joined(piece) not in page] == []


@pytest.mark.parametrize("name", ARABIC)
def test_every_number_of_an_arabic_page_is_on_it(name: str, report: Report) -> None:
    """Its words come out joined and turned, its numbers as they are."""
    for section, (_, _, words) in zip(sections(html(name)), words_of(report(name)), strict=True):
        there = {number for word in words for number in re.findall(r"\d+", word[0])}
        told = {number for piece in read_out(section) for number in re.findall(r"\d+", piece.replace(RELEASE, ""))}
        assert told - there == set()


@pytest.mark.parametrize("name", EVERY)
def test_no_page_is_empty_and_no_heading_stands_alone(name: str) -> None:
    for section in sections(html(name)):
        told = [line for line in lines(section) if line]
        assert sum(len(line) for line in told) > 150
        depth = [len(line) - len(line.lstrip("#")) for line in told]
        assert depth[-1] == 0
        assert all(not before or not after or after > before for before, after in pairwise(depth))


def collisions(words: list[Word]) -> list[tuple[str, str]]:
    """Words on the same line in the same place; lines of charts are 7.4 points apart."""
    said = [word for word in words if any(map(str.isalnum, word[0]))]
    left, top, right, bottom = np.array([word[1:] for word in said]).T
    across = np.minimum.outer(right, right) - np.maximum.outer(left, left)
    between = np.abs(np.subtract.outer(top + bottom, top + bottom)) / 2
    found = np.argwhere(np.triu((across > 1) & (between < 6.5), k=1))
    return [(said[one][0], said[other][0]) for one, other in found]


@pytest.mark.parametrize("name", EVERY)
def test_nothing_is_cut_at_an_edge_or_runs_into_something_else(name: str, report: Report) -> None:
    for width, height, words in words_of(report(name)):
        assert [word for word in words if word[1] < 0 or word[2] < 0 or word[3] > width or word[4] > height] == []
        assert collisions(words) == []


@pytest.mark.parametrize("name", EVERY)
def test_headings_go_down_one_step_at_a_time(name: str, report: Report) -> None:
    steps = [int(tag[1]) for tag, _, _ in tags(report(name)) if re.fullmatch(r"H\d", tag)]
    assert steps[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(steps))


OF_HTML = {"h1": "H1", "h2": "H2", "h3": "H3", "table": "Table", "img": "Figure", "p": "P", "dl": "L", "ul": "L"}


@pytest.mark.parametrize("name", EVERY)
def test_headings_tables_lists_and_pictures_are_read_in_the_order_of_the_page(name: str, report: Report) -> None:
    written_as = [OF_HTML[one.tag] for section in sections(html(name)) for one in section.iter(*OF_HTML)]
    wanted = {"H1", "H2", "H3", "Table", "Figure", "L"}
    read_as = [tag for tag, _, _ in tags(report(name)) if tag in wanted]
    assert read_as == [tag for tag in written_as if tag in wanted]


@pytest.mark.parametrize("name", EVERY)
def test_pictures_tell_what_was_written_for_them_in_that_order(name: str, report: Report) -> None:
    told = [alt for tag, alt, _ in tags(report(name)) if tag == "Figure"]
    assert told == [one.get("alt") for section in sections(html(name)) for one in section.iter("img")]


# A language that leads from the right


@pytest.mark.parametrize("name", ARABIC)
def test_an_arabic_document_says_so_and_leads_from_the_right(name: str, report: Report) -> None:
    reader = PdfReader(report(name))
    assert reader.trailer["/Root"]["/Lang"] == "ar"
    assert '<html lang="ar" dir="rtl">' in html(name)
    assert all(re.search("[\u0600-\u06ff\ufb50-\ufeff]", page) for page in text_of_pages(report(name)))


def test_an_arabic_page_starts_at_the_right_edge(report: Report) -> None:
    for width, _, words in words_of(report("arabic-report")):
        right = max(word[3] for word in words)
        assert width - right < 75
