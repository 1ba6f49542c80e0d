"""Pages that need no drawing: what all who were invited are told, for the survey's own pages."""

from pathlib import Path

from leadsurvey.analysis.findings import Findings
from leadsurvey.report.chapters.sight import Sight
from leadsurvey.report.chapters.staff import Next, Said, said, what_next
from leadsurvey.report.tongue import Tongue
from leadsurvey.report.turnout import WhoAnswered


def staff_pages(findings: Findings, language: str, templates: Path) -> tuple[Said, Next]:
    """The staff edition of the whole organisation in a language; titles stay in that of the findings."""
    sight = Sight(findings, next(iter(findings.units)), Tongue.of(language, templates), _nowhere)
    who = WhoAnswered(sight.charted, sight.unit, sight.voice)
    return said(sight, who), what_next(sight, who, ())


def _nowhere(_: int, __: object, tells: str) -> str:
    raise AssertionError(f"a chart is drawn for a page without charts: {tells}")
