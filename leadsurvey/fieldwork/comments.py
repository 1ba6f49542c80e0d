"""Comments of a closed round: read by a person, then told for the whole organisation, in words that somebody wrote.

Told in the order of their text, since any other could be that in which they came.
"""

from dataclasses import dataclass

from leadsurvey.fieldwork.standing import FieldworkError
from leadsurvey.records import audit, reviewed
from leadsurvey.records.reviewed import Comment, Decision
from leadsurvey.responses.store import Store
from leadsurvey.rounds.model import Round

TAKEN_OUT = "[…]"


@dataclass(frozen=True)
class Told:
    """What may be told of one question's comments; `withheld` says why none may."""

    question: str
    text: str  # as it was asked
    comments: tuple[str, ...]
    waiting: int  # still to be read by somebody
    withheld: str = ""


def told(store: Store, survey: Round) -> list[Told]:
    """Each question for comments with what was reviewed of it; withheld where too few answered or wrote."""
    name = survey.id
    _refuse_unclosed(store, name)
    counts, people = reviewed.counts(store, name), reviewed.responses(store, name)
    words: dict[str, list[str]] = {}
    for comment in reviewed.of_round(store, name, "told"):
        words.setdefault(comment.question, []).append(comment.words)
    found = []
    for question in survey.questionnaire.comments:
        written = sum(count for (of, _), count in counts.items() if of == question.id)
        why = _too_few(survey, people, written)
        chosen = () if why else tuple(sorted(words.get(question.id, ()), key=str.casefold))
        found.append(Told(question.id, question.text, chosen, counts.get((question.id, "waiting"), 0), why))
    return found


def readable(store: Store, survey: Round) -> set[str]:
    """The questions whose comments may be told once they are reviewed; the others nobody has a reason to read."""
    return {each.question for each in told(store, survey) if not each.withheld}


def following(store: Store, survey: Round) -> Comment | None:
    """The next comment to be reviewed."""
    questions = readable(store, survey)
    return next((each for each in reviewed.of_round(store, survey.id, "waiting") if each.question in questions), None)


def _too_few(survey: Round, people: int, written: int) -> str:
    """Why no comment on a question may be told, if so."""
    least = survey.minimum_group
    if people < 2 * least:
        return f"fewer than {2 * least} people answered"
    return f"fewer than {least} people wrote something here" if written < least else ""


def decide(store: Store, comment: Comment, state: Decision, words: str | None, who: str) -> None:
    """Tell a comment, as it is or with words taken out, or withhold it; refused if somebody decided meanwhile."""
    _refuse_unclosed(store, comment.round)
    words = None if words is None else "\n".join(words.split("\r\n")).strip()  # as a browser sends them
    kept = None if words == comment.text.strip() else words
    if kept is not None and (state != "told" or not is_left_of(kept, comment.text)):
        raise FieldworkError(
            f"these are not the words that were written with parts replaced by {TAKEN_OUT}; take words out, change none"
        )
    with store.write():
        if not reviewed.decide(store, comment.number, comment.state, state, kept):
            raise FieldworkError("somebody else decided on this comment meanwhile; look at it again")
        how = "told, with words taken out" if kept is not None else state
        audit.note(store, who, "comment reviewed", comment.round, f"{comment.question}: {how}")


def is_left_of(words: str, text: str) -> bool:
    """Whether words are a text with parts replaced by […]: nothing added, nothing moved, no word cut in two."""
    parts = [part.strip() for part in _plain(words).split(TAKEN_OUT)]
    text, at = _plain(text), 0
    for number, part in enumerate(parts):
        if not part:
            continue
        found = _next(part, text, at, is_first=number == 0, is_last=number == len(parts) - 1)
        if found is None:
            return False
        at = found
    return len(parts) > 1 and any(parts)


def _next(part: str, text: str, at: int, *, is_first: bool, is_last: bool) -> int | None:
    """Where a part ends in a text, looked for from a place on; None if it is not there."""
    if is_first:
        starts = [0] if text.startswith(part) else []
    elif is_last:
        starts = [len(text) - len(part)] if text.endswith(part) and len(text) - len(part) >= at else []
    else:
        starts = [here for here in range(at, len(text)) if text.startswith(part, here)]
    whole = (here + len(part) for here in starts if _is_whole(text, here, here + len(part)))
    return next(whole, None)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no word is cut at either end."""
    cut_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    cut_after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not (cut_before or cut_after)


def _plain(text: str) -> str:
    """The text with each run of spaces and line ends as one space: browsers change line ends."""
    return " ".join(text.split())


def _refuse_unclosed(store: Store, name: str) -> None:
    known = store.known(name)
    if known is None or known.state != "closed":
        raise FieldworkError(
            f"round '{name}' is not closed: what people wrote is sealed until it is, and that was promised; "
            f"`leadsurvey close {name}` ends it"
        )
