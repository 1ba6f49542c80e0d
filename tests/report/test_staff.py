"""What all who were invited are told says nothing that the organisation's report does not say."""

from leadsurvey.report.book import Book
from leadsurvey.report.pages import Summary
from leadsurvey.report.staff import staff_page
from tests.report.extremes import CASES
from tests.report.riverside import findings


def summary_of(whole):
    root = next(iter(whole.units))
    return next(page for page in Book(whole, root).pages() if isinstance(page, Summary))


def test_strengths_priorities_and_what_cannot_be_told_are_those_of_the_report():
    page, summary = staff_page(findings(), "release"), summary_of(findings())
    assert page.headline == summary.headline
    assert [point.why for point in page.strengths] == [
        " ".join(filter(None, (p.text, p.caution))) for p in summary.strengths
    ]
    assert [point.why for point in page.priorities] == [
        " ".join(filter(None, (p.text, p.caution))) for p in summary.priorities
    ]
    assert page.unknown == summary.unknown
    assert page.turnout == summary.told


def test_every_capability_has_its_range_or_says_that_it_is_withheld():
    for line in staff_page(findings(), "release").lines:
        assert bool(line.span) != bool(line.note)


def test_how_citizens_see_it_stands_beside_staff_and_is_never_averaged_in():
    lines = {line.title: line for line in staff_page(findings(), "release").lines}
    assert lines["Enabling others"].others.startswith("Residents: 55")


def test_a_round_of_which_nothing_may_be_told_still_makes_a_page():
    for whole in CASES.values():
        assert staff_page(whole, "release").turnout
