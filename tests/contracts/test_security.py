"""The table of ASVS goes through every requirement of its level, and its evidence is there."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d[\d., –]*) \| ([^|]+) \| ([^|]+) \| ([^|]*) \|$", PAGE, re.MULTILINE)
# ASVS 4.0.3, levels 1 and 2: the last number of each section, and those that are not asked for or were struck out
LAST = {
    "1": (7, 4, 0, 5, 4, 4, 2, 2, 2, 1, 2, 2, 0, 6),
    "2": (12, 3, 3, 5, 7, 3, 6, 7, 3, 4),
    "3": (1, 4, 4, 5, 3, 0, 1),
    "4": (5, 2, 3),
    "5": (5, 8, 10, 3, 4),
    "6": (3, 6, 2, 2),
    "7": (4, 2, 4, 3),
    "8": (4, 3, 8),
    "9": (3, 4),
    "10": (0, 2, 3),
    "11": (8,),
    "12": (3, 1, 6, 2, 2, 1),
    "13": (5, 6, 2, 2),
    "14": (4, 6, 3, 7, 4),
}
LEFT_OUT = {"1.4.2", "1.4.3", "1.12.1", "4.1.4", "7.3.2", "13.1.2", "13.2.4", "14.3.1"}
ASKED = {
    f"{chapter}.{section}.{number}"
    for chapter, sections in LAST.items()
    for section, last in enumerate(sections, 1)
    for number in range(1, last + 1)
} - LEFT_OUT


def numbers(cell):
    """Every requirement that a row is about."""
    for part in cell.split(", "):
        first, _, last = part.partition("–")
        head, _, low = first.rpartition(".")
        yield from (f"{head}.{number}" for number in range(int(low), int((last or first).rpartition(".")[2]) + 1))


def test_every_requirement_of_level_2_has_one_row():
    assert len(ASKED) == 259
    counted = Counter(number for row in ROWS for number in numbers(row[0]))
    assert set(counted) == ASKED
    assert set(counted.values()) == {1}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_row_says_how_it_stands_and_names_what_is_there(row):
    _, about, state, evidence = row
    assert about.strip()
    assert state in {"met", "n/a", "operator", "gap"}
    assert evidence.strip() or state == "n/a"
    for path in re.findall(r"`((?:tests|docs|leadsurvey|\.ci)/[\w./-]+)`", evidence):
        assert (ROOT / path).exists(), path
