"""Reference answers, each with known scores from programs other than this one; the tests name them."""

from pathlib import Path

import numpy as np
import pytest

from leadsurvey.scoring.scores import keyed

REFERENCE = Path(__file__).parents[1] / "reference"


def reference(name):
    return np.loadtxt(REFERENCE / name, dtype=str, delimiter=",", skiprows=1, quotechar='"')


@pytest.fixture(scope="session")
def scale_n40():
    """Keyed answers, 40 respondents x 5 items of 1 to 5; the file holds the fifth as it was asked, reversed."""
    answers = reference("scale_n40.csv")[:, 1:].astype(float)
    return keyed(answers, np.array([False, False, False, False, True]), options=5)


@pytest.fixture(scope="session")
def attitude():
    """Give R's `attitude`: 30 departments x 7 percentages."""
    return reference("attitude_R.csv").astype(float)


@pytest.fixture(scope="session")
def teams():
    """Answers of 41 people x 4 items of 1 to 5, and the team of each, 0 to 5."""
    rows = reference("grouped_6teams.csv")
    return rows[:, 2:].astype(float), np.unique(rows[:, 1], return_inverse=True)[1]


@pytest.fixture(scope="session")
def ratings():
    """Shrout & Fleiss (1979), table 2: 6 targets x 4 judges."""
    return reference("shrout_fleiss1979.csv").astype(float)


@pytest.fixture(scope="session")
def gaps():
    """Codes of 6 people x 6 items of 1 to 5: blanks are unanswered, NA_dk is "I can't say"."""
    missing = {"": -128, "NA_dk": -1}
    rows = reference("missing.csv")[:, 1:]
    return np.array([[missing.get(cell) or int(cell) for cell in row] for row in rows], dtype=np.int8)
