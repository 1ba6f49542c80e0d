"""A value of the wrong shape in words that an author understands: what pydantic found, as fault and cure."""

import re
from datetime import date
from typing import Any

from pydantic import BaseModel

from leadsurvey.questionnaire.fault import Place
from leadsurvey.questionnaire.grammar import keys_at
from leadsurvey.questionnaire.problems import did_you_mean

QUOTED = re.compile(r"'([^']*)'")
KINDS = {  # pydantic's names for the wrong kind of value: what it must be, and the cure
    "string_type": ("text", "write text, in quotes where it is a number"),
    "bool_type": ("yes or no", "write yes or no"),
    "date_type": ("a day", "write it as 2027-03-19, without quotes"),
    "list_type": ("a list", "write it as [one, another]"),
    "dict_type": ("`key: value` lines", "write them below it, indented"),
    "model_type": ("`key: value` lines", "write them below it, indented"),
}
CONDITIONS = {"if", "when", "condition", "relevant", "show_if", "visible_if", "visibleIf", "skip", "depends_on"}
PATTERNS = {
    "language": "write the code of a language: en, ar, pt-BR",
    "version": "write numbers with dots, such as 1.2",
    "name": "use letters, digits, - and _ only",
}


def in_words(model: type[BaseModel], place: Place, error: Any) -> tuple[str, str]:
    """An error of pydantic's as fault and cure."""
    name, found, limits = named(place), error["input"], error.get("ctx", {})
    if error["type"] in KINDS:
        kind, cure = KINDS[error["type"]]
        reads = str(found) if isinstance(found, date) else repr(found)
        return f"'{name}' must be {kind}, but reads {reads}", cure
    match error["type"]:
        case "extra_forbidden" if name in CONDITIONS:
            return f"'{name}' is not known: what is asked depends on the level only", "write `asked: [level, level]`"
        case "extra_forbidden":
            return f"unknown key '{name}'", did_you_mean(name, keys_at(model, place[:-1]))
        case "missing":
            return f"key '{name}' is missing", "add it"
        case "string_pattern_mismatch":
            kind = {"language": "language", "version": "version"}.get(name, "name")
            kind = "version" if place[:1] == ("history",) else kind
            return f"'{found}' cannot be used as a {kind} here", PATTERNS[kind]
        case "too_short" if found:
            return f"'{name}' has fewer than {limits['min_length']} entries", "add what is missing"
        case "string_too_short" | "too_short":
            return f"'{name}' is empty", "fill it, or take it out"
        case "too_long":
            return f"'{name}' has more than {limits['max_length']} entries", "take some out"
        case "literal_error":
            return f"'{found}' is not known as '{name}'", did_you_mean(str(found), QUOTED.findall(limits["expected"]))
        case _:
            return f"'{name}' reads {found!r}: {error['msg'][0].lower()}{error['msg'][1:]}", "correct it"


def named(place: Place) -> str:
    """What stands at a place, by the name an author gave it; entries of a list have a number only."""
    name = str(place[-1]) if place else ""
    return f"{place[-2]}, entry {int(name) + 1}" if place and isinstance(place[-1], int) else name
