"""A person's way through the pages, from the link to the thanks."""

import pytest

from leadsurvey.rounds.places import Places
from leadsurvey.rounds.promise import who_sees_what

FRONT_PAGES = ["Speaking up", "Learning", "Trust & care"]


def answer_everything(client, link, level="front"):
    """Go through all pages with one answer on each, up to the check."""
    client.get(link)
    client.press("Start")
    client.press("Save and go on", {"voice-a": "Often"})
    if level != "citizen":
        client.press("Save and go on", {"learn-b": "I can’t say"})
        client.press("Save and go on", {"trust-a": "Yes"})
    return client.page


def test_a_personal_link_leads_from_the_promise_to_the_thanks(site, client):
    assert client.get(site.invite()).heading == "Who leads & how"
    assert client.press("Start").heading == "Speaking up"
    assert client.press("Save and go on", {"voice-a": "Often", "voice-b": "Never"}).heading == "Learning"
    assert client.press("Save and go on", {"learn-b": "I can’t say"}).heading == "Trust & care"
    check = client.press("Save and go on", {"trust-a": "Yes"})
    assert check.heading == "Check your answers"
    assert client.press("Send my answers").heading == "Thank you. Your answers are in."
    assert site.sent() == [("east", "front", {"voice-a": 4, "voice-b": 1, "learn-b": -1, "trust-a": 2})]


@pytest.mark.parametrize(
    ("level", "asked"),
    [
        ("front", [["voice-a", "voice-b"], ["learn-a", "learn-b"], ["trust-a"]]),
        ("lead", [["voice-a", "voice-b"], ["learn-a", "learn-b"], ["trust-a", "trust-lead"]]),
        ("senior", [["voice-a", "voice-b"], ["learn-a", "learn-b"], ["trust-a", "trust-lead"]]),
        ("citizen", [["voice-a", "voice-citizen"]]),
    ],
)
def test_each_level_sees_its_own_pages_and_lines(site, client, level, asked):
    client.get(site.invite("house", level))
    client.press("Start")
    seen = []
    while client.page.heading != "Check your answers":
        assert f"Part {len(seen) + 1} of {len(asked)}" in client.page.text
        seen.append(list(client.page.offered))
        client.press("Save and go on")
    assert seen == asked


def test_a_page_speaks_the_words_of_the_level_and_escapes_every_one(site, client):
    client.get(site.invite("house", "citizen"))
    page = client.press("Start")
    assert 'How often with this "service"?' in page.text
    assert "Somebody took the lead." in page.text
    client.get(site.invite("house", "senior"))
    page = client.press("Start")
    assert "How often in all teams?" in page.text
    assert "In our teams someone without a title took the lead." in page.text
    client.get(site.invite())
    client.press("Start")
    client.press("Save and go on")
    page = client.press("Save and go on")
    assert 'I trust <b>you</b> & "them".' in page.text
    assert page.offered["trust-a"] == ["No <never>", "Yes"]


def test_every_option_is_on_offer_and_none_is_chosen_beforehand(site, client):
    client.get(site.invite())
    page = client.press("Start")
    assert page.offered["voice-a"] == ["Never", "Rarely", "Sometimes", "Often", "Always", "I can’t say"]
    assert page.chosen == {}


def test_another_device_goes_on_where_the_first_stopped(site, client):
    link = site.invite()
    client.get(link)
    client.press("Start")
    client.press("Save and go on", {"voice-a": "Sometimes"})
    later = client.press("Stop here and come back later", {"learn-a": "Always"})
    assert later.heading == "Come back when it suits you"
    other = site.client()
    assert "Your answers so far are saved." in other.get(link).text
    assert other.press("Go on").heading == "Trust & care", "the first page without an answer"
    assert other.press("Back").chosen == {"learn-a": "Always"}
    assert other.press("Back").chosen == {"voice-a": "Sometimes"}
    assert other.press("Back").heading == "Who leads & how"


def test_when_all_pages_have_answers_going_on_leads_to_the_check(site, client):
    link = site.invite()
    answer_everything(client, link)
    other = site.client()
    other.get(link)
    assert other.press("Go on").heading == "Check your answers"


def test_an_answer_can_be_replaced_by_another(site, client):
    link = site.invite()
    client.get(link)
    client.press("Start")
    client.press("Save and go on", {"voice-a": "Never", "voice-b": "Often"})
    client.press("Back", {"learn-a": "Rarely"})
    client.press("Save and go on", {"voice-a": "Always"})
    client.get(f"{link}/check")
    client.press("Send my answers")
    assert site.sent()[0][2] == {"voice-a": 5, "voice-b": 4, "learn-a": 2}


def test_a_line_sent_empty_loses_the_answer_it_had(site, client):
    link = site.invite()
    client.get(link)
    client.press("Start")
    client.press("Save and go on", {"voice-a": "Never", "voice-b": "Often"})
    client.post(f"{link}/page/1", {"voice-b": "4"})
    client.get(f"{link}/check")
    client.press("Send my answers")
    assert site.sent()[0][2] == {"voice-b": 4}


def test_the_check_page_shows_every_line_with_its_answer_or_that_it_was_left_empty(site, client):
    page = answer_everything(client, site.invite())
    shown = [
        ("".join(line.find("dt").itertext()), " ".join("".join(line.find("dd").itertext()).split()))
        for line in page.tree.iter("div")
        if line.find("dt") is not None
    ]
    assert shown == [
        ("Someone without a title took the lead.", "Often"),
        ("People waited for someone senior.", "left empty"),
        ("We tried a thing out first.", "left empty"),
        ("We talked about what went wrong.", "I can’t say"),
        ('I trust <b>you</b> & "them".', "Yes"),
    ]


def test_a_change_from_the_check_leads_back_to_the_check(site, client):
    answer_everything(client, site.invite())
    assert client.follow("Change Learning").chosen == {"learn-b": "I can’t say"}
    assert "Back" not in client.page.buttons
    back = client.press("Save and check", {"learn-b": "Rarely"})
    assert back.heading == "Check your answers"
    assert "We talked about what went wrong. Rarely" in back.text


def test_a_mistake_in_a_change_from_the_check_still_leads_back_to_the_check(site, client):
    link = site.invite()
    answer_everything(client, link)
    client.follow("Change Learning")
    form = next(client.page.tree.iter("form")).get("action")
    client.page = client.post(form, {"learn-a": "77", "go": "check"})
    assert client.page.status == 422
    assert client.press("Save and check").heading == "Check your answers"


def test_nothing_answered_is_nothing_to_send(site, client):
    link = site.invite()
    client.get(link)
    client.press("Start")
    client.get(f"{link}/check")
    refused = client.press("Send my answers")
    assert refused.status == 422
    assert refused.summary == {"#part-1": "Nothing is answered yet. Answer at least one line, then send."}
    assert site.sent() == []


def test_after_sending_every_page_of_the_link_says_thanks(site, client):
    link = site.invite()
    answer_everything(client, link)
    client.press("Send my answers")
    for page in ("", "/page/1", "/check", "/later", "/about"):
        assert client.get(link + page).heading == "Thank you. Your answers are in.", page


def test_sending_again_after_a_lost_answer_changes_nothing(site, client):
    link = site.invite()
    answer_everything(client, link)
    first = client.post(f"{link}/check")
    before = site.tables()
    again = client.post(f"{link}/check")
    assert (first.status, again.status, again.leads_to) == (200, 303, link)
    assert site.tables() == before
    assert len(site.sent()) == 1


def test_what_comes_to_a_used_link_changes_nothing(site, client):
    link = site.invite()
    answer_everything(client, link)
    client.press("Send my answers")
    before = site.tables()
    for path, answers in (("/page/1", {"voice-a": "1"}), ("", {}), ("/decline", {}), ("/about", {"level": "lead"})):
        answer = client.post(link + path, answers)
        assert (answer.status, answer.leads_to) == (303, link), path
    assert site.tables() == before


def test_who_declines_is_thanked_and_their_draft_is_gone(site, client):
    link = site.invite()
    client.get(link)
    client.press("Start")
    client.press("Save and go on", {"voice-a": "Often"})
    client.get(link)
    assert client.press("I don’t want to take part").heading == "Thank you for telling us"
    assert site.tables()["drafts"] == []
    assert "'declined'" in site.tables()["invitations"][0]


def test_who_declined_may_change_their_mind(site, client):
    link = site.invite()
    client.get(link)
    client.press("I don’t want to take part")
    door = client.follow("I changed my mind")
    assert "You told us that you would rather not take part." in door.text
    assert door.buttons == ["Start"]
    assert client.press("Start").chosen == {}
    assert "'open'" in site.tables()["invitations"][0]
    client.press("Save and go on", {"voice-a": "Often"})
    client.get(f"{link}/check")
    client.press("Send my answers")
    assert site.sent() == [("east", "front", {"voice-a": 4})]


def test_declining_twice_is_declining(site, client):
    link = site.invite()
    client.get(link)
    assert client.post(f"{link}/decline").status == 200
    before = site.tables()
    assert client.post(f"{link}/decline").status == 200
    assert site.tables() == before


def test_an_open_link_gives_everyone_a_link_of_their_own(open_site):
    links = []
    for level, unit in (("Front line", "East & wing"), ("Team leads", "West wing")):
        client = open_site.client()
        client.get("/r/small")
        assert client.press("Start").heading == "Where you stand"
        links.append(client.page.path.removesuffix("/about"))
        assert client.press("Save and go on", {"level": level, "unit": unit}).heading == "Speaking up"
        client.press("Save and go on", {"voice-a": "Always"})
        client.get(f"{links[-1]}/check")
        client.press("Send my answers")
    assert links[0] != links[1]
    assert sorted(open_site.sent()) == [("east", "front", {"voice-a": 5}), ("west", "lead", {"voice-a": 5})]


def test_the_code_of_an_open_link_resumes_on_another_device(open_site):
    client = open_site.client()
    client.get("/r/small")
    client.press("Start")
    client.press("Save and go on", {"level": "Front line", "unit": "West wing"})
    later = client.press("Stop here and come back later", {"voice-b": "Rarely"})
    code = " ".join(next(later.tree.iter("code")).text.split())
    assert len(code.replace(" ", "")) == 32
    for typed in (code, code.upper(), code.replace(" ", ""), f"\t {code} "):
        other = open_site.client()
        other.get("/r/small")
        other.follow("I have a code from before")
        assert "Your answers so far are saved." in other.press("Go on", {"code": typed}).text
    other.press("Go on")
    assert other.press("Back").chosen == {"voice-b": "Rarely"}


def test_an_unknown_code_is_refused_beside_its_field(open_site):
    client = open_site.client()
    client.get("/resume")
    refused = client.press("Go on", {"code": "aaaa bbbb"})
    assert refused.status == 422
    assert refused.summary == {"#code": "This code is not known. Check every letter and digit."}


def test_the_later_page_of_an_open_link_shows_a_link_that_works(open_site):
    client = open_site.client()
    client.get("/r/small")
    client.press("Start")
    client.press("Save and go on", {"level": "Front line"})
    later = client.press("Stop here and come back later", {"voice-a": "Never"})
    (shown,) = [link for link in later.links if link.startswith("http")]
    assert shown.startswith(f"{open_site.settings.address}/a/")
    assert later.links[shown] == shown
    assert "Your answers so far are saved." in client.follow(shown).text


def test_a_personal_link_shows_no_second_copy_of_itself(site, client):
    link = site.invite()
    client.get(link)
    client.press("Start")
    later = client.press("Stop here and come back later")
    assert not list(later.tree.iter("code"))
    assert "Just open the link in your invitation again." in later.text


def test_who_would_rather_not_say_counts_for_the_whole_organisation_only(open_site):
    client = open_site.client()
    client.get("/r/small")
    client.press("Start")
    client.press("Save and go on")
    assert client.page.heading == "Speaking up"
    link = client.page.path.removesuffix("/page/1")
    client.press("Save and go on", {"voice-a": "Sometimes"})
    client.get(f"{link}/check")
    client.press("Send my answers")
    assert open_site.sent() == [("house", "", {"voice-a": 3})]


def test_who_names_a_unit_but_no_level_counts_for_the_whole_organisation_only(open_site):
    client = open_site.client()
    client.get("/r/small")
    client.press("Start")
    client.press("Save and go on", {"unit": "West wing"})
    link = client.page.path.removesuffix("/page/1")
    client.press("Save and go on", {"voice-a": "Sometimes"})
    client.get(f"{link}/check")
    client.press("Send my answers")
    assert open_site.sent() == [("house", "", {"voice-a": 3})]


def test_who_says_another_level_later_sends_only_what_that_level_is_asked(open_site):
    client = open_site.client()
    client.get("/r/small")
    client.press("Start")
    link = client.page.path.removesuffix("/about")
    client.press("Save and go on", {"level": "Citizens", "unit": "East & wing"})
    client.press("Save and go on", {"voice-a": "Often", "voice-citizen": "Always"})
    assert client.get(f"{link}/about").chosen == {"level": "Citizens", "unit": "East & wing"}
    client.press("Save and go on", {"level": "Front line"})
    client.get(f"{link}/check")
    assert "gets things moving" not in client.page.text
    client.press("Send my answers")
    assert open_site.sent() == [("east", "front", {"voice-a": 4})]


def test_a_personal_link_is_never_asked_where_its_holder_stands(site, client):
    link = site.invite("east", "lead")
    before = site.tables()
    assert client.get(f"{link}/about").heading == "Speaking up"
    assert client.post(f"{link}/about", {"level": "front", "unit": "west"}).leads_to == f"{link}/page/1"
    assert site.tables() == before


def test_a_group_too_small_is_stored_with_the_larger_one_it_was_told_of(site, client):
    for unit, level, told in (("attic", "front", "West wing"), ("house", "senior", "team leads")):
        link = site.invite(unit, level)
        assert told in client.get(link).text
        answer_everything(client, link)
        client.press("Send my answers")
    assert sorted(place[:2] for place in site.sent()) == [("house", "lead"), ("west", "front")]


@pytest.mark.parametrize(("unit", "level"), [("east", "front"), ("attic", "front"), ("house", "senior")])
def test_the_promise_is_told_before_the_start_and_can_be_read_again_from_every_page(site, client, unit, level):
    survey = site.survey
    told = who_sees_what(survey, Places(survey), unit, level, invited=True)
    assert len(told) >= 3
    door = client.get(site.invite(unit, level))
    assert all(sentence in door.text for sentence in told)
    client.press("Start")
    while client.page.heading != "Check your answers":
        again = site.client().get(client.page.links["Who sees my answers?"])
        assert all(sentence in again.text for sentence in told)
        client.press("Save and go on")
    client.follow("Who sees my answers?")
    assert client.follow("Back to the survey").heading == "Who leads & how"


def test_after_closing_exactly_what_was_sent_is_stored_and_nothing_that_was_only_saved(site):
    sent = []
    for number, (level, unit) in enumerate(
        [("front", "east"), ("lead", "west"), ("senior", "house"), ("front", "west")]
    ):
        client = site.client()
        client.get(site.invite(unit, level))
        client.press("Start")
        option = ["Never", "Rarely", "Sometimes", "Often"][number]
        client.press("Save and go on", {"voice-a": option})
        if number < 3:
            client.get(client.page.path.replace("page/2", "check"))
            client.press("Send my answers")
            sent.append({"voice-a": number + 1})
    site.close()
    assert sorted(answers["voice-a"] for *_, answers in site.responses()) == [1, 2, 3]
    assert all(list(answers) == ["voice-a"] for *_, answers in site.responses())
