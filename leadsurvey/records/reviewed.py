"""Comments of closed rounds and what a person decided on each: nothing of them is shown before that."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from leadsurvey.responses.database import Connection

Decision = Literal["waiting", "told", "withheld"]
_COLUMNS = "id, round, question, text, state, told"


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote, and what was decided on it."""

    number: int
    round: str
    question: str
    text: str
    state: Decision
    told: str | None  # the words as they may be told, where some were taken out

    @property
    def words(self) -> str:
        """What may be told of it, if it is told."""
        return self.text if self.told is None else self.told


def find(kept: Connection, number: int) -> Comment | None:
    """The comment of this number."""
    row = kept.one(f"SELECT {_COLUMNS} FROM comments WHERE id = ?", (number,))  # noqa: S608 - our own columns
    return Comment(*row) if row else None


def of_round(kept: Connection, name: str, state: Decision) -> Iterator[Comment]:
    """The comments of a round in a state, by question and then by their text: never by when they came."""
    sql = f"SELECT {_COLUMNS} FROM comments WHERE round = ? AND state = ? ORDER BY question, text, id"  # noqa: S608
    return (Comment(*row) for row in kept.run(sql, (name, state)))


def first(kept: Connection, name: str, state: Decision) -> Comment | None:
    """The first of these."""
    return next(of_round(kept, name, state), None)


def counts(kept: Connection, name: str) -> dict[tuple[str, Decision], int]:
    """How many comments each question of a round has in each state."""
    sql = "SELECT question, state, count(*) FROM comments WHERE round = ? GROUP BY question, state"
    return {(question, state): count for question, state, count in kept.run(sql, (name,))}


def decide(kept: Connection, number: int, was: Decision, state: Decision, told: str | None) -> bool:
    """Keep a decision; False, and nothing changed, if somebody else decided meanwhile."""
    sql = "UPDATE comments SET state = ?, told = ? WHERE id = ? AND state = ?"
    with kept.write():
        return kept.run(sql, (state, told, number, was)).rowcount == 1


def responses(kept: Connection, name: str) -> int:
    """How many responses a closed round has."""
    (count,) = kept.one("SELECT count(*) FROM responses WHERE round = ?", (name,))
    return int(count)
