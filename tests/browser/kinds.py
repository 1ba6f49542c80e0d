"""Every kind of page there is, each by the steps that lead to it."""

from datetime import UTC, datetime, timedelta


def press(page, words):
    """Press a button by its words, and wait for the page it leads to: a look at the old one would tell nothing."""
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).click()


def choose(page, line, answer):
    """Click the label of an answer, as a thumb does."""
    page.get_by_role("group", name=line).get_by_text(answer, exact=True).click()


def send_bad(page, name):
    """Send a form with an answer that no page offers."""
    page.locator(f"#{name}").evaluate("box => { box.value = 'bad'; box.checked = true }")


def every_kind(page, site, open_site):
    """Lead the page to one kind of page after the other, and say which; it needs scripts to make mistakes."""
    link = site.url + site.invite()
    yield from _without_a_link(page, site)
    page.goto(link)
    yield "door"
    press(page, "Start")
    yield "page"
    send_bad(page, "voice-a")
    send_bad(page, "voice-b")
    press(page, "Save and go on")
    yield "page with errors"
    page.goto(f"{link}/check")
    yield "check"
    press(page, "Send my answers")
    yield "check with an error"
    with page.expect_navigation():
        page.get_by_role("link", name="Change Speaking up").click()
    yield "change"
    choose(page, "Someone without a title took the lead.", "Often")
    press(page, "Save and check")
    with page.expect_navigation():
        page.get_by_role("link", name="Who sees my answers?").click()
    yield "promise"
    with page.expect_navigation():
        page.get_by_role("link", name="Back to the survey").click()
    yield "door again"
    press(page, "I don’t want to take part")
    yield "declined"
    with page.expect_navigation():
        page.get_by_role("link", name="I changed my mind").click()
    yield "door after declining"
    press(page, "Start")
    choose(page, "Someone without a title took the lead.", "Often")
    press(page, "Stop here and come back later")
    yield "later"
    page.goto(f"{link}/check")
    press(page, "Send my answers")
    yield "thanks"
    yield from _by_an_open_link(page, open_site)


def _without_a_link(page, site):
    page.goto(site.url)
    yield "home"
    page.goto(f"{site.url}/a/unknown")
    yield "error"
    page.goto(f"{site.url}/resume")
    yield "code"
    page.get_by_label("Your code").fill("abcd")
    press(page, "Go on")
    yield "code with an error"


def _by_an_open_link(page, open_site):
    page.goto(f"{open_site.url}/r/small")
    yield "open door"
    press(page, "Start")
    yield "about"
    send_bad(page, "level")
    send_bad(page, "unit")
    press(page, "Save and go on")
    yield "about with errors"
    choose(page, "Which of these are you?", "Team leads")
    press(page, "Save and go on")
    press(page, "Stop here and come back later")
    yield "later with a code"


def dates(*, over):
    """Days of a round that is over, or that is not yet open."""
    today = datetime.now(UTC).date()
    days = (
        (today - timedelta(days=20), today - timedelta(days=5))
        if over
        else (today + timedelta(days=n) for n in (5, 20))
    )
    return dict(zip(("opens", "closes"), days, strict=True))
