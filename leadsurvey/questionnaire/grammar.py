"""The grammar of a questionnaire file: which keys there are and what each may hold."""

from collections.abc import Mapping
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, Field

from leadsurvey.questionnaire.asking import BackgroundKeys, CommentKeys, PredictionsKeys, TaskKeys, WhoLedKeys
from leadsurvey.questionnaire.keys import (
    Id,
    Keys,
    Levels,
    OptionalWords,
    Options,
    Prose,
    Text,
    Words,
    WordsForEach,
    YesNo,
)
from leadsurvey.questionnaire.model import Reach

Version = Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+)*$")]


class LevelKeys(Keys):
    """Where people stand: front line, team lead, citizen."""

    title: Words
    """Its name."""
    about: Words = Prose("your team")
    """What its people answer about, for `{about}` in a stem."""
    staff: YesNo | None = None
    """Counted in “all staff”; yes, unless it is a reference."""
    reference: YesNo = False
    """yes: a comparison such as citizens, never averaged in."""
    merge_with: Id | None = None
    """The level its answers join where the whole organisation has too few."""

    @property
    def is_staff(self) -> bool:
        """Whether it counts in “all staff”."""
        return not self.reference if self.staff is None else self.staff


class ScaleKeys(Keys):
    """A set of answers."""

    options: Options
    """The answers in order: a list has the codes 1, 2, 3; a mapping gives each a code of its own besides."""
    opt_out: OptionalWords = ""
    """The words for “I can't say”; it is never scored."""


class ItemKeys(Keys):
    """A rated statement: its text alone, or a mapping. Its id never changes meaning."""

    text: Words
    """The statement."""
    reverse: YesNo = False
    """yes: keyed the other way."""
    asked: Levels = None
    """The levels that are asked; left out: those of the capability."""


def _text_alone(value: object) -> object:
    return value if isinstance(value, dict | BaseModel) else {"text": value}


Item = Annotated[ItemKeys, BeforeValidator(_text_alone, json_schema_input_type=Text | ItemKeys)]


class SelfRatingKeys(Keys):
    """One statement about oneself, never part of a score: it is compared with what others say."""

    text: Words
    """The statement; its id is that of the capability with `-self`."""
    asked: Annotated[list[Id], Field(min_length=1)]
    """The levels that rate themselves, such as leads and seniors."""


class CapabilityKeys(Keys):
    """What a set of items measures."""

    title: Words
    """Its name in the report."""
    gloss: OptionalWords = ""
    """A few words under its title."""
    definition: OptionalWords = ""
    """What is meant by it."""
    part: Id | None = None
    """The part of the report it belongs to; needed where there are parts."""
    scale: Id | None = None
    """Its scale; needed where there are several."""
    stem: WordsForEach = {}
    """The question above its items, where it differs from that of the file."""
    asked: Levels = None
    """The levels that are asked; left out: all that are no references."""
    bands: dict[Id, Words] = {}
    """What each band looks like in practice."""
    items: Annotated[dict[Id, Item], Field(min_length=1)]
    """Its items by id."""
    self_rating: SelfRatingKeys | None = None
    """One statement about oneself, for those who lead."""
    wording: dict[Id, dict[Id, Words]] = {}
    """The same items put for another level: `level: {item: text}`."""


class BandKeys(Keys):
    """A stretch of the 0-100 scale with a name."""

    title: Words
    """Its name."""
    start: Annotated[int, Field(ge=0, lt=100)]
    """Where it begins; it ends where the next one begins."""


class SectionKeys(Keys):
    """One page of the survey."""

    title: Words
    """Its heading."""
    capabilities: Annotated[list[Id], Field(min_length=1)]
    """The capabilities on it."""
    fixed: YesNo = False
    """yes: it keeps its place where pages are shuffled."""

    @property
    def handle(self) -> str:
        """What names it among the sections, wherever it stands."""
        return self.capabilities[0]


class OrderKeys(Keys):
    """Whether everybody sees pages and items in the same order. Tasks, predictions and the rest follow the items."""

    pages: Literal["fixed", "shuffled"] = "fixed"
    """`shuffled`: pages of items come in one of a few prepared orders."""
    items: Literal["fixed", "shuffled"] = "fixed"
    """`shuffled`: so do the items under one stem."""


RuleName = Literal[
    "foundation", "level-gap", "rhetoric-gap", "split", "invisible",
    "centralised", "says-shows", "overload", "strength", "drop",
]  # fmt: skip


class RecommendationKeys(Keys):
    """A practice that a rule may recommend."""

    rule: RuleName
    """`foundation`: low at every level · `level-gap`: seniors see it rosier · `rhetoric-gap`: staff see it rosier than
    citizens · `split`: people differ · `invisible`: many can't say · `centralised`: the top leads most · `says-shows`:
    aware in words, steered in the tasks · `overload`: very low · `strength`: high at every level · `drop`: lower than
    last time."""
    capability: Id
    """The capability it is for."""
    title: Words
    """The practice in a few words."""
    practice: Words
    """What to do for thirty days."""
    first_test: Words
    """The first small step."""
    measure: Words
    """How to see whether it helps."""
    evidence: OptionalWords = ""
    """What is known about it, honestly, in one short sentence: tried in trials, seen in cases, or reasoned only."""
    source: str = ""
    """Where that is known from, as a short reference: Edmondson 1999. It is never translated."""
    reach: Reach = "team"
    """Who can do it: `team`: a team and its own leader · `organisation`: only together with others in it · `outside`:
    only together with people outside of it, such as a partner agency."""

    @property
    def handle(self) -> str:
        """What names it among the recommendations, wherever it stands."""
        return f"{self.rule}.{self.capability}"


class AcceptKeys(Keys):
    """A warning of `check` that is meant to be so."""

    warning: Id
    """The warning's name, as `check` prints it in brackets."""
    at: Text
    """Where: the id that `check` prints with it."""
    reason: Text
    """Why it is right here."""


DEFAULT_BANDS = {
    "starting": BandKeys(title=Prose("Starting"), start=0),
    "emerging": BandKeys(title=Prose("Emerging"), start=40),
    "established": BandKeys(title=Prose("Established"), start=60),
    "embedded": BandKeys(title=Prose("Embedded"), start=80),
}


def _one_number_for_all(value: object) -> object:
    return {"all": value} if isinstance(value, int) else value


AFew = Annotated[int, Field(ge=0, le=8)]
TasksForEach = Annotated[
    dict[Id, AFew], BeforeValidator(_one_number_for_all, json_schema_input_type=AFew | dict[Id, AFew])
]


class QuestionnaireKeys(Keys):
    """The whole file."""

    questionnaire: Id
    """Its id: letters, digits, `-` and `_`."""
    version: Version = "1.0"
    """Its version, in quotes."""
    title: Words
    """What people see above it."""
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")] = "en"
    """The language it is written in, such as `en`."""
    purpose: str = ""
    """What it is for and who answers; for organisers."""
    sources: list[Text] = []
    """Where its ideas come from, one line each."""
    history: dict[Version, Text] = {}
    """What changed, by version."""
    minutes: dict[Id, Annotated[int, Field(ge=1, le=60)]] = {}
    """How long each level needs at most; `check` estimates and warns."""
    extends: Text | None = None
    """A shipped questionnaire, or a path ending in `.yaml`, that this one adds to. What stands there is locked."""
    levels: Annotated[dict[Id, LevelKeys], Field(min_length=1)]
    """Where people stand, by id."""
    texts: dict[Id, Words] = {}
    """Defaults for the words in braces, such as `{service}`, that a round may replace."""
    scales: dict[Id, ScaleKeys] = {}
    """Sets of answers by id."""
    bands: dict[Id, BandKeys] = DEFAULT_BANDS
    """Names for stretches of the 0-100 scale. Left out: Starting 0, Emerging 40, Established 60, Embedded 80."""
    parts: dict[Id, Words] = {}
    """Titles of the parts of the report that capabilities belong to, by id."""
    stem: WordsForEach = {}
    """The question above the items: one text, or levels with `all` for the rest and `self` for self-ratings."""
    capabilities: dict[Id, CapabilityKeys] = {}
    """What is measured, by id."""
    sections: list[SectionKeys] = []
    """Pages of the survey. Left out: one page a capability."""
    order: OrderKeys = OrderKeys()
    """Whether pages and items are shuffled."""
    tasks: dict[Id, TaskKeys] = {}
    """Randomised tasks by id: the pool from which each person draws a few."""
    tasks_per_person: TasksForEach = {"all": 2}
    """How many tasks each person is given: one number, or a mapping of levels with `all` for the rest."""
    predictions: PredictionsKeys | None = None
    """Statements that citizens answer and staff predict."""
    who_led: WhoLedKeys | None = None
    """Who took the lead: levels or roles."""
    background: dict[Id, BackgroundKeys] = {}
    """Questions about the person, by id; they come near the end."""
    comments: dict[Id, CommentKeys] = {}
    """Open questions by id; they come last."""
    recommendations: list[RecommendationKeys] = []
    """Practices that a rule may recommend."""
    accept: list[AcceptKeys] = []
    """Warnings of `check` that are meant, each with a reason."""


def keys_at(model: type[BaseModel], place: tuple[int | str, ...]) -> list[str]:
    """The keys that the grammar knows where `place` points, for "did you mean"."""
    annotation: Any = model
    for step in place:
        fields: Mapping[str, Any] = getattr(annotation, "model_fields", {})
        annotation = _present(fields[str(step)].annotation if step in fields else _inside(annotation))
    return list(getattr(annotation, "model_fields", {}))


def _present(annotation: Any) -> Any:
    """What an optional value is where it is given."""
    given = [part for part in get_args(annotation) if part is not NoneType]
    return given[0] if NoneType in get_args(annotation) else annotation


def _inside(annotation: Any) -> Any:
    """What a list or mapping holds."""
    return get_args(annotation)[-1] if get_origin(annotation) in {list, dict} else None
