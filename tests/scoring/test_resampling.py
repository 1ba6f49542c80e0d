"""The bootstrap, and chance that can be had again."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsurvey.scoring.resampling import blocks, generator, mean_replicates, share_within
from leadsurvey.scoring.scores import pomp, scale_scores


def test_the_bootstrap_of_a_worked_scale_is_that_of_r(scale_n40):
    """R boot 1.3-28.1, 20,000 replicates, percentile: 47.625 to 60.5; and Emerging in 966 of 1,000."""
    scores = pomp(scale_scores(scale_n40), 5)
    drawn = mean_replicates(scores, generator("worked"), 20_000)
    assert np.quantile(drawn, [0.025, 0.975]) == pytest.approx([47.625, 60.5], abs=0.5)
    assert share_within(drawn, np.array([0.0, 40, 60, 80]))[1] == pytest.approx(0.966, abs=0.01)


def test_nobody_has_no_bootstrap_and_lies_in_no_band():
    nobody = mean_replicates(np.array([np.nan]), generator("a"))
    assert np.isnan(nobody).all()
    assert share_within(nobody, np.array([0.0, 40, 60, 80])).tolist() == [0, 0, 0, 0]


def test_means_of_replicates_spread_as_the_standard_error_says():
    """The bootstrap error of a mean is s sqrt((n - 1) / n) / sqrt(n): drawing counts is drawing people."""
    values = np.random.default_rng(8).integers(0, 20, 50) * 5.0
    drawn = mean_replicates(values, generator("spread"), 40_000)
    assert drawn.mean() == pytest.approx(values.mean(), abs=0.1)
    assert drawn.std() == pytest.approx(values.std() / 50**0.5, rel=0.02)


def test_the_same_names_give_the_same_chance_and_others_another():
    assert generator("a", "b").random() == generator("a", "b").random()
    assert len({generator(*names).random() for names in (("a", "b"), ("ab",), ("a", "b", ""), ("b", "a"))}) == 4


def test_shares_of_bands_add_up_and_a_start_belongs_to_its_band():
    assert share_within(np.array([0.0, 39.9, 40, 59, 100]), np.array([0.0, 40, 60, 80])).tolist() == [0.4, 0.4, 0, 0.2]


@given(st.integers(0, 300), st.integers(1, 50))
def test_blocks_are_people_or_nearly_alike_in_size(people, most):
    sizes = np.bincount(blocks(people, generator("blocks"), most))
    assert sizes.sum() == people
    if people <= most:
        assert (sizes == 1).all()
    else:
        assert len(sizes) == most
        assert sizes.max() - sizes.min() <= 1
