"""Chance in permuted blocks: balanced at every moment, and nobody's draw can be foretold."""

import json
from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsurvey.responses.decks import COPIES, deal, most
from leadsurvey.responses.flow import TasksStep, flow
from tests.conftest import make_round
from tests.web.site import MANY_KINDS

UNITS = "unit,parent,name,front,lead,senior,citizen\nhouse,,House,400,9,4,0\n"


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    folder = tmp_path_factory.mktemp("decks")
    (folder / "many.yaml").write_text(MANY_KINDS, encoding="utf-8")
    return make_round(folder, questionnaire="many.yaml", units=UNITS)


def tasks_of(survey, level):
    (step,) = [step for step in flow(survey.questionnaire, level) if isinstance(step, TasksStep)]
    return step


LEVELS = st.sampled_from(["front", "lead", "senior"])


@given(st.lists(LEVELS, max_size=120))
def test_at_every_moment_the_arms_of_a_task_differ_by_no_more_than_a_block(survey, people):
    decks, seen = {}, defaultdict(Counter)
    for level in people:
        drawn = deal(decks, survey, level, tasks_of(survey, level), {})
        assert len(drawn) == survey.questionnaire.tasks_per_person[level]
        for task, arm in drawn.items():
            group = "front" if level == "front" else "the few"
            seen[group, task][arm] += 1
            arms = next(each.arms for each in survey.questionnaire.tasks if each.id == task)
            counts = [seen[group, task][name] for name in arms]
            assert max(counts) - min(counts) <= COPIES


def test_tasks_come_about_equally_often(survey):
    decks = {}
    counts = Counter(task for _ in range(90) for task in deal(decks, survey, "front", tasks_of(survey, "front"), {}))
    assert set(counts) == {"framing-wells", "anchor-share", "rank-idea"}
    assert max(counts.values()) - min(counts.values()) <= 3


def test_who_has_drawn_keeps_what_was_drawn(survey):
    decks = {}
    kept = {"rank-idea": "new"}
    drawn = deal(decks, survey, "front", tasks_of(survey, "front"), kept)
    assert drawn["rank-idea"] == "new"
    assert next(iter(drawn)) == "rank-idea"
    assert len(drawn) == 2
    assert deal(decks, survey, "front", tasks_of(survey, "front"), drawn) == drawn


def test_levels_with_few_people_share_their_decks_and_large_ones_do_not(survey):
    decks = {}
    for level in ("front", "lead", "senior"):
        deal(decks, survey, level, tasks_of(survey, level), {})
    groups = {name.partition("/")[0].partition(":")[0] for name in decks}
    assert groups == {"front", ""}


@given(st.lists(LEVELS, max_size=60))
def test_decks_never_outgrow_the_room_that_is_kept_for_them(survey, people):
    decks = {}
    for level in people:
        deal(decks, survey, level, tasks_of(survey, level), {})
        assert len(json.dumps(decks)) <= most(survey.questionnaire)


def test_draws_differ_from_one_beginning_to_the_next(survey):
    step = tasks_of(survey, "front")
    firsts = {tuple(deal({}, survey, "front", step, {}).items()) for _ in range(200)}
    assert len(firsts) > 15, "of 24 that there are"
