"""What people are told about who sees what: computed from the rules, and from the numbers of their own group."""

import pytest

from leadsurvey.rounds.places import Places
from leadsurvey.rounds.promise import to_everybody, who_sees_what
from tests.conftest import make_round
from tests.web.site import MANY_KINDS, UNITS


def many(folder, **keys):
    (folder / "many.yaml").write_text(MANY_KINDS, encoding="utf-8")
    return make_round(folder, questionnaire="many.yaml", units=UNITS, **keys)


def told(survey, unit, level):
    return who_sees_what(survey, Places(survey), unit, level, invited=False)


def test_everybody_is_told_what_becomes_of_cases_background_and_comments(tmp_path):
    words = " ".join(to_everybody(many(tmp_path)))
    assert "Answers to invented cases are compared between large groups only." in words
    assert "What you say about yourself is counted for the whole organisation only." in words
    assert "is read by a person first" in words


def test_nothing_is_promised_of_what_is_not_asked(tmp_path):
    words = " ".join(to_everybody(make_round(tmp_path)))
    assert "cases" not in words
    assert "own words" not in words


def test_a_group_large_enough_is_told_its_number_and_the_rule(tmp_path):
    assert told(many(tmp_path), "east", "front")[-1] == (
        "In East & wing 20 people stand where you stand. This group is shown alone only if 10 or more of it answered; "
        "your answers count in larger groups too."
    )


def test_a_group_too_small_is_told_with_whom_its_answers_count(tmp_path):
    assert told(many(tmp_path), "attic", "front")[-1] == (
        "In Attic 3 people stand where you stand. That is too few to be a group, "
        "so your answers count together with those of front line in West wing."
    )


def test_the_smallest_group_of_the_round_is_the_one_that_is_told(tmp_path):
    words = " ".join(told(many(tmp_path, minimum_group=15), "east", "front"))
    assert "A group is shown only if 15 or more of its people answered." in words
    assert "shown alone only if 15 or more of it answered" in words


def test_who_would_rather_not_say_is_told_nothing_of_a_group(tmp_path):
    survey = many(tmp_path)
    assert told(survey, None, None) == to_everybody(survey)


def test_everybody_is_told_whether_careless_answers_are_left_out(tmp_path):
    sentence = "Answers that show two signs of not having been read are left out of all figures."
    assert sentence in to_everybody(many(tmp_path, leave_out_careless="yes"))
    assert sentence not in to_everybody(many(tmp_path))


@pytest.mark.parametrize(("smallest", "sharing"), [(5, 10), (10, 10), (14, 14)])
def test_everybody_is_told_of_a_research_file_and_how_many_share_each_part_of_it(tmp_path, smallest, sharing):
    words = " ".join(to_everybody(many(tmp_path, research_file="yes", minimum_group=smallest)))
    assert "Researchers may get a file with the answers of some people to the rated statements" in words
    assert f"only if at least {sharing} people in the file share it" in words
    assert "Researchers" not in " ".join(to_everybody(many(tmp_path)))


def test_nobody_is_told_that_single_answers_stay_in_the_house_where_researchers_may_get_them(tmp_path):
    told_of_reports = "show figures for groups, never one person’s answers."
    assert to_everybody(many(tmp_path, research_file="yes"))[0].startswith("Reports to ")
    assert told_of_reports in to_everybody(many(tmp_path, research_file="yes"))[0]
    assert to_everybody(many(tmp_path))[0].endswith("gets figures for groups, never one person’s answers.")
