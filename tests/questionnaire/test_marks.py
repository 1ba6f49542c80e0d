"""The marks of long texts: a small closed set, and nothing else gets through."""

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsurvey.questionnaire.marks import Run, as_html, as_html_line, paragraphs, plain

MARKED = st.text(st.sampled_from("ab *[]\n<>&\"'/"), max_size=60)


def elements(html):
    tree = html5lib.parseFragment(html, container="div", namespaceHTMLElements=False)
    return {node.tag for node in tree.iter() if isinstance(node.tag, str)} - {"DOCUMENT_FRAGMENT"}


def test_a_blank_line_starts_a_paragraph_and_a_line_break_a_line():
    assert as_html("One\ntwo\n \n\nThree\n") == "<p>One<br>two</p><p>Three</p>"


def test_stars_stress_and_the_stars_are_gone():
    assert as_html("All *900* wells") == "<p>All <em>900</em> wells</p>"


@pytest.mark.parametrize("text", ["2 * 3 * 4", "a *b", "**", "* a*", "[", "a]b[", "[]"])
def test_a_mark_that_nothing_closes_is_text(text):
    assert plain(text) == text


def test_what_differs_is_marked_for_those_who_may_know_alone():
    assert as_html("We [keep] it", shows_difference=True) == "<p>We <mark>keep</mark> it</p>"
    assert as_html("We [keep] it") == "<p>We keep it</p>"


def test_marks_may_cross_lines_and_lie_within_each_other():
    assert paragraphs("[*a*\nb] c") == (
        ((Run("a", emphasis=True, differs=True),), (Run("b", differs=True), Run(" c"))),
    )


def test_plain_text_has_no_marks():
    assert plain("One *two*\n\n[three]") == "One two\n\nthree"


def test_a_question_stays_one_element():
    assert as_html_line("Which *one*?\n\nSay.") == "Which <em>one</em>?<br>Say."


@given(MARKED | st.text(max_size=60))
def test_no_html_of_an_author_passes(text):
    for shows in (True, False):
        assert elements(as_html(text, shows_difference=shows)) <= {"p", "br", "em", "mark"}
        assert elements(as_html_line(text, shows_difference=shows)) <= {"br", "em", "mark"}


@given(MARKED)
def test_no_letter_is_lost(text):
    kept = [sign for sign in text if sign not in "*[] \n"]
    assert [sign for sign in plain(text) if sign not in "*[] \n"] == kept
