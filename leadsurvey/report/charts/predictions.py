"""Predictions: what people said, as a ring with its line, and what others guessed that they would say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from leadsurvey.report.charts.frame import FOOT, GAP, grid, rules, tops, verdict_words
from leadsurvey.report.charts.lettering import LINE, Words, paragraph
from leadsurvey.report.charts.naming import Name, Room, along, beside
from leadsurvey.report.charts.scale import Scale
from leadsurvey.report.charts.sheet import WIDTH, Chart, Sheet
from leadsurvey.report.marks import INK, Mark

LABELS, VERDICT = 56.0, 139.0  # mm: the right edge of the statements, the left edge of the verdicts
TOP = 6.0  # mm over the rows, for the name of those who said so themselves
RING = 4.6  # mm from the top of a row to the ring
RADIUS = 2.3  # mm from the middle of a ring to its number
PITCH = 3.9  # mm from one guess to the next
UNDER = 3.4  # mm under the last guess
SAID = "#E6E9EA"
_SCALE, _ROOM = Scale(LABELS + 4, VERDICT - 7), Room(LABELS + 1, VERDICT - 2)


@dataclass(frozen=True)
class PredictionRow:
    """A statement, how many of 100 agree, what each level guessed, and in lines how far off all staff are.

    A verdict of one line says that nothing is clear, and stays light.
    """

    text: str
    truth: Mark
    guesses: tuple[Mark, ...]
    verdict: tuple[str, ...]


@dataclass(frozen=True)
class _Laid:
    """A row with its height, and what stands in it at which distance from its top."""

    row: PredictionRow
    height: float
    marks: list[tuple[Mark, float]]
    names: list[tuple[Name, float]]


def predictions_height(rows: Sequence[PredictionRow]) -> float:
    """Millimetres that the chart takes."""
    return TOP + sum(laid.height for laid in _laid_out(rows)) + FOOT


def predictions(rows: Sequence[PredictionRow], *, mirrored: bool = False) -> Chart:
    """A row for each statement: the ring above, the guesses below it in the order of the levels."""
    laid = list(_laid_out(rows))
    starts = tops([each.height for each in laid], TOP)
    sheet = Sheet(WIDTH, starts[-1] + FOOT, _SCALE, mirrored=mirrored)
    grid(sheet, TOP)
    rules(sheet, starts[:-1])
    along(rows[0].truth, _SCALE, _ROOM).draw(sheet, TOP - 2.6)
    _truths(sheet, rows, starts)
    for each, start in zip(laid, starts, strict=False):
        sheet.stack(0, start + each.height / 2, _statement(each.row))
        sheet.stack(VERDICT, start + each.height / 2, _verdict(each.row))
        for name, down in each.names:
            name.draw(sheet, start + down)
    placed = zip(laid, starts, strict=False)
    sheet.estimates([(mark, start + down) for each, start in placed for mark, down in each.marks])
    return sheet.chart()


def _laid_out(rows: Sequence[PredictionRow]) -> Iterator[_Laid]:
    """Guesses are named where they come first; a row with a name that has no room beside its mark is higher."""
    named: set[str] = set()
    for row in rows:
        room = Room(_ROOM.left, _ROOM.right, _SCALE.x(row.truth.value))
        new = {mark.name: _beside(row, mark, room) for mark in row.guesses if mark.name not in named}
        named |= set(new)
        step = PITCH if all(new.values()) else 2 * PITCH
        marks = [(mark, RING + step * order) for order, mark in enumerate(row.guesses, 1)]
        names = [
            (near, down) if (near := new[mark.name]) else (along(mark, _SCALE, room), down - PITCH)
            for mark, down in marks
            if mark.name in new
        ]
        texts = LINE * max(len(_statement(row)), len(_verdict(row))) + GAP
        yield _Laid(row, max(texts, RING + step * len(marks) + UNDER), marks, names)


def _beside(row: PredictionRow, mark: Mark, room: Room) -> Name | None:
    return beside(mark, _SCALE, room, first="left" if mark.value < row.truth.value else "right")


def _statement(row: PredictionRow) -> list[Words]:
    return paragraph(row.text, LABELS, size=10)


def _verdict(row: PredictionRow) -> list[Words]:
    return verdict_words(row.verdict, WIDTH - VERDICT, clear=len(row.verdict) > 1)


def _truths(sheet: Sheet, rows: Sequence[PredictionRow], starts: Sequence[float]) -> None:
    """What was said: the range as a block, the value as a line with a ring and a number."""
    spans = [(row.truth, start + 1.4, end - 1.4) for row, (start, end) in zip(rows, pairwise(starts), strict=True)]
    sheet.blocks([(_SCALE.x(mark.low), start, _SCALE.x(mark.high), end) for mark, start, end in spans], SAID, z=1.5)
    sheet.lines([(_SCALE.x(mark.value), start, _SCALE.x(mark.value), end) for mark, start, end in spans], INK, 1.2, 2)
    for row, start in zip(rows, starts, strict=False):
        _number(sheet, row.truth.value, start + RING)
    sheet.dots([(_SCALE.x(row.truth.value), start + RING) for row, start in zip(rows, starts, strict=False)],
               rows[0].truth.style, 6.4)  # fmt: skip


def _number(sheet: Sheet, value: int, y: float) -> None:
    """The number beside its ring, on the side that has room."""
    words, x = Words(str(value), 10, bold=True), _SCALE.x(value)
    if x + RADIUS + words.width <= _ROOM.right:
        sheet.text(x + RADIUS, y, words)
    else:
        sheet.text(x - RADIUS, y, words, "right")
