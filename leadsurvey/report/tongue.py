"""A language that a report is written in: the interface's texts, and how it writes dates, lists and ranges."""

from collections.abc import Sequence
from datetime import date
from gettext import NullTranslations
from pathlib import Path

from leadsurvey.languages import interface, locales


class Tongue:
    """Says things in one language; what is not translated stays English."""

    def __init__(self, language: str = "en", texts: NullTranslations | None = None) -> None:
        self.language, self.texts = language, texts or NullTranslations()
        self.direction = locales.direction(language)

    @classmethod
    def of(cls, language: str, templates: Path) -> "Tongue":
        """The language with the texts that stand in a folder of templates."""
        return cls(language, interface.texts(templates / "locale", language))

    @property
    def mirrored(self) -> bool:
        """Whether lines lead from right to left."""
        return self.direction == "rtl"

    def say(self, text: str, /, **values: object) -> str:
        """A text, with its blanks filled in."""
        return self.texts.gettext(text) % values if values else self.texts.gettext(text)

    def many(self, one: str, more: str, number: int, /, **values: object) -> str:
        """A text in the form that goes with a number, which is one of its blanks."""
        return self.texts.ngettext(one, more, number) % {"number": number, **values}

    def day(self, when: date) -> str:
        """A date in words: 9 April 2027."""
        return locales.day(when, self.language)

    def period(self, first: date, last: date) -> str:
        """From one day to another, without saying anything twice: 2–19 March 2027."""
        return locales.period(first, last, self.language)

    def listed(self, words: Sequence[str]) -> str:
        """One, two and three."""
        return locales.listed(words, self.language) if words else ""

    def span(self, low: int, high: int) -> str:
        """A likely range: 62–74; one below 0 needs a word, lest its sign be read as the dash."""
        if low < 0:
            return self.say("%(low)s to %(high)s", low=signed(low), high=signed(high))
        # Translators: a range of figures. Where lines lead from the right, write it with a word in place of the dash.
        return self.say("%(low)s–%(high)s", low=low, high=high)


def signed(number: int) -> str:
    """A number with the sign that printers use for minus."""
    return str(number).replace("-", "−")


def inline(title: str) -> str:
    """A title as it stands inside a sentence; an abbreviation keeps its capitals."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def capital(words: str) -> str:
    """The words as the start of a sentence."""
    return words[:1].upper() + words[1:]
