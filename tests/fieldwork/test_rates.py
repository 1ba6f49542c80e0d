"""Response rates while a round is open tell about groups, once a day, and nobody can be found by watching them."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from leadsurvey.fieldwork import closing, inviting, rates
from leadsurvey.fieldwork.rates import SMALLEST, Word
from leadsurvey.records.tallies import Asked
from leadsurvey.responses.seal import Keyring, link_token, seal_response, token_hash
from leadsurvey.responses.store import Store
from leadsurvey.rounds.people import Person
from tests.conftest import leadsurvey, make_round, open_round

UNITS = """\
unit,parent,name,front
all,,The whole house,0
east,all,East wing,40
west,all,West wing,40
attic,west,Attic,6
"""
DAY = datetime(2026, 5, 4, 9, tzinfo=UTC)


class Open:
    """An open round, and people who answer one by one."""

    def __init__(self, folder, invited, **keys):
        self.settings, self.survey = open_round(folder, units=UNITS, **keys)
        self.keys = Keyring(self.settings.keys)
        people = [
            Person(f"{unit}{n}@example.org", unit, "front", "en") for unit, count in invited for n in range(count)
        ]
        with self.store() as store:
            inviting.invite(store, self.keys, self.survey, people, "")
            secret = self.keys.link_secret("small")
            rows = list(store.run("SELECT unit, number FROM invitations ORDER BY unit, number"))
        self.waiting = {}
        for unit, number in rows:
            self.waiting.setdefault(unit, []).append(token_hash(link_token(secret, number)))

    def store(self):
        return Store(self.settings.database)

    def answer(self, unit, count=1):
        with self.store() as store:
            for _ in range(count):
                invitation = store.invitation(self.waiting[unit].pop())
                store.submit(invitation, seal_response(store.round("small").public_key, 0, b"\x01"))

    def told(self, day=0):
        with self.store() as store:
            return rates.of(store, self.survey, DAY + timedelta(days=day))

    def shown(self, day=0):
        """Unit by unit: about how many answered, or the word for it."""
        return {each.unit: each.answered or str(each.word) for each in self.told(day).groups}


@pytest.fixture
def house(tmp_path):
    return Open(tmp_path, [("east", 40), ("west", 34), ("attic", 6)])


def test_people_are_counted_to_the_nearest_five(house):
    house.answer("east", 23)
    house.answer("west", 4)
    assert [(r.unit, r.invited, r.answered, r.share) for r in house.told().groups] == [
        ("all", 80, 25, 30),
        ("east", 40, 25, 65),
        ("west", 40, 5, 15),
    ]


def test_nearly_nobody_and_nearly_everybody_are_told_in_words(house):
    house.answer("east", 2)
    house.answer("west", 34)
    house.answer("attic", 5)
    assert house.shown() == {"all": 40, "east": Word.FEW, "west": Word.NEARLY_ALL}


def test_the_same_day_gives_the_same_numbers_whatever_happens(house):
    house.answer("east", 10)
    before = house.told()
    house.answer("east", 20)
    assert house.told() == before
    assert house.shown(day=1)["east"] == 30


def test_a_day_begins_where_the_round_is_held(tmp_path):
    house = Open(tmp_path, [("east", 40), ("west", 40)], timezone="Asia/Tokyo")
    with house.store() as store:
        first = rates.of(store, house.survey, datetime(2026, 5, 4, 14, 59, tzinfo=UTC))
        second = rates.of(store, house.survey, datetime(2026, 5, 4, 15, 0, tzinfo=UTC))
    assert (first.day, second.day) == ("2026-05-04", "2026-05-05")


def test_only_what_may_be_told_is_kept(house):
    house.answer("attic", 3)
    house.answer("east", 13)
    house.told()
    with house.store() as store:
        (counts,) = store.one("SELECT counts FROM tallies")
    assert "attic" not in counts
    assert "13" not in counts
    assert "16" not in counts


def test_those_who_declined_are_not_told(house):
    before = house.told()
    with house.store() as store:
        for token in house.waiting["east"][:20]:
            store.decline(store.invitation(token))
    assert house.told(day=1).groups == before.groups


def test_an_open_round_tells_all_answers_and_no_group(tmp_path):
    house = Open(tmp_path, [("east", 40)], invitations="open")
    house.answer("east", 12)
    assert (house.told().answers, house.told().groups) == (10, ())


def test_too_few_answers_in_all_are_not_counted(house):
    house.answer("east", 2)
    assert house.told().answers is None


def test_an_organisation_with_too_few_invited_is_told_nothing_of(tmp_path):
    house = Open(tmp_path, [("east", 9)], minimum_group=5)
    house.answer("east", 9)
    assert house.told().groups == ()


def test_after_closing_the_last_tally_stays_and_no_new_one_is_taken(house):
    house.answer("east", 10)
    before = house.told()
    house.answer("east", 20)
    with house.store() as store:
        store.start_closing("small")
    assert house.told(day=1) == before


def test_a_unit_is_kept_back_where_the_rest_of_its_parent_would_be_small(tmp_path):
    house = Open(tmp_path, [("east", 40), ("west", 12), ("all", 4)])
    assert list(house.shown()) == ["all", "east"]


def trees(seed):
    """A random tree of units, and how many people of each were invited."""
    chance = random.Random(seed)  # noqa: S311 - trees to try
    parents = [None, *(f"u{chance.randrange(n)}" for n in range(1, 40))]
    rows = "".join(
        f"u{n},{parent or ''},Unit {n},{chance.choice((0, 3, 9, 10, 25))}\n" for n, parent in enumerate(parents)
    )
    own = {f"u{n}": Asked(chance.choice((0, 0, 1, 4, 9, 10, 12, 30)), 0) for n in range(40)}
    return f"unit,parent,name,front\n{rows}", own


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("smallest", [5, 15])
def test_whatever_is_subtracted_from_whatever_no_rest_is_small(tmp_path, seed, smallest):
    units, own = trees(seed)
    survey = make_round(tmp_path, units=units, minimum_group=smallest)
    people = rates.with_all_below(survey, own)
    shown, least = rates.tellable(survey, people), max(SMALLEST, smallest)
    # every sum and difference of what is told is made of these pieces: what each unit holds beside those told below it
    for unit in shown:
        inner = [n for n in survey.below(unit) if next(u for u in survey.path(n) if u in shown) == unit]
        piece = sum(own[n].invited for n in inner)
        assert piece == 0 or piece >= least, unit
    assert all(people[unit].invited >= least for unit in shown)
    assert len(shown) >= min(1, people[survey.root.id].invited // least)


def test_watching_every_day_while_known_people_answer_finds_nobody_in_a_small_group(tmp_path):
    """Two worlds in which others of the same group answered give the same statuses, however known people step."""
    seen = []
    for number, who in enumerate([{"attic": 4, "west": 2}, {"attic": 0, "west": 6}]):
        (folder := tmp_path / str(number)).mkdir()
        house = Open(folder, [("east", 40), ("west", 34), ("attic", 6)])
        for unit, count in who.items():
            house.answer(unit, count)
        days = []
        for day in range(30):  # people whom the watcher knows answer one a day, to find where the rounding moves
            house.answer("east" if day % 2 else "west")
            days.append(house.told(day).groups)
        seen.append(days)
    assert seen[0] == seen[1]


def test_status_says_how_a_round_stands_and_what_is_next(house, tmp_path):
    house.answer("east", 23)
    code, out, _ = leadsurvey(tmp_path, "status", "small")
    assert code == 0
    assert "Round 'small' is open" in out
    assert "about 25" in out
    assert "Not told: 1 unit with people invited" in out
    assert "after 2099-12-31: leadsurvey close small" in out
    assert "Attic" not in out
    assert " 23 " not in out


def test_status_of_a_round_without_people_and_of_a_closed_one(tmp_path):
    settings, _ = open_round(tmp_path)
    assert "Next: leadsurvey invite small people.csv" in leadsurvey(tmp_path, "status", "small")[1]
    with Store(settings.database) as store:
        closing.close(store, Keyring(settings.keys), "small", settings.backups, settings.links("small"), DAY)
    assert "leadsurvey deliver small" in leadsurvey(tmp_path, "status", "small")[1]
