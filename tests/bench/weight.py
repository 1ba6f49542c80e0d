"""How heavy the pages are that somebody with a poor network loads: the shipped questionnaire in all its languages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.browser import Browser, Page
from tests.bench.figure import Figure
from tests.bench.rounds import Opened, whole
from tests.bench.served import environment, serving

LANGUAGES = ("en", "fr", "es", "ar")
WIDEST = "lead", "citizen"  # most statements on a page; their own answers to what others predict
MOST_BYTES, MOST_REQUESTS = 14_000, 2  # of the first page: itself and the stylesheet
LOADED = re.compile(r'<(?:link rel="(?:stylesheet|icon)"|script|img|iframe)[^>]* (?:href|src)="([^"]+)"')
HEADING = re.compile(r"<h1>(.*?)</h1>", re.DOTALL)


@dataclass(frozen=True)
class Weight:
    """A page in one language."""

    language: str
    kind: str
    title: str
    raw: int
    sent: int  # with its headers

    def __str__(self) -> str:
        return f"{self.language:<4}{self.kind:<14}{self.title[:44]:<46}{self.raw:>8,}{self.sent:>8,}"


def figures(folder: Path) -> Iterator[Figure]:
    """The heaviest page, the stylesheet, and the requests of the first page; every page is told before."""
    weights: list[Weight] = []
    personal, anybody = whole(folder / "personal"), whole(folder / "open", "open")
    with serving("tests.bench.ours:app", environment(personal)) as server:
        browser = Browser(server.port)
        for level in WIDEST:
            for language, link in zip(LANGUAGES, personal.links(len(LANGUAGES), level), strict=True):
                weights += _of_link(browser, link, language)
        first = browser.get(personal.links(1)[0])
        loaded = [browser.get(path) for path in LOADED.findall(first.body)]
    with serving("tests.bench.ours:app", environment(anybody)) as server:
        for language in LANGUAGES:
            weights += _of_anybody(Browser(server.port), anybody, language)
    print(f"{'':<4}{'page':<14}{'':<46}{'raw':>8}{'sent':>8}")  # noqa: T201 - the table is what is asked for
    for each in heaviest(weights):
        print(each)  # noqa: T201 - as above
    yield Figure("weight.page_bytes", "the heaviest page, as sent", max(each.sent for each in weights), "B", MOST_BYTES)
    yield Figure("weight.page_raw_bytes", "  the heaviest page, raw", max(each.raw for each in weights), "B")
    yield Figure("weight.style_bytes", "the stylesheet, as sent", sum(page.size for page in loaded), "B")
    yield Figure("weight.first_requests", "requests of the first page", 1 + len(loaded), "", MOST_REQUESTS)


def heaviest(weights: list[Weight]) -> list[Weight]:
    """The heaviest page of each kind in each language."""
    found: dict[tuple[str, str], Weight] = {}
    for each in weights:
        key = each.kind, each.language
        found[key] = max(found.get(key, each), each, key=lambda one: one.sent)
    return [found[key] for key in sorted(found)]


def _of_link(browser: Browser, link: str, language: str) -> Iterator[Weight]:
    """All pages that a personal link leads to."""
    for path in ("", "/promise"):
        yield _weight(browser.get(f"{link}{path}?language={language}"), language)
    browser.post(f"{link}/language", [("language", language)])
    pages = list(browser.respond(link, language=language))
    yield from (_weight(page, language) for page in pages)
    yield _weight(browser.get(f"{link}?language={language}"), language, "answered")


def _of_anybody(browser: Browser, opened: Opened, language: str) -> Iterator[Weight]:
    """The pages that only an open link has, and those that belong to no link."""
    door = browser.get(f"/r/{opened.name}?language={language}")
    yield _weight(door, language, "open door")
    about = browser.post(f"/r/{opened.name}?language={language}", [])
    yield _weight(about, language, "about")
    yield _weight(browser.get(f"{about.path.rpartition('/')[0]}/later"), language, "later")
    yield _weight(browser.get(f"/resume?round={opened.name}&language={language}"), language, "resume")


def _weight(page: Page, language: str, kind: str = "") -> Weight:
    heading = HEADING.search(page.body)
    title = heading[1].strip() if heading else ""
    return Weight(language, kind or _kind(page), title, len(page.body.encode()), page.size)


def _kind(page: Page) -> str:
    step = page.path.partition("?")[0].split("/")[3:]
    if not step:
        return "door"
    if step[0] == "check":
        return "check" if 'action="' in page.body and "page.copy" not in page.body else "thanks"
    if step[0] == "page":
        marks = {
            "story": "task",
            "textarea": "comments",
            'type="checkbox"': "who led",
            'inputmode="numeric"': "predictions",
        }
        return next((kind for mark, kind in marks.items() if mark in page.body), "questions")
    return step[0]
