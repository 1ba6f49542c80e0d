"""The cover: who, when, what is promised, and how to read on."""

from dataclasses import dataclass

from leadsurvey.report import charts
from leadsurvey.report.chapters.page import Page, Picture
from leadsurvey.report.chapters.sight import Sight
from leadsurvey.report.turnout import WhoAnswered, answered


@dataclass(frozen=True)
class Cover(Page):
    """Who, when, and the promise."""

    template = "cover.html"
    dots: Picture | None
    per_dot: int
    told: str
    whole: str  # the organisation, where the unit is a part of it
    plan: bool
    shown: bool  # whether any figure of the unit may be shown


def cover(sight: Sight, who: WhoAnswered, *, shown: bool) -> Cover:
    """The first page; where everybody asked is drawn as dots, who answered is not said."""
    known, told = answered(sight.staff), who.headline() + "."
    dots, step = None, 1
    if known is not None and sight.staff and sight.staff.asked:
        step = charts.people_per_dot(sight.staff.asked)
        chart = charts.cover(known, sight.staff.asked, mirrored=sight.tongue.mirrored)
        dots = sight.picture(chart, told)
    whole = "" if sight.unit.parent is None else sight.whole.organisation
    acts = shown and bool(sight.steps)
    return Cover(sight.tongue.say("Cover"), sight.unit.name, dots, step, told, whole, acts, shown)
