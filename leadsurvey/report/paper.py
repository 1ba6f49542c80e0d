"""Forms for a pen: what a level is asked, as an accessible PDF with the codes that `enter` reads beside each square."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from gettext import NullTranslations
from html import unescape
from pathlib import Path

from leadsurvey.languages import interface, locales
from leadsurvey.questionnaire import length
from leadsurvey.questionnaire.model import LevelId, Questionnaire, Task
from leadsurvey.report.form import Form, Forms, columns_of, numbered, reference
from leadsurvey.report.letters import missing
from leadsurvey.report.typeset import LayoutError, environment, lay_out, tied
from leadsurvey.responses.columns import ARM, columns, of_task
from leadsurvey.responses.exchange import ABOUT
from leadsurvey.responses.flow import TasksStep, flow
from leadsurvey.responses.versions import Version, versions
from leadsurvey.rounds.model import Round
from leadsurvey.rounds.places import Places
from leadsurvey.rounds.promise import Voice, who_sees_what

MOST_UNITS = 30  # that one finds one's own among
SQUARES_WIDE = 96.0  # millimetres for all squares of a line
SQUARE_WIDE = 16.0


@dataclass(frozen=True)
class Occasion:
    """The round that a form belongs to; a draft for reading has none."""

    id: str
    organisation: str
    units: Mapping[str, str]  # id -> name
    promise: tuple[str, ...]
    contact: str
    closes: date
    simulated: bool
    rehearsal: bool


def occasion(survey: Round, level: LevelId, voice: Voice) -> Occasion:
    """What an opened round, in the language of the voice, has to say on its forms."""
    told = who_sees_what(survey, Places(survey), None, level, invited=False, voice=voice)
    return Occasion(
        survey.id,
        survey.root.name,
        {unit.id: unit.name for unit in survey.units.values()},
        tuple(told),
        survey.texts.get("contact", ""),
        survey.closes,
        survey.simulated,
        survey.rehearsal,
    )


@dataclass(frozen=True)
class Keyed:
    """A task for those who key: what the margin calls it, and the columns of its arm and of its questions by letter."""

    name: str
    arm: str
    questions: tuple[tuple[str, str], ...]


class Paper:
    """What the templates ask for."""

    def __init__(self, asked: Questionnaire, level: LevelId, texts: NullTranslations) -> None:
        self.questionnaire, self.level = asked, asked.levels[level]
        self._steps = flow(asked, level)
        self.versions = versions(self._steps)
        self._forms = Forms(asked, level, texts)

    @property
    def minutes(self) -> int:
        """How long the level needs, as far as one can expect."""
        return length.minutes(self.questionnaire, self.level.id)

    def forms(self, chosen: Sequence[Version]) -> list[Form]:
        """These versions of the form."""
        return [self._forms.form(self._steps, version) for version in chosen]

    @property
    def pool(self) -> tuple[Task, ...]:
        """The tasks that some version holds."""
        return next((step.pool for step in self._steps if isinstance(step, TasksStep)), ())

    @property
    def header(self) -> list[str]:
        """The first line of a table of answers to this form."""
        asked, level = self.questionnaire, self.level.id
        off = {column.key for task in asked.tasks if task not in self.pool for column in of_task(task)}
        names = [column.name for column in columns(asked) if column.is_asked(asked, level) and column.key not in off]
        return [*ABOUT, *names, *(each.id for each in asked.comments if asked.is_asked(each.asked, level))]

    @property
    def keyed(self) -> Iterator[Keyed]:
        """Each task under the name that the margin has for it."""
        numbers = numbered(self.questionnaire)
        for task in self.pool:
            yield Keyed(f"T{numbers[task.id]}", task.id + ARM, tuple(columns_of(task)))

    def references(self, version: Version) -> list[str]:
        """The tasks and arms of a version, as the margin names them."""
        numbers, pool = numbered(self.questionnaire), {task.id: task for task in self.pool}
        return [reference(numbers[name], pool[name], arm) for name, arm in version.tasks.items()]

    @staticmethod
    def width(squares: int) -> float:
        """Millimetres for each square of a line."""
        return round(min(SQUARE_WIDE, SQUARES_WIDE / squares), 2)


def letters(asked: Questionnaire, level: LevelId) -> list[str]:
    """The versions that the forms of a level come in."""
    return [version.letter for version in versions(flow(asked, level))]


def paper(
    asked: Questionnaire,
    level: LevelId,
    voice: Voice,
    templates: Path,
    *,
    held: Occasion | None = None,
    only: str | None = None,
) -> bytes:
    """The PDF of a level's forms in all versions, or in `only` one, with a page for those who key at the end.

    `asked` is in the language of the voice. Raises LayoutError where our fonts lack a letter.
    """
    page, fonts = html(asked, level, voice, templates, held=held, only=only), templates / "report" / "fonts"
    if signs := missing(unescape(page), fonts):
        shown = " ".join(signs[:12])
        raise LayoutError(f"no font here has the signs {shown}; print a language in Latin, Greek, Cyrillic or Arabic")
    return lay_out(page, templates / "paper" / "paper.css", fonts)


def html(
    asked: Questionnaire,
    level: LevelId,
    voice: Voice,
    templates: Path,
    *,
    held: Occasion | None = None,
    only: str | None = None,
) -> str:
    """The forms as one page of HTML."""
    made = Paper(asked, level, voice.texts)
    chosen = [version for version in made.versions if only in {None, version.letter}]
    page = environment(templates / "paper", voice.texts).get_template("paper.html")
    direction = locales.direction(voice.language)
    text = page.render(
        paper=made,
        forms=made.forms(chosen),
        chosen=chosen,
        held=held,
        closes=locales.day(held.closes, voice.language) if held else "",
        lists_units=held is not None and 1 < len(held.units) <= MOST_UNITS,
        language=voice.language,
        own_name=locales.own_name(voice.language),
        direction=direction,
    )
    return tied(text) if direction == "ltr" else text  # read from the right, tied words come out in wrong order


def voice(templates: Path, language: str) -> Voice:
    """A language with the texts of forms in it."""
    return Voice(language, interface.texts(templates / "locale", language))
