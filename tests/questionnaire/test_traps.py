"""Files that look harmless and are not."""

import pytest

from leadsurvey.questionnaire.load import load
from tests.conftest import dedented, problems

FILE = """
    questionnaire: q
    title: Q
    levels: {front: {title: Front line}}
    scales: {often: {options: %s}}
    capabilities: {voice: {title: Voice, items: {voice-a: A person took the lead.}}}
"""


def told(tmp_path, text):
    path = tmp_path / "q.yaml"
    path.write_text(text, encoding="utf-8")
    return problems(lambda: load(path))


@pytest.mark.parametrize("options", ['["3", "2", "1"]', '["0", "1", "2"]', "[No, dk]"])
def test_an_option_that_reads_like_another_ones_code_is_refused(tmp_path, options):
    """In a table of answers "3" means the third option: the word on the page must not say otherwise."""
    assert any(
        "is how a table of answers writes another choice" in line for line in told(tmp_path, dedented(FILE % options))
    )


def test_numbers_in_their_own_order_are_fine_as_options(tmp_path):
    assert told(tmp_path, dedented(FILE % '["1", "2", "3"]')) == []


def test_brackets_without_end_are_told_and_not_followed(tmp_path):
    assert told(tmp_path, "a: " + "[" * 20_000) == [
        "q.yaml:1:1: brackets or indentation go too deep; close the brackets that are open"
    ]


def test_yaml_merge_keys_are_refused(tmp_path):
    text = dedented(FILE % "[No, Yes]") + "parts: &a [x]\n<<: *a\n"
    assert "q.yaml:7:1: YAML's merge key '<<' is not used here; write the keys out" in told(tmp_path, text)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("sources:\n  - A book.\n   - Another.\n",
         "q.yaml:8:4: this line is read as more of the text above; let every - of a list stand in one column"),
        ("purpose:\n", "q.yaml:6:1: 'purpose' is empty; fill it, or take it out"),
        ("sources: [A book., ~]\n", "q.yaml:6:20: 'sources, entry 2' is empty; fill it, or take it out"),
        ("who_led: {titel: Who}\n", "q.yaml:6:11: unknown key 'titel'; did you mean 'title'?"),
        ('purpose: "\\a"\n', "q.yaml:6:10: a sign stands here that is no text; retype this text"),
    ],
)  # fmt: skip
def test_what_yaml_lets_pass_is_told(tmp_path, lines, said):
    assert said in told(tmp_path, dedented(FILE % "[No, Yes]") + lines)


def test_a_block_that_begins_askew_is_told_where_it_begins_too(tmp_path):
    text = dedented(FILE % "[No, Yes]") + "texts:\n   a: x\n   b: y\n  c: z\n"
    began, gave_up = told(tmp_path, text)
    assert began == "q.yaml:7:4: what begins here goes on at column 3 of line 9; let both begin in one column"
    assert gave_up.startswith("q.yaml:9:3: expected <block end>")
