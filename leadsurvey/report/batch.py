"""Many reports: one file a unit, each whole or not there at all; what was cut off goes on where it stopped."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from urllib.parse import quote

from leadsurvey import whole
from leadsurvey.analysis.findings import Findings
from leadsurvey.report.kind import REPORT, Kind
from leadsurvey.report.stamp import bears, stamp


@dataclass(frozen=True, slots=True)
class Written:
    """The report of a unit; `fault` says why there is none."""

    unit: str
    path: Path
    fault: str = ""


def write_reports(  # noqa: PLR0913  # what a report is made of, and how many at once
    findings: Findings,
    release: str,
    units: list[str],
    templates: Path,
    folder: Path,
    jobs: int,
    logo: str = "",
    kind: Kind = REPORT,
) -> Iterator[Written]:
    """Write the report of each unit and tell of it as it is done; the same bytes whatever `jobs`.

    Those that an earlier run made of this release, by the same rules, are left as they are. One that cannot be made
    does not keep back the others; a folder that cannot be written ends all. `logo` is the organisation's.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mark, waiting = stamp(release, templates / "report", (findings.language, kind)), []
    for unit in units:
        path = report_path(folder, findings.round, unit)
        if bears(path, mark):
            yield Written(unit, path)
        else:
            waiting.append(unit)
    yield from _written(partial(_try, findings, release, templates, folder, logo, kind), waiting, jobs)


def _written(make: Callable[[str], Written], units: list[str], jobs: int) -> Iterator[Written]:
    if jobs == 1 or len(units) < 2:
        yield from map(make, units)
        return
    pool_of = partial(ProcessPoolExecutor, mp_context=get_context("spawn"), initializer=_end_with_parent)
    with pool_of(min(jobs, len(units))) as pool:
        work = [pool.submit(make, unit) for unit in units]
        try:
            for done in as_completed(work):
                yield done.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _end_with_parent() -> None:
    """Let a process of the pool end when the one that made it is gone: killed, it cannot say so."""
    parent = parent_process()
    if parent:
        Thread(target=_exit_after, args=[parent], daemon=True).start()


def _exit_after(process: BaseProcess) -> None:
    process.join()
    os._exit(1)


def _try(  # what a report is made of
    findings: Findings, release: str, templates: Path, folder: Path, logo: str, kind: Kind, unit: str
) -> Written:
    """Write one report; what goes wrong with it is told of it alone, but for a disk that takes nothing."""
    path = report_path(folder, findings.round, unit)
    try:
        write_report(findings, release, unit, templates, folder, logo, kind)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - the layout of one unit's pages must not cost the others theirs
        return Written(unit, path, f"{type(error).__name__}: {error}")
    return Written(unit, path)


def write_report(  # what a report is made of
    findings: Findings, release: str, unit: str, templates: Path, folder: Path, logo: str = "", kind: Kind = REPORT
) -> Path:
    """Write one report, in place of the one before."""
    from leadsurvey.report.pdf import render

    document = render(findings, unit, release, templates, logo, kind)
    path = report_path(folder, findings.round, unit)
    whole.write(path, document)
    return path


def folder_in(folder: Path, language: str, own: str) -> Path:
    """Where reports in a language go: those in the questionnaire's own right into the folder, others below it."""
    return folder if language == own else folder / language


def report_path(folder: Path, survey: str, unit: str) -> Path:
    """Where the report of a unit goes, whatever signs the unit's id holds."""
    return folder / f"{survey}-{quote(unit, safe=' ')}.pdf"
