"""What a methodologist would question: a warning stops nobody, and an author may say that it is meant."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from leadsurvey.questionnaire.fault import Place
from leadsurvey.questionnaire.grammar import AcceptKeys, QuestionnaireKeys

CODES = (
    "double-barrelled", "negated", "reversed-items", "few-items", "long-sentence", "reading-grade", "stray-signs",
    "unasked", "no-band", "never-fires", "no-source", "no-evidence", "arms-differ", "too-long", "untranslated", "fuzzy",
    "accepts-nothing",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning: its name, the id it concerns, the place in the file, what is questionable, and what to do."""

    code: str
    at: str
    place: Place
    text: str
    cure: str
    on_key: bool = False


def is_accepted(accepts: Iterable[AcceptKeys], warned: Warned) -> bool:
    """Whether a file says that this one is meant."""
    return any((entry.warning, entry.at) == (warned.code, warned.at) for entry in accepts)


def accepting_nothing(keys: QuestionnaireKeys, found: Sequence[Warned]) -> Iterator[Warned]:
    """Entries of `accept:` that no longer match anything found."""
    met = {(warned.code, warned.at) for warned in found}
    for number, entry in enumerate(keys.accept):
        if (entry.warning, entry.at) not in met:
            text = f"there is no warning '{entry.warning}' at '{entry.at}' to be accepted"
            yield Warned("accepts-nothing", entry.at, ("accept", number), text, "take this entry out")
