"""Invitations are forgotten on the day that was promised, whatever runs then."""

from datetime import UTC, datetime

import pytest

from leadsurvey import fieldwork
from leadsurvey.responses.seal import Keyring, seal_draft, seal_response
from leadsurvey.responses.store import Store
from leadsurvey.rounds.people import Person
from tests.conftest import leadsurvey, open_round
from tests.web.site import make_site, served

LAST = datetime(2026, 3, 29, 22, 59, tzinfo=UTC)  # in London the clocks have just gone forward: 23:59
THE_DAY = datetime(2026, 3, 29, 23, 0, tzinfo=UTC)


@pytest.fixture
def house(tmp_path):
    """A round that closed on 20 March 2026, whose invitations go ten days later; one person left a draft, one sent."""
    settings, survey = open_round(tmp_path, closes="2026-03-20", erase_invitations=10)
    with Store(settings.database) as store:
        people = [Person(f"p{n}@example.org", "east", "front", "en") for n in range(3)]
        links = fieldwork.invite(store, Keyring(settings.keys), survey, people, "")
        fieldwork.write_links(settings.links("small"), links)
        invitations = [store.invitation(row) for (row,) in store._db.execute("SELECT token_hash FROM invitations")]
        store.save_draft(invitations[0], seal_draft("token", {"answers": {"voice-a": 3}}))
        store.submit(invitations[1], seal_response(store.round("small").public_key, 0, b"\x01\x02"))
        yield settings, store


def left(store):
    """How many invitations, drafts and sealed answers there are."""
    rows = "SELECT (SELECT count(*) FROM invitations), (SELECT count(*) FROM drafts), (SELECT count(*) FROM sealed)"
    return list(store._db.execute(rows).fetchone())


def test_a_minute_before_the_day_nothing_is_erased(house):
    settings, store = house
    assert fieldwork.erase_overdue(store, settings.links, LAST) == []
    assert left(store) == [3, 1, 1]


def test_on_the_day_invitations_drafts_and_links_go_and_answers_stay(house):
    settings, store = house
    assert fieldwork.erase_overdue(store, settings.links, THE_DAY) == ["small"]
    assert left(store) == [0, 0, 1]
    assert not settings.links("small").exists()
    assert fieldwork.erase_overdue(store, settings.links, THE_DAY) == [], "there is nothing left to erase"


def test_what_was_erased_leaves_no_trace_in_the_files(house):
    settings, store = house
    (token_hash,) = store._db.execute("SELECT token_hash FROM drafts").fetchone()
    fieldwork.erase_overdue(store, settings.links, THE_DAY)
    store.rebuild()
    assert token_hash.encode() not in b"".join(path.read_bytes() for path in settings.data.glob("leadsurvey.db*"))


def test_any_command_erases_what_is_due_and_says_so(house, tmp_path):
    _, store = house
    code, _, said = leadsurvey(tmp_path, "close", "small")
    assert code == 0
    assert said.startswith("Round 'small': its invitations are erased today, as was promised.\n")
    assert left(store)[:2] == [0, 0]


def test_a_server_erases_what_is_due_at_the_first_request_of_a_day(tmp_path):
    site = make_site(tmp_path, closes="2026-03-20", erase_invitations=10)
    link = site.invite()
    with served(site):
        assert site.client().get(link).status == 404
    with site.store() as store:
        assert left(store) == [0, 0, 0]
