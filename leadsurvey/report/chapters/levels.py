"""Levels and capabilities as a shaded table."""

from collections.abc import Iterator
from dataclasses import dataclass

from leadsurvey.report import recommend
from leadsurvey.report.chapters import tables
from leadsurvey.report.chapters.page import Column, Entry, Line, Note, Page
from leadsurvey.report.chapters.profile import NARROW, parts
from leadsurvey.report.chapters.sight import Sight
from leadsurvey.report.chapters.spread import heat_pages, room_for, typical

LEDE, CAPTION, NOTE = 150, 90, 170  # letters above the table, in its caption, and in a note below
HEAD = 24.0  # mm of the table's head, and of the key below it


@dataclass(frozen=True)
class Levels(Page):
    """Levels and capabilities as a shaded table."""

    template = "levels.html"
    number: int
    finding: str
    columns: tuple[Column, ...]
    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    stands_out: str
    ask_about: str
    reference: str
    several: bool  # parts
    narrow: bool

    @property
    def entries(self) -> list[Entry]:
        """All figures of the page."""
        return [entry for _, lines in self.groups for line in lines for entry in line.entries]


def levels(sight: Sight) -> Iterator[Levels]:
    """As few pages as hold all capabilities."""
    found = [
        (title, [tables.line(about, sight.unit, sight.columns, sight.tongue) for about in capabilities])
        for title, capabilities in parts(sight)
    ]
    surprise = recommend.surprise(sight.charted, sight.unit, [about.id for about in sight.charted.capabilities])
    lowest = sight.voice.capability(sight.ranking[-1][0]) if sight.ranking else ""
    shown = sight.shown_levels([about.id for about in sight.charted.capabilities])
    headline, stands_out = sight.voice.ends(sight.ranking), sight.voice.stands_out(surprise, shown)
    room = room_for(headline, typical(LEDE), typical(CAPTION), [Note("", stands_out), Note("", typical(NOTE))]) - HEAD
    for number, groups in enumerate(heat_pages(found, room), start=1):
        yield Levels(
            sight.tongue.say("Levels and capabilities"),
            headline,
            number,
            sight.voice.stretch(sight.ranking),
            sight.columns,
            groups,
            stands_out,
            lowest,
            sight.tongue.listed(sight.references),
            several=len(found) > 1,
            narrow=len(sight.columns) >= NARROW,
        )
