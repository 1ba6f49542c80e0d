"""Words of a form in all its languages, on their way into a questionnaire."""

import re
from collections.abc import Mapping
from typing import Any, Self

BRACES = str.maketrans("{}", "()")  # in a questionnaire, braces name a text that is filled in
OTHER_ANSWER = re.compile(r"\$\{[^}]*\}")  # an answer to another question, in the middle of words


class Said(str):
    """Words in the form's main language; `others` holds them in the other ones."""

    __slots__ = ("others",)
    others: Mapping[str, str]

    def __new__(cls, words: str, others: Mapping[str, str] | None = None) -> Self:
        """The words of the main language, and of each other one by its column's heading."""
        made = super().__new__(cls, words)
        made.others = others or {}
        return made


def said(texts: Mapping[str, str], main: str, otherwise: str = "") -> Said:
    """A label; where the main language has no words, those of the first other one, and else `otherwise`."""
    clean = {language: words.translate(BRACES) for language, words in texts.items()}
    words = clean.get(main) or next(iter(clean.values()), otherwise.translate(BRACES))
    return Said(words, {language: text for language, text in clean.items() if language != main})


def at(data: Any, place: tuple[int | str, ...]) -> Said | None:
    """The words at a place of a questionnaire's data, if the form said them; a text alone stands for its mapping."""
    for step in place:
        if isinstance(data, str):
            break
        data = data.get(step) if isinstance(data, dict) else data[step] if data else None
    return data if isinstance(data, Said) else None
