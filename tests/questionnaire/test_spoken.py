"""A questionnaire as people read it before there is a round."""

import shutil

import pytest

from leadsurvey.languages import catalogue as po
from leadsurvey.languages.catalogue import Catalogue, Message
from leadsurvey.questionnaire.problems import FaultyFileError
from leadsurvey.questionnaire.spoken import in_language, read
from tests.conftest import SHIPPED, TINY


@pytest.fixture
def path(tmp_path):
    shutil.copy(TINY / "beyond-items.yaml", tmp_path)
    return tmp_path / "beyond-items.yaml"


def translate(path, code, *messages):
    path.with_suffix("").mkdir()
    po.write(path.with_suffix("") / f"{code}.po", Catalogue(code, messages=messages))


def test_the_language_of_the_source_comes_first(path):
    translate(path, "ar", Message("Who led?", "who_led.text", translations=("من قاد؟",)))
    assert read(path, SHIPPED).languages == ("en", "ar")


def test_a_text_without_translation_stays_as_it_is(path):
    translate(path, "ar", Message("Who led?", "who_led.text", translations=("من قاد؟",)))
    arabic = in_language(read(path, SHIPPED), "ar")
    assert (arabic.who_led.text, arabic.who_led.title) == ("من قاد؟", "Who leads")


def test_defaults_of_texts_are_filled_in(tmp_path):
    shutil.copy(TINY / "every-key.yaml", tmp_path)
    assert in_language(read(tmp_path / "every-key.yaml"), "en").levels["front"].about == "your team"


def test_faults_of_a_catalogue_are_faults_of_the_questionnaire(path):
    translate(path, "ar", Message("Other", "of.another", translations=("آخر",)))
    with pytest.raises(FaultyFileError, match=r"ar\.po"):
        read(path, SHIPPED)
