"""What an organiser is told of what is withheld: before opening, after closing, and of groups nobody planned."""

import csv

import pytest

from leadsurvey.responses.store import Store
from tests.conftest import leadsurvey, open_round, settings_for, write_round

UNITS = (
    "unit,parent,name,front\nall,,The whole house,20\neast,all,East wing,40\nwest,all,West wing,12\n"
    "north,all,North wing,40\nattic,all,Attic,15\n"
)
ANSWERED = {"all": 12, "east": 20, "west": 6, "north": 14, "attic": 7}


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    """A round with answers of five units, two of them too small."""
    folder = tmp_path_factory.mktemp("planned")
    open_round(folder, units=UNITS)
    with (folder / "answers.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["unit", "level", "voice-a", "voice-b"])
        out.writerows([unit, "front", 1 + n % 5, 1 + n % 4] for unit, count in ANSWERED.items() for n in range(count))
    assert leadsurvey(folder, "enter", "small", folder / "answers.csv")[0] == 0
    assert leadsurvey(folder, "close", "small")[0] == 0
    return folder


# Before opening


def test_a_dry_run_tells_what_could_be_shown_and_opens_nothing(tmp_path):
    path = write_round(tmp_path, units=UNITS)
    code, said, _ = leadsurvey(tmp_path, "open", path, "--dry-run", "--expect", "55")
    assert code == 0
    lines = said.splitlines()
    assert lines[0] == "If 55 of 100 answer everywhere, with 10 as the smallest group:"
    assert lines[lines.index("North wing (north)") + 1] == (
        "  Front line: shown, about 20 people, an average to about 9 points either way"
    )
    assert lines[lines.index("West wing (west)") + 1] == "  Front line: withheld, fewer than 10 people answer"
    assert lines[-1] == "Nothing was opened."
    assert not settings_for(tmp_path).database.exists()


def test_a_dry_run_says_whom_a_withheld_group_protects_and_what_would_show_more(tmp_path):
    path = write_round(tmp_path, units=UNITS.replace("attic,all,Attic,15\n", "").replace("house,20", "house,0"))
    said = leadsurvey(tmp_path, "open", path, "--dry-run", "--expect", "55")[1]
    assert (
        "withheld, alone or beside other figures it would tell about fewer than 10 people: front line of West wing"
        in said
    )
    assert "If 'west' and 'north' were one unit, 2 more groups could be shown." in said


def test_a_dry_run_gives_an_example_of_the_promise_to_somebody_in_a_small_group(tmp_path):
    said = leadsurvey(
        tmp_path, "open", write_round(tmp_path, units=UNITS.replace("40\nattic", "4\nattic")), "--dry-run"
    )[1]
    (after,) = [part for part in said.split("And, for example, ") if part.startswith("Front line of North wing:\n")]
    assert after.splitlines()[1].startswith("  In North wing 4 people stand where you stand. That is too few")


def test_a_dry_run_where_everybody_answers_withholds_nothing(tmp_path):
    said = leadsurvey(tmp_path, "open", write_round(tmp_path, units=UNITS), "--dry-run", "--expect", "100")[1]
    assert "withheld" not in said
    assert "one unit" not in said


def test_a_dry_run_tells_who_counts_elsewhere(tmp_path):
    path = write_round(tmp_path, units=UNITS.replace("West wing,12", "West wing,3"))
    assert (
        "Front line: too few in post, they count with The whole house"
        in leadsurvey(tmp_path, "open", path, "--dry-run")[1]
    )


def test_a_dry_run_tells_of_some_units_and_counts_all(tmp_path):
    path = write_round(tmp_path, units=UNITS + "".join(f"u{each},all,Team {each},3\n" for each in range(40)))
    some = leadsurvey(tmp_path, "open", path, "--dry-run")[1]
    assert "\n… and 15 other units: --all tells of them too.\n" in some
    assert "\nOf all groups 6 could be shown; 4 would be withheld; 40 are too small from the start, and" in some
    every = leadsurvey(tmp_path, "open", path, "--dry-run", "--all")[1]
    assert "other units" not in every
    assert "Team 39 (u39)" in every


def test_a_dry_run_promises_no_more_precision_than_there_is(tmp_path):
    heads = "all,,The whole house,9000\neast,all,East wing,17\nwest,all,West wing,2000"
    path = write_round(tmp_path, units=f"unit,parent,name,front\n{heads}\n")
    said = leadsurvey(tmp_path, "open", path, "--dry-run")[1]
    assert "an average to less than 1 point either way" in said
    assert "an average to about 1 point either way" in said
    assert "an average to about 14 points either way" in said  # 10 people


@pytest.mark.parametrize(
    ("people", "said"),
    [
        (800, "About 33 staff would read each version of a task; it is told from 25 on, its size from 40."),
        (300, "That is too few for 8 tasks; keep 4 of them."),
        (60, "That is too few for 8 tasks; nothing will be told."),
    ],
)
def test_a_dry_run_tells_how_many_tasks_so_many_people_can_bear(tmp_path, people, said):
    """Two tasks each of eight with up to three versions; half of the people answer."""
    units = f"unit,parent,name,front\nall,,The whole house,{people}\n"
    path = write_round(
        tmp_path, questionnaire="distributed-leadership", units=units, texts="{organisation: A, service: B}"
    )
    told = leadsurvey(tmp_path, "open", path, "--dry-run", "--expect", "50")[1]
    assert f"\n{said}\n" in told


@pytest.mark.parametrize("share", ["0", "101", "many"])
def test_a_share_that_is_none_is_refused(tmp_path, share):
    code, _, said = leadsurvey(tmp_path, "open", write_round(tmp_path), "--dry-run", "--expect", share)
    assert code == 2
    assert "--expect" in said


# After closing


def test_the_plan_tells_for_each_unit_what_is_withheld_and_why(closed):
    code, said, _ = leadsurvey(closed, "report", "small", "--plan")
    assert code == 0
    assert said.splitlines() == [
        "West wing (west)",
        "  Front line: fewer than 10 people answer",
        "  All staff: fewer than 10 people answer",
        "Attic (attic)",
        "  Front line: fewer than 10 people answer",
        "  All staff: fewer than 10 people answer",
    ]
    assert leadsurvey(closed, "report", "small", "--plan", "--unit", "east")[1] == "Nothing is withheld.\n"


def test_a_report_needs_a_folder(closed):
    code, _, said = leadsurvey(closed, "report", "small")
    assert code == 2
    assert "name a folder for the PDFs: -o reports" in said


def test_a_group_that_nobody_planned_is_reported_once_and_the_same_again(closed):
    """The two small wings are thirteen together."""
    for folder in ("first", "again"):
        code, said, _ = leadsurvey(closed, "report", "small", "--extra", "west, attic", "-o", closed / folder)
        assert (code, said) == (0, f"1 report in {closed / folder}\n")
    (first,), (again,) = ((closed / folder).iterdir() for folder in ("first", "again"))
    assert first.read_bytes() == again.read_bytes()
    with Store(settings_for(closed).database) as store:
        assert len(store.extras("small")) == 1


def test_a_group_of_which_nothing_may_be_told_leaves_nothing(closed):
    before = sorted(closed.rglob("*.pdf"))
    code, told, said = leadsurvey(closed, "report", "small", "--extra", "west,north", "-o", closed / "none")
    assert (code, told) == (1, "")
    assert "groups that overlap could tell" in said or "nothing may be told of West wing with North wing" in said
    assert sorted(closed.rglob("*.pdf")) == before


def test_an_extra_group_beside_other_choices_is_refused(closed):
    code, _, said = leadsurvey(closed, "report", "small", "--extra", "west,attic", "--all", "-o", closed / "x")
    assert code == 2
    assert "--extra makes one report" in said
