"""The report as a reader's program, a validator and a curious text see it."""

import hashlib
import io
import logging
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from leadsurvey.report import export
from leadsurvey.report.book import Book
from leadsurvey.report.chapters.page import Page
from leadsurvey.report.chapters.plan import Plan
from leadsurvey.report.kind import Edition, Kind
from leadsurvey.report.pdf import Press, render
from leadsurvey.report.tongue import Tongue
from leadsurvey.report.typeset import LayoutError, OwnFiles
from leadsurvey.report.vectors import stand_in
from tests.report.conftest import ARCHIVES, DOCUMENTS, RELEASE, TEMPLATES
from tests.report.extremes import CASES, MARKUP
from tests.report.laid_out import EVERY, Report, elements, tags, text, text_of_pages
from tests.report.riverside import findings
from tests.verapdf import validate

RIVERSIDE = findings()


def pages_of(name: str) -> list[Page]:
    case, _ = DOCUMENTS[name]
    return Book(case.findings, case.unit, Tongue()).pages()


# What a validator sees


@pytest.mark.parametrize("name", [name for name in EVERY if name not in ARCHIVES])
def test_every_document_conforms_to_pdf_ua(name: str, report: Report) -> None:
    assert validate(report(name)) == []


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_copy_to_keep_conforms_to_pdf_a_as_well(name: str, report: Report) -> None:
    assert validate(report(name), "3a") == []
    (unsaid,) = validate(report(name))  # all that PDF/UA asks for, but for saying so
    assert unsaid.startswith("5-1: The PDF/UA version and conformance level")


def test_a_report_that_is_no_copy_to_keep_is_no_pdf_a(report: Report) -> None:
    assert validate(report("withheld-report"), "3a")


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


# What no validator sees, and test_pages.py does not


@pytest.mark.parametrize("name", ["root", "one level", "everything withheld"])
def test_every_table_has_header_cells(name: str, report: Report) -> None:
    tables = [below for tag, _, below in tags(report(name)) if tag == "Table"]
    assert tables
    assert all("TH" in below for below in tables)


def test_a_figure_tells_what_was_written_for_it(report: Report) -> None:
    told = [alt for tag, alt, _ in tags(report("root")) if tag == "Figure"]
    written = re.findall(r"tells='([^']*)'", repr(pages_of("root")))
    assert sorted(told) == sorted(written)
    assert "Cognitive bandwidth: front line 31 (27–35) and senior leaders 38 (25–50)." in told


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


def test_the_release_is_named_whole_on_the_page_on_method_and_short_in_every_foot(report: Report) -> None:
    pages = text_of_pages(report("root"))
    assert RELEASE in pages[-2]
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


@pytest.mark.parametrize("name", ["organisation-brief", "second-round-staff", "arabic-brief", "withheld-archive"])
def test_every_edition_has_the_same_bytes_again(name: str, report: Report) -> None:
    case, kind = DOCUMENTS[name]
    assert render(case.findings, case.unit, RELEASE, TEMPLATES, kind=kind) == report(name).read_bytes()


@pytest.mark.parametrize("name", ["root", "markup", "eight long levels, long titles"])
def test_the_layout_engine_has_nothing_to_say(name: str, caplog: pytest.LogCaptureFixture) -> None:
    whole, unit = (CASES[name], "u") if name in CASES else (RIVERSIDE, name)
    with caplog.at_level(logging.DEBUG, "weasyprint"), caplog.at_level(logging.WARNING):
        render(whole, unit, RELEASE, TEMPLATES)
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


# A copy to keep


@pytest.mark.parametrize("name", ARCHIVES)
def test_the_figures_go_with_a_copy_to_keep_byte_for_byte(name: str, report: Report) -> None:
    case, _ = DOCUMENTS[name]
    own = replace(case.findings, units={case.unit: case.findings.units[case.unit]})
    stem = f"{case.findings.round}-{case.unit}"
    assert PdfReader(report(name)).attachments == {
        f"{stem}.json": [export.as_json(own, RELEASE).encode()], f"{stem}.csv": [export.as_csv(own).encode()],
    }  # fmt: skip


def test_a_copy_to_keep_has_the_pages_of_the_report(report: Report) -> None:
    assert text_of_pages(report("arabic-archive")) == text_of_pages(report("arabic-report"))
    assert PdfReader(report("arabic-report")).attachments == {}


def test_a_unit_copy_has_no_figures_of_other_units() -> None:
    kind = Kind(Edition.BRIEF, archive=True)
    assert b"Repairs" not in b"".join(
        content
        for contents in PdfReader(
            io.BytesIO(render(RIVERSIDE, "lettings", RELEASE, TEMPLATES, kind=kind))
        ).attachments.values()
        for content in contents
    )


# Nothing gets in or out


def test_markup_in_names_is_text(report: Report) -> None:
    html = Press(TEMPLATES, "en").html(CASES["markup"], Book(CASES["markup"], "u", Tongue()), RELEASE)
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
        Press(TEMPLATES, "en").document(f'<html lang="en"><title>T</title><body>{fault}</body></html>')


def test_a_picture_that_tells_nothing_is_an_exception() -> None:
    html = f'<html lang="en"><title>T</title><body><img src="{stand_in(0)}"></body></html>'
    with pytest.raises(LayoutError):
        Press(TEMPLATES, "en").document(html)


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
