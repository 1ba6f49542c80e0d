"""Whoever fills in a text cannot make a PDF read a file, call out, or carry something: the text is printed as text."""

import dataclasses
import io
import re
import socket
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pytest
from pypdf import PdfReader
from ruamel.yaml import YAML

from leadsurvey.report import receipt
from leadsurvey.report.kind import Edition, Kind
from leadsurvey.report.pdf import render
from leadsurvey.report.typeset import LayoutError, lay_out
from tests.conftest import leadsurvey
from tests.report.conftest import RELEASE, TEMPLATES
from tests.report.hostile import full
from tests.web.site import MANY_KINDS, make_site

CANARY = "Zanzibar-canary-4711"


@pytest.fixture(scope="module")
def trap():
    """A port that must not be called."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening
        with pytest.raises(BlockingIOError):
            listening.accept()


@pytest.fixture(scope="module")
def bait(trap):
    """Markup that would read a file, call the port, and attach things; short, as a poster has little room."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "canary.txt")
        file.write_text(CANARY, encoding="utf-8")
        yield _markup(trap, file)


def _markup(trap, file):
    there, here = f"http://127.0.0.1:{trap.getsockname()[1]}", file.as_uri()
    return {
        "img-http": f'<img alt="x" src="{there}/a.png">',
        "img-file": f'<img alt="x" src="{here}">',
        "passwd": '<img alt="x" src="file:///etc/passwd">',
        "svg-inside": f'<svg><image href="{there}/b.png"/><use href="{here}#x"/></svg>',
        "svg-data": "<img alt=x src='data:image/svg+xml;charset=utf-8,"
        f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{there}/c"/><style>@import "{there}";</style></svg>\'>',
        "link": f'<link rel="stylesheet" href="{there}/d.css">',
        "import": f"<style>@import url({there}/e.css); p::before {{ content: url({here}) }}</style><p>x</p>",
        "background": f'<p style="background: url({there}/f.png); list-style-image: url({here})">x</p>',
        "font": f"<style>@font-face {{ font-family: z; src: url({here}) }} p {{ font-family: z }}</style><p>x</p>",
        "attached": f'<link rel="attachment" href="{here}">',
        "attached-data": '<link rel="attachment" href="data:text/plain,Zanzibar">',
        "attached-link": f'<a rel="attachment" href="{here}">x</a>',
        "object": f'<object data="{here}">x</object><embed src="{there}/g">',
        "base": f'<base href="{there}/"><img alt="x" src="h.png">',
    }


def refuse_what_came_along(pdf, *, files=0):
    """Nothing of the file is in the PDF, and nothing is attached but what we attach."""
    reader = PdfReader(io.BytesIO(pdf))
    assert len(reader.attachments) == files
    assert CANARY.encode() not in pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Stream):
                assert CANARY.encode() not in thing.read_bytes()
    return "".join("".join(page.extract_text() for page in reader.pages).split())


KINDS = [
    "img-http", "img-file", "passwd", "svg-inside", "svg-data", "link", "import", "background", "font", "attached",
    "attached-data", "attached-link", "object", "base",
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_even_markup_that_got_into_a_page_fetches_nothing(bait, tmp_path, kind):
    style = tmp_path / "plain.css"
    style.write_text("p { margin: 0 }", encoding="utf-8")
    page = f'<html lang="en"><head><title>A page</title></head><body><p>Words</p>{bait[kind]}</body></html>'
    try:
        pdf = lay_out(page, style, TEMPLATES / "report" / "fonts")
    except LayoutError:
        return  # it is told, and there is no PDF
    refuse_what_came_along(pdf)


# Texts that people fill in


def spiked(thing, bait):
    """The same with markup behind every text that has more than one word."""
    if isinstance(thing, str):
        return f"{thing} {bait}" if type(thing) is str and " " in thing else thing
    if isinstance(thing, dict):
        return {key: spiked(value, bait) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        made = [spiked(each, bait) for each in thing]
        return made if isinstance(thing, list) else tuple(made)
    if dataclasses.is_dataclass(thing):
        own = {
            field.name: spiked(getattr(thing, field.name), bait) for field in dataclasses.fields(thing) if field.init
        }
        return dataclasses.replace(thing, **own)
    return thing


@pytest.fixture(scope="module")
def hostile(bait):
    """All of it that fits into a text of a questionnaire, whose braces and asterisks mean something."""
    return bait["img-http"] + bait["attached"]


@pytest.fixture(scope="module")
def site(hostile, bait, tmp_path_factory):
    """A round, all of whose texts are hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    yaml, out = YAML(), io.StringIO()
    asked = spiked(yaml.load(MANY_KINDS), hostile)
    yaml.dump({**asked, "title": f"Many {bait['link']}"}, out)
    short = bait["attached"]
    rows = (("house", "", 7, 60), ("east", "house", 0, 0), ("west", "house", 0, 0))
    quoted = short.replace('"', '""')
    units = "unit,parent,name,front,lead,senior,citizen\n" + "".join(
        f'{unit},{above},"{unit} {quoted}",20,12,{senior},{citizen}\n' for unit, above, senior, citizen in rows
    )
    (folder / "people.csv").write_text(
        f'email,name,unit,level,language\nada@example.org,"Ada {quoted}",east,front,en\n', encoding="utf-8"
    )
    texts = f"\n  contact: '{short}'"
    return make_site(folder, questionnaire=out.getvalue(), units=units, texts=texts, invitations="open", kiosk="yes")


@pytest.mark.parametrize(
    "words",
    [
        ("preview", "questions.yaml", "--print"),
        ("paper", "small", "--level", "front"),
        ("poster", "small"),
        ("letters", "small", "--all"),
    ],
    ids=lambda words: words[0],
)
def test_texts_of_a_questionnaire_a_round_and_its_people_are_printed_as_text(site, monkeypatch, words):
    folder = site.settings.data.parent
    monkeypatch.chdir(folder)
    monkeypatch.setenv("LEADSURVEY_ADDRESS", "http://survey.example.org")
    if words[0] == "letters":
        assert leadsurvey(folder, "invite", "small", "people.csv")[0] == 0
    code, _, said = leadsurvey(folder, *words, "-o", "out.pdf")
    assert code == 0, said
    assert re.search('<linkrel="attachment"href=', refuse_what_came_along(Path("out.pdf").read_bytes()))


@pytest.mark.parametrize("edition", Edition)
def test_texts_of_findings_and_next_steps_are_printed_as_text(hostile, edition):
    steps = (f"We will meet. {hostile}",) if edition is Edition.STAFF else ()
    kind = Kind(edition, steps, archive=edition is Edition.REPORT)
    findings = spiked(full(), hostile)
    words = refuse_what_came_along(render(findings, "root", RELEASE, TEMPLATES, kind=kind), files=2 * kind.archive)
    assert '<linkrel="attachment"href=' in words


def test_what_somebody_wrote_is_printed_as_text_on_their_own_copy(hostile):
    copy = {"sections": [{"title": hostile, "lines": [[hostile, hostile]]}], "explained": []}
    told = {"language": "en", "organisation": hostile, "title": hostile, "closes": "1 May", "copy": copy}
    made = receipt.pdf({**told, "simulated": False, "rehearsal": False, "templates": str(TEMPLATES)})
    assert '<linkrel="attachment"href=' in refuse_what_came_along(made)
