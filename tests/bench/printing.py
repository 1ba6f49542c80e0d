"""Reports made in a process of their own, so that its memory is its own; prints what it took as JSON."""

import gc
import json
import resource
import statistics
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from leadsurvey.analysis.findings import Findings
from leadsurvey.report.batch import write_reports
from leadsurvey.report.book import Book
from leadsurvey.report.charts import Chart, as_pages
from leadsurvey.report.pdf import Press, render
from leadsurvey.report.tongue import Tongue
from leadsurvey.report.typeset import OwnFiles
from leadsurvey.report.vectors import with_charts
from tests.report.organisation import organisation

TEMPLATES, RELEASE = Path(__file__).parents[2] / "templates", "3f2a9c1b" * 8
TIMES = 7


def twelve_pages() -> Findings:
    """Findings whose report has twelve pages and more than eight charts, each with its table."""
    whole = organisation()
    root = replace(whole.units["root"], changes={})
    return replace(whole, units={**whole.units, "root": root}, who_led=None, answers={}, tasks=whole.tasks[:2])


def ours() -> dict[str, float]:
    """One report, warm, and where its time goes."""
    findings = twelve_pages()
    document = render(findings, "root", RELEASE, TEMPLATES)
    book = Book(findings, "root", Tongue())
    pages = len(book.pages())
    found = {"cpu_s": _median(lambda: render(findings, "root", RELEASE, TEMPLATES)), "kb": len(document) / 1024}
    return found | {"pages": pages, "charts": len(book.charts)} | _shares(findings)


def _shares(findings: Findings) -> dict[str, float]:
    """Seconds of CPU by what is done; what the press does in one go is taken apart where WeasyPrint lets one look."""
    press, fetcher, fonts = Press(TEMPLATES, "en"), OwnFiles(TEMPLATES / "report" / "fonts"), FontConfiguration()
    style = CSS(filename=TEMPLATES / "report" / "report.css", font_config=fonts, url_fetcher=fetcher)
    rounds: list[list[float]] = []
    for _ in range(TIMES):
        gc.collect()
        gc.disable()  # as `render` does
        marks = [time.process_time()]
        book = Book(findings, "root", press.tongue)
        html = press.html(findings, book, RELEASE)
        marks.append(time.process_time())
        drawn = as_pages(book.charts)
        marks.append(time.process_time())
        page = HTML(string=html, url_fetcher=fetcher)
        laid_out = page.render(font_config=fonts, stylesheets=[style], pdf_variant="pdf/ua-1")
        marks.append(time.process_time())
        document = laid_out.write_pdf(finisher=lambda *_: marks.append(time.process_time()), pdf_variant="pdf/ua-1")  # noqa: B023
        marks.append(time.process_time())
        with_charts(document, drawn)
        marks.append(time.process_time())
        gc.enable()
        rounds.append([end - start for start, end in pairwise(marks)])
    names = ("words_s", "charts_s", "layout_s", "drawing_s", "writing_s", "placing_s")
    return {name: statistics.median(times) for name, times in zip(names, zip(*rounds, strict=True), strict=True)}


def plain() -> dict[str, float]:
    """The same pages and charts the plain way: pictures of 200 dots an inch, and a stylesheet read each time."""
    findings, folder = twelve_pages(), TEMPLATES / "report"
    press = Press(TEMPLATES, "en")

    def made() -> bytes:
        book = Book(findings, "root", press.tongue, _picture)
        html = press.html(findings, book, RELEASE)
        fetcher = OwnFiles(folder / "fonts")
        style = CSS(filename=folder / "report.css", url_fetcher=fetcher)
        document: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")
        return document

    made()
    return {"cpu_s": _median(made)}


def _picture(_: int, chart: Chart, __: str) -> str:
    return "data:image/png;base64," + b64encode(chart.png(200)).decode()


def memory(marks: Iterator[int]) -> dict[str, float]:
    """The most memory of this process after so many reports, in MB."""
    findings, found, done = twelve_pages(), {}, 0
    for mark in marks:
        for _ in range(mark - done):
            render(findings, "root", RELEASE, TEMPLATES)
        done = mark
        found[f"rss_mb_{mark}"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def batch(number: int, folder: Path) -> dict[str, float]:
    """So many units' reports by two processes."""
    whole = organisation()
    unit = whole.units["homes"]
    units = {"root": whole.units["root"]} | {
        f"u{n}": replace(unit, id=f"u{n}", name=f"Unit {n}") for n in range(number)
    }
    many, start = replace(whole, units=units), time.perf_counter()
    made = list(write_reports(many, RELEASE, list(units)[1:], TEMPLATES, folder, jobs=2))
    assert not any(written.fault for written in made)
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"wall_s": time.perf_counter() - start, "worker_mb": children}


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(TIMES):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


if __name__ == "__main__":
    what, *more = sys.argv[1:]
    match what:
        case "ours":
            result = ours()
        case "plain":
            result = plain()
        case "memory":
            result = memory(map(int, more))
        case _:
            result = batch(int(more[0]), Path(more[1]))
    print(json.dumps(result))  # noqa: T201 - it is all this script does
