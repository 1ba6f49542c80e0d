"""What we think citizens think: what staff predicted beside what citizens said, statement by statement."""

from collections.abc import Iterator, Sequence
from functools import partial

from leadsurvey.analysis.disclosure.figures import Figure as Told
from leadsurvey.analysis.disclosure.figures import Shown
from leadsurvey.analysis.findings import ALL_STAFF
from leadsurvey.analysis.whole import PredictionFindings, StatementFindings
from leadsurvey.questionnaire.model import LevelId
from leadsurvey.report import charts, recommend
from leadsurvey.report.chapters.page import Figure, Note, Table
from leadsurvey.report.chapters.sight import Sight
from leadsurvey.report.chapters.spread import filled, room_for, table_height
from leadsurvey.report.charts import PredictionRow
from leadsurvey.report.recommend import Cell
from leadsurvey.report.tongue import inline

TITLES = 62.0  # mm, the first column of the table


def predictions(sight: Sight) -> Iterator[Figure]:
    """The pages on predictions; none where nothing of them may be told, or in a unit's report."""
    told = sight.charted.predictions
    if not sight.is_organisation or told is None:
        return
    found = [each for each in told.statements if isinstance(each.agree, Shown)]
    found.sort(key=lambda each: -_error(each))
    if found:
        notes = _notes(sight, inline(sight.voice.level(told.of)))
        room = room_for(_headline(sight, told), _lede(sight, told), _farthest(sight, found), notes)
        runs = filled(found, partial(_height, sight, told), room)
        yield from (_page(sight, told, found, here) for here in runs)


def _height(sight: Sight, told: PredictionFindings, here: Sequence[StatementFindings]) -> float:
    rows = [_row(sight, told, each) for each in here]
    return charts.predictions_height(rows) + table_height([(each.text,) for each in here], [TITLES])


def _error(statement: StatementFindings) -> int:
    """By how many points all staff misjudge it; a withheld figure is no error."""
    agree, guessed = statement.agree, statement.predicted.get(ALL_STAFF)
    return abs(agree.value - guessed.value) if isinstance(agree, Shown) and isinstance(guessed, Shown) else -1


def _page(
    sight: Sight, told: PredictionFindings, found: Sequence[StatementFindings], here: Sequence[StatementFindings]
) -> Figure:
    """Some of the statements; what holds of all is said on the first page, what to think of it on the last."""
    say, who = sight.tongue.say, inline(sight.voice.level(told.of))
    rows = [_row(sight, told, each) for each in here]
    chart = charts.predictions(rows, mirrored=sight.tongue.mirrored)
    headline, lede = _headline(sight, told), _lede(sight, told) if here[0] is found[0] else ""
    finding = _farthest(sight, found)
    tells = say("What staff predicted and what %(level)s said. %(finding)s %(lede)s",
                level=who, finding=finding, lede=lede)  # fmt: skip
    tells = " ".join([tells, *(f"{row.text} {', '.join(row.verdict)}." for row in rows)])
    return Figure(
        say("What we think people think"),
        headline,
        lede,
        finding,
        say("Ring with its line: how many of 100 agree (likely range). Marks: what staff guessed.", level=who),
        sight.picture(chart, tells),
        _table(sight, told, here),
        _notes(sight, who) if here[-1] is found[-1] else (),
    )


def _headline(sight: Sight, told: PredictionFindings) -> str:
    """Which way staff err on the whole: below 0 people are thought less able or hopeful than they say they are."""
    say, all_staff = sight.tongue.say, recommend.shown(told.directed.get(ALL_STAFF), ALL_STAFF)
    if all_staff and all_staff.high < 0:
        return say("There is more hope and skill than staff expect")
    if all_staff and all_staff.low > 0:
        return say("There is less hope and skill than staff expect")
    return say("Staff do not clearly expect too much or too little")


def _lede(sight: Sight, told: PredictionFindings) -> str:
    many, tongue = sight.tongue.many, sight.tongue
    off = recommend.shown(told.absolute.get(ALL_STAFF), ALL_STAFF)
    floor = told.floor
    sentences = []
    if off:
        sentences.append(
            many(
                "One person’s guess is off by %(number)s point on average (most likely %(range)s).",
                "One person’s guess is off by %(number)s points on average (most likely %(range)s).",
                off.value,
                range=tongue.span(off.low, off.high),
            )
        )
    if isinstance(floor, Shown):
        sentences.append(
            many(
                "Chance alone would put it off by about %(number)s point.",
                "Chance alone would put it off by about %(number)s points.",
                floor.value,
            )
        )
    return " ".join(sentences)


def _farthest(sight: Sight, here: Sequence[StatementFindings]) -> str:
    """The statement that is misjudged most."""
    first = here[0]
    agree, guessed = first.agree, first.predicted.get(ALL_STAFF)
    if not isinstance(agree, Shown) or not isinstance(guessed, Shown):
        return sight.tongue.say("What all staff guessed may not be shown.")
    return sight.tongue.say(
        "Farthest apart: “%(statement)s” %(agree)s of 100 agree, staff guessed %(guess)s.",
        statement=first.text, agree=_cell(sight, agree), guess=_cell(sight, guessed),
    )  # fmt: skip


def _row(sight: Sight, told: PredictionFindings, statement: StatementFindings) -> PredictionRow:
    truth = recommend.shown(statement.agree, told.of)
    guesses = [cell for level in _levels(statement) if (cell := recommend.shown(statement.predicted[level], level))]
    whole = recommend.shown(statement.predicted.get(ALL_STAFF), ALL_STAFF)
    if truth is None:
        raise AssertionError("a page is made of statements whose truth is shown")
    marks = tuple(sight.marks.mark(cell) for cell in guesses)
    return PredictionRow(statement.text, sight.marks.mark(truth), marks, _verdict(sight, truth, whole))


def _levels(statement: StatementFindings) -> list[LevelId]:
    """The levels that guessed; all staff only where no single level beside it is shown."""
    shown = [level for level, figure in statement.predicted.items() if isinstance(figure, Shown)]
    inner = [level for level in shown if level != ALL_STAFF]
    return inner if len(inner) > 1 else shown


def _verdict(sight: Sight, truth: Cell, guessed: Cell | None) -> tuple[str, ...]:
    """How far all staff are off, in a few words; ranges that meet allow no more than "about right"."""
    say = sight.tongue.say
    if guessed is None:
        return (say("withheld"),)
    error = guessed.value - truth.value
    if guessed.low <= truth.high and truth.low <= guessed.high:
        return (say("about right"),)
    if error > 0:
        return sight.voice.points(error), say("too high")
    return sight.voice.points(-error), say("too low")


def _table(sight: Sight, told: PredictionFindings, here: Sequence[StatementFindings]) -> Table:
    say = sight.tongue.say
    levels = list(here[0].predicted)
    head = (
        say("Of 100 people (likely range)"),
        sight.voice.level(told.of),
        *(sight.voice.level(each) for each in levels),
    )
    rows = [
        (each.text, _cell(sight, each.agree), *(_cell(sight, each.predicted[level]) for level in levels))
        for each in here
    ]
    return Table("", head, tuple(rows))


def _cell(sight: Sight, figure: Told) -> str:
    cell = recommend.shown(figure, ALL_STAFF)
    return sight.voice.value(cell) if cell else sight.tongue.say("withheld")


def _notes(sight: Sight, who: str) -> tuple[Note, ...]:
    say = sight.tongue.say
    return (
        Note(
            say("What this may mean"),
            say(
                "We all fill gaps with pictures of people we do not meet. Guesses can be checked; that is the good "
                "news."
            ),
        ),
        Note(
            say("What not to read into it"),
            say("Those who answered are not all %(level)s there are. How they were reached decides who is heard.",
                level=who),
        ),
        Note(
            say("What to ask next"),
            say("Before the next plan, write down what you expect ten people to say. Then ask them."),
        ),
    )  # fmt: skip
