"""Rhetoric and reality: what staff say of a capability beside what citizens meet, the widest gap first."""

from collections.abc import Iterator, Sequence
from functools import partial

from leadsurvey.analysis.findings import ALL_STAFF, LevelInfo
from leadsurvey.report import charts, recommend
from leadsurvey.report.chapters.page import Figure, Note, Table
from leadsurvey.report.chapters.sight import Sight
from leadsurvey.report.chapters.spread import filled, room_for, table_height
from leadsurvey.report.charts import GapRow
from leadsurvey.report.recommend import Gap
from leadsurvey.report.tongue import inline

COLUMNS = 48.0, 25.0  # mm, the first and the last column of the table


def gaps(sight: Sight) -> Iterator[Figure]:
    """A page for each level that is compared with staff and never averaged in."""
    for level in sight.charted.levels:
        found = _of(sight, level) if level.reference else []
        if found:
            yield from _pages(sight, level, found)


def _of(sight: Sight, level: LevelInfo) -> list[Gap]:
    """Staff against a reference level, signed: what staff see more of first."""
    pair = {ALL_STAFF, level.id}
    found = [gap for gap in recommend.gaps(sight.charted, sight.unit) if {gap.one.level, gap.other.level} == pair]
    return sorted(found, key=lambda gap: -_signed(gap))


def _signed(gap: Gap) -> int:
    return gap.points if gap.one.level == ALL_STAFF else -gap.points


def _pages(sight: Sight, level: LevelInfo, found: Sequence[Gap]) -> Iterator[Figure]:
    """As few pages as hold all gaps; each speaks of all of them."""
    who, clear = inline(level.title), [gap for gap in found if gap.clear]
    headline, lede = _headline(sight, clear, who)
    room = room_for(headline, lede, headline, _notes(sight, clear, who))
    for here in filled(found, partial(_height, sight, level), room):
        yield _page(sight, level, found, here)


def _height(sight: Sight, level: LevelInfo, here: Sequence[Gap]) -> float:
    rows = _table(sight, level, here).rows
    cells = [(row[0], row[-1]) for row in rows]
    return charts.gaps_height([_row(sight, gap) for gap in here]) + table_height(cells, COLUMNS)


def _page(sight: Sight, level: LevelInfo, found: Sequence[Gap], here: Sequence[Gap]) -> Figure:
    say, who = sight.tongue.say, inline(level.title)
    clear = [gap for gap in found if gap.clear]
    chart = charts.gaps([_row(sight, gap) for gap in here], mirrored=sight.tongue.mirrored)
    finding = sight.tongue.many(
        "In %(number)s of %(total)s capabilities the two clearly differ.",
        "In %(number)s of %(total)s capabilities the two clearly differ.",
        len(clear),
        total=len(found),
    )
    headline, lede = _headline(sight, clear, who)
    tells = say("What staff and %(level)s see. %(finding)s %(lede)s", level=who, finding=finding, lede=lede)
    return Figure(
        say("Rhetoric and reality"),
        headline,
        lede,
        finding,
        say("Top edge: all staff. Bottom edge: %(level)s. Lines are likely ranges (95 in 100).", level=who),
        sight.picture(chart, tells),
        _table(sight, level, here),
        _notes(sight, clear, who),
    )


def _headline(sight: Sight, clear: Sequence[Gap], who: str) -> tuple[str, str]:
    say = sight.tongue.say
    wider = [gap for gap in clear if gap.one.level == ALL_STAFF]
    if wider:
        about = sight.voice.capability(wider[0].capability)
        return (
            say("Staff see more than %(level)s do, above all in %(capability)s", level=who, capability=about),
            sight.voice.apart(wider[0]),
        )
    if clear:
        about = sight.voice.capability(clear[-1].capability)
        return (
            say("Seen more by %(level)s than by staff, above all: %(capability)s", level=who, capability=about),
            sight.voice.apart(clear[-1]),
        )
    return (
        say("Staff and %(level)s do not clearly differ", level=who),
        say("Chance alone may part the two. That is not to say that they see the same."),
    )


def _row(sight: Sight, gap: Gap) -> GapRow:
    staff, other = (gap.one, gap.other) if gap.one.level == ALL_STAFF else (gap.other, gap.one)
    title = sight.voice.title(gap.capability)
    return GapRow(title, sight.marks.mark(staff), sight.marks.mark(other), _verdict(sight, gap), gap.clear)


def _verdict(sight: Sight, gap: Gap) -> tuple[str, ...]:
    """How wide the gap is, and which way, in a few words."""
    say = sight.tongue.say
    width = say("%(points)s (%(range)s)", points=sight.voice.points(gap.points),
                range=sight.tongue.span(gap.low, gap.high))  # fmt: skip
    if not gap.clear:
        return width, say("we cannot tell")
    return width, say("staff see more") if gap.one.level == ALL_STAFF else say("staff see less")


def _table(sight: Sight, level: LevelInfo, found: Sequence[Gap]) -> Table:
    say, voice = sight.tongue.say, sight.voice
    rows = []
    for gap in found:
        staff, other = (gap.one, gap.other) if gap.one.level == ALL_STAFF else (gap.other, gap.one)
        width, verdict = _verdict(sight, gap)
        rows.append((voice.title(gap.capability), voice.value(staff), voice.value(other), width, verdict))
    head = say("Average (likely range)"), say("All staff"), level.title, say("Apart by"), say("What we can say")
    return Table("", head, tuple(rows))


def _notes(sight: Sight, clear: Sequence[Gap], who: str) -> tuple[Note, ...]:
    say = sight.tongue.say
    question = (
        say(
            "“When did you last notice this here?” Ask five people about %(capability)s, and listen.",
            capability=sight.voice.capability(clear[0].capability),
        )
        if clear
        else say("“What would you show a visitor?” Ask five people from outside, and listen.")
    )
    return (
        Note(
            say("What this may mean"),
            say("Staff speak of what they set out to do, others of what reaches them. Both can be right."),
        ),
        Note(
            say("What not to read into it"),
            say("The statements for %(level)s are worded in their own way. Part of a gap is that.", level=who),
        ),
        Note(say("What to ask next"), question),
    )
