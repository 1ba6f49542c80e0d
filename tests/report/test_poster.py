"""A poster: one accessible page, whose code leads a real reader to the round's link."""

import re
import shutil
import subprocess
from functools import cache

import numpy as np
import pikepdf
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from leadsurvey.languages import interface
from leadsurvey.report import poster as posters
from leadsurvey.report.typeset import LayoutError
from leadsurvey.rounds.load import as_round, freeze, load
from tests.conftest import SHIPPED, write_round
from tests.report.conftest import TEMPLATES
from tests.report.test_booklet import joined
from tests.report.test_pdf import elements
from tests.verapdf import validate

UNITS = "unit,parent,name,front,lead,senior,partner,citizen\nall,,{name},60,30,20,20,50\n"
ADDRESS = "https://survey.example.org"
LINK = f"{ADDRESS}/r/housing-2027"
RESOLUTION = 150
MM = RESOLUTION / 25.4  # pixels in a millimetre


def opened(folder, language="en", name="Riverside", title="Leading together", **keys):
    """A round as it is frozen at opening, in one of its languages."""
    asked = folder / "asked.yaml"
    source = (SHIPPED / "distributed-leadership.yaml").read_text(encoding="utf-8")
    asked.write_text(source.replace("title: Leading together", f"title: {title}"), encoding="utf-8")
    shutil.copytree(SHIPPED / "distributed-leadership", folder / "asked", dirs_exist_ok=True)
    usual = {"round": "housing-2027", "languages": "[en, ar]", "invitations": "open", "closes": "2027-03-19"}
    keys = {**usual, "texts": "{contact: Ask Ana.}", **keys}
    path = write_round(folder, questionnaire="asked.yaml", units=UNITS.format(name=name), **keys)
    return as_round(freeze(load(path, SHIPPED), lambda code: interface.texts(TEMPLATES / "locale", code)), language)


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """The round, and the file of its poster."""

    @cache
    def make(language="en", **keys):
        folder = tmp_path_factory.mktemp("posters")
        survey = opened(folder, language, **keys)
        path = folder / "poster.pdf"
        path.write_bytes(posters.poster(survey, language, ADDRESS, TEMPLATES))
        return survey, path

    return make


def text(path):
    return " ".join(page.extract_text() for page in PdfReader(path).pages)


def picture(path):
    """The page as greys, as a printer would draw it."""
    run = subprocess.run(
        ["pdftoppm", "-r", str(RESOLUTION), "-gray", "-singlefile", path], capture_output=True, check=True
    )
    kind, wide, high, most, grey = re.match(rb"(P5)\s(\d+)\s(\d+)\s(255)\s(.*)", run.stdout, re.DOTALL).groups()
    assert (kind, most) == (b"P5", b"255")
    return np.frombuffer(grey, np.uint8).reshape(int(high), int(wide))


def box(code):
    """Left, top, right and bottom of a code that was found in a picture."""
    corners = [getattr(code.position, name) for name in ("top_left", "top_right", "bottom_left", "bottom_right")]
    across, down = [corner.x for corner in corners], [corner.y for corner in corners]
    return min(across), min(down), max(across), max(down)


LONG = {"en": "Wir messen gemeinsam Wirkung und Würde ", "ar": "قيادة مشتركة في خدمات الإسكان والصحة "}


def most(language, signs):
    """Wide words, as many as a poster takes."""
    return (LONG[language] * 40)[:signs].strip()


# The file


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_poster_conforms_to_pdf_ua(printed, language):
    assert validate(printed(language)[1]) == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_same_round_gives_the_same_bytes(printed, language):
    survey, path = printed(language)
    assert posters.poster(survey, language, ADDRESS, TEMPLATES) == path.read_bytes()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_is_one_page_of_a4_in_our_fonts(printed, language):
    with pikepdf.open(printed(language)[1]) as pdf:
        assert [[round(float(side)) for side in page.mediabox] for page in pdf.pages] == [[0, 0, 595, 842]]
        fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
        own = [font for font in fonts if font.Subtype != "/Type0"]
        assert own
        assert all("Lead" in str(font.BaseFont) and "/FontFile2" in font.FontDescriptor for font in own)


def test_the_code_is_drawn_in_lines_and_told_to_those_who_cannot_see_it(printed):
    with pikepdf.open(printed()[1]) as pdf:
        (figure,) = [one for one in elements(pdf.Root.StructTreeRoot.K) if one.S == "/Figure"]
        assert str(figure.Alt) == f"QR code that leads to {LINK}"
        assert [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"] == []


def test_title_and_language_of_the_file_are_told(printed):
    reader = PdfReader(printed("ar")[1])
    assert reader.trailer["/Root"]["/Lang"] == "ar"
    assert PdfReader(printed()[1]).metadata.title == "Leading together, Riverside: a poster"


# The code


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_reader_finds_the_link_in_the_code(printed, language):
    (found,) = zxingcpp.read_barcodes(picture(printed(language)[1]))
    assert found.text == LINK
    assert found.ec_level in {"M", "Q", "H"}


ROUNDS = st.from_regex(r"[a-z][a-z0-9-]{0,30}", fullmatch=True)
ADDRESSES = st.from_regex(r"https://[a-z]{1,30}\.[a-z]{2,20}(:8000)?(/[a-z]{1,9})?", fullmatch=True)


@given(name=ROUNDS, address=ADDRESSES)
def test_the_black_of_any_code_is_90_mm_wide_at_least_and_four_modules_lie_around_it(name, address):
    code = posters.segno.make_qr(f"{address}/r/{name}", error="m")
    across = code.symbol_size(border=0)[0]
    assert posters.WIDE * across / (across + 2 * posters.QUIET) >= 90
    assert posters.QUIET >= 4
    assert code.error in {"M", "Q", "H"}


@pytest.mark.parametrize(("language", "address"), [("en", ADDRESS), ("ar", ADDRESS), ("en", "https://a.uk")])
def test_on_paper_the_code_is_90_mm_wide_and_has_a_quiet_zone(tmp_path, language, address):
    path = tmp_path / "poster.pdf"
    path.write_bytes(posters.poster(opened(tmp_path, language), language, address, TEMPLATES))
    page = picture(path)
    (found,) = zxingcpp.read_barcodes(page)
    left, top, right, bottom = box(found)
    assert min(right - left, bottom - top) >= 90 * MM - 2  # a reader finds the edges of pixels
    across = posters.segno.make_qr(found.text, error="m").symbol_size(border=0)[0]
    quiet = int((right - left) / across * 4) - 2
    around = page[top - quiet : bottom + quiet, left - quiet : right + quiet].copy()
    assert around.shape == (bottom - top + 2 * quiet, right - left + 2 * quiet)  # it does not run off the page
    around[quiet - 2 : 2 - quiet, quiet - 2 : 2 - quiet] = 255
    assert around.min() == 255


def test_arabic_has_the_code_on_the_right_and_english_on_the_left(printed):
    places = [box(zxingcpp.read_barcodes(picture(printed(language)[1]))[0]) for language in ("en", "ar")]
    english, arabic = ((left + right) / 2 / MM for left, _, right, _ in places)
    assert english < 105 < arabic
    assert english + arabic == pytest.approx(210, abs=0.5)


# What it says


def test_it_says_who_asks_what_for_how_long_until_when_and_whom_to_ask(printed):
    said = joined(text(printed()[1]))
    for words in ("Riverside", "Leading together", LINK, "To the end of 19 March 2027", "Ask Ana."):
        assert joined(words) in said
    assert joined("We ask how leadership is shared at Riverside.") in said
    minutes = posters.length.minutes(printed()[0].questionnaire, None)
    assert joined(f"It takes about {minutes} minutes") in said


@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_makes_the_first_three_lines_of_the_promise_as_it_was_frozen(tmp_path, language):
    frozen = freeze(
        load(_written(tmp_path), SHIPPED), lambda code: interface.texts(TEMPLATES / "locale", code)
    )
    told = [f"{sentence} ({number})" for number, sentence in enumerate(frozen.promise[language])]
    survey = as_round(frozen.model_copy(update={"promise": {language: told}}), language)
    page = posters.html(survey, language, ADDRESS, TEMPLATES)
    assert [number for number in range(len(told)) if f"({number})" in page] == [0, 1, 2]


def _written(folder):
    return write_round(folder, questionnaire="team-conversation", units=UNITS.replace("front,lead,senior,partner,citizen", "member").replace("60,30,20,20,50", "60").format(name="R"), languages="[en, ar]", invitations="open")


def test_a_poster_names_the_other_languages_of_the_round_in_themselves(printed):
    english, arabic = (
        posters.html(printed(language)[0], language, ADDRESS, TEMPLATES) for language in ("en", "ar")
    )
    assert '<bdi lang="ar" dir="rtl">العربية</bdi>' in english
    assert '<bdi lang="en" dir="ltr">English</bdi>' in arabic
    assert '<html lang="ar" dir="rtl">' in arabic
    assert printed("ar")[0].questionnaire.title in arabic


def test_a_round_in_one_language_names_no_other(printed):
    survey, _ = printed(languages="[en]")
    assert "Also in" not in posters.html(survey, "en", ADDRESS, TEMPLATES)


def test_without_a_contact_nobody_is_named(printed):
    survey, _ = printed(texts="{}")
    assert "Questions" not in posters.html(survey, "en", ADDRESS, TEMPLATES)


def test_a_contact_is_written_from_its_own_side(printed):
    assert '<bdi dir="ltr">Ask Ana.</bdi>' in posters.html(printed("ar")[0], "ar", ADDRESS, TEMPLATES)
    survey, _ = printed("ar", texts="{contact: 020 7946 اسألوا آنا}")
    assert '<bdi dir="rtl">020' in posters.html(survey, "ar", ADDRESS, TEMPLATES)


@pytest.mark.parametrize("simulated", ["yes", "no"])
def test_a_simulated_round_says_so(printed, simulated):
    assert ("Simulated data" in text(printed(simulated=simulated)[1])) is (simulated == "yes")


def test_markup_in_a_text_is_text(printed):
    survey, _ = printed(texts='{contact: "<script>x</script> & Ana"}')
    page = posters.html(survey, "en", ADDRESS, TEMPLATES)
    assert "<script" not in page
    assert "&lt;script&gt;x&lt;/script&gt; &amp; Ana" in page


# Room


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("signs", [24, 64, 120])
@pytest.mark.parametrize("below", [320, 560, 900])
def test_the_most_words_that_a_poster_takes_stay_on_one_page(tmp_path, language, signs, below):
    survey = opened(tmp_path, language, name="Riverside housing and neighbourhood service", simulated="yes", title=most("en", signs))
    address = f"https://{'w' * 50}.{'m' * 45}.uk"
    rest = below - sum(map(len, posters.Poster(survey, language, address, interface.texts(TEMPLATES / "locale", language)).promise)) - len(survey.texts["contact"])
    frozen = most(language, max(rest, 0))
    assert frozen is not None
