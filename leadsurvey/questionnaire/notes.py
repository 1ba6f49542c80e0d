"""What `check` tells of a file, faults and warnings alike, each with its line and column."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from leadsurvey.languages.catalogue import Counts
from leadsurvey.questionnaire.grammar import AcceptKeys, QuestionnaireKeys
from leadsurvey.questionnaire.load import Loaded
from leadsurvey.questionnaire.problems import Problem
from leadsurvey.questionnaire.review import warnings
from leadsurvey.questionnaire.translate import catalogues
from leadsurvey.questionnaire.warned import Warned, accepting_nothing, is_accepted


@dataclass(frozen=True, slots=True)
class Note:
    """One fault or warning. A fault has no code; an accepted warning is counted, and not told."""

    path: str
    line: int
    column: int | str
    kind: Literal["fault", "warning"]
    code: str | None
    at: str | None
    message: str
    cure: str
    accepted: bool = False

    def __str__(self) -> str:
        """One line for editors and people: a fault as `Problem` tells it, a warning with the name to accept it by."""
        if self.kind == "fault":
            return str(Problem(self.path, self.line, self.column, self.message, self.cure))
        named = f"{self.cure} [{self.code} at {self.at}]"
        return str(Problem(self.path, self.line, self.column, f"warning: {self.message}", named))


def of_problems(problems: Iterable[Problem]) -> Iterator[Note]:
    """Faults as notes."""
    for found in problems:
        yield Note(found.path, found.line, found.column, "fault", None, None, found.fault, found.cure)


def of_questionnaire(path: Path, loaded: Loaded, progress: Mapping[str, Counts]) -> list[Note]:
    """The warnings of a questionnaire without fault, line by line; those of a file it extends stay with that file.

    `progress` tells how far its translations are.
    """
    found = list(warnings(loaded.keys))
    below = set(map(_same, warnings(loaded.base))) if loaded.base else set()
    inherited = len(loaded.base.accept) if loaded.base else 0
    behind = list(_behind(path, loaded.keys, progress))
    stale = [one for one in accepting_nothing(loaded.keys, [*found, *behind]) if int(one.place[1]) >= inherited]
    own = [one for one in found if _same(one) not in below]
    notes = sorted((_note(path, loaded, one) for one in (*own, *stale)), key=lambda note: (note.line, str(note)))
    return notes + [_of_catalogue(catalogues(path)[one.at], loaded, one) for one in behind]


def _own_accepts(loaded: Loaded) -> list[AcceptKeys]:
    """What the file itself says is meant; what a file it extends accepts is accepted there only."""
    return loaded.keys.accept[len(loaded.base.accept) if loaded.base else 0 :]


def _behind(path: Path, keys: QuestionnaireKeys, progress: Mapping[str, Counts]) -> Iterator[Warned]:
    """What is missing in each language, and what changed since it was translated."""
    cure = f"run `leadsurvey translate extract {path.name}`, and translate what it leaves open"
    for language, counts in progress.items():
        if counts.missing:
            text = f"{counts.missing} of {sum(counts)} texts are not translated and are shown in '{keys.language}'"
            yield Warned("untranslated", language, (), text, cure)
        if counts.fuzzy:
            yield Warned(
                "fuzzy",
                language,
                (),
                f"{counts.fuzzy} of {sum(counts)} translations are not of the words as they are",
                cure,
            )


def _of_catalogue(catalogue: Path, loaded: Loaded, one: Warned) -> Note:
    return Note(
        str(catalogue), 1, 1, "warning", one.code, one.at, one.text, one.cure, is_accepted(_own_accepts(loaded), one)
    )


def _same(warned: Warned) -> tuple[str, str, str]:
    return warned.code, warned.at, warned.text


def _note(path: Path, loaded: Loaded, one: Warned) -> Note:
    line, column = loaded.document.locate(one.place, on_key=one.on_key)
    accepted = is_accepted(_own_accepts(loaded), one)
    return Note(str(path), line, column, "warning", one.code, one.at, one.text, one.cure, accepted)
