"""Many requests at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

CAPABILITIES = "".join(
    f"  c{n}: {{title: Part {n}, items: {{c{n}-a: Line {n} a., c{n}-b: Line {n} b.}}}}\n" for n in range(8)
)
SECTIONS = "".join(f"  - {{title: Part {n}, capabilities: [c{n}]}}\n" for n in range(8))
EIGHT_PAGES = f"""
questionnaire: eight-pages
title: Eight pages
levels: {{front: {{title: Front line}}}}
scales: {{how-often: {{options: [Never, Rarely, Sometimes, Often, Always]}}}}
capabilities:
{CAPABILITIES}sections:
{SECTIONS}"""
UNITS = "unit,parent,name,front\nhouse,,The house,40\n"


def all_at_once(tasks):
    """Run tasks in threads that start together, and return what they return."""
    start = Barrier(len(tasks))

    def run(task):
        start.wait(timeout=30)
        return task()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return [future.result() for future in [pool.submit(run, task) for task in tasks]]


def test_send_pressed_on_several_devices_at_once_is_one_response(site):
    links = site.invite_many([("east", "front")] * 6)
    for number, link in enumerate(links):
        client = site.client()
        client.post(f"{link}/page/1", {"voice-a": str(1 + number % 5), "voice-b": str(1 + number // 5)})
        sent = all_at_once([lambda link=link: site.client().post(f"{link}/check") for _ in range(4)])
        assert sorted(answer.status for answer in sent) == [200, 303, 303, 303]
        assert {answer.leads_to for answer in sent if answer.status == 303} == {link}
    assert len(site.sent()) == 6
    assert len({tuple(answers.items()) for *_, answers in site.sent()}) == 6


def test_eight_pages_saved_at_the_same_moment_are_all_kept(serve):
    site = serve(questionnaire=EIGHT_PAGES, units=UNITS)
    for turn, link in enumerate(site.invite_many([("house", "front")] * 5)):
        answers = [{f"c{n}-a": str(1 + turn), f"c{n}-b": str(1 + n % 5)} for n in range(8)]
        saved = all_at_once(
            [lambda n=n, link=link: site.client().post(f"{link}/page/{n + 1}", answers[n]) for n in range(8)]  # noqa: B023 - run before the next turn
        )
        assert [answer.status for answer in saved] == [303] * 8
        for n in range(8):
            assert len(site.client().get(f"{link}/page/{n + 1}").chosen) == 2, n
        site.client().post(f"{link}/check")
    assert sorted(answers["c0-a"] for *_, answers in site.sent()) == [1, 2, 3, 4, 5]
    assert all([answers[f"c{n}-b"] for n in range(8)] == [1 + n % 5 for n in range(8)] for *_, answers in site.sent())


def test_a_page_saved_while_send_is_pressed_is_either_sent_or_refused(site):
    for number, link in enumerate(site.invite_many([("east", "front")] * 6)):
        site.client().post(f"{link}/page/1", {"voice-a": "3"})
        all_at_once(
            [
                lambda link=link: site.client().post(f"{link}/check"),
                lambda link=link: site.client().post(f"{link}/page/2", {"learn-a": "5"}),
            ]
        )
        site.client().post(f"{link}/check")
        assert len(site.sent()) == number + 1
        with site.store() as store:
            assert not store.db.execute("SELECT count(*) FROM drafts").fetchone()[0], "a draft outlived its sending"


def test_a_no_while_send_is_pressed_is_either_taken_or_too_late(site):
    for link in site.invite_many([("east", "front")] * 8):
        before = len(site.sent())
        site.client().post(f"{link}/page/1", {"voice-a": "3"})
        all_at_once(
            [
                lambda link=link: site.client().post(f"{link}/decline"),
                lambda link=link: site.client().post(f"{link}/check"),
            ]
        )
        took_part = len(site.sent()) - before == 1
        assert ("Your answers are in" in site.client().get(link).text) == took_part


def test_everyone_who_starts_at_once_from_an_open_link_gets_a_link_of_their_own(open_site):
    answers = all_at_once([lambda: open_site.client().post("/r/small") for _ in range(24)])
    assert len({answer.leads_to for answer in answers}) == 24
