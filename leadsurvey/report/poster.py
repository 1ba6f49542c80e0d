"""A poster of an open round: one page for a wall, with a code that leads a phone to the questions."""

from dataclasses import dataclass
from gettext import NullTranslations
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

from leadsurvey.languages import interface, locales
from leadsurvey.questionnaire import length
from leadsurvey.report import codes
from leadsurvey.report.letters import missing
from leadsurvey.report.typeset import LayoutError, environment, lay_out, tied
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.places import Places
from leadsurvey.rounds.promise import Voice, who_sees_what

WIDE = 94.0  # millimetres of the code without its quiet zone
LINES = 3  # of the promise: the rest is read before the first question
SIZES = ("large", "middle", "small")  # of type
ROOM = {  # the most signs in each size
    "title": (22, 64, 120),
    "organisation": (40, 60, 90),
    "link": (44, 72, 120),
    "promise with the contact": (340, 520, 720),
}


@dataclass(frozen=True)
class Way:
    """What the code says besides the round: from which unit people come, and by which way."""

    unit: str = ""
    route: str = ""

    def as_asked(self) -> dict[str, str]:
        """The same as parts of an address."""
        return {name: value for name, value in (("unit", self.unit), ("route", self.route)) if value}


ANY_WAY = Way()


class Poster:
    """What the template asks for; `survey` is an opened round in one of its languages."""

    def __init__(self, survey: Round, language: str, address: str, texts: NullTranslations, way: Way) -> None:
        voice = Voice(language, texts)
        self.language, self.direction = language, locales.direction(language)
        self.organisation, self.title = survey.root.name, survey.questionnaire.title
        self.unit = survey.units[way.unit].name if way.unit and way.unit != survey.root.id else ""
        self.link = f"{address}/r/{survey.id}"
        self.minutes = length.minutes(survey.questionnaire, None)
        self.promise = who_sees_what(survey, Places(survey), None, None, invited=False, voice=voice)[:LINES]
        self.closes = locales.day(survey.closes, language)
        self.contact = survey.texts.get("contact", "")
        self.logo = survey.logo
        self.simulated, self.rehearsal = survey.simulated, survey.rehearsal
        self.others = [
            (code, locales.direction(code), locales.own_name(code)) for code in survey.languages if code != language
        ]
        spoken = {} if language == survey.languages[0] else {"language": language}
        asked = urlencode({**way.as_asked(), **spoken})  # spared to those who type it in
        self._leads_to = self.link + (asked and f"?{asked}")

    @property
    def contact_direction(self) -> str:
        """Where the contact's lines lead: it is the round's, in whatever language."""
        return locales.direction_of(self.contact)

    @property
    def code(self) -> str:
        """The code as the address of a picture: one path, its quiet zone around it."""
        return codes.picture(self._leads_to, ground=None)

    @property
    def quiet(self) -> float:
        """Millimetres of the quiet zone on each side."""
        return round(WIDE * codes.QUIET / codes.modules(self._leads_to), 3)

    @property
    def wide(self) -> float:
        """Millimetres of the code with its quiet zone."""
        return WIDE + 2 * self.quiet

    @property
    def headline(self) -> str:
        """The size of the title."""
        return SIZES[_size("title", self.title)]

    @property
    def type(self) -> str:
        """The size of all other words: the one that the longest of them need."""
        below = " ".join((*self.promise, self.contact))
        parts = {"organisation": self.organisation, "link": self.link, "promise with the contact": below}
        return SIZES[max(_size(part, words) for part, words in parts.items())]


def poster(survey: Round, language: str, address: str, templates: Path, way: Way = ANY_WAY) -> bytes:
    """The PDF of an opened round with a link for all, `survey` being in that language; `address` is the survey's.

    Raises LayoutError where our fonts lack a letter, or where the words are too many for one page.
    """
    page, fonts = html(survey, language, address, templates, way), templates / "report" / "fonts"
    if signs := missing(unescape(page), fonts):
        shown = " ".join(signs[:12])
        raise LayoutError(f"no font here has the signs {shown}; print a language in Latin, Greek, Cyrillic or Arabic")
    return lay_out(page, templates / "poster" / "poster.css", fonts)


def html(survey: Round, language: str, address: str, templates: Path, way: Way = ANY_WAY) -> str:
    """The poster as one page of HTML."""
    texts = interface.texts(templates / "locale", language)
    made = Poster(survey, language, address, texts, way)
    page = environment(templates / "poster", texts).get_template("poster.html").render(poster=made)
    return tied(page) if made.direction == "ltr" else page  # read from the right, tied words come out in wrong order


def _size(part: str, words: str) -> int:
    """The place in SIZES of the largest type in which these words find room."""
    for size, most in enumerate(ROOM[part]):
        if len(words) <= most:
            return size
    fault = f"the {part} has {len(words)} signs, a poster has room for {ROOM[part][-1]}"
    raise LayoutError(f"{fault}; shorten it before the next round")
