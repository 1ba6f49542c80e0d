"""How people answered: bars of shares around the middle answer; who could not say stands apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from leadsurvey.report.charts.frame import GAP, rules, tops
from leadsurvey.report.charts.lettering import LINE, Words, paragraph, text_width
from leadsurvey.report.charts.sheet import OPEN, SOFT, WIDTH, Box, Chart, Sheet
from leadsurvey.report.charts.tones import lightness, on, tones

LABELS = 58.0  # mm for the statements
BARS = 62.0  # mm, where bars may begin
APART = 5.0  # mm between the bars and those of people who could not say
UNSAID = 17.0  # mm at least for the latter, for their name
BAR = 5.4  # mm high
KEY = 1.8  # mm, the height of the coloured line under each option's name
NUMBER = 7.0  # mm for the number beside such a bar
GREY = "#DDE2E4"


@dataclass(frozen=True)
class AnswerRow:
    """A question with the share of each option, and of those who could not say, in people of 100.

    Shares are to the nearest 5, so that they may not sum to 100; `n` is how many answered.
    """

    text: str
    shares: tuple[int, ...]
    cannot_say: int | None
    n: int


@dataclass(frozen=True)
class _Ground:
    """Millimetres for one person of 100, and where the middle answer and those who could not say stand."""

    unit: float
    middle: float
    unsaid: float

    def cells(self, options: int) -> list[tuple[float, float]]:
        """The width of all bars in equal parts, for the names of the options."""
        wide = (self.unsaid - APART - BARS) / options
        return [(BARS + wide * order, BARS + wide * (order + 1)) for order in range(options)]


def answers_height(rows: Sequence[AnswerRow], options: Sequence[str], opt_out: str) -> float:
    """Millimetres that the chart takes."""
    return tops(_heights(rows), _head(_ground(rows), options, opt_out))[-1]


def answers(rows: Sequence[AnswerRow], options: Sequence[str], opt_out: str, *, mirrored: bool = False) -> Chart:
    """A bar for each question, the options in order; their names stand once, over the first."""
    ground = _ground(rows)
    starts = tops(_heights(rows), _head(ground, options, opt_out))
    sheet = Sheet(WIDTH, starts[-1], mirrored=mirrored)
    rules(sheet, starts[:-1])
    sheet.lines([(ground.middle, starts[0], ground.middle, starts[-1])], OPEN, 0.6, 0)
    _names(sheet, ground, options, opt_out, starts[0])
    middles = [(start + end) / 2 for start, end in pairwise(starts)]
    for row, middle in zip(rows, middles, strict=True):
        sheet.stack(0, middle, paragraph(row.text, LABELS))
    bars = [(_ends(row, ground), row, middle) for row, middle in zip(rows, middles, strict=True)]
    for option, colour in enumerate(tones(len(options))):
        _paint(sheet, [(*ends[option], middle, row.shares[option]) for ends, row, middle in bars], colour)
    _unsaid(sheet, rows, middles, ground)
    return sheet.chart()


def _ground(rows: Sequence[AnswerRow]) -> _Ground:
    """The largest scale on which every bar has room on its side."""
    left = max(_before(row) for row in rows)
    both = max(100.0, left + max(sum(row.shares) - _before(row) for row in rows))
    room, unsaid = WIDTH - BARS - APART, max(row.cannot_say or 0 for row in rows)
    unit = min((room - UNSAID) / both, (room - NUMBER) / (both + unsaid))
    return _Ground(unit, BARS + left * unit, WIDTH - max(UNSAID, unsaid * unit + NUMBER))


def _before(row: AnswerRow) -> float:
    """People of 100 before the middle answer; half of those who gave it are."""
    side, odd = divmod(len(row.shares), 2)
    return sum(row.shares[:side]) + (row.shares[side] / 2 if odd else 0)


def _ends(row: AnswerRow, ground: _Ground) -> list[tuple[float, float]]:
    """Where the part of each option starts and ends."""
    start = ground.middle - _before(row) * ground.unit
    return list(pairwise(start + share * ground.unit for share in accumulate(row.shares, initial=0)))


def _heights(rows: Sequence[AnswerRow]) -> list[float]:
    return [max(BAR, LINE * len(paragraph(row.text, LABELS))) + GAP for row in rows]


def _paint(sheet: Sheet, parts: Sequence[tuple[float, float, float, int]], colour: str) -> None:
    """All parts of an option, each with its share where it fits."""
    boxes: list[Box] = [(x0, y - BAR / 2, x1, y + BAR / 2) for x0, x1, y, share in parts if share]
    sheet.blocks(boxes, colour, edge=OPEN if lightness(colour) > 88 else "#FFFFFF", z=2)
    for x0, x1, y, share in parts:
        words = Words(str(share), colour=on(colour))
        if share and words.width + 0.5 <= x1 - x0:
            sheet.text((x0 + x1) / 2, y, words, "center")


def _unsaid(sheet: Sheet, rows: Sequence[AnswerRow], middles: Sequence[float], ground: _Ground) -> None:
    """Those who could not say, on the same scale, with their number; a dash where it may not be told."""
    x, told = ground.unsaid, [(row.cannot_say, middle) for row, middle in zip(rows, middles, strict=True)]
    sheet.blocks([(x, y - BAR / 2, x + share * ground.unit, y + BAR / 2) for share, y in told if share], GREY, z=2)
    for share, y in told:
        sheet.text(x + (share or 0) * ground.unit + 1.2, y, Words("–" if share is None else str(share), colour=SOFT))


def _names(sheet: Sheet, ground: _Ground, options: Sequence[str], opt_out: str, top: float) -> None:
    """The options' names in order, each over its colour."""
    cells, tiers = ground.cells(len(options)), _tiers(ground, options)
    low = LINE * max(len(lines) for lines in tiers[::2]) if _tiered(ground, options) else 0
    for order, ((left, right), lines, colour) in enumerate(zip(cells, tiers, tones(len(options)), strict=True)):
        key, lift = top - KEY - 1.2, low * (order % 2)
        edge = OPEN if lightness(colour) > 88 else "none"
        sheet.blocks([(left + 0.2, key, right - 0.2, key + KEY)], colour, edge=edge, z=2)
        sheet.stack((left + right) / 2, key - 0.9 - lift - LINE * len(lines) / 2, lines, "center")
        if lift:
            sheet.lines([((left + right) / 2, key - lift, (left + right) / 2, key)], OPEN, 0.5, 1)
    lines = _opt_out(ground, opt_out)
    sheet.stack(ground.unsaid, top - KEY - 2.1 - LINE * len(lines) / 2, lines)
    sheet.blocks([(ground.unsaid, top - KEY - 1.2, WIDTH, top - 1.2)], GREY, z=2)


def _head(ground: _Ground, options: Sequence[str], opt_out: str) -> float:
    """Millimetres above the first row, for the names."""
    tiers = [len(lines) for lines in _tiers(ground, options)]
    names = max(tiers[::2]) + max(tiers[1::2]) if _tiered(ground, options) else max(tiers)
    return KEY + 2.4 + LINE * max(names, len(_opt_out(ground, opt_out)))


def _tiered(ground: _Ground, options: Sequence[str]) -> bool:
    """Whether a word is too wide for its part, so that every other name has to stand higher."""
    left, right = ground.cells(len(options))[0]
    return any(text_width(word) > right - left - 1 for name in options for word in name.split())


def _tiers(ground: _Ground, options: Sequence[str]) -> list[list[Words]]:
    """The lines of each name; in two tiers a name may reach over its neighbours' parts."""
    left, right = ground.cells(len(options))[0]
    width = (right - left) * (1.5 if _tiered(ground, options) else 1) - 1
    return [paragraph(name, width, colour=SOFT) for name in options]


def _opt_out(ground: _Ground, opt_out: str) -> list[Words]:
    return paragraph(opt_out, WIDTH - ground.unsaid, colour=SOFT)
