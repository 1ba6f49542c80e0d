"""A reconstruction attack: all readers of the demo's figures put them together and look for somebody.

They know the head-counts, the organisation chart, who answered, and even how many valid answers each place gave; what
they look for are the scores. Linear programmes over everything that was published hem in each person and each group
of fewer than ten. The same attack finds groups where small ones alone are withheld, as is usual elsewhere.
"""

from datetime import date

import numpy as np
import pytest
from scipy.optimize import linprog

from leadsurvey import demo
from leadsurvey.analysis.annex import TechnicalUnit
from leadsurvey.analysis.disclosure.figures import Shown
from leadsurvey.analysis.findings import ALL_STAFF
from leadsurvey.analysis.gather import gather
from leadsurvey.analysis.sample import Sample
from leadsurvey.demo.people import SEEN
from leadsurvey.languages import interface
from leadsurvey.responses.body import unpack
from leadsurvey.responses.exchange import read_answers
from leadsurvey.rounds.load import as_round, freeze, load
from leadsurvey.rounds.places import Places
from leadsurvey.scoring.scores import pomp
from leadsurvey.settings import Settings
from tests.conftest import SHIPPED

K = 10
ROUNDED = 0.5  # a whole number is known to half a point
EXACT = 1e-6


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The demo's findings, and what only its people know: each one's place and score."""
    folder = tmp_path_factory.mktemp("demo")
    demo.write_files(folder, date(2026, 6, 1))
    catalogues = Settings.from_environment(environment={}).catalogues
    survey = as_round(
        freeze(load(folder / "round.yaml", SHIPPED), lambda language: interface.texts(catalogues, language))
    )
    demo.write_answers(folder / "answers.csv", survey)
    answered = sorted(
        (row, place)
        for place, body in read_answers(folder / "answers.csv", survey)
        for row in [unpack(survey.questionnaire, body)[0]]
    )
    numbers, rows = [place for _, place in answered], b"".join(row for row, _ in answered)
    sample = Sample.of(survey, Places(survey), numbers, rows)
    truth = {
        each.id: pomp(sample.person_scores(each), each.options) for each in survey.questionnaire.capabilities.values()
    }
    return gather(survey, numbers, rows, date(2026, 7, 1)), Places(survey).all, np.array(numbers), truth


class Attack:
    """One capability: what is known of the sums of each place, and how far they can still move."""

    def __init__(self, published, capability, *, primary_only=False):
        self.findings, self.places, numbers, truth = published
        self.capability = capability
        valid = ~np.isnan(truth[capability])
        self.people = np.bincount(numbers[valid], minlength=len(self.places))
        self.sums = np.bincount(numbers[valid], weights=truth[capability][valid], minlength=len(self.places))
        self.equations = list(self._primary() if primary_only else self._told())

    def members(self, unit, level):
        """The places of a row, from the organisation chart."""
        below = {unit}
        for each in self.findings.units.values():
            if each.parent in below:
                below.add(each.id)
        staff = {level.id for level in self.findings.levels if level.staff} | {""}
        wanted = staff if level == ALL_STAFF else {level}
        return np.array([place.unit in below and place.level in wanted for place in self.places])

    def rows(self):
        for unit in self.findings.units.values():
            for level, figure in unit.scores.get(self.capability, {}).items():
                yield unit.id, level, figure

    def _told(self):
        for unit, level, figure in self.rows():
            who = self.members(unit, level)
            if isinstance(figure, Shown):
                yield who, figure.value * self.people[who].sum(), ROUNDED * self.people[who].sum()
            exact = self.findings.technical.units[unit].get(self.capability)
            if level == ALL_STAFF and isinstance(exact, TechnicalUnit):
                yield who, exact.pomp * self.people[who].sum(), EXACT * self.people[who].sum()

    def _primary(self):
        """Every row of ten or more, as it would be told if small groups alone were withheld; means to one decimal."""
        for unit, level, _ in self.rows():
            who = self.members(unit, level)
            if self.people[who].sum() >= K:
                yield who, self.sums[who].sum(), 0.05 * self.people[who].sum()

    def ends(self, group):
        """The least and the greatest sum of these places that all figures leave possible."""
        told = np.array([who for who, _, _ in self.equations], dtype=float)
        middle, error = (np.array([each[part] for each in self.equations]) for part in (1, 2))
        lines, most = np.vstack([told, -told]), np.concatenate([middle + error, error - middle])
        bounds = [(0, 100 * count) for count in self.people]
        low, high = (linprog(sign * group, A_ub=lines, b_ub=most, bounds=bounds) for sign in (1, -1))
        assert low.status == high.status == 0
        return low.fun, -high.fun

    def small(self):
        """Each place, and each withheld row, of fewer than ten who answered."""
        groups = [np.eye(len(self.places))[number] for number, count in enumerate(self.people) if 0 < count < K]
        rows = (self.members(unit, level) for unit, level, _ in self.rows())
        groups += [who.astype(float) for who in rows if 0 < self.people[who].sum() < K]
        return {group.tobytes(): group for group in groups}.values()

    def carried_by_few(self):
        """Whether some combination of the told rows is carried by fewer than ten, tried for each pair of small places.

        The rank of the rows falls where those places are left out.
        """
        told = np.array([who for who, _, _ in self.equations], dtype=float)[:, self.people > 0]
        people = self.people[self.people > 0]
        whole = np.linalg.matrix_rank(told)
        small = [number for number, count in enumerate(people) if count < K]
        groups = [{one} for one in small] + [
            {one, other} for one in small for other in small if one < other and people[[one, other]].sum() < K
        ]
        return any(np.linalg.matrix_rank(np.delete(told, sorted(group), axis=1)) < whole for group in groups)


CAPABILITIES = sorted(SEEN)


def test_where_small_groups_alone_are_withheld_the_attack_finds_the_mean_of_one(published):
    """Nobody was told of the estate wardens, yet their mean is known to 3 points, and it is the true one."""
    attack = Attack(published, "voice", primary_only=True)
    assert attack.carried_by_few()
    found = []
    for group in attack.small():
        people = group @ attack.people
        low, high = (end / people for end in attack.ends(group))
        if high - low < 6:
            found.append((low, group @ attack.sums / people, high))
    assert found
    assert all(low - 1e-6 <= true <= high + 1e-6 for low, true, high in found)


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_no_group_of_fewer_than_ten_is_hemmed_in_by_all_that_is_published(published, capability):
    attack = Attack(published, capability)
    assert not attack.carried_by_few()
    for group in attack.small():
        low, high = attack.ends(group)
        assert high - low >= 25 * (group @ attack.people)


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_no_person_is_hemmed_in_by_all_that_is_published(published, capability):
    attack = Attack(published, capability)
    for number, people in enumerate(attack.people):
        if people:
            low, high = attack.ends(np.eye(len(attack.places))[number])
            assert min(100, high) - max(0, low - 100 * (people - 1)) >= 50


def test_the_demo_has_somebody_to_find(published):
    assert any(len(list(Attack(published, capability).small())) > 0 for capability in CAPABILITIES)
