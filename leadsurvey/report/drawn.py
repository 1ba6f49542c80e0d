"""The charts of a report as files of their own, for slides: SVG and PNG, numbered in the order of the report."""

from pathlib import Path
from urllib.parse import quote

from leadsurvey import whole
from leadsurvey.analysis.findings import Findings
from leadsurvey.report import charts
from leadsurvey.report.book import Book
from leadsurvey.report.charts import Chart
from leadsurvey.report.tongue import Tongue
from leadsurvey.report.typeset import ONE_AT_A_TIME

DPI = 300


def write_charts(findings: Findings, unit: str, templates: Path, folder: Path) -> int:
    """Write the charts of a unit's report into a folder; how many there are."""
    with ONE_AT_A_TIME:
        charts.load_fonts(templates / "report" / "fonts")
        book = Book(findings, unit, Tongue.of(findings.language, templates))
        book.pages()
        folder.mkdir(parents=True, exist_ok=True)
        for number, (chart, tells) in enumerate(zip(book.charts, book.sight.told, strict=True), start=1):
            _write(chart, tells, folder / f"{findings.round}-{quote(unit, safe=' ')}-{number:02}")
        return len(book.charts)


def _write(chart: Chart, tells: str, path: Path) -> None:
    whole.write(path.with_name(f"{path.name}.svg"), chart.svg(tells).encode())
    whole.write(path.with_name(f"{path.name}.png"), chart.png(DPI))
