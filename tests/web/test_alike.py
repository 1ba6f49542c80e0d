"""Pages that are the same for many are made once: they hold nothing of whoever asked for them first."""

import pytest

from tests.web.checking import text_of
from tests.web.site import MANY_KINDS


@pytest.fixture
def kinds(serve):
    """A served round with questions of every kind, in which chance deals."""
    return serve(questionnaire=MANY_KINDS)


def way(site, link, pages):
    """The HTML of the first page and of the pages of questions up to a number, with the link taken out."""
    client = site.client()
    found = [client.get(link)]
    found.append(client.press("Start"))
    while len(found) <= pages:
        found.append(client.press("Save and go on"))
    token = link.rpartition("/")[2]
    for page in found:
        assert token in page.body.decode()
    return [page.body.decode().replace(token, "LINK") for page in found]


def promised(site, path):
    """The sentences of a page's promise."""
    return [text_of(each) for each in site.client().get(path).tree.iter("li")]


def test_everybody_of_a_group_gets_the_same_pages_but_for_the_link(site):
    first, second = (way(site, link, 3) for link in site.invite_many([("east", "front")] * 2))
    assert first == second


def test_nothing_of_whoever_came_first_is_on_the_pages_of_others(kinds):
    links = kinds.invite_many([("east", "front"), ("west", "lead"), ("east", "front"), ("west", "senior")])
    tokens = [link.rpartition("/")[2] for link in links]
    for link in links:
        for page in way(kinds, link, 2):
            assert not [token for token in tokens if token in page]


def test_what_was_answered_is_on_the_pages_of_that_person_alone(site):
    first, second = site.invite_many([("east", "front")] * 2)
    client = site.client()
    client.get(first)
    client.press("Start")
    client.press("Save and go on", {"voice-a": "Often"})
    assert client.press("Back").chosen == {"voice-a": "Often"}
    other = site.client()
    other.get(second)
    assert other.press("Start").chosen == {}


def test_the_first_page_tells_each_group_its_own_promise(site):
    east, west, senior = site.invite_many([("east", "front"), ("west", "front"), ("house", "senior")])
    told = [promised(site, link) for link in (east, west, senior)]
    assert told == [promised(site, f"{link}/promise") for link in (east, west, senior)]
    assert len(set(map(tuple, told))) > 1


def test_a_link_that_was_declined_or_begun_is_greeted_as_such(site):
    fresh, declined, begun = site.invite_many([("east", "front")] * 3)
    site.client().get(fresh)
    for link, button in ((declined, "I don’t want to take part"), (begun, "Start")):
        client = site.client()
        client.get(link)
        client.press(button)
    assert "would rather not take part" in site.client().get(declined).text
    client = site.client()
    client.get(begun)
    client.press("Start")
    client.press("Save and go on", {"voice-a": "Often"})
    assert "Welcome back" in client.get(begun).text
