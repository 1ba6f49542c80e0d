"""Who led: sets of roles, and how spread they are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from leadsurvey.scoring.nominations import concentration, decentralisation, named, shares


def test_a_set_is_a_sum_of_ones_twos_and_fours_and_no_answer_names_nobody():
    found = named(np.array([1, 6, -128, 63], dtype=np.int8), 6)
    assert found.astype(int).tolist() == [[1, 0, 0, 0, 0, 0], [0, 1, 1, 0, 0, 0], [0] * 6, [1] * 6]


def test_the_worked_shares_are_as_spread_as_worked_out():
    """By hand, p = .5 .2 .2 .1: entropy over ln 4 is .8805; Herfindahl .34, normalised .12."""
    p = np.array([0.5, 0.2, 0.2, 0.1])
    assert decentralisation(p) == pytest.approx(0.8805, abs=5e-5)
    assert concentration(p) == pytest.approx(0.12, abs=1e-12)


def test_one_role_alone_is_not_spread_and_all_alike_are():
    assert (decentralisation(np.array([0.0, 1, 0])), concentration(np.array([0.0, 1, 0]))) == pytest.approx((0, 1))
    even = np.full(5, 0.2)
    assert (decentralisation(even), concentration(even)) == pytest.approx((1, 0))


@pytest.mark.parametrize("p", [[1.0], [np.nan, np.nan]], ids=["one role", "nobody named"])
def test_without_two_roles_or_a_naming_there_is_no_spread(p):
    assert np.isnan([decentralisation(np.array(p)), concentration(np.array(p))]).all()


@given(arrays(np.intp, st.integers(2, 6), elements=st.integers(0, 50)))
def test_shares_add_up_and_spread_stays_between_nothing_and_one(counts):
    p = shares(counts)
    if not counts.sum():
        assert np.isnan(p).all()
        return
    assert p.sum() == pytest.approx(1)
    assert -1e-12 <= decentralisation(p) <= 1 + 1e-12
    assert -1e-12 <= concentration(p) <= 1 + 1e-12
    assert decentralisation(p) == pytest.approx(decentralisation(p[::-1]))
