"""A page can be switched to another language of the round at any point; what was answered stays."""

import re
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from shutil import copytree

import pytest

from leadsurvey.fieldwork import inviting
from leadsurvey.languages.catalogue import read, write
from leadsurvey.responses.seal import Keyring, open_draft
from leadsurvey.rounds.people import Person
from leadsurvey.settings import Settings
from tests.web.checking import text_of
from tests.web.site import QUESTIONNAIRE, UNITS, make_site, served

ENGLISH, ARABIC = "English", "العربية"
SHIPPED = Settings.from_environment(environment={}).templates


@pytest.fixture(scope="session")
def marked_templates(tmp_path_factory):
    """The pages, with an Arabic catalogue in which every text is its English one between marks."""
    templates = copytree(SHIPPED, tmp_path_factory.mktemp("marked") / "templates")
    path = templates / "locale" / "ar.po"
    catalogue = read(path)
    marked = [
        replace(
            message,
            translations=tuple(f"«{text}»" for text in ([message.plural] * 6 if message.plural else [message.source])),
            flags=frozenset(),
        )
        for message in catalogue.messages
    ]
    write(path, replace(catalogue, messages=tuple(marked)))
    return templates


@pytest.fixture
def bilingual(tmp_path, marked_templates):
    """A served round in English and Arabic; keys of the round file may be given."""

    @contextmanager
    def start(**keys):
        with served(make_site(tmp_path, **{"spoken": ("en", "ar"), "templates": marked_templates, **keys})) as site:
            yield site

    return start


@pytest.fixture
def site(bilingual):
    with bilingual() as site:
        yield site


@pytest.fixture
def open_site(bilingual):
    with bilingual(invitations="open") as site:
        yield site


def language_of(page):
    return page.tree.get("lang"), page.tree.get("dir")


IN_ENGLISH, IN_ARABIC = ("en", "ltr"), ("ar", "rtl")


def draft_of(site, link):
    token = link.removeprefix("/a/")
    with site.store() as store:
        ((sealed,),) = store.db.execute("SELECT sealed FROM drafts").fetchall()
    return open_draft(token, sealed)


def begun(site):
    """A browser on the first page of a link of its own."""
    link = site.invite()
    client = site.client()
    client.get(link)
    client.press("Start")
    return client, link


# On pages with a form


def test_the_other_language_is_a_button_in_that_language(site):
    client, _ = begun(site)
    (button,) = [node for node in client.page.tree.iter("button") if text_of(node) == ARABIC]
    assert (button.get("lang"), button.get("value"), button.get("formnovalidate")) == ("ar", "ar", "")
    assert ENGLISH not in client.page.buttons


def test_switching_keeps_what_was_just_chosen_and_comes_back_to_the_same_page(site):
    client, link = begun(site)
    page = client.press(ARABIC, {"voice-a": "Often"})
    assert page.path == f"{link}/page/1"
    assert language_of(page) == IN_ARABIC
    assert page.chosen == {"voice-a": "Often"}
    assert "«Save and go on»" in page.buttons
    assert language_of(client.press(ENGLISH, {"voice-b": "Never"})) == IN_ENGLISH
    assert client.page.chosen == {"voice-a": "Often", "voice-b": "Never"}


def test_a_mistake_is_told_in_the_new_language_and_the_other_answers_are_kept(site):
    client, link = begun(site)
    page = client.post(f"{link}/page/1", {"voice-a": "9", "voice-b": "5", "language": "ar"})
    assert page.status == 422
    assert language_of(page) == IN_ARABIC
    assert "«Choose one of the answers shown, or leave this line empty.»" in page.summary["#voice-a"]
    assert page.chosen == {"voice-b": "Always"}
    assert client.get(f"{link}/page/1").chosen == {"voice-b": "Always"}
    assert language_of(client.page) == IN_ARABIC


def test_a_change_from_the_check_is_still_a_change_after_switching(site):
    client, link = begun(site)
    client.press("Save and go on", {"voice-a": "Often"})
    client.get(f"{link}/check")
    client.follow("Change Speaking up")
    client.press(ARABIC, {"voice-b": "Never"})
    assert "«Save and check»" in client.page.buttons
    assert client.press("«Save and check»").heading == "«Check your answers»"


def test_the_check_can_be_switched_and_nothing_is_sent_by_that(site):
    client, link = begun(site)
    client.press("Save and go on", {"voice-a": "Often"})
    client.get(f"{link}/check")
    page = client.press(ARABIC)
    assert (page.path, page.heading) == (f"{link}/check", "«Check your answers»")
    assert site.sent() == []
    client.press("«Send my answers»")
    assert site.sent() == [("east", "front", {"voice-a": 4})]


def test_switching_where_one_stands_is_not_saying_that_one_would_rather_not_say(open_site):
    client = open_site.client()
    client.get("/r/small")
    client.press("Start")
    link = client.page.path.removesuffix("/about")
    page = client.press(ARABIC)
    assert (language_of(page), page.chosen) == (IN_ARABIC, {})
    page = client.press(ENGLISH, {"unit": "West wing"})
    assert page.chosen == {"unit": "West wing"}
    page = client.post(f"{link}/about", {"level": "boss", "unit": "east", "language": "ar"})
    assert page.status == 422
    assert language_of(page) == IN_ARABIC
    assert page.chosen == {"unit": "East & wing"}
    client.page = page
    assert client.press("«Save and go on»", {"level": "Front line"}).heading == "Speaking up"
    assert language_of(client.page) == IN_ARABIC


# On pages without a form


@pytest.mark.parametrize("page", ["", "/promise", "/later"])
def test_a_page_without_a_form_comes_back_in_the_other_language(site, page):
    client, link = begun(site)
    client.press("Save and go on", {"voice-a": "Often"})
    client.get(link + page)
    shown = client.press(ARABIC)
    assert (shown.path, language_of(shown)) == (link + page, IN_ARABIC)
    assert draft_of(site, link) == {"language": "ar", "answers": {"voice-a": 4, "voice-b": -128}}


@pytest.mark.parametrize(
    "back", ["", "//elsewhere.example", "https://elsewhere.example", "decline", "home", "../..", "é"]
)
def test_switching_leads_to_pages_of_the_link_only(site, back):
    client, link = begun(site)
    answer = client.request(
        "POST",
        f"{link}/language?back={re.sub('é', '%C3%A9', back)}",
        "language=ar",
        {"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert (answer.status, answer.leads_to) == (303, link)


def test_before_the_start_reading_in_another_language_writes_nothing(site):
    link, client = site.invite(), site.client()
    before = site.tables()
    client.get(link)
    assert language_of(client.follow(ARABIC)) == IN_ARABIC
    client.get(f"{link}/promise")
    assert language_of(client.follow(ARABIC)) == IN_ARABIC
    assert language_of(client.follow("«Back to the survey»")) == IN_ARABIC, "the language goes along"
    assert client.post(f"{link}/language", {"language": "ar"}).leads_to == f"{link}?language=ar"
    assert client.post(f"{link}/check", {"language": "ar"}).leads_to == f"{link}/check?language=ar"
    assert site.tables() == before
    page = client.press("«Start»")
    assert language_of(page) == IN_ARABIC
    assert draft_of(site, link) == {"language": "ar"}
    assert page.path == f"{link}/page/1", "from now on the draft keeps it"


def test_a_personal_link_opens_in_the_language_of_its_person(site, client):
    people = [Person(f"{language}@example.org", "east", "front", language) for language in ("en", "ar")]
    with site.store() as store:
        english, arabic = inviting.invite(store, Keyring(site.settings.keys), site.survey, people, "")
    assert "?" not in english.address
    assert language_of(client.get(arabic.address)) == IN_ARABIC
    assert language_of(client.press("«Start»")) == IN_ARABIC
    assert draft_of(site, arabic.address.partition("?")[0]) == {"language": "ar"}


def test_an_open_link_is_read_and_started_in_the_language_chosen(open_site):
    client = open_site.client()
    before = open_site.tables()
    client.get("/r/small")
    assert language_of(client.follow(ARABIC)) == IN_ARABIC
    assert open_site.tables() == before
    page = client.press("«Start»")
    assert (language_of(page), page.heading) == (IN_ARABIC, "«Where you stand»")
    assert draft_of(open_site, page.path.removesuffix("/about")) == {"language": "ar"}


def test_a_code_is_asked_for_in_the_language_of_the_door_and_stays_typed_when_it_is_switched(open_site):
    client = open_site.client()
    client.get("/r/small")
    client.follow(ARABIC)
    assert client.follow("«I have a code from before»").heading == "«Go on with your code»"
    page = client.press(ENGLISH, {"code": 'abcd "ef'})
    assert (page.status, language_of(page)) == (200, IN_ENGLISH)
    (box,) = [node for node in page.tree.iter("input") if node.get("name") == "code"]
    assert box.get("value") == 'abcd "ef'
    client.press(ARABIC, {"code": "abcd"})
    refused = client.press("«Go on»", {"code": "abcd"})
    assert refused.status == 422
    assert refused.summary == {"#code": "«This code is not known. Check every letter and digit.»"}


def test_a_known_code_leads_to_the_door_in_the_language_it_was_typed_in(open_site):
    link = open_site.client().post("/r/small").leads_to.removesuffix("/about")
    client = open_site.client()
    client.get("/resume?round=small&language=ar")
    assert language_of(client.press("«Go on»", {"code": link.removeprefix("/a/")})) == IN_ARABIC


def test_the_thanks_are_in_the_language_of_the_answers_and_can_be_switched(site):
    client, link = begun(site)
    client.press(ARABIC, {"voice-a": "Often"})
    client.get(f"{link}/check")
    thanks = client.press("«Send my answers»")
    assert (thanks.heading, language_of(thanks)) == ("«Thank you. Your answers are in.»", IN_ARABIC)
    before = site.tables()
    assert client.follow(ENGLISH).heading == "Thank you. Your answers are in."
    assert language_of(client.follow(ARABIC)) == IN_ARABIC
    assert site.tables() == before


def test_who_declines_is_thanked_in_their_language_and_can_switch_it(site):
    link, client = site.invite(), site.client()
    client.get(f"{link}?language=ar")
    assert client.press("«I don’t want to take part»").heading == "«Thank you for telling us»"
    before = site.tables()
    assert before["drafts"] == []
    assert client.press(ENGLISH).heading == "Thank you for telling us"
    assert client.press(ARABIC).heading == "«Thank you for telling us»"
    door = client.follow("«I changed my mind»")
    assert language_of(door) == IN_ARABIC
    assert client.post(f"{link}/language", {"language": "en"}).status == 303
    assert site.tables() == before, "reading is not taking part again"


def test_a_round_that_is_over_says_so_in_any_of_its_languages(bilingual):
    with bilingual(closes=datetime.now(UTC).date() - timedelta(days=3)) as site:
        link, client = site.invite(), site.client()
        for path in ("", "/page/1", "/check"):
            client.get(link + path)
            assert client.follow(ARABIC).heading == "«This survey is closed»"
            assert client.follow(ENGLISH).heading == "This survey is closed"
        client.page = client.post(f"{link}/decline")
        assert client.follow(ARABIC).heading == "«This survey is closed»"


# What is kept


def test_the_draft_keeps_the_language_for_the_next_device(site):
    client, link = begun(site)
    client.press(ARABIC)
    assert draft_of(site, link)["language"] == "ar"
    assert language_of(site.client().get(link)) == IN_ARABIC


def test_nothing_of_the_language_goes_with_the_answers(site):
    for language in (ENGLISH, ARABIC):
        client, link = begun(site)
        client.press(ARABIC, {"voice-a": "Often"})
        if language == ENGLISH:
            client.press(ENGLISH)
        client.post(f"{link}/check")
    with site.store() as store:
        assert len({len(box) for box in store.sealed("small")}) == 1
    assert site.sent() == [("east", "front", {"voice-a": 4})] * 2
    assert site.tables()["drafts"] == []
    site.close()
    assert len({row.split(",", 1)[1] for row in site.tables()["responses"]}) == 1, "the two responses are alike"


def test_a_get_in_any_language_writes_nothing(site):
    client, link = begun(site)
    client.press("Save and go on", {"voice-a": "Often"})
    before = site.tables()
    for path in ("", "/promise", "/later", "/page/1", "/check"):
        assert language_of(client.get(f"{link}{path}?language=ar")) == IN_ARABIC
    assert language_of(client.get(link)) == IN_ENGLISH
    assert site.tables() == before


@pytest.mark.parametrize("code", ["xx", "fr", "", "AR", "ar ", "../ar", "%00"])
def test_a_language_the_round_does_not_speak_is_not_heard(site, code):
    client, link = begun(site)
    assert language_of(client.get(f"{link}?language={code.replace(' ', '+')}")) == IN_ENGLISH
    sent = client.post(f"{link}/page/1", {"voice-a": "4", "language": code})
    assert sent.leads_to == f"{link}/page/2"
    assert draft_of(site, link)["language"] == "en"


def test_a_round_in_one_language_has_no_switch_and_keeps_no_language(tmp_path):
    with served(make_site(tmp_path)) as site:
        client, link = begun(site)
        assert not [node for node in client.page.tree.iter() if node.get("hreflang") or node.get("name") == "language"]
        client.post(f"{link}/page/1?language=ar", {"voice-a": "4", "language": "ar"})
        assert "language" not in draft_of(site, link)
        assert language_of(client.get(f"{link}?language=ar")) == IN_ENGLISH


def test_the_promise_is_frozen_in_every_language_of_the_round(site):
    promise = site.survey.promise
    assert list(promise) == ["en", "ar"]
    assert all(sentence.startswith("«") for sentence in promise["ar"])
    client, link = begun(site)
    shown = client.get(f"{link}/promise?language=ar").text
    assert all(sentence in shown for sentence in promise["ar"])


# Pages that belong to no round


def test_pages_without_a_round_speak_the_one_language_of_all_rounds_else_english(bilingual):
    with bilingual(spoken=("ar",)) as site:
        assert site.client().get("/").heading == "«Open your own link»"
        missing = site.client().get("/a/unknown")
        assert (missing.heading, language_of(missing)) == ("«This link is not known»", IN_ARABIC)
        assert site.client().get("/resume").heading == "«Go on with your code»"


def test_pages_without_a_round_are_english_where_rounds_speak_several(site):
    for path in ("/", "/a/unknown", "/resume?language=ar", "/resume?round=nobody&language=ar"):
        assert language_of(site.client().get(path)) == IN_ENGLISH


# Everything can be translated


def content():
    """The words of the questionnaire and the units, longest first: they are translated elsewhere."""
    words = [part for line in QUESTIONNAIRE.splitlines() for part in re.split(r"[{}\[\]]|, | #|\w+(?:-\w+)?: ", line)]
    words += [row.split(",")[2] for row in UNITS.splitlines()[1:]]
    filled = ["How often in your team?", "Is this so in your team?", "How often in all teams?", "In", "How often in"]
    return sorted(
        {word.strip() for word in [*words, *filled, ENGLISH, "your team"] if word.strip()}, key=len, reverse=True
    )


def untranslated(page):
    """The words of a page that stand outside the marks of a translation and are not the questionnaire's."""
    left = f"{page.title} {text_of(page.tree)}"
    while re.search(r"«[^«»]*»", left):
        left = re.sub(r"«[^«»]*»", " ", left)
    for word in content():
        left = left.replace(word, " ")
    return re.findall(r"[A-Za-z]{3,}", left)


def every_page(site, opened):
    client, link = site.client(), site.invite("attic")
    yield client.get(f"{link}?language=ar")
    yield client.press("«Start»")
    yield client.post(f"{link}/page/1", {"voice-a": "9", "voice-b": "9"})
    yield client.post(f"{link}/page/1", [("voice-a", "1"), ("voice-a", "2")])
    for path in ("/page/1", "/page/1?change=yes", "/check", "/promise", "/later", ""):
        yield client.get(link + path)
    yield client.post(f"{link}/check")
    client.post(f"{link}/page/1", {"voice-a": "1"})
    yield client.get(f"{link}/check")
    yield client.get(link)
    yield client.press("«I don’t want to take part»")
    yield client.follow("«I changed my mind»")
    client.press("«Start»")
    client.post(f"{link}/page/1", {"voice-a": "1"})
    yield client.post(f"{link}/page/99")
    client.get(f"{link}/check")
    yield client.press("«Send my answers»")
    other = opened.client()
    yield other.get("/r/anyone?language=ar")
    yield other.press("«Start»")
    yield other.post(other.page.path, {"level": "9"})
    yield other.get("/resume?round=anyone&language=ar")
    yield other.post("/resume?round=anyone&language=ar", {"code": "a"})
    yield other.post("/resume?round=anyone&language=ar", {"code": ""})


def test_no_word_of_any_page_is_outside_the_catalogue(tmp_path, marked_templates):
    given = {"spoken": ("en", "ar"), "templates": marked_templates}
    site = make_site(tmp_path / "site", **given)
    opened = make_site(tmp_path / "open", invitations="open", name="anyone", **given)
    with served(site), served(opened):
        assert {"Start", "minutes"} <= set(untranslated(site.client().get(site.invite()))), "words are found"
        for page in every_page(site, opened):
            assert language_of(page) == IN_ARABIC
            assert "«" in page.text
            code = [word for node in page.tree.iter("code") for word in text_of(node).split()]
            assert [word for word in untranslated(page) if word not in code] == [], page
