"""Whether a group's answers to the items of a capability may be told, and the people of whom they are.

Rounding alone protects nobody: 5 of 100 are one person in twenty, so in a small group shares are exact counts. The
annex tells of the same group, with all digits, how many have a score and the mean of it. Hence, beside the audit:

- Items of a capability are told of a group together or not at all. Where (nearly) all say the same to one of them, or
  all are within less than half of the scale, none is told: the mean less the other items would give that one away.
- Where shares say for certain that nobody chose an end of a scale, scores have nearer ends too. Then each person must
  still be open by half of the scale in every row that is told of these people, of units and levels too.
- People who have a score although they left something out are in the mean and not in every item, so the mean of their
  scores could be worked out. They are nobody, or twice the smallest group and not of one mind, or the rounded shares
  leave open that mean by one step and each person by two (`disclosure.rounding`: totals that would be told alike).
- Where the annex rests statistics on the staff who answered everything, an item that fewer than the smallest group
  answered besides them is told of those with all answers alone.
- Where staff levels were put different items, and one of them is not told, nothing is told of all staff: items that
  only some were put would tell them apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from leadsurvey.analysis.bylevel import ByLevel
from leadsurvey.analysis.cells import Cells
from leadsurvey.analysis.disclosure.figures import Reason
from leadsurvey.analysis.disclosure.plan import Verdict
from leadsurvey.analysis.disclosure.rounding import possible_ends, possible_totals
from leadsurvey.analysis.disclosure.spread import GROUP, PERSON, TOP, tells_of_each
from leadsurvey.analysis.findings import ALL_STAFF
from leadsurvey.analysis.itemcounts import CANNOT_SAY, FIRST, PART, WHOLE, Counts, ItemCounts
from leadsurvey.questionnaire.model import Capability, LevelId
from leadsurvey.scoring.scores import Floats, enough, pomp


@dataclass(frozen=True, eq=False)
class Counted:
    """One capability: its scores, one for each respondent, and the same counted by row; its answers; and its plan.

    `is_whole_told` says whether the annex tells of the staff who answered all of it.
    """

    by_level: ByLevel
    about: Capability
    scores: Floats
    cells: Cells
    items: ItemCounts
    plan: Verdict
    is_whole_told: bool

    @cached_property
    def left_out(self) -> Cells:
        """The scores of people who left something out."""
        values = np.where(self.items.left_out, self.scores, np.nan)
        return Cells.of(values, self.by_level.atoms, self.by_level.layout)

    @cached_property
    def sums(self) -> Floats:
        """The sum of the scores of each stored level."""
        atoms, values = self.by_level.atoms, np.nan_to_num(self.scores)
        return np.bincount(atoms, weights=values, minlength=len(self.by_level.stored)).astype(np.float64)


class ItemGroup:
    """All staff, or a level that is no staff; `items` are those it was put, by number."""

    def __init__(self, of: Counted, level: LevelId) -> None:
        self._of, self._level = of, level
        self._members = of.by_level.members(level)
        self._counts: Counts = of.items.counts[self._members]
        self._put = of.items.put[self._members]
        self.least = of.by_level.sample.survey.minimum_group
        self.items: list[int] = np.flatnonzero(self._put.any(axis=0)).tolist()

    def reason(self, number: int) -> Reason | None:
        """Why the answers to an item are not told; None where they are."""
        if self._why_not:
            return self._why_not
        return Reason.FEW_FOR_DETAIL if sum(self.given(number)) < 2 * self.least else None

    def given(self, number: int) -> list[int]:
        """How many people with a score chose each option of an item."""
        part, whole = (self._counts[:, kind, number, FIRST:].sum(axis=0) for kind in (PART, WHOLE))
        is_alone = self._level == ALL_STAFF and self._of.is_whole_told and part.sum() < self.least
        counts: list[int] = (whole if is_alone else part + whole).tolist()
        return counts

    def silent(self, number: int) -> tuple[int, int]:
        """How many could not say, and how many answered the item in any way."""
        answered = self._counts[:, :, number, CANNOT_SAY:].sum(axis=(0, 1))
        return int(answered[0]), int(answered.sum())

    @cached_property
    def _why_not(self) -> Reason | None:
        """Why nothing is told of this group."""
        by_level = self._of.by_level
        if reason := self._of.plan.reason((by_level.root, self._level)):
            return reason
        if self._counts[:, PART:, 0].sum() < 2 * self.least:
            return Reason.FEW_FOR_DETAIL
        is_safe = self._is_put_alike() and all(map(self._is_clear, self.items)) and self._hides_who_left_out()
        return None if is_safe and self._leaves_rows_open() else Reason.TOGETHER

    def _is_put_alike(self) -> bool:
        """Whether all people in it were put the same items, or each level of them is told of."""
        here = [row for row, member in enumerate(self._members) if self._counts[row, PART:, 0].any()]
        if (self._put[here] == self._put[here[:1]]).all():
            return True
        by_level, levels = self._of.by_level, [self._of.by_level.stored[self._members[row]] for row in here]
        return all(level and not self._of.plan.reason((by_level.root, level)) for level in levels)

    def _is_clear(self, number: int) -> bool:
        """Whether an item tells of nobody what they said, as far as it is large enough to be told or worked out."""
        given = self.given(number)
        people = sum(given)
        return people < self.least or not (self._is_alike(number, given) or self._is_held_back(number))

    def _is_alike(self, number: int, given: Sequence[int]) -> bool:
        """Whether (nearly) all say the same, or all are within less than half of the scale."""
        people, values = np.array(given), self._values(number)
        n, mean = int(people.sum()), float(people @ values / people.sum())
        sd = float(np.sqrt(people @ (values - mean) ** 2 / (n - 1)))
        return bool(np.ptp(values[people > 0]) < PERSON) or tells_of_each(n, int(people.max()), mean, sd)

    def _is_held_back(self, number: int) -> bool:
        """Whether the audit keeps this group's row back among those of the item."""
        by_level, values = self._of.by_level, self._values(number)
        given = self._of.items.counts[:, PART:, number, FIRST:].sum(axis=1)
        verdict = by_level.plan_counts(given.sum(axis=1).tolist(), given @ values, [])
        return verdict.reason((by_level.root, self._level)) is not None

    def _leaves_rows_open(self) -> bool:
        """Whether each person stays open in every row told of them, as nobody is beyond the ends that shares tell."""
        given = [(self.given(number), self._values(number).tolist()) for number in self.items]
        ends = [possible_ends(counts, values) for counts, values in given if any(counts)]
        low, high = (sum(each) / len(ends) for each in zip(*ends, strict=True))
        staff = {*self._of.by_level.sample.survey.questionnaire.staff, ALL_STAFF}
        levels = staff if self._level == ALL_STAFF else {self._level}
        told = (row for row in self._of.plan.rows if row[1] in levels and not self._of.plan.reason(row))
        return (low, high) == (0, TOP) or all(
            min(high, low + mean.n * (mean.mean - low)) - max(low, high - mean.n * (high - mean.mean)) >= PERSON
            for mean in map(self._of.cells.mean, told)
        )

    def _hides_who_left_out(self) -> bool:
        """Whether nothing can be worked out of people who have a score although they left something out."""
        row = self._of.left_out.number((self._of.by_level.root, self._level))
        means, most = self._of.left_out.means, self._of.left_out.most
        people = int(means.n[row])
        if not people:
            return True
        told = (people, int(most[row]), float(means.mean[row]), float(means.sd[row]))
        return (people >= 2 * self.least and not tells_of_each(*told)) or self._is_open()

    def _is_open(self) -> bool:
        """Whether they stay open to somebody who knows the mean of all and the rounded shares: their mean, and each.

        Everybody's score times the items put to them, less all that is told of the items, is what those who left
        something out would have had there: their own scores, once for each item they left out.
        """
        given = [(self.given(number), self._values(number).tolist()) for number in self.items]
        ends = [possible_totals(counts, values) for counts, values in given if any(counts)]
        asked = self._put.sum(axis=1)
        missed = int(asked @ self._counts[:, PART:, 0].sum(axis=(1, 2))) - sum(sum(counts) for counts, _ in given)
        whole = float(asked @ self._of.sums[self._members])
        low, high = (max(0.0, min(TOP * missed, whole - sum(end))) for end in list(zip(*ends, strict=True))[::-1])
        most = min(missed, int(asked.max()) - enough(int(asked.min())))  # items that one of them can have left out
        person = min(TOP, high / most) - max(0.0, (low - TOP * (missed - most)) / most)
        return bool((high - low) / missed >= GROUP and person >= PERSON)

    def _values(self, number: int) -> Floats:
        """What each option is worth, 0 to 100."""
        item, options = self._of.about.items[number], self._of.about.options
        values = pomp(np.arange(1.0, options + 1), options)
        return values[::-1] if item.reverse else values
