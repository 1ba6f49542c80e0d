"""The shipped translations are whole, and ask what the source asks."""

import pytest

from leadsurvey.languages import catalogue as po
from leadsurvey.questionnaire.load import load
from leadsurvey.questionnaire.review.arms import arms_warnings
from leadsurvey.questionnaire.translate import catalogues, template, translated, translations
from tests.conftest import SHIPPED

LANGUAGES = ["ar", "es", "fr"]
FILES = sorted(SHIPPED.glob("*.yaml"))
LOCALE = SHIPPED.parent / "templates" / "locale"


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def path(request):
    return request.param


@pytest.fixture
def keys(path):
    return load(path, SHIPPED)[1]


def test_every_questionnaire_is_translated_whole_into_every_language(path, keys):
    progress = translations(path, keys, SHIPPED).progress
    assert {language: counts[1:] for language, counts in progress.items()} == dict.fromkeys(LANGUAGES, (0, 0))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_translated_whole_into_every_language(language):
    assert po.counts(po.read(LOCALE / f"{language}.po"))[1:] == (0, 0)


def test_the_templates_for_translators_are_those_of_the_files(path, keys):
    assert po.read(path.with_suffix("") / f"{path.stem}.pot").messages == template(path, keys, SHIPPED).messages


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_arms_of_a_task_differ_in_the_marked_words_only_in_every_language(path, keys, language):
    spoken = translated(keys, translations(path, keys, SHIPPED).texts[language])
    assert [warned.text for warned in arms_warnings(spoken)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_two_questionnaires_share_is_translated_the_same(language):
    met = {}
    for file in FILES:
        for message in po.read(catalogues(file)[language]).messages:
            if ".items." in message.context or ".wording." in message.context:
                assert met.setdefault((message.context, message.source), message.translations) == message.translations
