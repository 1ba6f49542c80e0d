"""Dates, numbers and ranges in words."""

from collections.abc import Sequence
from datetime import date

from leadsurvey.report.recommend import Cell

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def day(when: date) -> str:
    """A date in words: 9 April 2027."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def period(first: date, last: date) -> str:
    """From one day to another, without saying anything twice: 2–19 March 2027."""
    if first == last:
        return day(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    start = day(first) if first.year != last.year else day(first).rsplit(" ", 1)[0]
    return f"{start} to {day(last)}"


def inline(title: str) -> str:
    """A title as it stands inside a sentence; an abbreviation keeps its capitals."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def count(number: int) -> str:
    """A small number in words."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def capital(words: str) -> str:
    """The words as the start of a sentence."""
    return words[:1].upper() + words[1:]


def capabilities(number: int) -> str:
    """So many capabilities, in words."""
    return "one capability" if number == 1 else f"{count(number)} capabilities"


def listed(words: Sequence[str]) -> str:
    """One, two and three."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def span(cell: Cell) -> str:
    """The likely range: 62–74."""
    return f"{cell.low}–{cell.high}"


def value(cell: Cell) -> str:
    """An estimate with its likely range: 66 (62–74)."""
    return f"{cell.value} ({span(cell)})"
