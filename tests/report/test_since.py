"""What changed since the round before is told of every capability of which it may be."""

from dataclasses import replace

from leadsurvey.analysis.findings import ALL_STAFF, Findings
from leadsurvey.questionnaire.model import CapabilityId
from leadsurvey.report.book import Book
from leadsurvey.report.chapters.page import Figure
from leadsurvey.report.tongue import Tongue
from tests.report.organisation import organisation


def pages_of(whole: Findings) -> list[Figure]:
    found = [page for page in Book(whole, "root", Tongue()).pages() if page.section == "Since last time"]
    return [page for page in found if isinstance(page, Figure)]


def without_before(*names: str) -> Findings:
    """Rounds that asked only a part of these capabilities in the same words: a change, but no figure of last time."""
    whole = organisation()
    root = whole.units["root"]
    changes = {
        name: {level: replace(change, before=None) for level, change in row.items()} if name in names else row
        for name, row in root.changes.items()
    }
    return replace(whole, units={**whole.units, "root": replace(root, changes=changes)})


def test_a_change_without_a_figure_of_last_time_stands_in_the_table_and_not_in_the_chart() -> None:
    (page,) = pages_of(without_before("enable"))
    assert page.picture
    assert [row[0] for row in page.table.rows] == ["Bridging boundaries", "Enabling others", "Cognitive bandwidth"]
    assert page.table.rows[1][1] == "–"


def test_where_no_figure_of_last_time_is_told_there_is_a_table_alone() -> None:
    (page,) = pages_of(without_before("bridge", "enable", "room"))
    assert page.picture is None
    assert len(page.table.rows) == 3


def test_a_round_that_is_not_comparable_has_no_such_page_and_the_last_page_says_so() -> None:
    whole = organisation()
    root = replace(whole.units["root"], changes={})
    told = replace(whole, units={**whole.units, "root": root})
    assert pages_of(told) == []
    assert "Since last time" in repr(Book(told, "root", Tongue()).pages()[-1])
    assert told.units["root"].scores[CapabilityId("bridge")][ALL_STAFF]
