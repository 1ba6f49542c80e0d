"""Arms and tasks stay balanced while eight people answer at the same moment."""

from collections import Counter, defaultdict

from leadsurvey.responses.decks import COPIES
from leadsurvey.responses.seal import Keyring, open_draft, open_draws, token_hash
from tests.web.site import MANY_KINDS
from tests.web.test_at_once import all_at_once
from tests.web.test_kinds import STORIES

UNITS = "unit,parent,name,front,lead,senior,citizen\nhouse,,House,400,60,4,0\n"
LARGE = {"front", "lead"}
AT_ONCE, TURNS = 8, 8


def drawn_by(site, people):
    """The level and the tasks of everyone who has drawn some, all read at one moment."""
    tokens = {token_hash(link.removeprefix("/a/")): (link.removeprefix("/a/"), level) for link, level in people}
    with site.store() as store:
        rows = store.db.execute("SELECT token_hash, sealed FROM drafts").fetchall()
    for known, sealed in rows:
        token, level = tokens[known]
        yield level, open_draft(token, sealed).get("drawn", {})


def up_to_the_tasks(site, link, people):
    """Answer up to the first task, and look how all draws stand after every step."""
    client, seen = site.client(), []
    for path in (link, *(f"{link}/page/{number}" for number in (1, 2, 3))):
        assert client.post(path).status == 303
        seen.append(list(drawn_by(site, people)))
    return seen


def test_arms_never_differ_by_more_than_a_block_and_tasks_come_equally_often(serve):
    site = serve(questionnaire=MANY_KINDS, units=UNITS)
    levels = ["front", "front", "lead", "front", "senior", "front", "lead", "front"] * TURNS
    links = site.invite_many([("house", level) for level in levels])
    people = list(zip(links, levels, strict=True))
    moments = []
    for turn in range(TURNS):
        now = links[turn * AT_ONCE : (turn + 1) * AT_ONCE]
        for seen in all_at_once([lambda link=link: up_to_the_tasks(site, link, people) for link in now]):
            moments += seen
    assert len(moments) == 4 * len(people)
    for moment in moments:
        assert_balanced(moment)
    assert sum(len(drawn) for _, drawn in drawn_by(site, people)) == sum(
        1 if level == "senior" else 2 for level in levels
    )


def assert_balanced(moment):
    """Within a level that is not small, and over all small ones, arms and tasks are drawn about equally often."""
    arms, tasks = defaultdict(Counter), defaultdict(Counter)
    for level, drawn in moment:
        group = level if level in LARGE else "the small"
        tasks[group].update(drawn.keys())
        arms[group].update(drawn.items())
    for group, counted in arms.items():
        for task, told in STORIES.items():
            counts = [counted[task, arm] for arm in told]
            assert max(counts) - min(counts) <= COPIES, (group, task, counts)
        counts = [tasks[group][task] for task in STORIES]
        assert max(counts) - min(counts) <= len(STORIES), (group, counts)


def test_pressing_on_many_times_at_once_draws_once(serve):
    site = serve(questionnaire=MANY_KINDS, units=UNITS)
    links = site.invite_many([("house", "front")] * 4)
    people = [(link, "front") for link in links]
    for link in links:
        for path in (link, f"{link}/page/1", f"{link}/page/2"):
            site.client().post(path)
    for _ in range(2):
        for link in links:
            all_at_once([lambda link=link: site.client().post(f"{link}/page/3") for _ in range(AT_ONCE)])
        assert_balanced(list(drawn_by(site, people)))
        assert [len(drawn) for _, drawn in drawn_by(site, people)] == [2] * len(links)
        for task, cards in cards_of(site).items():
            dealt = sum(task in drawn for _, drawn in drawn_by(site, people))
            assert (len(cards) + dealt) % (2 * COPIES) == 0, "an arm was dealt to nobody"


def cards_of(site):
    """The arms that are still in the deck of each task."""
    with site.store() as store:
        decks = open_draws(Keyring(site.settings.keys).page_secret(site.name), store.draws(site.name))
    return {name.partition("/")[2]: cards for name, cards in decks.items() if "/" in name}
