"""Invitations on paper, for people without mail: a letter each, or cards to be handed out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from html import unescape
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from markupsafe import Markup

from leadsurvey.languages import interface, locales
from leadsurvey.questionnaire import length
from leadsurvey.questionnaire.model import LevelId
from leadsurvey.report import codes
from leadsurvey.report.letters import missing
from leadsurvey.report.typeset import LayoutError, environment, lay_out
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.promise import Voice, to_everybody

Form = Literal["letter", "cards"]
ON_A_SHEET = 8  # cards
PROMISED = 2  # sentences: figures for groups only, and the smallest group; the page behind the link has them all


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who gets an invitation on paper."""

    name: str
    unit: str  # its id
    level: LevelId
    language: str
    link: str


class Invitation:
    """What the templates ask for: one person's invitation in one language of the round."""

    def __init__(self, to: Addressee, survey: Round, voice: Voice) -> None:
        self._survey, self.language, self.direction = survey, voice.language, locales.direction(voice.language)
        self.name, self.unit, self.link = to.name, survey.units[to.unit].name, to.link
        self.unit_direction = locales.direction_of(self.unit)
        self.organisation, self.title = survey.root.name, survey.questionnaire.title
        self.minutes = length.minutes(survey.questionnaire, to.level)
        self.promise = (survey.promise.get(voice.language) or to_everybody(survey, voice))[:PROMISED]
        self.closes, self.erased = (locales.day(day, voice.language) for day in (survey.closes, survey.erased_on))
        self.contact = survey.texts.get("contact", "")
        self.logo = survey.logo
        self.simulated, self.rehearsal = survey.simulated, survey.rehearsal

    @property
    def picture(self) -> str:
        """The code that a phone reads, as the address of a picture."""
        return codes.picture(self.link)

    @cached_property
    def code(self) -> str:
        """The token in groups of four, as it can be typed in."""
        token = urlsplit(self.link).path.rpartition("/")[2]
        return " ".join(token[start : start + 4] for start in range(0, len(token), 4))

    @property
    def where_to_type(self) -> str:
        """The address at which the code can be typed in."""
        return f"{self.link.partition('/a/')[0]}/resume"


def invitations(people: Sequence[Addressee], surveys: dict[str, Round], templates: Path, form: Form) -> bytes:
    """The PDF of everybody's invitation, each in their language; `surveys` are the round in each of its languages.

    Raises LayoutError where our fonts lack a letter of a name.
    """
    page, fonts = html(people, surveys, templates, form), templates / "report" / "fonts"
    if signs := missing(unescape(page), fonts):
        shown = " ".join(signs[:12])
        raise LayoutError(f"no font here has the signs {shown}; write those names in Latin, Greek, Cyrillic or Arabic")
    return lay_out(page, templates / "letter" / "letter.css", fonts)


def html(people: Sequence[Addressee], surveys: dict[str, Round], templates: Path, form: Form) -> str:
    """All of them as one page of HTML, in the language of the first; each part is in its reader's language."""
    folder = templates / "letter"
    speaking = cache(lambda code: environment(folder, interface.texts(templates / "locale", code)))

    def part(to: Addressee) -> Markup:
        voice = Voice(to.language, interface.texts(templates / "locale", to.language))
        made = Invitation(to, surveys[to.language], voice)
        return Markup(speaking(to.language).get_template(f"{form}.html").render(each=made))  # noqa: S704 - our own

    parts = [part(to) for to in people]
    on_a_page = ON_A_SHEET if form == "cards" else 1
    first = surveys[people[0].language]
    return (
        speaking(people[0].language)
        .get_template("all.html")
        .render(
            language=people[0].language,
            direction=locales.direction(people[0].language),
            title=first.questionnaire.title,
            organisation=first.root.name,
            form=form,
            pages=[parts[start : start + on_a_page] for start in range(0, len(parts), on_a_page)],
        )
    )
