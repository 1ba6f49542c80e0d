"""One figure of the bench, and what it may be."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured under a key of bench.json, and what it may be; no bound: told for information."""

    key: str
    name: str
    value: float
    unit: str
    bound: float | None = None
    is_floor: bool = False  # more is better

    @property
    def is_ok(self) -> bool:
        """Whether it is within its bound."""
        if self.bound is None:
            return True
        return self.value >= self.bound if self.is_floor else self.value <= self.bound

    def __str__(self) -> str:
        sign = ">=" if self.is_floor else "<="
        bound = f"{sign} {self.bound:,g}" if self.bound is not None else ""
        said = "ok" if self.is_ok else "BEYOND"
        return f"{self.key:<22}{self.name:<54}{self.value:>12,.4g} {self.unit:<6}{bound:>11}  {said}"
