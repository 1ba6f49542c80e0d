"""Complete responses against the real application, beside a bare one in the same run."""

import json
import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median, quantiles

from leadsurvey.fieldwork import standing
from leadsurvey.questionnaire import marks
from leadsurvey.questionnaire.model import LevelId
from leadsurvey.responses.flow import TasksStep, flow
from leadsurvey.responses.store import Store
from leadsurvey.responses.walk import TaskStep, walk
from leadsurvey.web.app import create_app
from leadsurvey.web.sheets import sheet
from tests.bench.browser import Browser
from tests.bench.figure import Figure
from tests.bench.rounds import ANSWERS, Opened, cut, whole
from tests.bench.served import Server, environment, serving

AT_ONCE = 8
RUNS, SECONDS, WARM_UP = 3, 10, 24
MOST = 3000  # links made beforehand


@dataclass(frozen=True)
class Run:
    """One run against one application."""

    cpu_ms: float
    per_s: float
    p95_ms: float
    rss_mb: float


def figures(folder: Path) -> Iterator[Figure]:
    """CPU, throughput, latency and memory; medians of the runs, which take turns with the reference."""
    opened, database = cut(folder / "cut"), folder / "reference.db"
    (folder / "pages.json").write_text(json.dumps(_pages(opened)), encoding="utf-8")
    pages = {"BENCH_PAGES": str(folder / "pages.json"), "BENCH_DATABASE": str(database)}
    with (
        serving("tests.bench.ours:app", environment(opened)) as ours,
        serving("tests.bench.reference:app", pages) as bare,
    ):
        turns = [(_run(ours, _links(opened)), _run(bare, _made_up())) for _ in range(RUNS)]
    own, reference = [mine for mine, _ in turns], [theirs for _, theirs in turns]
    yield Figure(
        "serve.cpu_ms", f"server CPU of a response of {ANSWERS} answers", median(run.cpu_ms for run in own), "ms", 15
    )
    yield Figure("serve.reference_cpu_ms", "  the reference application", median(run.cpu_ms for run in reference), "ms")
    yield Figure("serve.per_s", f"complete responses, {AT_ONCE} people at once", median(run.per_s for run in own), "/s")
    yield Figure("serve.reference_per_s", "  the reference application", median(run.per_s for run in reference), "/s")
    ratio = median(mine.per_s / theirs.per_s for mine, theirs in turns)
    yield Figure("serve.ratio", "responses/s, of the reference's", ratio, "", 0.75, is_floor=True)
    yield Figure("serve.p95_ms", "95 of 100 pages are there within", median(run.p95_ms for run in own), "ms", 25)
    yield Figure("serve.reference_p95_ms", "  the reference application", median(run.p95_ms for run in reference), "ms")
    yield Figure("serve.rss_mb", "memory of two workers", median(run.rss_mb for run in own), "MB", 120)
    yield _shipped(folder / "whole")


def _shipped(folder: Path) -> Figure:
    opened = whole(folder)
    with serving("tests.bench.ours:app", environment(opened)) as server:
        run = _run(server, _links(opened))
    return Figure("serve.shipped_cpu_ms", "server CPU of the whole shipped questionnaire", run.cpu_ms, "ms")


def _links(opened: Opened) -> Iterator[str]:
    return iter(opened.links(MOST))


def _made_up() -> Iterator[str]:
    return iter([f"/a/{secrets.token_hex(16)}" for _ in range(MOST)])


def _run(server: Server, links: Iterator[str]) -> Run:
    """Eight people at once for some seconds, after a few that are not counted."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda link: _respond(server, link), islice(links, WARM_UP)))
        cpu, start = server.cpu(), time.perf_counter()
        found = [
            future.result()
            for future in [pool.submit(_keep_on, server, links, start + SECONDS) for _ in range(AT_ONCE)]
        ]
        took, used = time.perf_counter() - start, server.cpu() - cpu
    waits = [wait for answered in found for response in answered for wait in response]
    responses = sum(map(len, found))
    return Run(used / responses * 1000, responses / took, quantiles(waits, n=20)[-1] * 1000, server.rss_mb())


def _keep_on(server: Server, links: Iterator[str], until: float) -> list[list[float]]:
    """One respondent after the other; how long each click of each took."""
    found = []
    while time.perf_counter() < until:
        found.append(_respond(server, next(links)))
    return found


def _respond(server: Server, link: str) -> list[float]:
    browser = Browser(server.port)
    for _ in browser.respond(link):
        pass
    return browser.waits


def _pages(opened: Opened) -> list[dict[str, object]]:
    """What the front line is asked, for the reference application to ask the same."""
    with Store(opened.settings.database) as store:
        level, survey = LevelId("front"), standing.stored_round(store, opened.name)[1]
    steps = flow(survey.questionnaire, level)
    pool = next(step.pool for step in steps if isinstance(step, TasksStep))
    stops = walk(steps, {task.id: next(iter(task.arms)) for task in pool})
    with create_app(opened.settings).test_request_context():
        sheets = [
            sheet(number, stop, level, lambda text: survey.fill(text, level)) for number, stop in enumerate(stops, 1)
        ]
    lines = [
        [
            {"name": line.name, "label": str(line.words), "offer": line.offer, "number": bool(line.number)}
            for line in each.lines
        ]
        for each in sheets
    ]
    texts = [marks.plain(stop.task.texts[stop.arm]) if isinstance(stop, TaskStep) else "" for stop in stops]
    asked = [
        {"title": each.title, "text": text, "lines": questions}
        for each, text, questions in zip(sheets, texts, lines, strict=True)
    ]
    if sum(map(len, lines)) != ANSWERS:
        raise ValueError(f"{sum(map(len, lines))} answers are asked, not {ANSWERS}")
    return asked
