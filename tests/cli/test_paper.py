"""`leadsurvey paper`: forms of an opened round or of a file, and what a wrong call is told."""

import pytest

from tests.conftest import SHIPPED, TINY, leadsurvey, open_round

LEVELS = "unit,parent,name,front,lead,citizen\nall,,The whole house,40,20,30\n"


@pytest.fixture
def opened(tmp_path):
    open_round(tmp_path, questionnaire="beyond-items", units=LEVELS)
    return tmp_path


def test_one_level_is_written_to_the_file_that_is_named(opened):
    code, said, _ = leadsurvey(opened, "paper", "small", "--level", "front", "-o", opened / "form.pdf")
    assert code == 0
    assert "versions A to D" in said
    assert (opened / "form.pdf").read_bytes().startswith(b"%PDF-")


def test_without_a_level_each_gets_a_form_of_its_own(opened):
    code, said, _ = leadsurvey(opened, "paper", "small", "-o", opened / "forms")
    assert code == 0
    assert sorted(path.name for path in (opened / "forms").iterdir()) == [
        "citizen-en.pdf",
        "front-en.pdf",
        "lead-en.pdf",
    ]
    assert said.count("the same for everybody") == 2  # leads and citizens draw no case


def test_one_version_is_shorter_than_all(opened):
    for name, more in (("all", ()), ("one", ("--version", "B"))):
        leadsurvey(opened, "paper", "small", "--level", "front", *more, "-o", opened / f"{name}.pdf")
    assert (opened / "one.pdf").stat().st_size < (opened / "all.pdf").stat().st_size


def test_a_file_gives_a_draft_in_one_of_its_languages(tmp_path):
    target = tmp_path / "draft.pdf"
    call = ("paper", SHIPPED / "team-conversation.yaml", "--level", "member", "--language", "ar", "-o", target)
    code, _, said = leadsurvey(tmp_path, *call)
    assert (code, said) == (0, "")
    assert target.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (["smal", "--level", "front"], ["'smal' is not there (there: small)", "did you mean 'small'?"]),
        (["other", "--level", "front"], ["'other' is not there", "use one of: small"]),
        (["small", "--level", "frnt"], ["--level", "front, lead, citizen", "did you mean 'front'?"]),
        (["small", "--level", "front", "--language", "xx"], ["--language", "use one of: en"]),
        (["small", "--level", "front", "--version", "E"], ["--version", "use one of: A, B, C, D"]),
        (["small", "--level", "lead", "--version", "B"], ["--version", "use one of: A"]),
        (["small", "--version", "B"], ["--version belongs to one level"]),
    ],
)
def test_what_is_unknown_is_refused_with_what_is_known(opened, call, told):
    code, _, said = leadsurvey(opened, "paper", *call, "-o", opened / "form.pdf")
    assert code == 2
    for words in told:
        assert words in " ".join(said.split())
    assert not (opened / "form.pdf").exists()


def test_a_file_that_is_not_there_and_signs_without_letters_are_told(tmp_path):
    code, _, said = leadsurvey(tmp_path, "paper", "none.yaml", "--level", "front", "-o", tmp_path / "x.pdf")
    assert code == 1
    assert "no such file" in said
    hindi = tmp_path / "hindi.yaml"
    hindi.write_text((TINY / "beyond-items.yaml").read_text().replace("Who led?", "किसने"))
    code, _, said = leadsurvey(tmp_path, "paper", hindi, "--level", "front", "-o", tmp_path / "x.pdf")
    assert code == 1
    assert "no font here has the signs" in said
    assert not (tmp_path / "x.pdf").exists()
