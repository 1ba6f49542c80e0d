"""Capabilities of one part from top to bottom: where each level stands, and how sure that is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from leadsurvey.analysis.findings import CapabilityInfo
from leadsurvey.questionnaire.model import CapabilityId
from leadsurvey.report import charts, recommend
from leadsurvey.report.chapters import tables
from leadsurvey.report.chapters.page import Column, Line, Page, Picture
from leadsurvey.report.chapters.sight import Sight
from leadsurvey.report.chapters.spread import profile_pages, room_for, typical
from leadsurvey.report.charts import Chart
from leadsurvey.report.recommend import HIGH, Ranking
from leadsurvey.report.tongue import Tongue, inline

LEDE, CAPTION = 130, 200  # letters above the chart, and in its caption
NARROW = 7  # from so many columns of figures on, the range stands below the figure


@dataclass(frozen=True)
class Profile(Page):
    """Capabilities of one part as a picture with its figures."""

    template = "profile.html"
    lede: str
    number: int
    finding: str
    picture: Picture
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    narrow: bool
    bands: bool


def parts(sight: Sight) -> list[tuple[str, list[CapabilityInfo]]]:
    """Each part's title with its capabilities, what is seen most first."""
    of = sight.charted
    found = [(title, tables.ordered(of, sight.unit, part)) for part, title in of.parts.items()]
    return [(title, capabilities) for title, capabilities in found if capabilities]


def profiles(sight: Sight) -> Iterator[Profile]:
    """As few pages as hold all capabilities."""
    levels = tables.drawn(sight.unit, sight.columns)
    number, bands = 0, [(band.title, band.start) for band in sight.charted.bands]
    for title, capabilities in parts(sight):
        if not any(recommend.cell(sight.unit, about.id, level) for about in capabilities for level in levels):
            continue  # the table of levels says that all of it is withheld
        rows = {about.id: sight.marks.row(about, levels) for about in capabilities}
        room = _room(sight, [about.id for about in capabilities])
        for here, pitch in profile_pages(capabilities, rows, room, narrow=len(sight.columns) >= NARROW):
            number += 1
            drawn = [rows[about.id] for about in here]
            chart = charts.profile(drawn, bands, pitch, mirrored=sight.tongue.mirrored)
            yield _profile(sight, title if len(sight.charted.parts) > 1 else "", here, chart, number)


def _room(sight: Sight, among: Sequence[CapabilityId]) -> float:
    """Millimetres for chart and table, where the headline is as long as that on all capabilities, or the ranking."""
    ranking = recommend.ranking(sight.charted, sight.unit, among)
    headlines = [_headline(sight, ranking, among), (sight.voice.ends(ranking), typical(LEDE))]
    return min(room_for(headline, lede, typical(CAPTION)) for headline, lede in headlines)


def _profile(sight: Sight, part: str, here: Sequence[CapabilityInfo], chart: Chart, number: int) -> Profile:
    say, among = sight.tongue.say, [about.id for about in here]
    ranking = recommend.ranking(sight.charted, sight.unit, among)
    headline, lede = _headline(sight, ranking, [about.id for about in here])
    finding = standing(ranking, len(here), sight.tongue)
    tells = say("Dot plot by level. %(headline)s. %(lede)s %(finding)s", headline=headline, lede=lede, finding=finding)
    return Profile(
        say("Capability profile: %(part)s", part=inline(part)) if part else say("Capability profile"),
        headline,
        lede,
        number,
        finding,
        sight.picture(chart, tells),
        sight.columns,
        tuple(tables.line(about, sight.unit, sight.columns, sight.tongue) for about in here),
        len(sight.columns) >= NARROW,
        bool(sight.charted.bands),
    )


def _headline(sight: Sight, ranking: Ranking, among: Sequence[CapabilityId]) -> tuple[str, str]:
    """Headline and lede: where levels differ most, else where the capabilities do."""
    say, voice = sight.tongue.say, sight.voice
    if sight.shown_levels(among) < 2:
        one = say("Only one level is shown here, so differences between levels cannot be told.")
        return voice.ends(ranking), one
    found = recommend.surprise(sight.charted, sight.unit, among)
    if found:
        point, figures = voice.surprise(found)
        return point.rstrip("."), figures
    none = say("Where two levels are shown, chance alone may part them.")
    return say("No clear difference between levels"), f"{none} {voice.ends(ranking)}."


def standing(ranking: Ranking, total: int, tongue: Tongue) -> str:
    """How many capabilities are clearly high or low for all staff: the finding of a profile."""
    high, low = sum(cell.low >= HIGH for _, cell in ranking), sum(cell.high < HIGH for _, cell in ranking)
    if not ranking:
        return tongue.say("All staff together are not shown.")
    if total == 1:
        if high:
            return tongue.say("All staff together are most likely at %(edge)s or above.", edge=HIGH)
        if low:
            return tongue.say("All staff together are most likely below %(edge)s.", edge=HIGH)
        return tongue.say("All staff together are most likely near %(edge)s.", edge=HIGH)
    return tongue.say(
        "All staff together, of %(total)s capabilities: most likely at %(edge)s or above on %(high)s, below on "
        "%(low)s.",
        total=total, edge=HIGH, high=high, low=low,
    )  # fmt: skip
