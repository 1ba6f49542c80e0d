"""Numbers of the annex: JSON knows no NaN."""

import math


def number(value: float) -> float | None:
    """A number, or None where the statistic is undefined."""
    return float(value) if math.isfinite(value) else None


def two_places(found: tuple[float, float, float]) -> tuple[float, float, float] | None:
    """A figure and its range to two places, or None where undefined."""
    if not all(map(math.isfinite, found)):
        return None
    value, low, high = (round(each, 2) for each in found)
    return value, low, high
