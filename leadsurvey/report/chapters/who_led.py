"""Where leadership comes from: who moved important issues forward, and how those who lead see themselves."""

from dataclasses import dataclass

from leadsurvey.analysis.disclosure.figures import Figure, Shown
from leadsurvey.analysis.findings import ALL_STAFF
from leadsurvey.analysis.whole import SelfView
from leadsurvey.questionnaire.model import LevelId
from leadsurvey.report import recommend
from leadsurvey.report.chapters import tables
from leadsurvey.report.chapters.page import Entry, Line, Note, Page, Table
from leadsurvey.report.chapters.sight import Sight
from leadsurvey.report.recommend.rules import SPREAD_LEAST
from leadsurvey.report.tongue import inline

SHARED_FROM = 80  # of 100: from here on, leading comes from many roles
MOST_VIEWS = 6  # rows of the second table


@dataclass(frozen=True)
class WhoLed(Page):
    """A shaded table of levels by roles, and one of self-views."""

    template = "who_led.html"
    lede: str
    finding: str
    roles: tuple[str, ...]
    lines: tuple[Line, ...]
    in_post: tuple[str, ...]
    notes: tuple[Note, ...]
    views: Table | None

    @property
    def is_partly_withheld(self) -> bool:
        """Whether a row is not told."""
        return any(entry.withheld for line in self.lines for entry in line.entries)


def who_led(sight: Sight) -> WhoLed | None:
    """The page on who led; none where it was not asked, or what all staff said is withheld."""
    told = sight.charted.who_led
    if not sight.is_organisation or told is None or not isinstance(told.spread, Shown):
        return None
    shares = {role: _value(figure) for role, figure in told.shares[ALL_STAFF].items()}
    most = [role for role, share in shares.items() if share == max(shares.values())]
    say = sight.tongue.say
    return WhoLed(
        say("Where leadership comes from"),
        say(
            "Who moved things forward: most often %(role)s, about %(share)s of 100 times",
            role=sight.tongue.listed([inline(told.choices[role]) for role in most]), share=shares[most[0]],
        ),
        _lede(sight, told.spread.value),
        say("All staff named these roles, of 100 namings, to the nearest 5."),
        tuple(told.choices.values()),
        tuple(_line(sight, level, row) for level, row in told.shares.items()),
        tuple(str(told.in_post.get(role, "–")) for role in told.choices),
        _notes(sight),
        _views(sight),
    )  # fmt: skip


def _lede(sight: Sight, spread: int) -> str:
    say = sight.tongue.say
    if spread >= SHARED_FROM:
        first = say("Leading comes from many roles.")
    elif spread < SPREAD_LEAST:
        first = say("Leading comes from few roles.")
    else:
        first = say("Leading comes from some roles more than from others.")
    scale = say("Spread: about %(value)s, where 0 is one role alone and 100 all roles alike.", value=spread)
    return f"{first} {scale}"


def _line(sight: Sight, level: LevelId, row: dict[str, Figure]) -> Line:
    title = sight.voice.level(level)
    return Line(title, tuple(_entry(sight, figure) for figure in row.values()))


def _entry(sight: Sight, figure: Figure) -> Entry:
    if isinstance(figure, Shown):
        return Entry(str(figure.value), shade=tables.shade(30 + figure.value))
    return Entry(sight.tongue.say("withheld"), withheld=True)


def _notes(sight: Sight) -> tuple[Note, ...]:
    say = sight.tongue.say
    return (
        Note(
            say("What this may mean"),
            say(
                "Each person named who had moved something important forward. A role that few hold can be named often."
            ),
        ),
        Note(
            say("What not to read into it"),
            say("Roles were named, never persons. Who is named less may lead where nobody looks."),
        ),
        Note(
            say("What to ask next"),
            say("“Which decision could someone else lead next month?” Ask those who were named most."),
        ),
    )


def _views(sight: Sight) -> Table | None:
    """What those who lead say of themselves, where that clearly differs from what others say."""
    say, found = sight.tongue.say, []
    for about in sight.charted.capabilities:
        for view in sight.charted.self_views.get(about.id, ()):
            own = recommend.shown(view.own, view.level)
            if view.clear and own and isinstance(view.gap, Shown):
                width = _width(sight, view)
                found.append((abs(view.gap.value), (about.title, sight.voice.named(own), *width)))
    if not found:
        return None
    rows = [row for _, row in sorted(found, key=lambda each: -each[0])[:MOST_VIEWS]]
    head = say("Capability"), say("Of their own practice"), say("Than others say"), say("Likely range")
    caption = say("Where those who lead see their own practice clearly otherwise than other staff see the same")
    return Table(caption, head, tuple(rows))


def _width(sight: Sight, view: SelfView) -> tuple[str, str]:
    gap = view.gap
    if not isinstance(gap, Shown) or gap.low is None or gap.high is None:
        return "–", "–"
    more = sight.tongue.say("%(points)s more", points=sight.voice.points(gap.value))
    less = sight.tongue.say("%(points)s less", points=sight.voice.points(-gap.value))
    low, high = (gap.low, gap.high) if gap.value >= 0 else (-gap.high, -gap.low)
    return (more if gap.value >= 0 else less), sight.tongue.span(low, high)


def _value(figure: Figure) -> int:
    return figure.value if isinstance(figure, Shown) else 0
