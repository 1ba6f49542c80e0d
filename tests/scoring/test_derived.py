"""Reference values that follow from the floor's figures by a line of arithmetic: later pages print them.

R 4.2.2 with psych 2.2.9 (scale_n40) and base R (grouped_6teams); synthetic data in tests/reference.
"""

import math

import numpy as np
import pytest
from scipy.special import stdtrit

from leadsurvey.scoring.means import group_means, mean_interval
from leadsurvey.scoring.reliability import alpha
from leadsurvey.scoring.scores import pomp, scale_scores

HEADS = np.array([10, 20, 15, 40, 8, 30])


def test_alpha_without_each_item_in_turn(scale_n40):
    without = [alpha(np.delete(scale_n40, item, axis=1)) for item in range(scale_n40.shape[1])]
    assert without == pytest.approx([0.637655417, 0.633325432, 0.746560319, 0.656493118, 0.740334378], abs=1e-8)


def test_standardised_alpha_is_alpha_of_standardised_items(scale_n40):
    assert alpha(scale_n40 / scale_n40.std(axis=0, ddof=1)) == pytest.approx(0.735732574, abs=1e-8)


def test_the_standard_error_of_measurement(scale_n40):
    spread = scale_n40.sum(axis=1).std(ddof=1)
    assert spread * math.sqrt(1 - alpha(scale_n40)) == pytest.approx(2.164101045, abs=1e-8)


def test_the_head_count_weighted_mean_and_its_error(teams):
    answers, team = teams
    means = group_means(scale_scores(answers), team, len(HEADS))
    weights = HEADS / HEADS.sum()
    assert weights @ means.mean == pytest.approx(3.2443863724, abs=1e-9)
    error = math.sqrt(weights**2 @ ((1 - means.n / HEADS) * means.sd**2 / means.n))
    assert error == pytest.approx(0.12616935328, abs=1e-9)


def test_the_interval_for_sixty_people_in_post(scale_n40):
    mean = mean_interval(pomp(scale_scores(scale_n40), 5))
    error = mean.sd / math.sqrt(mean.n) * math.sqrt(1 - mean.n / 60)
    assert error == pytest.approx(1.9092666512, abs=1e-8)
    half = float(stdtrit(mean.n - 1, 0.975)) * error
    assert (mean.mean - half, mean.mean + half) == pytest.approx((50.1381436807, 57.8618563193), abs=1e-8)


def test_a_bootstrap_agrees_with_the_t_interval_within_half_a_point(scale_n40):
    """Percentile limits 47.63 to 60.38 (numpy) and 47.63 to 60.50 (R boot 1.3-28.1)."""
    values = pomp(scale_scores(scale_n40), 5)
    draws = np.random.default_rng(2015).choice(values, (20_000, values.size)).mean(axis=1)
    assert np.percentile(draws, [2.5, 97.5]) == pytest.approx((47.63, 60.4), abs=0.5)
    assert ((draws >= 40) & (draws < 60)).mean() == pytest.approx(0.966, abs=0.01)


def test_half_widths_by_group_size():
    """With a standard deviation of 20: 10 people tell the mean to within 15 points, 18 to 10, 30 to 7.5, 64 to 5."""
    for people, width in ((10, 15), (18, 10), (30, 7.5), (64, 5)):
        values = np.tile([-1.0, 1.0], people // 2) * 20 * math.sqrt((people - 1) / people)
        assert mean_interval(values).sd == pytest.approx(20)
        assert mean_interval(values).high <= width
