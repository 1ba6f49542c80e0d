"""Doing a job, in the process that was started for it; its row says how it ended."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leadsurvey import logs
from leadsurvey.fieldwork.standing import FieldworkError
from leadsurvey.mail.server import MailError
from leadsurvey.records import jobs
from leadsurvey.records.jobs import Job
from leadsurvey.responses.database import StorageError
from leadsurvey.responses.seal import KeyLostError
from leadsurvey.responses.store import Store
from leadsurvey.work.kinds import KINDS
from leadsurvey.work.progress import Progress, StoppedError
from leadsurvey.work.workshop import Workshop, held

UNEXPECTED = (
    "something went wrong that nobody expected; jobs/jobs.log in the data folder says where. Go on, or ask who runs "
    "the server"
)


def run(workshop: Workshop, number: int) -> None:
    """Do a job, and keep how it ended."""
    with Store(workshop.database, create=False) as kept:
        job = jobs.find(kept, number)
        if job is None:
            raise FieldworkError(f"there is no job {number}; jobs are ordered at the desk")
        with held(workshop, job.round):
            if jobs.begin(kept, number):
                _do(workshop, kept, job)
            elif (now := jobs.find(kept, number)) and now.state == "stopping":
                jobs.end(kept, job, "stopped", "")


def _do(workshop: Workshop, kept: Store, job: Job) -> None:
    progress = Progress(kept, job)
    try:
        said = KINDS[job.do](workshop, kept, job, progress)
        progress.finish()
        jobs.end(kept, job, "done", said)
    except StoppedError:
        jobs.end(kept, job, "stopped", "")
    except Exception as error:  # noqa: BLE001 - whatever it is, its row must not say "running" for ever
        jobs.end(kept, job, "failed", _told(workshop, job, error))


def _told(workshop: Workshop, job: Job, error: Exception) -> str:
    """What went wrong, with its cure; of what nobody expected the place in the code goes to the log, and no more.

    The words of such a fault may hold an address, so they are not kept.
    """
    if isinstance(error, FieldworkError | StorageError | KeyLostError | MailError):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.filename or 'the disk'}: {error.strerror or 'cannot be used'}; mend that, and go on"
    line = logs.told({"time": logs.now(), "event": "work failed", "work": job.do, "round": job.round})
    with _private(workshop.jobs / "jobs.log") as log:
        os.write(log, f"{line} {logs.told(logs.kind_of(error))}\n".encode())
    return UNEXPECTED


@contextmanager
def _private(path: Path) -> Iterator[int]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)
