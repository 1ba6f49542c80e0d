"""Tasks, predictions, who led, background and comments: how they are asked, kept, sent and explained."""

import re

import pytest

from leadsurvey.responses.seal import open_draft, token_hash
from tests.web.site import MANY_KINDS

STORIES = {  # what each arm of a task says
    "framing-wells": {"gain": "300 will be kept", "loss": "600 will be lost"},
    "anchor-share": {"low": "above or below 15?", "high": "above or below 65?"},
    "rank-idea": {"top": "The director proposes", "new": "A new colleague proposes"},
}
ON = "Save and go on"


@pytest.fixture
def site(serve):
    return serve(questionnaire=MANY_KINDS)


def draft_of(site, link):
    token = link.removeprefix("/a/")
    with site.store() as store:
        return open_draft(token, store.draft(token_hash(token)))


def met(page):
    """The task and arm that a page shows."""
    (found,) = [(task, arm) for task, arms in STORIES.items() for arm, words in arms.items() if words in page.text]
    return found


def to_the_tasks(client, link):
    """Through the three pages of items, up to the first task."""
    client.get(link)
    client.press("Start")
    for _ in range(3):
        client.press(ON)
    return client.page


ANSWERS = {
    "framing-wells": ({"q.1": "The sure plan", "q.2": "7"}, {"framing-wells": 1, "framing-wells.others": 7}),
    "anchor-share": ({"q.1": "Above", "q.2": "40"}, {"anchor-share.side": 1, "anchor-share": 40}),
    "rank-idea": ({"q.1": "Often"}, {"rank-idea": 4}),
}


def answer_a_task(client):
    """Answer the task shown and go on; the codes that this stores."""
    task, arm = met(client.page)
    given, stored = ANSWERS[task]
    client.press(ON, given)
    return {f"{task}.arm": list(STORIES[task]).index(arm) + 1, **stored}


def test_everything_that_is_asked_is_kept_sent_and_stored(site, client):
    to_the_tasks(client, site.invite())
    stored = {**answer_a_task(client), **answer_a_task(client)}
    assert client.page.heading == "What citizens think"
    client.press(ON, {"ask-help": "80", "no-say": "0"})
    assert client.page.heading == "Who led"
    client.press(ON, {"who_led": ["The front line", "Citizens"]})
    assert client.page.heading == "About you"
    client.press(ON, {"years": "A year or more"})
    assert client.page.heading == "In your own words"
    check = client.press(ON, {"better": "Walk-in hours"})
    assert "The front line, Citizens" in check.text
    assert "Walk-in hours" in check.text
    client.press("Send my answers")
    ((*_, sent),) = site.sent()
    assert sent == {**stored, "ask-help": 80, "no-say": 0, "who_led": 5, "years": 2}
    site.close()
    assert [answers for *_, answers in site.responses()] == [sent]
    with site.store() as store:
        assert store.comments("small") == [("better", "Walk-in hours")]


def test_citizens_answer_the_statements_for_themselves(site, client):
    client.get(site.invite("house", "citizen"))
    client.press("Start")
    while client.page.heading != "What citizens think":
        client.press(ON)
    client.press(ON, {"ask-help.own": "Agree", "no-say.own": "I can’t say"})
    assert client.page.heading == "Check your answers"
    client.press("Send my answers")
    assert site.sent() == [("house", "citizen", {"ask-help.own": 1, "no-say.own": -1})]


def test_as_many_tasks_are_met_as_the_level_draws_each_on_a_page_of_its_own_after_the_statements(site, client):
    for level, count in (("front", 2), ("senior", 1)):
        page = to_the_tasks(client, site.invite("house" if level == "senior" else "east", level))
        for number in range(count):
            assert page.heading == "A decision to make", number
            page = client.press(ON)
        assert page.heading == "What citizens think"


def test_task_and_arm_stay_over_reload_another_device_and_resuming(site, client):
    link = site.invite()
    first = met(to_the_tasks(client, link))
    path = client.page.path
    for _ in range(3):
        assert met(client.get(path)) == first
        assert met(site.client().get(path)) == first
    client.press("Stop here and come back later")
    other = site.client()
    other.get(link)
    assert other.press("Go on").heading in {"Speaking up", "Learning", "Care"}, "nothing is answered there"
    assert met(other.get(path)) == first


def test_task_arm_and_what_was_just_answered_stay_when_the_language_is_switched(serve):
    site = serve(questionnaire=MANY_KINDS, spoken=("en", "ar"))
    client, link = site.client(), site.invite()
    first = met(to_the_tasks(client, link))
    drawn, path = draft_of(site, link)["drawn"], client.page.path
    given, stored = ANSWERS[first[0]]
    page = client.press("العربية", given)
    assert (page.path, page.tree.get("dir")) == (path, "rtl")
    assert met(page) == first
    client.press("English")
    assert met(client.page) == first
    draft = draft_of(site, link)
    assert draft["drawn"] == drawn
    assert {key: draft["answers"][key] for key in stored} == stored
    assert "done" not in draft, "switching is not going on"


def test_no_get_draws_a_task(site, client):
    link = site.invite()
    client.get(link)
    client.press("Start")
    before = site.tables()
    for number in (4, 5):
        assert client.get(f"{link}/page/{number}").heading in {"Speaking up", "Learning", "Care"}
    assert site.tables() == before
    assert "drawn" not in draft_of(site, link)
    assert client.post(f"{link}/page/4", {"q.1": "1"}).leads_to == f"{link}/page/3"
    assert site.tables() == before


def test_there_is_no_way_back_over_a_task(site, client):
    link = site.invite()
    to_the_tasks(client, link)
    first = client.page.path
    assert "Back" not in client.page.buttons
    answer_a_task(client)
    second = client.page.path
    assert client.get(first).path == second, "an answered task leads on"
    kept = draft_of(site, link)
    assert client.post(first, {"q.1": "2"}).leads_to == second
    assert draft_of(site, link)["answers"] == kept["answers"], "the first answer stands"
    client.get(second)
    answer_a_task(client)
    assert "Back" not in client.page.buttons, "the page after a task leads on only"
    check = client.get(f"{link}/check")
    assert check.text.count("Answered.") == 2
    assert not any("decision" in words for words in check.links)


def test_a_task_left_empty_is_left_for_good_and_its_arm_is_kept(site, client):
    link = site.invite()
    met_arms = {}
    to_the_tasks(client, link)
    for _ in range(2):
        task, arm = met(client.page)
        met_arms[f"{task}.arm"] = list(STORIES[task]).index(arm) + 1
        client.press(ON)
    client.press(ON, {"ask-help": "5"})
    client.get(f"{link}/check")
    client.press("Send my answers")
    ((*_, sent),) = site.sent()
    assert sent == {**met_arms, "ask-help": 5}


def test_a_task_that_was_drawn_and_never_passed_leaves_no_arm(site, client):
    link = site.invite()
    to_the_tasks(client, link)
    client.press("Stop here and come back later", {"q.1": client.page.offered["q.1"][0]})
    client.get(f"{link}/check")
    client.press("Send my answers")
    ((*_, sent),) = site.sent()
    assert not any(name.endswith(".arm") for name in sent)


def test_the_page_of_a_task_tells_nothing_of_what_it_is_for(site, client):
    for _ in range(6):
        to_the_tasks(client, site.invite())
        task, arm = met(client.page)
        source = client.page.body.decode()
        others = [words for name, words in STORIES[task].items() if name != arm]
        names = ["Framing", "Anchors", "Rank", "gain", "loss", "top", "framing", "anchor", "rank", "shows", "sure"]
        assert [word for word in [*others, *names] if re.search(rf"\b{word}\b", source) and word != "sure"] == []
        assert 'value="sure"' not in source


def test_orders_differ_between_people_and_stay_for_each(site):
    seen = set()
    for _ in range(24):
        client, link = site.client(), site.invite()
        client.get(link)
        pages = [client.press("Start")]
        pages += [client.press(ON), client.press(ON)]
        seen.add(tuple(page.heading for page in pages) + tuple(pages[0].offered))
        assert pages[0].heading == "Speaking up", "it is fixed"
        assert client.get(f"{link}/page/2").heading == pages[1].heading
    assert 2 < len(seen) <= 8


def test_the_order_is_drawn_by_pressing_start_and_never_by_reading(site, client):
    link = site.invite()
    assert client.get(f"{link}/page/1").heading == "Many kinds", "back at the door"
    assert draft_of(site, link) == {}
    client.press("Start")
    assert draft_of(site, link)["order"] in range(8)


def test_the_answer_to_send_explains_the_tasks_met_and_shows_all_answers_once(site, client):
    link = site.invite()
    to_the_tasks(client, link)
    names = [met(client.page)[0]]
    answer_a_task(client)
    names.append(met(client.page)[0])
    answer_a_task(client)
    client.press(ON, {"ask-help": "80"})
    client.get(f"{link}/check")
    thanks = client.press("Send my answers")
    for name, arms in STORIES.items():
        for words in arms.values():
            assert (words in thanks.text) == (name in names), name
    assert thanks.text.count("the one you read") == 2
    assert "80" in thanks.text
    again = client.get(link)
    assert again.heading == thanks.heading
    assert "80" not in again.text, "kept nowhere"
    page = client.follow("Framing of the wells")
    assert "300 will be kept" in page.text
    assert "600 will be lost" in page.text
    assert "Tell it both ways." in page.text


def test_tasks_are_explained_to_nobody_who_has_not_answered(site, client):
    link = site.invite()
    assert client.get(f"{link}/explained/1").status == 404
    to_the_tasks(client, link)
    assert client.get(f"{link}/explained/1").status == 404


def test_who_moves_to_another_level_keeps_the_tasks_that_both_draw(serve):
    site = serve(questionnaire=MANY_KINDS, invitations="open")
    client = site.client()
    client.get("/r/small")
    client.press("Start")
    client.press(ON, {"level": "Front line", "unit": "East & wing"})
    for _ in range(3):
        client.press(ON)
    first = met(client.page)
    link = client.page.path.partition("/page/")[0]
    client.get(f"{link}/about")
    client.press(ON, {"level": "Team leads"})
    assert met(client.get(f"{link}/page/4")) == first


def test_a_page_saved_elsewhere_in_between_is_said_and_nothing_is_lost(site, client):
    link = site.invite()
    client.get(link)
    path = client.press("Start").path
    other = site.client()
    other.get(path)
    client.press(ON, {"voice-a": "Often"})
    page = other.press(ON, {"voice-a": "Never"})
    assert page.status == 409
    assert page.title.startswith("Error:")
    assert "We spoke up. Often" in page.text
    assert page.chosen["voice-a"] == "Never", "what was sent is still there"
    assert draft_of(site, link)["answers"]["voice-a"] == 4, "and nothing is overwritten"
    assert other.press(ON).status == 200
    assert draft_of(site, link)["answers"]["voice-a"] == 1, "unless one says so"


def test_a_form_sent_twice_because_its_answer_was_lost_is_no_change_from_elsewhere(site, client):
    link = site.invite()
    client.get(link)
    shown = client.press("Start")
    first = client.press(ON, {"voice-a": "Often"})
    client.page = shown
    assert client.press(ON, {"voice-a": "Often"}).path == first.path


def test_numbers_in_other_digits_are_numbers_and_wrong_ones_stay_to_be_seen(site, client):
    link = site.invite()
    to_the_tasks(client, link)
    for _ in range(2):
        client.press(ON)
    page = client.press(ON, {"ask-help": "٨٠", "no-say": "101"})
    assert page.status == 422
    assert "Write a whole number from 0 to 100, or leave it empty." in page.text
    assert [box.get("value") for box in page.tree.iter("input") if box.get("name") == "no-say"] == ["101"]
    assert draft_of(site, link)["answers"]["ask-help"] == 80
    assert client.press(ON, {"no-say": " 7 "}).heading == "Who led"
    assert draft_of(site, link)["answers"]["no-say"] == 7


def test_a_comment_that_is_too_long_stays_to_be_shortened(site, client):
    link = site.invite()
    to_the_tasks(client, link)
    for _ in range(5):
        client.press(ON)
    assert client.page.heading == "In your own words"
    page = client.press(ON, {"better": "a" * 2100})
    assert page.status == 422
    assert "Please shorten this by about 100 letters." in page.text
    assert "a" * 2100 in page.body.decode()
    assert client.press(ON, {"better": "a" * 2000}).heading == "Check your answers"


def test_a_questionnaire_of_tasks_alone_begins_with_a_task(serve):
    site = serve(questionnaire=re.sub(r"(?s)capabilities:.*?order:.*?\n", "", MANY_KINDS))
    client, link = site.client(), site.invite()
    assert client.get(f"{link}/page/1").path == link, "nothing is drawn by reading"
    client.press("Start")
    assert client.page.heading == "A decision to make"
    assert "Part 1 of 6" in client.page.text
