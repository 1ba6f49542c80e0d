"""Many reports: one file a unit, each whole or not there at all."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import quote

from leadsurvey.analysis.findings import Findings


def write_reports(
    findings: Findings, release: str, units: list[str], templates: Path, folder: Path, jobs: int
) -> Iterator[Path]:
    """Write the report of each unit and yield its file as it is done; the same bytes whatever `jobs`."""
    folder.mkdir(parents=True, exist_ok=True)
    if jobs == 1 or len(units) == 1:
        for unit in units:
            yield write_report(findings, release, unit, templates, folder)
        return
    with ProcessPoolExecutor(min(jobs, len(units)), mp_context=get_context("spawn")) as pool:
        work = [pool.submit(write_report, findings, release, unit, templates, folder) for unit in units]
        for done in as_completed(work):
            yield done.result()


def write_report(findings: Findings, release: str, unit: str, templates: Path, folder: Path) -> Path:
    """Write one report, in place of the one before."""
    from leadsurvey.report.pdf import render

    document = render(findings, unit, release, templates)
    path = report_path(folder, findings.round, unit)
    draft = path.with_suffix(".part")
    try:
        draft.write_bytes(document)
        draft.replace(path)
    except OSError as error:  # a write that fails does not say where
        raise OSError(error.errno, error.strerror, str(path)) from None
    finally:
        draft.unlink(missing_ok=True)
    return path


def report_path(folder: Path, survey: str, unit: str) -> Path:
    """Where the report of a unit goes, whatever signs the unit's id holds."""
    return folder / f"{survey}-{quote(unit, safe=' ')}.pdf"
