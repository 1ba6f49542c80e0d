"""Docs that cannot go stale: every command, setting, key and file they should name is named."""

import re
import runpy
from pathlib import Path

import click
import pytest

import leadsurvey
from leadsurvey.cli import main
from leadsurvey.questionnaire.load import load, load_with_places
from leadsurvey.questionnaire.notes import of_questionnaire
from tests.conftest import SHIPPED

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TOUR = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_is_in_the_readme_and_has_help(command):
    assert f"`{command}" in README
    assert main.commands[command].help
    assert all(
        option.help
        for option in main.commands[command].params
        if isinstance(option, click.Option) and option.name in {"technical", "output"}
    )


def test_every_setting_of_the_environment_is_in_the_readme():
    source = (ROOT / "leadsurvey" / "settings.py").read_text(encoding="utf-8")
    for name in set(re.findall(r"LEADSURVEY_[A-Z]+", source)):
        assert name in README


def test_the_reference_of_every_key_is_what_the_grammar_gives():
    """So every key is explained there; each has words of its own."""
    written = (ROOT / "docs" / "grammar.md").read_text(encoding="utf-8")
    assert written == runpy.run_path(str(ROOT / "docs" / "write.py"))["page"](), "run: make docs"
    assert "|  |" not in written


def test_every_module_is_on_the_tour():
    for source in (ROOT / "leadsurvey").rglob("*.py"):
        if source.stem not in {"__init__", "__main__"}:
            assert re.search(rf"\b{source.stem}\b", TOUR), f"docs/tour.md does not pass '{source.stem}'"


def test_the_changelog_knows_this_version():
    assert f"## {leadsurvey.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["ours.yaml", "listening.yaml"])
def test_the_questionnaires_of_the_guide_check_without_fault(tmp_path, name):
    guide = (ROOT / "docs" / "your-own-questionnaire.md").read_text(encoding="utf-8")
    (written,) = re.findall(rf"```yaml\n(# {name}\n.*?)```", guide, re.DOTALL)
    (tmp_path / name).write_text(written, encoding="utf-8")
    assert load(tmp_path / name, SHIPPED)[0].items


def test_the_warning_of_the_guide_comes_and_is_accepted(tmp_path):
    guide = (ROOT / "docs" / "your-own-questionnaire.md").read_text(encoding="utf-8")
    (written,) = re.findall(r"```yaml\n(# listening.yaml\n.*?)```", guide, re.DOTALL)
    (statement,) = re.findall(r"`(hearing-d: .*?)`", guide)
    (accepted,) = re.findall(r"```yaml\n(accept:\n.*?)```", guide, re.DOTALL)
    (tmp_path / "q.yaml").write_text(f"{written}      {statement}\n{accepted}", encoding="utf-8")
    loaded = load_with_places(tmp_path / "q.yaml")
    assert [(note.code, note.accepted) for note in of_questionnaire(tmp_path / "q.yaml", loaded, {})] == [
        ("double-barrelled", True)
    ]


def test_links_between_documents_lead_somewhere():
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
