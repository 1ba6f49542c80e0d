"""Pages made beforehand, with places for what differs."""

import pytest

from leadsurvey.web.ready import MOST, Ready, ReadyPages, place


def test_each_place_takes_its_own_words_escaped():
    page = Ready(f"<a href='/a/{place('link')}/page'>{place('voice-a')}</a>{place('link')}")
    assert page.filled({"link": "t", "voice-a": "<b> & so on"}) == "<a href='/a/t/page'>&lt;b&gt; &amp; so on</a>t"


def test_words_that_look_like_a_place_are_words():
    page = Ready(f"{place('one')}{place('two')}")
    assert page.filled({"one": str(place("two")), "two": "2"}) == f"{place('two')}2"


def test_a_place_of_which_nothing_is_said_is_a_fault_and_never_empty():
    with pytest.raises(KeyError):
        Ready(str(place("one"))).filled({})


def test_a_page_is_made_once_and_never_too_many_are_kept():
    pages, made = ReadyPages(), []
    for number in [1, 1, *range(MOST + 1)]:
        pages.get(number, lambda number=number: made.append(number) or str(number))
    assert made == [1, 0, *range(2, MOST + 1)]
    assert pages.get(MOST, lambda: "new").filled({}) == str(MOST)
    assert pages.get(0, lambda: "new").filled({}) == "new"
