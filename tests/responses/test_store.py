"""What the database holds, what it never holds, and that it holds together."""

import math
import re
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from threading import Barrier

import pytest

from leadsurvey.fieldwork import inviting, standing, telling
from leadsurvey.responses.columns import to_codes
from leadsurvey.responses.database import StorageError
from leadsurvey.responses.seal import Keyring, new_token, random_id, seal_draft, seal_response, token_hash
from leadsurvey.responses.store import Invitation, Store, StoredRound
from tests.web.site import make_site, served

ROOT = Path(__file__).parents[2]


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "data" / "leadsurvey.db") as opened:
        opened.migrate()
        opened.add_round(StoredRound("small", "open", "{}", "f", b"k"))
        yield opened


def invited(store, **changed):
    token = new_token()
    given = {"number": random_id(), "round": "small", "token_hash": token_hash(token), "unit": "east", "level": "front"}
    return token, *store.invite([Invitation(**{**given, **changed})])


def count(store, table):
    return store.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - a name of our own table


# The shape of the tables


def own_tables(store):
    return [table for table in store.db.tables if not table.name.startswith("_")]


OF_ORGANISERS = {"users", "roles", "sessions", "audit", "jobs"}
OF_A_WHOLE_ROUND = {"mailings.day", "tallies.day", "research.day"}  # of what an organiser did, never of a person


def test_no_table_about_respondents_has_a_column_that_could_hold_a_time(store):
    of_respondents = [table for table in own_tables(store) if table.name not in OF_ORGANISERS]
    names = {f"{table.name}.{column.name}" for table in of_respondents for column in table.columns}
    assert len(names) > 40
    timely = re.compile(
        r"time|date|day|when|stamp|created|changed|updated|^at$|_at$|_on$|until|ends|seq|order|\bip|agent|device",
        re.IGNORECASE,
    )
    assert {name for name in names if timely.search(name.split(".")[1])} == OF_A_WHOLE_ROUND
    types = {column.type for table in own_tables(store) for column in table.columns}
    assert types <= {"TEXT", "INTEGER", "BLOB"}


def test_responses_share_no_column_with_invitations_but_the_round(store):
    columns = {table.name: {column.name for column in table.columns} for table in own_tables(store)}
    for answers in ("responses", "sealed"):
        assert columns[answers] & (columns["invitations"] | columns["drafts"]) == {"round"}


def test_no_table_keeps_a_hidden_count_of_its_rows(store):
    """A text key leaves SQLite's own row number in place, which tells the order of events; so does AUTOINCREMENT."""
    for table in own_tables(store):
        keys = [column for column in table.columns if column.is_pk]
        is_own_number = [column.type for column in keys] == ["INTEGER"]
        if table.name != "rounds":
            assert is_own_number or "WITHOUT ROWID" in table.schema, table.name
    assert not store.db["sqlite_sequence"].exists()


def test_every_key_of_people_and_answers_is_random_or_a_hash(tmp_path):
    site = make_site(tmp_path)
    with served(site):
        for number, link in enumerate(site.invite_many([("east", "front")] * 40)):
            site.client().post(f"{link}/page/1", {"voice-a": "3"})
            if number % 2:
                site.client().post(f"{link}/check")
    with site.store() as store:
        numbers = [row[0] for row in store.db.execute("SELECT number FROM invitations ORDER BY rowid")]
        boxes = [row[0] for row in store.db.execute("SELECT id FROM sealed")]
        links = [row[0] for row in store.db.execute("SELECT token_hash FROM drafts")]
    site.close()
    with site.store() as store:
        answers = [row[0] for row in store.db.execute("SELECT id FROM responses")]
    for keys in (numbers, boxes, answers):
        assert len(keys) in {20, 40}
        assert max(keys) > 2**61  # of twenty random numbers below 2**62, all lie in the lower half once in a million
        assert len({key % 1000 for key in keys}) > len(keys) / 2
    assert not set(boxes) & set(answers)
    assert all(re.fullmatch("[0-9a-f]{64}", link) for link in links)


# What is kept of people


def test_of_a_link_only_a_hash_is_kept_and_of_an_address_only_a_keyed_one(tmp_path):
    site = make_site(tmp_path)
    links = site.invite_many([("east", "front")] * 5)
    files = b"".join(path.read_bytes() for path in site.settings.data.rglob("leadsurvey.db*"))
    assert token_hash(links[0].removeprefix("/a/")).encode() in files
    assert not any(link.removeprefix("/a/").encode() in files for link in links)
    assert b"example.org" not in files
    assert not list(site.settings.data.rglob("*.csv"))


def test_the_file_of_links_is_for_its_owner_only_and_goes_with_the_closing(tmp_path):
    site = make_site(tmp_path)
    target = site.settings.links("small")
    with site.store() as store:
        person = inviting.Person("ann@example.org", "east", "front", "en")
        links = inviting.invite(store, Keyring(site.settings.keys), site.survey, [person], "https://s.example")
    inviting.write_links(target, links)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert stat.S_IMODE(target.parent.stat().st_mode) == 0o700
    assert links[0].address in target.read_text(encoding="utf-8")
    site.close()
    assert not target.exists()


@pytest.mark.usefixtures("store")
def test_the_database_is_for_its_owner_only(tmp_path):
    assert stat.S_IMODE((tmp_path / "data" / "leadsurvey.db").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_a_person_is_invited_once(store):
    _, first = invited(store, person="mark")
    _, again = invited(store, person="mark")
    assert again == first
    assert count(store, "invitations") == 1


def test_open_links_belong_to_nobody_so_that_there_may_be_many(store):
    for _ in range(3):
        invited(store, unit=None, level=None)
    assert count(store, "invitations") == 3


# Drafts, boxes and states


def test_a_draft_replaces_the_one_before(store):
    token, invitation = invited(store)
    for code in (1, 2):
        store.save_draft(invitation, sealed := seal_draft(token, {"answers": {"voice-a": code}}))
    assert store.draft(invitation.token_hash) == sealed
    assert count(store, "drafts") == 1


def test_sending_replaces_the_draft_by_a_box_in_one_step(store):
    token, invitation = invited(store)
    store.save_draft(invitation, seal_draft(token, {}))
    store.submit(invitation, b"box")
    assert store.draft(invitation.token_hash) is None
    assert store.sealed("small") == [b"box"]
    assert store.invitation(invitation.token_hash).state == "answered"


def test_a_sending_that_fails_midway_leaves_everything_as_it_was(store):
    token, invitation = invited(store)
    store.save_draft(invitation, seal_draft(token, {}))
    with pytest.raises(StorageError):
        store.submit(invitation, None)  # the box comes last, and there is none
    assert store.draft(invitation.token_hash) is not None
    assert store.invitation(invitation.token_hash).state == "open"
    assert store.sealed("small") == []


def test_declining_forgets_the_draft(store):
    token, invitation = invited(store)
    store.save_draft(invitation, seal_draft(token, {}))
    store.decline(invitation)
    assert store.draft(invitation.token_hash) is None
    assert store.invitation(invitation.token_hash).state == "declined"


def test_a_file_is_entered_once(store):
    assert store.enter("small", "hash", [b"one", b"two"])
    assert not store.enter("small", "hash", [b"one", b"two"])
    assert sorted(store.sealed("small")) == [b"one", b"two"]


def test_rounds_keep_their_answers_apart(store):
    store.add_round(StoredRound("large", "open", "{}", "f", b"k"))
    for name in ("small", "large"):
        store.enter(name, "hash", [name.encode()])
    store.finish_closing("small", [(1, b"s")], [], "sha", "{}")
    assert store.sealed("large") == [b"large"]
    assert store.sealed("small") == []
    assert store.responses("small") == ([1], b"s")
    assert store.responses("large") == ([], b"")
    assert (store.round("small").state, store.round("large").state) == ("closed", "open")


def test_an_error_inside_a_transaction_undoes_all_of_it(store):
    def break_off():
        with store.write():
            invited(store)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert count(store, "invitations") == 0


def test_what_is_read_in_a_transaction_stays_true_until_it_ends(store, tmp_path):
    _, invitation = invited(store)
    path, start = tmp_path / "data" / "leadsurvey.db", Barrier(8)

    def add_one():
        with Store(path) as own:
            start.wait(timeout=30)
            for _ in range(20):
                with own.write():
                    before = int(own.draft(invitation.token_hash) or b"0")
                    own.save_draft(invitation, str(before + 1).encode())

    with ThreadPoolExecutor(8) as pool:
        for future in [pool.submit(add_one) for _ in range(8)]:
            future.result()
    assert store.draft(invitation.token_hash) == b"160"


# Sealed until the closing


def test_before_the_closing_no_file_holds_an_answer_and_results_are_refused(tmp_path):
    site = make_site(tmp_path)
    answers = {"voice-a": 5, "voice-b": 4, "learn-a": 3, "learn-b": 2, "trust-a": 1}
    with served(site), site.store() as reader:
        reader.rounds()  # an open connection keeps the write-ahead log
        for link in site.invite_many([("east", "front")] * 3):
            for page, name in ((1, "voice"), (2, "learn"), (3, "trust")):
                part = {item: str(code) for item, code in answers.items() if item.startswith(name)}
                assert site.client().post(f"{link}/page/{page}", part).status == 303
            assert site.client().post(f"{link}/check").status == 200
        files = {path.name: path.read_bytes() for path in site.settings.data.rglob("*") if path.is_file()}
    row = to_codes(site.survey.questionnaire, answers)
    assert len(files["leadsurvey.db-wal"]) > 10_000
    assert not [name for name, data in files.items() if row in data or b'"voice-a": 5' in data]
    with site.store() as store, pytest.raises(standing.FieldworkError, match="until it is closed nobody can read"):
        telling.released(store, "small")
    run = subprocess.run(
        [sys.executable, "-m", "leadsurvey", "--data", str(site.settings.data), "results", "small"],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert run.returncode == 1
    assert "until it is closed nobody can read its answers" in run.stderr
    site.close()
    closed = (site.settings.data / "leadsurvey.db").read_bytes()
    assert closed.count(row) == 3, "the search would have found them"


def test_all_boxes_of_a_round_have_one_length_however_much_was_answered(tmp_path):
    site = make_site(tmp_path)
    with served(site):
        client = site.client()
        for link, part in zip(
            site.invite_many([("east", "front"), ("house", "citizen"), ("house", "senior")]),
            ({"voice-a": "1"}, {"voice-a": "dk", "voice-citizen": "5"}, {"voice-a": "1", "voice-b": "2"}),
            strict=True,
        ):
            client.post(f"{link}/page/1", part)
            client.post(f"{link}/check")
    with site.store() as store:
        boxes = store.sealed("small")
    assert len(boxes) == 3
    assert len({len(box) for box in boxes}) == 1


def test_closing_leaves_no_free_pages_and_no_log(tmp_path):
    site = make_site(tmp_path)
    with served(site):
        for link in site.invite_many([("east", "front")] * 30):
            site.client().post(f"{link}/page/1", {"voice-a": "3"})
            site.client().post(f"{link}/check")
    with site.store() as store:
        boxes = store.sealed("small")
    site.close()
    with site.store() as store:
        assert store.db.execute("PRAGMA freelist_count").fetchone() == (0,)
    log = site.settings.database.with_name("leadsurvey.db-wal")
    assert not log.exists() or log.stat().st_size == 0
    files = b"".join(path.read_bytes() for path in site.settings.data.rglob("*") if path.is_file())
    assert not any(box[:24] in files for box in boxes)


# The file itself


def test_four_processes_that_bring_the_tables_up_to_date_at_once_do_it_once(tmp_path):
    path = tmp_path / "data" / "leadsurvey.db"
    code = (
        "import sys, time, pathlib; from leadsurvey.responses.store import Store\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "store = Store(pathlib.Path(sys.argv[1])); store.migrate(); store.__exit__(None, None, None)"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", code, str(path)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(4)
    ]  # fmt: skip
    for run in runs:
        assert run.stdout.readline() == "ready\n"
    for run in runs:
        run.stdin.write("go\n")
        run.stdin.flush()
    assert [(run.communicate(timeout=60)[1], run.returncode) for run in runs] == [("", 0)] * 4
    with Store(path) as store:
        applied = list(store.db.execute("SELECT name FROM _sqlite_migrations"))
        assert len(applied) == len(set(applied)) >= 1
        assert count(store, "rounds") == 0


def test_bringing_the_tables_up_to_date_again_keeps_every_row(store):
    invited(store)
    before = list(store.db.iterdump())
    store.migrate()
    assert list(store.db.iterdump()) == before


def test_a_file_that_is_no_database_is_refused_in_a_sentence(tmp_path):
    path = tmp_path / "leadsurvey.db"
    path.write_bytes(b"holiday snaps, not a database" * 200)
    with pytest.raises(StorageError, match="not a leadsurvey database"), Store(path) as store:
        store.migrate()
    assert path.read_bytes() == b"holiday snaps, not a database" * 200


def test_a_backup_holds_what_the_database_holds_and_is_for_its_owner_only(store, tmp_path):
    store.enter("small", "hash", [seal_response(b"k" * 32, 1, b"row")] * 3)
    store.finish_closing("small", [(place, b"row") for place in (1, 2, 2)], [], "sha", "{}")
    target = tmp_path / "backups" / "small.db"
    store.back_up(target, "small")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert list(target.parent.iterdir()) == [target]
    with Store(target) as copy:
        assert copy.responses("small") == store.responses("small")
        assert copy.release("small") == ("sha", "{}")


def test_the_backup_of_a_closed_round_keeps_no_invitation_of_any_round(store, tmp_path):
    """They are promised to be erased."""
    store.add_round(StoredRound("large", "open", "{}", "f", b"k"))
    for name in ("small", "large"):
        invited(store, round=name)
    target = tmp_path / "backups" / "small.db"
    store.back_up(target, "small")
    with Store(target) as copy:
        assert (len(list(copy.invited("small"))), len(list(copy.invited("large")))) == (0, 0)
    assert len(list(store.invited("small"))) == 1


def test_responses_come_in_an_order_of_chance(store):
    store.finish_closing("small", [(place, b"") for place in range(400)], [], "sha", "{}")
    places, _ = store.responses("small")
    assert sorted(places) == list(range(400))
    rising = sum(one < two for one, two in pairwise(places))
    assert abs(rising - 200) < 6 * math.sqrt(400 / 12)


def test_a_state_or_a_round_that_does_not_exist_is_refused_by_the_tables_themselves(store):
    for sql in (
        "INSERT INTO rounds (id, state, frozen, fingerprint, public_key) VALUES ('r', 'half-open', '', '', x'')",
        "INSERT INTO sealed VALUES (1, 'nowhere', x'00')",
        "INSERT INTO responses VALUES (1, 'small', 'a place', x'00')",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            store.db.execute(sql)
        store.db.rollback()
