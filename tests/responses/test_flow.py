"""What a level is asked, in which order."""

import pytest

from leadsurvey.questionnaire.load import load
from leadsurvey.responses.flow import (
    AgreeStep,
    BackgroundStep,
    CommentsStep,
    ItemsStep,
    PredictStep,
    TasksStep,
    WhoLedStep,
    flow,
)
from leadsurvey.responses.tally import tally
from tests.conftest import SHIPPED, TINY, dedented

ALL_KINDS = [ItemsStep, TasksStep, PredictStep, WhoLedStep, BackgroundStep, CommentsStep]


@pytest.fixture(scope="module")
def questionnaire(tmp_path_factory):
    """Every kind of question at once: rated items, and all that beyond-items.yaml has."""
    path = tmp_path_factory.mktemp("flow") / "both.yaml"
    items = dedented("""
        stem: {all: Is it so?, self: And you?}
        capabilities:
          voice:
            title: Voice
            scale: likely
            items:
              voice-a: {text: People speak up., asked: [front, citizen]}
            self_rating: {text: I step back., asked: [front]}
    """)
    path.write_text((TINY / "beyond-items.yaml").read_text() + items)
    return load(path, SHIPPED)[0]


def kinds(questionnaire, level):
    return [type(step) for step in flow(questionnaire, level)]


def test_items_come_first_then_tasks_and_the_person_before_comments(questionnaire):
    assert kinds(questionnaire, "front") == ALL_KINDS


def test_a_level_that_draws_no_task_has_no_step_for_them(questionnaire):
    assert kinds(questionnaire, "lead") == []


def test_those_whose_answers_are_predicted_answer_for_themselves(questionnaire):
    assert kinds(questionnaire, "citizen") == [ItemsStep, AgreeStep]


def test_someone_of_no_stated_level_is_asked_what_all_staff_are_asked(questionnaire):
    assert kinds(questionnaire, None) == []


def test_no_more_tasks_are_drawn_than_there_are(questionnaire):
    (step,) = [step for step in flow(questionnaire, "front") if isinstance(step, TasksStep)]
    assert ([task.id for task in step.pool], step.drawn) == (["wells", "anchor"], 1)


def test_a_tally_counts_self_ratings_apart_and_tasks_as_they_are_drawn(questionnaire):
    counted = tally(flow(questionnaire, "front"), ["voice-self"])
    assert (counted.statements, counted.self_ratings, counted.tasks, counted.pool) == (1, 1, 1, 2)
    assert (counted.predictions, counted.who_led, counted.background, counted.comments) == (1, 1, 1, 1)
    assert counted.pages == len(ALL_KINDS)
