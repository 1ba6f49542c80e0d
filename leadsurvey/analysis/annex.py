"""The annex for a methodologist: full precision for the organisation, and for units of twice the smallest group."""

from dataclasses import dataclass, field

from leadsurvey.analysis.later import Later
from leadsurvey.questionnaire.model import CapabilityId, LevelId

Range = tuple[float, float]


@dataclass(frozen=True)
class TechnicalGroup:
    """A capability for one level of the organisation, on the scale from 0 to 100.

    All but `asked`, `n` and `pomp` are None where the spread would say too much of smaller groups beside it. `in_post`
    is the range for the people in post now, if those who did not answer are like those who did; `bounds` is where the
    mean of all in post must lie, whatever the others would have said.
    """

    asked: int
    n: int
    pomp: float
    sd: float | None = None
    low: float | None = None
    high: float | None = None
    in_post: Range | None = None
    bounds: Range | None = None


@dataclass(frozen=True)
class TechnicalWeighted:
    """The mean of staff levels, each weighing as many people as are in post; levels that are not told weigh nothing."""

    pomp: float
    low: float | None
    high: float | None
    effective_n: float
    weights: dict[LevelId, float]


@dataclass(frozen=True)
class TechnicalContrast:
    """Two groups of the organisation on the scale from 0 to 100: Welch's test, and sizes of the difference.

    `q` is p adjusted for all contrasts that are told of the organisation; `cliff` is to two places, None where a group
    has fewer than twice the smallest group.
    """

    one: LevelId
    other: LevelId
    difference: float
    low: float
    high: float
    df: float
    p: float
    q: float
    g: float
    g_se: float
    cliff: float | None


@dataclass(frozen=True)
class TechnicalCapability:
    """A capability for all staff of the organisation, at full precision; None where undefined.

    `n` are scored people, `n_complete` answered every item; alpha, omega, item_rest and alpha_without are on those, and
    all are None where those are fewer than the smallest group; `mean` and `sd` are on the answer scale, `pomp` is the
    mean from 0 to 100. `ids`, `item_rest`, `alpha_without` and `cannot_say` have one entry for each item. `floor`,
    `ceiling` and `cannot_say` are of 100 people, to the nearest 5, None where they, or the others, are fewer than the
    smallest group.
    """

    n: int
    n_complete: int | None
    items: int
    mean: float | None
    sd: float | None
    pomp: float | None
    alpha: float | None
    alpha_low: float | None
    alpha_high: float | None
    omega: float | None
    icc1: float | None
    icc2: float | None
    item_rest: tuple[float | None, ...]
    ids: Later[tuple[str, ...]] = ()
    alpha_without: Later[tuple[float | None, ...]] = ()
    cannot_say: Later[tuple[int | None, ...]] = ()
    floor: Later[int | None] = None
    ceiling: Later[int | None] = None
    n0: Later[float | None] = None
    icc_f: Later[float | None] = None
    icc_p: Later[float | None] = None
    design_effect: Later[float | None] = None
    instrument: Later[str | None] = None  # the hash of its items: rounds in which it is the same asked the same
    weighted: Later[TechnicalWeighted | None] = None
    levels: Later[dict[LevelId, TechnicalGroup]] = field(default_factory=dict)
    contrasts: Later[tuple[TechnicalContrast, ...]] = ()


@dataclass(frozen=True)
class TechnicalUnit:
    """A capability for all staff of a unit with at least twice the smallest group; low and high are of `pomp`.

    `rwg_j` is against even choice, `rwg_j_skewed` against choice that leans a little to one side.
    """

    n: int
    mean: float
    sd: float
    pomp: float
    low: float
    high: float
    rwg_j: float | None
    ad_m: float | None
    rwg_j_skewed: Later[float | None] = None


@dataclass(frozen=True)
class TechnicalWithheld:
    """What the annex does not tell, such as a capability at full precision, and why."""

    withheld: str


@dataclass(frozen=True)
class Spread:
    """How many gave a value, their mean and how they spread; `sd` is None below twice the smallest group."""

    n: int
    mean: float
    sd: float | None


@dataclass(frozen=True)
class TechnicalVersion:
    """The people who read one version of a task, or several together.

    `chosen` are those of them who chose what is scored; where ratings are compared, `centre` is their mean and `sd` how
    they spread, where numbers are, `centre` is their median.
    """

    arms: tuple[str, ...]
    n: int
    chosen: int | None = None
    centre: float | None = None
    sd: float | None = None


@dataclass(frozen=True)
class TechnicalTask:
    """A task of the organisation: shares and their difference are 0 to 1.

    `low` and `high` are Newcombe's for shares, Welch's for means, of the bootstrap for an anchor and a ratio. `p` is
    Fisher's or Welch's, `q` adjusted for all tasks; None of either for an anchor and a ratio. `stratified` is the
    Mantel-Haenszel difference over levels with its range, to two places.
    """

    versions: tuple[TechnicalVersion, ...]
    effect: float
    low: float | None
    high: float | None
    p: float | None = None
    q: float | None = None
    agresti_caffo: Range | None = None
    stratified: tuple[float, float, float] | None = None
    shift: float | None = None  # Hodges & Lehmann's, of numbers, in their own unit
    others: Spread | None = None  # what each thinks colleagues do, less what they do themselves, in points of 100


@dataclass(frozen=True)
class Guess:
    """How many predicted a statement, and the mean that they predicted, of 100."""

    n: int
    mean: float


@dataclass(frozen=True)
class TechnicalPrediction:
    """Staff of one level, or all: errors in points of 100.

    The range of `directed` is that of a joint bootstrap; None below twice the smallest group.
    """

    n: int
    directed: float
    directed_low: float | None
    directed_high: float | None
    signed: float
    absolute: float
    crowd: float  # the error of the mean prediction
    order: float | None  # Spearman's, over statements
    predicted: dict[str, Guess]  # statement -> what they predicted


@dataclass(frozen=True)
class Truth:
    """How many of `n` citizens agree with a statement."""

    n: int
    agree: int


@dataclass(frozen=True)
class TechnicalPredictions:
    """What staff predict, against what citizens say; `floor` is the error that citizens' number alone gives."""

    truths: dict[str, Truth]
    floor: float
    levels: dict[LevelId, TechnicalPrediction]


@dataclass(frozen=True)
class TechnicalWhoLed:
    """Namings by the level of those who name, of 1; `availability` is a role's share over that of people in post."""

    n: dict[LevelId, int]
    shares: dict[LevelId, dict[str, float]]
    decentralisation: float
    concentration: float  # Herfindahl's, from 0 for even to 1
    availability: dict[str, float]


@dataclass(frozen=True)
class Quality:
    """How many of the organisation's staff show passive signs of careless answering.

    `staff` is everyone looked over: all staff who answered, with few answers or many. The others are the people with
    each sign, and those with two or more; a long string and no spread overlap, so these are not two independent proofs.

    Counts are to the nearest 5. None where fewer than the smallest group have the sign, be it nobody: a small count
    points at people whom colleagues may guess. None too where fewer than the smallest group lack it, because then it
    would be known of nearly everyone. One None for both does not tell which.

    `at_odds` and `two_kinds` are such counts too: of answers that contradict each other, and of who shows two
    independent signs (`scoring.unread`). `left_out` says whether the round leaves the latter out of all figures.
    `effect` is by how many whole points, at most, that moves a mean that is told of the organisation, or would; None
    where in any of these means it would tell about somebody, but fewer than the smallest group.
    """

    staff: int
    long_string: int | None
    no_spread: int | None
    missing: int | None
    two_or_more: int | None
    at_odds: Later[int | None] = None
    two_kinds: Later[int | None] = None
    left_out: Later[bool] = False
    effect: Later[int | None] = None


@dataclass(frozen=True)
class Technical:
    """The annex; releases made before something was counted do not have it."""

    capabilities: dict[CapabilityId, TechnicalCapability | TechnicalWithheld]
    units: dict[str, dict[CapabilityId, TechnicalUnit | TechnicalWithheld]]
    quality: Later[Quality | TechnicalWithheld | None] = None
    tasks: Later[dict[str, TechnicalTask | TechnicalWithheld]] = field(default_factory=dict)
    predictions: Later[TechnicalPredictions | TechnicalWithheld | None] = None
    who_led: Later[TechnicalWhoLed | TechnicalWithheld | None] = None
    self_views: Later[dict[CapabilityId, dict[LevelId, Spread]]] = field(
        default_factory=dict
    )  # of themselves, 0 to 100
