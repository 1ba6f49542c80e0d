"""Every sentence of the reports is said somewhere, and nothing is said that no translator was given.

The reports are written in a language made for these tests: each of its texts bears its own number, and is spelled in
letters that no English word has.
"""

import ast
import re
import runpy
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from leadsurvey.languages.catalogue import Catalogue, Message, write
from leadsurvey.report.kind import Edition, Kind
from leadsurvey.report.pdf import _data
from leadsurvey.report.screen import screen
from leadsurvey.report.tongue import Tongue
from tests.report.golden import CASES, DOCUMENTS
from tests.report.told import RELEASE, TEMPLATES, made, pages
from tests.report.variants import VARIANTS

LANGUAGE = "eo"  # counts as English does, and has no catalogue of ours
PLACES = ("leadsurvey/report/", "templates/report/")
OF_BABEL = {"Marto", "Aprilo", "Majo", "kaj"}  # dates and lists in that language
FIXED = re.compile(r"%\(\w+\)s|%%")


@cache
def messages() -> tuple[Message, ...]:
    """What translators are given of the reports, found by the program that gives it to them."""
    collected = runpy.run_path(str(TEMPLATES / "locale" / "collect.py"))["collected"]()
    return tuple(each for each in collected.messages if any(place.startswith(PLACES) for place in each.places))


def spelled(text: str, number: int) -> str:
    """A text of the made language: its number, then a sign for each English letter; blanks stay."""
    kept = iter(FIXED.findall(text))
    signs = "".join(re.sub("[A-Za-z]", "ж", part) + next(kept, "") for part in FIXED.split(text))
    return f"⟦{number}⟧{signs}"


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our templates, with a catalogue of the made language alone."""
    folder = tmp_path_factory.mktemp("templates")
    (folder / "report").symlink_to(TEMPLATES / "report")
    (folder / "locale").mkdir()
    told = tuple(
        replace(
            message,
            translations=tuple(spelled(text, number) for text in (message.source, message.plural) if text),
            comments=(), places=(),
        )
        for number, message in enumerate(messages())
    )  # fmt: skip
    write(folder / "locale" / f"{LANGUAGE}.po", Catalogue(LANGUAGE, told))
    return folder


@pytest.fixture(scope="module")
def documents(templates: Path) -> dict[str, str]:
    """All documents in the made language, as HTML and as the words of their charts."""
    found = {}
    for name, (case, kind) in (DOCUMENTS | VARIANTS).items():
        page, drawn = made(replace(case.findings, language=LANGUAGE), case.unit, kind, templates)
        found[name] = " ".join([page, *drawn])
    return found


def numbers(text: str) -> Iterator[int]:
    yield from (int(number) for number in re.findall(r"⟦(\d+)⟧", text))


def test_every_sentence_is_said(documents: dict[str, str], templates: Path) -> None:
    case = CASES["organisation"]
    findings = replace(case.findings, language=LANGUAGE)
    on_screen = screen(findings, case.unit, RELEASE, templates)
    attached = " ".join(
        each.description for each in _data(findings, case.unit, RELEASE, Tongue.of(LANGUAGE, templates))
    )
    said = {number for text in (*documents.values(), on_screen, attached) for number in numbers(text)}
    assert [message.source for number, message in enumerate(messages()) if number not in said] == []


# What is kept from translators


def _asked(path: Path) -> Iterator[tuple[str, str]]:
    """The texts that a module hands to `say` and `many`, read as Python reads it."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute | ast.Name):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id
            texts = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            if name.strip("_") in {"say", "many"} and texts:
                yield texts[0], texts[1] if name.strip("_") == "many" else ""


@pytest.mark.parametrize("folder", ["", "chapters", "recommend", "charts"])
def test_translators_are_given_every_text_that_the_code_says(folder: str) -> None:
    """Babel reads calls of names it knows alone, none within f-strings, and loses a plural beside a name `_`."""
    given = {(message.source, message.plural) for message in messages()}
    modules = (TEMPLATES.parent / "leadsurvey" / "report" / folder).glob("*.py")
    asked = {text for path in modules if path.name != "form.py" for text in _asked(path)}  # a form has its own texts
    assert asked - given == set()


@pytest.mark.parametrize("edition", list(Edition))
def test_no_word_of_a_page_is_english_but_those_of_the_findings(edition: Edition, templates: Path) -> None:
    """The findings are in Arabic here, so every English word would be one of ours that nobody can translate."""
    case = CASES["arabic"]
    findings = replace(case.findings, language=LANGUAGE)
    page, drawn = made(findings, case.unit, Kind(edition, ("نلتقي.",)), templates)
    said = [*(line for lines in pages(page) for line in lines), *drawn]
    left = {word for line in said for word in re.findall(r"[A-Za-z]{2,}", line.replace(RELEASE, ""))}
    assert left <= OF_BABEL
