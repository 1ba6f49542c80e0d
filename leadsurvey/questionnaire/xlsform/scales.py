"""Lists of choices as answers on offer; which of them are rating scales."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from leadsurvey.questionnaire.model import OPT_OUT_KEY
from leadsurvey.questionnaire.xlsform.said import Said, said
from leadsurvey.questionnaire.xlsform.sheets import Choice

MOST = 11
NOT_NAMED = re.compile(r"[^A-Za-z0-9_-]+")
RATING = re.compile(
    r"\b(dis)?agree|\b(never|rarely|seldom|sometimes|often|always)\b|\b(dis|un)?satisf|\b(un)?likely\b"
    r"|\bnot at all\b|\bstrongly\b|\b(poor|excellent)\b|\b(un)?important\b|\b(very|quite) ",
    re.IGNORECASE,
)
RATED = {"likert", "list", "list-nolabel", "label", "table-list"}  # appearances that make a table or row of ratings
NO_ANSWER = re.compile(
    r"\b(don.?t|do not) know|\b(can.?t|cannot) say|\bnot applicable|\b(prefer|rather) not|\bno opinion|\bnot sure"
    r"|^n/?a$",
    re.IGNORECASE,
)
NO_ANSWER_NAMES = {OPT_OUT_KEY, "dont_know", "idk", "na", "n_a", "nr", "refused", "-99", "-98", "-88", "99", "98", "88"}


@dataclass(frozen=True)
class Answers:
    """Answers on offer, by id; `changed` says what became of a choice otherwise than it was written."""

    options: dict[str, Said]
    opt_out: Said | None
    changed: tuple[tuple[int, str], ...]  # row, what became of it


def named(written: str, taken: Iterable[str], otherwise: str) -> str:
    """An id as near to a written name as may be, and not one of those taken."""
    name = NOT_NAMED.sub("-", written).strip("-_.") or otherwise
    number, made = 1, name
    while made in taken:
        number += 1
        made = f"{name}-{number}"
    return made


def is_rating(choices: tuple[Choice, ...], uses: int, appearances: Iterable[str]) -> bool:
    """Whether several questions are answered on these choices as on a scale."""
    offered = [choice for choice in choices if not _declines(choice)]
    if uses < 2 or not 2 <= len(offered) <= MOST:
        return False
    in_a_table = any(RATED & set(appearance.split()) for appearance in appearances)
    worded = sum(any(RATING.search(text) for text in choice.label.values()) for choice in offered)
    counted = len(offered) > 2 and sorted(choice.name for choice in offered) == _places(offered)
    return in_a_table or counted or worded * 2 >= len(offered)


def answers(choices: tuple[Choice, ...], main: str) -> Answers | str:
    """The answers on offer, or why these choices cannot be offered."""
    offered = [choice for choice in choices if not _declines(choice)] if len(choices) > 2 else list(choices)
    if not 2 <= len(offered) <= MOST:
        return f"its list has {len(offered)} choices, and 2 to {MOST} can be offered"
    declining = [choice for choice in choices if choice not in offered]
    changed = [_of_opt_out(choice, main) for choice in declining[:1] if choice.name != OPT_OUT_KEY]
    changed += [(choice.row, f"'{choice.name}' was left out; a scale has one way out") for choice in declining[1:]]
    if offered != (turned := _in_order(offered)):
        changed.append((offered[0].row, "the choices were put into the order of their codes, from 1"))
        offered = turned
    options: dict[str, Said] = {}
    for place, choice in enumerate(offered, 1):
        key = _key(choice, place, options)
        if key != choice.name:
            changed.append((choice.row, f"choice '{choice.name}' became '{key}'; {_in_tables(choice)}"))
        options[key] = said(choice.label, main, choice.name)
    opt_out = said(declining[0].label, main, declining[0].name) if declining else None
    return _ambiguous(options) or Answers(options, opt_out, tuple(changed))


def _in_tables(choice: Choice) -> str:
    if choice.name.isdigit():
        return "write it so in tables of answers, where a number is the place of an option"
    return "write it so in tables of answers"


def _declines(choice: Choice) -> bool:
    return choice.name.lower() in NO_ANSWER_NAMES or any(NO_ANSWER.search(text) for text in choice.label.values())


def _of_opt_out(choice: Choice, main: str) -> tuple[int, str]:
    words = said(choice.label, main, choice.name)
    return choice.row, f"“{words}” became the way out; a table of answers writes {OPT_OUT_KEY} for '{choice.name}'"


def _places(offered: list[Choice]) -> list[str]:
    return sorted(str(place) for place in range(1, len(offered) + 1))


def _in_order(offered: list[Choice]) -> list[Choice]:
    """Choices called 1 to 5, from 1 on, whatever their order in the sheet."""
    if sorted(choice.name for choice in offered) == _places(offered):
        return sorted(offered, key=lambda choice: int(choice.name))
    return offered


def _key(choice: Choice, place: int, taken: Iterable[str]) -> str:
    """A choice's name, unless a table of answers would take it for another one's place, or for the way out."""
    key = named(choice.name, taken, f"choice-{place}")
    if key == OPT_OUT_KEY or (key.isdigit() and key != str(place)):
        return named(f"code-{key}", taken, "")
    return key


def _ambiguous(options: dict[str, Said]) -> str:
    """Why a table of answers could not tell these options apart; empty if it can."""
    codes = {*options, *(str(place) for place in range(1, len(options) + 1)), OPT_OUT_KEY}
    for place, (key, label) in enumerate(options.items(), 1):
        if list(options.values()).count(label) > 1:
            return f"“{label}” stands twice in its list"
        if label in codes - {key, str(place)}:
            return f"“{label}” in its list reads like the code of another choice"
    return ""
