"""Whether chance keeps the arms of tasks balanced while many people draw at the same moment."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

from leadsurvey.fieldwork import standing
from leadsurvey.questionnaire.model import Task
from leadsurvey.responses.decks import COPIES
from leadsurvey.responses.seal import open_draft, token_hash
from leadsurvey.responses.store import Store
from tests.bench.browser import Browser
from tests.bench.figure import Figure
from tests.bench.rounds import Opened, whole
from tests.bench.served import environment, serving

AT_ONCE = 8
LEVELS = {"front": 48, "lead": 32}  # people who draw
MOMENT = 0.02  # seconds from one look to the next
People = Mapping[str, list[str]]


def figures(folder: Path) -> Iterator[Figure]:
    """The largest gap at any moment looked at: nobody sends, so that every draw can be read in a draft."""
    opened = whole(folder)
    with Store(opened.settings.database) as store:
        tasks = standing.stored_round(store, opened.name)[1].questionnaire.tasks
    people = {level: opened.links(number, level) for level, number in LEVELS.items()}
    gaps = Counter[str]()
    with serving("tests.bench.ours:app", environment(opened)) as server, ThreadPoolExecutor(AT_ONCE) as pool:
        links = [link for each in zip(*people.values(), strict=False) for link in each]
        links += [link for each in people.values() for link in each if link not in links]
        busy: list[Future[None]] = [pool.submit(_draw, server.port, link) for link in links]
        looks = 0
        while True:
            is_over = not wait(busy, MOMENT).not_done
            gaps |= _gaps(opened, people, tasks)
            looks += 1
            if is_over:
                break
    for future in busy:
        future.result()
    worst = max(tasks, key=lambda task: gaps[task.id] / (len(task.arms) * COPIES))
    block = len(worst.arms) * COPIES
    yield Figure(
        "arms.largest_gap", f"between arms of {worst.id}; a block is the bound", gaps[worst.id], "people", block
    )
    yield Figure("arms.looks", f"  moments looked at while {len(links)} people drew, {AT_ONCE} at once", looks, "")


def _draw(port: int, link: str) -> None:
    for _ in Browser(port).respond(link, sends=False):
        pass


def _gaps(opened: Opened, people: People, tasks: tuple[Task, ...]) -> Counter[str]:
    """For each task the most that its arms differ by within a level at this moment."""
    gaps = Counter[str]()
    with Store(opened.settings.database) as store, store.write():  # nobody draws while we look
        drawn = {level: _drawn(store, links) for level, links in people.items()}
    for counts in drawn.values():
        for task in tasks:
            read = [counts[task.id][arm] for arm in task.arms]
            gaps[task.id] = max(gaps[task.id], max(read) - min(read))
    return gaps


def _drawn(store: Store, links: list[str]) -> Mapping[str, Counter[str]]:
    """How often each arm of each task was drawn."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for token in (link.rpartition("/")[2] for link in links):
        for task, arm in open_draft(token, store.draft(token_hash(token))).get("drawn", {}).items():
            counts[task][arm] += 1
    return counts
