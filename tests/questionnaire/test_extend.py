"""An extension adds to a questionnaire; what its base asks stays as it is."""

import shutil

import pytest

from leadsurvey.questionnaire.load import load
from tests.conftest import SHIPPED, TINY, problems

HEAD = "questionnaire: ours\nversion: '1.0'\ntitle: Ours\nextends: every-key.yaml\n"
OWN = """
  ours:
    title: Ours
    part: leading
    scale: how-often
    items: {ours-a: We shared the keys.}
"""
LOCKED = "is locked by 'every-key', so that scores stay comparable; take it out, or add something of your own"


@pytest.fixture
def extension(tmp_path):
    """Load a file that extends every-key.yaml."""
    shutil.copy(TINY / "every-key.yaml", tmp_path)

    def load_it(text, head=HEAD):
        (tmp_path / "ours.yaml").write_text(head + text, encoding="utf-8")
        return load(tmp_path / "ours.yaml", SHIPPED)

    return load_it


def sections(text):
    return text + "sections:\n  - {title: Our page, capabilities: [ours]}\n"


def test_an_extension_asks_what_its_base_asks_and_its_own(extension):
    questionnaire, _ = extension(sections(f"capabilities:{OWN}"))
    assert (questionnaire.id, questionnaire.title) == ("ours", "Ours")
    assert [item.id for item in questionnaire.items] == ["voice-a", "voice-b", "ours-a", "voice-self"]
    assert [section.title for section in questionnaire.sections] == ["The only page", "Our page"]


def test_a_shipped_questionnaire_is_extended_by_its_name(extension):
    own = OWN.replace("leading", "leadership")
    text = sections(f"capabilities:{own}")
    questionnaire, _ = extension(text, HEAD.replace("every-key.yaml", "distributed-leadership"))
    base, _ = load(SHIPPED / "distributed-leadership.yaml")
    assert {item.id for item in questionnaire.items} - {item.id for item in base.items} == {"ours-a"}


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("capabilities: {voice: {items: {voice-a: Otherwise.}}}", "5:24", "items"),
        ("capabilities: {voice: {items: {voice-z: One more.}}}", "5:24", "items"),
        ("capabilities: {voice: {wording: {lead: {voice-b: Other.}}}}", "5:34", "lead"),
        ("scales: {how-often: {options: [No, Yes]}}", "5:10", "how-often"),
        ("levels: {citizen: {title: Citizens}}", "5:10", "citizen"),
        ("bands: {all: {title: All, start: 0}}", "5:1", "bands"),
        ("language: fr", "5:1", "language"),
    ],
)
def test_what_the_base_asks_is_locked(extension, text, line, key):
    assert problems(lambda: extension(text)) == [f"ours.yaml:{line}: '{key}' {LOCKED} under another id"]


def test_a_level_of_its_own_gets_a_wording_of_its_own(extension):
    text = (
        "levels: {volunteer: {title: Volunteers}}\ncapabilities: {voice: {wording: {volunteer: {voice-a: Own words.}}}}"
    )
    questionnaire, _ = extension(text)
    assert questionnaire.items[0].text_for("volunteer") == "Own words."
    assert questionnaire.items[0].text_for("lead") == "Somebody took the lead."


def test_a_scale_of_its_own_leaves_the_base_on_its_scale(extension, tmp_path):
    shutil.copy(TINY / "one-scale.yaml", tmp_path)
    head = HEAD.replace("every-key", "one-scale")
    text = "scales: {yes-no: {options: [No, Yes]}}\ncapabilities:" + OWN.replace("how-often", "yes-no").replace(
        "    part: leading\n", ""
    )
    questionnaire, _ = extension(text, head)
    base, _ = load(TINY / "one-scale.yaml")
    assert questionnaire.items[: len(base.items)] == base.items
    assert questionnaire.items[-1].scale.options == ("No", "Yes")


def test_defaults_for_words_in_braces_may_be_replaced(extension):
    questionnaire, _ = extension("texts: {team: our crew}")
    assert questionnaire.texts["team"] == "our crew"


@pytest.mark.parametrize(
    "named", ["../ours", "../../etc/passwd.yaml", "/etc/passwd.yaml", "..", "nowhere", "nowhere.yaml"]
)
def test_a_base_that_is_not_there_or_lies_elsewhere_is_refused(extension, named):
    (said,) = problems(lambda: extension("", HEAD.replace("every-key.yaml", f'"{named}"')))
    assert said.startswith(f"ours.yaml:4:10: there is no questionnaire '{named}' here; ")


def test_a_link_out_of_the_folder_is_no_way_out_of_it(extension, tmp_path_factory, tmp_path):
    shutil.copy(TINY / "every-key.yaml", tmp_path_factory.mktemp("elsewhere") / "other.yaml")
    (tmp_path / "link.yaml").symlink_to(tmp_path_factory.getbasetemp())
    said = problems(lambda: extension("", HEAD.replace("every-key", "link")))
    assert "there is no questionnaire 'link.yaml' here" in said[0]


def test_files_that_extend_each_other_are_refused(extension, tmp_path):
    (tmp_path / "theirs.yaml").write_text(HEAD.replace("every-key", "ours"), encoding="utf-8")
    said = problems(lambda: extension("", HEAD.replace("every-key", "theirs")))
    assert said == ["theirs.yaml:4:10: 'ours.yaml' extends this file in turn; take `extends:` out of one of them"]


def test_a_file_that_extends_itself_is_refused(extension):
    said = problems(lambda: extension("", HEAD.replace("every-key", "ours")))
    assert said == ["ours.yaml:4:10: 'ours.yaml' extends this file in turn; take `extends:` out of one of them"]


def test_faults_of_the_base_are_told_in_the_base(extension, tmp_path):
    (tmp_path / "every-key.yaml").write_text("questionnaire: every-key\ntitel: A\n", encoding="utf-8")
    said = problems(lambda: extension(""))
    assert said
    assert all(line.startswith("every-key.yaml:") for line in said)


@pytest.mark.parametrize(
    ("text", "where", "key"),
    [
        ("bands: {all: {title: All, start: 0}}", "5:1", "bands"),
        ("order: {items: shuffled}", "5:1", "order"),
        ("language: fr", "5:1", "language"),
        ("parts: {p: Part}", "5:1", "parts"),
        ("stem: {front: Do you disagree?}", "5:8", "front"),
        ("stem: {all: Do you disagree?}", "5:8", "all"),
    ],
)
def test_what_the_base_leaves_to_the_default_is_locked_too(extension, tmp_path, text, where, key):
    shutil.copy(TINY / "one-scale.yaml", tmp_path)
    (said,) = problems(lambda: extension(text, HEAD.replace("every-key", "one-scale")))
    assert said.startswith(f"ours.yaml:{where}: '{key}' is locked by 'one-scale'")


def test_a_level_of_its_own_may_have_a_stem_of_its_own(extension):
    questionnaire, _ = extension("levels: {volunteer: {title: Volunteers}}\nstem: {volunteer: How often with you?}\n")
    assert questionnaire.levels["volunteer"].title == "Volunteers"


def test_pages_of_its_own_follow_those_that_the_base_does_not_name(extension, tmp_path):
    shutil.copy(TINY / "one-scale.yaml", tmp_path)
    own = sections("capabilities:" + OWN.replace("    part: leading\n    scale: how-often\n", ""))
    questionnaire, _ = extension(own, HEAD.replace("every-key", "one-scale"))
    assert [section.title for section in questionnaire.sections][-1] == "Our page"
    assert len(questionnaire.sections) == 1 + len(load(TINY / "one-scale.yaml")[0].capabilities)


def test_a_fault_in_a_list_is_told_at_its_own_line(extension):
    texts = "title: A, practice: B, first_test: C, measure: D"
    (said,) = problems(lambda: extension(f"recommendations:\n  - {{rule: foundation, capability: voice, {texts}}}\n"))
    assert said.startswith("ours.yaml:6:5: rule 'foundation' has a practice for 'voice' already; ")
