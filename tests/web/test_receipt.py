"""Your copy: one's own answers in the answer to Send, and as a PDF that is made in memory."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.verapdf import validate
from tests.web.site import MANY_KINDS

ON = "Save and go on"


@pytest.fixture
def site(serve):
    return serve(questionnaire=MANY_KINDS)


def sent(site, client, comment="Walk-in hours"):
    """Answer and send; the page that answers Send."""
    link = site.invite()
    client.get(link)
    client.press("Start")
    client.press(ON, {"voice-a": "Often"})
    for _ in range(7):
        client.press(ON)
    client.press(ON, {"better": comment})
    return link, client.press("Send my answers")


def sealed_of(page):
    (box,) = [box for box in page.tree.iter("input") if box.get("name") == "page.copy"]
    return box.get("value")


def pdf_of(site, link, sealed):
    answer = site.client().post(f"{link}/copy", {"page.copy": sealed})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.body


def test_the_copy_is_a_tagged_pdf_with_all_that_was_answered(site, client, tmp_path):
    link, page = sent(site, client)
    made = pdf_of(site, link, sealed_of(page))
    (tmp_path / "copy.pdf").write_bytes(made)
    assert validate(tmp_path / "copy.pdf") == []
    text = " ".join(re.sub(r"\s+", " ", each.extract_text()) for each in PdfReader(BytesIO(made)).pages)
    for words in ("My answers to “Many kinds”", "We spoke up.", "Often", "Walk-in hours", "the one you read"):
        assert words in text, words


def test_nothing_of_the_copy_is_stored(site, client):
    link, page = sent(site, client)
    before = site.tables()
    pdf_of(site, link, sealed_of(page))
    assert site.tables() == before
    assert "Walk-in hours" not in client.get(link).text


def test_signs_that_no_font_of_ours_has_are_shown_as_squares_and_stop_nothing(site, client):
    link, page = sent(site, client, comment='好 <b>& "so"</b>')
    text = " ".join(each.extract_text() for each in PdfReader(BytesIO(pdf_of(site, link, sealed_of(page)))).pages)
    assert '□ <b>& "so"</b>' in text


def test_what_we_did_not_seal_is_no_copy(site, client):
    link, page = sent(site, client)
    sealed = sealed_of(page)
    for other in ("", "x", sealed[:-8], sealed[::-1], "A" * 200):
        answer = site.client().post(f"{link}/copy", {"page.copy": other})
        assert answer.status == 400, other


def test_there_is_no_copy_before_one_has_answered(site, client):
    _, page = sent(site, client)
    other = site.invite()
    assert site.client().post(f"{other}/copy", {"page.copy": sealed_of(page)}).status == 400
