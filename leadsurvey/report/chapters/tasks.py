"""How choices get tilted: what one version of a task made of a choice, for the organisation as a whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from leadsurvey.analysis.disclosure.figures import Shown
from leadsurvey.analysis.whole import TaskFindings, Version
from leadsurvey.report import charts
from leadsurvey.report.chapters.page import Page, Picture, Table
from leadsurvey.report.chapters.sight import Sight
from leadsurvey.report.chapters.spread import filled, room_for, table_height
from leadsurvey.report.charts import VersionRow
from leadsurvey.report.marks import ALL, Mark

WIDE, TITLES, GUARDS = 160.0, 52.0, 76.0  # mm, a line of text, and columns of tables
GUARD = "What helps in this:"  # about as long as what stands before it
OF_HUNDRED = {"share", "mean", "anchoring"}  # measures whose versions run from 0 to 100


@dataclass(frozen=True)
class Trial:
    """A task: what it shows, its versions, what came of them, and what helps."""

    title: str
    shows: str
    effect: str
    size: str
    picture: Picture | None
    table: Table
    guard: str


@dataclass(frozen=True)
class Tasks(Page):
    """Some tasks, one under the other."""

    template = "tasks.html"
    lede: str
    blocks: tuple[Trial | Table, ...]  # a task each, then a table of those that show nothing clear


def tasks(sight: Sight) -> Iterator[Tasks]:
    """The pages on tasks; those of which nothing may be told are left out, and a unit's report has none."""
    if not sight.is_organisation:
        return
    found = [task for task in sight.charted.tasks if isinstance(task.effect, Shown)]
    if not found:
        return
    headline, lede = _headline(sight, found), _lede(sight)
    clear, open_ones = [task for task in found if task.clear], [task for task in found if not task.clear]
    blocks: list[Trial | Table] = [_trial(sight, task) for task in clear]
    blocks += [_cannot_tell(sight, open_ones)] if open_ones else []
    for number, here in enumerate(filled(blocks, _height, room_for(headline, lede, ""))):
        is_said = number and any(isinstance(block, Trial) for block in here)
        yield Tasks(sight.tongue.say("How choices get tilted"), headline, "" if is_said else lede, tuple(here))


def _lede(sight: Sight) -> str:
    return sight.tongue.say(
        "Chance decided who read which version. What differs between them is the words, not the people. "
        "Most people anywhere answer so; it is no test of character."
    )


def _cannot_tell(sight: Sight, found: Sequence[TaskFindings]) -> Table:
    """The tasks of which no clear pull can be told, with what helps all the same."""
    say = sight.tongue.say
    rows = tuple((f"{task.title}: {task.shows}", _span(sight, task), task.guard) for task in found)
    caption = say("Tasks of which we cannot tell; that is not to say that there is no pull.")
    return Table(caption, (say("Task"), say("Likely difference"), say("What helps")), rows)


def _span(sight: Sight, task: TaskFindings) -> str:
    effect = task.effect
    if not isinstance(effect, Shown) or effect.low is None or effect.high is None:
        return "–"
    return sight.tongue.span(min(effect.low, effect.high), max(effect.low, effect.high))


def _height(here: Sequence[Trial | Table]) -> float:
    """Millimetres of some blocks, one under the other."""
    return sum(_own_height(block) if isinstance(block, Trial) else _table_height(block) for block in here)


def _table_height(table: Table) -> float:
    lines = [max(len(charts.wrapped(row[0], TITLES)), len(charts.wrapped(row[2], GUARDS))) for row in table.rows]
    return 16.0 + sum(4.41 * line + 1 for line in lines)


def _own_height(trial: Trial) -> float:
    effect = len(charts.wrapped(f"{trial.effect} {trial.size}", WIDE, 10.5))
    guard = len(charts.wrapped(f"{GUARD} {trial.guard}", WIDE, 10))
    drawn = trial.picture.height if trial.picture else 0.0
    table = table_height([row[:1] for row in trial.table.rows], [TITLES], head=1)
    return 14.0 + 5.3 * effect + 4.4 + drawn + table + 4.85 * guard + 8.0


def _headline(sight: Sight, found: list[TaskFindings]) -> str:
    clear = sum(task.clear for task in found)
    if not clear:
        return sight.tongue.say("No task shows a clear pull; that is not to say that there is none")
    return sight.tongue.many(
        "%(number)s of %(total)s tasks shows a clear pull",
        "%(number)s of %(total)s tasks show a clear pull",
        clear,
        total=len(found),
    )


def _trial(sight: Sight, task: TaskFindings) -> Trial:
    rows = [_row(sight, task, version) for version in task.versions]
    drawn = [row for row in rows if row]
    effect, size = _effect(sight, task)
    picture = None
    if len(drawn) == len(rows):
        most = 100 if task.measure in OF_HUNDRED else _most(drawn)
        chart = charts.versions(drawn, most, mirrored=sight.tongue.mirrored)
        told = sight.tongue.listed([f"{row.name}: {row.mark.value}" for row in drawn])
        picture = sight.picture(chart, f"{task.title}. {effect} {told}.")
    return Trial(task.title, task.shows, effect, size, picture, _table(sight, task), task.guard)


def _most(rows: list[VersionRow]) -> int:
    """The end of the axis for numbers that have no end of their own: a round one beyond the largest."""
    largest = max(row.mark.high for row in rows)
    unit: int = 10 ** (len(str(largest)) - 1)
    return next((step * unit for step in (2, 5) if step * unit > largest), 10 * unit)


def _row(sight: Sight, task: TaskFindings, version: Version) -> VersionRow | None:
    result = version.result
    if not isinstance(result, Shown):
        return None
    low = result.value if result.low is None else result.low
    high = result.value if result.high is None else result.high
    return VersionRow(_name(sight, version), Mark(task.title, ALL, result.value, low, high))


def _name(sight: Sight, version: Version) -> str:
    """What was read; versions that count together are all named."""
    return sight.tongue.say("“%(version)s”", version=" / ".join(version.arms))


def _effect(sight: Sight, task: TaskFindings) -> tuple[str, str]:
    """What came of it in a sentence, and what may be said of its size."""
    say, effect = sight.tongue.say, task.effect
    if not isinstance(effect, Shown):
        return "", ""
    if effect.low is None or effect.high is None:
        return _words(sight, task, effect), say("How sure that is cannot be said.")
    if not task.sized:
        return say("The versions clearly differ."), say("Too few read each to say by how much.")
    return _words(sight, task, effect), say("Most likely %(range)s.", range=_span(sight, task))


def _words(sight: Sight, task: TaskFindings, effect: Shown) -> str:
    """The size of the effect in words, by what the task measures."""
    say, many = sight.tongue.say, sight.tongue.many
    one, other = (_name(sight, version) for version in task.versions)
    size, told = abs(effect.value), {"one": one, "other": other}
    if task.measure == "anchoring":
        return say("Of every 100 points between the two first numbers, guesses followed %(size)s.", size=size)
    if task.measure == "ratio":
        return say("Where the middle answer to %(other)s was 100, that to %(one)s was %(size)s.", size=size, **told)
    if task.measure == "mean":
        higher, lower = (one, other) if effect.value >= 0 else (other, one)
        return many(
            "The average was %(number)s point higher after %(higher)s than after %(lower)s.",
            "The average was %(number)s points higher after %(higher)s than after %(lower)s.",
            size,
            higher=higher,
            lower=lower,
        )
    more, fewer = (one, other) if effect.value >= 0 else (other, one)
    if task.counted:
        return many(
            "After %(more)s, %(number)s more of 100 people chose “%(answer)s” than after %(fewer)s.",
            "After %(more)s, %(number)s more of 100 people chose “%(answer)s” than after %(fewer)s.",
            size,
            more=more,
            fewer=fewer,
            answer=task.counted,
        )
    return many(
        "After %(more)s, %(number)s more of 100 people made that choice than after %(fewer)s.",
        "After %(more)s, %(number)s more of 100 people made that choice than after %(fewer)s.",
        size,
        more=more,
        fewer=fewer,
    )


def _table(sight: Sight, task: TaskFindings) -> Table:
    say = sight.tongue.say
    measured = {
        "share": say("Of 100 people"),
        "mean": say("Average, 0 to 100"),
    }.get(task.measure, say("Middle answer"))
    rows = tuple((" / ".join(version.arms), *_figures(sight, version)) for version in task.versions)
    return Table("", (say("Version"), measured, say("Likely range"), say("People")), rows)


def _figures(sight: Sight, version: Version) -> tuple[str, str, str]:
    """What came of a version, its range, and how many people read it."""
    result = version.result
    if not isinstance(result, Shown):
        return sight.tongue.say("withheld"), "–", "–"
    known = result.low is not None and result.high is not None
    span = sight.tongue.span(result.low or 0, result.high or 0) if known else "–"
    return str(result.value), span, sight.tongue.say("about %(number)s", number=result.n) if result.n else "–"
