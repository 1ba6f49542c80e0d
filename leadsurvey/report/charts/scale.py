"""A straight scale from left to right, in millimetres; it starts at 0 and is never cut off."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Values from 0 to `most` between two places on the sheet."""

    left: float
    right: float
    most: float = 100

    def x(self, value: float) -> float:
        """Where a value stands; one beyond an end stands at the end."""
        return self.left + (self.right - self.left) * min(max(value, 0), self.most) / self.most

    def ticks(self) -> list[float]:
        """Three to seven round values, or 0 and 1, from 0 on."""
        step = _round_step(self.most)
        return [order * step for order in range(int(self.most / step + 1e-9) + 1)]


def _round_step(most: float) -> float:
    """The smallest of 1, 2, 5, 10, 20 ... of which no more than six fill the scale."""
    step = 1
    while most / step > 6:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return step
