"""The grammar of what is asked beside rated items: tasks, predictions, who led, background, comments."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from leadsurvey.questionnaire.keys import (
    Id,
    Keys,
    Levels,
    OptionalWords,
    Options,
    TwoToEleven,
    Words,
    WordsForEach,
)

LARGEST_NUMBER = 126  # an answer is stored as one signed byte, of which two values mean silence
MOST_LEADERS = 6


class NumberKeys(Keys):
    """An answer that is a whole number."""

    least: Annotated[int, Field(ge=0, le=LARGEST_NUMBER)] = 0
    """The smallest number that is accepted."""
    most: Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]
    """The largest, 126 at most."""
    unit: OptionalWords = ""
    """What is counted, behind the box: `weeks`."""


class QuestionKeys(Keys):
    """One question of a task. It has a `choice`, a `number` or a `likelihood`: one of the three."""

    text: WordsForEach
    """The question: one text, or one for each arm."""
    choice: Annotated[dict[Id, WordsForEach], TwoToEleven] | None = None
    """Options by id, each with its words, or with words for each arm."""
    number: NumberKeys | None = None
    """A whole number, typed into a box."""
    likelihood: Id | None = None
    """An answer on one of the `scales`."""
    arms: Annotated[list[Id], Field(min_length=1)] | None = None
    """The arms that are asked this question; left out: all."""


def _several(value: object) -> object:
    """One arm, or arms taken together."""
    return [value] if isinstance(value, str) else value


OneOrMore = Annotated[list[Id], Field(min_length=1)]
Arms = Annotated[OneOrMore, BeforeValidator(_several, json_schema_input_type=Id | OneOrMore)]


class ScoreKeys(Keys):
    """What is compared between the arms."""

    measure: Literal["share", "mean", "anchoring", "ratio"]
    """`share` of an option, `mean` of a number or likelihood, `anchoring` index of medians, `ratio` of medians."""
    question: Id
    """The question that is scored."""
    option: Id | None = None
    """For a share: the option that is counted."""
    compare: Annotated[list[Arms], Field(min_length=2, max_length=2)]
    """The first against the second; an entry may be a list of arms taken together."""
    expect: Literal["higher", "lower"]
    """Where the bias is at work, the first is higher, or lower, than the second."""
    anchors: dict[Id, Annotated[int, Field(ge=0, le=LARGEST_NUMBER)]] = {}
    """For anchoring: the number that each arm was shown."""
    others: Id | None = None
    """A question on how many of ten colleagues would choose the option, compared with how many do."""


class DebriefKeys(Keys):
    """What people are told once their answers are in."""

    usual: Words
    """What most people do. It is no test of character, and the numbers were invented: say so."""
    guard: Words
    """One concrete guard against it."""


class TaskKeys(Keys):
    """One randomised task: each person sees one arm of it, and only groups are ever scored."""

    title: Words
    """Its name in debrief and report; nobody reads it before answering."""
    shows: Words
    """What it shows, in a few words for leaders."""
    family: Id | None = None
    """Tasks of one family show the same in other words: of two rounds, only such are compared."""
    asked: Levels = None
    """The levels that may draw it; left out: all that are no references."""
    arms: Annotated[dict[Id, Words], Field(min_length=2, max_length=8)]
    """Arms by id, each with its name in preview and report."""
    text: WordsForEach
    """What is read first: one text, or one for each arm. [Square brackets] mark what differs, and are never shown."""
    questions: Annotated[dict[Id, QuestionKeys], Field(min_length=1)]
    """The questions by id, in order, on the same page."""
    score: ScoreKeys
    """What is compared between the arms."""
    debrief: DebriefKeys
    """What people are told once their answers are in."""


def _no_truth(value: object) -> object:
    """`yes` is no number, although Python takes it for 1."""
    return str(value) if isinstance(value, bool) else value


class StatementKeys(Keys):
    """A statement that some answer for themselves, and others predict."""

    text: Words
    """The statement."""
    direction: Annotated[Literal[1, -1], BeforeValidator(_no_truth, json_schema_input_type=Literal[1, -1])]
    """+1 where agreeing means hope, skill or having a say; -1 where it means the opposite."""


class PredictionsKeys(Keys):
    """Statements about which staff predict how many of 100 would agree."""

    title: Words
    """The title of the page."""
    asked: Levels = None
    """The levels that predict; left out: all that are staff."""
    of: Id
    """The reference level whose own answers are predicted."""
    stem: Words
    """The question for those who predict: “Out of 100 …, how many would agree?”."""
    own_stem: Words
    """The question for those who answer for themselves, with agree, disagree or can't say."""
    statements: Annotated[dict[Id, StatementKeys], Field(min_length=1, max_length=20)]
    """The statements by id."""


class WhoLedKeys(Keys):
    """Who took the lead: levels or roles, never names."""

    title: Words
    """The title of the page."""
    asked: Levels = None
    """The levels that are asked; left out: all that are no references."""
    text: Words
    """The question."""
    hint: OptionalWords = ""
    """How to answer, such as “Tick all that apply.”"""
    choices: Annotated[dict[Id, Words], Field(min_length=2, max_length=MOST_LEADERS)]
    """Levels, or roles of your own, by id; two to six."""


class BackgroundKeys(Keys):
    """A question about the person. Its answers are counted for the whole organisation only."""

    text: Words
    """The question."""
    options: Options
    """Options by id, or as a list."""
    opt_out: OptionalWords = ""
    """The words for “I'd rather not say”."""
    sensitivity: Literal["ordinary", "sensitive"] = "ordinary"
    """`sensitive`: health, belief, origin and the like; it needs an `opt_out`."""
    asked: Levels = None
    """The levels that are asked; left out: all that are no references."""


class CommentKeys(Keys):
    """An open question. Comments are read by a person and shown for the whole organisation only."""

    text: Words
    """The question."""
    warning: Words
    """What stands above the box: that it is read, and that nobody should be named."""
    asked: Levels = None
    """The levels that are asked; left out: all that are no references."""
