"""Mail as long work: invitations, reminders, reports to leaders, and what all who were invited are told."""

import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from leadsurvey.fieldwork import delivery, edition, posting
from leadsurvey.fieldwork.delivery import Wish
from leadsurvey.fieldwork.despatch import Watch
from leadsurvey.fieldwork.posting import Office
from leadsurvey.fieldwork.standing import FieldworkError, stored_round
from leadsurvey.fieldwork.telling import released
from leadsurvey.mail.sender import Outcome
from leadsurvey.mail.server import read
from leadsurvey.records import mailings
from leadsurvey.records.jobs import Job
from leadsurvey.records.mailings import Mailing
from leadsurvey.responses.seal import Keyring
from leadsurvey.responses.store import Store
from leadsurvey.work.progress import Progress, StoppedError
from leadsurvey.work.reporting import make_in_languages
from leadsurvey.work.workshop import Workshop

Send = Callable[[Mailing, Watch], Counter[Outcome]]
AT_ONCE = min(os.cpu_count() or 1, 4)  # reports


def send(workshop: Workshop, kept: Store, job: Job, progress: Progress) -> str:
    """Invitations, or a reminder: what was begun and not finished, else a new mailing."""
    office, kind = _office(workshop), job.work["kind"]
    waiting = [each for each in posting.unfinished(kept, job.round) if each.kind == kind]
    if kind == "invitation" or not waiting:
        begin = posting.begin_reminder if kind == "reminder" else posting.begin_invitations
        new = begin(kept, office.keys, job.round, job.who)
        waiting += [new] if new else []
    to = posting.ROUNDED_TO if kind == "reminder" else 1
    return _sent(kept, waiting, progress, lambda each, watch: posting.send(kept, office, each, watch, job.who), to)


def deliver(workshop: Workshop, kept: Store, job: Job, progress: Progress) -> str:
    """To each leader who got none yet the link to their reports, which are made first."""
    office = _office(workshop)
    delivery.begin_reports(kept, office.keys, job.round, who=job.who)
    waiting = delivery.unfinished(kept, job.round)
    make(workshop, kept, job, progress, delivery.by_language(kept, office.keys, waiting))
    wish = Wish()
    return _sent(
        kept, waiting, progress, lambda each, watch: delivery.send_reports(kept, office, each, wish, watch, job.who)
    )


def tell_all(workshop: Workshop, kept: Store, job: Job, progress: Progress) -> str:
    """To everybody who was invited, answered or not, one link to what came of it."""
    office, release = _office(workshop), released(kept, job.round)
    edition.begin_edition(kept, office.keys, job.round, job.who)
    waiting = edition.unfinished(kept, job.round)
    root = list(release.findings.units)[:1]
    make(workshop, kept, job, progress, dict.fromkeys(stored_round(kept, job.round)[1].languages, root))
    return _sent(
        kept,
        waiting,
        progress,
        lambda each, watch: edition.send_edition(kept, office, each, watch=watch, who=job.who),
    )


Wanted = Mapping[str, Sequence[str]]  # units by language


def make(workshop: Workshop, kept: Store, job: Job, progress: Progress, wanted: Wanted) -> None:
    """Make reports; one that cannot be made is named once the others are there."""
    release, folder = released(kept, job.round), Path(workshop.reports(job.round))
    faults = []
    progress.expect(sum(map(len, wanted.values())))
    for written in make_in_languages(kept, release, wanted, workshop.templates, folder, AT_ONCE):
        if written.fault:
            faults.append(f"{written.unit} ({written.fault})")
        progress.step()
    if faults:
        raise FieldworkError(f"all were made but those of {'; '.join(sorted(faults))}. Going on tries these again")


def _office(workshop: Workshop) -> Office:
    return Office(Keyring(workshop.keys), read(workshop.mail), workshop.templates, workshop.address)


def _sent(kept: Store, waiting: Sequence[Mailing], progress: Progress, send_one: Send, to: int = 1) -> str:
    """Send what waits of some mailings; what was put off by the server is to be gone on with."""
    progress.expect(sum(mailings.counts(kept, each.id).get("waiting", 0) for each in waiting), to)
    for mailing in waiting:
        send_one(mailing, Watch(progress.count, progress.should_stop))
    if progress.should_stop():
        raise StoppedError
    if any(mailings.counts(kept, each.id).get("waiting") for each in waiting):
        raise FieldworkError("the mail server put some off for now; go on in an hour")
    return "sent" if waiting else "there was nobody to write to"
