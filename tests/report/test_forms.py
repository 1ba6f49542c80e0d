"""Every form of chart, in plain and in extreme cases: as high as said, nothing outside, nothing over another."""

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from itertools import combinations, pairwise

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from PIL import Image, ImageCms
from pypdf import PdfReader
from weasyprint import HTML

from leadsurvey.report import charts
from leadsurvey.report.charts import AnswerRow, Chart, GapRow, PredictionRow, SlopeRow, VersionRow
from leadsurvey.report.charts.answers import _ends, _ground
from leadsurvey.report.charts.tones import lightness, on, tones
from leadsurvey.report.marks import ALL, ROOMY, Mark, Row, level_style
from leadsurvey.report.vectors import stand_in, with_charts

SVG = "{http://www.w3.org/2000/svg}"
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" + "versammlung" * 4
TALE = "Team leads with senior leaders and partner agencies of the whole region"
ARABIC = "القيادة المشتركة في الخدمات العامة"
Drawn = Callable[..., Chart]


def mark(value: int, order: int = 0, name: str = "Front line", half: int = 6) -> Mark:
    return Mark(name, level_style(order, reference=False), value, max(0, value - half), min(100, value + half))


def people(value: int, name: str = "Residents") -> Mark:
    return Mark(name, level_style(0, reference=True), value, max(0, value - 12), min(100, value + 12))


def gap_rows(word: str, values: tuple[int, int]) -> list[GapRow]:
    one, other = values
    return [
        GapRow(word, mark(one, 0, word), people(other, word), (word, word), clear=True),
        GapRow("b", mark(other, 0, word), people(one, word), ("−7 points", "x"), clear=False),
    ]


def prediction_rows(word: str, values: tuple[int, int]) -> list[PredictionRow]:
    guesses = tuple(mark(value, order, f"{order} {word}") for order, value in enumerate((*values, 50)))
    return [
        PredictionRow(word, people(values[0], word), guesses[:2], (word, word)),
        PredictionRow("b", people(values[1], word), guesses, ("x",)),
    ]


def version_rows(word: str, values: tuple[int, int]) -> list[VersionRow]:
    return [
        VersionRow(word, mark(values[0])),
        VersionRow("b", mark(values[1], half=0)),
        VersionRow("c", mark(50, half=50)),
    ]


def answer_rows(word: str, values: tuple[int, int], options: int = 5) -> list[AnswerRow]:
    one, other = values
    ends = [0] * (options - 2)
    return [
        AnswerRow(word, (one, *ends, 100 - one), other, 80),
        AnswerRow("b", (0, *[round(100 / options / 5) * 5] * (options - 1)), None, 40),
        AnswerRow("c", (other, *ends, 0), 0, 0),
    ]


def slope_rows(word: str, values: tuple[int, int]) -> list[SlopeRow]:
    one, other = values
    return [
        SlopeRow(word, mark(one), mark(other), word, clear=True),
        SlopeRow("b", mark(other, half=100), mark(one), "no clear change", clear=False),
    ]


def gaps(word: str, values: tuple[int, int], *, mirrored: bool = False) -> tuple[Chart, float]:
    rows = gap_rows(word, values)
    return charts.gaps(rows, mirrored=mirrored), charts.gaps_height(rows)


def predictions(word: str, values: tuple[int, int], *, mirrored: bool = False) -> tuple[Chart, float]:
    rows = prediction_rows(word, values)
    return charts.predictions(rows, mirrored=mirrored), charts.predictions_height(rows)


def versions(word: str, values: tuple[int, int], *, mirrored: bool = False) -> tuple[Chart, float]:
    rows = version_rows(word, values)
    return charts.versions(rows, 100, unit=word, mirrored=mirrored), charts.versions_height(rows)


def answers(word: str, values: tuple[int, int], *, mirrored: bool = False) -> tuple[Chart, float]:
    rows, options = answer_rows(word, values), [word, "Rarely", "Neither agree nor disagree", word, "Always"]
    return charts.answers(rows, options, word, mirrored=mirrored), charts.answers_height(rows, options, word)


def slopes(word: str, values: tuple[int, int], *, mirrored: bool = False) -> tuple[Chart, float]:
    rows = slope_rows(word, values)
    return charts.slopes(rows, (word, word), mirrored=mirrored), charts.slopes_height(rows)


FORMS = [gaps, predictions, versions, answers, slopes]
forms = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)


def extents(chart: Chart) -> list[tuple[Text, Bbox]]:
    """Each text with its place in millimetres, the room for letters that reach up or down left out."""
    chart.figure.set_dpi(300)
    renderer = FigureCanvasAgg(chart.figure).get_renderer()
    found = []
    for artist in chart.figure.artists:
        if isinstance(artist, Text):
            box = artist.get_window_extent(renderer).transformed(chart.figure.dpi_scale_trans.inverted())
            slack = box.height * 0.22
            found.append(
                (artist, Bbox.from_extents(*(25.4 * at for at in (box.x0, box.y0 + slack, box.x1, box.y1 - slack))))
            )
    return found


def places(chart: Chart) -> list[tuple[float, float]]:
    """Where marks stand, in millimetres."""
    dots = (artist.get_xydata() for artist in chart.figure.artists if isinstance(artist, Line2D))
    return [(float(x), float(y)) for points in dots for x, y in points]


@forms
@pytest.mark.parametrize("values", [(0, 100), (100, 0), (50, 52), (100, 100), (0, 0)])
@pytest.mark.parametrize("word", ["Team leads", TALE, LONG, ARABIC])
def test_nothing_leaves_the_sheet_and_no_text_stands_over_another(
    form: Drawn, values: tuple[int, int], word: str
) -> None:
    chart, _ = form(word, values, mirrored=word == ARABIC)
    found = extents(chart)
    for text, box in found:
        assert box.x0 >= -0.3, text
        assert box.x1 <= chart.width + 0.3, text
        assert box.y0 >= -0.3, text
        assert box.y1 <= chart.height + 0.3, text
    for (one, here), (other, there) in combinations(found, 2):
        assert not here.padded(-0.1).overlaps(there.padded(-0.1)), (one, other)
    assert all(0 <= x <= chart.width and 0 <= y <= chart.height for x, y in places(chart))


@forms
def test_a_chart_is_as_high_as_was_said_and_as_wide_as_the_page(form: Drawn) -> None:
    for word in ("Team leads", TALE, LONG):
        chart, height = form(word, (40, 70))
        assert chart.height == pytest.approx(height)
        (page,) = PdfReader(io.BytesIO(chart.pdf)).pages
        assert float(page.mediabox.height) * 25.4 / 72 == pytest.approx(height, abs=0.1)
        assert chart.width == 166


@forms
def test_no_text_is_smaller_than_nine_points(form: Drawn) -> None:
    chart, _ = form(LONG, (40, 70))
    assert min(text.get_fontsize() for text, _ in extents(chart)) >= 9


@forms
def test_all_three_kinds_are_the_same_each_time(form: Drawn) -> None:
    (one, _), (other, _) = form("Team leads", (40, 70)), form("Team leads", (40, 70))
    assert (one.svg("Tells"), one.png(60), one.pdf) == (other.svg("Tells"), other.png(60), other.pdf)
    assert one.pdf == form("Team leads", (40, 70))[0].pdf  # whatever was painted before
    assert b"CreationDate" not in one.pdf


@forms
def test_from_the_right_every_mark_stands_where_a_mirror_shows_it(form: Drawn) -> None:
    (plain, _), (turned, _) = (form("القيادة", (40, 70), mirrored=mirrored) for mirrored in (False, True))
    assert places(turned) == [(pytest.approx(166 - x), pytest.approx(y)) for x, y in places(plain)]
    for (_, box), (_, mirrored) in zip(extents(plain), extents(turned), strict=True):
        assert mirrored.x0 == pytest.approx(166 - box.x1, abs=0.3)


def test_the_older_forms_are_mirrored_too() -> None:
    rows = [Row("القيادة", "gloss", (mark(60), mark(70, 1, "Team leads")))]
    for plain, turned, width in (
        (charts.profile(rows, [("A", 0)], ROOMY), charts.profile(rows, [("A", 0)], ROOMY, mirrored=True), 166),
        (charts.cover(3, 40), charts.cover(3, 40, mirrored=True), 166),
        (charts.strip(rows[0].marks, [40], 79), charts.strip(rows[0].marks, [40], 79, mirrored=True), 79),
    ):
        assert places(turned) == [(pytest.approx(width - x), pytest.approx(y)) for x, y in places(plain)]


@forms
def test_an_svg_tells_what_it_shows_and_has_no_text_that_needs_a_font(form: Drawn) -> None:
    chart, _ = form("Team leads", (40, 70))
    root = ET.fromstring(chart.svg("Staff see <more> & less"))  # noqa: S314 - our own
    assert root.findtext(f"{SVG}title") == "Staff see <more> & less"
    assert root.get("role") == "img"
    assert not list(root.iter(f"{SVG}text"))
    assert not re.search(r"<dc:date>|Matplotlib", chart.svg("x"))


def test_a_picture_has_the_size_that_was_asked_for() -> None:
    chart, height = gaps("Team leads", (40, 70))
    picture = Image.open(io.BytesIO(chart.png(100)))
    assert picture.size == (pytest.approx(166 / 25.4 * 100, abs=1), pytest.approx(height / 25.4 * 100, abs=1))
    assert picture.convert("RGB").getpixel((1, picture.height - 2)) == (255, 255, 255)


# Colour


@pytest.mark.parametrize("options", range(2, 12))
def test_neighbouring_answers_differ_in_greyscale(options: int) -> None:
    found = [lightness(tone) for tone in tones(options)]
    assert len(found) == options
    assert all(abs(one - other) >= 15 for one, other in pairwise(found))


@pytest.mark.parametrize("grey", [0, 1, 30, 119, 200, 255])
def test_lightness_is_that_of_cielab(grey: int) -> None:
    """Against LittleCMS, by Pillow; its L* comes in 256 steps."""
    lab = ImageCms.profileToProfile(
        Image.new("RGB", (1, 1), (grey,) * 3),
        ImageCms.createProfile("sRGB"),
        ImageCms.createProfile("LAB"),
        outputMode="LAB",
    )
    assert lightness(f"#{grey:02X}{grey:02X}{grey:02X}") == pytest.approx(lab.getpixel((0, 0))[0] / 2.55, abs=0.5)


@pytest.mark.parametrize("options", range(2, 8))
def test_numbers_in_bars_have_contrast(options: int) -> None:
    def luminance(colour: str) -> float:
        place = lightness(colour)
        return ((place + 16) / 116) ** 3 if place > 8 else place / 903.3

    for tone in tones(options):
        light, dark = sorted((luminance(tone), luminance(on(tone))), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, tone


# Reading


def test_a_clear_gap_is_bold_and_an_unclear_one_is_not() -> None:
    chart, _ = gaps("Team leads", (40, 70))
    weights = {text.get_text(): text.get_fontweight() for text, _ in extents(chart)}
    assert weights["−7 points"] == weights["b"] == 400
    assert [text.get_fontweight() for text, _ in extents(chart) if text.get_text() == "Team leads"].count(700) == 2


def test_levels_are_named_once() -> None:
    rows = [PredictionRow(f"s{order}", people(60), (mark(40), mark(50, 1, "Team leads")), ("x",)) for order in range(4)]
    said = [text.get_text() for text, _ in extents(charts.predictions(rows))]
    assert said.count("Front line") == said.count("Team leads") == said.count("Residents") == 1


def test_a_level_that_comes_in_later_is_named_where_it_does() -> None:
    rows = [PredictionRow(f"s{order}", people(60), (mark(40), mark(50, 1, "Team leads"))[: 1 + order], ("x",)) for order in (0, 1)]  # fmt: skip  # noqa: E501
    assert "Team leads" in [text.get_text() for text, _ in extents(charts.predictions(rows))]


def test_a_version_without_a_range_has_no_line() -> None:
    chart = charts.versions([VersionRow("low", Mark("t", ALL, 20, 20, 20))])
    drawn = [artist for artist in chart.figure.artists if isinstance(artist, LineCollection)]
    assert 1.3 not in [float(width) for lines in drawn for width in lines.get_linewidths()]


def test_no_version_stands_beyond_the_scale() -> None:
    chart = charts.versions([VersionRow("low", mark(20)), VersionRow("high", Mark("t", ALL, 340, 300, 380))], 100)
    low, high = (x for x, _ in places(chart))
    assert low < high < 160


@pytest.mark.parametrize("shares", [(10, 20, 40, 20, 10), (40, 30, 20, 5, 5), (0, 0, 0, 0, 100), (5, 5, 90)])
def test_bars_stand_around_the_middle_option(shares: tuple[int, ...]) -> None:
    row = AnswerRow("a", shares, 0, 9)
    ground = _ground([row])
    start, end = _ends(row, ground)[len(shares) // 2]
    assert (start + end) / 2 == pytest.approx(ground.middle)


@pytest.mark.parametrize("shares", [(10, 20, 40, 30), (0, 100), (5, 5, 5, 5, 40, 40)])
def test_with_an_even_number_of_options_the_middle_is_between_two(shares: tuple[int, ...]) -> None:
    row = AnswerRow("a", shares, 0, 9)
    ground = _ground([row])
    assert _ends(row, ground)[len(shares) // 2][0] == pytest.approx(ground.middle)


@pytest.mark.parametrize("options", range(2, 12))
@pytest.mark.parametrize("word", ["Often", TALE, "Strongly disagree"])
def test_the_names_of_any_number_of_options_stand_apart(options: int, word: str) -> None:
    rows = answer_rows("a", (40, 60), options)
    chart = charts.answers(rows, [f"{word} {order}" for order in range(options)], "Could not say")
    for (one, here), (other, there) in combinations(extents(chart), 2):
        assert not here.padded(-0.1).overlaps(there.padded(-0.1)), (one, other)
        assert here.y1 <= chart.height


def test_arabic_words_in_charts_can_be_read_out() -> None:
    """Word by word: programs differ in how they order the words of a line that leads from the right."""
    rows = [GapRow("الخط الأمامي", mark(40, 0, "السكان"), people(60, "الموظفون"), ("نقطة 21", "يرون أكثر"), clear=True)]
    chart = charts.gaps(rows, mirrored=True)
    html = f'<html lang="ar" dir="rtl"><title>T</title><body><img alt="C" style="width:166mm" src="{stand_in(0)}">'
    pdf = with_charts(HTML(string=html).write_pdf(), chart.pdf)
    said = PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split()
    for word in ("الخط", "الأمامي", "السكان", "الموظفون", "نقطة", "21", "يرون", "أكثر"):
        assert word in said
    assert not any("\u200f" in word for word in said)
