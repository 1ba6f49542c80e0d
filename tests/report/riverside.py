"""Believable findings of an invented organisation, made by hand."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import combinations
from math import ceil, floor, sqrt

from leadsurvey.analysis.annex import Technical, TechnicalCapability
from leadsurvey.analysis.disclosure.figures import Figure, Reason, Shown, Withheld, nearest
from leadsurvey.analysis.findings import ALL_STAFF, CapabilityInfo, Findings, Group, Joined, LevelInfo, UnitFindings
from leadsurvey.analysis.whole import Contrast
from leadsurvey.questionnaire.model import Band, CapabilityId, LevelId, Recommendation

FEW = Withheld(Reason.FEW)
BANDS = (Band("s", "Starting", 0), Band("m", "Emerging", 40), Band("t", "Established", 60), Band("b", "Embedded", 80))
LEVELS = (
    LevelInfo(LevelId("front"), "Front line", staff=True, reference=False),
    LevelInfo(LevelId("lead"), "Team leads", staff=True, reference=False),
    LevelInfo(LevelId("senior"), "Senior leaders", staff=True, reference=False),
    LevelInfo(LevelId("partner"), "Partner agencies", staff=False, reference=False),
    LevelInfo(LevelId("citizen"), "Residents", staff=False, reference=True),
)
PEOPLE = {"front": (176, 104), "lead": (52, 36), "senior": (18, 15), "partner": (34, 17), "citizen": (0, 40)}
STAFF = ("front", "lead", "senior")

# id, title, gloss, part, means by level; None is withheld, a level left out was not asked
MEANS: tuple[tuple[str, str, str, str, Mapping[str, int | None]], ...] = (
    ("local", "Local purpose and authority", "aims and choices near the issue", "lead",
     {"front": 44, "lead": 56, "senior": 69, "partner": None, "citizen": 41}),
    ("enable", "Enabling others", "backing people to solve things", "lead",
     {"front": 64, "lead": 67, "senior": 75, "citizen": 55}),
    ("coprod", "Co-production in practice", "deciding with residents, visibly", "lead",
     {"front": 52, "lead": 60, "senior": 74, "partner": 45, "citizen": 34}),
    ("insight", "Understanding lives", "seeing how people really live", "lead",
     {"front": 51, "lead": 55, "senior": 63, "citizen": 39}),
    ("learn", "Learning by doing", "small tests, honest learning", "lead",
     {"front": 34, "lead": 40, "senior": 47, "partner": None, "citizen": 38}),
    ("voice", "Leadership at every level", "leading without the title", "lead",
     {"front": 46, "lead": 58, "senior": 76, "partner": 55, "citizen": 58}),
    ("bridge", "Bridging boundaries", "across services and professions", "lead",
     {"front": 67, "lead": 69, "senior": 72, "partner": 64, "citizen": 58}),
    ("grow", "Growing leaders", "real tasks and room to learn", "lead",
     {"front": 40, "lead": 45, "senior": 47, "partner": None}),
    ("social", "Social environment", "how rank and peers steer choices", "bias",
     {"front": 49, "lead": 52, "senior": 60}),
    ("models", "Mental models of people", "testing our picture of people", "bias",
     {"front": 55, "lead": 57, "senior": 54, "citizen": 42}),
    ("room", "Cognitive bandwidth", "time and attention to think", "bias",
     {"front": 31, "lead": 33, "senior": 38}),
    ("guard", "Decision safeguards", "checks before we decide", "bias",
     {"front": 58, "lead": 60, "senior": 64}),
)  # fmt: skip

# title, practice, first test, measure
PRACTICES = {
    "room": (
        "Make room to think",
        "Keep two mornings a week free of meetings for 30 days, and guard them together.",
        "One team, one morning. Note what would make you give it up.",
        "Hours kept free, and decisions put off for want of time.",
    ),
    "local": (
        "Move one decision closer to the work",
        "Pick one decision that now goes up the line. For 30 days, let the people nearest to the issue make it.",
        "Hand over one small decision this week, with a spending limit and a date to look back.",
        "Decisions made locally, and the days each took from question to answer.",
    ),
    "coprod": (
        "Invite residents before options exist",
        "Choose one plan that is still open, and ask three residents to help frame the question.",
        "Take a blank page, in place of a draft, to one meeting with residents.",
        "Plans that residents joined before options were fixed, and ideas that got a reply.",
    ),
    "learn": (
        "Make the next change a small test",
        "Try one change with a few cases first. Write down beforehand what would make you stop, adapt or carry on.",
        "Run one idea for a week with five cases, then share what you learned.",
        "Tests with a stopping rule written beforehand, and decisions that followed from them.",
    ),
}


def shown(mean: float, people: int, spread: float = 20, bands: tuple[Band, ...] = BANDS, smallest: int = 10) -> Figure:
    """A figure as the analysis would release it."""
    if people < smallest:
        return FEW
    half = 2.0 * spread / sqrt(people)
    low, high = max(0.0, mean - half), min(100.0, mean + half)
    if people < 2 * smallest:
        low, high = 5 * floor(low / 5), 5 * ceil(high / 5)
    return Shown(round(mean), round(low), round(high), nearest(people, 5), _bands(mean, half, bands))


def _bands(mean: float, half: float, bands: tuple[Band, ...]) -> tuple[str, ...]:
    def at(value: float) -> str:
        return next(band.id for band in reversed(bands) if value >= band.start or band is bands[0])

    if not bands:
        return ()
    sure = half * 0.64
    return (at(mean),) if at(mean - sure) == at(mean + sure) else (at(mean - half), at(mean + half))


def group(level: str, asked: int, answered: int, smallest: int = 10) -> Group:
    few = answered < smallest
    return Group(LevelId(level), asked, FEW if few else Shown(nearest(answered, 5)), FEW if few else Shown(5))


def unit(
    key: str, name: str, parent: str | None, share: float = 1.0, shift: int = 0, joined: tuple[Joined, ...] = ()
) -> UnitFindings:
    """A unit with this share of the organisation's people; levels that are `joined` are not in it."""
    away = {item.level for item in joined}
    people = {
        level: (round(share * asked), round(share * answered))
        for level, (asked, answered) in PEOPLE.items()
        if level not in away
    }
    scores = {CapabilityId(key): _row(means, people, shift) for key, _, _, _, means in MEANS}
    gaps = {key: found for key, row in scores.items() if (found := tuple(contrasts(row)))}
    staff = [people[level] for level in STAFF if level in people]
    groups = [group(level, asked, answered) for level, (asked, answered) in people.items()]
    total = group("*", sum(asked for asked, _ in staff), sum(answered for _, answered in staff))
    return UnitFindings(key, name, parent, (*groups, total), joined, scores, gaps)


def contrasts(row: Mapping[LevelId, Figure], levels: tuple[LevelInfo, ...] = LEVELS) -> Iterator[Contrast]:
    """Higher staff levels against lower ones, all staff against the others, as the analysis would tell them."""
    staff = [level.id for level in levels if level.staff and isinstance(row.get(level.id), Shown)]
    pairs = [(higher, lower) for lower, higher in combinations(staff, 2)]
    if isinstance(row.get(ALL_STAFF), Shown):
        pairs += [(ALL_STAFF, x.id) for x in levels if not x.staff and isinstance(row.get(x.id), Shown)]
    for one, other in pairs:
        first, second = row[one], row[other]
        assert isinstance(first, Shown)
        assert isinstance(second, Shown)
        value = first.value - second.value
        half = ceil(sqrt(_half(first) ** 2 + _half(second) ** 2))
        yield Contrast(one, other, Shown(value, value - half, value + half), clear=abs(value) > half)


def _half(figure: Shown) -> float:
    return ((figure.high or 0) - (figure.low or 0)) / 2


def _row(means: Mapping[str, int | None], people: Mapping[str, tuple[int, int]], shift: int) -> dict[LevelId, Figure]:
    row: dict[LevelId, Figure] = {}
    for level, mean in means.items():
        if level in people:
            row[LevelId(level)] = FEW if mean is None else shown(mean + shift, people[level][1])
    staff = [(means[level], people[level][1]) for level in STAFF if means.get(level) is not None and level in people]
    total = sum(answered for _, answered in staff)
    row[ALL_STAFF] = shown(shift + sum((m or 0) * n for m, n in staff) / total, total) if total else FEW
    return row


def technical(order: int) -> TechnicalCapability:
    alpha = 0.86 - 0.013 * order
    return TechnicalCapability(
        150, 131, 4, 3.1, 0.8, 52.0, alpha, alpha - 0.06, alpha + 0.04, alpha + 0.01, 0.05, 0.6, (0.5, 0.6, 0.4, 0.5)
    )


def capability(order: int) -> CapabilityInfo:
    key, title, gloss, part, means = MEANS[order]
    asked = tuple(LevelId(level) for level in means)
    return CapabilityInfo(CapabilityId(key), title, gloss, f"{title}, in one sentence.", part, {}, asked)


def findings(**changes: object) -> Findings:
    """The organisation and four units: a large one, two below it, and one too small to be shown."""
    far = (Joined(LevelId("senior"), "root"), Joined(LevelId("partner"), "root"), Joined(LevelId("citizen"), "root"))
    units = (
        unit("root", "Riverside Housing Services", None),
        unit("homes", "Homes and neighbourhoods", "root", 0.6, 2, far[:2]),
        unit("repairs", "Repairs", "homes", 0.35, 4, far),
        unit("lettings", "Lettings", "homes", 0.2, -3, (Joined(LevelId("lead"), "homes"), *far)),
        unit("income", "Income team", "root", 0.05, 0, far),
    )
    whole = Findings(
        round="spring-2027", title="Leading together", organisation="Riverside Housing Services", language="en",
        opens=date(2027, 3, 2), closes=date(2027, 3, 19), released=date(2027, 4, 9), minimum_group=10, simulated=True,
        levels=LEVELS, bands=BANDS,
        parts={"lead": "How leadership is shared", "bias": "How we guard against our own bias"},
        capabilities=tuple(capability(order) for order in range(len(MEANS))),
        recommendations=tuple(
            Recommendation("foundation", CapabilityId(key), *texts) for key, texts in PRACTICES.items()
        ),
        units={item.id: item for item in units},
        technical=Technical({CapabilityId(row[0]): technical(order) for order, row in enumerate(MEANS)}, {}),
    )  # fmt: skip
    return replace(whole, **changes)
