"""What changes in an open round, as an organiser types it."""

import pytest

from leadsurvey.fieldwork.standing import stored_round
from leadsurvey.responses.store import Store
from tests.conftest import leadsurvey, open_round, settings_for


def survey(folder):
    with Store(settings_for(folder).database) as store:
        return stored_round(store, "small")[1]


@pytest.fixture
def open_folder(tmp_path):
    """A folder with an open round that closes in June 2099."""
    open_round(tmp_path, closes="2099-06-01")
    return tmp_path


def test_extending_says_until_when_and_what_stays(open_folder):
    code, said, _ = leadsurvey(open_folder, "close", "small", "--extend", "2099-06-20")
    assert code == 0
    assert "takes answers until the end of 2099-06-20" in said
    assert "still erased on 2099-06-29, as people were told" in said
    assert survey(open_folder).closes.isoformat() == "2099-06-20"


@pytest.mark.parametrize("day", ["2099-02-30", "tomorrow", "20.6.2099"])
def test_a_day_that_is_none_is_refused(open_folder, day):
    assert leadsurvey(open_folder, "close", "small", "--extend", day)[0] == 2


def test_the_smallest_group_and_the_contact_change_together(open_folder):
    code, said, _ = leadsurvey(open_folder, "amend", "small", "--smallest-group", 12, "--contact", "Bo Example")
    assert code == 0
    assert "Groups of 12 or more" in said
    assert "names: Bo Example" in said
    assert (survey(open_folder).minimum_group, survey(open_folder).texts["contact"]) == (12, "Bo Example")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--smallest-group", 10], "it can only rise; name 11 or more"),
        (["--smallest-group", -3], "it can only rise"),
        (["--contact", ""], "the contact is empty"),
    ],
)
def test_what_would_break_the_promise_is_refused(open_folder, words, said):
    code, _, told = leadsurvey(open_folder, "amend", "small", *words)
    assert (code, said in told) == (1, True), told


@pytest.mark.parametrize(
    "words",
    [
        ["amend", "small"],
        ["person", "small", "ada@example.org"],
        ["person", "small", "ada@example.org", "--revoke", "--reissue"],
        ["person", "small", "ada@example.org", "--revoke", "--send"],
        ["person", "small", "ada@example.org", "--move", "east"],
    ],
)
def test_a_command_that_does_not_say_what_to_do_is_a_wrong_call(open_folder, words):
    assert leadsurvey(open_folder, *words)[0] == 2


@pytest.mark.parametrize(
    "words",
    [
        ["amend", "smal", "--contact", "Bo"],
        ["close", "smal", "--extend", "2099-06-20"],
        ["person", "smal", "a@example.org", "--revoke"],
    ],
)
def test_a_round_that_was_never_opened_is_told(open_folder, words):
    code, _, told = leadsurvey(open_folder, *words)
    assert (code, "no round 'smal' was opened here (opened: small)" in told) == (1, True)
