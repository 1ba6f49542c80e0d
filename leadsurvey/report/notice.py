"""Drafts of a privacy notice and of an impact assessment: what a round file tells, with gaps for the rest.

Every fact in them is computed from the round. What only the organisation knows stands in square brackets.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from leadsurvey import __version__
from leadsurvey.languages import locales
from leadsurvey.questionnaire.length import minutes
from leadsurvey.questionnaire.model import Background, LevelId, Questionnaire
from leadsurvey.rounds.model import Place, Round
from leadsurvey.rounds.places import Places
from leadsurvey.rounds.promise import to_everybody

DRAFTS = ("privacy-notice.md", "impact-assessment.md")
MOST_NAMED = 30  # groups told by name; of the others the number
_MARKUP = re.compile(r"([\\`*_\[\]<>|])")


@dataclass(frozen=True)
class Asked:
    """A level, and what its people are asked."""

    title: str
    people: int  # in post, as the table of units says
    minutes: int
    statements: int
    tasks: int  # that each person of it is given
    counted: str  # how its answers count
    is_predicting: bool
    is_answering_itself: bool  # what others predict


@dataclass(frozen=True)
class Joined:
    """A group too small to be stored alone."""

    level: str
    unit: str
    people: int
    into: str  # the unit


class Facts:
    """What the templates ask for."""

    def __init__(self, survey: Round, mail_host: str) -> None:
        self.survey, self.mail_host, self.version = survey, mail_host, __version__
        self.places = Places(survey)
        self.contact = survey.texts.get("contact", "")
        self.promise = survey.promise.get("en") or to_everybody(survey)

    @property
    def questionnaire(self) -> Questionnaire:
        """What is asked."""
        return self.survey.questionnaire

    @cached_property
    def asked(self) -> list[Asked]:
        """Each level, and what it is asked."""
        return [self._asked(level) for level in self.questionnaire.levels]

    @property
    def people(self) -> int:
        """How many are in post in all levels whose numbers are known."""
        return sum(level.people for level in self.asked)

    @property
    def statements(self) -> int:
        """How many statements there are in all wordings together."""
        return len(self.questionnaire.items)

    @property
    def languages(self) -> list[str]:
        """The languages that pages speak, by their own names."""
        return [locales.own_name(code) for code in self.survey.languages]

    @property
    def sensitive(self) -> list[Background]:
        """Questions on health, belief, origin and the like."""
        return [question for question in self.questionnaire.background if question.sensitive]

    @property
    def joining(self) -> list[tuple[str, str]]:
        """Levels with too few people in the whole organisation, and the level that each is counted with."""
        return [(self._title(level), self._title(to)) for level, to in self.places.levels.items() if level != to]

    @cached_property
    def joined(self) -> list[Joined]:
        """Groups with too few people to be stored in their own unit."""
        return [
            Joined(self._title(level), unit.name, people, self.survey.units[home].name)
            for unit in self.survey.units.values()
            for level, people in unit.heads.items()
            if people and (home := self.places.of(unit.id, level).unit) != unit.id
        ]

    @cached_property
    def groups(self) -> Counter[Place]:
        """The people in post of each group under which answers are stored."""
        found = Counter[Place]()
        for unit in self.survey.units.values():
            for level, people in unit.heads.items():
                found[self.places.of(unit.id, level)] += people
        return +found

    @cached_property
    def hidden(self) -> list[str]:
        """Units of which no figure of all staff can be shown, however many answer; none where numbers are not given."""
        if not self._staff_of(self.survey.root.id):
            return []
        return [unit.name for unit in self.survey.units.values() if self._staff_of(unit.id) < self.survey.minimum_group]

    def titles(self, levels: Iterable[LevelId]) -> str:
        """Levels by their titles, as they stand in a sentence."""
        return locales.listed([self._title(level) for level in levels], "en")

    def _asked(self, level: LevelId) -> Asked:
        asked, root = self.questionnaire, self.survey.root.id
        known, predictions = asked.levels[level], asked.predictions
        drawn = sum(level in task.asked for task in asked.tasks)
        counted = (
            "as all staff" if known.staff else "for comparison only" if known.reference else "as a group of its own"
        )
        return Asked(
            title=known.title,
            people=self.survey.heads(root, level),
            minutes=minutes(asked, level),
            statements=sum(asked.asks(item, level) for item in asked.items),
            tasks=min(drawn, asked.tasks_per_person.get(level, 0)),
            counted=counted,
            is_predicting=bool(predictions and level in predictions.asked),
            is_answering_itself=bool(predictions and level == predictions.of),
        )

    def _staff_of(self, unit: str) -> int:
        return sum(self.survey.heads(unit, level) for level in self.questionnaire.staff)

    def _title(self, level: LevelId) -> str:
        return self.questionnaire.levels[level].title


def drafts(survey: Round, templates: Path, mail_host: str = "") -> dict[str, str]:
    """The text of each draft by the name of its file; `mail_host` is the mail server, "" where there is none."""
    pages, facts = _environment(templates / "notice"), Facts(survey, mail_host)
    return {
        name: pages.get_template(name).render(facts=facts, survey=survey, asked=facts.questionnaire, most=MOST_NAMED)
        for name in DRAFTS
    }


def _environment(folder: Path) -> Environment:
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=False,  # noqa: S701 - Markdown, not HTML; `said` takes the marks out of words from files
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"said": _said, "of": _counted, "day": lambda day: locales.day(day, "en")}
    return made


def _counted(number: int, one: str, more: str = "") -> str:
    """A number of things: 1 person, 2,000 people."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def _said(words: str) -> str:
    """Words from a file in one line, whose signs are no marks of Markdown."""
    return _MARKUP.sub(r"\\\1", " ".join(words.split()))
