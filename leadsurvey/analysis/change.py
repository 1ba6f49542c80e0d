"""What has changed since the round before: only where both asked the same, and only of groups told in both.

Items are the same where everything that people read and how it counts is the same, or where the round's crosswalk says
that a reworded one still means the same. A capability is compared on the items that both rounds share, if these are at
least half of either's, and of what a level was asked; on fewer it would be another capability.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from leadsurvey.analysis.cells import Cells
from leadsurvey.analysis.disclosure.figures import Figure, Shown, shown_difference
from leadsurvey.analysis.disclosure.plan import Verdict
from leadsurvey.analysis.findings import ALL_STAFF, Change, Findings, UnitFindings
from leadsurvey.analysis.planning import of_scores, planned
from leadsurvey.analysis.rows import Rows
from leadsurvey.analysis.sample import Sample, asked_of_staff
from leadsurvey.analysis.whole import Since
from leadsurvey.questionnaire.instrument import instrument, instrument_of
from leadsurvey.questionnaire.model import Capability, CapabilityId, Item, ItemId, LevelId
from leadsurvey.scoring.differences import notable_change, welch
from leadsurvey.scoring.means import Mean
from leadsurvey.scoring.scores import pomp

Cell = tuple[str, LevelId]
Shared = tuple[list[Item], list[Item]]  # the items of this round and, in the same order, of the one before


@dataclass(frozen=True, eq=False)
class Before:
    """The round before: its answers, and what was told of it."""

    sample: Sample
    rows: Rows
    findings: Findings
    release: str


def shared(now: Capability, then: Capability, crosswalk: Mapping[str, str]) -> Shared:
    """The items that both rounds asked alike."""
    known = {item.id: item for item in then.items}
    found = [(item, known[name]) for item in now.items if (name := ItemId(crosswalk.get(item.id, item.id))) in known]
    same = [
        (one, other)
        for one, other in found
        if one.id in crosswalk or instrument(one, now.stems) == instrument(other, then.stems)
    ]
    fitting = [pair for pair in same if len(pair[0].scale.options) == len(pair[1].scale.options)]
    return [one for one, _ in fitting], [other for _, other in fitting]


class Changes:
    """Two rounds beside each other."""

    def __init__(self, sample: Sample, rows: Rows, told: Mapping[str, UnitFindings], before: Before) -> None:
        self._now, self._rows, self._told, self._before = sample, rows, told, before
        self._survey, self._past = sample.survey, before.sample.survey

    def since(self) -> Since:
        """Which round it was, and what cannot be compared with it."""
        names = self._survey.questionnaire.capabilities
        why = {name: reason for name in names if (reason := self._why_not(name))}
        return Since(self._past.id, self._before.release, str(self._past.closes), why)

    def _why_not(self, name: CapabilityId) -> str | None:
        now, then = (survey.questionnaire.capabilities.get(name) for survey in (self._survey, self._past))
        if now is None or then is None:
            return "the round before did not ask about it"
        fewest = max(len(now.items), len(then.items)) / 2
        if len(self._items[name][0]) < fewest:
            return "too few of its questions are the same as in the round before"
        return None

    @cached_property
    def _items(self) -> dict[CapabilityId, Shared]:
        past = self._past.questionnaire.capabilities
        return {
            name: shared(about, past[name], self._survey.crosswalk)
            for name, about in self._survey.questionnaire.capabilities.items()
            if name in past
        }

    def of_units(self) -> dict[str, dict[CapabilityId, dict[LevelId, Change]]]:
        """By unit, capability and level, how much higher it is now."""
        found: dict[str, dict[CapabilityId, dict[LevelId, Change]]] = {}
        for name in self._survey.questionnaire.capabilities:
            if not self._why_not(name):
                for (unit, level), change in self._of(name):
                    found.setdefault(unit, {}).setdefault(name, {})[level] = change
        return found

    def _of(self, name: CapabilityId) -> Iterator[tuple[Cell, Change]]:
        now, then = self._items[name]
        one = _Side(self._now, self._rows, now, self._survey.questionnaire.capabilities[name])
        other = _Side(self._before.sample, self._before.rows, then, self._past.questionnaire.capabilities[name])
        least = max(self._survey.minimum_group, self._past.minimum_group)
        for cell in self._cells(name):
            if one.is_told(cell) and other.is_told(cell):
                before = self._told_before(name, cell) if self._is_the_same(name) else None
                yield cell, _change(one.mean(cell), other.mean(cell), least, before)

    def _is_the_same(self, name: CapabilityId) -> bool:
        """Whether the whole capability was asked in the very same way."""
        now, then = (survey.questionnaire.capabilities[name] for survey in (self._survey, self._past))
        return instrument_of(now) == instrument_of(then)

    def _told_before(self, name: CapabilityId, cell: Cell) -> Figure | None:
        past = self._before.findings.units.get(cell[0])
        return past.scores.get(name, {}).get(cell[1]) if past else None

    def _cells(self, name: CapabilityId) -> Iterator[Cell]:
        """The groups that both releases tell, made up of the same levels."""
        for unit, told in self._told.items():
            for level, figure in told.scores.get(name, {}).items():
                earlier = self._told_before(name, (unit, level))
                if isinstance(figure, Shown) and isinstance(earlier, Shown) and self._is_alike(level):
                    yield unit, level

    def _is_alike(self, level: LevelId) -> bool:
        if level == ALL_STAFF:
            return self._survey.questionnaire.staff == self._past.questionnaire.staff
        return self._now.sources.get(level) == self._before.sample.sources.get(level)


class _Side:
    """One capability of one round on the items that both rounds share."""

    def __init__(self, sample: Sample, rows: Rows, items: list[Item], about: Capability) -> None:
        self._sample, self._rows, self._items, self._about = sample, rows, items, about
        self._is_whole = {item.id for item in items} == {item.id for item in about.items}
        # Of these items alone; who was put none of them has no score.
        self._scores = pomp(sample.person_scores(replace(about, items=tuple(items))), about.options)
        self._cells = Cells.of(self._scores, sample.places, rows.layout)

    @cached_property
    def _plan(self) -> Verdict:
        """On fewer items other people have valid answers: an indicator of its own."""
        return planned(self._sample, of_scores(self._sample, self._rows, self._scores), self._rows.layout)

    def is_told(self, cell: Cell) -> bool:
        """Whether a group that is told of the whole capability may be told on these items too."""
        return self._is_whole or (self._is_half(cell[1]) and not self._plan.reason(cell))

    def _is_half(self, level: LevelId) -> bool:
        """Whether these items are at least half of those that were put to a level, or to any staff."""
        questionnaire = self._sample.survey.questionnaire
        put = (
            asked_of_staff(questionnaire, self._about) if level == ALL_STAFF else self._sample.asked(self._about, level)
        )
        return 2 * sum(item in self._items for item in put) >= len(put)

    def mean(self, cell: Cell) -> Mean:
        return self._cells.mean(cell)


def _change(now: Mean, then: Mean, least: int, before: Figure | None) -> Change:
    found = welch(now, then)
    is_rough = min(now.n, then.n) < 2 * least
    shown = shown_difference(found.difference, found.low, found.high, is_rough=is_rough)
    return Change(shown, notable=notable_change(found), before=before)
