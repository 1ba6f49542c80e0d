"""What is known of a language from its code."""

from datetime import date

import pytest

from leadsurvey.languages import locales


@pytest.mark.parametrize("code", ["en", "fr", "ar", "pt-BR", "zh-Hant", "zh-Hant-HK", "es-419", "ckb", "cy"])
def test_codes_of_languages_are_known(code):
    assert locales.is_known(code)


@pytest.mark.parametrize(
    "code", ["", "xx", "english", "EN", "pt_BR", "pt-br", "en-", "../en", "en\n", "en-XX-x", "a", "é", "en.po"]
)
def test_other_words_are_not(code):
    assert not locales.is_known(code)


@pytest.mark.parametrize(
    ("code", "name"),
    [("en", "English"), ("fr", "Français"), ("ar", "العربية"), ("ka", "ქართული"), ("pt-BR", "Português (Brasil)")],
)
def test_a_language_is_called_by_its_own_name(code, name):
    assert locales.own_name(code) == name


def test_arabic_hebrew_and_urdu_are_written_from_the_right():
    assert [code for code in ("ar", "he", "ur", "en", "fr", "zh-Hant") if locales.direction(code) == "rtl"] == [
        "ar",
        "he",
        "ur",
    ]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "9 April 2027"),
        ("en-US", "April 9, 2027"),
        ("fr", "9 avril 2027"),
        ("es", "9 de abril de 2027"),
        ("ar", "9 أبريل 2027"),
        ("pt-BR", "9 de abril de 2027"),
    ],
)
def test_a_date_is_written_as_the_language_writes_it(code, words):
    assert locales.day(date(2027, 4, 9), code) == words


@pytest.mark.parametrize(
    ("code", "words"), [("en", "a, b and c"), ("fr", "a, b et c"), ("es", "a, b y c"), ("ar", "a وb وc")]
)
def test_a_list_is_joined_as_the_language_joins_it(code, words):
    assert locales.listed(["a", "b", "c"], code) == words
    assert locales.listed(["a"], code) == "a"
