"""How far a job is, kept in its row now and then, where a wish to stop is found too."""

from time import monotonic

from leadsurvey.records import jobs
from leadsurvey.records.jobs import Job
from leadsurvey.responses.store import Store

PAUSE = 0.4  # seconds between two looks at the row


class StoppedError(Exception):
    """Somebody asked the job to stop."""


class Progress:
    """How far a job is, written into its row now and then; `step` raises StoppedError once it is to stop."""

    def __init__(self, kept: Store, job: Job) -> None:
        self._kept, self._number = kept, job.number
        self._done, self._total, self._looked = 0, 0, 0.0
        self._stopped, self._to = False, 1

    def expect(self, total: int, to: int = 1) -> None:
        """So much is to be done; told to the nearest `to`, where the very number would say who has answered."""
        self._done, self._total, self._to = 0, total, to
        self._look()

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        if self.should_stop():
            raise StoppedError

    def count(self) -> None:
        """The same for work that asks itself whether it should stop."""
        self._done += 1

    def should_stop(self) -> bool:
        """Whether somebody asked the job to stop."""
        if monotonic() - self._looked > PAUSE:
            self._look()
        return self._stopped

    def finish(self) -> None:
        """Write the last count."""
        self._look()

    def _look(self) -> None:
        self._looked = monotonic()
        done, total = (self._to * round(count / self._to) for count in (self._done, self._total))
        self._stopped = not jobs.advance(self._kept, self._number, done, total)
