"""Signs that a typist leaves behind: straight quotes, double spaces, three dots."""

import re
from collections.abc import Iterator

from leadsurvey.questionnaire.fault import Place
from leadsurvey.questionnaire.grammar import QuestionnaireKeys
from leadsurvey.questionnaire.prose import passages
from leadsurvey.questionnaire.warned import Warned

SPACED_SIGNS = {"fr"}  # languages that set a space before ; : ! ?
STRAY = (
    (re.compile(r"['\"]"), "a straight quote", "write ’ or “ and ”"),
    (re.compile(r"\.\.\."), "three dots", "write the one sign …"),
    (re.compile(r"\S[^\S\n]{2,}\S"), "two spaces in a row", "keep one"),
    (re.compile(r"\A\s|[^\S\n]\Z|[^\S\n]\n"), "a space at an end", "take it out"),
    (re.compile(r"\S[^\S\n]+[,.](?!\w|…|\.)"), "a space before a sign", "take it out"),
)
BEFORE_HIGH_SIGNS = (re.compile(r"\S[^\S\n]+[;:!?](?=\s|$)"), "a space before a sign", "take it out")


def sign_warnings(keys: QuestionnaireKeys) -> Iterator[Warned]:
    """One for each kind of stray sign in a text; what the texts of reports hold is looked at too."""
    french = keys.language.split("-", maxsplit=1)[0] in SPACED_SIGNS
    for passage in passages(keys):
        text = passage.text.removesuffix("\n")
        told = set()
        for pattern, named, cure in STRAY if french else (*STRAY, BEFORE_HIGH_SIGNS):
            if named not in told and pattern.search(text):
                told.add(named)
                yield Warned("stray-signs", id_at(keys, passage.place), passage.place, f"{named} in this text", cure)


def id_at(keys: QuestionnaireKeys, place: Place) -> str:
    """The id that a text belongs to: of its item, else of what is around it."""
    match place:
        case ("capabilities", name, "items", item, *_):
            return str(item)
        case ("capabilities", _, "wording", _, item):
            return str(item)
        case ("capabilities", name, "self_rating", *_):
            return f"{name}-self"
        case ("predictions", "statements", name, *_):
            return str(name)
        case ("predictions" | "who_led" | "stem" | "title" as part, *_):
            return str(part)
        case ("recommendations", int(number), *_):
            return keys.recommendations[number].handle
        case ("sections", int(number), *_):
            return keys.sections[number].handle
        case (_, name, *_):
            return str(name)
    return str(place[0])
