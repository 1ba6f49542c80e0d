"""The linking attack where tasks are drawn and comments written: who read which arm, who wrote, who answered what.

The attacker of test_attack.py also keeps every state of what chance has yet to deal, the size of every draft, every
page, header, address and line of the log. Nothing of it may tell a task, an arm or an answer of anybody.
"""

import logging
import re
import sqlite3
from collections import Counter
from dataclasses import dataclass, field

import pytest
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from scipy.stats import poisson

from leadsurvey.responses.columns import columns, to_codes
from leadsurvey.responses.seal import open_draft, open_draws, token_hash
from leadsurvey.rounds.places import Places
from tests.responses.test_attack import ITEMS, QUESTIONNAIRE, UNITS, Sender, Spy, by_bytes, guessing, hits, order_hits
from tests.web.site import make_site, served

TASKS = {
    f"id-{name}": {"title": f"Title-{name}", "told": {f"arm-{name}-{arm}": f"Story {name} {arm}." for arm in "xyz"}}
    for name in ("wells", "share", "rank")
}
SCORE = "{measure: mean, question: act, compare: [%s, %s], expect: higher}"
WITH_TASKS = (
    QUESTIONNAIRE
    + "tasks_per_person: {front: 2, lead: 2, senior: 2}\ntasks:\n"
    + "".join(
        f"  {name}:\n    title: {task['title']}\n    shows: Purpose-{name}\n"
        "    asked: [front, lead, senior]\n    arms:\n"
        + "".join(f"      {arm}: Words-of-{arm}\n" for arm in task["told"])
        + "    text:\n"
        + "".join(f"      {arm}: {words}\n" for arm, words in task["told"].items())
        + "    questions: {act: {text: How likely is it?, likelihood: how-often}}\n"
        + f"    score: {SCORE % tuple(list(task['told'])[:2])}\n"
        + "    debrief: {usual: Usual., guard: Guard.}\n"
        for name, task in TASKS.items()
    )
    + "comments:\n  better: {text: What next?, warning: A person reads this., asked: [front, lead, senior, citizen]}\n"
)
GROUPS = [("east", "front"), ("west", "front"), ("north", "front"), ("house", "citizen")]
EACH = 20


@dataclass
class Person(Sender):
    """A sender with what the attacker would like to know of them."""

    arms: dict = field(default_factory=dict)
    comment: str = ""


class DrawSpy(Spy):
    """Also keeps what chance has yet to deal, before and after each draw, and the size of every draft."""

    def __init__(self, database):
        self.draws, self.sizes = [], {}
        super().__init__(database)

    def look(self, sender=None):
        super().look(sender)
        with sqlite3.connect(self._files[0]) as opened:
            self.draws += [row for (row,) in opened.execute("SELECT sealed FROM draws")] or [None]
            for link, size in opened.execute("SELECT token_hash, length(sealed) FROM drafts"):
                self.sizes.setdefault(link, []).append(size)
        opened.close()


class Log(logging.Handler):
    """Every line that anything in this process logs, at any level."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


@dataclass
class Attacked:
    """A round under the eyes of the spy."""

    site: object
    spy: DrawSpy
    loot: object
    log: list
    pages: list  # (person, answer) of every page of a task
    addresses: set
    drafts: dict  # what the drafts held just before they were sent, by the hash of their link
    draws: list  # (person, sealed decks before, and after) of everybody who drew
    backup: bytes  # made in the middle of the round
    secrets: dict  # the keys as they were before the closing
    comments: list  # rows after the closing


def crowd(site):
    places = Places(site.survey)
    stand = [GROUPS[number % len(GROUPS)] for number in range(EACH * len(GROUPS))]
    for number, ((unit, level), link) in enumerate(zip(stand, site.invite_many(stand), strict=True)):
        spelled = [1 + number // 5**digit % 5 for digit in range(4)] + [1 + number % 3] * (len(ITEMS) - 4)
        comment = f"Comment {number * 37 % 101:03} " + "w" * (number * 20) if number // len(GROUPS) % 3 == 0 else ""
        place = places.numbers[places.of(unit, level)]
        yield Person(link, place, b"", comment=comment), dict(zip(ITEMS, spelled, strict=True))


def keys_of(site):
    return {
        path.name: path.read_bytes() for path in site.settings.keys.iterdir() if path.is_file() and path.name != ".data"
    }


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("attacked")
    site = make_site(folder, questionnaire=WITH_TASKS, units=UNITS)
    people, pages, addresses, drafts, draws, log = list(crowd(site)), [], set(), {}, [], Log()
    logging.getLogger().addHandler(log)
    before = logging.getLogger().level
    logging.getLogger().setLevel(logging.DEBUG)
    with served(site):
        client = site.client()

        def send(path, answers=()):
            answer = client.post(path, answers)
            addresses.update({path, answer.headers["Location"] or path})
            return answer

        with site.store() as reader:  # a program that reads keeps the log from being emptied between two visits
            reader.rounds()
            spy = DrawSpy(site.settings.database)
            for number, (person, answers) in enumerate(people):
                coded = dict(answers)
                for page in (1, 2):
                    part = {item: str(code) for item, code in answers.items() if item.startswith(("f", "s")[page - 1])}
                    send(f"{person.link}/page/{page}", part)
                spy.look()
                token = person.link.removeprefix("/a/")
                person.arms = open_draft(token, spy.loot.drafts[token_hash(token)]).get("drawn", {})
                if person.arms:
                    draws.append((person, *spy.draws[-2:]))
                for page, (task, arm) in enumerate(person.arms.items(), 3):
                    pages.append((person, task, arm, client.get(f"{person.link}/page/{page}")))
                    send(f"{person.link}/page/{page}", {"q.1": str(1 + number % 5)})
                    coded |= {task: 1 + number % 5, f"{task}.arm": 1 + list(TASKS[task]["told"]).index(arm)}
                send(f"{person.link}/page/{3 + len(person.arms)}", {"better": person.comment})
                person.row = to_codes(site.survey.questionnaire, coded)
                spy.look()
                drafts[token_hash(token)] = open_draft(token, spy.loot.drafts[token_hash(token)])
                pages.append((person, None, None, client.get(f"{person.link}/check")))
                assert send(f"{person.link}/check").status == 200
                spy.look(person)
                if number == len(people) // 2:
                    reader.back_up(folder / "middle.db", site.name)
        secrets = keys_of(site)
        site.close()
    logging.getLogger().removeHandler(log)
    logging.getLogger().setLevel(before)
    with sqlite3.connect(site.settings.database) as opened:
        comments = list(opened.execute("SELECT id, question, text FROM comments"))
    opened.close()
    backup = (folder / "middle.db").read_bytes()
    loot = spy.go_home()
    return Attacked(site, spy, loot, log.lines, pages, addresses, drafts, draws, backup, secrets, comments)


@pytest.fixture(scope="module")
def loot(attacked):
    return attacked.loot


# Ways to link


def by_draws(attacked, read):
    """Take the rows with the arms whose cards went when somebody drew; `read` tries to read the decks."""
    asked = [column.key for column in columns(attacked.site.survey.questionnaire)]
    gone = {person.link: cards_gone(read(before), read(after)) for person, before, after in attacked.draws}
    return [
        [
            row
            for _, place, row in attacked.loot.rows
            if place == person.place
            and all(row[asked.index(key)] == arm for key, arm in gone.get(person.link, {}).items())
        ]
        for person in attacked.loot.senders
    ]


def cards_gone(before, after):
    """The arm that was dealt from each deck that changed, as it is stored."""
    found = {}
    for name, cards in after.items():
        _, _, task = name.partition("/")
        earlier = before.get(name, [])
        if not task or cards == earlier:
            continue
        told = list(TASKS[task]["told"])
        block = told * 2 if len(cards) > len(earlier) else []
        (card,) = (Counter([*earlier, *block]) - Counter(cards)).elements()
        found[f"{task}.arm"] = told.index(card) + 1
    return found


def unreadable(_sealed):
    return {}


def by_size(sizes):
    """Those whose draft was ever larger than the smallest of all."""
    least = min(size for each in sizes.values() for size in each)
    return {link for link, each in sizes.items() if max(each) > least}


def comment_orders(attacked, comments):
    """How many comments an order of people and an order of rows give to whom they are of, if one knew who wrote."""
    wrote = [person for person in attacked.loot.senders if person.comment]
    boxes = {person.link: box for person, (box,) in zip(attacked.loot.senders, attacked.loot.boxes, strict=True)}
    orders = [wrote.index, lambda p: boxes[p.link], lambda p: token_hash(p.link.removeprefix("/a/"))]
    for order in orders:
        for kind in (lambda row: row[0], lambda row: attacked.loot.end.find(row[2].encode()), lambda row: row[2]):
            for backwards in (False, True):
                there = sorted(comments, key=kind, reverse=backwards)
                pairs = zip(sorted(wrote, key=order), there, strict=True)
                yield sum(person.comment.strip() == text for person, (_, _, text) in pairs)


# What holds


def test_the_people_can_be_told_apart_and_all_arms_were_read(loot):
    assert len({person.row for person in loot.senders}) == len(loot.senders) == EACH * len(GROUPS)
    assert sorted(row for *_, row in loot.rows) == sorted(person.row for person in loot.senders)
    assert len({(task, arm) for person in loot.senders for task, arm in person.arms.items()}) == 9


def test_what_changes_when_someone_draws_answers_or_sends_does_not_link_them(loot):
    _, most = guessing(loot)
    assert all(loot.fresh), "the spy saw nothing"
    assert hits(loot, by_bytes(loot)) < most


def test_no_order_of_people_and_rows_links_them(loot):
    _, most = guessing(loot)
    assert {name: count for name, count in order_hits(loot) if count >= most} == {}


def test_nothing_before_the_closing_holds_an_answer_a_comment_or_who_read_what(attacked):
    seen = [*attacked.loot.copies, attacked.backup, *attacked.loot.fresh]
    assert attacked.loot.copies
    assert not any(person.row in copy for copy in seen for person in attacked.loot.senders)
    assert not any(b"Comment 0" in copy for copy in seen)


def test_what_chance_has_yet_to_deal_is_sealed_afresh_each_time_in_one_size(attacked):
    states = [draws for draws in attacked.spy.draws if draws]
    assert len(set(states)) == len(attacked.draws) == EACH * 3
    assert len({len(draws) for draws in states}) == 1
    for name, key in keys_of(attacked.site).items():
        for draws in set(states):
            with pytest.raises(CryptoError):
                open_draws(key, draws)
            with pytest.raises(CryptoError):
                SecretBox(key).decrypt(draws)
            assert draws[:32] not in attacked.loot.end, name
    right, _ = guessing(attacked.loot)
    assert hits(attacked.loot, by_draws(attacked, unreadable)) == pytest.approx(right)


def test_drafts_have_one_size_from_the_first_answer_to_the_longest_comment(attacked):
    assert {size for sizes in attacked.spy.sizes.values() for size in sizes} == {attacked.spy.sizes.popitem()[1][0]}
    assert by_size(attacked.spy.sizes) == set()


def test_drafts_have_one_size_however_much_is_asked(tmp_path):
    lines = "".join(f"      a-line-with-a-long-name-{number}: Line {number}.\n" for number in range(300))
    many = f"  many:\n    title: Many\n    items:\n{lines}"
    with served(
        make_site(tmp_path, questionnaire=WITH_TASKS.replace("tasks_per", f"{many}tasks_per"), units=UNITS)
    ) as site:
        link, client, sizes = site.invite(), site.client(), set()
        answers = {f"a-line-with-a-long-name-{number}": "dk" for number in range(300)}
        for page, sent in ((1, {}), (3, answers), (4, {}), (5, {}), (6, {"better": '"' * 2000})):
            assert client.post(f"{link}/page/{page}", sent).status == 303
            with site.store() as store:
                sizes.add(len(store.draft(token_hash(link.removeprefix("/a/")))))
    assert len(sizes) == 1


def test_sealed_answers_have_one_size(loot):
    assert len({len(box) for boxes in loot.boxes for _, box in boxes}) == 1


def test_nothing_is_left_after_the_closing_that_could_open_a_draw(attacked):
    assert set(keys_of(attacked.site)) == {"secret"}
    assert set(attacked.secrets) == {"secret", "small.key", "small.links", "small.pages"}
    tables = attacked.site.tables()
    assert [tables[name] for name in ("draws", "drafts", "sealed")] == [[], [], []]
    for name, key in attacked.secrets.items():
        assert (key in attacked.loot.end) == (name == "secret")


def test_a_comment_is_kept_with_its_question_and_nothing_else(attacked):
    with sqlite3.connect(attacked.site.settings.database) as opened:
        names = [name for _, name, *_ in opened.execute("PRAGMA table_info(comments)")]
        known = {number for (number,) in opened.execute("SELECT number FROM invitations")}
        known |= {number for (number,) in opened.execute("SELECT id FROM responses")}
    opened.close()
    assert names == ["id", "round", "question", "text", "state", "told"]  # the last two are what a reviewer decided
    assert known.isdisjoint(number for number, *_ in attacked.comments)
    wrote = sorted(person.comment.strip() for person in attacked.loot.senders if person.comment)
    assert sorted(text for *_, text in attacked.comments) == wrote


def test_no_order_of_people_and_comments_tells_who_wrote_what(attacked):
    found = list(comment_orders(attacked, attacked.comments))
    assert len(found) == 18
    assert max(found) < poisson.isf(1e-9, 1) < len(attacked.comments)


def words_that_tell(task, arm):
    """What nobody may find in the source of a page: names and purposes of all tasks, and what is not theirs to read."""
    for name, each in TASKS.items():
        yield from (name, each["title"], f"Purpose-{name}", *each["told"])
        yield from (f"Words-of-{other}" for other in each["told"])
        yield from (words for other, words in each["told"].items() if (name, other) != (task, arm))


def test_the_source_of_a_page_tells_neither_task_nor_arm_nor_what_others_read(attacked):
    assert len(attacked.pages) == EACH * 3 * 3 + EACH
    for _, task, arm, page in attacked.pages:
        source = page.body.decode()
        assert [words for words in words_that_tell(task, arm) if words in source] == []
        assert task is None or TASKS[task]["told"][arm] in source


def test_headers_are_the_same_whatever_was_drawn(attacked):
    """Lengths aside, which any network tells."""
    told = {"Content-Length", "Date"}
    seen = {tuple(sorted(pair for pair in page.headers.items() if pair[0] not in told)) for *_, page in attacked.pages}
    assert len(seen) == 1


def test_addresses_tell_a_number_and_no_more(attacked):
    assert all(re.fullmatch(r"/a/[a-z2-7]{32}/(page/[1-6]|check)", address) for address in attacked.addresses)


def test_the_log_tells_no_link_no_task_and_no_answer(attacked):
    log = "\n".join(attacked.log)
    assert not any(person.link.removeprefix("/a/") in log for person in attacked.loot.senders)
    assert [
        words for words in [*words_that_tell(None, None), *ITEMS, "Comment 0", "q.1", "better"] if words in log
    ] == []


# The same attacks find what there is to find.


def test_the_attack_succeeds_where_the_decks_can_be_read(attacked):
    _, most = guessing(attacked.loot)
    secret = attacked.secrets["small.pages"]
    linked = by_draws(attacked, lambda sealed: open_draws(secret, sealed))
    assert hits(attacked.loot, linked) > most
    assert all(person.row in rows for person, rows in zip(attacked.loot.senders, linked, strict=True))


def test_the_attack_finds_who_wrote_where_drafts_are_not_padded(attacked):
    sizes = {
        link: [len(repr({**draft, "drawn": 0, "done": 0, "answers": 0}))] for link, draft in attacked.drafts.items()
    }
    wrote = {token_hash(person.link.removeprefix("/a/")) for person in attacked.loot.senders if person.comment}
    assert by_size(sizes) == wrote


def test_the_attack_finds_who_wrote_what_where_comments_are_kept_as_they_come(attacked):
    texts = [person.comment.strip() for person in attacked.loot.senders if person.comment]
    kept = [(number, "better", text) for number, text in enumerate(texts)]
    assert next(comment_orders(attacked, kept)) == len(texts)


def test_the_attack_finds_the_arm_where_a_page_names_it(attacked):
    _, task, arm, page = attacked.pages[0]
    assert [words for words in words_that_tell(task, arm) if words in f"{page.body.decode()}<!-- {arm} -->"] == [arm]
