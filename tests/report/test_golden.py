"""What golden documents say, how their pages look and what their charts draw is what was looked at and kept.

`python -m tests.report.golden` writes the kept files anew.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.report.geometry import alike
from tests.report.golden import CASES, CHARTED, DOCUMENTS, FOLDER, PICTURED, charts, html, pictures, sheet
from tests.report.told import as_text

Report = Callable[[str], Path]
PAGE, ALL = 4.0, 1.5  # of 255 shades: how far a page and all pages may differ on average, as engines smooth letters


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_golden_document_says_what_was_kept(name: str) -> None:
    assert as_text(html(name)) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def differences(one: Image.Image, other: Image.Image, size: tuple[int, int]) -> list[float]:
    """The mean difference of each page of two sheets, in shades of 255."""
    width, height = size
    apart = np.abs(np.asarray(one, dtype=float) - np.asarray(other, dtype=float))
    rows, columns = apart.shape[0] // height, apart.shape[1] // width
    return [
        float(apart[row * height : (row + 1) * height, column * width : (column + 1) * width].mean())
        for row in range(rows)
        for column in range(columns)
    ]


@pytest.mark.parametrize("name", PICTURED)
def test_a_golden_page_looks_as_it_was_kept(name: str, report: Report) -> None:
    pages = pictures(report(name))
    with Image.open(FOLDER / f"{name}.png") as kept:
        assert kept.size == sheet(pages).size
        found = differences(sheet(pages), kept, pages[0].size)
    assert max(found) < PAGE
    assert np.mean(found) < ALL


def test_a_page_with_its_text_a_line_lower_looks_otherwise(report: Report) -> None:
    """The tolerance is too small for a paragraph that moves."""
    pages = pictures(report("strong-report"))
    lower = [Image.fromarray(np.roll(np.asarray(page), 3, axis=0)) for page in pages]
    assert min(differences(sheet(pages[:6]), sheet(lower[:6]), pages[0].size)) > PAGE


@pytest.mark.parametrize("name", CHARTED)
def test_golden_charts_draw_the_same_things_at_the_same_places(name: str) -> None:
    drawn, kept = charts(name).splitlines(), (FOLDER / f"{name}-charts.txt").read_text(encoding="utf-8").splitlines()
    assert len(drawn) == len(kept)
    assert [(one, other) for one, other in zip(drawn, kept, strict=True) if not alike(one, other)] == []


def test_a_mark_a_point_away_is_not_the_same() -> None:
    assert alike("use #0072B2 100.04 20.0", "use #0072B2 100.1 20.0")
    assert not alike("use #0072B2 100.0 20.0", "use #0072B2 101.0 20.0")
    assert not alike("use #0072B2 100.0 20.0", "use #009E73 100.0 20.0")


def test_every_kept_file_belongs_to_a_golden_case_and_they_are_small() -> None:
    known = {f"{name}.txt" for name in DOCUMENTS} | {f"{name}.png" for name in PICTURED}
    known |= {f"{name}-charts.txt" for name in CHARTED}
    there = {path.name: path.stat().st_size for path in FOLDER.iterdir()}
    assert set(there) == known
    assert sum(there.values()) < 1_500_000
    assert set(CHARTED) <= set(CASES)
