"""The report as a reader's program, a validator and a curious text see it."""

import hashlib
import logging
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from leadsurvey.report.book import Book
from leadsurvey.report.pages import Levels, Page, Plan, Profile, Response, Summary
from leadsurvey.report.pdf import Press, render
from leadsurvey.report.typeset import LayoutError, OwnFiles
from leadsurvey.report.vectors import stand_in
from tests.report.conftest import RELEASE, TEMPLATES
from tests.report.extremes import CASES, MARKUP
from tests.report.riverside import findings
from tests.verapdf import validate

RIVERSIDE = findings()
Report = Callable[[str], Path]
ALL = [*RIVERSIDE.units, *CASES]


def pages_of(name: str) -> list[Page]:
    return Book(*((CASES[name], "u") if name in CASES else (RIVERSIDE, name))).pages()


@cache
def text(path: Path) -> str:
    """All text, with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def joined(words: str) -> str:
    """Words without the gaps between them, which depend on where lines end."""
    return "".join(words.split())


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


# What a validator sees


@pytest.mark.parametrize("name", ALL)
def test_every_report_conforms_to_pdf_ua(name: str, report: Report) -> None:
    assert validate(report(name)) == []


def test_the_validator_rejects_a_figure_without_words(report: Report, tmp_path: Path) -> None:
    with pikepdf.open(report("root")) as pdf:
        figure = next(one for one in elements(pdf.Root.StructTreeRoot) if one.S == "/Figure")
        del figure.Alt
        pdf.save(tmp_path / "mute.pdf")
    assert any(rule.startswith("7.3-1") for rule in validate(tmp_path / "mute.pdf"))


def test_the_validator_rejects_a_report_without_its_mark_of_conformance(report: Report, tmp_path: Path) -> None:
    with pikepdf.open(report("root")) as pdf:
        del pdf.Root.Metadata
        pdf.save(tmp_path / "unmarked.pdf")
    assert validate(tmp_path / "unmarked.pdf")


# What no validator sees


@pytest.mark.parametrize("name", ALL)
def test_every_page_of_the_plan_is_one_page_of_paper(name: str, report: Report) -> None:
    assert len(PdfReader(report(name)).pages) == len(pages_of(name))


@pytest.mark.parametrize("name", ["root", "one level", "everything withheld"])
def test_every_table_has_header_cells(name: str, report: Report) -> None:
    tables = [below for tag, _, below in tags(report(name)) if tag == "Table"]
    assert tables
    assert all("TH" in below for below in tables)


def test_a_figure_tells_what_was_written_for_it(report: Report) -> None:
    told = [alt for tag, alt, _ in tags(report("root")) if tag == "Figure"]
    written = re.findall(r"tells='([^']*)'", repr(pages_of("root")))
    assert sorted(told) == sorted(written)
    assert "Cognitive bandwidth: front line 31 (27–35), senior leaders 38 (25–50)." in told


def test_headings_go_down_one_step_at_a_time(report: Report) -> None:
    steps = [int(tag[1]) for tag, _, _ in tags(report("root")) if re.fullmatch(r"H\d", tag)]
    assert steps[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(steps))


def test_title_language_and_bookmarks_are_there(report: Report) -> None:
    reader = PdfReader(report("root"))
    assert reader.metadata
    assert reader.metadata.title == "Riverside Housing Services: Leading together (simulated data)"
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert [mark["/Title"] for mark in reader.outline] == [page.section for page in pages_of("root")]


def test_all_fonts_are_embedded_and_ours(report: Report) -> None:
    with pikepdf.open(report("root")) as pdf:
        fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"]
        own = [font for font in fonts if font.Subtype not in {"/Type0", "/Type3"}]
        files = [font.FontDescriptor.get("/FontFile2") or font.FontDescriptor.get("/FontFile3") for font in own]
        names = {str(font.BaseFont) for font in own}
    assert all(file is not None for file in files)
    assert all("Lead" in name for name in names)


@pytest.mark.parametrize("name", ALL)
def test_the_sentences_can_be_read_out(name: str, report: Report) -> None:
    said = joined(text(report(name)))
    for page in pages_of(name):
        assert joined(page.headline) in said
        match page:
            case Summary(unknown=unknown, priorities=priorities):
                told = [*unknown, *(point.text for point in priorities)]
            case Response(meaning=meaning, hidden=hidden):
                told = [meaning, *hidden]
            case Profile(finding=finding, lede=lede):
                told = [finding, lede]
            case Levels(finding=finding, stands_out=stands_out):
                told = [finding, stands_out]
            case Plan(cards=cards):
                told = [card.advice.practice for card in cards]
            case _:
                told = []
        assert [sentence for sentence in told if joined(sentence) not in said] == []


def test_text_in_charts_can_be_read_out(report: Report) -> None:
    said = text(report("root"))
    assert "across services and professions" in said
    assert "38 Senior leaders" in said


def test_other_scripts_in_charts_can_be_read_out(tmp_path: Path) -> None:
    levels = (replace(RIVERSIDE.levels[0], title="Πρώτη γραμμή"), replace(RIVERSIDE.levels[1], title="Керівники"))
    whole = replace(RIVERSIDE, levels=(*levels, *RIVERSIDE.levels[2:]))
    path = tmp_path / "scripts.pdf"
    path.write_bytes(render(whole, "root", RELEASE, TEMPLATES))
    assert "Πρώτη γραμμή 31" in text(path)
    assert "Керівники" in text(path)
    assert validate(path) == []


# The promises


def test_simulated_data_say_so_on_every_page(report: Report) -> None:
    assert all("Simulated data" in page.extract_text() for page in PdfReader(report("root")).pages)
    assert "Simulated" not in text(report("one level"))


def test_the_release_is_named_whole_on_the_last_page_and_short_in_every_foot(report: Report) -> None:
    pages = [page.extract_text() for page in PdfReader(report("root")).pages]
    assert RELEASE in pages[-1]
    assert all(RELEASE[:10] in page for page in pages[1:])


def test_the_promise_names_the_smallest_group_and_claims_no_more(report: Report) -> None:
    said = text(report("root"))
    assert "A group of fewer than 10 is never shown by itself." in said
    assert "worked out" not in said


def test_a_unit_that_may_not_be_shown_gets_a_short_report_that_says_so(report: Report) -> None:
    said = text(report("income"))
    assert [page.template for page in pages_of("income")] == ["cover.html", "response.html", "method.html"]
    assert "Figures here would tell about too few people, so none is shown." in said
    assert "Front line: fewer than 10 answered" in said
    assert not re.search(r"\(\d+–\d+\)", said.split("How the figures are made")[0])


def test_without_practices_there_is_no_plan_and_the_summary_says_so(report: Report) -> None:
    assert not any(isinstance(page, Plan) for page in pages_of("one level"))
    assert "This report has no plan page" in text(report("one level"))


# The same each time


def test_the_same_findings_give_the_same_bytes(report: Report) -> None:
    assert render(RIVERSIDE, "root", RELEASE, TEMPLATES) == report("root").read_bytes()


def test_a_fresh_process_gives_the_same_bytes(report: Report) -> None:
    program = (
        "import hashlib; from leadsurvey.report.pdf import render; from tests.report.conftest import *;"
        "from tests.report.riverside import findings;"
        "print(hashlib.sha256(render(findings(), 'root', RELEASE, TEMPLATES)).hexdigest())"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=TEMPLATES.parent
    )
    assert run.stdout.strip() == hashlib.sha256(report("root").read_bytes()).hexdigest()


@pytest.mark.parametrize("name", ["root", "markup", "eight long levels, long titles"])
def test_the_layout_engine_has_nothing_to_say(name: str, caplog: pytest.LogCaptureFixture) -> None:
    whole, unit = (CASES[name], "u") if name in CASES else (RIVERSIDE, name)
    with caplog.at_level(logging.DEBUG, "weasyprint"), caplog.at_level(logging.WARNING):
        render(whole, unit, RELEASE, TEMPLATES)
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


# Nothing gets in or out


def test_markup_in_names_is_text(report: Report) -> None:
    html = Press(TEMPLATES / "report").html(CASES["markup"], Book(CASES["markup"], "u"), RELEASE)
    assert "<script" not in html
    assert MARKUP in text(report("markup"))


@pytest.mark.parametrize("url", ["file:///etc/passwd", "https://example.org/x.png", "http://localhost/"])
def test_no_address_but_our_fonts_and_data_is_fetched(url: str) -> None:
    with pytest.raises(ValueError, match=r"Not a font of ours|disallowed protocol"):
        OwnFiles(TEMPLATES / "report" / "fonts").fetch(url)


def test_a_way_around_through_the_fonts_folder_is_refused() -> None:
    folder = TEMPLATES / "report" / "fonts"
    with pytest.raises(ValueError, match="Not a font of ours"):
        OwnFiles(folder).fetch(f"{folder.as_uri()}/../report.css")
    assert OwnFiles(folder).fetch(f"{folder.as_uri()}/LeadSans-Regular.ttf")


@pytest.mark.parametrize("fault", ['<img src="data:image/png;base64,AAAA">', '<img alt="x" src="file:///etc/passwd">'])
def test_a_fault_in_the_layout_is_an_exception(fault: str) -> None:
    with pytest.raises(LayoutError):
        Press(TEMPLATES / "report").document(f'<html lang="en"><title>T</title><body>{fault}</body></html>')


def test_a_picture_that_tells_nothing_is_an_exception() -> None:
    html = f'<html lang="en"><title>T</title><body><img src="{stand_in(0)}"></body></html>'
    with pytest.raises(LayoutError):
        Press(TEMPLATES / "report").document(html)


# The type


@pytest.mark.parametrize("weight", ["Regular", "Semibold"])
def test_the_cut_fonts_bear_their_own_name_and_stay_small(weight: str) -> None:
    path = TEMPLATES / "report" / "fonts" / f"LeadSans-{weight}.ttf"
    assert path.stat().st_size <= 250_000
    font = TTFont(path)
    names = {record.nameID: record.toUnicode() for record in font["name"].names}
    assert "Source" not in "".join(names[key] for key in (1, 2, 3, 4, 6))
    assert "Reserved Font Name" in names[0]
    assert set("aÄőžΩя–’“”…→~") <= {chr(code) for code in font.getBestCmap()}


def test_the_licence_of_the_type_goes_with_it() -> None:
    licence = (TEMPLATES / "report" / "fonts" / "OFL.txt").read_text()
    assert "SIL OPEN FONT LICENSE" in licence
    assert "with Reserved Font Name" in licence
