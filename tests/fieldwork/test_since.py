"""A round and the one before it: what opening and closing refuse, and that nothing is lost by it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from leadsurvey.analysis.findings import canonical
from leadsurvey.fieldwork import closing, entering, erasing, opening, rehearsing, standing, telling
from leadsurvey.responses.seal import Keyring
from leadsurvey.responses.store import Store
from leadsurvey.rounds.load import load
from tests.conftest import leadsurvey, open_round, write_round

HEAD = "unit,level,voice-a,voice-b\n"
THEN = HEAD + "east,front,1,1\neast,front,2,2\neast,front,3,3\n" * 7
NOW = HEAD + "east,front,3,3\neast,front,4,4\neast,front,5,5\n" * 7


class House:
    """An installation in which rounds are opened, answered and closed one after the other."""

    def __init__(self, folder):
        self.folder = folder
        self.settings, _ = open_round(folder)
        self.keys = Keyring(self.settings.keys)

    def store(self):
        return Store(self.settings.database)

    def frozen(self, name, **keys):
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        return load(write_round(folder, round=name, **keys), self.settings.questionnaires)

    def open(self, name, **keys):
        with self.store() as store:
            return opening.open_round(store, self.keys, self.frozen(name, **keys), self.settings.catalogues)

    def answer(self, name, answers):
        path = self.folder / "answers.csv"
        path.write_text(answers, encoding="utf-8")
        with self.store() as store:
            entering.enter(store, self.keys, name, path)

    def close(self, name):
        with self.store() as store:
            at = self.settings
            return closing.close(store, self.keys, name, at.backups, at.links(name), datetime.now(UTC)).findings

    def state(self, name):
        with self.store() as store:
            return store.round(name).state, len(store.sealed(name))


@pytest.fixture
def house(tmp_path):
    return House(tmp_path)


def change(findings):
    return findings.units["east"].changes["voice"]["front"]


def test_two_rounds_that_are_closed_one_after_the_other_are_compared(house):
    """From 25 to 75 on the same two questions."""
    house.answer("small", THEN)
    before = house.close("small")
    house.open("next", since="small")
    house.answer("next", NOW)
    findings = house.close("next")
    assert change(findings).difference.value == 50
    assert change(findings).notable
    assert (findings.since.round, findings.since.incomparable) == ("small", {})
    assert before.since is None
    with house.store() as store:
        assert findings.since.release == telling.released(store, "small").hash
        assert telling.released(store, "next").findings == findings


def test_an_unknown_round_before_is_refused_at_opening_with_a_cure(house):
    with pytest.raises(standing.FieldworkError) as refused:
        house.open("next", since="smal")
    assert str(refused.value) == (
        "`since` names the unknown round 'smal', so nothing was opened; did you mean 'small'?"
    )
    with house.store() as store:
        assert list(store.rounds()) == ["small"]


def test_the_command_says_so_too_and_opens_nothing(house):
    house.frozen("next", since="smal")
    code, out, said = leadsurvey(house.folder, "open", house.folder / "next" / "round.yaml")
    assert (code, out) == (1, "")
    assert "`since` names the unknown round 'smal'" in said
    assert "nothing was opened" in said
    assert "Traceback" not in said
    with house.store() as store:
        assert store.round("next") is None


def test_a_round_may_not_come_after_itself(house):
    with pytest.raises(standing.FieldworkError, match="unknown round 'next'"):
        house.open("next", since="next")


def test_while_the_round_before_is_open_its_successor_cannot_be_closed_and_loses_nothing(house):
    house.answer("small", THEN)
    house.open("next", since="small")
    house.answer("next", NOW)
    with pytest.raises(standing.FieldworkError, match="`leadsurvey close small` ends it"):
        house.close("next")
    assert house.state("next") == ("open", 21)
    house.close("small")
    assert change(house.close("next")).difference.value == 50
    assert house.state("next")[0] == "closed"


def test_the_command_refuses_it_without_a_traceback(house):
    house.open("next", since="small")
    code, _, said = leadsurvey(house.folder, "close", "next")
    assert code == 1
    assert "close small" in said
    assert "Traceback" not in said
    assert house.state("next")[0] == "open"


def test_a_rehearsal_is_no_round_before(house):
    """Nobody can ever read its answers: the round that came after it could never be closed."""
    with house.store() as store:
        rehearsal = rehearsing.open_rehearsal(store, house.settings, house.frozen("trial"))
    with pytest.raises(standing.FieldworkError, match="rehearsal"):
        house.open("next", since=rehearsal.id)


def test_a_round_can_be_closed_when_the_one_before_is_erased(house):
    """There is nothing left to compare it with."""
    house.answer("small", THEN)
    house.close("small")
    house.open("next", since="small")
    house.answer("next", NOW)
    with house.store() as store:
        erasing.erase_everything(store, house.settings, "small")
    findings = house.close("next")
    assert findings.since is None
    assert findings.units["east"].changes == {}


def test_the_round_before_may_have_asked_another_questionnaire(house):
    house.answer("small", THEN)
    house.close("small")
    house.open("next", since="small", questionnaire="two-scales")
    findings = house.close("next")
    assert set(findings.since.incomparable) == set(findings.units["all"].scores)


def test_a_release_is_made_again_bit_for_bit_with_the_round_before(house):
    """The same answers and the same round before give the same figures."""
    house.answer("small", THEN)
    house.close("small")
    for name in ("next", "again"):
        house.open(name, since="small")
        house.answer(name, NOW)
    one, other = house.close("next"), house.close("again")
    assert replace(one, round="") == replace(other, round="")
    assert canonical(house.close("next")) == canonical(one)
