"""Having long work done: a row and a process for each job, never two jobs of one round at once."""

import subprocess
import sys
from collections.abc import Mapping
from threading import Thread
from typing import Any

from leadsurvey.fieldwork.standing import FieldworkError
from leadsurvey.records import jobs
from leadsurvey.records.jobs import Job
from leadsurvey.responses.store import Store
from leadsurvey.work.workshop import Workshop, is_held


def order(workshop: Workshop, kept: Store, name: str, work: Mapping[str, Any], who: str) -> Job:
    """Have something done: a new job, or the one for the same work that waits, runs or was cut off."""
    with kept.write():
        begun = [job for job in jobs.of_round(kept, name) if not job.has_ended]
        same = next((job for job in begun if job.work == work), None)
        if same is None and is_held(workshop, name):
            raise FieldworkError(f"round '{name}' has other work under way; wait until it ends, or stop it first")
        job = same or jobs.add(kept, name, work, who)
    start(workshop, job)
    return job


def go_on(workshop: Workshop, kept: Store, job: Job) -> None:
    """Take up a job again that was stopped, cut off, or failed."""
    jobs.again(kept, job.number)
    start(workshop, job)


def stop(workshop: Workshop, kept: Store, job: Job) -> None:
    """Ask a job to stop; one that nobody works on is stopped at once."""
    jobs.stop(kept, job.number)
    if not is_held(workshop, job.round):
        jobs.end(kept, job, "stopped", "")


def start(workshop: Workshop, job: Job) -> None:
    """Start a process for a job and leave it alone; where one works on it already the new one finds nothing to do."""
    _run(workshop, "work", str(job.number))


def start_housekeeping(workshop: Workshop) -> None:
    """Have done what is due today, without anybody waiting for it."""
    _run(workshop, "housekeeping")


def _run(workshop: Workshop, *words: str) -> None:
    """One of our own commands as a process of its own, on the same installation."""
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "leadsurvey", *words],
        env=workshop.as_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    Thread(target=process.wait, daemon=True).start()  # or it would stay in the table of processes
