"""A poster: one accessible page, whose code leads a real reader to the round's link."""

import re
import subprocess
from dataclasses import replace
from functools import cache

import numpy as np
import pikepdf
import pytest
import zxingcpp
from pypdf import PdfReader

from leadsurvey.languages import interface
from leadsurvey.report import codes
from leadsurvey.report import poster as posters
from leadsurvey.report.typeset import LayoutError
from leadsurvey.rounds.load import as_round, freeze, load
from tests.conftest import SHIPPED, write_round
from tests.report.conftest import TEMPLATES
from tests.report.test_booklet import joined
from tests.report.test_pdf import elements
from tests.verapdf import validate

UNITS = "unit,parent,name,front,lead,senior,partner,citizen\nall,,Riverside,60,30,20,20,50\n"
ADDRESS = "https://survey.example.org"
LINK = f"{ADDRESS}/r/housing-2027"
RESOLUTION = 150
MM = RESOLUTION / 25.4  # pixels in a millimetre


def opened(folder, language="en", **keys):
    """A round as it is frozen at opening, in one of its languages."""
    usual = {"questionnaire": "distributed-leadership", "round": "housing-2027", "languages": "[en, ar]"}
    usual |= {"closes": "2027-03-19", "invitations": "open", "texts": "{contact: Ask Ana.}"}
    path = write_round(folder, units=UNITS, **{**usual, **keys})
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


def scanned(page):
    """The codes of this kind that a reader finds in a picture."""
    return zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode)


def box(code):
    """Left, top, right and bottom of a code that was found in a picture."""
    corners = [getattr(code.position, name) for name in ("top_left", "top_right", "bottom_left", "bottom_right")]
    across, down = [corner.x for corner in corners], [corner.y for corner in corners]
    return min(across), min(down), max(across), max(down)


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


@pytest.mark.parametrize(("language", "asked"), [("en", ""), ("ar", "?language=ar")])
def test_a_reader_finds_the_link_in_the_code_and_lands_in_the_language_of_the_poster(printed, language, asked):
    (found,) = scanned(picture(printed(language)[1]))
    assert found.text == LINK + asked
    assert found.ec_level in {"M", "Q", "H"}


@pytest.mark.parametrize(("language", "address"), [("en", ADDRESS), ("ar", ADDRESS), ("en", "https://a.uk")])
def test_on_paper_the_code_is_90_mm_wide_and_has_a_quiet_zone(tmp_path, language, address):
    path = tmp_path / "poster.pdf"
    path.write_bytes(posters.poster(opened(tmp_path, language), language, address, TEMPLATES))
    page = picture(path)
    (found,) = scanned(page)
    left, top, right, bottom = box(found)
    assert min(right - left, bottom - top) >= 90 * MM - 2  # a reader finds the edges of pixels
    across = codes.modules(found.text)
    quiet = int((right - left) / across * 4) - 2
    around = page[top - quiet : bottom + quiet, left - quiet : right + quiet].copy()
    assert around.shape == (bottom - top + 2 * quiet, right - left + 2 * quiet)  # it does not run off the page
    around[quiet - 2 : 2 - quiet, quiet - 2 : 2 - quiet] = 255
    assert around.min() == 255


def test_arabic_has_the_code_on_the_right_and_english_on_the_left(printed):
    places = [box(scanned(picture(printed(language)[1]))[0]) for language in ("en", "ar")]
    english, arabic = ((left + right) / 2 / MM for left, _, right, _ in places)
    assert english < 105 < arabic
    assert english + arabic == pytest.approx(210, abs=0.5)


# What it says


def test_it_says_who_asks_what_for_how_long_until_when_and_whom_to_ask(printed):
    said = joined(text(printed()[1]))
    for words in ("Riverside", "Leading together", LINK, "To the end of 19 March 2027", "Ask Ana."):
        assert joined(words) in said
    assert joined("Riverside asks how you see things.") in said
    minutes = posters.length.minutes(printed()[0].questionnaire, None)
    assert joined(f"It takes about {minutes} minutes") in said


@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_makes_the_first_three_lines_of_the_promise_as_it_was_frozen(printed, language):
    survey, path = printed(language)
    told = tuple(f"{sentence} Frozen-{number}." for number, sentence in enumerate(survey.promise[language]))
    page = posters.html(replace(survey, promise={language: told}), language, ADDRESS, TEMPLATES)
    assert re.findall(r"Frozen-(\d)", page) == ["0", "1", "2"]
    if language == "en":
        assert [sentence for sentence in survey.promise["en"][:3] if joined(sentence) not in joined(text(path))] == []


def test_a_poster_names_the_other_languages_of_the_round_in_themselves(printed):
    english, arabic = (posters.html(printed(language)[0], language, ADDRESS, TEMPLATES) for language in ("en", "ar"))
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
    assert ("Simulateddata" in joined(text(printed(simulated=simulated)[1]))) is (simulated == "yes")


def test_markup_in_a_text_is_text(printed):
    survey, _ = printed(texts='{contact: "<script>x</script> & Ana"}')
    page = posters.html(survey, "en", ADDRESS, TEMPLATES)
    assert "<script" not in page
    assert "&lt;script&gt;x&lt;/script&gt; &amp; Ana" in page


# Room

WORDS = {"en": "Wir messen gemeinsam Wirkung und Würde ", "ar": "قيادة مشتركة في خدمات الإسكان والصحة "}


def long(language, signs):
    """So many signs of long words."""
    return (WORDS[language] * 40)[: signs - 1] + "."


def full(survey, language, title, size):
    """The round with as many words as a poster takes in a size of type, its link but for the address."""
    ground = posters.ROOM["promise with the contact"][size]
    sentence = long(language, ground // 4)
    return replace(
        survey,
        questionnaire=replace(survey.questionnaire, title=long(language, title)),
        units={"all": replace(survey.root, name=long(language, posters.ROOM["organisation"][size]))},
        promise={language: (sentence, sentence, sentence)},
        texts={"contact": long(language, ground - 3 * len(sentence) - 3)},
        simulated=True,
    )


def address(signs):
    """One that makes a link of so many signs."""
    return "https://" + ("leadership-survey." * 9)[: signs - len("https:///r/housing-2027")]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("title", posters.ROOM["title"])
@pytest.mark.parametrize("size", [0, 1, 2])
def test_the_most_words_that_a_poster_takes_stay_on_one_page(printed, tmp_path, language, title, size):
    path, somewhere = tmp_path / "poster.pdf", address(posters.ROOM["link"][size])
    survey = full(printed(language)[0], language, title, size)
    path.write_bytes(posters.poster(survey, language, somewhere, TEMPLATES))
    assert f'<body class="{posters.SIZES[size]}">' in posters.html(survey, language, somewhere, TEMPLATES)
    assert len(PdfReader(path).pages) == 1
    (found,) = scanned(picture(path))
    assert found.text.partition("?")[0] == f"{somewhere}/r/housing-2027"


@pytest.mark.parametrize("part", posters.ROOM)
def test_more_words_than_a_poster_takes_are_refused_with_their_number(printed, part):
    most, survey = posters.ROOM[part][-1], printed()[0]
    words = "w" * (most + 1)
    changed = {
        "title": {"questionnaire": replace(survey.questionnaire, title=words)},
        "organisation": {"units": {"all": replace(survey.root, name=words)}},
        "promise with the contact": {"promise": {"en": (words[:-1],)}, "texts": {}},
        "link": {},
    }
    somewhere = address(most + 1) if part == "link" else ADDRESS
    with pytest.raises(LayoutError, match=f"the {part} has {most + 1} signs, a poster has room for {most}; shorten"):
        posters.poster(replace(survey, **changed[part]), "en", somewhere, TEMPLATES)


def test_a_script_that_our_fonts_lack_is_refused(printed):
    survey = replace(printed()[0], texts={"contact": "किसने"})
    with pytest.raises(LayoutError, match="no font here has the signs"):
        posters.poster(survey, "en", ADDRESS, TEMPLATES)
