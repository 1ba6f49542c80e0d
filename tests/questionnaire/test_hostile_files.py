"""A file made to do harm is refused, or read, in little memory: the largest that is looked at is half a megabyte."""

import tracemalloc

import pytest

from leadsurvey.questionnaire.document import LARGEST
from leadsurvey.questionnaire.load import load
from leadsurvey.rounds.load import load as read_round
from tests.conftest import SHIPPED, TINY, leadsurvey, problems, write_round

GOOD = (TINY / "one-scale.yaml").read_text(encoding="utf-8")
MEGABYTE = 1024 * 1024
MOST = 40 * MEGABYTE


def told(path, text):
    """What is said of a file, and the most memory that was needed."""
    path.write_text(text, encoding="utf-8")
    tracemalloc.start()
    try:
        said = problems(lambda: load(path, SHIPPED))
        return said, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def bomb():
    """Nine lines that would be a thousand million words."""
    lines = "".join(f"a{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 10)}]\n" for n in range(1, 9))
    return f"a0: &b0 [x]\n{lines}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(GOOD + "#" + "x" * 50 * MEGABYTE, id="fifty megabytes"),
        pytest.param(f'{GOOD}purpose: "{"x" * 10 * MEGABYTE}"\n', id="a line of ten megabytes"),
        pytest.param(GOOD + "".join(f"key-{n}: x\n" for n in range(100_000)), id="a hundred thousand keys"),
    ],
)
def test_a_file_that_is_too_large_is_refused_unread(tmp_path, text):
    said, most = told(tmp_path / "q.yaml", text)
    assert said == ["q.yaml:1:1: more than 512 KB, which no questionnaire needs; check that this is the right file"]
    assert most < 4 * LARGEST


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(bomb() + GOOD, id="a bomb of aliases"),
        pytest.param("a: " + "[" * 100_000, id="a hundred thousand brackets"),
        pytest.param("a: " + "{a: " * 100_000, id="a hundred thousand braces"),
        pytest.param("".join(" " * n + "a:\n" for n in range(900)), id="a thousand steps to the right"),
        pytest.param("a: " + "- " * 100_000, id="a hundred thousand entries inside each other"),
        pytest.param("a: &a [*a]\n" + GOOD, id="a circle"),
        pytest.param("&a a: &b {b: *b}\n" + GOOD, id="a circle of mappings"),
        pytest.param("? " * 50_000, id="keys of keys"),
        pytest.param("a: " + "!" * 100_000, id="a long tag"),
        pytest.param("%YAML 1.1\n---\na: 1\n---\nb: 2\n", id="two files in one"),
        pytest.param("!!python/object/apply:os.system [ls]\n", id="a tag that would run a program"),
        pytest.param(GOOD + "purpose: " + "x" * 400_000 + ": y\n", id="a key of 400 KB"),
        pytest.param(GOOD + "".join(f"key-{n}: x\n" for n in range(5_000)), id="five thousand keys"),
        pytest.param(GOOD + "minutes: {front: " + "9" * 100_000 + "}\n", id="a number of 100,000 digits"),
        pytest.param(
            GOOD + "minutes: {front: 0x" + "f" * 100_000 + "}\n", id="a number of 100,000 digits, in hexadecimal"
        ),
        pytest.param(GOOD + "version: 1" + "0:59" * 20_000 + "\n", id="a number in base sixty"),
        pytest.param(GOOD + 'purpose: "\\udc80"\n', id="half a sign"),
        pytest.param(GOOD + 'purpose: "\u202egnihtyna"\n', id="text turned around"),
        pytest.param(GOOD + 'purpose: "\\u202Egnihtyna"\n', id="text turned around by its number"),
        pytest.param(GOOD + '"\\u202Etitle": x\n', id="a key turned around"),
    ],
)
def test_a_file_made_to_do_harm_is_told_and_takes_little_memory(tmp_path, text):
    said, most = told(tmp_path / "q.yaml", text)
    assert said
    assert all(line.startswith("q.yaml:") and len(line) < 1000 for line in said)
    assert most < MOST


def test_the_longest_text_that_is_read_at_all_takes_little_memory(tmp_path):
    said, most = told(tmp_path / "q.yaml", GOOD + "purpose: " + "x " * (LARGEST // 2 - 500))
    assert said == []
    assert most < 40 * MEGABYTE


@pytest.mark.parametrize(
    "named", ["../outside.yaml", "/etc/passwd.yaml", "a/../../outside.yaml", "../../questionnaires/nope", "~/x.yaml"]
)
def test_no_file_outside_of_its_folder_can_be_extended_or_asked(tmp_path, named):
    (tmp_path / "outside.yaml").write_text(GOOD, encoding="utf-8")
    folder = tmp_path / "inside"
    folder.mkdir()
    said, _ = told(folder / "q.yaml", f"questionnaire: ours\ntitle: Ours\nextends: {named}\n")
    assert [line.split(";")[0] for line in said] == [f"q.yaml:3:10: there is no questionnaire '{named}' here"]
    survey = write_round(folder, questionnaire=named)
    code, _, said = leadsurvey(tmp_path, "check", survey)
    assert (code, f"there is no questionnaire '{named}' here" in said) == (1, True)


def test_a_link_to_a_file_outside_is_no_way_around(tmp_path):
    (tmp_path / "outside.yaml").write_text(GOOD, encoding="utf-8")
    folder = tmp_path / "inside"
    folder.mkdir()
    (folder / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    said, _ = told(folder / "q.yaml", "questionnaire: ours\ntitle: Ours\nextends: link.yaml\n")
    assert "there is no questionnaire 'link.yaml' here" in said[0]


@pytest.mark.parametrize(
    "files", [["q.yaml"], ["b.yaml", "q.yaml"], ["b.yaml", "c.yaml", "q.yaml"], ["./b.yaml", "b.yaml"]]
)
def test_files_that_extend_each_other_in_a_circle_are_told(tmp_path, files):
    path = tmp_path / "q.yaml"
    for name, base in zip(["q.yaml", *files[:-1]], files, strict=True):
        (tmp_path / name).write_text(f"questionnaire: x\ntitle: X\nextends: {base}\n", encoding="utf-8")
    said = problems(lambda: load(path))
    assert len(said) == 1
    assert "extends this file in turn" in said[0]


def test_a_device_is_no_file(tmp_path):
    path = tmp_path / "q.yaml"
    path.symlink_to("/dev/zero")
    assert problems(lambda: load(path))[0].endswith(
        "more than 512 KB, which no questionnaire needs; check that this is the right file"
    )


@pytest.mark.parametrize("name", ["a" * 300, "a" * 50_000])
def test_a_name_that_no_folder_can_hold_is_told_in_a_line(tmp_path, name):
    path = write_round(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("one-scale.yaml", name), encoding="utf-8")
    (said,) = problems(lambda: read_round(path, SHIPPED))
    assert (said.startswith("round.yaml:2:"), len(said) < 1000) == (True, True)
