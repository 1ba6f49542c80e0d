"""The linking attack: someone who holds copies of everything tries to find out who answered what.

The attacker knows who sent and in which order, holds a copy of the database and its log from before, from after every
single saving and sending, from after every step of the closing, and from after it with the backup, has read all the
files of the installation that are left, and knows which place each person answers from. Guessing within a place is
right once per place on average, however large it is; no attack may do better than that. All answers are different, so
that they could be linked.
"""

import random
import sqlite3
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.secret import SecretBox
from scipy.stats import poisson

from leadsurvey.fieldwork import closing
from leadsurvey.responses.columns import to_codes
from leadsurvey.responses.seal import PLACE, Keyring, open_draft, random_id, token_hash
from leadsurvey.responses.store import Store
from leadsurvey.rounds.places import Places
from tests.web.site import make_site, served

ITEMS = [f"{name}-{number}" for name in ("first", "second") for number in range(8)]
QUESTIONNAIRE = """
questionnaire: attacked
title: Attacked
levels:
  front: {title: Front line}
  lead: {title: Team leads}
  senior: {title: Senior leaders, merge_with: lead}
  citizen: {title: Citizens, reference: true}
scales: {how-often: {options: [Never, Rarely, Sometimes, Often, Always], opt_out: I can’t say}}
capabilities:
""" + "".join(
    f"  {name}:\n    title: {name}\n    asked: [front, lead, senior, citizen]\n    items:\n"
    + "".join(f"      {item}: {item}.\n" for item in ITEMS if item.startswith(name))
    for name in ("first", "second")
)
STAND = {
    ("house", "senior"): 7,
    ("house", "citizen"): 20,
    ("east", "front"): 40,
    ("east", "lead"): 12,
    ("west", "front"): 40,
    ("west", "lead"): 4,
    ("attic", "front"): 3,
    ("north", "front"): 60,
    ("north", "lead"): 14,
}
PARENTS = {"house": "", "east": "house", "west": "house", "north": "house", "attic": "west"}
UNITS = "unit,parent,name,front,lead,senior,citizen\n" + "".join(
    f"{unit},{parent},{unit},"
    + ",".join(str(STAND.get((unit, level), 0)) for level in ("front", "lead", "senior", "citizen"))
    + "\n"
    for unit, parent in PARENTS.items()
)
BLOCK = 512


@dataclass
class Sender:
    """Someone who sent, as the attacker knows them, and the row that the attacker looks for."""

    link: str
    place: int
    row: bytes


@dataclass
class Loot:
    """What the attacker brought home, one entry a sending."""

    senders: list[Sender] = field(default_factory=list)
    fresh: list[bytes] = field(default_factory=list)  # what changed when they saved and when they sent
    boxes: list[list[tuple[int, bytes]]] = field(default_factory=list)  # sealed answers that were not there before
    copies: list[bytes] = field(default_factory=list)  # whole copies, now and then
    drafts: dict[str, bytes] = field(default_factory=dict)  # by the hash of their link
    closing: list[bytes] = field(default_factory=list)  # whole copies from after each step of the closing
    backup: bytes = b""
    rows: list[tuple[int, int, bytes]] = field(default_factory=list)  # (id, place, row) after the closing
    columns: dict[str, dict[bytes, object]] = field(default_factory=dict)  # of the table of responses, by row
    end: bytes = b""  # every file after the closing


class Spy:
    """Copies the database and its log whenever something was saved or sent."""

    def __init__(self, database):
        self.loot = Loot()
        self._files = [database, database.with_name(database.name + "-wal")]
        self._before, self._saved = [b"", b""], b""
        self._known = set()
        self.look()

    def look(self, sender=None):
        now = [path.read_bytes() if path.exists() else b"" for path in self._files]
        boxes, drafts = self._read()
        fresh = b"".join(map(differing, self._before, now))
        if sender:
            self.loot.senders.append(sender)
            self.loot.fresh.append(self._saved + fresh)
            self.loot.boxes.append([box for box in boxes if box not in self._known])
            if len(self.loot.senders) % 25 == 0:
                self.loot.copies.append(b"".join(now))
        self.loot.drafts |= drafts
        self._known |= set(boxes)
        self._before, self._saved = now, fresh

    def look_while_closing(self):
        self.loot.closing.append(b"".join(path.read_bytes() for path in self._files if path.exists()))

    def _read(self):
        with sqlite3.connect(self._files[0]) as opened:
            found = (
                list(opened.execute("SELECT id, box FROM sealed")),
                dict(opened.execute("SELECT token_hash, sealed FROM drafts").fetchall()),
            )
        opened.close()
        return found

    def go_home(self):
        """After the closing, take everything."""
        with sqlite3.connect(self._files[0]) as opened:
            self.loot.rows = list(opened.execute("SELECT id, place, answers FROM responses"))
            assert opened.execute("PRAGMA freelist_count").fetchone() == (0,)
            found = opened.execute("SELECT * FROM responses")
            names = [name for name, *_ in found.description]
            for values in found.fetchall():
                each = dict(zip(names, values, strict=True))
                for name, value in each.items():
                    self.loot.columns.setdefault(name, {})[each["answers"]] = value
        opened.close()
        folder = self._files[0].parent
        self.loot.end = b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
        self.loot.backup = b"".join(path.read_bytes() for path in sorted(folder.rglob("*-closed.db")))
        return self.loot


def differing(before, now):
    """The blocks of a file that are not what they were."""
    padded = np.frombuffer(now.ljust(-(-len(now) // BLOCK) * BLOCK, b"\0"), np.uint8).reshape(-1, BLOCK)
    earlier = np.zeros_like(padded)
    old = np.frombuffer(before[: padded.size], np.uint8)
    earlier.reshape(-1)[: old.size] = old
    return padded[(padded != earlier).any(axis=1)].tobytes()


# Ways to link: each gives, for every sender, the rows that may be theirs.


def by_bytes(loot):
    """Take the rows of which most pieces turn up for the first time in what changed when someone sent."""
    pieces = {row: set(fragments(row).tolist()) for *_, row in loot.rows}
    wanted = np.array(sorted(set().union(*pieces.values())), np.uint64)
    found, known = [], set()
    for rows, fresh in zip(rows_of_their_places(loot), loot.fresh, strict=True):
        first_seen = set(wanted[np.isin(wanted, fragments(fresh))].tolist()) - known
        scores = [len(pieces[row] & first_seen) for row in rows]
        found.append([row for row, score in zip(rows, scores, strict=True) if score == max(scores)])
        known |= first_seen
    return found


def fragments(data):
    """Every run of eight bytes."""
    runs = np.lib.stride_tricks.sliding_window_view(np.frombuffer(data, np.uint8), 8)
    return np.ascontiguousarray(runs).view(np.uint64).reshape(-1)


def by_orders(loot):
    """Lay an order of people beside an order of rows, place by place."""
    people = {
        "sending": lambda n: n,
        "key of the box": lambda n: [key for key, _ in loot.boxes[n]],
        "bytes of the box": lambda n: [box for _, box in loot.boxes[n]],
        "hash of the link": lambda n: token_hash(loot.senders[n].link.removeprefix("/a/")),
    }
    rows = {
        "key": lambda row: row[0],
        "where in the file": lambda row: loot.end.find(row[2]),
        "where in the backup": lambda row: loot.backup.find(row[2]),
        "the answers themselves": lambda row: row[2],
    }
    rows |= {f"column {name}": lambda row, of=values: of[row[2]] for name, values in loot.columns.items()}
    yield from laid_beside(loot, people, rows)


def by_closing(loot, copy):
    """Lay the order of boxes in a copy from the closing beside the order of rows in it: both may lie in its log."""
    people = {
        "sending": lambda n: n,
        "first box": lambda n: [copy.find(box[:64]) for _, box in loot.boxes[n]],
        "last box": lambda n: [copy.rfind(box[:64]) for _, box in loot.boxes[n]],
    }
    rows = {"first": lambda row: copy.find(row[2]), "last": lambda row: copy.rfind(row[2])}
    yield from laid_beside(loot, people, rows)


def laid_beside(loot, people, rows):
    """Every order of people beside every order of rows, place by place, forwards and backwards."""
    numbers = range(len(loot.senders))
    for person, person_order in people.items():
        for kind, row_order in rows.items():
            for backwards in (False, True):
                linked = [[]] * len(loot.senders)
                for place in {place for _, place, _ in loot.rows}:
                    here = sorted((n for n in numbers if loot.senders[n].place == place), key=person_order)
                    there = sorted((row for row in loot.rows if row[1] == place), key=row_order, reverse=backwards)
                    for n, (_, _, row) in zip(here, there, strict=True):
                        linked[n] = [row]
                yield f"{person} / {kind} / {backwards}", linked


def by_opening(loot, private_key):
    """Open the box that came with each sending."""
    opener = SealedBox(PrivateKey(private_key))
    return [[opener.decrypt(box)[PLACE.size :] for _, box in boxes] for boxes in loot.boxes]


def rows_of_their_places(loot):
    return [[row for _, place, row in loot.rows if place == sender.place] for sender in loot.senders]


def hits(loot, linked):
    """How many senders are linked to their own row, a choice among several counting as a part."""
    pairs = zip(loot.senders, linked, strict=True)
    return sum(rows.count(sender.row) / len(rows) for sender, rows in pairs if rows)


def guessing(loot):
    """How many are right by guessing within the stored place, and the number that guessing never reaches."""
    right = len({sender.place for sender in loot.senders})
    assert hits(loot, rows_of_their_places(loot)) == pytest.approx(right)
    return right, poisson.isf(1e-9, right)


# The fieldwork that is spied on


def crowd(site):
    """200 people in an order of chance: their link, place, and answers like nobody else's."""
    chance = random.Random(2015)  # noqa: S311 - the same chance each time
    survey = site.survey
    places = Places(survey)
    stand = [group for group, heads in STAND.items() for _ in range(heads)]
    chance.shuffle(stand)
    for number, ((unit, level), link) in enumerate(zip(stand, site.invite_many(stand), strict=True)):
        spelled = [1 + number // 5**digit % 5 for digit in range(4)] + [chance.randint(1, 5) for _ in ITEMS[4:]]
        answers = dict(zip(ITEMS, spelled, strict=True))
        place = places.numbers[places.of(unit, level)]
        yield Sender(link, place, to_codes(survey.questionnaire, answers)), answers


def answer_over_http(client, link, answers):
    for page in (1, 2):
        part = {item: str(code) for item, code in answers.items() if item.startswith(("first", "second")[page - 1])}
        assert client.post(f"{link}/page/{page}", part).status == 303


class WatchedStore(Store):
    """The store itself, with a spy who copies its files after each step of the closing."""

    def __init__(self, path, spy):
        super().__init__(path)
        self._spy = spy

    def start_closing(self, name):
        super().start_closing(name)
        self._spy.look_while_closing()

    def finish_closing(self, *what):
        super().finish_closing(*what)
        self._spy.look_while_closing()

    def rebuild(self):
        super().rebuild()
        self._spy.look_while_closing()

    def back_up(self, path, name):
        super().back_up(path, name)
        self._spy.look_while_closing()


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    """A whole round under the eyes of the spy: (site, loot, the key of the round that was copied in time)."""
    site = make_site(tmp_path_factory.mktemp("attacked"), questionnaire=QUESTIONNAIRE, units=UNITS)
    people = list(crowd(site))
    with served(site):
        client = site.client()
        with site.store() as reader:  # a program that reads keeps the log from being emptied between two visits
            reader.rounds()
            spy = Spy(site.settings.database)
            for number, (sender, answers) in enumerate(people):
                answer_over_http(client, sender.link, answers)
                spy.look()
                if number % 16 == 15:
                    client.post(f"{sender.link}/decline")
                elif number % 16 != 14:  # who leaves after saving stays a draft
                    assert client.post(f"{sender.link}/check").status == 200
                    spy.look(sender)
        stolen = Keyring(site.settings.keys).round_key(site.name)
        where = site.settings
        with WatchedStore(where.database, spy) as store:
            closing.close(
                store, Keyring(where.keys), site.name, where.backups, where.links(site.name), datetime.now(UTC)
            )
    return site, spy.go_home(), stolen


@pytest.fixture(scope="module")
def loot(attacked):
    return attacked[1]


def test_the_people_can_be_told_apart_and_many_are_in_places_larger_than_their_own_group(loot):
    assert len(loot.senders) == 176
    assert len({sender.row for sender in loot.senders}) == 176
    assert sorted(row for *_, row in loot.rows) == sorted(sender.row for sender in loot.senders)
    assert all(len(boxes) == 1 for boxes in loot.boxes)
    assert len({sender.place for sender in loot.senders}) < len(STAND)


def test_what_changes_when_someone_sends_does_not_link_them(loot):
    _, most = guessing(loot)
    assert all(loot.fresh), "the spy saw nothing"
    assert hits(loot, by_bytes(loot)) < most


def test_no_order_of_people_and_rows_links_them(loot):
    _, most = guessing(loot)
    found = {name: hits(loot, linked) for name, linked in by_orders(loot)}
    assert len(found) == 4 * (4 + 4) * 2
    assert {name: count for name, count in found.items() if count >= most} == {}


def test_no_copy_made_while_closing_links_anybody(loot):
    _, most = guessing(loot)
    assert len(loot.closing) == 4
    before, after, rebuilt, backed_up = loot.closing
    assert not any(sender.row in before for sender in loot.senders)
    assert all(sender.row in after for sender in loot.senders)
    assert any(box[:64] in after for boxes in loot.boxes for _, box in boxes)
    assert not any(box[:64] in copy for copy in (rebuilt, backed_up) for boxes in loot.boxes for _, box in boxes)
    found = {name: hits(loot, linked) for copy in loot.closing[1:] for name, linked in by_closing(loot, copy)}
    assert {name: count for name, count in found.items() if count >= most} == {}


def test_the_backup_holds_every_row_and_no_box(loot):
    assert all(sender.row in loot.backup for sender in loot.senders)
    assert not any(box[:32] in loot.backup for boxes in loot.boxes for _, box in boxes)


def test_no_copy_made_before_the_closing_holds_any_answer_even_in_free_pages(loot):
    assert len(loot.copies) == 7
    assert all(sender.row not in copy for copy in loot.copies for sender in loot.senders)


def test_nothing_that_is_left_after_the_closing_holds_a_box_or_a_draft(loot):
    assert loot.rows[0][2] in loot.end
    assert not any(box[:32] in loot.end for boxes in loot.boxes for _, box in boxes)
    assert loot.drafts
    assert not any(draft[:32] in loot.end for draft in loot.drafts.values())


def test_no_key_that_is_left_opens_a_box_or_a_draft(attacked):
    site, loot, stolen = attacked
    assert stolen not in loot.end
    left = [path.read_bytes() for path in Path(site.settings.keys).iterdir()]
    keys = [*left, bytes(PrivateKey(stolen).public_key)]
    assert len(keys) >= 2
    for key in keys:
        with pytest.raises(CryptoError):
            by_opening(loot, key)
        for draft in loot.drafts.values():
            with pytest.raises(CryptoError):
                SecretBox(key).decrypt(draft)


# The same attack finds what there is to find.


def test_the_attack_succeeds_where_the_key_was_not_destroyed(attacked):
    _, loot, stolen = attacked
    assert hits(loot, by_opening(loot, stolen)) == len(loot.senders)


def test_the_attack_succeeds_on_drafts_where_the_links_were_kept(loot):
    for sender in loot.senders:
        token = sender.link.removeprefix("/a/")
        answers = open_draft(token, loot.drafts[token_hash(token)])["answers"]
        assert bytes(answers[item] for item in ITEMS) == sender.row


@pytest.fixture
def weak_loot(tmp_path):
    """A store as others build it: answers as they are, at once, under the next number."""
    site = make_site(tmp_path, questionnaire=QUESTIONNAIRE, units=UNITS)
    people = list(crowd(site))
    weak = sqlite3.connect(site.settings.database)
    spy = Spy(site.settings.database)
    for number, (sender, _) in enumerate(people):
        weak.execute("INSERT INTO responses VALUES (?, 'small', ?, ?)", (number, sender.place, sender.row))
        weak.execute("UPDATE invitations SET state = 'answered' WHERE token_hash = ?", (token_hash(sender.link[3:]),))
        weak.commit()
        spy.look(sender)
    weak.close()
    return spy.go_home()


def test_the_attack_succeeds_on_a_store_that_keeps_answers_as_they_come(weak_loot):
    assert len(weak_loot.senders) == 200
    assert hits(weak_loot, by_bytes(weak_loot)) == 200
    assert dict(order_hits(weak_loot))["sending / key / False"] == 200


def test_random_keys_alone_do_not_stop_the_attack(tmp_path):
    site = make_site(tmp_path, questionnaire=QUESTIONNAIRE, units=UNITS)
    weak = sqlite3.connect(site.settings.database)
    spy = Spy(site.settings.database)
    for sender, _ in crowd(site):
        weak.execute("INSERT INTO responses VALUES (?, 'small', ?, ?)", (random_id(), sender.place, sender.row))
        weak.commit()
        spy.look(sender)
    weak.close()
    loot = spy.go_home()
    _, most = guessing(loot)
    assert hits(loot, by_bytes(loot)) == 200
    assert max(count for _, count in order_hits(loot)) < most


def test_the_attack_succeeds_on_a_store_that_keeps_the_time_of_each_answer(tmp_path):
    """Random keys, and the answers put in at the end, help nothing if each still says when it came."""
    site = make_site(tmp_path, questionnaire=QUESTIONNAIRE, units=UNITS)
    weak = sqlite3.connect(site.settings.database)
    weak.execute("ALTER TABLE responses ADD COLUMN answered_at TEXT")
    spy = Spy(site.settings.database)
    kept = []
    for minute, (sender, _) in enumerate(crowd(site)):
        kept.append((random_id(), "small", sender.place, sender.row, f"2026-01-01T{minute // 60:02}:{minute % 60:02}"))
        spy.look(sender)
    random.Random(1).shuffle(kept)  # noqa: S311 - the same shuffle each time
    weak.executemany("INSERT INTO responses VALUES (?, ?, ?, ?, ?)", kept)
    weak.commit()
    weak.close()
    found = dict(order_hits(spy.go_home()))
    assert found["sending / column answered_at / False"] == 200
    assert found["sending / key / False"] < 200


def order_hits(loot):
    return [(name, hits(loot, linked)) for name, linked in by_orders(loot)]
