"""What may be said of the whole organisation alone: contrasts, tasks, predictions, who led, and single items."""

from dataclasses import dataclass, field

from leadsurvey.analysis.disclosure.figures import Figure, Withheld
from leadsurvey.analysis.later import Later
from leadsurvey.questionnaire.model import CapabilityId, LevelId


@dataclass(frozen=True)
class Contrast:
    """How much more one group says than another, in points: its mean less that of the other.

    `clear` says that they differ: p of Welch's test stays below .05 when adjusted for all contrasts that are told of
    the same unit (Benjamini & Hochberg).
    """

    one: LevelId
    other: LevelId
    difference: Figure  # -100 to 100
    clear: bool = False


@dataclass(frozen=True)
class SelfView:
    """What people of one level say of themselves, beside what the staff who are not asked that say of the same."""

    level: LevelId
    own: Figure  # 0 to 100
    gap: Figure  # own less the others' mean: above 0 those who lead see it rosier
    clear: bool = False


@dataclass(frozen=True)
class Version:
    """The people who read one version of a task, or one of several that count together: what came of it."""

    arms: tuple[str, ...]  # what they read, as the questionnaire names it
    result: Figure  # of 100 people, or the mean, 0 to 100, or the median of what they gave; n is how many read it


@dataclass(frozen=True)
class TaskFindings:
    """What a randomised task shows of the whole organisation, never of a unit or a person.

    `effect` is the result of the first version less that of the second, in points of 100; of an anchor by how many of
    100 points the guess follows it; of a ratio the first as a percentage of the second. `clear` says that it differs
    from nothing, adjusted for all tasks; `sized` that enough people read each version to say how large it is.
    """

    id: str
    title: str
    shows: str
    measure: str  # share, mean, anchoring or ratio
    expect: str  # higher or lower: what most people do
    usual: str
    guard: str
    versions: tuple[Version, ...]
    effect: Figure
    clear: bool = False
    sized: bool = False
    by_level: dict[LevelId, Figure] = field(default_factory=dict)  # the effect, of levels with enough people
    others: Figure | None = None  # what they think of their colleagues, less what they do themselves, in points
    since: Figure | None = None  # the effect less that of its parallel form in the round before
    counted: Later[str | None] = None  # the answer whose share is compared, where all versions word it alike


@dataclass(frozen=True)
class StatementFindings:
    """A statement: how many of 100 agree, and how many staff thought would."""

    id: str
    text: str
    direction: int
    agree: Figure
    predicted: dict[LevelId, Figure]  # by level, and of all staff


@dataclass(frozen=True)
class PredictionFindings:
    """What staff think citizens think, against what citizens say; of the whole organisation.

    `directed` is below 0 where people are underestimated: thought less able or hopeful than they say they are.
    """

    of: LevelId
    statements: tuple[StatementFindings, ...]
    directed: dict[LevelId, Figure]  # mean error in the direction of hope and skill, -100 to 100
    absolute: dict[LevelId, Figure]  # mean error whatever its direction, 0 to 100
    floor: Figure | None  # the mean error that the chance of who answered among citizens would give by itself
    contrasts: tuple[Contrast, ...] = ()  # of levels, in `absolute`


@dataclass(frozen=True)
class WhoLedFindings:
    """Who moved important issues forward: of 100 namings, how many were of each role."""

    choices: dict[str, str]
    shares: dict[LevelId, dict[str, Figure]]  # by the level of those who answered, and of all staff
    spread: Figure  # 0 where one role alone is named, 100 where all are named alike
    in_post: dict[str, int]  # of 100 people in post, how many are of the role's level, to the nearest 5


@dataclass(frozen=True)
class Given:
    """How a group answered one item: of 100 of its people with an answer, how many chose each option.

    Each share is to the nearest 5 for itself, so they may add up to a little more or less than 100. They are people who
    have a score of the capability: who answered too few of its questions is not among them.
    """

    n: int  # these people, to the nearest 5
    shares: tuple[int, ...]  # one for each option, in their order
    cannot_say: Figure | None  # of 100 who answered in any way, how many could not say; None where that is not offered


@dataclass(frozen=True)
class ItemAnswers:
    """How one item was answered: by all staff, and by each level that is no staff, as far as they were asked."""

    id: str
    text: str
    options: tuple[str, ...]
    reverse: bool  # agreeing speaks against the capability
    groups: dict[LevelId, Given | Withheld]
    wording: dict[LevelId, str] = field(default_factory=dict)  # of groups that read it in other words

    def text_for(self, level: LevelId) -> str:
        """The item as this group read it."""
        return self.wording.get(level, self.text)


@dataclass(frozen=True)
class Since:
    """The round before this one, and why capabilities cannot be compared with it."""

    round: str
    release: str
    closed: str  # its last day
    incomparable: dict[CapabilityId, str]  # capability -> why
