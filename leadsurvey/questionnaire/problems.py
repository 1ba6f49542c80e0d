"""What is wrong in a file an organiser wrote, where, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

LONGEST = 400  # signs of a fault: it may repeat what a file says, however long that is


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in a file: `line` counts from 1; `column` is a number, or a column's name in a table."""

    path: str
    line: int
    column: int | str
    fault: str
    cure: str

    def __str__(self) -> str:
        """One line that editors and people can follow: `path:line:column: fault; cure`."""
        return told_at(f"{self.path}:{self.line}:{self.column}", self.fault, self.cure)


def told_at(place: str, fault: str, cure: str) -> str:
    """One line of a place, what is wrong there and the cure, however long and strange the words of a file are."""
    text = f"{place}: {_short(fault)}; {_short(cure)}"
    return "".join(sign if sign.isprintable() else " " for sign in text)  # a cell may hold line breaks, and worse


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"


class FaultyFileError(Exception):
    """A file has faults; nothing of it was used."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems, key=lambda p: (p.path, p.line, str(p.column).rjust(6), p.fault))
        super().__init__("\n".join(map(str, self.problems)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The cure for a word nobody knows: the nearest known one, else all of them."""
    names = list(known)
    near = get_close_matches(word, names, n=1)
    if near:
        return f"did you mean '{near[0]}'?"
    return "use one of: " + ", ".join(names) if names else "take it out"
