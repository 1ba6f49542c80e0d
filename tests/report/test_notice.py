"""The drafts of privacy notice and impact assessment tell the round's own facts, and leave the rest open."""

import re
from dataclasses import replace
from datetime import date

import pytest

from leadsurvey.report.notice import DRAFTS, MOST_NAMED, Facts, drafts
from leadsurvey.rounds.places import Places
from leadsurvey.settings import Settings
from tests.conftest import leadsurvey, make_round, open_round, write_round

QUESTIONNAIRES = ("distributed-leadership", "pulse", "citizen-voice", "bias-tasks", "team-conversation", "every-key")
HEADS = {"front": 20, "lead": 7, "senior": 2, "partner": 30, "citizen": 200}
TEMPLATES = Settings.from_environment(environment={}).templates


def a_round(folder, questionnaire="distributed-leadership", **keys):
    """A round of three units whose head-counts differ by level."""
    levels = list(make_round(folder, questionnaire=questionnaire, units=units([])).questionnaire.levels)
    return make_round(folder, questionnaire=questionnaire, units=units(levels), **keys)


def units(levels):
    header = ",".join(["unit,parent,name", *levels])
    rows = [
        f"{unit},{parent},{name}" for unit, parent, name in (("all", "", "House"), ("a", "all", "A"), ("b", "all", "B"))
    ]
    counts = [",".join(str(HEADS.get(level, 11) + 10 * number) for level in levels) for number in (0, 1, 2)]
    if not levels:
        return "unit,parent,name\nall,,House\n"
    return "\n".join([header, *(f"{row},{count}" for row, count in zip(rows, counts, strict=True))]) + "\n"


def written(survey, mail_host=""):
    return drafts(survey, TEMPLATES, mail_host)


def one(survey, name=DRAFTS[0], mail_host=""):
    return written(survey, mail_host)[name]


@pytest.mark.parametrize("questionnaire", QUESTIONNAIRES)
def test_nothing_of_a_template_is_left_over(tmp_path, questionnaire):
    for keys in ({}, {"invitations": "open", "kiosk": "yes", "simulated": "yes"}):
        for text in written(a_round(tmp_path, questionnaire, **keys)).values():
            assert not re.search(r"\{\{|\}\}|\{%|%\}|None|<[a-z]+ object", text)
            assert "Draft, to be completed and checked" in text.split("\n", 1)[0]
            assert not re.search(r"\b1 (questions|people|groups|units|tasks|days|places)\b", text)


@pytest.mark.parametrize("questionnaire", QUESTIONNAIRES)
def test_every_row_of_a_table_has_as_many_cells_as_its_head(tmp_path, questionnaire):
    for text in written(a_round(tmp_path, questionnaire, kiosk="yes"), "mail.example.org").values():
        for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
            cells = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
            assert len(cells) == 1, table


@pytest.mark.parametrize("questionnaire", QUESTIONNAIRES)
def test_what_each_level_is_asked_agrees_with_the_questionnaire(tmp_path, questionnaire):
    survey = a_round(tmp_path, questionnaire)
    asked, text = survey.questionnaire, one(survey)
    for level, each in asked.levels.items():
        (row,) = (line for line in text.splitlines() if line.startswith(f"| {each.title} |"))
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert int(cells[1]) == survey.heads("all", level)
        assert int(cells[3]) == sum(level in item.asked for item in asked.items)


@pytest.mark.parametrize("questionnaire", QUESTIONNAIRES)
def test_only_what_is_asked_is_told_of(tmp_path, questionnaire):
    survey = a_round(tmp_path, questionnaire)
    asked = survey.questionnaire
    told = {
        "**Statements**": asked.capabilities,
        "**Tasks**": asked.tasks,
        "**Predictions**": asked.predictions,
        "**Who took the lead**": asked.who_led,
        "**About the person**": asked.background,
        "**Own words**": asked.comments,
    }
    for text in written(survey).values():
        for heading, is_asked in told.items():
            assert (heading in text) == bool(is_asked), heading
    assessment = one(survey, DRAFTS[1])
    assert ("misled by a task" in assessment) == bool(asked.tasks)
    assert ("in versions by chance" in assessment) == bool(asked.tasks)
    assert ("Own words give somebody away" in assessment) == bool(asked.comments)
    assert ("Sensitive answers become known" in assessment) == any(each.sensitive for each in asked.background)


def test_a_task_is_told_with_its_versions_and_that_it_is_explained_afterwards(tmp_path):
    survey = a_round(tmp_path)
    text = one(survey)
    for task in survey.questionnaire.tasks:
        assert f"{task.title} ({len(task.arms)} versions): {task.shows}" in text
    assert f"out of {len(survey.questionnaire.tasks)}." in text
    assert "once answers are sent, everybody may read it" in text


def test_a_sensitive_question_is_marked_and_asks_for_its_ground(tmp_path):
    survey = a_round(tmp_path)
    (sensitive,) = (each for each in survey.questionnaire.background if each.sensitive)
    text = one(survey)
    (line,) = (line for line in text.splitlines() if sensitive.text in line)
    assert "**sensitive**" in line
    assert "Article 9" in text
    assert "Article 9" not in one(a_round(tmp_path, "pulse"))


def test_days_and_the_smallest_group_are_the_rounds_own(tmp_path):
    survey = a_round(tmp_path, opens="2031-03-04", closes="2031-03-25", erase_invitations=9, minimum_group=13)
    assert survey.erased_on == date(2031, 4, 3)
    for text in written(survey).values():
        assert set(re.findall(r"\d+ [A-Z][a-z]+ 20\d\d", text)) == {"4 March 2031", "25 March 2031", "3 April 2031"}
    assert "9 days after the closing day" in one(survey, DRAFTS[1])
    assert "The smallest group that is shown has 13 people" in one(survey)
    assert "groups of fewer than 13 are withheld" in one(survey, DRAFTS[1])
    assert "of 13 people, 12 can be known" in one(survey, DRAFTS[1])


def test_what_a_round_was_extended_to_is_told_with_the_day_that_was_promised(tmp_path):
    open_round(tmp_path, closes="2099-06-01")
    leadsurvey(tmp_path, "close", "small", "--extend", "2099-06-20")
    assert leadsurvey(tmp_path, "notice", "small", "-o", tmp_path / "out")[0] == 0
    text = (tmp_path / "out" / DRAFTS[0]).read_text(encoding="utf-8")
    assert "closes at the end of 20 June 2099" in text
    assert "29 June 2099 at the latest" in text


def test_who_counts_with_whom_is_told_by_name(tmp_path):
    survey = a_round(tmp_path)
    places, facts, text = Places(survey), Facts(survey, ""), one(survey)
    moved = [
        (unit, level)
        for unit in survey.units.values()
        for level, people in unit.heads.items()
        if people and places.of(unit.id, level).unit != unit.id
    ]
    assert moved
    assert len(facts.joined) == len(moved)
    for unit, level in moved:
        title, home = survey.questionnaire.levels[level].title, survey.units[places.of(unit.id, level).unit].name
        assert f"- {title} of {unit.name} ({unit.heads[level]} people) count in {home}" in text
    assert sum(facts.groups.values()) == facts.people
    assert f"answers stored under {len(facts.groups)} groups" in one(survey, DRAFTS[1])


def test_of_very_many_small_groups_some_are_named_and_the_others_counted(tmp_path):
    rows = "".join(f"u{n},all,Unit {n},2\n" for n in range(100))
    text = one(make_round(tmp_path, units=f"unit,parent,name,front\nall,,House,0\n{rows}"))
    assert len(re.findall(r"^- .* count in House$", text, re.MULTILINE)) == MOST_NAMED
    assert f"- and {100 - MOST_NAMED} more" in text


def test_the_promise_is_the_one_that_people_read(tmp_path):
    _, survey = open_round(tmp_path)
    assert all(f"- {sentence}\n" in one(survey) for sentence in survey.promise["en"])


def test_a_mail_server_is_named_where_there_is_one(tmp_path):
    survey = a_round(tmp_path)
    assert "`mail.example.org`" in one(survey, mail_host="mail.example.org")
    assert "no mail server is set" in one(survey)
    assert "Mail is read on its way" not in one(survey, DRAFTS[1])


def test_ways_to_the_round_and_the_most_answers_are_told_where_there_are_any(tmp_path):
    survey = replace(a_round(tmp_path, invitations="open"), routes=("library", "sms"), at_most=400)
    text = one(survey)
    assert "Once about 400 answers are in" in text
    assert "each of 2 ways (library, sms)" in text
    assert "each of 2 ways: library, sms" in one(survey, DRAFTS[1])
    assert "ways" not in "".join(written(a_round(tmp_path)).values())


def test_words_of_the_round_cannot_break_the_page(tmp_path):
    survey = a_round(tmp_path)
    root = replace(survey.root, name="A | *b* <script>\n# [c](d)")
    text = one(replace(survey, units={**survey.units, "all": root}))
    assert r"A \| \*b\* \<script\> # \[c\](d)" in text
    assert "<script>" not in text.replace(r"\<script\>", "")


def test_numbers_that_nobody_gave_are_left_open(tmp_path):
    survey = make_round(tmp_path, units="unit,parent,name,front\nall,,House,\n")
    assert "not given in the table of units" in one(survey)
    assert not re.search(r"\b0 people", "".join(written(survey).values()))


def test_drafts_are_written_before_opening_and_never_over_what_is_there(tmp_path):
    path = write_round(tmp_path)
    code, said, _ = leadsurvey(tmp_path, "notice", path, "-o", tmp_path / "out")
    assert code == 0
    assert [name in said for name in DRAFTS] == [True, True]
    (tmp_path / "out" / DRAFTS[0]).unlink()
    code, _, said = leadsurvey(tmp_path, "notice", path, "-o", tmp_path / "out")
    assert (code, "is there already" in said) == (1, True)
    assert not (tmp_path / "out" / DRAFTS[0]).exists()


def test_of_a_rehearsal_there_is_no_notice(tmp_path):
    leadsurvey(tmp_path, "open", write_round(tmp_path), "--rehearsal")
    code, _, said = leadsurvey(tmp_path, "notice", "small-rehearsal", "-o", tmp_path / "out")
    assert (code, "name the round that is meant" in said) == (1, True)
