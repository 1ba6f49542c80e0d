"""One person's scores: stored codes become answers, answers are keyed the same way, and enough of them make a score.

Checked against a worked example (six people, six items, blanks and "can't say" among them) and, for whole scales,
against R psych 2.2.9.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Score = TypeVar("Score", float, Floats)
AT_ONCE = 1024  # rows turned together


def decode(codes: bytes, width: int) -> NDArray[np.int8]:
    """Codes, respondents x items, from rows of `width` signed bytes joined end to end.

    The copy is column-major, because nearly everything that follows reads one item at a time. No bytes are no
    respondents; bytes that do not fill their last row raise `ValueError`.
    """
    stored = np.frombuffer(codes, dtype=np.int8).reshape(len(codes) // max(width, 1), width)
    decoded = np.empty(stored.shape, dtype=np.int8, order="F")
    for start in range(0, len(stored), AT_ONCE):  # many times faster than at one go: what is turned stays near
        decoded[start : start + AT_ONCE] = stored[start : start + AT_ONCE]
    return decoded


def answers(codes: NDArray[np.int8]) -> Floats:
    """Answers, respondents x items, on the questionnaire's own scale; NaN where unanswered or opted out.

    Every negative code is a missing answer: "I can't say" is never read as the middle of the scale.
    """
    return np.where(codes < 0, np.nan, codes.astype(np.float64))


def keyed(answers: Floats, reversed_items: NDArray[np.bool_], options: int) -> Floats:
    """Answers, respondents x items, with the reversed items turned round: x' = options + 1 - x.

    `reversed_items` has one entry per item; `options` is the number of answers on offer, coded from 1. The answers
    passed in are left as they are, and NaN stays NaN.
    """
    return np.where(reversed_items, options + 1 - answers, answers)


def enough(items: int) -> int:
    """Fewest answers that make a score of `items` items: half of them, and two wherever there are two."""
    half_rounded_up = (items + 1) // 2
    return max(min(2, items), half_rounded_up)


def scale_scores(answers: Floats) -> Floats:
    """One score per respondent, in scale points, from keyed answers, respondents x items, NaN where unanswered.

    The mean of the items answered, which fills a gap with the person's own mean. NaN where fewer than `enough` items
    were answered, and for everyone if there are no items.
    """
    answered = np.count_nonzero(~np.isnan(answers), axis=1)
    return _scored(np.nansum(answers, axis=1), answered, answers.shape[1])


def code_scores(codes: Sequence[NDArray[np.int8]], reversed_items: Sequence[bool], options: int, people: int) -> Floats:
    """The same from codes as they are stored, item by item: whole numbers until the end, which is quick."""
    total, answered = np.zeros((2, people), dtype=np.int16)
    for code, is_reversed in zip(codes, reversed_items, strict=True):
        given = code >= 0
        total += (np.int8(options + 1) - code if is_reversed else code) * given
        answered += given
    return _scored(total, answered, len(codes))


def _scored(total: NDArray[Any], answered: NDArray[Any], items: int) -> Floats:
    scores = np.full(len(total), np.nan)
    np.divide(total, answered, out=scores, where=answered >= max(1, enough(items)))
    return scores


def row_means(rows: Floats) -> Floats:
    """The mean of each row, NaN left out; NaN for a row of nothing."""
    n = np.count_nonzero(~np.isnan(rows), axis=1)
    found = np.full(len(rows), np.nan)
    np.divide(np.nansum(rows, axis=1), n, out=found, where=n > 0)
    return found


def pomp(score: Score, options: int) -> Score:
    """Percent of maximum possible, 0 to 100, of a score or an array of scores on a scale of 1 to `options` (2 or more).

    POMP = 100 (x - 1) / (options - 1); Cohen, Cohen, Aiken & West (1999). Checked against R 4.2.2. NaN stays NaN.
    """
    return 100 * (score - 1) / (options - 1)
