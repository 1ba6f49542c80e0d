"""Tables of what is told of the whole organisation alone: self-views, tasks, predictions, and who led."""

from collections.abc import Iterator

from leadsurvey.analysis.disclosure.figures import Figure
from leadsurvey.analysis.findings import Findings
from leadsurvey.analysis.whole import PredictionFindings, TaskFindings, WhoLedFindings
from leadsurvey.report.dataset.figures import DIFFERENCE, POINTS, figure, figure_cells, yes, yes_cell
from leadsurvey.report.dataset.lists import Lists, level_code
from leadsurvey.report.dataset.table import Codes, Table, Value, Variable, codes, table

Rows = Iterator[tuple[Value, ...]]

TASK_FIGURES = {
    "version": "What came of those who read these versions: of 100 people, or the mean or median of what they gave",
    "effect": "The first version less the second (an anchor: how far guesses follow it; a ratio: of 100)",
    "effect_of_level": "The effect among people of one level",
    "others": "What people think of their colleagues, less what they do themselves",
    "since": "The effect less that of its parallel form in the round before",
}
MEASURES = {"share": "share of people", "mean": "mean", "anchoring": "anchor", "ratio": "ratio"}
DIRECTIONS = {"higher": "most people give more in the first version", "lower": "most people give less in it"}
PREDICTION_FIGURES = {
    "agree": "Of 100 people of the level that was predicted, how many agree",
    "predicted": "Of 100 of them, how many were thought to agree, on average",
    "directed": "Mean error; below 0 where people are thought less able or hopeful than they say they are",
    "absolute": "Mean error, whatever its direction",
    "floor": "Mean error that the chance of who answered would give by itself",
    "contrast": "Mean error, whatever its direction, of one level less that of the other",
}
LEADING_FIGURES = {
    "share": "Of 100 namings, how many were of the role",
    "spread": "0 where one role alone is named, 100 where all are named alike",
    "in_post": "Of 100 people in post, how many are of the role's level",
}


def self_views(findings: Findings, lists: Lists) -> Table:
    """What people who lead say of themselves, beside what others say."""
    variables = (
        Variable("capability", "Capability", codes=lists.capability),
        Variable("level", "Level that speaks of itself", codes=lists.level),
        *figure("own", "Mean of what they say of themselves", POINTS, "own_", about=True),
        *figure("gap", "The same less what other staff say", DIFFERENCE, "gap_"),
        yes("clear", "Whether the two differ", "gap_withheld"),
    )
    rows = (
        (
            capability,
            level_code(view.level),
            *figure_cells(view.own, about=True),
            *figure_cells(view.gap),
            yes_cell(view.gap, says=view.clear),
        )
        for capability, views in findings.self_views.items()
        for view in views
    )
    return table("self_views", "What people who lead say of themselves", variables, rows)


def tasks(findings: Findings, lists: Lists) -> Table:
    """What randomised tasks show."""
    variables = (
        Variable("task", "Task", codes=lists.task),
        Variable("measure", "How it is scored", codes=codes("measure", MEASURES)),
        Variable("expect", "What most people do", codes=codes("expect", DIRECTIONS)),
        _kind(codes("task_figure", TASK_FIGURES)),
        Variable("versions", "Versions that were read, as the questionnaire names them"),
        Variable("level", "Level of those who answered; empty for all", codes=lists.level),
        *figure("value", "Value", "as the figure says", about=True),
        yes("clear", "Whether the effect differs from nothing, adjusted for all tasks"),
        yes("sized", "Whether enough people read each version to say how large it is"),
    )
    rows = (row for told in findings.tasks for row in _task_rows(told))
    return table("tasks", "How choices get tilted: what randomised tasks show", variables, rows)


def _task_rows(told: TaskFindings) -> Rows:
    head = (told.id, told.measure, told.expect)
    for version in told.versions:
        yield *head, "version", ", ".join(version.arms), None, *figure_cells(version.result, about=True), None, None
    says = (yes_cell(told.effect, says=told.clear), yes_cell(told.effect, says=told.sized))
    yield *head, "effect", None, None, *figure_cells(told.effect, about=True), *says
    others: list[tuple[str, str | None, Figure | None]] = [
        ("effect_of_level", level_code(level), effect) for level, effect in told.by_level.items()
    ]
    for name, level, seen in [*others, ("others", None, told.others), ("since", None, told.since)]:
        if seen is not None:
            yield *head, name, None, level, *figure_cells(seen, about=True), None, None


def predictions(findings: Findings, lists: Lists) -> Table:
    """What staff think people think, against what they say."""
    variables = (
        _kind(codes("prediction_figure", PREDICTION_FIGURES)),
        Variable("statement", "Statement; empty for all of them", codes=lists.statement),
        Variable("level", "Level of those who answered", codes=lists.level),
        Variable("other", "Level that it is compared with", codes=lists.level),
        *figure("value", "Value", "as the figure says", about=True),
        yes("clear", "Whether two levels differ"),
    )
    rows = _prediction_rows(findings.predictions) if findings.predictions else ()
    return table("predictions", "What staff think others think, against what those say", variables, rows)


def _prediction_rows(told: PredictionFindings) -> Rows:
    for each in told.statements:
        yield "agree", each.id, told.of, None, *figure_cells(each.agree, about=True), None
        for level, guess in each.predicted.items():
            yield "predicted", each.id, level_code(level), None, *figure_cells(guess, about=True), None
    for name, errors in (("directed", told.directed), ("absolute", told.absolute)):
        for level, error in errors.items():
            yield name, None, level_code(level), None, *figure_cells(error, about=True), None
    if told.floor is not None:
        yield "floor", None, told.of, None, *figure_cells(told.floor, about=True), None
    for pair in told.contrasts:
        who = (level_code(pair.one), level_code(pair.other))
        seen = (*figure_cells(pair.difference, about=True), yes_cell(pair.difference, says=pair.clear))
        yield "contrast", None, *who, *seen


def who_led(findings: Findings, lists: Lists) -> Table:
    """Who moved important issues forward."""
    variables = (
        _kind(codes("leading_figure", LEADING_FIGURES)),
        Variable("level", "Level of those who answered", codes=lists.level),
        Variable("role", "Role that is named", codes=lists.role),
        *figure("value", "Value", "of 100", about=True),
    )
    rows = _leading_rows(findings.who_led) if findings.who_led else ()
    return table("who_led", "Who moved important issues forward", variables, rows)


def _leading_rows(told: WhoLedFindings) -> Rows:
    for level, shares in told.shares.items():
        for role, share in shares.items():
            yield "share", level_code(level), role, *figure_cells(share, about=True)
    yield "spread", None, None, *figure_cells(told.spread, about=True)
    for role, people in told.in_post.items():
        yield "in_post", None, role, people, None, None, None, None


def _kind(of: Codes) -> Variable:
    return Variable("figure", "What the value is", codes=of)
