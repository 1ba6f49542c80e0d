"""The tables of a release: what each unit, level and capability may be told of, one line each."""

from collections.abc import Iterator

from leadsurvey.analysis.disclosure.figures import Shown
from leadsurvey.analysis.findings import Findings, UnitFindings
from leadsurvey.report.dataset import annex, answers, whole
from leadsurvey.report.dataset.figures import (
    DIFFERENCE,
    POINTS,
    count,
    count_cells,
    figure,
    figure_cells,
    yes,
    yes_cell,
)
from leadsurvey.report.dataset.lists import Lists, level_code
from leadsurvey.report.dataset.table import Kind, Table, Value, Variable, table

Rows = Iterator[tuple[Value, ...]]


def tables(findings: Findings) -> list[Table]:
    """Every table that has rows."""
    lists = Lists(findings)
    made = [
        _units(findings, lists),
        _groups(findings, lists),
        _joined(findings, lists),
        _scores(findings, lists),
        _weighted(findings, lists),
        _gaps(findings, lists),
        _changes(findings, lists),
        _incomparable(findings, lists),
        whole.self_views(findings, lists),
        whole.tasks(findings, lists),
        whole.predictions(findings, lists),
        whole.who_led(findings, lists),
        answers.answers(findings, lists),
        answers.unsaid(findings, lists),
        annex.technical(findings, lists),
    ]
    return [each for each in made if each.rows]


def of_unit(lists: Lists) -> Variable:
    """The variable that names a unit."""
    return Variable("unit", "Unit, with all units below it", codes=lists.unit)


def of_capability(lists: Lists) -> Variable:
    """The variable that names a capability."""
    return Variable("capability", "Capability", codes=lists.capability)


def of_level(lists: Lists, name: str = "level", label: str = "Level of those who answered") -> Variable:
    """A variable that names a level."""
    return Variable(name, label, codes=lists.level)


def _units(findings: Findings, lists: Lists) -> Table:
    variables = (
        of_unit(lists),
        Variable("parent", "Unit above it; empty for the whole organisation", codes=lists.unit),
    )
    rows = ((unit.id, unit.parent) for unit in findings.units.values())
    return table("units", "Units, and which stands below which", variables, rows)


def _groups(findings: Findings, lists: Lists) -> Table:
    variables = (
        of_unit(lists),
        of_level(lists, label="Level"),
        Variable("asked", "People in post, as the organiser's table of units says", Kind.WHOLE, unit="people"),
        *count("answered_about", "About how many answered"),
        *count("cannot_say", "Of 100 questions put to them, how many they could not say", "of 100, to the nearest 5"),
    )
    rows = (
        (
            unit.id,
            level_code(group.level),
            group.asked or None,
            *count_cells(group.answered),
            *count_cells(group.cannot_say),
        )
        for unit in findings.units.values()
        for group in unit.groups
    )
    return table("groups", "Who was asked, and about how many answered", variables, rows)


def _joined(findings: Findings, lists: Lists) -> Table:
    variables = (
        of_unit(lists),
        of_level(lists, label="Level with too few people in the unit"),
        Variable("answers_with", "Unit with whose people they answer", codes=lists.unit),
    )
    rows = ((unit.id, one.level, one.unit) for unit in findings.units.values() for one in unit.joined)
    return table("joined", "Groups that are too small to answer by themselves", variables, rows)


def _scores(findings: Findings, lists: Lists) -> Table:
    variables = (
        of_unit(lists),
        of_capability(lists),
        of_level(lists),
        *figure("value", "Mean", POINTS, about=True),
        Variable("band_from", "Band it is in, or the lowest it may be in", codes=lists.band),
        Variable("band_to", "Band it is in, or the highest it may be in", codes=lists.band),
    )
    return table("scores", "Means of capabilities", variables, _score_rows(findings))


def _score_rows(findings: Findings) -> Rows:
    for unit in findings.units.values():
        for capability, cells in unit.scores.items():
            for level, cell in cells.items():
                bands = getattr(cell, "bands", ()) or (None,)
                yield unit.id, capability, level_code(level), *figure_cells(cell, about=True), bands[0], bands[-1]


def _weighted(findings: Findings, lists: Lists) -> Table:
    variables = (of_capability(lists), *figure("value", "Mean", POINTS, about=True))
    rows = ((capability, *figure_cells(told, about=True)) for capability, told in findings.weighted.items())
    title = "Means of the organisation's staff, each level weighing as many people as are in post"
    return table("weighted", title, variables, rows)


def _gaps(findings: Findings, lists: Lists) -> Table:
    variables = (
        of_unit(lists),
        of_capability(lists),
        of_level(lists, "one", "Level"),
        of_level(lists, "other", "Level that it is compared with"),
        *figure("difference", "Mean of the one less that of the other", DIFFERENCE),
        yes("clear", "Whether they differ, adjusted for all contrasts of the unit (Benjamini and Hochberg)"),
    )
    return table("gaps", "How far levels see the same thing differently", variables, _gap_rows(findings))


def _gap_rows(findings: Findings) -> Rows:
    for unit in findings.units.values():
        for capability, contrasts in unit.gaps.items():
            for told in contrasts:
                who = (level_code(told.one), level_code(told.other))
                clear = yes_cell(told.difference, says=told.clear)
                yield unit.id, capability, *who, *figure_cells(told.difference), clear


def _changes(findings: Findings, lists: Lists) -> Table:
    variables = (
        of_unit(lists),
        of_capability(lists),
        of_level(lists),
        *figure("difference", "Mean less that of the round before", DIFFERENCE),
        yes("notable", "Whether the change is clear and more than noise"),
        Variable("before", "Mean that the round before told, where it asked the very same", Kind.WHOLE, unit=POINTS),
    )
    rows = (row for unit in findings.units.values() for row in _change_rows(unit))
    return table("changes", "What has changed since the round before", variables, rows)


def _change_rows(unit: UnitFindings) -> Rows:
    for capability, cells in unit.changes.items():
        for level, told in cells.items():
            notable = yes_cell(told.difference, says=told.notable)
            before = told.before.value if isinstance(told.before, Shown) else None
            yield unit.id, capability, level_code(level), *figure_cells(told.difference), notable, before


def _incomparable(findings: Findings, lists: Lists) -> Table:
    variables = (of_capability(lists), Variable("why", "Why it cannot be compared with the round before"))
    rows = findings.since.incomparable.items() if findings.since else ()
    return table("incomparable", "Capabilities that cannot be compared with the round before", variables, rows)
