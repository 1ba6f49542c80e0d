"""Who is invited, and how they are reached: once each, all or none, and unreadable for who holds the database alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsurvey.fieldwork import inviting
from leadsurvey.fieldwork.standing import FieldworkError
from leadsurvey.records import contacts
from leadsurvey.records.contacts import Contact
from leadsurvey.responses.seal import KeyLostError, Keyring, token_hash
from leadsurvey.responses.store import Store
from leadsurvey.rounds.people import Person, read_people
from tests.conftest import open_round, problems

ADA = Person("ada@example.org", "east", "front", "en", "Ada Example")
NOBODY_WRITES_TO = Person("", "east", "front", "en", "Bo Example")


@pytest.fixture
def house(tmp_path):
    settings, survey = open_round(tmp_path)
    with Store(settings.database) as store:
        yield store, Keyring(settings.keys), survey


def invite(house, *people):
    store, keys, survey = house
    return inviting.invite(store, keys, survey, people, "https://survey.example")


def reached(house):
    """The contacts that are kept, opened."""
    store, keys, survey = house
    return [Contact.of(keys.secret(), sealed) for _, sealed in contacts.all_of(store, survey.id)]


def test_how_somebody_is_reached_is_kept_for_who_has_the_servers_secret(house):
    invite(house, ADA)
    assert reached(house) == [Contact("ada@example.org", "Ada Example", "en")]


def test_the_database_alone_tells_neither_name_nor_address_nor_link(house, tmp_path):
    (link,) = invite(house, ADA)
    store, *_ = house
    store.rebuild()
    everything = b"".join(path.read_bytes() for path in (tmp_path / "data").glob("leadsurvey.db*"))
    token = link.address.rpartition("/")[2]
    for word in ("ada", "Ada", "example.org", "Example", token):
        assert word.encode() not in everything, word
    assert token_hash(token).encode() in everything, "the bytes are looked for where they would be"


def test_contacts_sealed_with_another_secret_are_not_opened(house, tmp_path):
    invite(house, ADA)
    (tmp_path / "data" / "keys" / "secret").write_bytes(bytes(range(32)))
    with pytest.raises(KeyLostError, match="another secret"):
        reached(house)


def test_all_contacts_are_of_one_length_but_for_long_names(house):
    store, _, survey = house
    invite(house, ADA, NOBODY_WRITES_TO, Person("a@b.co", "west", "front", "en"))
    assert len({len(sealed) for _, sealed in contacts.all_of(store, survey.id)}) == 1


def test_who_has_no_address_is_known_by_name_within_the_unit(house):
    there = Person("", "west", "front", "en", "Bo Example")
    first, other = invite(house, NOBODY_WRITES_TO, there)
    assert first.address != other.address
    assert [link.is_new for link in invite(house, NOBODY_WRITES_TO)] == [False]


def test_a_name_or_language_put_right_is_kept(house):
    invite(house, ADA)
    invite(house, Person("ada@example.org", "east", "front", "en", "Ada Right"))
    assert [contact.name for contact in reached(house)] == ["Ada Right"]


def test_one_fault_among_many_leaves_nobody_invited(house, monkeypatch):
    monkeypatch.setattr(inviting, "AT_ONCE", 3)
    invite(house, ADA)
    many = [Person(f"p{n}@example.org", "west", "front", "en") for n in range(8)]
    with pytest.raises(FieldworkError, match="invited before as east"):
        invite(house, *many, Person("ada@example.org", "west", "front", "en"))
    assert house[0].invited("small") == [("east", "front", 1)]
    assert len(reached(house)) == 1


@given(known=st.sets(st.integers(0, 30)), wanted=st.lists(st.integers(0, 30), unique=True))
def test_whatever_was_invited_before_everyone_has_one_link_and_keeps_it(tmp_path_factory, known, wanted):
    settings, survey = open_round(tmp_path_factory.mktemp("house"))
    people = [Person(f"p{n}@example.org", "east", "front", "en") for n in range(31)]
    with Store(settings.database) as store:
        keys = Keyring(settings.keys)
        before = inviting.invite(store, keys, survey, [people[n] for n in sorted(known)], "")
        after = inviting.invite(store, keys, survey, [people[n] for n in wanted], "")
        addresses = {link.person: link.address for link in before}
        assert [link.person for link in after] == [people[n] for n in wanted]
        assert {link.person for link in after if not link.is_new} == {people[n] for n in wanted if n in known}
        assert all(addresses.setdefault(link.person, link.address) == link.address for link in after)
        assert len(set(addresses.values())) == len(addresses)
        assert after.new == len(set(wanted) - known)


def test_numbers_tell_nothing_of_the_order_of_the_table(house):
    links = invite(house, *(Person(f"p{n:03}@example.org", "east", "front", "en") for n in range(60)))
    store, keys, survey = house
    secret = keys.secret()
    order = [Contact.of(secret, sealed).address for _, sealed in contacts.all_of(store, survey.id)]
    assert sorted(order) == [link.person.email for link in links]
    assert order not in (sorted(order), sorted(order, reverse=True))


def test_a_table_may_name_people_without_an_address(house, tmp_path):
    (tmp_path / "people.csv").write_text("name,unit,level\nBo Example,east,front\n", encoding="utf-8")
    assert read_people(tmp_path / "people.csv", house[2]) == [NOBODY_WRITES_TO]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("email,unit,level\n,east,front\n", "2:email: '' is not an e-mail address; write one, or a name in 'name'"),
        ("unit,level\neast,front\n", "1:email: column 'email' is missing; add it to the first line"),
        ("name,unit,level\nBo,east,front\nBo,east,front\n", "3:name: 'Bo' is on line 2 already"),
        ("name,unit,level\n" + "B" * 300 + ",east,front\n", "2:name: this is too long for a name"),
    ],
)
def test_people_who_cannot_be_told_apart_or_reached_are_refused(house, tmp_path, rows, said):
    (tmp_path / "people.csv").write_text(rows, encoding="utf-8")
    (fault,) = problems(lambda: read_people(tmp_path / "people.csv", house[2]))
    assert f"people.csv:{said}" in fault
