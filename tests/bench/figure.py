"""One figure of the bench, and what it may be."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """What was measured under a key of bench.json, and what it may be; no bound: told for information."""

    key: str
    name: str
    value: float
    unit: str
    bound: float | None = None
    is_floor: bool = False  # more is better
    runs: int = 0  # of so many it is the median; 0: it is not said

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
        runs = f"of {self.runs}" if self.runs else ""
        return f"{self.key:<26}{self.name:<54}{self.value:>12,.4g} {self.unit:<6}{runs:<6}{bound:>11}  {said}"


def peak_mb() -> float:
    """The most memory that this process has taken; `getrusage` would count that of the one that started it too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024
