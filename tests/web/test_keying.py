"""Keying paper forms: wrong codes stay on the page, nothing is overwritten unseen, and nobody else gets in."""

import csv
from urllib.parse import urlencode

import pytest

from leadsurvey.responses.exchange import read_answers
from leadsurvey.responses.keying import FIRST, SECOND
from leadsurvey.web.keying import create_keying
from tests.conftest import leadsurvey
from tests.web.checking import faults_of_headers, faults_of_page, fields, parsed, text_of
from tests.web.site import MANY_KINDS, make_site

OFFER = "use 1 (Never) to 5 (Always), or dk for “I can’t say”"
FORM = {"unit": "east", "level": "front"}
BOXES_OF_FRONT = [
    "sheet", "unit", "voice-a", "voice-b", "voice-c", "voice-d", "learn-a", "learn-b", "learn-c", "care-a", "care-b",
    "framing-wells.arm", "framing-wells", "framing-wells.others", "anchor-share.arm", "anchor-share.side",
    "anchor-share", "rank-idea.arm", "rank-idea", "ask-help", "no-say", "who_led", "years", "better",
]  # fmt: skip


@pytest.fixture
def site(tmp_path):
    return make_site(tmp_path / "site", questionnaire=MANY_KINDS)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "keyed"


@pytest.fixture
def app(site, folder):
    return create_keying(site.settings, site.survey, folder, "127.0.0.1", "leadsurvey enter small keyed/answers.csv")


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def keyings(app):
    return app.extensions["leadsurvey.keying"].keyings


def checked(answer, status):
    """The page of an answer, guarded, valid and accessible as far as a parser can tell."""
    assert answer.status_code == status, answer.text
    assert faults_of_headers(answer.headers, may_be_kept=False) == []
    tree = parsed(answer.text)
    assert faults_of_page(tree) == []
    return tree


def page(client, address, status=200):
    return checked(client.get(address), status)


def refused(client, address, data, status=422):
    return checked(client.post(address, data=data), status)


def written(client, address, data=()):
    """Where one is led once something was written."""
    answer = client.post(address, data=dict(data), content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def key(client, keying, sheet, **cells):
    return written(client, f"/{keying}/form", {**FORM, "sheet": sheet, **named(cells)})


def named(cells):
    return {f"cell.{name if name == 'who_led' else name.replace('_', '-')}": cell for name, cell in cells.items()}


def words(tree):
    return text_of(tree.find("body"))


def values(tree):
    """What each box holds, as it is shown."""
    return {field.get("name").removeprefix("cell."): field.get("value") or field.text or "" for field in fields(tree)}


def hidden(tree):
    return {field.get("name"): field.get("value") for field in tree.iter("input") if field.get("type") == "hidden"}


def errors(tree):
    """The errors beside boxes by the box they describe."""
    told = {
        node.get("id").removesuffix("-error"): text_of(node) for node in tree.iter("p") if node.get("class") == "error"
    }
    summary = [link.get("href")[1:] for link in tree.iter("a") if link.get("href").startswith("#")]
    assert summary == list(told)
    return told


def kept(keyings, keying):
    return {sheet: {name: cell for name, cell in form.items() if cell} for sheet, form in keyings.forms(keying).items()}


# Keying


def test_the_level_is_chosen_first_and_may_be_untold(client):
    links = [link.get("href") for link in page(client, "/first/").iter("a")]
    levels = [link for link in links if "form" in link]
    assert levels == [f"/first/form?level={level}" for level in ("front", "lead", "senior", "citizen", "")]


def test_a_level_has_one_box_for_each_column_in_the_order_of_the_form(client):
    assert list(values(page(client, "/first/form?level=front"))) == BOXES_OF_FRONT
    assert list(values(page(client, "/first/form?level=citizen"))) == ["sheet", "unit", "ask-help", "no-say"]
    assert "voice-a" in values(page(client, "/first/form?level="))


def test_the_keyboard_begins_at_the_sheet_and_meets_no_button_before_save(client):
    tree = page(client, "/first/form?level=front")
    assert [field.get("id") for field in fields(tree) if field.get("autofocus") is not None] == ["sheet"]
    (form,) = tree.iter("form")
    (button,) = form.iter("button")
    assert [node for node in form.iter() if node.tag in {"input", "select", "textarea", "button"}][-1] is button
    assert not any(node.get("tabindex") for node in form.iter())


def test_a_box_says_what_may_be_typed(client):
    said = words(page(client, "/first/form?level=front"))
    assert "1 Never, 2 Rarely, 3 Sometimes, 4 Often, 5 Always, dk I can’t say" in said
    assert "framing-wells.arm Version that was read 1 Gains, 2 Losses" in said
    assert "framing-wells.others b. Out of 10 colleagues, how many would choose the sure plan? 0 to 10" in said
    assert "1 The front line, 2 Team leads, 3 Citizens" in said


def test_the_words_of_the_questionnaire_are_marked_with_their_language(folder):
    spanish = MANY_KINDS.replace("title: Many kinds", "title: Many kinds\nlanguage: es")
    other = make_site(folder / "es", questionnaire=spanish)
    client = create_keying(other.settings, other.survey, folder, "127.0.0.1", "").test_client()
    tree = page(client, "/first/form?level=front")
    assert tree.get("lang") == "en"
    labels = [label for label in tree.iter("label") if label.find("code") is not None]
    told = {label.find("code").text: label.find("span").get("lang") for label in labels}
    assert told.pop("framing-wells.arm") == told.pop("anchor-share.arm") == told.pop("rank-idea.arm") == "en"
    assert set(told.values()) == {"es"}


def test_a_saved_form_leads_to_the_next_of_the_same_level_and_unit(client, keyings):
    onward = key(client, FIRST, "7", voice_a="1", who_led="1;3", years="dk", better="More\r\ntime")
    assert onward == "/first/form?level=front&unit=east"
    saved = {"voice-a": "1", "who_led": "1;3", "years": "dk", "better": "More\ntime"}
    assert kept(keyings, FIRST) == {7: {**FORM, **saved}}
    tree = page(client, onward)
    (chosen,) = [option.get("value") for option in tree.iter("option") if option.get("selected") is not None]
    assert chosen == "east"
    assert "First keying: 1 form; the last one added is sheet 7" in words(tree)
    assert values(tree)["sheet"] == ""


def test_no_number_of_a_sheet_stands_in_an_address(client):
    onward = [key(client, FIRST, "424242")]
    for tree in (page(client, "/"), page(client, "/first/"), page(client, "/mismatches"), page(client, onward[0])):
        onward += [node.get("href") or node.get("action") for node in tree.iter() if node.tag in {"a", "form"}]
    assert not any("424242" in address for address in onward)


def test_every_wrong_code_is_told_beside_its_box_and_what_was_typed_stays(client, keyings):
    typed = {"voice-a": "9", "voice-b": "dk", "ask-help": "101", "framing-wells": "1", "who_led": "boss"}
    sent = {**FORM, "sheet": "x", **{f"cell.{name}": cell for name, cell in typed.items()}}
    tree = refused(client, "/first/form", sent)
    told = errors(tree)
    assert list(told) == [
        "sheet",
        *(f"cell.{name}" for name in ("voice-a", "framing-wells.arm", "ask-help", "who_led")),
    ]
    assert told["cell.voice-a"] == f"Error: '9' was never offered; {OFFER}"
    assert told["cell.framing-wells.arm"].endswith("write gain or loss into 'framing-wells.arm'")
    assert {name: cell for name, cell in values(tree).items() if name in typed} == typed
    assert [field.get("id") for field in fields(tree) if field.get("autofocus") is not None] == ["sheet"]
    assert kept(keyings, FIRST) == {}


def test_a_number_keyed_before_is_shown_to_be_corrected_beside_what_was_typed(client, keyings):
    key(client, FIRST, "7", voice_a="1", voice_b="2")
    tree = refused(client, "/first/form", {**FORM, "sheet": "007", **named({"voice_a": "1", "voice_b": "4"})}, 409)
    assert text_of(next(tree.iter("h1"))) == "Correct sheet 7: Front line"
    assert values(tree)["voice-b"] == "2"
    assert words(tree).count("Just typed:") == 1
    assert "Just typed: 4" in words(tree)
    assert kept(keyings, FIRST) == {7: {**FORM, "voice-a": "1", "voice-b": "2"}}
    corrected = {**hidden(tree), "sheet": "7", "unit": "west", **named({"voice_b": "4"})}
    assert written(client, "/first/form", corrected) == "/first/"
    assert kept(keyings, FIRST) == {7: {"unit": "west", "level": "front", "voice-b": "4"}}


def test_a_number_may_be_in_both_keyings(client, keyings):
    for keying in (FIRST, SECOND):
        key(client, keying, "7", voice_a="1")
    assert keyings.compared().is_agreed


def test_a_form_is_opened_by_its_number_and_may_get_another(client, keyings):
    for sheet in ("7", "8"):
        key(client, FIRST, sheet, voice_a="1")
    tree = refused(client, "/first/open", {"sheet": "7"}, 200)
    sent = {**hidden(tree), "unit": "east", "cell.voice-a": "2"}
    assert list(errors(refused(client, "/first/form", {**sent, "sheet": "8"}))) == ["sheet"]
    written(client, "/first/form", {**sent, "sheet": "9"})
    assert list(kept(keyings, FIRST)) == [9, 8]
    for number in ("7", "x", ""):
        assert list(errors(refused(client, "/first/open", {"sheet": number}))) == ["sheet"]


def test_a_form_changed_in_another_window_is_not_overwritten(client, keyings):
    key(client, FIRST, "7", voice_a="1")
    sent = {**hidden(refused(client, "/first/open", {"sheet": "7"}, 200)), "sheet": "7", "unit": "east"}
    written(client, "/first/form", {**sent, "cell.voice-a": "2"})
    refused(client, "/first/form", {**sent, "cell.voice-a": "3"}, 409)
    refused(client, "/first/out", {"was": "7", "seen": sent["seen"], "sure": "yes"}, 409)
    assert kept(keyings, FIRST) == {7: {**FORM, "voice-a": "2"}}


def test_taking_a_form_out_asks_once_more(client, keyings):
    key(client, FIRST, "7", voice_a="1")
    form = hidden(refused(client, "/first/open", {"sheet": "7"}, 200))
    sure = refused(client, "/first/out", {"was": form["was"], "seen": form["seen"]}, 200)
    assert list(kept(keyings, FIRST)) == [7]
    written(client, "/first/out", {**hidden(sure), "sure": "yes"})
    assert kept(keyings, FIRST) == {}


# Comparing


@pytest.fixture
def differing(client):
    """Sheet 7 keyed twice with two mismatches, sheet 8 once."""
    key(client, FIRST, "7", voice_a="1", better="More time")
    key(client, FIRST, "8")
    key(client, SECOND, "7", voice_a="2", better="More times")
    return client


def test_mismatches_and_sheets_keyed_once_are_counted_and_listed(differing):
    said = words(page(differing, "/"))
    assert "2 forms" in said
    assert "2 in 1 sheet" in said
    assert "1 sheet to be keyed a second time" in said
    said = words(page(differing, "/mismatches"))
    assert "voice-a We spoke up. First keying: 1 Second keying: 2" in said
    assert "better What should be tried next? First keying: More time Second keying: More times" in said
    assert "In the first keying, not in the second: sheet 8" in said


def test_the_right_value_is_written_into_both(differing, keyings):
    sent = hidden(page(differing, "/mismatches"))
    chosen = {"pick.voice-a": "second", "other.voice-a": "", "pick.better": "other", "other.better": "Time\r\nto think"}
    assert written(differing, "/mismatches", {**sent, **chosen}) == "/mismatches"
    right = {**FORM, "voice-a": "2", "better": "Time\nto think"}
    assert kept(keyings, FIRST)[7] == kept(keyings, SECOND)[7] == right


def test_what_nobody_chose_stays_a_mismatch_and_a_typed_value_needs_no_ring(differing, keyings):
    sent = hidden(page(differing, "/mismatches"))
    written(differing, "/mismatches", {**sent, "other.voice-a": "dk", "other.better": ""})
    assert [each.column for each in keyings.compared().differences[7]] == ["better"]
    assert kept(keyings, FIRST)[7]["voice-a"] == "dk"


def test_an_empty_box_is_right_where_somebody_says_so(differing, keyings):
    written(differing, "/mismatches", {**hidden(page(differing, "/mismatches")), "pick.voice-a": "other"})
    assert "voice-a" not in kept(keyings, FIRST)[7]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"pick.voice-a": "other", "other.voice-a": "9"}, f"'9' was never offered; {OFFER}"),
        ({"pick.voice-a": "first", "other.voice-a": "3"}, "choose one of the two, or type another value; not both"),
        ({}, "choose what the paper says"),
    ],
)
def test_an_unclear_choice_or_a_wrong_code_settles_nothing(differing, keyings, sent, told):
    before = kept(keyings, FIRST), kept(keyings, SECOND)
    tree = refused(differing, "/mismatches", {**hidden(page(differing, "/mismatches")), **sent})
    assert errors(tree)["7.voice-a"] == f"Error: {told}"
    assert values(tree)["other.voice-a"] == sent.get("other.voice-a", "")
    assert (kept(keyings, FIRST), kept(keyings, SECOND)) == before


def test_what_was_settled_in_another_window_is_not_overwritten(differing, keyings):
    sent = hidden(page(differing, "/mismatches"))
    written(differing, "/mismatches", {**sent, "pick.voice-a": "first"})
    tree = refused(differing, "/mismatches", {**sent, "pick.better": "second"}, 409)
    assert "nothing was written" in words(tree)
    assert [each.column for each in keyings.compared().differences[7]] == ["better"]


# The file


@pytest.fixture
def agreed(client):
    for sheet in ("7", "8", "9"):
        for keying in (FIRST, SECOND):
            key(client, keying, sheet, voice_a="1", better="A, “b”\nc")
    return client


def test_the_file_is_offered_only_when_both_agree(differing, keyings):
    assert not list(page(differing, "/").iter("form"))
    answer = differing.post("/answers", content_type="application/x-www-form-urlencoded")
    assert "do not agree yet" in words(checked(answer, 409))
    assert not keyings.is_written


def test_the_file_enters_the_round(agreed, site, folder):
    written(agreed, "/answers")
    with (folder / "answers.csv").open(encoding="utf-8") as file:
        assert "sheet" not in next(csv.reader(file))
    assert len(read_answers(folder / "answers.csv", site.survey)) == 3
    said = words(page(agreed, "/"))
    assert "leadsurvey enter small keyed/answers.csv" in said
    code, told, _ = leadsurvey(site.settings.data.parent, "enter", "small", folder / "answers.csv")
    assert (code, told.split()[0]) == (0, "3")


def test_once_the_file_is_written_forms_wait_until_it_is_taken_back(agreed, keyings):
    written(agreed, "/answers")
    page(agreed, "/first/form?level=front", 409)
    refused(agreed, "/first/form", {**FORM, "sheet": "10"}, 409)
    assert sorted(kept(keyings, FIRST)) == [7, 8, 9]
    written(agreed, "/go-on")
    key(agreed, FIRST, "10")


def test_deleting_asks_once_more_and_leaves_nothing(agreed, folder):
    written(agreed, "/answers")
    assert "Delete what was keyed?" in words(page(agreed, "/delete"))
    assert len(list(folder.iterdir())) == 3
    written(agreed, "/delete")
    assert list(folder.iterdir()) == []
    assert "0 forms" in words(page(agreed, "/"))


def test_nothing_is_deleted_before_the_file_is_written(agreed, folder):
    written(agreed, "/delete")
    assert len(list(folder.iterdir())) == 2
    assert agreed.get("/delete").status_code == 303


# Hostile input


def before_and_after(folder):
    return {path.name: path.read_bytes() for path in folder.glob("*")} if folder.exists() else {}


@pytest.mark.parametrize("level", ["boss", "front\0", "../front", "front;lead", "FRONT"])
def test_an_unknown_level_is_refused(client, folder, level):
    page(client, f"/first/form?{urlencode({'level': level})}", 404)
    refused(client, "/first/form", {"sheet": "1", "unit": "east", "level": level}, 400)
    assert not folder.exists()


@pytest.mark.parametrize(
    "address",
    ["/third/form", "/first/../second/form", "/..%2f..%2fetc/form", "/first%00/form", "/first.csv", "/answers.csv",
     "/first/first.csv", "/keying.css/../index.html", "/%ff/form"],
)  # fmt: skip
def test_there_is_no_other_keying_and_no_file_to_be_had(agreed, address):
    assert agreed.get(address).status_code in {404, 405}


def test_a_unit_that_is_none_is_told(client, folder):
    tree = refused(client, "/first/form", {**FORM, "sheet": "1", "unit": "../west"})
    assert list(errors(tree)) == ["unit"]
    assert not folder.exists()


@pytest.mark.parametrize(
    "code", ["1\0", "\0", "1\n2", "\ud800".encode("utf-8", "surrogatepass"), "x" * 50_000, "<b>1</b>", "=1"]
)
def test_signs_that_are_no_code_are_refused_and_shown_as_text(client, folder, code):
    tree = refused(client, "/first/form", {**FORM, "sheet": "1", "cell.voice-a": code})
    assert len(errors(tree)["cell.voice-a"]) < 300
    assert not folder.exists()


def test_signs_that_nobody_can_see_are_left_out_of_comments(client, keyings):
    key(client, FIRST, "1", better="\x00Mo\x07re\r\n\x1b[31mtime\u202e <script>")
    assert kept(keyings, FIRST)[1]["better"] == "More\n[31mtime\u202e <script>"
    assert "<script>" not in client.post("/first/open", data={"sheet": "1"}).text


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/x-www-form-urlencoded", b"sheet=1&unit=east&level=front&cell.voice-a=\xff", 400),
        ("application/x-www-form-urlencoded", b"sheet=1&unit=east&level=front&cell.voice-a=%FF", 422),
        ("application/x-www-form-urlencoded", b"sheet=1&sheet=2&unit=east&level=front", 400),
        ("application/x-www-form-urlencoded", b"sheet=1&unit=east&level=front&cell.voice-a=1&cell.voice-a=2", 400),
        ("application/x-www-form-urlencoded", b"sheet=1&unit=east&level=front&cell.voice-z=1", 400),
        ("application/x-www-form-urlencoded", b"sheet=1&unit=east&level=citizen&cell.voice-a=1", 400),
        ("application/x-www-form-urlencoded", b"unit=east&level=front", 400),
        ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % number for number in range(100_000)), 413),
        ("application/x-www-form-urlencoded", b"a=&" * 60_000, 400),
        ("application/json", b'{"sheet": 1}', 400),
        ("multipart/form-data", b"sheet=1", 400),
        ("", b"\x00\xff" * 50, 400),
    ],
)
def test_what_is_not_the_form_that_was_shown_is_refused(client, folder, kind, body, status):
    checked(client.post("/first/form", data=body, content_type=kind), status)
    assert not folder.exists()


@pytest.mark.parametrize(
    "address", ["/first/form", "/first/open", "/first/out", "/mismatches", "/answers", "/go-on", "/delete"]
)
def test_no_page_of_somebody_elses_can_send_a_form(agreed, folder, address):
    written(agreed, "/answers")
    before = before_and_after(folder)
    for header in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        checked(agreed.post(address, data={"sheet": "7"}, headers=header), 403)
    assert before_and_after(folder) == before


def test_no_foreign_name_can_be_led_to_this_machine(client):
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/", headers={"Host": "127.0.0.1:8002"}).status_code == 200


def test_a_file_that_somebody_spoilt_is_told_with_its_place(agreed, folder):
    path = folder / "first.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",1,", ",99,", 1), encoding="utf-8")
    for address in ("/", "/first/", "/mismatches", "/first/form"):
        assert f"{path}:2:voice-a" in words(page(agreed, address, 409))


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_lost(client, folder):
    folder.write_text("in the way")
    tree = refused(client, "/first/form", {**FORM, "sheet": "1"}, 503)
    assert "This was not saved" in words(tree)


def test_the_look_is_that_of_the_survey(client, site):
    templates = site.settings.templates
    assert client.get("/survey.css").data == (templates / "respondent" / "survey.css").read_bytes()
    assert client.get("/keying.css").mimetype == "text/css"


def test_a_round_that_is_closed_or_unknown_is_not_keyed(site):
    site.close()
    folder = site.settings.data.parent
    assert leadsurvey(folder, "key", "small")[::2] == (
        1,
        "round 'small' is closed; what comes late belongs to the next round\n",
    )
    assert leadsurvey(folder, "key", "other")[0] == 1
