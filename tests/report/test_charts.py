"""Charts are vectors of a known size, the same each time."""

import io

import pikepdf
import pytest

from leadsurvey.report import charts
from leadsurvey.report.charts import people_per_dot
from leadsurvey.report.charts.scale import Scale
from leadsurvey.report.charts.sheet import SHADE, Sheet
from leadsurvey.report.charts.strip import _label, _places
from leadsurvey.report.marks import ALL, DENSE, ROOMY, Mark, Row, level_style


def mark(value: int, order: int = 0, name: str = "Front line") -> Mark:
    return Mark(name, level_style(order, reference=False), value, max(0, value - 6), min(100, value + 6))


def size(chart: charts.Chart) -> tuple[float, float]:
    with pikepdf.open(io.BytesIO(chart.pdf)) as pdf:
        (page,) = pdf.pages
        _, _, width, height = (float(edge) * 25.4 / 72 for edge in page.MediaBox)
    return width, height


@pytest.mark.parametrize(
    ("people", "step"), [(1, 1), (340, 1), (341, 5), (1700, 5), (1701, 10), (3401, 50), (17001, 100)]
)
def test_a_dot_is_so_many_people_that_there_are_at_most_340(people: int, step: int) -> None:
    assert people_per_dot(people) == step
    assert people / people_per_dot(people) <= 340


@pytest.mark.parametrize(("answered", "asked"), [(0, 1), (1, 1), (155, 246), (340, 340), (9000, 20000)])
def test_the_dots_of_a_cover_stay_within_the_text(answered: int, asked: int) -> None:
    chart = charts.cover(answered, asked)
    assert size(chart) == pytest.approx((chart.width, chart.height), abs=0.1)
    assert chart.width == 166
    assert chart.height < 60


def test_the_same_drawing_gives_the_same_bytes() -> None:
    rows = [Row("Bridging boundaries", "across services", (mark(60), mark(70, 1, "Team leads")))]
    bands = [("Starting", 0), ("Embedded", 80)]
    assert charts.profile(rows, bands, ROOMY).pdf == charts.profile(rows, bands, ROOMY).pdf
    assert charts.strip(rows[0].marks, [0, 40], 79).pdf == charts.strip(rows[0].marks, [0, 40], 79).pdf
    assert b"CreationDate" not in charts.cover(5, 10).pdf


def test_a_profile_is_as_high_as_was_said() -> None:
    rows = [Row("A title that is long enough for two lines", "gloss", (mark(50),) * 3)] * 4
    for pitch in (ROOMY, DENSE):
        chart = charts.profile(rows, [], pitch)
        assert size(chart)[1] == pytest.approx(charts.profile_height(rows, pitch), abs=0.1)


@pytest.mark.parametrize("values", [(0, 0), (0, 100), (50, 51), (99, 100), (100, 100)])
@pytest.mark.parametrize("name", ["Front line", "Team leads with senior leaders", "N" * 90])
@pytest.mark.parametrize("width", [58.0, 79.0])
def test_labels_of_a_strip_stay_inside_and_apart(values: tuple[int, int], name: str, width: float) -> None:
    marks = [mark(value, order, name) for order, value in enumerate(values)]
    sheet = Sheet(width, 8.6, Scale(3, width - 3))
    labels = [_label(one, width, right=order > 0) for order, one in enumerate(marks)]
    wide = [charts.text_width(label) for label in labels]
    stacked = sum(wide) + 2 > width
    lefts = _places(sheet, marks, labels, stacked=stacked)
    assert all(left >= -0.01 and left + own <= width + 0.01 for left, own in zip(lefts, wide, strict=True))
    assert stacked or lefts[0] + wide[0] < lefts[1]


def test_six_staff_levels_differ_in_colour_and_in_shape() -> None:
    styles = [level_style(order, reference=False) for order in range(6)] + [level_style(0, reference=True), ALL]
    assert len({style.colour for style in styles}) == 8
    assert len({style.marker for style in styles[:6]}) == 6


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_text_and_lines_of_levels_have_contrast_on_white_and_on_shade() -> None:
    shade = _luminance(SHADE) + 0.05
    for style in [level_style(order, reference=False) for order in range(8)]:
        assert shade / (_luminance(style.dark) + 0.05) >= 4.5
        assert max(1.05 / (_luminance(tone) + 0.05) for tone in (style.colour, style.dark)) >= 3


def test_a_word_of_a_label_is_never_cut_and_lines_keep_their_width() -> None:
    lines = charts.wrapped("Decisions taken close to people and to places", 40, 10)
    assert " ".join(lines) == "Decisions taken close to people and to places"
    assert all(charts.text_width(line, 10) <= 40 for line in lines)


def test_a_word_wider_than_its_line_breaks_and_loses_no_letter() -> None:
    lines = charts.wrapped("a " + "Rechtsschutzversicherung" * 5, 30)
    assert "".join(lines[1:]) == "Rechtsschutzversicherung" * 5
    assert all(charts.text_width(line) <= 30 for line in lines)


def test_letters_that_join_are_measured_joined() -> None:
    """The isolated forms of Arabic letters are wider than the joined ones."""
    joined, apart = "القيادة", [charts.text_width(letter) for letter in "القيادة"]
    assert 0.4 * sum(apart) < charts.text_width(joined) < sum(apart)


@pytest.mark.parametrize("most", [1, 5, 10, 20, 50, 100, 200, 500, 1000, 20_000, 70, 12_345])
def test_a_scale_starts_at_0_and_has_a_few_round_numbers(most: int) -> None:
    ticks = Scale(0, 100, most).ticks()
    assert ticks[0] == 0
    assert ticks[-1] <= most
    assert most == 1 or 3 <= len(ticks) <= 7
    assert Scale(10, 110, most).x(most * 2) == 110


def test_the_scale_of_scores_has_a_line_at_every_20() -> None:
    assert Scale(0, 1).ticks() == [0, 20, 40, 60, 80, 100]
