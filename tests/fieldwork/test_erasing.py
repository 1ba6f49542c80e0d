"""Invitations are forgotten on the day that was promised, whatever runs then."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from leadsurvey.fieldwork import erasing, inviting
from leadsurvey.fieldwork.housekeeping import believe_the_clock
from leadsurvey.fieldwork.standing import FieldworkError
from leadsurvey.records import contacts, mailings
from leadsurvey.records.contacts import Contact
from leadsurvey.responses.seal import Keyring, seal_draft, seal_response
from leadsurvey.responses.store import Store
from leadsurvey.rounds.people import Person
from tests.conftest import leadsurvey, open_round, settings_for
from tests.fieldwork.test_steps import ANSWERS
from tests.web.site import make_site, served

LAST = datetime(2026, 3, 29, 22, 59, tzinfo=UTC)  # in London the clocks have just gone forward: 23:59
THE_DAY = datetime(2026, 3, 29, 23, 0, tzinfo=UTC)


@pytest.fixture
def house(tmp_path):
    """A round that closed on 20 March 2026, whose invitations go ten days later; one person left a draft, one sent."""
    settings, survey = open_round(tmp_path, closes="2026-03-20", erase_invitations=10)
    with Store(settings.database) as store:
        people = [Person(f"p{n}@example.org", "east", "front", "en") for n in range(3)]
        links = inviting.invite(store, Keyring(settings.keys), survey, people, "")
        inviting.write_links(settings.links("small"), links)
        invitations = [store.invitation(row) for (row,) in store.db.execute("SELECT token_hash FROM invitations")]
        store.save_draft(invitations[0], seal_draft("token", {"answers": {"voice-a": 3}}))
        store.submit(invitations[1], seal_response(store.round("small").public_key, 0, b"\x01\x02"))
        yield settings, store


def left(store):
    """How many invitations, drafts and sealed answers there are."""
    rows = "SELECT (SELECT count(*) FROM invitations), (SELECT count(*) FROM drafts), (SELECT count(*) FROM sealed)"
    return list(store.db.execute(rows).fetchone())


def test_a_minute_before_the_day_nothing_is_erased(house):
    settings, store = house
    assert erasing.erase_overdue(store, settings, LAST) == []
    assert left(store) == [3, 1, 1]


def test_on_the_day_invitations_drafts_and_links_go_and_answers_stay(house):
    settings, store = house
    assert len(erasing.erase_overdue(store, settings, THE_DAY)) == 1
    assert left(store) == [0, 0, 1]
    assert not settings.links("small").exists()
    assert erasing.erase_overdue(store, settings, THE_DAY) == [], "there is nothing left to erase"


def test_what_was_erased_leaves_no_trace_in_the_files(house):
    settings, store = house
    (token_hash,) = store.db.execute("SELECT token_hash FROM drafts").fetchone()
    erasing.erase_overdue(store, settings, THE_DAY)
    assert token_hash.encode() not in b"".join(path.read_bytes() for path in settings.data.glob("leadsurvey.db*"))


def test_any_command_erases_what_is_due_and_says_so(house, tmp_path):
    _, store = house
    code, _, said = leadsurvey(tmp_path, "close", "small")
    assert code == 0
    assert said.startswith("Invitations are erased today, as was promised: ")
    assert left(store)[:2] == [0, 0]


def test_a_server_has_it_erased_at_the_first_request_of_a_day(tmp_path):
    site = make_site(tmp_path, closes="2026-03-20", erase_invitations=10)
    link = site.invite()
    with served(site):
        assert site.client().get(link).status in {404, 410}
        with site.store() as store:
            until(lambda: left(store) == [0, 0, 0])
            until(lambda: erasing.certificates(site.settings, "small"))
        assert site.client().get(link).status == 404


def until(is_so, seconds=30):
    """Wait for what another process does."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)


def test_erased_too_are_contacts_leaders_mailings_links_and_what_older_copies_hold(house):
    settings, store = house
    contacts.set_leader(store, "small", "east", Contact("lea@example.org", "Lea", "en").sealed(b"x" * 32))
    numbers = [number for number, _ in contacts.all_of(store, "small")]
    mailings.begin(store, "small", "invitation", "2026-03-01", numbers)
    settings.backups.mkdir()
    store.run("VACUUM INTO ?", (str(settings.backups / "before.db"),))
    erasing.erase_people(store, settings, "small", THE_DAY)
    with Store(settings.backups / "before.db") as older:
        for kept in (store, older):
            for table in ("invitations", "contacts", "leaders", "drafts", "mailings", "mails"):
                assert kept.one(f"SELECT count(*) FROM {table}") == (0,), table  # noqa: S608 - a name of our own table
    assert not settings.links("small").exists()


def test_a_round_that_takes_answers_is_not_erased(tmp_path):
    settings, _ = open_round(tmp_path)
    with Store(settings.database) as store, pytest.raises(FieldworkError, match="close it first"):
        erasing.erase_people(store, settings, "small", datetime.now(UTC))


def test_after_a_jump_of_the_clock_nothing_is_erased_until_the_day_after(house):
    settings, store = house
    assert erasing.erase_overdue(store, settings, datetime(2026, 3, 20, tzinfo=UTC)) == []
    for _ in range(2):
        with pytest.raises(erasing.NotBelievedError, match="the clock has jumped to 2026-03-29"):
            erasing.erase_overdue(store, settings, THE_DAY)
    assert left(store) == [3, 1, 1]
    assert len(erasing.erase_overdue(store, settings, THE_DAY + timedelta(days=1))) == 1


def test_a_clock_that_was_wrong_for_an_hour_erases_nothing(house):
    settings, store = house
    assert erasing.erase_overdue(store, settings, datetime(2026, 3, 20, tzinfo=UTC)) == []
    with pytest.raises(erasing.NotBelievedError):
        erasing.erase_overdue(store, settings, datetime(2099, 1, 1, tzinfo=UTC))
    assert erasing.erase_overdue(store, settings, datetime(2026, 3, 21, tzinfo=UTC)) == []
    assert left(store) == [3, 1, 1]


def test_somebody_may_say_that_the_day_is_right(house):
    settings, store = house
    assert erasing.erase_overdue(store, settings, datetime(2026, 3, 1, tzinfo=UTC)) == []
    believe_the_clock(store, THE_DAY)
    assert len(erasing.erase_overdue(store, settings, THE_DAY)) == 1


def test_a_clock_that_goes_back_does_no_harm(house):
    settings, store = house
    assert erasing.erase_overdue(store, settings, LAST) == []
    assert erasing.erase_overdue(store, settings, datetime(2020, 1, 1, tzinfo=UTC)) == []
    assert len(erasing.erase_overdue(store, settings, THE_DAY)) == 1


def test_the_command_erases_before_the_day_and_prints_its_certificate(folder):
    (folder / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    leadsurvey(folder, "enter", "small", folder / "answers.csv")
    leadsurvey(folder, "close", "small")
    code, said, _ = leadsurvey(folder, "erase", "small")
    assert code == 0
    assert said.startswith("CERTIFICATE OF ERASURE\nThe whole house")
    assert leadsurvey(folder, "results", "small")[0] == 0, "findings stay"


def test_a_round_is_erased_with_everything_on_demand(folder):
    (folder / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    leadsurvey(folder, "enter", "small", folder / "answers.csv")
    leadsurvey(folder, "close", "small")
    assert leadsurvey(folder, "erase", "small", "--everything")[0] == 0
    assert not list((folder / "data" / "backups").glob("small*"))
    with Store(settings_for(folder).database) as store:
        assert store.rounds() == []
        assert store.responses("small") == ([], b"")
    assert "small" in leadsurvey(folder, "results", "small")[2]
