"""Reports made to be handed out by link or mail: in a folder that only the server can read."""

from collections.abc import Iterator
from pathlib import Path

from leadsurvey.fieldwork.telling import Release
from leadsurvey.report.batch import Written, write_reports


def make_reports(release: Release, units: list[str], templates: Path, folder: Path, jobs: int) -> Iterator[Written]:
    """The reports of these units, each told of as it is there; those made of this release are left as they are."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for written in write_reports(release.findings, release.hash, units, templates, folder, jobs, release.logo):
        if not written.fault:
            written.path.chmod(0o600)
        yield written
