"""Tasks, predictions, who led, background, comments: what no page of ours would send is refused, and nothing lost."""

import shutil
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from leadsurvey.responses.seal import open_draft, token_hash
from leadsurvey.settings import Settings
from tests.web.site import MANY_KINDS, make_site, served
from tests.web.test_at_once import all_at_once
from tests.web.test_kinds import STORIES, met

ON = "Save and go on"
TEMPLATES = Settings.from_environment(environment={}).templates
OWN_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TASK, PREDICT, LED, ABOUT, WORDS = (
    "A decision to make",
    "What citizens think",
    "Who led",
    "About you",
    "In your own words",
)
KINDS = [TASK, PREDICT, LED, ABOUT, WORDS]
OFFERED = {TASK: "q.1", PREDICT: "ask-help", LED: "who_led", ABOUT: "years", WORDS: "better"}  # a field of each page


@pytest.fixture
def site(serve):
    return serve(questionnaire=MANY_KINDS)


@pytest.fixture
def link(site):
    return site.invite()


def draft_of(site, link):
    token = link.removeprefix("/a/")
    with site.store() as store:
        return open_draft(token, store.draft(token_hash(token)))


def reach(client, heading, link=None):
    """On to the first page with this heading, from the beginning if a link is given; where its form is sent."""
    if link:
        client.get(link)
        client.press("Start")
    while client.page.heading != heading:
        client.press(ON)
    return next(client.page.tree.iter("form")).get("action")


def refused(answer, heading, *fields):
    assert answer.status == 422
    assert answer.title == f"Error: {heading}"
    assert sorted(answer.summary) == sorted(f"#{field}" for field in fields)
    return answer


# What was never offered


@pytest.mark.parametrize("value", ["sure", "gain", "0", "99", "-1", "1.0", "٣", "DK", "x" * 5000, "1\x00", "\ufffe"])
def test_an_answer_that_a_task_does_not_offer_is_refused_and_the_task_can_still_be_answered(site, client, link, value):
    page = reach(client, TASK, link)
    refused(client.post(page, {"q.1": value}), TASK, "q.1")
    assert "done" not in draft_of(site, link)
    assert client.post(page, {"q.1": "1"}).status == 303
    assert len(draft_of(site, link)["done"]) == 1


NO_NUMBERS = [
    "101",
    "-1",
    "+5",
    "1e2",
    "0x10",
    "1.5",
    "²",
    "½",
    "٨٠٠",
    "1 0",
    "NaN",
    "9" * 5000,
    "0" * 60_000,
    "1\ufffd",
]


@pytest.mark.parametrize("value", NO_NUMBERS)
def test_what_is_no_number_within_bounds_is_refused_and_the_other_line_is_saved(site, client, link, value):
    page = reach(client, PREDICT, link)
    refused(client.post(page, {"ask-help": value, "no-say": "100"}), PREDICT, "ask-help")
    assert {key: code for key, code in draft_of(site, link)["answers"].items() if key in {"ask-help", "no-say"}} == {
        "no-say": 100
    }


@pytest.mark.parametrize("value", ["80", " 80 ", "080", "٨٠", "۸۰", "८०", "\u200f80", "\x0080"])
def test_a_number_in_the_digits_of_any_script_is_taken(site, client, link, value):
    page = reach(client, PREDICT, link)
    assert client.post(page, {"ask-help": value}).status == 303
    assert draft_of(site, link)["answers"]["ask-help"] == 80


def test_two_values_for_one_line_are_refused_and_none_of_them_is_taken(site, client, link):
    client.get(link)
    client.press("Start")
    for heading in (TASK, PREDICT, ABOUT, WORDS):
        page, name = reach(client, heading), OFFERED[heading]
        before = draft_of(site, link)
        answer = refused(client.post(page, [(name, "1"), (name, "2")]), heading, name)
        assert "Two answers came in for this line." in answer.text
        now = draft_of(site, link)
        assert name not in now["answers"]
        assert now.get("comments") == before.get("comments")
        client.get(page)


@pytest.mark.parametrize(
    "ticked", [["boss"], ["front;lead"], ["front", "boss"], ["1"], ["front "], [""], ["front\x00"]]
)
def test_ticks_that_were_never_offered_are_refused(site, client, link, ticked):
    page = reach(client, LED, link)
    refused(client.post(page, [("who_led", each) for each in ticked]), LED, "who_led")
    assert "who_led" not in draft_of(site, link)["answers"]


def test_the_same_tick_a_thousand_times_is_one_tick(site, client, link):
    page = reach(client, LED, link)
    assert client.post(page, [("who_led", "lead")] * 1000).status == 303
    assert draft_of(site, link)["answers"]["who_led"] == 2


@pytest.mark.parametrize("value", ["1", "New", "DK", "old;new", "٢"])
def test_background_that_was_never_offered_is_refused(client, link, value):
    refused(client.post(reach(client, ABOUT, link), {"years": value}), ABOUT, "years")


@pytest.mark.parametrize("value", ["1", "yes", "80", "Agree"])
def test_agreement_that_was_never_offered_is_refused(site, client, value):
    page = reach(client, PREDICT, site.invite("house", "citizen"))
    refused(client.post(page, {"ask-help.own": value}), PREDICT, "ask-help.own")


STRAY = ["voice-a", "framing-wells", "framing-wells.arm", "rank-idea.arm", "q.9", "ask-help.own", "drawn", "done"]
STRAY += ["order", "answers", "comments", "level", "unit", "page.copy", "turn", "", "q.1 ", "__class__"]


@pytest.mark.parametrize("heading", KINDS)
def test_fields_of_another_page_or_level_are_refused_and_nothing_is_saved(site, client, link, heading):
    page = reach(client, heading, link)
    before = site.tables()
    others = [name for kind, name in OFFERED.items() if kind != heading]
    for stray in [*STRAY, *others]:
        answer = client.post(page, {OFFERED[heading]: "1", stray: "1"})
        assert (answer.status, answer.title) == (400, "This form could not be read"), stray
    assert site.tables() == before


def test_a_citizen_is_asked_for_no_prediction_and_no_task(site, client):
    link = site.invite("house", "citizen")
    page = reach(client, PREDICT, link)
    before = site.tables()
    for stray in ("ask-help", "q.1", "who_led"):
        assert client.post(page, {stray: "1"}).status == 400
    assert site.tables() == before


# What cannot be read


@pytest.mark.parametrize("heading", KINDS)
def test_forms_that_are_too_large_or_no_forms_are_refused_and_nothing_is_saved(site, client, link, heading):
    page, name = reach(client, heading, link), OFFERED[heading]
    before = site.tables()
    many = "&".join(f"f{n}=1" for n in range(100_000))
    for body in (f"{name}=" + "1" * 10_000_000, many, "&" * 100_000):
        answer = client.request("POST", page, body, OWN_FORM)
        assert (answer.status, answer.title) == (413, "This form is too large")
    for body in (b"\xff\xfe\x00", b"\x00" * 50_000, b"%"):
        assert client.request("POST", page, body, OWN_FORM).status == 400
    assert client.request("POST", page, f'{{"{name}": 1}}', {"Content-Type": "application/json"}).status == 400
    assert site.tables() == before


@pytest.mark.parametrize("sent", [b"%FF", b"%ED%A0%80", b"%00%FF", b"%C0%80", b"%F4%90%80%80"])
def test_bytes_that_are_no_text_are_refused_where_something_is_chosen_or_counted(client, link, sent):
    client.get(link)
    client.press("Start")
    for heading in (TASK, PREDICT, LED, ABOUT):
        page, name = reach(client, heading), OFFERED[heading]
        refused(client.request("POST", page, name.encode() + b"=" + sent, OWN_FORM), heading, name)
        client.get(page)


# Words of one's own


SIGNS = [
    ("a\x00b\x07c\x1b[31md", "abc[31md"),
    ("a\r\nb", "a\nb"),
    ("a\ufffeb\uffffc\ufdd0d\U0010ffffe", "abcde"),
    ("\x00", ""),
    (" \t\n ", ""),
    ("a\x7fb\x85c", "abc"),
    ("\u202eabc\u200d\u2028d", "\u202eabc\u200d\u2028d"),
    ("</textarea><script>alert(1)</script>", "</textarea><script>alert(1)</script>"),
    ("{{ 7*7 }} %(count)s #evil [x]", "{{ 7*7 }} %(count)s #evil [x]"),
]


@pytest.mark.parametrize(("written", "kept"), SIGNS)
def test_signs_that_nobody_can_see_are_left_out_of_a_comment_and_all_others_are_kept(site, client, link, written, kept):
    page = reach(client, WORDS, link)
    assert client.post(page, {"better": written}).status == 303
    assert draft_of(site, link)["comments"] == {"better": kept}
    client.get(page)
    client.get(f"{link}/check")
    client.get(f"{link}/page/1")
    client.press(ON, {"voice-a": "Often"})
    client.get(f"{link}/check")
    assert client.press("Send my answers").status == 200
    site.close()
    with site.store() as store:
        assert store.comments("small") == ([("better", kept)] if kept else [])


def test_bytes_that_are_no_text_are_spelled_out_in_a_comment(site, client, link):
    page = reach(client, WORDS, link)
    assert client.request("POST", page, b"better=a%FFb%ED%A0%80", OWN_FORM).status == 303
    assert draft_of(site, link)["comments"]["better"] == "a%FFb%ED%A0%80"
    client.get(page)


@pytest.mark.parametrize("written", ["a" * 1999, "ب" * 1000, "好" * 666, "😀" * 500, '"\\' * 1000, "a\n" * 900 + "b"])
def test_a_comment_that_fits_is_kept_whole(site, client, link, written):
    page = reach(client, WORDS, link)
    assert client.post(page, {"better": written}).status == 303
    assert draft_of(site, link)["comments"] == {"better": written}
    assert client.post(f"{link}/check").status == 200


@pytest.mark.parametrize("written", ["a" * 2001, "a" * 4000, "ب" * 1001, "ب" * 4000, "😀" * 501])
def test_a_comment_that_does_not_fit_stays_on_the_page_and_the_one_before_is_kept(site, client, link, written):
    page = reach(client, WORDS, link)
    client.post(page, {"better": "Before."})
    answer = refused(client.post(page, {"better": written}), WORDS, "better")
    assert "Please shorten this by about" in answer.text
    assert written in answer.body.decode()
    assert draft_of(site, link)["comments"] == {"better": "Before."}


# Names of the host


HOSTS = [
    "elsewhere.example",
    "a..b",
    "é",
    f"{'x' * 70}.example",
    "[::1",
    "127.0.0.1:99999",
    "a b",
    "",
    "user@there",
    "%00",
]


@pytest.mark.parametrize("host", HOSTS)
def test_no_page_and_no_redirect_says_the_name_by_which_the_server_was_called(client, link, caplog, host):
    called = {"Host": host, "X-Forwarded-Host": "elsewhere.example", "X-Forwarded-Proto": "ftp"}
    answers = [
        client.request("GET", path, headers=called) for path in (link, f"{link}/later", "/nowhere", f"{link}//page/1")
    ]
    assert [answer.status for answer in answers] == [200, 200, 404, 404]
    assert client.post(link, {}, called).leads_to == f"{link}/page/1"
    assert all(name.encode() not in answer.body for answer in answers for name in {host, "elsewhere.example"} if name)
    assert link.removeprefix("/a/") not in caplog.text


def test_where_even_the_error_page_fails_nothing_logs_the_link(tmp_path, caplog):
    templates = shutil.copytree(TEMPLATES, tmp_path / "templates")
    for name in ("page", "error"):
        (templates / "respondent" / f"{name}.html").write_text("{{ nowhere.to_be_found }}", encoding="utf-8")
    with served(make_site(tmp_path, questionnaire=MANY_KINDS, templates=templates)) as site:
        client, link = site.client(), site.invite()
        client.post(link)
        answer = client.get(f"{link}/page/1")
        assert (answer.status, answer.body) == (500, b"Something went wrong here.\n")
    assert "a page and its error page failed" in caplog.text
    assert link.removeprefix("/a/") not in caplog.text


def test_an_address_with_a_foreign_host_in_it_is_our_own_page(client, link):
    answer = client.request("GET", f"http://elsewhere.example{link}")
    assert answer.status in {200, 400, 404}
    assert b"elsewhere" not in answer.body


# Sent again, sent at once


def test_one_link_pressed_to_its_end_on_many_devices_at_once_counts_once(site, client, link):
    reach(client, TASK, link)
    pages = [client.page.path]
    client.press(ON)
    pages.append(client.page.path)
    first = [met(client.page)[0]]
    for path in (*pages, f"{link}/page/6", f"{link}/page/7"):
        answers = all_at_once([lambda path=path: site.client().post(path, {}) for _ in range(4)])
        assert {answer.status for answer in answers} == {303}, first
    assert len(draft_of(site, link)["done"]) == 2
    client.post(f"{link}/page/1", {"voice-a": "1"})
    sent = all_at_once([lambda: site.client().post(f"{link}/check") for _ in range(6)])
    assert sorted(answer.status for answer in sent) == [200, *[303] * 5]
    assert len(site.sent()) == 1
    assert site.client().post(f"{link}/check").leads_to == link
    assert len(site.sent()) == 1


def test_of_two_answers_to_a_task_at_once_one_stands_and_stays(site):
    for link in site.invite_many([("east", "front")] * 6):
        client = site.client()
        page = reach(client, TASK, link)
        offered = [str(code) for code in range(1, 1 + len(client.page.offered["q.1"]))][:2]
        answers = all_at_once([lambda c=c, p=page: site.client().post(p, {"q.1": c}) for c in (*offered, *offered)])
        assert {answer.status for answer in answers} == {303}
        kept = draft_of(site, link)
        assert len(kept["done"]) == 1
        for code in offered:
            assert client.post(page, {"q.1": code, "page.seen": "x"}).status == 303
        assert draft_of(site, link)["answers"] == kept["answers"]
        assert client.get(page).path != page


@pytest.mark.parametrize("seen", ["", "x", "0" * 12, "é\x00", "x" * 5000])
def test_a_mark_of_another_state_saves_nothing_unless_the_answers_are_the_same(site, client, link, seen):
    page = reach(client, PREDICT, link)
    client.post(page, {"ask-help": "5", "no-say": "6"})
    before = draft_of(site, link)
    answer = client.post(page, {"ask-help": "7", "no-say": "", "page.seen": seen})
    assert answer.status == 409
    assert "This page was saved elsewhere in between" in answer.text
    assert draft_of(site, link) == before
    assert client.post(page, {"ask-help": "5", "no-say": "6", "page.seen": seen}).status == 303


# Tasks at the wrong time


@pytest.mark.parametrize("button", ["on", "later", "back", "check", "99"])
def test_a_task_that_chance_has_not_drawn_can_be_neither_seen_nor_answered(site, client, link, button):
    client.get(link)
    client.press("Start")
    before = site.tables()
    for number in (4, 5):
        assert client.get(f"{link}/page/{number}").path == f"{link}/page/3"
        for answers in ({"go": button}, {"q.1": "1", "go": button}, {"drawn": "rank-idea", "go": button}):
            assert client.post(f"{link}/page/{number}", answers).leads_to == f"{link}/page/3"
    assert client.get(f"{link}/explained/1").status == 404
    assert site.tables() == before


@pytest.mark.parametrize("button", ["back", "check", "99"])
def test_a_task_left_by_any_button_but_the_pause_is_left_for_good(site, client, link, button):
    page = reach(client, TASK, link)
    assert client.post(page, {"q.1": "1", "go": button}).status == 303
    kept = draft_of(site, link)
    assert len(kept["done"]) == 1
    assert client.post(page, {"q.1": "2", "go": button}).status == 303
    assert client.get(page).path != page
    assert draft_of(site, link)["answers"] == kept["answers"]


APART = (
    MANY_KINDS.replace("    asked: [front, lead, senior]\n    arms: {top", "    asked: [lead, senior]\n    arms: {top")
    .replace("    asked: [front, lead, senior]\n    arms: {gain", "    asked: [front]\n    arms: {gain")
    .replace("    asked: [front, lead, senior]\n    arms: {low", "    asked: [front]\n    arms: {low")
    .replace("{front: 2, lead: 2, senior: 1}", "{front: 2, lead: 1, senior: 1}")
)


def stand(client, link, level):
    client.get(f"{link}/about")
    client.press(ON, {"level": level, "unit": "East & wing"})


def test_who_moves_to_a_level_of_other_tasks_and_back_meets_no_task_again_and_keeps_its_arm(serve):
    site = serve(questionnaire=APART, invitations="open")
    for _ in range(6):
        client = site.client()
        link = client.post("/r/small").leads_to.removesuffix("/about")
        stand(client, link, "Front line")
        arms = {}
        reach(client, TASK)
        for _ in range(2):
            task, arm = met(client.page)
            arms[f"{task}.arm"] = list(STORIES[task]).index(arm) + 1
            client.press(ON, {"q.1": client.page.offered["q.1"][0]})
        stand(client, link, "Team leads")
        reach(client, TASK)
        assert met(client.page)[0] == "rank-idea"
        client.press(ON)
        stand(client, link, "Front line")
        reach(client, PREDICT)
        client.get(f"{link}/check")
        client.press("Send my answers")
        sent = site.sent()
        assert arms in [{key: code for key, code in each.items() if key.endswith(".arm")} for *_, each in sent]


def test_who_moves_to_a_level_of_fewer_tasks_sends_no_more_than_it_draws(serve):
    site = serve(questionnaire=MANY_KINDS, invitations="open")
    client = site.client()
    link = client.post("/r/small").leads_to.removesuffix("/about")
    stand(client, link, "Front line")
    reach(client, PREDICT)
    stand(client, link, "Senior leaders")
    client.post(f"{link}/page/1", {"voice-a": "1"})
    stand(client, link, "Citizens")
    assert client.get(f"{link}/page/5").status == 404
    stand(client, link, "Senior leaders")
    client.get(f"{link}/check")
    client.press("Send my answers")
    ((*_, sent),) = site.sent()
    assert len([key for key in sent if key.endswith(".arm")]) == 1


# The end of the round


@pytest.mark.parametrize("heading", KINDS)
def test_a_round_that_ends_in_the_middle_of_a_page_says_so_and_leaves_what_was_saved(site, client, link, heading):
    page = reach(client, heading, link)
    before = site.tables()["drafts"]
    with site.store() as store:
        store.start_closing("small")
    for path in (page, f"{link}/check", link, f"{link}/decline"):
        answer = client.post(path, {OFFERED[heading]: "1"})
        assert (answer.status, answer.title) == (410, "This survey is closed")
    assert site.tables()["drafts"] == before


# A shared device


@pytest.fixture
def kiosk(tmp_path):
    """Two rounds with shared devices in one installation."""
    for name in ("other", "small"):
        site = make_site(tmp_path, questionnaire=MANY_KINDS, kiosk="yes", name=name)
    with served(site):
        yield site


def begin(client, name="small"):
    client.get(f"/k/{name}")
    client.press("Start")
    return client.press(ON, {"level": "Front line", "unit": "East & wing"})


def hidden(page, name):
    (value,) = {box.get("value") for box in page.tree.iter("input") if box.get("name") == name}
    return value


def carried(page):
    return {"page.carried": hidden(page, "page.carried")}


def test_a_turn_sent_many_times_at_once_counts_once(kiosk):
    for _ in range(4):
        client = kiosk.client()
        begin(client)
        client.press(ON, {"voice-a": "Often"})
        state = carried(reach_check(client))
        before = len(kiosk.sent())
        sent = all_at_once([lambda s=state: kiosk.client().post("/k/small/check", s) for _ in range(4)])
        assert sorted(answer.status for answer in sent) == [200, 303, 303, 303]
        assert {answer.leads_to for answer in sent if answer.status == 303} == {"/k/small"}
        assert len(kiosk.sent()) == before + 1


def reach_check(client):
    reach(client, "Check your answers")
    return client.page


def test_a_turn_ended_while_it_is_sent_is_over_either_way_and_counts_once_at_most(kiosk):
    for _ in range(4):
        client = kiosk.client()
        begin(client)
        client.press(ON, {"voice-a": "Often"})
        state, before = carried(reach_check(client)), len(kiosk.sent())
        sent, ended = all_at_once(
            [lambda s=state, to=to: kiosk.client().post(f"/k/small/{to}", s) for to in ("check", "end")]
        )
        assert ended.leads_to == "/k/small"
        assert len(kiosk.sent()) - before == (sent.status == 200)
        for path in ("check", "page/1", "about", "change/1"):
            assert kiosk.client().post(f"/k/small/{path}", state).leads_to == "/k/small"
        assert len(kiosk.sent()) - before == (sent.status == 200)


def test_what_another_round_or_another_use_sealed_is_refused(kiosk):
    client, other = kiosk.client(), kiosk.client()
    begin(client)
    begin(other, "other")
    foreign = hidden(other.page, "page.carried")
    link = kiosk.invite()
    reach(client, "Check your answers", link)
    client.post(f"{link}/page/1", {"voice-a": "1"})
    client.get(f"{link}/check")
    client.press("Send my answers")
    copy = hidden(client.page, "page.copy")
    before = kiosk.tables()
    for state in (foreign, copy, copy[::-1], copy[:-4] + "AAAA", "é", "\x00"):
        for path in ("about", "page/1", "page/4", "change/1", "check", "end"):
            answer = client.post(f"/k/small/{path}", {"page.carried": state})
            assert (answer.status, answer.title) == (400, "This form could not be read"), path
    own = begin(client)
    for state in (foreign, hidden(own, "page.carried"), copy[4:], "", "é"):
        assert client.post(f"{link}/copy", {"page.copy": state}).status == 400
    assert kiosk.tables() == before


def test_a_copy_of_another_round_is_refused(kiosk):
    client = kiosk.client()
    begin(client, "other")
    link = kiosk.invite()
    client.get(link)
    client.press("Start")
    client.press(ON, {"voice-a": "Often"})
    client.get(f"{link}/check")
    client.press("Send my answers")
    copy = hidden(client.page, "page.copy")
    assert client.post("/k/other/page/1", {"page.carried": copy}).status == 400
    assert client.post(f"{link}/copy", {"page.copy": copy}).headers["Content-Type"] == "application/pdf"


def test_a_task_that_was_not_drawn_in_this_turn_can_be_neither_seen_nor_answered(kiosk):
    client = kiosk.client()
    state = carried(begin(client))
    before = kiosk.tables()
    for number in (4, 5):
        answer = client.post(f"/k/small/page/{number}", {**state, "q.1": "1"})
        assert (answer.status, answer.heading != TASK) == (200, True)
        assert client.post(f"/k/small/change/{number}", state).heading != TASK
    for path in ("page/0", "page/99", "change/99", "page/-1"):
        assert client.post(f"/k/small/{path}", state).status == 404
    assert kiosk.tables() == before


def test_a_task_of_a_turn_that_was_answered_is_passed_over(kiosk):
    client = kiosk.client()
    begin(client)
    page = reach(client, TASK)
    client.press(ON, {"q.1": client.page.offered["q.1"][0]})
    again = client.post(page, {**carried(client.page), "q.1": "2"})
    assert again.status == 200
    assert again.text == client.page.text


@pytest.mark.parametrize("heading", KINDS)
def test_bad_input_at_a_shared_device_is_refused_like_any_other(kiosk, heading):
    client, name = kiosk.client(), OFFERED[heading]
    begin(client)
    path = reach(client, heading)
    state, before = carried(client.page), kiosk.tables()
    assert client.post(path, {**state, name: "1", "drawn": "1"}).status == 400
    assert client.post(path, {**state, name: "x" * 3000}).status == 422
    assert client.post(path, {**state, name: "x" * 70_000}).status == 413
    assert client.post(path, {name: "1"}).status == 400
    assert client.request("POST", path, b"\xff", OWN_FORM).status == 400
    assert kiosk.tables() == before


def test_a_turn_sent_while_the_round_begins_to_close_is_told_so_and_not_lost_in_silence(kiosk):
    client = kiosk.client()
    begin(client)
    client.press(ON, {"voice-a": "Often"})
    state = carried(reach_check(client))
    with ThreadPoolExecutor(1) as pool, kiosk.store() as store:
        with store.write():
            store.start_closing("small")
            sending = pool.submit(client.post, "/k/small/check", state)
            time.sleep(0.5)  # by now it has seen an open round, and waits for its turn to write
        assert sending.result().status == 410
    assert kiosk.sent() == []


def test_a_round_that_ends_during_a_turn_takes_nothing_more_and_draws_nothing(kiosk):
    client = kiosk.client()
    begin(client)
    client.press(ON, {"voice-a": "Often"})
    state = carried(client.page)
    kiosk.close()
    before = kiosk.tables()
    for path in ("page/1", "page/3", "check", "end", "start", "about"):
        answer = client.post(f"/k/small/{path}", state)
        assert (answer.status, answer.title) == (410, "This survey is closed")
    assert kiosk.tables() == before
    assert kiosk.tables()["draws"] == []
    assert not list(kiosk.settings.keys.glob("small.*"))
