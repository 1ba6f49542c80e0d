"""Charts in place of stand-ins."""

import io

import pikepdf
import pytest
import weasyprint

from leadsurvey.report import charts
from leadsurvey.report.vectors import stand_in, with_charts


def document(*numbers: int) -> bytes:
    pictures = "".join(f'<img alt="Chart {n}" style="width:166mm;height:20mm" src="{stand_in(n)}">' for n in numbers)
    html = f'<html lang="en"><title>Charts</title><body><h1>Charts</h1>{pictures}</body></html>'
    laid_out: bytes = weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")
    return laid_out


def test_no_two_stand_ins_are_alike() -> None:
    assert len({stand_in(number) for number in range(600)}) == 600


@pytest.mark.parametrize("number", [0, 1, 256])
def test_each_stand_in_becomes_its_own_chart(number: int) -> None:
    drawn = charts.as_pages(charts.cover(order % 7, 7 + order % 30) for order in range(number + 1))
    with pikepdf.open(io.BytesIO(with_charts(document(number), drawn))) as pdf:
        (form,) = pdf.pages[0].Resources.XObject.values()
        with pikepdf.open(io.BytesIO(drawn)) as source:
            assert form.read_bytes() == source.pages[number].Contents.read_bytes()
        assert form.Subtype == "/Form"


def test_an_image_of_others_stays_what_it_is() -> None:
    picture = (
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAA"
        "EElEQVR4nGP4z8AARAwQCgAf7gP9i18U1AAAAABJRU5ErkJggg=="
    )
    html = f'<html lang="en"><title>Picture</title><body><img alt="A" src="{picture}"></body></html>'
    with pikepdf.open(io.BytesIO(with_charts(weasyprint.HTML(string=html).write_pdf(), b""))) as pdf:
        (image,) = pdf.pages[0].Resources.XObject.values()
        assert image.Subtype == "/Image"


def test_a_page_without_pictures_is_left_alone() -> None:
    with pikepdf.open(io.BytesIO(with_charts(document(), b""))) as pdf:
        assert len(pdf.pages) == 1
