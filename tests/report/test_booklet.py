"""The questionnaire on paper: whole, accessible, the same bytes each time."""

import re
import shutil
from functools import cache

import pikepdf
import pytest
from pypdf import PdfReader

from leadsurvey.languages import catalogue as po
from leadsurvey.languages.catalogue import Catalogue, Message
from leadsurvey.questionnaire.marks import plain
from leadsurvey.questionnaire.prose import passages
from leadsurvey.questionnaire.spoken import keys_in, read
from leadsurvey.report.booklet import booklet, html
from leadsurvey.report.letters import missing
from leadsurvey.report.typeset import LayoutError
from tests.conftest import SHIPPED, TINY, leadsurvey
from tests.report.conftest import TEMPLATES
from tests.report.test_pdf import elements
from tests.verapdf import validate

ARABIC = {
    "title": "ما وراء البنود",
    "who_led.text": "من قاد؟",
    "tasks.wells.text.gain": "يأتي فيضان. نحن [نحتفظ] بـ 300 بئر.",
    "tasks.wells.text.loss": "يأتي فيضان. نحن [نفقد] 600 بئر.",
    "predictions.statements.ask-help.text": "أعرف من أسأل عند الحاجة إلى المساعدة.",
    "comments.change.warning": "من فضلك لا تذكر اسم أحد.",
}


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """The booklet of a questionnaire, in its own language or in Arabic."""
    folder = tmp_path_factory.mktemp("booklets")

    @cache
    def make(name, language="en"):
        path = folder / f"{name}-{language}.pdf"
        path.write_bytes(booklet(spoken(folder, name, language), language, TEMPLATES))
        return path

    return make


def spoken(folder, name, language="en"):
    source = next(file for file in (TINY / f"{name}.yaml", SHIPPED / f"{name}.yaml") if file.exists())
    shutil.copy(source, folder)
    if language == "ar":
        asked = {found.context: found.text for found in passages(read(source, SHIPPED).keys)}
        messages = tuple(Message(asked[context], context, translations=(text,)) for context, text in ARABIC.items())
        (folder / name).mkdir(exist_ok=True)
        po.write(folder / name / "ar.po", Catalogue("ar", messages=messages))
    return read(folder / source.name, SHIPPED)


def joined(words):
    """Words without the gaps between them, which depend on where lines end."""
    return "".join(words.split())


def text(path):
    return joined(" ".join(page.extract_text() for page in PdfReader(path).pages))


ALL = [("every-key", "en"), ("beyond-items", "en"), ("beyond-items", "ar"), ("distributed-leadership", "en")]


@pytest.mark.parametrize(("name", "language"), ALL)
def test_every_booklet_conforms_to_pdf_ua(printed, name, language):
    assert validate(printed(name, language)) == []


@pytest.mark.parametrize("name", ["every-key", "beyond-items", "distributed-leadership"])
def test_every_passage_of_the_file_is_on_paper(printed, name):
    keys = keys_in(read(printed(name).with_name(f"{name}.yaml"), SHIPPED), "en")
    said = text(printed(name))
    unused = {"sections"} if keys.capabilities else {"sections", "bands"}  # bands are for scores
    for passage in passages(keys):
        parts = [part for part in plain(passage.text).split("{about}") if part]
        unseen = passage.place[-1] in {"gloss", "about"} or passage.place[0] in unused
        assert unseen or [part for part in parts if joined(part) not in said] == [], passage.place


def test_ids_codes_and_rules_are_on_paper(printed):
    said = text(printed("beyond-items")) + text(printed("every-key"))
    for words in ("voice-b", "reversed", "voice-self", "foundation", "low at every level", "ask-help", "Sensitive."):
        assert joined(words) in said
    assert joined("100 × (mean code − 1) ÷ (number of answers − 1)") in said
    assert joined("It is a test.") in said


def test_versions_stand_side_by_side_and_their_difference_is_marked(tmp_path):
    page = html(spoken(tmp_path, "beyond-items"), "en", TEMPLATES)
    assert re.search(r'<th scope="col">Kept</th><th scope="col">Lost</th>', page)
    assert "<mark>keep</mark>" in page
    assert "<mark>lose</mark>" in page
    assert 'colspan="2"' in page  # what is the same in both is said once


def test_the_promise_is_said_to_need_a_round(printed):
    assert joined("so it belongs to a round and cannot be printed here") in text(printed("beyond-items"))


def test_arabic_can_be_read_out_and_runs_from_the_right(printed):
    path = printed("beyond-items", "ar")
    said = text(path)
    for sentence in (ARABIC[context] for context in ARABIC if not context.startswith("tasks")):
        assert joined(sentence.rstrip(".؟")) in said  # where a line ends, its last sign stands apart
    for word in " ".join(plain(text) for text in ARABIC.values()).split():
        assert word.strip(".؟") in said
    assert PdfReader(path).trailer["/Root"]["/Lang"] == "ar"


def test_title_language_and_bookmarks_are_there(printed):
    reader = PdfReader(printed("every-key"))
    assert reader.metadata.title == "Every key, version 1.1: everything that is asked"
    assert reader.trailer["/Root"]["/Lang"] == "en"
    marks = [mark["/Title"] for mark in reader.outline if not isinstance(mark, list)]
    assert marks == ["Every key", "Who is asked what", "Statements", "From answers to advice", "What people are told"]


def test_every_page_but_the_cover_has_its_number(printed):
    pages = [page.extract_text() for page in PdfReader(printed("beyond-items")).pages]
    assert [f"{number} / {len(pages)}" in page for number, page in enumerate(pages, 1)] == [
        False,
        *[True] * (len(pages) - 1),
    ]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_all_fonts_are_embedded_and_ours(printed, language):
    with pikepdf.open(printed("beyond-items", language)) as pdf:
        fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"]
        own = [font for font in fonts if font.Subtype != "/Type0"]
        assert own
        assert all("Lead" in str(font.BaseFont) for font in own)
        assert all("/FontFile2" in font.FontDescriptor or "/FontFile3" in font.FontDescriptor for font in own)


def test_every_table_has_header_cells(printed):
    with pikepdf.open(printed("beyond-items")) as pdf:
        tables = [one for one in elements(pdf.Root.StructTreeRoot.K) if one.S == "/Table"]
        assert tables
        assert all(any(below.S == "/TH" for below in elements(table)) for table in tables)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_same_questionnaire_gives_the_same_bytes(printed, tmp_path, language):
    again = booklet(spoken(tmp_path, "beyond-items", language), language, TEMPLATES)
    assert again == printed("beyond-items", language).read_bytes()


def test_markup_in_a_text_is_text(tmp_path):
    path = tmp_path / "marked.yaml"
    source = (TINY / "beyond-items.yaml").read_text()
    path.write_text(source.replace("text: Who led?", 'text: "<script>x</script> <b>Who</b>?"'))
    page = html(read(path), "en", TEMPLATES)
    assert "<script" not in page
    assert "&lt;b&gt;Who" in page


def test_a_script_that_our_fonts_lack_is_refused(tmp_path):
    path = tmp_path / "hindi.yaml"
    path.write_text((TINY / "beyond-items.yaml").read_text().replace("Who led?", "किसने"))
    with pytest.raises(LayoutError, match="no font here has the signs"):
        booklet(read(path), "en", TEMPLATES)


def test_our_fonts_have_the_letters_of_arabic_persian_and_urdu():
    assert (
        missing("ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئىة ًٌٍَُِّْ ،؛؟ ٠١٢٣٤٥٦٧٨٩ پچژگ ٹڈڑںےہھ", TEMPLATES / "report" / "fonts")
        == []
    )


def test_the_licence_of_the_arabic_type_goes_with_it():
    licence = (TEMPLATES / "report" / "fonts" / "OFL-Arabic.txt").read_text()
    assert "SIL OPEN FONT LICENSE" in licence
    assert "Reserved Font Name" in licence


# The command


def test_the_command_writes_the_booklet(tmp_path):
    target = tmp_path / "all.pdf"
    code, said, _ = leadsurvey(tmp_path, "preview", TINY / "beyond-items.yaml", "--print", "-o", target)
    assert code == 0
    assert str(target) in said
    assert target.read_bytes().startswith(b"%PDF-")


def test_a_faulty_file_is_told_and_not_printed(tmp_path):
    code, _, said = leadsurvey(tmp_path, "preview", tmp_path / "none.yaml", "--print", "-o", tmp_path / "all.pdf")
    assert code == 1
    assert "no such file" in said
    assert not (tmp_path / "all.pdf").exists()


@pytest.mark.parametrize(
    "options", [["--print"], ["-o", "x.pdf"], ["--language", "ar"], ["--print", "-o", "x.pdf", "--language", "xx"]]
)
def test_a_wrong_call_says_what_is_right(tmp_path, options):
    code, _, said = leadsurvey(tmp_path, "preview", TINY / "beyond-items.yaml", *options)
    assert code == 2
    assert "--print" in said or "use one of: en" in said
