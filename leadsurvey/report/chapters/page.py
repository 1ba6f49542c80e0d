"""What stands on a page: words, figures and pictures, ready to be laid out."""

from dataclasses import dataclass
from typing import ClassVar

from leadsurvey.questionnaire.model import LevelId


@dataclass(frozen=True)
class Picture:
    """A chart in the page: its address, what it tells those who cannot see it, and its size in millimetres."""

    source: str
    tells: str
    width: float
    height: float


@dataclass(frozen=True)
class Column:
    """A level in a table; `apart` stands after a gap."""

    level: LevelId
    title: str
    answered: int | None
    apart: bool


@dataclass(frozen=True)
class Entry:
    """A figure in a table: a number, "withheld" or "not asked"; `shade` is its colour where the table is shaded."""

    text: str
    span: str = ""
    rough: bool = False
    shade: str = ""
    apart: bool = False
    withheld: bool = False


@dataclass(frozen=True)
class Line:
    """A row of a table with its head."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Table:
    """A table of words and figures; the first of `head` stands above the heads of the rows."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Note:
    """A short word to think on, under a chart."""

    title: str
    text: str


@dataclass(frozen=True)
class Page:
    """A page and its running head."""

    template: ClassVar[str]
    section: str
    headline: str


@dataclass(frozen=True)
class Figure(Page):
    """A page with one chart, what it says, and its figures as a table."""

    template = "figure.html"
    lede: str
    finding: str
    how: str  # how the chart is to be read
    picture: Picture | None
    table: Table
    notes: tuple[Note, ...] = ()
