"""Shares, and differences of shares: the published examples, and what must hold for any counts."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsurvey.scoring.proportions import (
    agresti_caffo,
    difference_of_differences,
    fisher,
    mantel_haenszel,
    newcombe,
    wilson,
)

# Counts; Newcombe's difference and range; Agresti and Caffo's range; Fisher's p. Newcombe (1998), table II, by R 4.2.2
# and statsmodels 0.15.0; the last two are worked cases of the same programs.
EXAMPLES = [
    ((56, 70, 48, 80), (0.2, 0.052431472402, 0.33387265404), (0.052452926638, 0.33575845548), 0.012521129749),
    ((9, 10, 3, 10), (0.6, 0.17052272393, 0.80901797354), (0.1600008011, 0.8399991989), 0.019766611098),
    ((10, 10, 0, 10), (1, 0.60750935043, 1), (0.6121830183, 1), 1.0825088224e-05),
    ((5, 56, 0, 29), (0.089285714286, -0.038137147904, 0.19256001386), (-0.028865846303, 0.171246269), 0.16062144321),
    ((18, 24, 9, 26), (0.40384615385, 0.12757663659, 0.60388424494), (0.12752134002, 0.61973140723), 0.0054018192846),
    ((30, 40, 14, 41), (0.40853658537, 0.1928832914, 0.5744776579), (0.19439001106, 0.58412604653), 0.00032219268124),
]
COUNTS = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(("counts", "hybrid", "check", "p"), EXAMPLES)
def test_the_published_examples_are_met(counts, hybrid, check, p):
    assert newcombe(*counts) == pytest.approx(hybrid, abs=1e-9)
    assert agresti_caffo(*counts) == pytest.approx(check, abs=1e-9)
    assert fisher(*counts) == pytest.approx(p, abs=1e-11)


def test_wilson_is_that_of_r():
    """R 4.2.2 prop.test(correct = FALSE)."""
    assert wilson(56, 70) == pytest.approx((0.69183355504, 0.87695260752), abs=1e-9)
    assert wilson(0, 10) == pytest.approx((0, 0.27753279986), abs=1e-9)


def test_mantel_haenszel_over_three_strata_is_the_worked_one():
    """By hand: risk difference, with the variance of Greenland & Robins (1985)."""
    strata = np.array([[18, 24, 9, 26], [30, 40, 14, 41], [11, 20, 8, 18]])
    assert mantel_haenszel(strata) == pytest.approx((0.3391327537, 0.1991495536, 0.4791159539), abs=1e-9)


def test_one_stratum_is_the_plain_difference_and_an_empty_group_says_nothing():
    assert mantel_haenszel(np.array([[18, 24, 9, 26], [5, 9, 0, 0]]))[0] == pytest.approx(0.40384615385)
    assert np.isnan(mantel_haenszel(np.array([[5, 9, 0, 0]]))).all()


def test_a_group_of_nobody_has_no_share_and_no_difference():
    assert np.isnan([*wilson(0, 0), *newcombe(1, 2, 0, 0), fisher(0, 0, 1, 2), *agresti_caffo(0, 0, 1, 2)]).all()


@given(COUNTS, COUNTS)
def test_ranges_hold_the_difference_and_stay_within_one(one, other):
    difference, low, high = newcombe(*one, *other)
    assert -1 <= low <= difference + 1e-12
    assert difference - 1e-12 <= high <= 1
    assert newcombe(*other, *one) == pytest.approx((-difference, -high, -low), abs=1e-12)
    assert 0 < fisher(*one, *other) <= 1
    assert fisher(*one, *other) == pytest.approx(fisher(*other, *one))


@given(COUNTS)
def test_wilson_holds_the_share_and_turns_with_it(counts):
    x, n = counts
    low, high = wilson(x, n)
    assert 0 <= low <= x / n + 1e-12
    assert x / n - 1e-12 <= high <= 1
    assert wilson(n - x, n) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@given(COUNTS, COUNTS)
def test_fisher_is_the_sum_of_all_tables_that_are_no_likelier(one, other):
    (x1, n1), (x2, n2) = one, other
    tables = {
        a: math.comb(n1, a) * math.comb(n2, x1 + x2 - a) for a in range(max(0, x1 + x2 - n2), min(n1, x1 + x2) + 1)
    }
    no_likelier = sum(ways for ways in tables.values() if ways <= tables[x1])
    assert fisher(x1, n1, x2, n2) == pytest.approx(no_likelier / sum(tables.values()), rel=1e-9)


def test_two_effects_are_joined_as_two_shares_are():
    """By hand: 0.3 - sqrt(.1^2 + .2^2) and 0.3 + sqrt(.2^2 + .1^2); Zou & Donner (2008)."""
    found = difference_of_differences((0.4, 0.3, 0.6), (0.1, 0.0, 0.3))
    assert found == pytest.approx((0.3, 0.3 - math.sqrt(0.05), 0.3 + math.sqrt(0.05)))
