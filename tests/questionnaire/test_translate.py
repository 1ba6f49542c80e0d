"""A questionnaire goes to translators as PO files and comes back; a text without translation stays in its source."""

import shutil
from dataclasses import replace

import pytest

from leadsurvey.languages import catalogue as po
from leadsurvey.questionnaire import translate
from leadsurvey.questionnaire.build import build
from leadsurvey.questionnaire.load import load
from leadsurvey.questionnaire.prose import passages
from tests.conftest import SHIPPED, TINY, problems

VOICE = "capabilities.voice.title"


@pytest.fixture
def source(tmp_path):
    """Give the path of a questionnaire that may be edited."""
    return shutil.copy(TINY / "every-key.yaml", tmp_path / "q.yaml")


def keys_of(path):
    return load(path, SHIPPED)[1]


def extract(path, new=None):
    return translate.extract(path, keys_of(path), SHIPPED, new)


def fill(path, **translations):
    """Translate as a translator would: find the source text, write below it."""
    catalogue = po.read(path)
    messages = tuple(
        replace(message, translations=(translations[name],), flags=frozenset()) if name else message
        for message in catalogue.messages
        for name in [next((name for name in translations if message.context.endswith(name.replace("__", "."))), None)]
    )
    po.write(path, replace(catalogue, messages=messages))


def test_every_text_that_people_read_is_asked_for_once_with_its_own_context(source):
    extract(source)
    messages = po.read(source.with_suffix("") / "q.pot").messages
    assert [(message.context, message.source) for message in messages] == [
        (passage.context, passage.text) for passage in passages(keys_of(source)) if passage.text != "{team}"
    ]
    assert len({message.context for message in messages}) == len(messages)


def test_translators_are_told_who_reads_a_statement_and_how_it_is_answered(source):
    extract(source)
    comments = {found.context: found.comments for found in po.read(source.with_suffix("") / "q.pot").messages}
    scale = "Answered by: Never · Sometimes · Always."
    assert comments["capabilities.voice.items.voice-a.text"] == ("A statement read by: Front line.", scale)
    assert comments["capabilities.voice.wording.lead.voice-a"] == (
        "A statement read by: Team leads.", scale, "The same statement for others: A person took the lead.",
    )  # fmt: skip


def test_a_translation_is_shown_and_what_is_missing_stays_in_the_source(source):
    extract(source, "fr")
    fill(source.with_suffix("") / "fr.po", title="Toutes les clés", wording__lead__voice_a="x")
    texts = translate.translations(source, keys_of(source)).texts["fr"]
    questionnaire = build(translate.translated(keys_of(source), texts))
    assert (questionnaire.title, questionnaire.items[0].text) == ("Toutes les clés", "A person took the lead.")


def test_a_changed_source_text_turns_its_translation_fuzzy_and_shows_the_source(source):
    extract(source, "fr")
    catalogue = source.with_suffix("") / "fr.po"
    fill(catalogue, **{"items.voice-a.text": "Quelqu’un a pris les devants.", VOICE: "La voix"})
    source.write_text(
        source.read_text(encoding="utf-8").replace("A person took", "Somebody new took"), encoding="utf-8"
    )
    texts = translate.translations(source, keys_of(source)).texts["fr"]
    assert texts == {VOICE: "La voix"}, "also before the next extract"
    extract(source)
    (fuzzy,) = [message for message in po.read(catalogue).messages if message.is_fuzzy]
    assert (fuzzy.previous, fuzzy.translations) == ("A person took the lead.", ("Quelqu’un a pris les devants.",))
    assert translate.translations(source, keys_of(source)).progress["fr"][:2] == (1, 1)
    assert translate.translations(source, keys_of(source)).texts["fr"] == texts


def test_a_line_moved_in_the_file_keeps_its_translation(source):
    extract(source, "fr")
    catalogue = source.with_suffix("") / "fr.po"
    fill(catalogue, **{"recommendations.foundation.voice.title": "Écouter", "sections.voice.title": "La seule page"})
    before = translate.translations(source, keys_of(source)).texts["fr"]
    text = source.read_text(encoding="utf-8")
    added = "recommendations:\n  - {rule: split, capability: voice, title: A, practice: B, first_test: C, measure: D}\n"
    source.write_text(text.replace("recommendations:\n", added), encoding="utf-8")
    extract(source)
    assert translate.translations(source, keys_of(source)).texts["fr"] == before


def test_an_extension_is_translated_where_its_texts_come_from(source, tmp_path):
    extract(source, "fr")
    fill(source.with_suffix("") / "fr.po", **{"items.voice-a.text": "Quelqu’un."})
    own = tmp_path / "own.yaml"
    own.write_text("questionnaire: own\ntitle: Our own\nextends: q.yaml\n", encoding="utf-8")
    extract(own, "fr")
    assert [message.context for message in po.read(tmp_path / "own" / "fr.po").messages] == ["title"]
    fill(tmp_path / "own" / "fr.po", title="La nôtre")
    assert translate.translations(own, keys_of(own)).texts["fr"] == {
        "title": "La nôtre",
        "capabilities.voice.items.voice-a.text": "Quelqu’un.",
    }


BRACKETS = "the square brackets are not those of the source text"
HIDDEN = "a hidden sign here makes text read otherwise than it is written"


@pytest.mark.parametrize(
    ("where", "translation", "said"),
    [
        ("stem.all", "Souvent ?", "{about} is lost in “Souvent ?”; put it where its words belong"),
        (VOICE, "La {voix}", "{voix} is not in the source text; take it out, braces and all"),
        (VOICE, "La [voix]", f"{BRACKETS}; mark the same words with [ and ] as in the source text"),
        (VOICE, "La \u202evoix", f"{HIDDEN}; retype this text; the language sets the direction"),
    ],
)
def test_a_translation_that_a_page_could_not_show_is_told_at_its_line(source, where, translation, said):
    extract(source, "fr")
    catalogue = source.with_suffix("") / "fr.po"
    fill(catalogue, **{where: translation})
    lines = catalogue.read_text(encoding="utf-8").split("\n")
    line = lines.index(f'msgctxt "{where}"') + 2  # the msgid below it
    assert problems(lambda: translate.translations(source, keys_of(source))) == [f"fr.po:{line}:1: {said}"]


def test_the_catalogue_of_another_questionnaire_is_refused(source, tmp_path):
    other = shutil.copy(TINY / "beyond-items.yaml", tmp_path / "other.yaml")
    extract(other, "fr")
    source.with_suffix("").mkdir()
    shutil.copy(tmp_path / "other" / "fr.po", source.with_suffix("") / "fr.po")
    (said,) = problems(lambda: translate.translations(source, keys_of(source)))
    assert said.endswith("it belongs to another one; move it to the folder of its own questionnaire")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("xx", "'xx' is no language that we know; call it by the code of a language: fr.po, pt-BR.po"),
        ("de", "its header says language 'fr'; correct the header, or call the file fr.po"),
    ],
)
def test_a_catalogue_of_another_name_is_told(source, name, said):
    extract(source, "fr")
    (source.with_suffix("") / "fr.po").rename(source.with_suffix("") / f"{name}.po")
    assert problems(lambda: translate.translations(source, keys_of(source))) == [f"{name}.po:1:1: {said}"]


def test_an_unreadable_catalogue_is_told_with_its_line(source):
    extract(source, "fr")
    (source.with_suffix("") / "fr.po").write_text('msgid "a"\nmsgtr "b"\n', encoding="utf-8")
    (said,) = problems(lambda: translate.translations(source, keys_of(source)))
    assert said.startswith("fr.po:2:1: not readable as a catalogue")


def test_what_an_extension_words_anew_is_not_shown_in_the_translation_of_the_base(source, tmp_path):
    extract(source, "fr")
    fill(source.with_suffix("") / "fr.po", title="Toutes les clés", **{"texts.team": "votre équipe"})
    own = tmp_path / "own.yaml"
    own.write_text("questionnaire: own\ntitle: Our own\nextends: q.yaml\ntexts: {team: our crew}\n", encoding="utf-8")
    texts = translate.translations(own, keys_of(own)).texts["fr"]
    assert {"title", "texts.team"}.isdisjoint(texts)


def test_a_locked_text_is_translated_in_its_base_only(source, tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text("questionnaire: own\ntitle: Our own\nextends: q.yaml\n", encoding="utf-8")
    extract(source, "fr")
    (tmp_path / "own").mkdir()
    shutil.copy(source.with_suffix("") / "fr.po", tmp_path / "own" / "fr.po")
    fill(tmp_path / "own" / "fr.po", **{"items.voice-a.text": "Personne."})
    assert translate.translations(own, keys_of(own)).texts["fr"] == {}


def test_a_blank_is_no_translation(source):
    extract(source, "fr")
    fill(source.with_suffix("") / "fr.po", title=" ")
    assert translate.translations(source, keys_of(source)).texts["fr"] == {}


def test_answers_that_a_translation_no_longer_tells_apart_are_told(source):
    extract(source, "fr")
    fill(source.with_suffix("") / "fr.po", **{"how-often.options.1": "Jamais", "how-often.options.2": "Jamais"})
    (said,) = problems(lambda: translate.translations(source, keys_of(source)))
    assert said.endswith(":1: 'Jamais' stands here 2 times; translate each answer otherwise")


def test_the_language_of_the_source_is_not_translated(source):
    extract(source, "en")
    (said,) = problems(lambda: translate.translations(source, keys_of(source)))
    assert said.endswith("the questionnaire is written in 'en': nothing is to be translated; take this file away")
