"""Twins, as in test_outputs: two rounds that differ only in what is withheld of tasks, predictions and who led.

Leads and seniors are few, told of with all staff alone: what the ones gave in the one round the others gave in the
other. A version of a task that few read, and a statement that few citizens answered, differ freely. Twelve partners
give the same answers to the other of two items, so their scores are alike and single items are not.
"""

import csv

import pytest

from leadsurvey.analysis.disclosure.figures import Withheld
from leadsurvey.analysis.findings import ALL_STAFF, from_canonical
from leadsurvey.responses.store import Store
from tests.analysis.whole import HEADS
from tests.conftest import leadsurvey, open_round, settings_for
from tests.contracts.test_outputs import RESULTS, told

COLUMNS = [
    "unit", "level", "voice-a", "voice-b", "enable-a", "enable-b", "voice-self", "wells.arm", "wells", "wells.others",
    "three.arm", "three", "anchor.arm", "anchor", "weeks.arm", "weeks", "trust.arm", "trust", "ask", "count", "wait",
    "rare", "who_led",
]  # fmt: skip
WORDS = {"three": ("left", "right"), "rare": ("agree", "disagree")}


def staff(number, level, seen=None):
    """What somebody of the front line answers; `seen` is who reads which version and chooses what."""
    code, arm = 1 + number % 5, number % 2
    return {
        "level": level, "voice-a": code, "voice-b": 1 + (number // 2) % 5, "enable-a": code, "enable-b": 6 - code,
        "wells.arm": ("gain", "loss")[arm], "wells": "safe" if number % 3 else "risky", "wells.others": number % 11,
        "anchor.arm": ("large", "small")[arm], "anchor": (60 if arm else 40) + number % 20,
        "weeks.arm": ("best", "usual")[arm], "weeks": (10 if arm else 20) + number % 9,
        "trust.arm": ("known", "unknown")[arm], "trust": code, "ask": 20 + number % 60, "count": 90 - number % 70,
        "wait": 30 + number % 50, "rare": number % 100, "who_led": ("front", "lead;senior", "nobody")[number % 3],
        **(seen or {}),
    }  # fmt: skip


def few(number, extreme):
    """Somebody who answers at one end of everything, or at the other."""
    low = {"voice-a": 1, "voice-b": 1, "enable-a": 1, "enable-b": 2, "wells": "safe", "wells.others": 0, "anchor": 5,
           "weeks": 2, "trust": 1, "ask": 0, "count": 1, "wait": 2, "rare": 3, "who_led": "front"}  # fmt: skip
    high = {"voice-a": 5, "voice-b": 5, "enable-a": 5, "enable-b": 4, "wells": "risky", "wells.others": 10,
            "anchor": 99, "weeks": 90, "trust": 5, "ask": 100, "count": 99, "wait": 98, "rare": 97,
            "who_led": "senior"}  # fmt: skip
    return staff(number, "", high if extreme else low)


def citizens(agreeing):
    """Sixty who answer for themselves; of the last statement only twelve of them, so many agreeing."""
    for number in range(60):
        code = 1 + number % 5
        rare = WORDS["rare"][number >= agreeing] if number < 12 else ""
        yield {"level": "citizen", "voice-a": code, "voice-b": 6 - code, "ask": WORDS["rare"][number % 3 == 0],
               "count": WORDS["rare"][number % 4 > 0], "wait": WORDS["rare"][number % 2], "rare": rare}  # fmt: skip


def people(which):
    """Everybody of one twin."""
    yield from (staff(number, "front") for number in range(120))
    for number in range(24):  # "three" is told from 25 a version on
        choice = WORDS["three"][(number % 5 > 1) == which]
        yield {"level": "front", "voice-a": 3, "voice-b": 2 + number % 3, "three.arm": "one", "three": choice}
        yield {
            "level": "front",
            "voice-a": 2,
            "voice-b": 1 + number % 5,
            "three.arm": "three",
            "three": WORDS["three"][number % 2],
        }
    for number in range(12):
        own = (1 + number % 5) if which else 5
        level = ("lead", "senior")[(number < 6) == which]
        arm = ("gain", "loss")[number % 3 == 0]
        yield {**few(number, number < 6), "level": level, "voice-self": own, "wells.arm": arm}
    yield from (staff(number, "senior") for number in range(3))
    for number in range(12):
        one, other = 1 + number % 5, 1 + number % 2
        yield {
            "level": "partner",
            "voice-a": one if which else other,
            "voice-b": other if which else one,
        }
    yield from citizens(8 if which else 4)


def closed(folder, answers):
    folder.mkdir()
    open_round(folder, questionnaire="whole", units=HEADS)
    with (folder / "answers.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.DictWriter(file, COLUMNS, restval="")
        out.writeheader()
        out.writerows({"unit": "all", **each} for each in answers)
    said = [leadsurvey(folder, "enter", "small", folder / "answers.csv"), leadsurvey(folder, "close", "small")]
    assert [code for code, *_ in said] == [0, 0], said
    (folder / "answers.csv").unlink()
    return [tuple(str(part).replace(str(folder), "") for part in each) for each in said]


@pytest.fixture(scope="module")
def twins(tmp_path_factory):
    home = tmp_path_factory.mktemp("whole")
    return [(home / name, closed(home / name, people(which))) for name, which in (("one", True), ("other", False))]


def release(folder):
    with Store(settings_for(folder).database) as store:
        return store.release("small")


def test_what_differs_is_withheld_and_the_rest_is_told(twins):
    (one, _), *_ = twins
    found = from_canonical(release(one)[1])
    tasks = {task.id: task.effect for task in found.tasks}
    assert [name for name, effect in tasks.items() if isinstance(effect, Withheld)] == ["three"]
    assert [each.id for each in found.predictions.statements if isinstance(each.agree, Withheld)] == ["rare"]
    for shares in (found.who_led.shares, found.predictions.absolute):
        assert [level for level, row in shares.items() if "Withheld" in str(row)] == ["lead", "senior"]
    assert all(isinstance(view.own, Withheld) for view in found.self_views["voice"])
    assert set(found.technical.tasks) == set(tasks)
    for item in found.answers["voice"]:
        assert isinstance(item.groups["partner"], Withheld)
        assert not isinstance(item.groups[ALL_STAFF], Withheld)
    assert isinstance(found.unsaid["voice"]["senior"], Withheld)


def test_all_that_is_known_of_twins_is_the_same_to_the_byte(twins):
    (one, _), (other, _) = twins
    assert release(one) == release(other)


def test_closing_says_the_same_of_twins(twins):
    (_, one), (_, other) = twins
    assert one == other


@pytest.mark.parametrize("command", RESULTS, ids=" ".join)
def test_results_of_twins_are_the_same(twins, command):
    (one, _), (other, _) = twins
    assert told(one, *command) == told(other, *command)


def test_reports_of_twins_are_the_same(twins):
    made = []
    for folder, _ in twins:
        assert leadsurvey(folder, "report", "small", "--all", "-o", folder / "out")[0] == 0
        made.append({path.name: path.read_bytes() for path in (folder / "out").iterdir()})
    one, other = made
    assert one == other
    assert one
