"""Our painter of charts beside matplotlib's pictures of them: slower, and the same to look at."""

import io
import subprocess
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader

from leadsurvey.report import charts
from leadsurvey.report.book import Book
from leadsurvey.report.charts import Chart
from leadsurvey.report.charts.lettering import Words
from leadsurvey.report.charts.sheet import Sheet
from tests.report.golden import CASES
from tests.report.told import press

DPI, SQUARE = 200, 8


def pictures(pdf: bytes, folder: Path) -> list[np.ndarray]:
    folder.mkdir()
    (folder / "charts.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", folder / "charts.pdf", folder / "page"], check=True)
    return [np.asarray(Image.open(path), dtype=float) for path in sorted(folder.glob("page*"))]


def by_matplotlib(chart: Chart, size: tuple[int, ...]) -> np.ndarray:
    picture = Image.open(io.BytesIO(chart.png(DPI))).convert("L")
    return np.asarray(picture.crop((0, 0, size[1], size[0])), dtype=float)


def coarse(picture: np.ndarray) -> np.ndarray:
    """In squares of so many dots: engines differ in how they smooth an edge, which is less than one."""
    height, width = (size // SQUARE * SQUARE for size in picture.shape)
    squares = picture[:height, :width].reshape(height // SQUARE, SQUARE, width // SQUARE, SQUARE)
    return np.asarray(squares.mean(axis=(1, 3)))


@pytest.mark.parametrize("name", ["organisation", "arabic"])
def test_every_chart_looks_as_matplotlib_paints_it(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    book = Book(case.findings, case.unit, press(case.findings.language).tongue)
    book.pages()
    ours = pictures(charts.as_pages(book.charts), tmp_path / "ours")
    for chart, page in zip(book.charts, ours, strict=True):
        apart = np.abs(coarse(page) - coarse(by_matplotlib(chart, page.shape)))
        assert page.min() < 128
        assert apart.mean() < 4
        assert apart.max() < 60


def texts(*lines: str, size: float = 9) -> Chart:
    sheet = Sheet(166, 10 * len(lines))
    for order, line in enumerate(lines):
        sheet.text(1, 5 + 10 * order, Words(line, size))
    return sheet.chart()


def test_all_charts_of_a_file_draw_a_letter_by_the_same_strokes() -> None:
    with pikepdf.open(io.BytesIO(charts.as_pages([texts("deal", "lead"), texts("ale")]))) as pdf:
        (font,) = pdf.pages[0].Resources.Font.values()
        assert pdf.pages[0].Resources.objgen == pdf.pages[1].Resources.objgen
        assert len(font.CharProcs) == len(set("deal"))


def test_more_letters_than_a_font_holds_are_all_read_out() -> None:
    signs = {*range(0x21, 0x7F), *range(0xC0, 0x180), *range(0x391, 0x3AA), *range(0x400, 0x450)} - {0x149, 0x3A2}
    letters = [chr(sign) for sign in sorted(signs)]
    lines = ["".join(letters[start : start + 40]) for start in range(0, len(letters), 40)]
    (page,) = PdfReader(io.BytesIO(texts(*lines).pdf)).pages
    said = "".join(page.extract_text().split())
    assert [sign for sign in letters if sign not in said] == []
