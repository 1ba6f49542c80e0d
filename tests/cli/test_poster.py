"""`leadsurvey poster`: of an open round alone, and what a wrong call is told."""

import subprocess

import pytest
import zxingcpp
from PIL import Image

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


def scanned(path):
    """What a phone reads in the code of a poster."""
    run = subprocess.run(["pdftoppm", "-r", "110", "-png", "-singlefile", path, path.with_suffix("")], check=True)
    assert run.returncode == 0
    with Image.open(path.with_suffix(".png")) as picture:
        (code,) = zxingcpp.read_barcodes(picture)
    return code.text


@pytest.fixture
def of_units(tmp_path, monkeypatch):
    monkeypatch.setenv("LEADSURVEY_ADDRESS", "https://survey.example.org")
    open_round(tmp_path, invitations="open", routes="[sms, poster-library]")
    return tmp_path


def test_the_code_of_a_units_poster_says_from_where_and_how_people_come(of_units):
    made = of_units / "east.pdf"
    call = ["poster", "small", "--unit", "east", "--route", "poster-library", "-o", made]
    assert leadsurvey(of_units, *call)[0] == 0
    assert scanned(made) == "https://survey.example.org/r/small?unit=east&route=poster-library"


def test_every_unit_gets_its_poster(of_units):
    assert leadsurvey(of_units, "poster", "small", "--all-units", "-o", of_units / "walls")[0] == 0
    assert sorted(path.name for path in (of_units / "walls").iterdir()) == [
        f"small-{unit}.pdf" for unit in ("all", "east", "west")
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--unit", "eats"], "there is no 'eats' in this round; did you mean 'east'?"),
        (["--route", "smss"], "there is no 'smss' in this round; did you mean 'sms'?"),
    ],
)
def test_a_unit_or_way_that_is_not_known_is_told(of_units, words, said):
    code, warned = refused(of_units, "small", *words)
    assert (code, said in warned) == (2, True), warned
