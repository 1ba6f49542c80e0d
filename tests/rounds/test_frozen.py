"""What was asked and promised is frozen at opening, word for word, and a round knows when it may be answered."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsurvey.fieldwork import standing, telling
from leadsurvey.questionnaire.load import load as load_questionnaire
from leadsurvey.questionnaire.translate import extract
from leadsurvey.responses.store import Store
from leadsurvey.rounds.grammar import Frozen
from leadsurvey.rounds.load import as_round, fingerprint, load, thaw
from tests.conftest import SHIPPED, TINY, leadsurvey, make_round, open_round, problems, settings_for, write_round


@pytest.mark.parametrize(
    "questionnaire", [*sorted(path.stem for path in TINY.glob("*.yaml")), "distributed-leadership"]
)
def test_the_frozen_form_gives_the_same_round(tmp_path, questionnaire):
    units = "unit,parent,name\nall,,The whole house\n3 East/b,all,Éast\n"
    texts = "{contact: 'a@example.org, “Ada”'}"
    frozen = load(write_round(tmp_path, questionnaire=questionnaire, units=units, texts=texts), SHIPPED)
    assert thaw(frozen.model_dump_json()) == as_round(frozen)


@pytest.fixture(scope="module")
def frozen(tmp_path_factory):
    folder = tmp_path_factory.mktemp("frozen")
    units = "unit,parent,name,front\nall,,The whole house,40\neast,all,East,12\n"
    return load(write_round(folder, questionnaire="every-key", units=units, texts="{team: our team}"), SHIPPED)


FEW_WORDS = {"rule", "pages", "items", "reach"}


def words_in(value, place=()):
    """The place of every word and number of the frozen form; what holds one of a few words is left out."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if inside is None:
        return [place] if isinstance(value, str | int) and not isinstance(value, bool) else []
    return [found for key, inner in inside for found in words_in(inner, (*place, key))]


@given(st.data())
def test_the_fingerprint_changes_with_any_word(frozen, data):
    form = json.loads(frozen.model_dump_json())
    *place, last = data.draw(st.sampled_from([place for place in words_in(form) if place[-1] not in FEW_WORDS]))
    inner = form
    for step in place:
        inner = inner[step]
    inner[last] = changed(inner[last])
    assert fingerprint(Frozen.model_validate_json(json.dumps(form))) != fingerprint(frozen)


def changed(value):
    """Something else that has the same shape."""
    if isinstance(value, int):
        return value + 1
    others = {"2026-01-01": "2026-01-02", "2099-12-31": "2099-12-30", "personal": "open", "en": "fr", "1.1": "1.2"}
    return others.get(value, f"{value}x")


def test_the_fingerprint_of_the_same_files_is_the_same(tmp_path, frozen):
    units = "unit,parent,name,front\nall,,The whole house,40\neast,all,East,12\n"
    again = load(write_round(tmp_path, questionnaire="every-key", units=units, texts="{team: our team}"), SHIPPED)
    assert fingerprint(again) == fingerprint(frozen)


def test_editing_the_files_after_opening_changes_nothing_that_is_asked_or_promised(tmp_path):
    settings, survey = open_round(tmp_path, minimum_group=7)
    for name, before, after in [
        ("one-scale.yaml", "A person took the lead.", "Another question."),
        ("round.yaml", "minimum_group: 7", "minimum_group: 5"),
        ("units.csv", "east", "annexe"),
    ]:
        path = tmp_path / name
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8")
    with Store(settings.database) as store:
        stored, kept = standing.stored_round(store, "small")
    assert kept == survey
    assert kept.questionnaire.items[0].text == "A person took the lead."
    assert stored.fingerprint == fingerprint(Frozen.model_validate_json(stored.frozen))


def test_a_unit_may_have_any_name_of_the_house_as_its_id(tmp_path):
    units = "unit,parent,name,front\nDépt. 3/b,,The whole house,40\n№ 1,Dépt. 3/b,East,20\n"
    open_round(tmp_path, units=units)
    answers = "unit,level,voice-a,voice-b\n" + "№ 1,front,1,2\n№ 1,front,3,4\n" * 8
    (tmp_path / "answers.csv").write_text(answers, encoding="utf-8")
    assert leadsurvey(tmp_path, "enter", "small", tmp_path / "answers.csv")[0] == 0
    assert leadsurvey(tmp_path, "close", "small")[0] == 0
    with Store(settings_for(tmp_path).database) as store:
        units = telling.released(store, "small").findings.units
    assert list(units) == ["Dépt. 3/b", "№ 1"]


# Days

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("zone", ["Europe/London", "Pacific/Auckland", "America/St_Johns", "Pacific/Kiritimati"])
def test_a_round_is_answerable_from_its_first_second_to_its_last_where_it_is_held(tmp_path, zone):
    survey = make_round(tmp_path, opens="2027-03-02", closes="2027-03-28", timezone=zone)
    first = datetime(2027, 3, 2, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    after = datetime(2027, 3, 29, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    assert [survey.is_answerable(moment) for moment in (first - SECOND, first, after - SECOND, after)] == [
        False, True, True, False,
    ]  # fmt: skip
    assert [survey.is_over(moment) for moment in (first - SECOND, after - SECOND, after)] == [False, False, True]


def test_a_round_may_close_on_the_day_it_opens(tmp_path):
    survey = make_round(tmp_path, opens="2027-03-02", closes="2027-03-02", timezone="UTC")
    assert survey.is_answerable(datetime(2027, 3, 2, 12, tzinfo=UTC))


def test_invitations_are_erased_so_many_days_after_closing(tmp_path):
    survey = make_round(tmp_path, closes="2027-03-19", erase_invitations=28)
    assert survey.erased_on.isoformat() == "2027-04-16"


# Texts


def test_the_rounds_own_texts_go_before_those_of_the_questionnaire(tmp_path):
    survey = make_round(tmp_path, questionnaire="pages", texts="{service: Riverside}")
    capability = survey.questionnaire.capabilities["voice"]
    assert survey.fill(capability.stems["front"], "front") == "How often in your team?"
    assert survey.fill(capability.stems["citizen"], "citizen") == "How often with Riverside?"


def test_a_round_without_texts_uses_those_of_the_questionnaire(tmp_path):
    survey = make_round(tmp_path, questionnaire="pages")
    assert survey.fill("How often with {about}?", "citizen") == "How often with this service?"


def test_a_round_is_frozen_with_the_translations_of_its_languages(tmp_path):
    path = write_round(tmp_path, questionnaire="every-key", languages="[fr, en]", texts="{team: l’équipe}")
    _, keys = load_questionnaire(tmp_path / "every-key.yaml")
    extract(tmp_path / "every-key.yaml", keys, None, "fr")
    extract(tmp_path / "every-key.yaml", keys, None, "de")
    catalogue = tmp_path / "every-key" / "fr.po"
    text = catalogue.read_text(encoding="utf-8")
    for source, translation in (("How often in {about}?", "Souvent dans {about} ?"), ("Always", "Toujours")):
        text = text.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{translation}"')
    catalogue.write_text(text, encoding="utf-8")
    frozen = load(path, SHIPPED)
    assert list(frozen.translations) == ["fr"]
    catalogue.unlink()
    told = as_round(Frozen.model_validate_json(frozen.model_dump_json()), "fr").questionnaire
    assert told.items[0].scale.options == ("Never", "Sometimes", "Toujours")
    assert as_round(frozen).questionnaire.items[0].scale.options == ("Never", "Sometimes", "Always")


def test_a_round_is_frozen_with_the_languages_that_nobody_answers_in(tmp_path):
    frozen = load(write_round(tmp_path, questionnaire="pulse", languages="[en]"), SHIPPED)
    assert sorted(frozen.translations) == ["ar", "es", "fr"]
    assert as_round(frozen, "fr").questionnaire.title != as_round(frozen).questionnaire.title


def test_a_language_without_a_catalogue_is_refused_with_those_there_are(tmp_path):
    said = problems(lambda: load(write_round(tmp_path, languages="[en, fr]"), SHIPPED))
    assert said == ["round.yaml:7:17: the questionnaire is not translated into 'fr'; it is there in: en"]


def test_a_round_opened_before_there_were_translations_is_still_read(frozen):
    form = json.loads(frozen.model_dump_json())
    form["promise"] = ["Nobody sees your answers."]
    del form["translations"]
    assert thaw(json.dumps(form)).promise == {"en": ("Nobody sees your answers.",)}
