"""A fault of sense: where it is in the file's data, what is wrong, and how to mend it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from leadsurvey.questionnaire.problems import did_you_mean

Place = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault at a place in the file, such as ("capabilities", "voice", "scale")."""

    place: Place
    fault: str
    cure: str
    on_key: bool = False


def unknown(place: Place, kind: str, names: Iterable[str], known: Iterable[str]) -> Iterator[Fault]:
    """Names in a list that mean nothing."""
    known = list(known)
    for number, name in enumerate(names):
        if name not in known:
            yield Fault((*place, number), f"unknown {kind} '{name}'", did_you_mean(name, known))


def unknown_keys(place: Place, kind: str, names: Iterable[str], known: Iterable[str]) -> Iterator[Fault]:
    """Keys of a mapping that mean nothing."""
    known = list(known)
    for name in names:
        if name not in known:
            yield Fault((*place, name), f"unknown {kind} '{name}'", did_you_mean(name, known), on_key=True)
