"""Answers in detail: how all staff answered the questions behind what the summary names."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from leadsurvey.analysis.disclosure.figures import Shown
from leadsurvey.analysis.findings import ALL_STAFF, CapabilityInfo
from leadsurvey.analysis.whole import Given, ItemAnswers
from leadsurvey.report import charts
from leadsurvey.report.chapters.page import Figure, Table
from leadsurvey.report.chapters.sight import Sight
from leadsurvey.report.chapters.spread import filled, room_for, table_height, typical
from leadsurvey.report.charts import AnswerRow

TITLES = 49.0  # mm, the first column of the table
LEDE, CAPTION = 100, 200  # letters above the chart, and in its caption
Told = tuple[ItemAnswers, Given]
Asked = tuple[CapabilityInfo, list[Told]]


def answers(sight: Sight) -> Iterator[Figure]:
    """The questions of strengths and priorities, page by page; a unit's report has none."""
    if not sight.is_organisation:
        return
    named = {choice.capability.id: choice.capability for choice in (*sight.strengths, *sight.priorities)}
    found = [(about, list(_told(sight, about))) for about in named.values()]
    for same in _alike([(about, rows) for about, rows in found if rows]):
        for here in filled(same, partial(_height, sight), room_for("", typical(LEDE), typical(CAPTION))):
            yield _page(sight, [about for about, _ in here], [row for _, rows in here for row in rows])


def _alike(found: Sequence[Asked]) -> Iterator[Sequence[Asked]]:
    """Neighbours that are answered on one scale."""
    for _, same in groupby(found, key=lambda each: each[1][0][0].options):
        yield list(same)


def _height(sight: Sight, here: Sequence[Asked]) -> float:
    """With a headline that names all of them."""
    rows = [row for _, told in here for row in told]
    drawn = charts.answers_height([_row(*row) for row in rows], rows[0][0].options, sight.tongue.say("could not say"))
    headline = len(charts.wrapped(_headline(sight, [about for about, _ in here]), 158, 22, 700))
    return drawn + table_height([(_text(item),) for item, _ in rows], [TITLES]) + 9.7 * headline


def _told(sight: Sight, about: CapabilityInfo) -> Iterator[Told]:
    for item in sight.charted.answers.get(about.id, ()):
        given = item.groups.get(ALL_STAFF)
        if isinstance(given, Given):
            yield item, given


def _page(sight: Sight, abouts: Sequence[CapabilityInfo], rows: Sequence[Told]) -> Figure:
    say, options = sight.tongue.say, rows[0][0].options
    chart = charts.answers(
        [_row(item, given) for item, given in rows], options, say("could not say"), mirrored=sight.tongue.mirrored
    )
    headline = _headline(sight, abouts)
    finding = _finding(sight, rows)
    return Figure(
        say("Answers in detail"),
        headline,
        say("These are the questions behind the summary. Numbers are people of 100, to the nearest 5."),
        finding,
        _how(sight, rows),
        sight.picture(chart, f"{headline}. {finding}"),
        _table(sight, rows, options),
    )


def _how(sight: Sight, rows: Sequence[Told]) -> str:
    """How the chart is to be read."""
    centred = sight.tongue.say("Bars are centred on the middle answer.")
    if not any(item.reverse for item, _ in rows):
        return centred
    turned = sight.tongue.say("* worded the other way round: the less of it, the higher the figure.")
    return f"{centred} {turned}"


def _headline(sight: Sight, abouts: Sequence[CapabilityInfo]) -> str:
    named = sight.tongue.listed([sight.voice.capability(about.id) for about in abouts])
    return sight.tongue.say("How all staff answered on %(capabilities)s", capabilities=named)


def _text(item: ItemAnswers) -> str:
    """The question, marked where it is worded the other way round."""
    return f"{item.text} *" if item.reverse else item.text


def _row(item: ItemAnswers, given: Given) -> AnswerRow:
    return AnswerRow(_text(item), given.shares, _unsaid(given), given.n)


def _finding(sight: Sight, rows: Sequence[Told]) -> str:
    """The question that most people answered with the highest of its options."""
    item, given = max(rows, key=lambda row: row[1].shares[-1])
    return sight.tongue.say(
        "“%(option)s” was answered most often to: “%(statement)s” About %(share)s of 100 said so.",
        option=item.options[-1], statement=item.text, share=given.shares[-1],
    )  # fmt: skip


def _table(sight: Sight, rows: Sequence[Told], options: Sequence[str]) -> Table:
    say = sight.tongue.say
    head = (say("Of 100 people"), *options, say("could not say"), say("People"))
    lines = []
    for item, given in rows:
        unsaid = _unsaid(given)
        shares = map(str, given.shares)
        lines.append((_text(item), *shares, "–" if unsaid is None else str(unsaid), str(given.n)))
    return Table("", head, tuple(lines))


def _unsaid(given: Given) -> int | None:
    return given.cannot_say.value if isinstance(given.cannot_say, Shown) else None
