"""The kinds of long work. Each can be run again after it was cut off anywhere; commands call the same functions."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from leadsurvey.fieldwork import erasing
from leadsurvey.fieldwork.closing import close
from leadsurvey.fieldwork.telling import released
from leadsurvey.records.jobs import Job
from leadsurvey.responses.seal import Keyring
from leadsurvey.responses.store import Store
from leadsurvey.work import sending
from leadsurvey.work.progress import Progress
from leadsurvey.work.workshop import Workshop

Kind = Callable[[Workshop, Store, Job, Progress], str]  # says how it ended


def _close(workshop: Workshop, kept: Store, job: Job, _progress: Progress) -> str:
    links = workshop.links(job.round)
    release = close(kept, Keyring(workshop.keys), job.round, workshop.backups, links, datetime.now(UTC))
    return f"closed; release {release.hash[:16]}"


def _reports(workshop: Workshop, kept: Store, job: Job, progress: Progress) -> str:
    findings = released(kept, job.round).findings
    units = list(findings.units)
    sending.make(workshop, kept, job, progress, {job.work.get("language", findings.language): units})
    return f"{len(units)} reports are there"


def _erase(workshop: Workshop, kept: Store, job: Job, _progress: Progress) -> str:
    certificate = erasing.erase_people(kept, workshop, job.round, datetime.now(UTC), job.who)
    return f"erased; certificate {certificate.path.name}"


KINDS: Mapping[str, Kind] = {
    "send": sending.send,
    "close": _close,
    "reports": _reports,
    "deliver": sending.deliver,
    "edition": sending.tell_all,
    "erase": _erase,
}
