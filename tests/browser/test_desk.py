"""A small round through the desk in a browser without scripts, with real mail, from its files to its erasure."""

import re

import pytest
from playwright.sync_api import expect

from leadsurvey.records import jobs
from tests.browser.conftest import running
from tests.browser.looks import sideways
from tests.browser.test_access import violations
from tests.browser.walks import FILL, press_first
from tests.conftest import leadsurvey
from tests.mail.sink import Sink
from tests.mail.sink import running as mailing
from tests.organiser.desk import OWNER, PASSWORD, Desk
from tests.organiser.test_round import MANY_KINDS, ROUND, UNITS, answers
from tests.web.site import make_site
from tests.work.waiting import until

LOOKS = ((360, "light"), (1280, "dark"))
WIDE = {"width": 1280, "height": 900}
PEOPLE = "email,name,unit,level\n" + "".join(f"p{n}@example.org,Person {n},east,front\n" for n in range(12))
LEADERS = "unit,email\nhouse,lea@example.org\neast,lea@example.org\n"


@pytest.fixture
def served(tmp_path):
    """A desk with nobody but its owner, served beside a mail server."""
    site = make_site(tmp_path, name="first")
    desk = Desk(site.settings, "first")
    desk.add(OWNER, {"*": "organiser"}, factor=True)
    with mailing(Sink()) as sink, pytest.MonkeyPatch.context() as environment:
        environment.setenv("LEADSURVEY_SMTP", f"smtp://127.0.0.1:{sink.port}")
        environment.setenv("LEADSURVEY_MAIL_FROM", "Riverside survey <survey@example.org>")
        environment.setenv("LEADSURVEY_MAIL_PER_MINUTE", "1000000")
        with running(site):
            desk.url, desk.sink, desk.folder = f"{site.url}/desk/", sink, tmp_path
            yield desk


class Hand:
    """Somebody at the desk who looks at every page as they go, on a phone and on a desk."""

    def __init__(self, desk, page):
        self.desk, self.page, self.faults = desk, page, {}

    def go(self, path):
        self.page.goto(self.desk.url + path)
        self.look()

    def press(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).click()
        self.look()

    def follow(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).click()
        self.look()

    def choose(self, label, path):
        self.page.get_by_label(label).set_input_files(path)

    def heading(self):
        return self.page.locator("h1").inner_text()

    def save(self, name):
        """The file behind a link."""
        with self.page.expect_download() as found:
            self.page.get_by_role("link", name=name, exact=True).click()
        return found.value.path().read_bytes()

    def finished(self, words):
        """Look again once the page, which comes again by itself, says that the work is done and ended well."""
        until(self._has_nobody_to_wait_for)
        expect(self.page.locator("main")).to_contain_text(words, timeout=20_000)
        self.look()

    def _has_nobody_to_wait_for(self):
        with self.desk.store() as store:
            return all(job.has_ended for job in jobs.of_round(store, "autumn"))

    def look(self):
        """Note what axe finds, and what is wider than the screen."""
        where = self.heading()
        if where in self.faults:
            return
        self.faults[where] = []
        for width, scheme in LOOKS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme=scheme)
            self.faults[where] += violations(self.page)
        self.faults[where] += sideways(self.page, [(360, 740), (1280, 900)])


def sign_in(desk, page):
    import pyotp

    desk.forget_code(OWNER)
    page.goto(desk.url)
    page.get_by_label("E-mail address").fill(OWNER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Code of six digits").fill(pyotp.TOTP(desk.factors[OWNER]).now())
    page.get_by_role("button", name="Go on").click()


def written(folder, name, text):
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def links(desk):
    """The personal link in each mail, by address."""
    return {to: re.search(r"http://\S+/a/\w+", mail.get_body().get_content())[0] for to, mail in desk.sink.read()}


def answer(page, link):
    """Somebody answers by their link, to the last button."""
    page.goto(link)
    press_first(page)
    while page.evaluate(FILL, [0, ""])["lines"]:
        press_first(page)
    page.get_by_role("button", name="Send my answers").click()


def opened(hand, folder):
    """A round opened from files, the first time with a fault."""
    hand.follow("Open a round")
    for units in (UNITS.replace("20,12", "20,twelve", 1), UNITS):
        hand.choose("Round (YAML)", written(folder, "autumn.yaml", ROUND))
        hand.choose("Units (CSV or XLSX)", written(folder, "units.csv", units))
        hand.choose("Your own questionnaire", written(folder, "kinds.yaml", MANY_KINDS))
        hand.press("Check them")
    assert hand.heading() == "Before opening autumn"
    hand.press("Open it")
    assert hand.heading() == "Round autumn: The <whole> house"


def invited(hand, folder):
    """People invited, and written to."""
    hand.follow("Invite people")
    hand.choose("Table of people", written(folder, "people.csv", PEOPLE))
    hand.press("Invite them")
    assert "12" in hand.page.locator("dd").first.inner_text()
    hand.follow("Next: send invitations by mail")
    hand.press("Send invitations")
    hand.finished("Invitations by mail: done")
    assert len(links(hand.desk)) == 12


def reminded(hand, device):
    """Two people answer, and the others are reminded."""
    person = device(java_script_enabled=True)
    for link in [*links(hand.desk).values()][:2]:
        answer(person, link)
    hand.go("round/autumn/mail")
    hand.press("Send a reminder")
    hand.finished("Reminder by mail: done")
    assert len(hand.desk.sink.mails) == 12 + 10


def closed(hand, folder):
    """Answers from paper taken in, every page of an open round looked at, and the round closed."""
    assert leadsurvey(folder, "enter", "autumn", written(folder, "answers.csv", answers()))[0] == 0
    for page in ("dates", "person", "asked", "turnout", "deliver", "door", "erase"):
        hand.go(f"round/autumn/{page}")
    hand.go("round/autumn/close")
    hand.press("Close the round…")
    hand.press("Close the round for good")
    hand.finished("Closing the round: done")


def reported(hand):
    """Results read, reports made and saved."""
    hand.follow("Results")
    assert "withheld" in hand.page.locator("main").inner_text()
    hand.follow("East & wing")
    assert hand.save("All figures (CSV)").startswith(b"unit,capability,level")
    hand.follow("Read the report of East & wing")
    assert hand.page.locator("main img").count() > 0
    hand.go("round/autumn/withheld")
    hand.follow("Reports")
    hand.press("Make the reports")
    hand.finished("4 reports are there")
    hand.follow("Reports")
    assert hand.save("East & wing").startswith(b"%PDF")
    assert hand.save("Download all that are there (ZIP)").startswith(b"PK")


def reviewed(hand):
    """One comment told with a name taken out; nothing is put in."""
    hand.follow("Comments")
    hand.follow("Review the next")
    hand.page.get_by_label("Tell it with words taken out").check()
    hand.page.get_by_label("The words that are told").fill("Say 00 of Bea […]")
    hand.press("Keep it, and go on")
    assert hand.page.title().startswith("Error:")
    hand.page.get_by_label("The words that are told").fill("Say 00 of […]")
    hand.press("Keep it, and go on")
    hand.go("round/autumn/comments/decided")
    hand.follow("Comments")
    assert "Say 00 of […]" in hand.page.locator("main").inner_text()


def delivered(hand, folder):
    """Reports on their way to the one who leads two units, in one mail."""
    hand.go("round/autumn/deliver")
    hand.choose("Table of leaders", written(folder, "leaders.csv", LEADERS))
    hand.press("Keep these leaders")
    assert "l…@example.org" in hand.page.locator("main").inner_text()
    hand.press("Deliver the reports")
    hand.finished("Delivering reports: done")
    assert hand.desk.sink.got()["lea@example.org"] == 1


def erased(hand):
    """Everybody forgotten, and the certificate saved."""
    hand.go("round/autumn/erase")
    hand.press("Erase now…")
    hand.press("Erase for good")
    hand.finished("Erased; certificate")
    hand.go("round/autumn/erase")
    assert b"CERTIFICATE OF ERASURE" in hand.save(re.compile(r"autumn-.*\.txt"))


def test_a_round_from_its_files_to_its_erasure_on_pages_without_fault(served, device, tmp_path):
    hand = Hand(served, device(java_script_enabled=True, viewport=WIDE, accept_downloads=True))
    sign_in(served, hand.page)
    opened(hand, tmp_path)
    invited(hand, tmp_path)
    reminded(hand, device)
    closed(hand, tmp_path)
    reported(hand)
    reviewed(hand)
    delivered(hand, tmp_path)
    erased(hand)
    hand.go("")
    assert {where: found for where, found in hand.faults.items() if found} == {}
