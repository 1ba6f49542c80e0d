"""`leadsurvey poster`: of an open round alone, and what a wrong call is told."""

import pytest

from tests.conftest import leadsurvey, open_round

UNITS = "unit,parent,name,member\nall,,The whole house,40\n"


@pytest.fixture
def opened(tmp_path):
    open_round(tmp_path, questionnaire="team-conversation", units=UNITS, languages="[en, ar]", invitations="open")
    return tmp_path


def refused(folder, *call):
    """What a call is told that writes nothing."""
    code, _, said = leadsurvey(folder, "poster", *call, "-o", folder / "poster.pdf")
    assert not (folder / "poster.pdf").exists()
    return code, " ".join(said.split())


def test_it_is_written_to_the_file_that_is_named(opened, monkeypatch):
    monkeypatch.setenv("LEADSURVEY_ADDRESS", "https://survey.example.org/")
    code, said, _ = leadsurvey(opened, "poster", "small", "-o", opened / "poster.pdf")
    assert code == 0
    assert said == f"{opened / 'poster.pdf'}: one page, A4, that leads to https://survey.example.org/r/small\n"
    assert (opened / "poster.pdf").read_bytes().startswith(b"%PDF-")


def test_an_address_that_no_phone_gets_to_is_told(opened, monkeypatch):
    monkeypatch.delenv("LEADSURVEY_ADDRESS", raising=False)
    code, said, _ = leadsurvey(opened, "poster", "small", "-o", opened / "poster.pdf")
    assert code == 0
    assert "Set LEADSURVEY_ADDRESS" in said


def test_without_a_language_it_is_made_in_the_first_one(opened):
    for name, more in (("default", ()), ("en", ("--language", "en")), ("ar", ("--language", "ar"))):
        assert leadsurvey(opened, "poster", "small", *more, "-o", opened / f"{name}.pdf")[0] == 0
    made = {name: (opened / f"{name}.pdf").read_bytes() for name in ("default", "en", "ar")}
    assert made["default"] == made["en"] != made["ar"]


def test_an_unknown_language_is_refused_with_those_of_the_round(opened):
    assert "round 'small' does not speak 'xx'; use one of: en, ar" in refused(opened, "small", "--language", "xx")[1]
    assert refused(opened, "small", "--language", "fr")[0] == 2  # the questionnaire does, the round does not


def test_an_unknown_round_is_refused_with_those_that_were_opened(opened):
    assert refused(opened, "smal") == (
        1,
        "no round 'smal' was opened here (opened: small); `leadsurvey open` opens one",
    )


def test_a_round_of_personal_links_is_told_what_it_can_do_instead(folder):
    code, said = refused(folder, "small")
    assert code == 1
    assert "takes personal links only" in said
    assert "leadsurvey invite small people.csv" in said
    assert "`invitations: open`" in said


def test_a_closed_round_has_no_poster(opened):
    assert leadsurvey(opened, "close", "small")[0] == 0
    code, said = refused(opened, "small")
    assert code == 1
    assert "takes no more answers" in said


def test_a_round_whose_last_day_is_past_has_no_poster(tmp_path):
    open_round(tmp_path, invitations="open", opens="2020-01-01", closes="2020-01-31")
    assert "takes no more answers" in refused(tmp_path, "small")[1]


def test_signs_without_letters_are_told(tmp_path):
    open_round(tmp_path, invitations="open", texts="{contact: किसने}")
    code, said = refused(tmp_path, "small")
    assert code == 1
    assert "no font here has the signs" in said
