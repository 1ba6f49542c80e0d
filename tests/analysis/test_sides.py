"""Which levels are told with their exact spread beside units told so: against every combination of their rows."""

from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
import pytest

from leadsurvey.analysis.disclosure.detail import Moments, detailed, is_wide
from leadsurvey.analysis.disclosure.plan import verdict
from leadsurvey.analysis.disclosure.sides import MOST_LEVELS, exact_levels
from leadsurvey.analysis.disclosure.table import Layout
from tests.analysis.whole import people, whole_of, whole_round

K = 10
PARTNER = 3  # the level that is no staff: it lies in no row of all staff
TREE = {"org": (0, 1, 2), "left": (0, 1), "a": (0,), "b": (1,), "c": (2,)}  # a row and the leaves within it


@dataclass
class Organisation:
    """People of leaves by level, with the rows of all staff and those of them that are told exactly."""

    atoms: list  # (leaf, level)
    values: list  # each atom's scores

    @property
    def of(self):
        return Moments(
            [len(each) for each in self.values],
            np.array([each.sum() for each in self.values]),
            np.array([(each**2).sum() for each in self.values]),
        )

    @property
    def levels(self):
        return np.array([level for _, level in self.atoms])

    def row(self, leaves):
        return [atom for atom in self.atoms if atom[0] in leaves and atom[1] != PARTNER]

    def audited(self):
        """The units and the levels that are told exactly, each as a set of atoms; and the levels that were wanted."""
        of, layout = self.of, Layout.of(self.atoms, {}, {name: self.row(leaves) for name, leaves in TREE.items()})
        units = detailed(layout, of, K, verdict(layout, of.counts, K), layout.rows.index("org"))
        sizes = np.bincount(self.levels, weights=of.counts)
        wanted = [level for level, n in enumerate(sizes) if n >= 2 * K]
        told = exact_levels(layout, of, self.levels, wanted, units, K)
        return [self.row(leaves) for name, leaves in TREE.items() if not units.reason(name)], told, wanted

    def of_level(self, level):
        return [atom for atom in self.atoms if atom[1] == level]


def too_narrow(organisation, rows, most=1):
    """The groups that some sum of whole multiples of these rows singles out, and of whom it would say too much."""
    of = organisation.of
    there = [number for number, count in enumerate(of.counts) if count]
    table = np.array([[organisation.atoms[number] in row for number in there] for row in rows], dtype=np.int8)
    if not rows:
        return set()
    times = np.array(list(product(range(-most, most + 1), repeat=len(rows))), dtype=np.int8)
    sums = times @ table
    single = np.unique(sums[((sums == 0) | (sums == 1)).all(axis=1)], axis=0).astype(float)
    n, totals, squares = (single @ np.array(each, dtype=float)[there] for each in (of.counts, of.sums, of.squares))
    return {
        tuple(np.array(there)[group > 0].tolist())
        for group, people, total, square in zip(single, n, totals, squares, strict=True)
        if people and not (people >= 2 * K and is_wide(int(people), total, square, K))
    }


def seeded(seed, with_partners=True):
    """Three leaves and up to three levels; some groups are few, some nearly of one mind, some nobody."""
    chance = np.random.default_rng(seed)
    levels = int(chance.integers(2, 4))
    atoms = [(leaf, level) for leaf in range(3) for level in range(levels)]
    atoms += [(leaf, PARTNER) for leaf in range(3) if with_partners and chance.random() < 0.4]
    return Organisation(atoms, [_scores(chance) for _ in atoms])


def _scores(chance):
    size = chance.choice([0, 0, 0, 3, 8, 12, 25, 40])
    middle, spread = chance.choice([10, 50, 90]), chance.choice([2, 30, 45])
    return np.clip(chance.normal(middle, spread, size), 0, 100)


@pytest.mark.parametrize("start", range(0, 120, 15))
def test_no_sum_of_rows_that_are_told_singles_out_too_few_or_too_alike(start):
    for seed in range(start, start + 15):
        organisation = seeded(seed)
        units, told, _ = organisation.audited()
        rows = [*units, *map(organisation.of_level, told)]
        assert too_narrow(organisation, rows) == set(), seed


@pytest.mark.parametrize("seed", range(200, 206))
def test_nor_does_a_sum_in_which_rows_count_twice(seed):
    organisation = seeded(seed, with_partners=False)
    units, told, _ = organisation.audited()
    assert too_narrow(organisation, [*units, *map(organisation.of_level, told)], most=2) == set()


@pytest.mark.parametrize("start", range(0, 120, 30))
def test_of_levels_that_could_all_be_told_none_is_lost(start):
    for seed in range(start, start + 30):
        organisation = seeded(seed)
        units, told, wanted = organisation.audited()
        if not too_narrow(organisation, [*units, *map(organisation.of_level, wanted)]):
            assert told == wanted, seed


def test_these_organisations_have_levels_that_are_told_and_levels_that_are_not():
    """So that the rules above are put to the proof."""
    found = [seeded(seed).audited() for seed in range(120)]
    assert sum(len(told) for _, told, _ in found) > 60
    assert sum(len(wanted) - len(told) for _, told, wanted in found) > 20
    assert sum(len(units) > 2 for units, *_ in found) > 20


# By hand


WIDE = (0.0, 50.0, 100.0)


def organised(**counts):
    """People of leaf and level, such as `a0=40`: so many of leaf a at level 0, who spread widely."""
    atoms = [("abc".index(name[0]), int(name[1])) for name in counts]
    return Organisation(atoms, [np.resize(WIDE, people) for people in counts.values()])


def test_levels_that_mix_in_every_unit_are_told():
    _, told, wanted = organised(a0=40, a1=30, b0=40, b1=30, c0=40, c1=30).audited()
    assert told == wanted == [0, 1]


def test_a_level_is_not_told_where_what_is_left_of_it_beside_a_unit_is_few():
    """All of "a" are of level 1: the level less that unit would be the five of "c"."""
    units, told, _ = organised(a1=40, b0=40, c0=40, c1=5).audited()
    assert [(0, 1)] in units
    assert 1 not in told


def test_a_level_is_not_told_where_what_is_left_of_its_units_is_few():
    """The units that hold level 0, less that level, would be five of level 1."""
    _, told, _ = organised(a0=40, a1=5, b0=40, c1=40).audited()
    assert 0 not in told


def test_of_levels_that_say_too_much_together_the_smallest_goes():
    """Levels 0 and 1 less the units wholly of them would be five of each."""
    organisation = organised(a0=60, a1=40, b2=40, c0=4, c1=4, c2=40)
    units, told, wanted = organisation.audited()
    assert wanted == [0, 1, 2]
    assert len(told) < 3
    assert too_narrow(organisation, [*units, *map(organisation.of_level, wanted)])
    assert not too_narrow(organisation, [*units, *map(organisation.of_level, told)])


def test_what_is_left_may_not_be_of_one_mind_either():
    """Twenty-five of level 1 stand outside the unit that is wholly of it, and all say the same."""
    organisation = organised(a1=40, b0=40, c0=40, c1=25)
    assert 1 in organisation.audited()[1]
    organisation.values[3] = np.full(25, 50.0)
    assert 1 not in organisation.audited()[1]


def test_of_too_many_levels_to_try_none_is_told():
    levels = MOST_LEVELS + 1
    atoms = [(leaf, level + PARTNER + 1) for leaf in range(3) for level in range(levels)]
    organisation = Organisation(atoms, [np.resize(WIDE, 40) for _ in atoms])
    assert organisation.audited()[1] == []


def test_every_pair_of_told_levels_is_told_beside_all_units():
    """An ordinary case: levels in every unit, of many people."""
    organisation = organised(**{f"{leaf}{level}": 60 for leaf in "abc" for level in range(3)})
    units, told, _ = organisation.audited()
    assert (len(units), told) == (5, [0, 1, 2])
    for pair in combinations(told, 2):
        assert not too_narrow(organisation, [*units, *map(organisation.of_level, pair)])


# In the annex

UNITS = "unit,parent,name,front,lead,senior,partner,citizen\nall,,All,0,0,0,0,0\n" + "".join(
    f"{name},all,{name},100,100,0,0,0\n" for name in ("east", "west")
)


def voice(level, count, unit):
    return people(level, count, *({"voice-a": code, "voice-b": code} for code in (1, 3, 5)), unit=unit)


@pytest.mark.parametrize(("leads", "told"), [(30, True), (12, False)])
def test_the_annex_tells_spread_and_range_of_a_level_only_where_it_may(tmp_path, leads, told):
    """All who answer in "east" are leads: beside their mean and spread, the leads of "west" would be known exactly."""
    survey = whole_round(tmp_path, units=UNITS)
    answers = [voice("lead", 30, "east"), voice("front", 60, "west"), voice("lead", leads, "west")]
    annex = whole_of(survey, *answers).technical
    assert annex.units["east"]["voice"].n == 30
    level = annex.capabilities["voice"].levels["lead"]
    assert (level.n, level.pomp) == (30 + leads, pytest.approx(50))
    assert [each is not None for each in (level.sd, level.low, level.high, level.in_post, level.bounds)] == [told] * 5
    assert bool(annex.capabilities["voice"].contrasts) == told
