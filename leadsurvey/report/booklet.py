"""A questionnaire on paper: all that is asked, of whom, and what becomes of it, for those who have to approve it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from html import unescape
from pathlib import Path

from leadsurvey.languages import interface, locales
from leadsurvey.questionnaire import length, telling
from leadsurvey.questionnaire.grammar import QuestionnaireKeys
from leadsurvey.questionnaire.model import ArmId, Capability, Choice, Item, LevelId, Number, Question, Scale, Task
from leadsurvey.questionnaire.spoken import Spoken, in_language, keys_in
from leadsurvey.report.letters import missing
from leadsurvey.report.typeset import LayoutError, environment, lay_out, tied
from leadsurvey.responses.flow import flow
from leadsurvey.responses.tally import Tally, tally

ABREAST = 3  # versions of a task side by side
Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Cell:
    """What one version says, or several alike; without text it says nothing here."""

    text: str
    span: int = 1
    options: Options = ()
    bounds: str = ""


@dataclass(frozen=True)
class Row:
    """A part of a task across the versions that stand side by side."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Reading:
    """Words, and the titles of the levels that read them."""

    text: str
    levels: tuple[str, ...]


class Booklet:
    """What the templates ask for."""

    def __init__(self, spoken: Spoken, language: str, texts: NullTranslations) -> None:
        self.language, self.direction = language, locales.direction(language)
        self.questionnaire, self.keys = in_language(spoken, language), keys_in(spoken, language)
        self._texts = texts
        own = [item.id for item in self._self_rated]
        self.tallies: Mapping[LevelId, Tally] = {
            level: tally(flow(self.questionnaire, level), own) for level in self.questionnaire.levels
        }

    def minutes(self, level: LevelId) -> int:
        """How long a level needs, as far as one can expect."""
        return length.minutes(self.questionnaire, level)

    @property
    def title(self) -> str:
        """The name of the language in itself."""
        return locales.own_name(self.language)

    def titles(self, levels: Iterable[LevelId]) -> list[str]:
        """Levels by their titles."""
        return [self.questionnaire.levels[level].title for level in levels]

    def fill(self, text: str, level: LevelId) -> str:
        """A stem or statement as a level reads it."""
        return text.replace("{about}", self.questionnaire.levels[level].about)

    @property
    def usual_stems(self) -> list[Reading]:
        """The questions above statements, where a capability has none of its own."""
        found = self._readings({level: self._usual(level) for level in self.questionnaire.levels})
        own = self.keys.stem.get("self", "")
        raters = dict.fromkeys(level for part in self._self_rated for level in part.asked)
        return [reading for reading in (*found, *self._readings(dict.fromkeys(raters, own))) if reading.text]

    def own_stems(self, capability: Capability) -> list[Reading]:
        """The questions above its statements that are not the usual ones."""
        asked = [level for level in self.questionnaire.levels if any(level in item.asked for item in capability.items)]
        return self._readings(
            {level: capability.stems[level] for level in asked if capability.stems[level] != self._usual(level)}
        )

    def _usual(self, level: LevelId) -> str:
        return self.keys.stem.get(level, self.keys.stem.get("all", ""))

    @property
    def _self_rated(self) -> list[Item]:
        return [part.self_rating for part in self.questionnaire.capabilities.values() if part.self_rating]

    def readings(self, item: Item) -> list[Reading]:
        """A statement in each of its wordings."""
        return self._readings({level: item.text_for(level) for level in item.asked})

    def _readings(self, texts: Mapping[LevelId, str]) -> list[Reading]:
        alike: dict[str, list[LevelId]] = {}
        for level, text in texts.items():
            alike.setdefault(self.fill(text, level), []).append(level)
        return [Reading(text, tuple(self.titles(levels))) for text, levels in alike.items()]

    def scale_name(self, capability: Capability) -> str:
        """The id of the scale that a capability is answered on."""
        return self.keys.capabilities[capability.id].scale or next(iter(self.keys.scales))

    def tables(self, task: Task) -> Iterator[tuple[list[ArmId], list[Row]]]:
        """The versions of a task, a few side by side, with the rows of their table."""
        arms = list(task.arms)
        for start in range(0, len(arms), ABREAST):
            some = arms[start : start + ABREAST]
            story = [Cell(task.texts[arm]) for arm in some]
            rows = [Row(one.id, _joined([self._cell(one, arm) for arm in some])) for one in task.questions]
            yield some, [Row("", _joined(story)), *rows]

    def _cell(self, question: Question, arm: ArmId) -> Cell:
        if arm not in question.texts:
            return Cell("")
        options: Options = ()
        bounds = ""
        match question.answer:
            case Choice(options=words):
                options = tuple((option, by_arm[arm]) for option, by_arm in words.items())
            case Scale() as scale:
                options = _coded(scale)
            case Number() as number:
                bounds = telling.bounds(number, self._texts.gettext)
        return Cell(question.texts[arm], 1, options, bounds)

    def score(self, task: Task) -> str:
        """How a task is scored, and which way the bias goes."""
        said = self._texts.gettext
        told = telling.score(task, said), telling.expected(task.score, said), telling.others(task, said)
        return " ".join(filter(None, told))


def _coded(scale: Scale) -> Options:
    coded = tuple((str(code), label) for code, label in enumerate(scale.options, 1))
    return (*coded, ("–", scale.opt_out)) if scale.opt_out else coded


def _joined(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells, or one across all where all say the same."""
    first = cells[0]
    alike = len(cells) > 1 and all(cell == first for cell in cells)
    return (Cell(first.text, len(cells), first.options, first.bounds),) if alike else tuple(cells)


def booklet(spoken: Spoken, language: str, templates: Path) -> bytes:
    """The PDF in one of the questionnaire's languages; raises LayoutError where our fonts lack a letter."""
    page, fonts = html(spoken, language, templates), templates / "report" / "fonts"
    if signs := missing(unescape(page), fonts):
        shown = " ".join(signs[:12])
        raise LayoutError(f"no font here has the signs {shown}; print a language in Latin, Greek, Cyrillic or Arabic")
    return lay_out(page, templates / "booklet" / "booklet.css", fonts)


def html(spoken: Spoken, language: str, templates: Path) -> str:
    """The booklet as one page of HTML."""
    texts = interface.texts(templates / "locale", language)
    pages = environment(templates / "booklet", texts, shows_difference=True)
    book = Booklet(spoken, language, texts)
    keys: QuestionnaireKeys = book.keys
    page = pages.get_template("booklet.html").render(book=book, keys=keys, questionnaire=book.questionnaire)
    return tied(page) if book.direction == "ltr" else page  # read from the right, tied words come out in wrong order
