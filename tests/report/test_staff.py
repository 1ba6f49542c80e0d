"""What all who were invited are told says nothing that the organisation's report does not say."""

import pytest

from leadsurvey.analysis.findings import Findings
from leadsurvey.report.book import Book
from leadsurvey.report.chapters.brief import Brief
from leadsurvey.report.chapters.staff import Next, Said
from leadsurvey.report.chapters.summary import Summary
from leadsurvey.report.editions import staff_pages
from leadsurvey.report.kind import Edition, Kind
from leadsurvey.report.tongue import Tongue
from tests.report.conftest import TEMPLATES
from tests.report.extremes import CASES
from tests.report.riverside import findings


def summary_of(whole: Findings) -> Summary:
    root = next(iter(whole.units))
    return next(page for page in Book(whole, root, Tongue()).pages() if isinstance(page, Summary))


def test_strengths_priorities_and_what_cannot_be_told_are_those_of_the_report() -> None:
    (said, after), summary = staff_pages(findings(), "en", TEMPLATES), summary_of(findings())
    assert said.headline == summary.headline
    assert [point.why for point in said.strengths] == [
        " ".join(filter(None, (p.text, p.caution))) for p in summary.strengths.points
    ]
    assert [point.why for point in said.priorities] == [
        " ".join(filter(None, (p.text, p.caution))) for p in summary.priorities.points
    ]
    assert after.unknown == summary.unknown
    assert said.turnout == summary.told


def test_the_sheet_for_a_meeting_says_what_the_summary_says() -> None:
    (sheet,) = Book(findings(), "root", Tongue()).edition(Kind(Edition.BRIEF))
    summary = summary_of(findings())
    assert isinstance(sheet, Brief)
    assert (sheet.headline, sheet.turnout) == (summary.headline, summary.told)
    assert (sheet.surprise, sheet.unknown) == (summary.surprise, summary.unknown)
    for points, column in ((sheet.strengths, summary.strengths), (sheet.priorities, summary.priorities)):
        assert [point.text for point in points] == [" ".join(filter(None, (p.text, p.caution))) for p in column.points]


def test_every_capability_has_its_range_or_says_that_it_is_withheld() -> None:
    _, after = staff_pages(findings(), "en", TEMPLATES)
    for line in after.lines:
        assert bool(line.span) != bool(line.note)


def test_how_citizens_see_it_stands_beside_staff_and_is_never_averaged_in() -> None:
    _, after = staff_pages(findings(), "en", TEMPLATES)
    lines = {line.title: line for line in after.lines}
    assert lines["Enabling others"].others.startswith("Residents: 55")


def test_what_happens_next_is_said_in_the_words_of_the_organiser() -> None:
    said, after = Book(findings(), "root", Tongue()).edition(Kind(Edition.STAFF, steps=("We meet.", "We try.")))
    assert isinstance(said, Said)
    assert isinstance(after, Next)
    assert after.steps == ("We meet.", "We try.")
    (default,) = staff_pages(findings(), "en", TEMPLATES)[1].steps
    assert default.startswith("Leaders have the reports of their units")


@pytest.mark.parametrize("edition", [Edition.BRIEF, Edition.STAFF])
def test_where_nothing_may_be_told_every_edition_is_the_short_report(edition: Edition) -> None:
    pages = Book(findings(), "income", Tongue()).edition(Kind(edition))
    assert [page.template for page in pages] == ["cover.html", "response.html", "method.html"]


def test_a_round_of_which_nothing_may_be_told_still_makes_a_page() -> None:
    for whole in CASES.values():
        said, _ = staff_pages(whole, "en", TEMPLATES)
        assert said.turnout
