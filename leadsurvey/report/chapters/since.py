"""Since last time: what changed from one round to the next, where both asked the same."""

from collections.abc import Iterator, Sequence
from functools import partial

from leadsurvey.analysis.disclosure.figures import Shown
from leadsurvey.analysis.findings import ALL_STAFF, CapabilityInfo, Change
from leadsurvey.report import charts, recommend
from leadsurvey.report.chapters.page import Figure, Note, Picture, Table
from leadsurvey.report.chapters.sight import Sight
from leadsurvey.report.chapters.spread import filled, room_for, table_height
from leadsurvey.report.charts import SlopeRow
from leadsurvey.report.tongue import signed

COLUMNS = 48.0, 25.0  # mm, the first and the last column of the table
Changed = tuple[CapabilityInfo, Change, Shown]


def since(sight: Sight) -> Iterator[Figure]:
    """The page on changes of all staff, the largest rise first; none where nothing may be compared."""
    found = list(_told(sight))
    if found:
        headline = _headline(sight, found)
        room = room_for(headline, _lede(sight), _finding(sight, found), _notes(sight))
        yield from (_page(sight, found, here) for here in filled(found, partial(_height, sight), room))


def _height(sight: Sight, here: Sequence[Changed]) -> float:
    rows = _rows(sight, here)
    drawn = charts.slopes_height(rows) if rows else 0.0
    return drawn + table_height([(row[0].title, _verdict(sight, row)) for row in here], COLUMNS)


def _told(sight: Sight) -> Iterator[Changed]:
    """The capabilities whose change is told, the largest rise first."""
    rows = [
        (about, change, change.difference)
        for about in sight.charted.capabilities
        if (change := sight.unit.changes.get(about.id, {}).get(ALL_STAFF)) and isinstance(change.difference, Shown)
    ]
    yield from sorted(rows, key=lambda row: -row[2].value)


def _lede(sight: Sight) -> str:
    return sight.tongue.say(
        "Only what both rounds asked in the same words is compared. Other people may have answered this time, so "
        "a change is one of the group, not of a person."
    )


def _notes(sight: Sight) -> tuple[Note, ...]:
    say = sight.tongue.say
    return (
        Note(
            say("What this may mean"),
            say("Who learns to look closer may judge more strictly. A figure can stand still while practice moves."),
        ),
        Note(say("What not to read into it"), say("Small steps may be chance. A change is named only if it is clear.")),
        Note(say("What to ask next"), say("“What did we try since then, and what would we keep?” Look back together.")),
    )


def _page(sight: Sight, found: Sequence[Changed], here: Sequence[Changed]) -> Figure:
    say, finding = sight.tongue.say, _finding(sight, found)
    return Figure(
        say("Since last time"),
        _headline(sight, found),
        _lede(sight),
        finding,
        say("Lines are likely ranges (95 in 100). All staff, 0 to 100."),
        _picture(sight, _rows(sight, here), say("Last time and this time, all staff. %(finding)s", finding=finding)),
        _table(sight, here),
        _notes(sight),
    )


def _headline(sight: Sight, found: Sequence[Changed]) -> str:
    clear = [row for row in found if row[1].notable]
    say = sight.tongue.say
    if not clear:
        return say("No clear change since last time")
    first, last = clear[0], clear[-1]
    if first[2].value > 0 > last[2].value:
        return say("More of %(more)s, less of %(less)s than last time",
                   more=sight.voice.capability(first[0].id), less=sight.voice.capability(last[0].id))  # fmt: skip
    if first[2].value > 0:
        return say("More of %(capability)s than last time", capability=sight.voice.capability(first[0].id))
    return say("Less of %(capability)s than last time", capability=sight.voice.capability(last[0].id))


def _finding(sight: Sight, found: Sequence[Changed]) -> str:
    clear = len([row for row in found if row[1].notable])
    return sight.tongue.many(
        "In %(number)s of %(total)s capabilities there is a clear change.",
        "In %(number)s of %(total)s capabilities there is a clear change.",
        clear,
        total=len(found),
    )


def _picture(sight: Sight, rows: Sequence[SlopeRow], tells: str) -> Picture | None:
    """The chart; none where only a part of the questions was the same, so that there is no figure of last time."""
    if not rows:
        return None
    names = sight.tongue.say("Last time"), sight.tongue.say("This time")
    return sight.picture(charts.slopes(rows, names, mirrored=sight.tongue.mirrored), tells)


def _rows(sight: Sight, here: Sequence[Changed]) -> list[SlopeRow]:
    """Those of which a figure of last time is told as well."""
    found, mark = [], sight.marks.mark
    for row in here:
        about, change, _ = row
        before, after = recommend.shown(change.before, ALL_STAFF), recommend.cell(sight.unit, about.id, ALL_STAFF)
        if before and after:
            found.append(SlopeRow(about.title, mark(before), mark(after), _verdict(sight, row), change.notable))
    return found


def _verdict(sight: Sight, row: Changed) -> str:
    _, change, told = row
    if not change.notable:
        return sight.tongue.say("no clear change")
    points = sight.voice.points(abs(told.value))
    if told.value > 0:
        return sight.tongue.say("%(points)s more", points=points)
    return sight.tongue.say("%(points)s less", points=points)


def _table(sight: Sight, found: Sequence[Changed]) -> Table:
    say = sight.tongue.say
    head = (
        say("All staff (likely range)"),
        say("Last time"),
        say("This time"),
        say("Change (likely range)"),
        say("What we can say"),
    )
    rows = []
    for row in found:
        about, change, told = row
        before, after = recommend.shown(change.before, ALL_STAFF), recommend.cell(sight.unit, about.id, ALL_STAFF)
        span = sight.tongue.span(told.low, told.high) if told.low is not None and told.high is not None else "–"
        rows.append(
            (
                about.title,
                sight.voice.value(before) if before else "–",
                sight.voice.value(after) if after else "–",
                say("%(value)s (%(range)s)", value=_step(told.value), range=span),
                _verdict(sight, row),
            )
        )
    return Table("", head, tuple(rows))


def _step(value: int) -> str:
    return f"+{value}" if value > 0 else signed(value)
