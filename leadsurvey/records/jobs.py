"""Long work that was ordered at the desk, and how far it is: a row for each; nothing here runs anything."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from leadsurvey.responses.database import Connection

State = Literal["waiting", "running", "stopping", "stopped", "done", "failed"]
ENDED = ("stopped", "done", "failed")
_COLUMNS = "id, round, work, who, state, done, total, said"


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of long work."""

    number: int
    round: str
    work: Mapping[str, Any]  # what is to be done: {"do": "reports"}
    who: str
    state: State
    done: int
    total: int  # 0 where it is not known
    said: str  # how it ended

    @property
    def do(self) -> str:
        """Its kind."""
        return str(self.work["do"])

    @property
    def has_ended(self) -> bool:
        """Whether it came to an end by itself, or was stopped."""
        return self.state in ENDED


def add(kept: Connection, name: str, work: Mapping[str, Any], who: str) -> Job:
    """Keep a new job, waiting."""
    text = _text(work)
    with kept.write():
        number = kept.run("INSERT INTO jobs (round, work, who) VALUES (?, ?, ?)", (name, text, who)).lastrowid or 0
    return Job(number, name, json.loads(text), who, "waiting", 0, 0, "")


def find(kept: Connection, number: int) -> Job | None:
    """The job of this number."""
    row = kept.one(f"SELECT {_COLUMNS} FROM jobs WHERE id = ?", (number,))  # noqa: S608 - our own columns
    return _job(row) if row else None


def of_round(kept: Connection, name: str) -> list[Job]:
    """The jobs of a round, the last one first."""
    sql = f"SELECT {_COLUMNS} FROM jobs WHERE round = ? ORDER BY id DESC"  # noqa: S608
    return [_job(row) for row in kept.run(sql, (name,))]


def again(kept: Connection, number: int) -> None:
    """Let a job that came to an end too early wait for its turn once more."""
    with kept.write():
        kept.run("UPDATE jobs SET state = 'waiting', said = '' WHERE id = ? AND state <> 'done'", (number,))


def begin(kept: Connection, number: int) -> bool:
    """Keep that a job is being done now; False if it no longer waits."""
    fresh = "UPDATE jobs SET state = 'running', done = 0, total = 0, said = '' WHERE id = ?"
    with kept.write():
        return kept.run(f"{fresh} AND state IN ('waiting', 'running')", (number,)).rowcount == 1


def advance(kept: Connection, number: int, done: int, total: int) -> bool:
    """Keep how far a job is; False if it is to stop."""
    with kept.write():
        kept.run("UPDATE jobs SET done = ?, total = ? WHERE id = ?", (done, total, number))
        row = kept.one("SELECT state FROM jobs WHERE id = ?", (number,))
    return row in {None, ("running",)}  # a job that erases takes its own row with it


def stop(kept: Connection, number: int) -> None:
    """Ask a job to stop at its next step."""
    with kept.write():
        kept.run("UPDATE jobs SET state = 'stopping' WHERE id = ? AND state IN ('waiting', 'running')", (number,))


def end(kept: Connection, job: Job, state: State, said: str) -> None:
    """Keep how a job ended, in a sentence; also if its row was erased meanwhile."""
    sql = (
        "INSERT INTO jobs (id, round, work, who, state, said) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET state = excluded.state, said = excluded.said"
    )
    with kept.write():
        kept.run(sql, (job.number, job.round, _text(job.work), job.who, state, said))


def sweep(kept: Connection) -> int:
    """Forget the jobs that are done; what failed or was stopped may be gone on with. How many."""
    with kept.write():
        return kept.run("DELETE FROM jobs WHERE state = 'done'").rowcount


def _text(work: Mapping[str, Any]) -> str:
    return json.dumps(dict(work), sort_keys=True, separators=(",", ":"))


def _job(row: tuple[int, str, str, str, State, int, int, str]) -> Job:
    number, name, work, who, state, done, total, said = row
    return Job(number, name, json.loads(work), who, state, done, total, said)
