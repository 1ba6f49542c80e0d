"""The shipped catalogues of the interface are up to date, sound, and never leave a page without words."""

import re
import runpy
from dataclasses import replace
from pathlib import Path

import pytest

from leadsurvey.languages import interface, locales
from leadsurvey.languages.catalogue import Catalogue, Message, merge, read, write

LOCALE = Path(__file__).parents[2] / "templates" / "locale"
PLACEHOLDER = re.compile(r"%\(\w+\)s")
SHIPPED = ["ar", "es", "fr"]


def templates():
    return read(LOCALE / "interface.pot")


def translated():
    return [
        (code, message) for code in SHIPPED for message in read(LOCALE / f"{code}.po").messages if message.translations
    ]


def test_the_template_holds_the_texts_of_the_pages_as_they_are_now(tmp_path):
    collected = runpy.run_path(str(LOCALE / "collect.py"))["collected"]()
    write(tmp_path / "interface.pot", collected)
    assert (tmp_path / "interface.pot").read_bytes() == (LOCALE / "interface.pot").read_bytes(), "run `make messages`"
    assert len(collected.messages) > 100


@pytest.mark.parametrize("code", SHIPPED)
def test_every_catalogue_holds_the_texts_of_the_template(tmp_path, code):
    path = LOCALE / f"{code}.po"
    write(tmp_path / path.name, merge(templates(), read(path)))
    assert (tmp_path / path.name).read_bytes() == path.read_bytes(), "run `make messages`"


def test_the_languages_offered_are_those_with_a_catalogue_and_known():
    assert interface.offered(LOCALE) == SHIPPED
    assert all(locales.is_known(code) for code in SHIPPED)


def faults(message):
    """What is wrong with a translation: another placeholder, a missing one, or a mark of HTML."""
    asked = set(PLACEHOLDER.findall(message.source + message.plural))
    for text in message.translations:
        there = set(PLACEHOLDER.findall(text))
        if there - asked or (asked - there and not message.plural):  # “one line” needs no number
            yield f"placeholders {there} in place of {asked}: {text}"
        if "%" in PLACEHOLDER.sub("", text) or re.search(r"[<>&]", text):
            yield f"a sign that a page would not show as it is: {text}"
        if "%(unseen)s" in text and text.index("%(unseen)s") > text.index("%(seen)s"):
            yield f"what is unseen ends before it begins: {text}"


def test_every_translation_uses_the_placeholders_of_its_text_and_no_html():
    assert [(code, fault) for code, message in translated() for fault in faults(message)] == []


def test_a_translation_with_other_placeholders_is_found():
    message = Message("Change%(unseen)s %(title)s%(seen)s", translations=("x",))
    for text, number in [
        ("Changer%(unseen)s %(title)s%(seen)s", 0),
        ("Changer%(unseen)s %(seen)s", 1),
        ("Changer%(unseen)s %(titre)s%(seen)s", 1),
        ("Changer%(seen)s %(title)s%(unseen)s", 1),
        ("Changer%(unseen)s <b>%(title)s%(seen)s", 1),
        ("100 % %(unseen)s%(title)s%(seen)s", 1),
    ]:
        assert len(list(faults(replace(message, translations=(text,))))) == number, text
    lines = Message("%(n)s line", plural="%(n)s lines", translations=("one line", "%(n)s lines"))
    assert list(faults(lines)) == []


def test_a_text_that_nobody_translated_is_english(tmp_path):
    write(tmp_path / "fr.po", Catalogue("fr", (Message("Yes", translations=("Oui",)), Message("No"))))
    say = interface.texts(tmp_path, "fr")
    assert [say.gettext(text) for text in ("Yes", "No", "Perhaps")] == ["Oui", "No", "Perhaps"]


@pytest.mark.parametrize("code", ["en", "xx", "../fr", "", "interface"])
def test_a_language_without_a_catalogue_is_english(code):
    say = interface.texts(LOCALE, code)
    assert (say.gettext("Start"), say.ngettext("one", "many", 2)) == ("Start", "many")
