"""What is told of the whole organisation beside its averages, as plain tables: the first row of each is the head."""

from collections.abc import Iterator, Mapping

from leadsurvey.analysis.disclosure.figures import Figure, Withheld
from leadsurvey.analysis.findings import ALL_STAFF, Findings
from leadsurvey.analysis.whole import Given
from leadsurvey.questionnaire.model import LevelId
from leadsurvey.report.export import Table, in_words

CLEAR = {True: "yes", False: "cannot tell"}


def tables(findings: Findings) -> Iterator[tuple[str, Table]]:
    """Each table that has something to say, with its title."""
    every = (
        ("Weighted by people in post, 0 to 100", weighted(findings)),
        ("Where groups differ, points of 100", gaps(findings)),
        ("What those who lead say of themselves, less what others say", self_views(findings)),
        ("Changes since the round before, points of 100", changes(findings)),
        ("Tasks: what one version made of a choice", tasks(findings)),
        ("What staff think citizens think, of 100", predictions(findings)),
        ("Who led, of 100 namings", who_led(findings)),
        *(("How all staff answered, of 100 people", rows) for rows in answers(findings)),
        ("Could not say, of 100 questions put", unsaid(findings)),
    )
    yield from ((title, rows) for title, rows in every if len(rows) > 1)


def weighted(findings: Findings) -> Table:
    """The organisation's average with each staff level weighing as many people as are in post."""
    titles = {about.id: about.title for about in findings.capabilities}
    rows = [[titles[name], in_words(figure)] for name, figure in findings.weighted.items()]
    return [["Capability", "All staff in post"], *rows]


def gaps(findings: Findings) -> Table:
    """Contrasts of the organisation that are clear; of the others there is nothing to say but that."""
    root, names = next(iter(findings.units.values())), _names(findings)
    rows = [
        [about.title, f"{names[gap.one]} less {names[gap.other]}", signed(gap.difference)]
        for about in findings.capabilities
        for gap in root.gaps.get(about.id, ())
        if gap.clear
    ]
    return [["Capability", "Who", "Difference"], *rows]


def self_views(findings: Findings) -> Table:
    """The views of those who lead."""
    names = _names(findings)
    rows = [
        [about.title, names[view.level], in_words(view.own), signed(view.gap), CLEAR[view.clear]]
        for about in findings.capabilities
        for view in findings.self_views.get(about.id, ())
    ]
    return [["Capability", "Who", "Of themselves", "Less others", "Clear"], *rows]


def changes(findings: Findings) -> Table:
    """What has changed in the whole organisation, and what cannot be compared."""
    root, names = next(iter(findings.units.values())), _names(findings)
    rows = [
        [about.title, names[level], signed(change.difference), CLEAR[change.notable]]
        for about in findings.capabilities
        for level, change in root.changes.get(about.id, {}).items()
    ]
    titles = {about.id: about.title for about in findings.capabilities}
    why = findings.since.incomparable if findings.since else {}
    rows += [[titles[name], "–", reason, ""] for name, reason in why.items()]
    return [["Capability", "Who", "Change", "Notable"], *rows]


def tasks(findings: Findings) -> Table:
    """Each task with its two versions and the difference that they make."""
    rows = []
    for task in findings.tasks:
        read = [f"{' or '.join(each.arms)}: {in_words(each.result)}" for each in task.versions]
        size = "" if task.sized or isinstance(task.effect, Withheld) else " (too few to say how large)"
        clear = "" if isinstance(task.effect, Withheld) else CLEAR[task.clear]
        rows.append([task.title, *read, signed(task.effect) + size, clear])
    return [["Task", "One version", "The other", "Effect", "Clear"], *rows]


def predictions(findings: Findings) -> Table:
    """Each statement, then errors in the direction of hope, and errors at all."""
    told, names = findings.predictions, _names(findings)
    if told is None or not told.statements:
        return [["Statement"]]
    levels = list(told.statements[0].predicted)
    head = ["Statement", "Agree", *(names[level] for level in levels)]
    rows = [
        [each.text, in_words(each.agree), *(in_words(each.predicted[level]) for level in levels)]
        for each in told.statements
    ]
    rows.append(["Error towards hope (below 0: underestimated)", "", *_row(told.directed, levels, sign=True)])
    floor = "" if told.floor is None else f"by chance {in_words(told.floor)}"
    rows.append(["Error in either direction", floor, *_row(told.absolute, levels)])
    return [head, *rows]


def who_led(findings: Findings) -> Table:
    """Roles by the level of those who named them."""
    told, names = findings.who_led, _names(findings)
    if told is None or not told.shares:
        return [["Named by"]]
    rows = [[names[level], *(in_words(row[role]) for role in told.choices)] for level, row in told.shares.items()]
    rows.append(["People in post", *(str(told.in_post.get(role, "–")) for role in told.choices)])
    return [["Named by", *told.choices.values()], *rows]


def answers(findings: Findings) -> Iterator[Table]:
    """What all staff answered to each item that is told of them: a table for each scale."""
    found: dict[tuple[str, ...], Table] = {}
    for items in findings.answers.values():
        for item in items:
            if isinstance(given := item.groups.get(ALL_STAFF), Given):
                rows = found.setdefault(item.options, [["Statement", *item.options, "Could not say", "People"]])
                silent = "–" if given.cannot_say is None else in_words(given.cannot_say)
                rows.append([item.text, *map(str, given.shares), silent, f"about {given.n}"])
    yield from found.values()


def unsaid(findings: Findings) -> Table:
    """How often people could not say, by level."""
    levels = [level for level in _names(findings) if any(level in row for row in findings.unsaid.values())]
    rows = [
        [about.title, *(in_words(row[level]) if level in row else "not asked" for level in levels)]
        for about in findings.capabilities
        if (row := findings.unsaid.get(about.id))
    ]
    return [["Capability", *(_names(findings)[level] for level in levels)], *rows]


def signed(figure: Figure) -> str:
    """A difference as a table cell: "+12 (5 to 18)"."""
    if isinstance(figure, Withheld):
        return "withheld"
    value = f"{figure.value:+d}".replace("-", "−") if figure.value else "0"
    if figure.low is None or figure.high is None:
        return value
    return f"{value} ({figure.low} to {figure.high})".replace("-", "−")


def _row(figures: Mapping[LevelId, Figure], levels: list[LevelId], *, sign: bool = False) -> list[str]:
    tell = signed if sign else in_words
    return [tell(figures[level]) if level in figures else "–" for level in levels]


def _names(findings: Findings) -> dict[LevelId, str]:
    return {**{level.id: level.title for level in findings.levels}, ALL_STAFF: "All staff"}
