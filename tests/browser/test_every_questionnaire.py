"""Every shipped questionnaire is answered to its end at every level, in every language, on a phone without scripts."""

import pytest

from leadsurvey.questionnaire import marks
from leadsurvey.questionnaire.load import load
from leadsurvey.responses.columns import ARM, key_in
from tests.browser.conftest import PHONE, running
from tests.browser.walks import press_first, shown, told_of, walk
from tests.conftest import SHIPPED, open_round
from tests.web.site import Site

LANGUAGES = ("en", "fr", "es", "ar")
ASKED = {path.stem: load(path, SHIPPED)[0] for path in sorted(SHIPPED.glob("*.yaml"))}
WALKS = [(name, level, spoken) for name, asked in ASKED.items() for level in asked.levels for spoken in LANGUAGES]
THANKS = "main input[name='page.copy']"  # the copy is on the page of thanks alone


def units_of(asked):
    """An organisation with two parts and people of every level in each."""
    rows = [["unit", "parent", "name", *asked.levels], ["all", "", "Riverside Housing", *["90"] * len(asked.levels)]]
    rows += [[unit, "all", f"{unit.title()}field", *["30"] * len(asked.levels)] for unit in ("north", "south")]
    return "".join(",".join(row) + "\n" for row in rows)


def opened(folder, name):
    """A round of a shipped questionnaire that anyone may answer in any of its languages."""
    keys = {"invitations": "open", "languages": f"[{', '.join(LANGUAGES)}]"}
    settings, _ = open_round(folder, questionnaire=name, units=units_of(ASKED[name]), **keys)
    return Site(settings, "small")


@pytest.fixture(scope="session", params=ASKED)
def served(request, tmp_path_factory):
    """One questionnaire after the other, its round served on a port of its own."""
    with running(opened(tmp_path_factory.mktemp("shipped"), request.param)) as site:
        yield request.param, site


@pytest.fixture(scope="module")
def phone(browser):
    """One phone without scripts that many people use: every walk begins at the open link."""
    with browser.new_context(java_script_enabled=False, viewport=PHONE) as context:
        yield context.new_page()


def link(site, language):
    return f"{site.url}/r/small?language={language}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_everyone_can_answer_everything(served, phone, language):
    name, site = served
    for turn, level in enumerate(ASKED[name].levels, LANGUAGES.index(language)):
        walked = walk(phone, link(site, language), level, turn=turn)
        assert phone.url.endswith("/check"), phone.url
        assert phone.locator("html").get_attribute("lang") == language
        rows = shown(phone, "main section:not(:first-of-type) dl > div")
        assert rows == told_of(walked.lines), "at the check all answers stand"
        press_first(phone)
        assert phone.locator(THANKS).count() == 1, phone.url
        copied = shown(phone, "main section:not(.explained) dl > div")
        assert sorted(copied) == sorted(told_of(walked.lines + walked.of_tasks)), "in the copy those of tasks too"
        assert not phone.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert walked.wide == walked.misplaced == []
        assert len(walked.lines) > 5 or walked.of_tasks


def keys_by_words(asked):
    """The column of every question of a task by the words of the question."""
    tasks = [(task, question, arm) for task in asked.tasks for question in task.questions for arm in question.texts]
    return {marks.plain(question.texts[arm]): key_in(task, question) for task, question, arm in tasks}


@pytest.mark.parametrize("name", ASKED)
def test_what_was_pressed_is_what_is_stored_when_the_round_is_closed(name, phone, tmp_path):
    with running(opened(tmp_path, name)) as site:
        level = next(iter(ASKED[name].levels))
        walked = walk(phone, link(site, "en"), level, turn=3)
        press_first(phone)
        site.close()
        ((_, stood, stored),) = site.responses()
    keys = keys_by_words(ASKED[name])
    pressed = {line.name: line.code for line in walked.lines if line.code is not None}
    of_tasks = {keys[line.line]: line.code for line in walked.of_tasks}
    assert stood == level
    assert {key: code for key, code in stored.items() if not key.endswith(ARM)} == {**pressed, **of_tasks}
    assert {key.removesuffix(ARM) for key in stored if key.endswith(ARM)} == {key.split(".")[0] for key in of_tasks}
