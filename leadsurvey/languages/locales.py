"""What is known of a language from its code: its own name, its direction, how it writes a date."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal
from unicodedata import bidirectional

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list

CODE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?")
BRITISH = "en-GB"  # plain English is written as the house writes it: 9 April 2027


def is_known(code: str) -> bool:
    """Whether this is the code of a language, such as `ar` or `pt-BR`."""
    if not CODE.fullmatch(code):
        return False
    try:
        _locale(code)
    except (UnknownLocaleError, ValueError):
        return False
    return True


def called(name: str) -> str | None:
    """The code of the language that people call so: `fr`, `French`, `French (fr)`; None for a name we do not know."""
    bracketed = re.fullmatch(r".*\(([^()]+)\)", name.strip())
    code = (bracketed[1] if bracketed else name).strip().replace("_", "-")
    if is_known(code):
        return code
    english = {title.lower(): found for found, title in Locale("en").languages.items()}
    found = english.get(name.strip().lower(), "").replace("_", "-")
    return found if is_known(found) else None


def own_name(code: str) -> str:
    """What a language calls itself: العربية, Français."""
    name = _locale(code).get_display_name() or code
    return name[:1].title() + name[1:]


def direction(code: str) -> Literal["ltr", "rtl"]:
    """Where its lines lead."""
    return "rtl" if _locale(code).character_order == "right-to-left" else "ltr"


def direction_of(text: str) -> Literal["ltr", "rtl"]:
    """Where the lines of a text lead: as its first letter is written."""
    first = next((kind for kind in map(bidirectional, text) if kind in {"L", "R", "AL"}), "L")
    return "ltr" if first == "L" else "rtl"


def day(when: date, code: str) -> str:
    """A date in words, without the day of the week: 9 April 2027."""
    return format_date(when, format="long", locale=_written(code))


def period(first: date, last: date, code: str) -> str:
    """From one day to another, without saying anything twice: 2–19 March 2027."""
    if first == last:
        return day(last, code)
    end = day(last, code)
    if (first.year, first.month) == (last.year, last.month) and end.startswith(f"{last.day} "):
        return f"{first.day}–{end}"
    return f"{day(first, code)} – {end}"


def listed(words: Sequence[str], code: str) -> str:
    """One, two and three."""
    return format_list(words, locale=_written(code))


def _locale(code: str) -> Locale:
    return Locale.parse(code, sep="-")


def _written(code: str) -> Locale:
    return _locale(BRITISH if code == "en" else code)
