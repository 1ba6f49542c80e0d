"""Whether the questions of a capability hang together, and what becomes of it if they do not."""

import numpy as np
import pytest

from leadsurvey.report.book import Book
from leadsurvey.report.chapters.annex import Method, Words
from leadsurvey.report.tongue import Tongue
from tests.analysis.conftest import find
from tests.conftest import make_round

UNITS = "unit,parent,name,school\nall,,All,400\n"


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """200 people whose answers to "A" are all over the place, and hang together everywhere else."""
    survey = make_round(tmp_path_factory.mktemp("loose"), questionnaire="bfi", units=UNITS)
    chance = np.random.default_rng(8)
    scales = [item.capability for item in survey.questionnaire.items]
    turned = np.array([item.reverse for item in survey.questionnaire.items])
    middles = chance.normal(3.5, 1.2, (200, 5))
    drawn = np.array([middles[:, "ACENO".index(name)] for name in scales]).T + chance.normal(0, 0.7, (200, 25))
    codes = np.clip(np.rint(drawn), 1, 6).astype(int)
    codes[:, [name == "A" for name in scales]] = chance.integers(1, 7, (200, 5))
    codes = np.where(turned, 7 - codes, codes)
    codes[:25, 0] = -1  # these cannot say
    return find(survey, [("all", "school", row.tolist()) for row in codes])


def test_questions_that_surely_do_not_hang_together_are_marked(found):
    assert found.loose == ("Scale A",)
    assert found.technical.capabilities["A"].alpha_high < 0.7
    assert [about.id for about in found.charted.capabilities] == list("CENO")


def test_the_figure_itself_is_told_all_the_same(found):
    assert found.units["all"].scores["A"]["school"].value > 0


def test_a_report_charts_the_others_and_names_it_on_the_page_on_method(found):
    pages = Book(found, "all", Tongue()).pages()
    (method,) = [page for page in pages if isinstance(page, Method)]
    assert method.loose == "Scale A"
    words = [page for page in pages if isinstance(page, Words) and page.left_out]
    assert [title for page in words for title, _ in page.left_out].count("Scale A") == 1
    assert not any("Scale A" in repr(page) for page in pages if not isinstance(page, Method | Words))


def test_the_share_who_cannot_say_is_told_by_item_from_the_smallest_group_on(found):
    assert found.technical.capabilities["A"].cannot_say == (15, None, None, None, None)


def test_a_report_of_which_nothing_can_be_charted_still_says_who_answered(tmp_path):
    survey = make_round(tmp_path, questionnaire="bfi", units=UNITS)
    codes = np.random.default_rng(1).integers(1, 7, (200, 25))
    findings = find(survey, [("all", "school", row.tolist()) for row in codes])
    assert len(findings.loose) == 5
    assert [page.template for page in Book(findings, "all", Tongue()).pages()] == [
        "cover.html",
        "response.html",
        "method.html",
    ]
