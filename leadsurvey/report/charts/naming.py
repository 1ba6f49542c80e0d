"""Marks are named where they stand, once: beside their line where there is room, else above or below it."""

from dataclasses import dataclass

from leadsurvey.report.charts.lettering import Words, shortened
from leadsurvey.report.charts.scale import Scale
from leadsurvey.report.charts.sheet import Sheet
from leadsurvey.report.marks import Mark

AWAY = 1.8  # mm between a name and its line


@dataclass(frozen=True)
class Room:
    """Where names may stand: from `left` to `right`, in millimetres, and not over `bar`, if there is one."""

    left: float
    right: float
    bar: float | None = None

    def holds(self, start: float, end: float) -> bool:
        """Whether a name may stand from here to there."""
        return self.left <= start and end <= self.right and not (self.bar is not None and start < self.bar < end)


@dataclass(frozen=True)
class Name:
    """A name with its place, and the side of it that is there."""

    words: Words
    x: float
    align: str

    def draw(self, sheet: Sheet, y: float) -> None:
        """At a height."""
        sheet.text(self.x, y, self.words, self.align)

    @property
    def span(self) -> tuple[float, float]:
        """From where to where it reaches."""
        start = self.x - self.words.width * {"left": 0, "center": 0.5, "right": 1}[self.align]
        return start, start + self.words.width


def beside(mark: Mark, scale: Scale, room: Room, *, first: str = "right") -> Name | None:
    """The name on the side that comes first or on the other one; none where neither has room."""
    words = Words(mark.name, colour=mark.style.dark)
    left = Name(words, scale.x(mark.low) - AWAY, "right")
    right = Name(words, scale.x(mark.high) + AWAY, "left")
    sides = (left, right) if first == "left" else (right, left)
    return next((name for name in sides if room.holds(*name.span)), None)


def along(mark: Mark, scale: Scale, room: Room) -> Name:
    """The name for a line of its own, over or under its mark, as near to it as the room allows."""
    words = Words(shortened(mark.name, room.right - room.left), colour=mark.style.dark)
    names = [Name(words, scale.x(mark.value), "center")]
    if room.bar is not None:
        names += [Name(words, room.bar - AWAY, "right"), Name(words, room.bar + AWAY, "left")]
    edge = (
        Name(words, room.left, "left")
        if scale.x(mark.value) < (room.left + room.right) / 2
        else Name(words, room.right, "right")
    )
    return next((name for name in names if room.holds(*name.span)), edge)
