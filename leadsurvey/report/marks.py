"""How a level looks in every chart: the same colour and shape in all reports, and the two never alone."""

from dataclasses import dataclass

INK, HOUSE = "#1B2328", "#0B4F5C"


@dataclass(frozen=True)
class Style:
    """How a level looks in every chart: colour, darker tone for line and text, shape, size."""

    colour: str
    dark: str
    marker: str
    grow: float = 1.0
    edge: float = 0.7


ALL = Style(HOUSE, HOUSE, "H", 1.18)
_LEVELS = (
    Style("#0072B2", "#005E93", "o"),
    Style("#009E73", "#00704F", "s", 0.92),
    Style("#D55E00", "#A84800", "^", 1.12),
    Style("#CC79A7", "#8C4A72", "D", 0.85),
    Style("#7A6FC0", "#51479B", "v", 1.12),
    Style("#8A6D1F", "#6B5210", "p", 1.1),
    Style("#6B777E", "#4A545C", "P", 1.1),
    Style("#6B777E", "#4A545C", "X", 1.1),
)
_REFERENCES = tuple(Style("white", INK, marker, grow, 1.7) for marker, grow in (("o", 1.0), ("s", 0.9), ("D", 0.8)))


def level_style(order: int, *, reference: bool) -> Style:
    """The style of the level that is `order`-th among those of its kind."""
    kinds = _REFERENCES if reference else _LEVELS
    return kinds[min(order, len(kinds) - 1)]


@dataclass(frozen=True)
class Mark:
    """An estimate with its likely range, on the 0-100 scale."""

    name: str
    style: Style
    value: int
    low: int
    high: int


@dataclass(frozen=True)
class Row:
    """A capability in a profile; the marks stand in the order of the levels."""

    title: str
    gloss: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Pitch:
    """Millimetres from one level to the next, and around a row."""

    level: float
    gap: float


ROOMY, DENSE = Pitch(3.2, 3.3), Pitch(2.6, 2.4)
