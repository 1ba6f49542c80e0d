"""One device for many people, in a real browser: each finds it as the first one did, and Back tells nothing."""

import pytest
from playwright.sync_api import expect

from tests.browser.kinds import choose, press
from tests.browser.looks import faults_of_focus
from tests.browser.many import QUIET
from tests.browser.test_person import leaves_nothing_behind
from tests.web.site import MANY_KINDS

ON, SEND, CLEAR = "Save and go on", "Send my answers", "Clear the screen for the next person"
SECRET = "A walk-in hour at the depot"
LINE = "We spoke up."
PATIENCE = 20  # seconds that it waits for an answer to its question
ANOTHER_PAGE = """
step => window.left !== step && document.readyState === "complete" && document.documentElement.outerHTML
"""
KEPT = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"


@pytest.fixture
def kiosk(new_site):
    return new_site(questionnaire=MANY_KINDS, kiosk="yes")


@pytest.fixture(scope="module")
def idle(new_site):
    """A round to which nobody sends anything."""
    return new_site(questionnaire=MANY_KINDS, kiosk="yes")


@pytest.fixture
def screen(device):
    return device(java_script_enabled=True, viewport={"width": 800, "height": 1100})


def begin(screen, kiosk):
    """Somebody comes, and stands before the first questions."""
    screen.goto(f"{kiosk.url}/k/small")
    press(screen, "Start")
    choose(screen, "Which of these are you?", "Front line")
    press(screen, ON)


def fill(screen, words, comment=SECRET):
    """Answer one line, and write something; go on to the check."""
    choose(screen, LINE, words)
    while screen.locator("h1").inner_text() != "Check your answers":
        for box in screen.locator("textarea").all():
            box.fill(comment)
        press(screen, ON)


def answer_and_hand_over(screen, words):
    fill(screen, words)
    press(screen, SEND)
    expect(screen.locator("h1")).to_have_text("Thank you. Your answers are in.")
    press(screen, CLEAR)
    at_the_door(screen)


def at_the_door(screen):
    expect(screen.get_by_role("button", name="Start")).to_be_visible()


def go_back(screen, step):
    """Press Back, whatever the browser makes of it; all that is on the screen then."""
    screen.evaluate("step => { window.left = step; setTimeout(() => history.back(), 50) }", step)
    shown = screen.wait_for_function(ANOTHER_PAGE, arg=step)
    return shown.json_value()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_two_people_answer_one_after_the_other_on_one_device(kiosk, device, scripts):
    screen = device(java_script_enabled=scripts)
    for words in ("Often", "Never"):
        begin(screen, kiosk)
        assert screen.locator(":checked").count() == 0
        answer_and_hand_over(screen, words)
    leaves_nothing_behind(screen, kiosk)
    assert sorted(answers["voice-a"] for *_, answers in kiosk.sent()) == [1, 4]


def test_a_person_alone_with_the_keyboard_sees_where_they_are(idle, screen):
    begin(screen, idle)
    assert faults_of_focus(screen) == []


@pytest.mark.parametrize("keeps", [True, False], ids=["a browser that keeps pages", "one that does not"])
def test_back_shows_nothing_of_the_one_before(kiosk, browser_type, browser_type_launch_args, keeps):
    without = ["--disable-back-forward-cache"] if keeps else []
    with browser_type.launch(**browser_type_launch_args, ignore_default_args=without) as browser:
        screen = browser.new_page()
        begin(screen, kiosk)
        answer_and_hand_over(screen, "Often")
        steps = screen.evaluate("history.length") - 2
        assert steps > 10, "every page of the first person, and the door"
        for step in range(steps):
            assert SECRET not in go_back(screen, step)
            assert screen.locator(":checked").count() == 0
            assert screen.locator("fieldset").count() == 0


def test_an_old_form_leads_to_the_door_and_counts_nothing(kiosk, screen):
    begin(screen, kiosk)
    fill(screen, "Often")
    old = screen.content()
    assert SECRET in old
    press(screen, SEND)
    press(screen, CLEAR)
    screen.route("**/k/small", lambda route: route.fulfill(body=old, content_type="text/html"), times=1)
    screen.goto(f"{kiosk.url}/k/small")
    press(screen, SEND)
    at_the_door(screen)
    assert SECRET not in screen.content()
    assert len(kiosk.sent()) == 1


def test_nothing_stays_in_the_browser_and_no_draft_in_the_database(idle, screen):
    begin(screen, idle)
    fill(screen, "Often")
    leaves_nothing_behind(screen, idle)
    tables = idle.tables()
    assert tables["invitations"] == tables["drafts"] == []


def still_answered(screen):
    """The one line that was answered still is, and no other."""
    group = screen.get_by_role("group", name=LINE)
    expect(group.get_by_role("radio", name="Often", exact=True)).to_be_checked()
    expect(screen.locator(":checked")).to_have_count(1)


@pytest.fixture
def left_alone(idle, screen):
    """Somebody has answered one line, and the screen asks whether they are still there."""
    screen.clock.install()
    begin(screen, idle)
    choose(screen, LINE, "Often")
    screen.clock.fast_forward((QUIET - 10) * 1000)
    expect(screen.get_by_role("alertdialog")).to_be_hidden()
    screen.clock.fast_forward(10 * 1000)
    expect(screen.get_by_role("alertdialog")).to_be_visible()
    return screen


def test_a_page_left_alone_asks_and_hides_the_answers(left_alone):
    expect(left_alone.get_by_role("button", name="I am still here")).to_be_focused()
    left_alone.get_by_text("The screen is cleared in").wait_for()
    assert left_alone.locator("main").get_attribute("inert") is not None
    box = left_alone.get_by_role("alertdialog").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 800, 1100)


@pytest.mark.parametrize("sign", ["Shift", "a", "Tab", "Enter", "Space", "ArrowDown"])
def test_any_key_goes_on_and_the_answers_are_still_there(left_alone, sign):
    left_alone.keyboard.press(sign)
    expect(left_alone.get_by_role("alertdialog")).to_be_hidden()
    still_answered(left_alone)
    left_alone.clock.fast_forward((QUIET - 20) * 1000)
    expect(left_alone.get_by_role("alertdialog")).to_be_hidden()
    press(left_alone, ON)
    expect(left_alone.locator("h1")).not_to_have_text("Speaking up")


@pytest.mark.parametrize("height", [300, 500, 700])
def test_a_touch_anywhere_goes_on_and_reaches_nothing_behind(left_alone, height):
    left_alone.mouse.click(400, height)
    expect(left_alone.get_by_role("alertdialog")).to_be_hidden()
    still_answered(left_alone)


def test_a_question_that_nobody_answers_clears_the_screen_and_ends_the_turn(left_alone, idle):
    left_alone.clock.fast_forward(PATIENCE * 1000)
    at_the_door(left_alone)
    assert idle.sent() == []


def test_thanks_that_nobody_clears_clear_themselves(kiosk, screen):
    screen.clock.install()
    begin(screen, kiosk)
    fill(screen, "Often")
    press(screen, SEND)
    screen.clock.fast_forward(QUIET * 1000)
    expect(screen.get_by_role("alertdialog")).to_be_visible()
    screen.clock.fast_forward(PATIENCE * 1000)
    at_the_door(screen)
    assert len(kiosk.sent()) == 1


def test_a_page_that_the_browser_kept_ends_its_turn_when_it_comes_back(idle, screen):
    begin(screen, idle)
    choose(screen, LINE, "Often")
    with screen.expect_navigation():
        screen.evaluate(KEPT)
    at_the_door(screen)
    assert idle.sent() == []
