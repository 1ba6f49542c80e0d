"""Questions that are told of the whole organisation alone: each level, and all staff, planned by the same audit."""

from collections.abc import Collection
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from leadsurvey.analysis.disclosure.plan import Row, Verdict, verdict
from leadsurvey.analysis.disclosure.spread import is_of_one_mind
from leadsurvey.analysis.disclosure.table import Layout, Table
from leadsurvey.analysis.findings import ALL_STAFF
from leadsurvey.analysis.sample import Mask, Sample
from leadsurvey.questionnaire.model import LevelId
from leadsurvey.responses.columns import columns
from leadsurvey.scoring.scores import Floats


class ByLevel:
    """The organisation's people by level; people who would rather not say theirs count with all staff."""

    def __init__(self, sample: Sample) -> None:
        self.sample, self.root = sample, sample.survey.root.id
        self._places = {column.key: place for place, column in enumerate(columns(sample.survey.questionnaire))}

    def codes(self, key: str) -> NDArray[np.int8]:
        """What each respondent answered to one question, as it is stored."""
        return self.sample.codes[:, self._places[key]]

    def who(self, level: LevelId) -> Mask:
        """The respondents of a level, or all staff."""
        return self._staff if level == ALL_STAFF else self.sample.levels == level

    def plan(self, values: Floats) -> Verdict:
        """Which rows may be told of an indicator: `values` from 0 to 100, one for each respondent, NaN for none."""
        valid = ~np.isnan(values)
        sums = np.bincount(self.atoms[valid], weights=values[valid], minlength=len(self.layout.atoms))
        alike = [level for level in self.rows if is_of_one_mind(values[valid & self.who(level)])]
        return self.plan_counts(self._counts(valid), sums.astype(np.float64), alike)

    def plan_people(self, answered: Mask, alike: Collection[LevelId] = ()) -> Verdict:
        """The same by numbers of people alone, and by which rows are said to be of one mind."""
        return self.plan_counts(self._counts(answered), None, alike)

    def plan_counts(self, counts: list[int], sums: Floats | None, alike: Collection[LevelId]) -> Verdict:
        """The same of answers that were counted: of how many people of each stored level, and what they sum to."""
        least = self.sample.survey.minimum_group
        numbers = {row: number for number, row in enumerate(self.layout.rows)}
        people = Table(self.layout, counts).people()
        rows = [numbers[self.root, level] for level in alike]
        return verdict(
            self.layout,
            counts,
            least,
            sums=sums,
            alike=[row for row in rows if people[row] >= least],
            kept=[numbers[self.root, ALL_STAFF]],
        )

    def _counts(self, who: Mask) -> list[int]:
        counts: list[int] = np.bincount(self.atoms[who], minlength=len(self.layout.atoms)).tolist()
        return counts

    def members(self, level: LevelId) -> list[int]:
        """Which stored levels, by number, a row is made of: itself, or those of all staff."""
        of = {*self.sample.survey.questionnaire.staff, ""} if level == ALL_STAFF else {level}
        return [number for number, stored in enumerate(self.stored) if stored in of]

    @property
    def rows(self) -> list[LevelId]:
        """The levels in the questionnaire's order, then all staff."""
        return [level for level in self.sample.survey.questionnaire.levels if level in self.stored] + [ALL_STAFF]

    @cached_property
    def layout(self) -> Layout:
        """The rows for the audit, whose atoms are levels: nothing here is told of a unit."""
        staff = [level for level in self.stored if level in {*self.sample.survey.questionnaire.staff, ""}]
        levels: dict[Row, list[str]] = {(self.root, level): [level] for level in self.stored if level}
        return Layout.of(self.stored, levels, {(self.root, ALL_STAFF): staff})

    @cached_property
    def stored(self) -> list[str]:
        """The levels under which there are answers; "" is people who would rather not say theirs."""
        return [str(level) for level in np.unique(self.sample.levels)]

    @cached_property
    def atoms(self) -> NDArray[np.intp]:
        """Each respondent's level, by its number in `stored`."""
        return np.unique(self.sample.levels, return_inverse=True)[1].astype(np.intp)

    @cached_property
    def _staff(self) -> Mask:
        return self.sample.staff()
