"""A poster of an open round: one page for a wall, with a code that leads a phone to the questions."""

from gettext import NullTranslations
from html import unescape
from pathlib import Path
from unicodedata import bidirectional

import segno

from leadsurvey.languages import interface, locales
from leadsurvey.questionnaire import length
from leadsurvey.report.letters import missing
from leadsurvey.report.typeset import LayoutError, environment, lay_out, tied
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.places import Places
from leadsurvey.rounds.promise import Voice, who_sees_what

INK = "#1b2328"
QUIET = 4  # modules that stay white on every side, as ISO/IEC 18004 wants
WIDE = 125.0  # millimetres of the code with its quiet zone: the black part of the smallest code is 90.5 wide
LINES = 3  # of the promise: the rest is read before the first question
LARGE, MIDDLE, SMALL = "large", "middle", "small"
HEADLINES = {24: LARGE, 64: MIDDLE, 120: SMALL}  # most signs of a headline in a size of type
GROUNDS = {320: LARGE, 560: MIDDLE, 900: SMALL}  # the same of promise and contact together
MOST_SIGNS_OF_LINK = 120


class Poster:
    """What the template asks for; `survey` is an opened round in one of its languages."""

    def __init__(self, survey: Round, language: str, address: str, texts: NullTranslations) -> None:
        voice = Voice(language, texts)
        self.language, self.direction = language, locales.direction(language)
        self.organisation, self.title = survey.root.name, survey.questionnaire.title
        self.link = f"{address}/r/{survey.id}"
        self.minutes = length.minutes(survey.questionnaire, None)
        self.promise = who_sees_what(survey, Places(survey), None, None, invited=False, voice=voice)[:LINES]
        self.closes = locales.day(survey.closes, language)
        self.contact = survey.texts.get("contact", "")
        self.simulated = survey.simulated
        self.others = [
            (code, locales.direction(code), locales.own_name(code)) for code in survey.languages if code != language
        ]
        if len(self.link) > MOST_SIGNS_OF_LINK:
            raise _too_long("the link", len(self.link), MOST_SIGNS_OF_LINK)
        self._code = segno.make_qr(self.link, error="m")  # or better, where that makes it no larger

    @property
    def contact_direction(self) -> str:
        """Where the contact's lines lead: it is the round's, in whatever language."""
        return _direction(self.contact)

    @property
    def code(self) -> str:
        """The code as the address of a picture: one path, its quiet zone around it."""
        return self._code.svg_data_uri(border=QUIET, dark=INK, xmldecl=False, omitsize=True, encode_minimal=True)

    @property
    def wide(self) -> float:
        """Millimetres of the code with its quiet zone."""
        return WIDE

    @property
    def quiet(self) -> float:
        """Millimetres of the quiet zone on each side."""
        across = self._code.symbol_size(border=QUIET)[0]
        return round(WIDE * QUIET / across, 3)

    @property
    def headline(self) -> str:
        """The size of the title."""
        return _size("the title", len(self.title), HEADLINES)

    @property
    def ground(self) -> str:
        """The size of promise and contact."""
        return _size("the promise with the contact", sum(map(len, (*self.promise, self.contact))), GROUNDS)


def poster(survey: Round, language: str, address: str, templates: Path) -> bytes:
    """The PDF of an opened round with a link for all, `survey` being in that language; `address` is the survey's.

    Raises LayoutError where our fonts lack a letter, or where the words are too many for one page.
    """
    page, fonts = html(survey, language, address, templates), templates / "report" / "fonts"
    if signs := missing(unescape(page), fonts):
        shown = " ".join(signs[:12])
        raise LayoutError(f"no font here has the signs {shown}; print a language in Latin, Greek, Cyrillic or Arabic")
    return lay_out(page, templates / "poster" / "poster.css", fonts)


def html(survey: Round, language: str, address: str, templates: Path) -> str:
    """The poster as one page of HTML."""
    texts = interface.texts(templates / "locale", language)
    made = Poster(survey, language, address, texts)
    page = environment(templates / "poster", texts).get_template("poster.html").render(poster=made)
    return tied(page) if made.direction == "ltr" else page  # read from the right, tied words come out in wrong order


def _direction(text: str) -> str:
    """As its first letter is written."""
    first = next((kind for kind in map(bidirectional, text) if kind in {"L", "R", "AL"}), "L")
    return "ltr" if first == "L" else "rtl"


def _size(what: str, signs: int, sizes: dict[int, str]) -> str:
    """The largest type in which so many signs find room."""
    for most, size in sizes.items():
        if signs <= most:
            return size
    raise _too_long(what, signs, max(sizes))


def _too_long(what: str, signs: int, most: int) -> LayoutError:
    return LayoutError(f"{what} has {signs} signs, a poster has room for {most}; shorten it before the next round")
