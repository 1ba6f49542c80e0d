"""What a closed round tells: the same findings as `results`, unit by unit, and as files."""

from functools import lru_cache

from flask import Blueprint, request
from markupsafe import Markup

from leadsurvey.fieldwork.standing import FieldworkError
from leadsurvey.fieldwork.telling import why_withheld
from leadsurvey.report import export
from leadsurvey.web.organiser import guard
from leadsurvey.web.organiser.asked import download
from leadsurvey.web.organiser.findings import (
    Notes,
    above,
    below,
    chosen,
    languages_of,
    of_unit,
    of_units,
    release_of,
    spoken,
)
from leadsurvey.web.organiser.guard import ORGANISER, VIEWER, allowed
from leadsurvey.web.organiser.seen import Answer, page, refusing
from leadsurvey.web.shared import shared, store

AT_ONCE = 50  # units of one page
KEPT = 8  # reports kept at hand
MOST_PLANNED = 1000  # units of a round whose plan is worked out anew for a page

room = Blueprint("results", __name__)


@room.get("/round/<name>/results")
@allowed(VIEWER, says="looked at results")
@refusing
def index(name: str) -> Answer:
    """One unit by level, and the units right below it."""
    findings = release_of(name).findings
    unit = chosen(findings, request.args.get("unit"))
    guard.adds(unit.name)
    under, start = below(findings, unit.id), first_of(request.args.get("from"))
    notes = Notes()
    own = of_unit(findings, unit, notes)
    others = of_units(findings, under[start : start + AT_ONCE], notes)
    return page(
        "results.html",
        name,
        findings=findings,
        start=start,
        count=len(under),
        at_once=AT_ONCE,
        unit=unit,
        above=above(findings, unit),
        own=own,
        others=others,
        notes=notes,
    )


@room.get("/round/<name>/report")
@allowed(VIEWER, says="read a report")
@refusing
def on_screen(name: str) -> Answer:
    """The report of one unit on a page, in one of the languages there are."""
    release = release_of(name)
    unit, language = chosen(release.findings, request.args.get("unit")), request.args.get("language", "")
    guard.adds(unit.name)
    told = spoken(release, language) if language else release
    languages = languages_of(name)
    html = Markup(_on_screen(name, release.hash, unit.id, told.findings.language))  # noqa: S704 - made of our templates
    return page(
        "report.html", name, unit=unit, html=html, languages=languages, spoken=told.findings.language,
        findings=release.findings,
    )  # fmt: skip


@lru_cache(maxsize=KEPT)
def _on_screen(name: str, digest: str, unit: str, language: str) -> str:  # noqa: ARG001 - what a report is known by
    from leadsurvey.report.screen import screen  # draws: only who looks at a report loads what draws

    release = spoken(release_of(name), language)
    return screen(release.findings, unit, release.hash, shared().settings.templates)


def first_of(sent: str | None) -> int:
    """The number of the first unit on a page."""
    return int(sent) if sent and sent.isascii() and sent.isdigit() and len(sent) < 8 else 0


@room.get("/round/<name>/results.csv")
@allowed(VIEWER, says="downloaded results (CSV)")
@refusing
def as_csv(name: str) -> Answer:
    """All figures as lines."""
    return download(export.as_csv(release_of(name).findings), f"{name}-results.csv", "text/csv")


@room.get("/round/<name>/results.json")
@allowed(VIEWER, says="downloaded results (JSON)")
@refusing
def as_json(name: str) -> Answer:
    """All figures for a program."""
    release = release_of(name)
    return download(export.as_json(release.findings, release.hash), f"{name}-results.json", "application/json")


@room.get("/round/<name>/technical.json")
@allowed(VIEWER, says="downloaded the technical annex")
@refusing
def technical(name: str) -> Answer:
    """The annex for a methodologist."""
    release = release_of(name)
    text = export.technical_json(release.findings, release.hash)
    return download(text, f"{name}-technical.json", "application/json")


@room.get("/round/<name>/withheld")
@allowed(ORGANISER, says="looked at what is withheld and why")
@refusing
def withheld(name: str) -> Answer:
    """Unit by unit what is withheld, and why."""
    findings = release_of(name).findings
    if len(findings.units) > MOST_PLANNED:
        raise FieldworkError(
            f"of so many units this takes too long for a page; on the server: leadsurvey report {name} --plan"
        )
    found = [(findings.units[unit].name, lines) for unit, lines in why_withheld(store(), name, list(findings.units))]
    return page("withheld.html", name, units=found)
