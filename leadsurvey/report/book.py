"""The chapters of one unit's report in order; one that has nothing to say is left out, and the last page says why."""

from collections.abc import Callable, Iterator, Sequence

from leadsurvey.analysis.disclosure.figures import Shown
from leadsurvey.analysis.findings import Findings
from leadsurvey.report.chapters.annex import method, words
from leadsurvey.report.chapters.answers import answers
from leadsurvey.report.chapters.brief import brief
from leadsurvey.report.chapters.cover import cover
from leadsurvey.report.chapters.gaps import gaps
from leadsurvey.report.chapters.levels import levels
from leadsurvey.report.chapters.page import Page
from leadsurvey.report.chapters.plan import plans
from leadsurvey.report.chapters.predictions import predictions
from leadsurvey.report.chapters.profile import profiles
from leadsurvey.report.chapters.response import response
from leadsurvey.report.chapters.sight import Sight
from leadsurvey.report.chapters.since import since
from leadsurvey.report.chapters.staff import said, what_next
from leadsurvey.report.chapters.summary import summary
from leadsurvey.report.chapters.tasks import tasks
from leadsurvey.report.chapters.who_led import who_led
from leadsurvey.report.charts import Chart
from leadsurvey.report.kind import Edition, Kind
from leadsurvey.report.tongue import Tongue
from leadsurvey.report.turnout import WhoAnswered
from leadsurvey.report.vectors import stand_in


def stand_in_for(number: int, _: Chart, __: str) -> str:
    """Where charts enter a PDF that is laid out already."""
    return stand_in(number)


class Book:
    """The pages of one unit in one language, and the charts that they show; `place` says where a chart is found."""

    def __init__(
        self, findings: Findings, unit: str, tongue: Tongue, place: Callable[[int, Chart, str], str] = stand_in_for
    ) -> None:
        self.sight = Sight(findings, unit, tongue, place)
        self._who = WhoAnswered(self.sight.charted, self.sight.unit, self.sight.voice)

    @property
    def charts(self) -> list[Chart]:
        """The charts of the pages made so far."""
        return self.sight.charts

    def edition(self, kind: Kind) -> list[Page]:
        """The pages of an edition; where nothing of the unit may be shown, there is the report alone."""
        if not self._is_charted() or kind.edition == Edition.REPORT:
            return self.pages()
        if kind.edition == Edition.BRIEF:
            return [brief(self.sight, self._who)]
        return [said(self.sight, self._who), what_next(self.sight, self._who, kind.steps)]

    def pages(self) -> list[Page]:
        """All pages in order; where nothing of the unit may be shown, only who answered and how figures are made."""
        sight, shown = self.sight, self._is_charted()
        front = [cover(sight, self._who, shown=shown)]
        if not shown:
            return [*front, response(sight, self._who), method(sight)]
        middle, there = self._middle()
        inner = [summary(sight, self._who), response(sight, self._who), *middle]
        return [*front, *inner, method(sight), *words(sight, there)]

    def _middle(self) -> tuple[list[Page], set[str]]:
        """The chapters on what was found, and the names of those that have something to say."""
        chapters: Sequence[tuple[str, Iterator[Page]]] = (
            ("profile", profiles(self.sight)),
            ("levels", levels(self.sight)),
            ("gaps", gaps(self.sight)),
            ("who_led", self._led()),
            ("predictions", predictions(self.sight)),
            ("tasks", tasks(self.sight)),
            ("plan", plans(self.sight)),
            ("since", since(self.sight)),
            ("answers", answers(self.sight)),
        )
        found = [(name, list(pages)) for name, pages in chapters]
        return [page for _, pages in found for page in pages], {name for name, pages in found if pages}

    def _led(self) -> Iterator[Page]:
        page = who_led(self.sight)
        yield from [page] if page else []

    def _is_charted(self) -> bool:
        """Whether any figure of the unit may be told in a chart."""
        rows = (self.sight.unit.scores.get(about.id, {}) for about in self.sight.charted.capabilities)
        return any(isinstance(figure, Shown) for row in rows for figure in row.values())
