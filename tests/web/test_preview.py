"""The preview: all that a level sees, faults in place of it, and nothing taken in."""

import os
import shutil

import pytest

from leadsurvey.settings import Settings
from leadsurvey.web.preview import POLICY, create_preview
from tests.conftest import SHIPPED, TINY
from tests.web.checking import faults_of_page, parsed, text_of

ITS_SCRIPT = "no scripts"  # the preview has one script file, and no other page has any
LEVELS = ("front", "lead", "senior", "partner", "citizen")


@pytest.fixture
def path(tmp_path):
    shutil.copy(TINY / "beyond-items.yaml", tmp_path)
    return tmp_path / "beyond-items.yaml"


@pytest.fixture
def client(path):
    return preview_of(path)


def preview_of(path, host="127.0.0.1"):
    return create_preview(Settings.from_environment(environment={}), path, host).test_client()


def page(client, address, status=200):
    """A page, parsed strictly, of which the one script is all that no survey page may have."""
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    tree = parsed(answer.text)
    assert faults_of_page(tree) == [ITS_SCRIPT]
    assert [node.get("src") for node in tree.iter("script")] == ["/preview.js"]
    assert not any(node.tag in {"form", "style"} or node.get("style") for node in tree.iter())
    return tree


def words(tree):
    return text_of(tree.find("body"))


def change(path, old, new):
    path.write_text(path.read_text().replace(old, new))


def test_the_index_leads_to_every_level_in_every_language(client):
    links = [link.get("href") for link in page(client, "/").iter("a")]
    assert {f"/en/{level}" for level in ("front", "lead", "citizen")} <= set(links)


def test_the_index_says_how_much_each_level_is_asked(client):
    assert "1 of 2 tasks, 1 prediction, who led, 1 question about the person, 1 open question" in words(
        page(client, "/")
    )


@pytest.mark.parametrize("name", [file.stem for file in sorted(SHIPPED.glob("*.yaml"))])
def test_every_level_of_a_shipped_questionnaire_is_a_valid_page(name):
    client = preview_of(SHIPPED / f"{name}.yaml")
    for link in page(client, "/").iter("a"):
        if link.get("hreflang"):
            page(client, link.get("href"))


def test_a_level_sees_its_own_words():
    client = preview_of(SHIPPED / "distributed-leadership.yaml")
    assert "We set our aims with the help of local people." in words(page(client, "/en/front"))
    assert "Our teams set their aims with the help of local people." in words(page(client, "/en/senior"))
    assert "of this service?" not in words(page(client, "/en/front"))


def test_all_arms_stand_side_by_side_with_their_difference_marked(client):
    tree = page(client, "/en/front")
    arms = [node for node in tree.iter("div") if node.get("class") == "arm"]
    assert [node.get("aria-label") for node in arms] == ["Wells: Kept", "Wells: Lost", "Anchor: Low", "Anchor: High"]
    assert [text_of(node) for node in tree.iter("mark")] == ["keep", "lose"]
    assert "[" not in words(tree)


def test_a_question_of_one_arm_stands_in_that_arm_alone(client):
    kept, lost, *_ = [node for node in page(client, "/en/front").iter("div") if node.get("class") == "arm"]
    assert "How sure?" in text_of(lost)
    assert "How sure?" not in text_of(kept)


def test_score_and_debrief_of_a_task_are_told(client):
    said = words(page(client, "/en/front"))
    assert "Share of people who choose “The safe one”: in “Kept”, less that in “Lost”." in said
    assert "Where the bias is at work: above nought." in said
    assert "Most people do. The numbers were invented." in said


def test_some_guess_and_those_they_guess_about_answer(client):
    assert "Of 100 citizens, how many would agree?" in words(page(client, "/en/front"))
    assert "Do you agree?" in words(page(client, "/en/citizen"))
    assert "Agree Disagree I can’t say" in words(page(client, "/en/citizen"))


def test_a_level_that_is_asked_nothing_is_told_so(client):
    assert "This level is asked nothing." in words(page(client, "/en/lead"))


def test_faults_stand_in_place_of_the_pages_until_they_are_mended(client, path):
    change(path, "asked: [front]\n  of:", "asked: [frnot]\n  of:")
    line = path.read_text()[: path.read_text().index("frnot")].count("\n") + 1
    for address in ("/", "/en/front"):
        said = words(page(client, address))
        assert f"{path}:{line}:11" in said
        assert "unknown level 'frnot'; did you mean 'front'?" in said
    change(path, "frnot", "front")
    assert "Who led?" in words(page(client, "/en/front"))


@pytest.mark.parametrize("content", [b"", b"a: [", b"\xff\xfe", b"- 1", b"questionnaire: {a"])
def test_what_is_no_questionnaire_is_a_fault_and_no_traceback(client, path, content):
    path.write_bytes(content)
    assert "to mend" in words(page(client, "/"))


def test_a_file_that_is_not_there_is_a_fault(client, path):
    path.unlink()
    assert "no such file" in words(page(client, "/"))


def test_markup_in_a_fault_is_text(client, path):
    change(path, "questionnaire: beyond-items", "questionnaire: <script>alert(1)</script>")
    assert "<script>alert(1)</script>" in words(page(client, "/"))


def test_the_state_changes_with_the_file_and_is_on_the_page(client, path):
    before = client.get("/state").text
    assert page(client, "/").get("data-state") == before
    change(path, "Who led?", "Who took the lead?")
    assert client.get("/state").text != before


def test_the_state_changes_with_a_catalogue_and_with_what_is_extended(tmp_path):
    shutil.copy(TINY / "beyond-items.yaml", tmp_path)
    own = tmp_path / "own.yaml"
    own.write_text("questionnaire: own\ntitle: Own\nextends: beyond-items.yaml\n")
    client = preview_of(own)
    page(client, "/")
    states = [client.get("/state").text]
    change(tmp_path / "beyond-items.yaml", "Who led?", "Who took the lead?")
    states.append(client.get("/state").text)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "fr.po").write_text("nothing")
    states.append(client.get("/state").text)
    os.utime(own, (1, 1))
    states.append(client.get("/state").text)
    assert len(set(states)) == 4
    assert "fr.po" in words(page(client, "/"))


@pytest.mark.parametrize("address", ["/en/nobody", "/xx/front", "/other"])
def test_an_unknown_page_leads_back(client, address):
    assert "/" in [link.get("href") for link in page(client, address, 404).iter("a")]


@pytest.mark.parametrize("address", ["/", "/en/front", "/state"])
def test_nothing_can_be_sent(client, address):
    answer = client.post(address, data={"a": "b"})
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_every_answer_is_guarded(client):
    for address in ("/", "/en/front", "/state", "/preview.js", "/survey.css", "/preview.css", "/other"):
        headers = client.get(address).headers
        assert headers["Content-Security-Policy"] == POLICY
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in headers


def test_no_foreign_name_can_be_led_to_this_machine(client, path):
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
    for host in ("0.0.0.0", "::1", "127.1"):  # noqa: S104 - nothing listens here
        assert preview_of(path, host=host).get("/", headers={"Host": "evil.example"}).status_code == 400
        assert preview_of(path, host=host).get("/", headers={"Host": "192.0.2.7:8001"}).status_code == 200
        assert preview_of(path, host=host).get("/", headers={"Host": "[::1]:8001"}).status_code == 200
    assert preview_of(path, host="desk.example").get("/", headers={"Host": "desk.example:8001"}).status_code == 200


def test_the_look_is_that_of_the_survey(client):
    templates = Settings.from_environment(environment={}).templates
    assert client.get("/survey.css").data == (templates / "respondent" / "survey.css").read_bytes()


def test_warnings_are_told_with_their_place_until_the_file_accepts_them(tmp_path):
    shutil.copy(TINY / "every-key.yaml", tmp_path)
    path = tmp_path / "every-key.yaml"
    client = preview_of(path)
    assert "1 more is accepted in the file" in words(page(client, "/"))
    path.write_text(path.read_text().split("accept:")[0])
    said = words(page(client, "/"))
    assert f"{path}:" in said
    assert "[few-items at voice]" in said


def test_the_index_says_how_long_a_level_needs(tmp_path):
    shutil.copy(TINY / "every-key.yaml", tmp_path)
    assert "About 1 minute; 3 at most." in words(page(preview_of(tmp_path / "every-key.yaml"), "/"))
