"""Versions of a form on paper: whatever the tasks, each and each of its arms comes equally often."""

from collections import Counter
from itertools import combinations
from math import lcm

from hypothesis import given
from hypothesis import strategies as st

from leadsurvey.questionnaire.load import load
from leadsurvey.questionnaire.model import Score, Task
from leadsurvey.responses.flow import TasksStep, flow
from leadsurvey.responses.versions import letter, versions
from tests.conftest import SHIPPED, TINY


def task(number, arms):
    names = [f"arm-{arm}" for arm in range(arms)]
    score = Score("share", "q", None, ((names[0],), (names[1],)), "higher", {}, None)
    texts = dict.fromkeys(names, "")
    return Task(f"task-{number}", "", "", (), texts, texts, (), score, "", "")


@st.composite
def steps(draw):
    arms = draw(st.lists(st.integers(2, 4), min_size=1, max_size=6))
    pool = tuple(task(number, count) for number, count in enumerate(arms))
    return TasksStep(pool, draw(st.integers(1, len(pool))))


@given(steps())
def test_every_task_and_every_arm_of_a_task_comes_equally_often(step):
    made = versions([step])
    times = Counter(name for version in made for name in version.tasks)
    arms = Counter(card for version in made for card in version.tasks.items())
    assert {times[each.id] for each in step.pool} == {len(made) * step.drawn / len(step.pool)}
    for each in step.pool:
        assert {arms[each.id, arm] for arm in each.arms} == {times[each.id] / len(each.arms)}


@given(steps())
def test_every_version_holds_as_many_tasks_as_a_person_draws_none_twice(step):
    assert {len(version.tasks) for version in versions([step])} == {step.drawn}


@given(steps())
def test_there_are_no_more_versions_than_it_takes(step):
    rounds = lcm(*(len(each.arms) for each in step.pool))
    cards = [len(step.pool) * times for times in range(rounds, rounds * step.drawn + 1, rounds)]
    assert len(versions([step])) == min(count // step.drawn for count in cards if count % step.drawn == 0)


def test_no_arm_always_goes_with_the_same_arm_of_another_task():
    asked = load(SHIPPED / "distributed-leadership.yaml", SHIPPED)[0]
    made = versions(flow(asked, "front"))
    together = Counter(pair for version in made for pair in combinations(sorted(version.tasks.items()), 2))
    assert set(together.values()) == {1}


def test_a_level_that_draws_no_task_has_one_version():
    asked = load(TINY / "beyond-items.yaml", SHIPPED)[0]
    assert [(version.letter, dict(version.tasks)) for version in versions(flow(asked, "lead"))] == [("A", {})]


def test_the_same_questionnaire_gives_the_same_versions():
    asked = load(SHIPPED / "bias-tasks.yaml", SHIPPED)[0]
    assert versions(flow(asked, "front")) == versions(flow(asked, "front"))


def test_letters_go_on_after_z():
    assert [letter(number) for number in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]
