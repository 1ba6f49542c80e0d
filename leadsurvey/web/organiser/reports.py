"""The reports of a closed round: made by a job, listed as they are there, handed out one by one or all in one file.

Only files of this very release leave the house, and only under names that the release itself holds.
"""

import zipfile
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

from flask import Blueprint, Response, abort, request

from leadsurvey.fieldwork.telling import Release
from leadsurvey.report.batch import folder_in, report_path
from leadsurvey.report.stamp import bears, of_release
from leadsurvey.web.organiser import guard
from leadsurvey.web.organiser.asked import download
from leadsurvey.web.organiser.findings import languages_of, release_of
from leadsurvey.web.organiser.guard import ORGANISER, VIEWER, allowed
from leadsurvey.web.organiser.results import first_of
from leadsurvey.web.organiser.seen import Answer, page, refusing
from leadsurvey.web.organiser.working import order
from leadsurvey.web.shared import shared

AT_ONCE = 100  # units of one page
UNTIL_1980 = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip file can tell: the same files give the same bytes

room = Blueprint("reports", __name__)


@room.get("/round/<name>/reports")
@allowed(VIEWER, says="looked at the list of reports")
@refusing
def index(name: str) -> Answer:
    """Which reports are there in a language."""
    findings, start, language = release_of(name).findings, first_of(request.args.get("from")), _language(name)
    units = list(findings.units.values())
    shown = [(unit, _path(name, unit.id, language).is_file()) for unit in units[start : start + AT_ONCE]]
    made = sum(1 for _ in _folder(name, language).glob("*.pdf"))
    return page(
        "reports.html", name, shown=shown, count=len(units), made=made, start=start, at_once=AT_ONCE,
        languages=languages_of(name), spoken=language,
    )  # fmt: skip


@room.post("/round/<name>/reports")
@allowed(ORGANISER, says="had reports made")
@refusing
def make(name: str) -> Answer:
    """Have all reports made in a language; those that are there are left as they are."""
    release_of(name)
    return order(name, do="reports", language=_language(name))


@room.get("/round/<name>/report.pdf")
@allowed(VIEWER, says="downloaded a report")
@refusing
def one(name: str) -> Answer:
    """The report of one unit."""
    release, unit = release_of(name), request.args.get("unit", "")
    path = _path(name, unit, _language(name))
    if unit not in release.findings.units or not bears(path, of_release(release.hash)):
        abort(HTTPStatus.NOT_FOUND)
    guard.adds(release.findings.units[unit].name)
    return download(path.read_bytes(), path.name.replace('"', ""), "application/pdf")


@room.get("/round/<name>/reports.zip")
@allowed(VIEWER, says="downloaded all reports")
@refusing
def every(name: str) -> Answer:
    """All reports that are there in a language, in one file that is made while it is sent."""
    release, language = release_of(name), _language(name)
    paths = [_path(name, unit, language) for unit in release.findings.units]
    there = [path for path in paths if path.is_file()]
    if not there:
        abort(HTTPStatus.NOT_FOUND)
    guard.adds(f"{len(there)} files")
    kept = {"Content-Disposition": f'attachment; filename="{name}-reports.zip"'}
    return Response(_packed(release, there), mimetype="application/zip", headers=kept)


class _Outlet:
    """What a zip file is written to: nothing is kept but what was not sent yet."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        pass

    def taken(self) -> bytes:
        """What came since the last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


def _packed(release: Release, paths: list[Path]) -> Iterator[bytes]:
    """The files of this release, one after the other; they are packed already, as PDF files are."""
    outlet, mark = _Outlet(), of_release(release.hash).encode()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as packed:  # type: ignore[call-overload]  # it needs no more
        for path in paths:
            content = path.read_bytes() if path.is_file() else b""
            if mark in content:
                packed.writestr(zipfile.ZipInfo(path.name, UNTIL_1980), content)
                yield outlet.taken()
    yield outlet.taken()


def _language(name: str) -> str:
    """The language that was asked for, else the questionnaire's own; 404 for one that the round is not there in."""
    known = [code for code, _ in languages_of(name)]
    asked = request.values.get("language") or known[0]
    if asked not in known:
        abort(HTTPStatus.NOT_FOUND)
    return asked


def _folder(name: str, language: str) -> Path:
    return folder_in(shared().settings.reports(name), language, languages_of(name)[0][0])


def _path(name: str, unit: str, language: str) -> Path:
    return report_path(_folder(name, language), name, unit)
