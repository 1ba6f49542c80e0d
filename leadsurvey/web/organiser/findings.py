"""The findings of a closed round, read once for each process, and how the desk tells them: in words as printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from leadsurvey.analysis.disclosure.figures import Figure, Reason, Withheld
from leadsurvey.analysis.findings import ALL_STAFF, Findings, UnitFindings
from leadsurvey.fieldwork.standing import FieldworkError
from leadsurvey.fieldwork.telling import Release, in_language, released
from leadsurvey.languages.locales import own_name
from leadsurvey.records.releases import hash_of
from leadsurvey.report.export import in_words
from leadsurvey.rounds.load import languages
from leadsurvey.web.shared import store

KEPT = 4  # releases kept at hand


def release_of(name: str) -> Release:
    """The release of a closed round; FieldworkError before closing."""
    digest = hash_of(store(), name)
    return _read(name, digest) if digest else released(store(), name)


def languages_of(name: str) -> list[tuple[str, str]]:
    """The languages that a report of a round can be in, each with what it calls itself."""
    return [(code, own_name(code)) for code in languages(store().frozen(name))]


@lru_cache(maxsize=KEPT)
def _told(name: str, digest: str, language: str) -> Release:  # noqa: ARG001 - what a release is known by
    return in_language(store(), release_of(name), language)


def spoken(release: Release, language: str) -> Release:
    """A release in a language; FieldworkError if the round is not there in it."""
    return _told(release.findings.round, release.hash, language)


@lru_cache(maxsize=KEPT)
def _read(name: str, digest: str) -> Release:  # noqa: ARG001 - what a release is known by
    return released(store(), name)


def chosen(findings: Findings, unit: str | None) -> UnitFindings:
    """The unit that was asked for, else the organisation."""
    found = findings.units.get(unit) if unit else next(iter(findings.units.values()))
    if found is None:
        raise FieldworkError("this round has no such unit; choose one from the list")
    return found


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure in words, and the number of the note that says why it is withheld."""

    words: str
    note: int = 0


class Notes:
    """The reasons told below a table, each once."""

    def __init__(self) -> None:
        self.reasons: list[Reason] = []

    def cell(self, figure: Figure | None, *, about: bool = False) -> Cell:
        """A figure of a table; `about` for counts."""
        if figure is None:
            return Cell("not asked")
        if isinstance(figure, Withheld):
            if figure.reason not in self.reasons:
                self.reasons.append(figure.reason)
            return Cell("withheld", self.reasons.index(figure.reason) + 1)
        return Cell(in_words(figure, about=about))


@dataclass(frozen=True)
class Table:
    """A table with a head for each column and row."""

    columns: list[str]
    rows: list[tuple[str, list[Cell]]]
    units: list[str]  # ids behind the rows, where they are units


def of_unit(findings: Findings, unit: UnitFindings, notes: Notes) -> Table:
    """Capabilities by level in one unit, below who answered."""
    names = {**{level.id: level.title for level in findings.levels}, ALL_STAFF: "All staff"}
    levels = [group.level for group in unit.groups]
    rows = [("People who answered", [notes.cell(group.answered, about=True) for group in unit.groups])]
    for about in findings.capabilities:
        cells = unit.scores.get(about.id, {})
        rows.append((about.title, [notes.cell(cells.get(level)) for level in levels]))
    return Table([names[level] for level in levels], rows, [])


def of_units(findings: Findings, units: Sequence[UnitFindings], notes: Notes) -> Table:
    """All staff of some units, by capability."""
    columns = ["Answered", *(about.title for about in findings.capabilities)]
    rows = []
    for unit in units:
        staff = next((group.answered for group in unit.groups if group.level == ALL_STAFF), None)
        scores = (unit.scores.get(about.id, {}).get(ALL_STAFF) for about in findings.capabilities)
        rows.append((unit.name, [notes.cell(staff, about=True), *(notes.cell(score) for score in scores)]))
    return Table(columns, rows, [unit.id for unit in units])


def below(findings: Findings, unit: str) -> list[UnitFindings]:
    """The units right below one."""
    return [each for each in findings.units.values() if each.parent == unit]


def above(findings: Findings, unit: UnitFindings) -> list[UnitFindings]:
    """The units above one, the organisation first."""
    found: list[UnitFindings] = []
    parent = unit.parent
    while parent is not None:
        found.insert(0, findings.units[parent])
        parent = found[0].parent
    return found
