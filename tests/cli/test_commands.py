"""The organiser's commands: what they say, what they do and how they end."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from leadsurvey.cli import main
from leadsurvey.responses.seal import token_hash
from leadsurvey.responses.store import Store
from tests.conftest import TINY, leadsurvey, open_round, settings_for, write_round

ROOT = Path(__file__).parents[2]
HEAVY = {
    "flask",
    "wtforms",
    "matplotlib",
    "weasyprint",
    "pikepdf",
    "numpy",
    "scipy",
    "pydantic",
    "sqlite_utils",
    "nacl",
}
HEADER = "unit,level,voice-a,voice-b\n"


def program(folder, *arguments):
    """Run the program as a user does, in a process of its own that stands in `folder`."""
    command = [sys.executable, "-m", "leadsurvey", *map(str, arguments)]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LEADSURVEY_")}
    return subprocess.run(
        command, capture_output=True, text=True, cwd=folder, check=False, env={**clean, "PYTHONPATH": str(ROOT)}
    )


def answers(folder, rows, name="answers.csv"):
    path = folder / name
    path.write_text(HEADER + rows, encoding="utf-8")
    return path


@pytest.fixture
def closed(folder):
    """A closed round: 12 answers from "east", 9 from "west"."""
    rows = "".join(f"east,front,{1 + n % 5},{1 + n % 3}\n" for n in range(12))
    rows += "".join(f"west,front,{1 + n % 4},{1 + n % 2}\n" for n in range(9))
    assert leadsurvey(folder, "enter", "small", answers(folder, rows))[0] == 0
    assert leadsurvey(folder, "close", "small")[0] == 0
    return folder


# Help


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_explains_itself(command):
    run = CliRunner().invoke(main, [command, "--help"], catch_exceptions=False)
    assert run.exit_code == 0
    assert main.commands[command].help.split("\n", maxsplit=1)[0] in " ".join(run.stdout.split())


def test_help_names_every_command():
    told = CliRunner().invoke(main, ["--help"], catch_exceptions=False).stdout
    for name, command in main.commands.items():
        assert (f"\n  {name} " in told) is not command.hidden


@pytest.mark.parametrize("arguments", [["--help"], ["results", "--help"], ["--version"]])
def test_help_loads_no_heavy_package(arguments):
    code = (
        "import json, sys\nfrom leadsurvey.cli import main\n"
        f"try:\n    main({arguments!r})\n"
        "except SystemExit:\n    print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert HEAVY.isdisjoint(json.loads(run.stderr))


def test_a_wrong_call_ends_with_two():
    for arguments in (["resluts"], ["results"], ["results", "r", "--format", "xml"], ["check"]):
        assert CliRunner().invoke(main, arguments, catch_exceptions=False).exit_code == 2


def test_the_program_can_be_run_as_a_module_from_anywhere(tmp_path):
    run = program(tmp_path, "check", TINY / "one-scale.yaml")
    assert run.returncode == 0
    assert run.stderr.startswith(f"{TINY / 'one-scale.yaml'}:7:3: warning: ")
    assert run.stdout == f"{TINY / 'one-scale.yaml'}: without fault; items: 2, capabilities: voice; front 1 min\n"


# open


def test_open_says_what_is_frozen_and_what_comes_next(tmp_path):
    code, told, _ = leadsurvey(tmp_path, "open", write_round(tmp_path))
    assert code == 0
    lines = told.splitlines()
    assert lines[0] == "Round 'small' is open: answers from 2026-01-01 to the end of 2099-12-31."
    with Store(settings_for(tmp_path).database) as store:
        kept = store.round("small").fingerprint
    assert lines[1] == f"What is asked and promised is frozen as {kept[:16]}."
    assert lines[2:] == ["Next: leadsurvey invite small people.csv"]


def test_open_gives_the_link_of_an_open_round(tmp_path):
    code, told, _ = leadsurvey(tmp_path, "open", write_round(tmp_path, invitations="open"))
    assert code == 0
    assert told.splitlines()[-1].startswith("Anyone may answer at http")
    assert told.endswith("/r/small\n")


def test_open_says_which_levels_are_too_small_to_stand_alone(tmp_path):
    units = "unit,parent,name,front,lead\nall,,All,40,6\n"
    _, told, _ = leadsurvey(tmp_path, "open", write_round(tmp_path, questionnaire="merging", units=units))
    assert "Level 'lead' has fewer than 10 people: its answers join 'front'.\n" in told


def test_a_round_with_nothing_to_rate_is_opened_too(tmp_path):
    code, told, said = leadsurvey(tmp_path, "open", write_round(tmp_path, questionnaire="beyond-items"))
    assert (code, said) == (0, "")
    assert "is open" in told


def test_open_says_how_many_texts_are_shown_in_the_language_of_the_source(tmp_path):
    path = write_round(tmp_path, languages="[en, fr]")
    assert leadsurvey(tmp_path, "translate", "extract", tmp_path / "one-scale.yaml", "--language", "fr")[0] == 0
    _, told, _ = leadsurvey(tmp_path, "open", path)
    assert "texts have no translation into 'fr': shown in 'en'.\n" in told


# Translators


def test_translate_begins_a_catalogue_and_counts_what_is_missing(tmp_path):
    path = write_round(tmp_path).with_name("one-scale.yaml")
    _, told, _ = leadsurvey(tmp_path, "translate", "status", path)
    assert told == f"No catalogue yet. Begin one: leadsurvey translate extract {path} --language fr\n"
    code, told, _ = leadsurvey(tmp_path, "translate", "extract", path, "--language", "pt-BR")
    assert code == 0
    folder = tmp_path / "one-scale"
    assert told.splitlines()[:2] == [str(folder / "one-scale.pot"), str(folder / "pt-BR.po")]
    code, told, _ = leadsurvey(tmp_path, "translate", "status", path)
    assert (code, "pt-BR" in told) == (0, True)


def test_a_language_that_nobody_knows_is_refused(tmp_path):
    path = write_round(tmp_path).with_name("one-scale.yaml")
    code, _, said = leadsurvey(tmp_path, "translate", "extract", path, "--language", "klingon")
    assert code == 2
    assert "'klingon' is no language that we know" in said
    assert not (tmp_path / "one-scale").exists()


# Opening once


def test_a_round_is_opened_once(folder):
    code, told, said = leadsurvey(folder, "open", folder / "round.yaml")
    assert (code, told) == (1, "")
    assert said == "round 'small' was opened before; give this one another name in `round:`\n"


def test_a_faulty_round_is_not_opened_and_leaves_nothing(tmp_path):
    code, told, said = leadsurvey(tmp_path, "open", write_round(tmp_path, minimum_group=4))
    assert (code, told) == (1, "")
    assert "'minimum_group' reads 4" in said
    assert not (tmp_path / "data").exists()


# Rounds that are not there


@pytest.mark.parametrize("command", [["results", "smal"], ["close", "smal"], ["report", "smal", "-o", "out"]])
def test_an_unknown_round_is_answered_with_the_known_ones(folder, command):
    code, told, said = leadsurvey(folder, *command)
    assert (code, told) == (1, "")
    assert said == "no round 'smal' was opened here (opened: small); `leadsurvey open` opens one\n"


@pytest.mark.parametrize("command", [["results", "small"], ["close", "small"], ["enter", "small", "answers.csv"]])
def test_a_folder_without_database_is_told_and_not_made(tmp_path, command):
    code, told, said = leadsurvey(tmp_path, *command)
    assert (code, told) == (1, "")
    assert f"no database in {tmp_path / 'data'}" in said
    assert not (tmp_path / "data").exists()


# Before and after closing


@pytest.mark.parametrize("command", [["results", "small"], ["results", "small", "--technical", "--format", "json"],
                                     ["report", "small", "-o", "out"]])  # fmt: skip
def test_before_closing_nobody_can_read_anything_and_is_told_why(folder, command):
    leadsurvey(folder, "enter", "small", answers(folder, "east,front,1,2\n" * 12))
    code, told, said = leadsurvey(folder, *command)
    assert (code, told) == (1, "")
    assert said == (
        "round 'small' is open: until it is closed nobody can read its answers, and that was promised; "
        "`leadsurvey close small` ends it\n"
    )


def test_close_names_the_release_and_results_show_it(closed):
    told = json.loads(leadsurvey(closed, "results", "small", "--format", "json")[1])
    code, again, _ = leadsurvey(closed, "close", "small")
    assert code == 0
    assert again.startswith(f"Round 'small' is closed. Release {told['release'][:16]} of ")
    assert json.loads(leadsurvey(closed, "results", "small", "--format", "json")[1]) == told


def test_results_withhold_the_small_group_in_every_form(closed):
    told = json.loads(leadsurvey(closed, "results", "small", "--format", "json")[1])
    few = {"withheld": "fewer than the smallest group answered"}
    assert told["units"]["west"]["capabilities"]["voice"] == {"front": few, "all staff": few}
    assert told["units"]["west"]["answered"] == {"front": few, "all staff": few}
    together = {"withheld": "with or without other figures it would tell about fewer people"}
    assert told["units"]["east"]["capabilities"]["voice"] == {"front": together, "all staff": together}
    assert "value" in told["units"]["all"]["capabilities"]["voice"]["front"]
    lines = list(csv.DictReader(leadsurvey(closed, "results", "small", "--format", "csv")[1].splitlines()))
    assert [line["value"] for line in lines if line["unit"] == "west"] == ["", ""]
    table = leadsurvey(closed, "results", "small")[1]
    (west,) = (line for line in table.splitlines() if "West wing" in line)
    assert west.count("withheld") == 2
    annex = json.loads(leadsurvey(closed, "results", "small", "--technical", "--format", "json")[1])
    assert annex["units"]["west"]["voice"] == few


def test_results_in_a_pipe_are_not_cut_or_coloured(closed):
    run = program(closed, "--data", closed / "data", "results", "small", "--format", "json")
    assert (run.returncode, run.stderr) == (0, "")
    assert json.loads(run.stdout)["round"] == "small"
    table = program(closed, "--data", closed / "data", "results", "small").stdout
    assert "\x1b" not in table
    assert "East wing" in table


def test_an_unknown_unit_is_answered_with_the_nearest(closed):
    code, told, said = leadsurvey(closed, "report", "small", "--unit", "eats", "-o", closed / "out")
    assert (code, told) == (1, "")
    assert said == "unknown unit 'eats'; did you mean 'east'?\n"
    assert not (closed / "out").exists()


# invite


PEOPLE = "email,unit,level,language\nada@example.org,east,front,en\nbo@example.org,west,front,\n"


@pytest.fixture
def invited(folder):
    """An open round, two people invited to it."""
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    code, told, said = leadsurvey(folder, "invite", "small", folder / "people.csv")
    assert (code, said) == (0, "")
    assert told.startswith("2 invited, 0 invited before (same link).")
    return folder


def links(folder):
    with settings_for(folder).links("small").open(encoding="utf-8", newline="") as file:
        return {row["email"]: row["link"] for row in csv.DictReader(file)}


def test_invite_writes_a_link_for_everyone_that_only_the_owner_can_read(invited):
    path = settings_for(invited).links("small")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    found = links(invited)
    assert list(found) == ["ada@example.org", "bo@example.org"]
    assert len(set(found.values())) == 2


def test_a_link_opens_the_invitation_of_its_person(invited):
    token = links(invited)["bo@example.org"].rsplit("/a/", 1)[1]
    with Store(settings_for(invited).database) as store:
        invitation = store.invitation(token_hash(token))
    assert (invitation.unit, invitation.level, invitation.state) == ("west", "front", "open")


def test_someone_invited_again_gets_the_same_link(invited):
    first = links(invited)
    more = PEOPLE.replace("ada@example.org", "ADA@example.org") + "cy@example.org,east,front,\n"
    (invited / "people.csv").write_text(more, encoding="utf-8")
    _, told, _ = leadsurvey(invited, "invite", "small", invited / "people.csv")
    assert told.startswith("1 invited, 2 invited before (same link).")
    again = links(invited)
    assert again["ADA@example.org"] == first["ada@example.org"]
    assert again["bo@example.org"] == first["bo@example.org"]
    assert settings_for(invited).links("small").stat().st_mode & 0o777 == 0o600


def test_closing_deletes_the_file_of_links(invited):
    path = settings_for(invited).links("small")
    assert path.exists()
    assert leadsurvey(invited, "close", "small")[0] == 0
    assert not path.exists()


def test_nobody_is_invited_where_one_row_is_faulty(folder):
    (folder / "people.csv").write_text(PEOPLE + "cy,east,front,\n", encoding="utf-8")
    code, told, said = leadsurvey(folder, "invite", "small", folder / "people.csv")
    assert (code, told) == (1, "")
    assert said.endswith("people.csv:4:email: 'cy' is not an e-mail address; write it as name@example.org\n")
    assert not settings_for(folder).links("small").exists()


def test_nobody_is_invited_to_a_closed_round(closed):
    (closed / "people.csv").write_text(PEOPLE, encoding="utf-8")
    code, _, said = leadsurvey(closed, "invite", "small", closed / "people.csv")
    assert (code, said) == (1, "round 'small' is closed; what comes late belongs to the next round\n")


def test_links_go_where_they_are_wanted(folder):
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    target = folder / "letters" / "links.csv"
    assert leadsurvey(folder, "invite", "small", folder / "people.csv", "-o", target)[0] == 0
    assert target.stat().st_mode & 0o777 == 0o600
    assert not settings_for(folder).links("small").exists()


def test_two_rounds_live_in_one_folder_and_are_closed_apart(tmp_path):
    open_round(tmp_path)
    open_round(tmp_path, round="second")
    leadsurvey(tmp_path, "enter", "second", answers(tmp_path, "east,front,1,2\n" * 3))
    assert leadsurvey(tmp_path, "close", "small")[0] == 0
    assert leadsurvey(tmp_path, "results", "second")[0] == 1
    assert leadsurvey(tmp_path, "close", "second")[0] == 0
    with Store(settings_for(tmp_path).database) as store:
        assert (len(store.responses("small")[0]), len(store.responses("second")[0])) == (0, 3)


def test_an_argument_that_is_no_text_is_told(folder):
    code, said, told = leadsurvey(folder, "results", "small\udcff")
    assert (code, said) == (1, "")
    assert told == "“small\\udcff” holds bytes that are no text (UTF-8); type it again\n"
