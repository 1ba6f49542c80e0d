"""The research file of a round that was really closed: who gets none, and what is kept of one that was made."""

import csv
import hashlib
import random

import pytest

from leadsurvey.analysis.microdata import canonical
from leadsurvey.fieldwork import entering
from leadsurvey.fieldwork.researching import research_table
from leadsurvey.fieldwork.standing import FieldworkError
from leadsurvey.responses.seal import Keyring
from tests.web.site import ITEMS, make_site

UNITS = (
    "unit,parent,name,front,lead,senior,citizen\n"
    "house,,The house,0,0,0,60\neast,house,East,60,12,0,0\nwest,house,West,60,12,0,0\n"
)


def closed(folder, *, people=45, spread=True, **keys):
    """A closed round in which so many of the front line of each unit answered."""
    site, chance = make_site(folder, units=UNITS, **keys), random.Random(7)  # noqa: S311 - the same answers each time
    path = folder / "answers.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["unit", "level", *ITEMS])
        for unit in ("east", "west"):
            for _ in range(people):
                many = [chance.randint(1, 5) if spread else 3 for _ in range(4)]
                trust = chance.randint(1, 2) if spread else 1
                out.writerow([unit, "front", *many[:2], "", *many[2:], trust, ""])
    with site.store() as store:
        entering.enter(store, Keyring(site.settings.keys), "small", path)
    site.close()
    return site


@pytest.fixture(scope="module")
def promised(tmp_path_factory):
    return closed(tmp_path_factory.mktemp("promised"), research_file="yes")


def test_a_round_that_promised_it_has_a_file_of_two_in_three(promised):
    with promised.store() as store:
        table = research_table(store, "small")
    assert table.columns[:2] == ("unit", "level")
    assert {row[0] for row in table.rows} == {"east", "west"}
    assert len(table.rows) == 2 * 45 - 2 * 20


def test_what_was_made_is_noted_once_by_its_hash_and_made_again_it_is_the_same(promised):
    with promised.store() as store:
        texts = {canonical(research_table(store, "small")) for _ in range(2)}
        assert len(texts) == 1
        assert store.research("small")[0] == hashlib.sha256(texts.pop().encode()).hexdigest()
        assert store.db.execute("SELECT count(*) FROM research").fetchone() == (1,)


def test_a_file_that_would_differ_from_the_one_that_was_made_is_refused(tmp_path):
    site = closed(tmp_path, research_file="yes")
    with site.store() as store:
        store.add_research("small", "another hash", "2026-06-01")
        with pytest.raises(FieldworkError, match=r"made on 2026-06-01, and would differ now; .* keep to the first"):
            research_table(store, "small")


def test_a_round_that_did_not_promise_it_has_none(tmp_path):
    site = closed(tmp_path)
    with site.store() as store:
        with pytest.raises(FieldworkError, match="nobody was told of a research file"):
            research_table(store, "small")
        assert store.research("small") is None


def test_before_closing_there_is_none(tmp_path):
    site = make_site(tmp_path, units=UNITS, research_file="yes")
    with site.store() as store, pytest.raises(FieldworkError, match="until it is closed nobody can read its answers"):
        research_table(store, "small")


@pytest.mark.parametrize("how", [{"people": 9}, {"spread": False}])
def test_staff_who_are_too_few_or_too_much_alike_give_none_and_nothing_is_noted(tmp_path, how):
    site = closed(tmp_path, research_file="yes", **how)
    with site.store() as store:
        with pytest.raises(FieldworkError, match="too few, or too much of one mind"):
            research_table(store, "small")
        assert store.research("small") is None


def test_forgetting_a_round_forgets_that_a_file_was_made(tmp_path):
    site = closed(tmp_path, research_file="yes")
    with site.store() as store:
        research_table(store, "small")
        store.forget("small")
        assert store.research("small") is None
