"""No value that is withheld leaves the house, by whatever door.

Twins: two rounds that differ in nothing but who of two withheld groups gave which answers, extreme ones. Whatever comes
out of the one must come out of the other, byte for byte: texts, tables, PDFs, names of files, messages, the log.
"""

import ast
import csv
import json
import logging
import re
from pathlib import Path

import pypdf
import pytest

import leadsurvey as package
from tests.conftest import leadsurvey, open_round

HOUSE = Path(package.__file__).parent
UNITS = "unit,parent,name,front\nall,,The whole house,0\n" + "".join(
    f"{unit},all,{unit.title()} wing,{heads}\n"
    for unit, heads in (("east", 14), ("west", 14), ("north", 40), ("south", 40))
)
MIDDLE = [(1, 3), (2, 4), (3, 3), (4, 2), (5, 5), (2, 2), (4, 5)]
LOW, HIGH = [(1, 5), (1, 4)], [(5, 1), (5, 2)]  # the second item counts the other way
RESULTS = [
    ("results", "small", *form, *annex)
    for form in (("--format", "json"), ("--format", "csv"), ())
    for annex in ((), ("--technical",))
]


def closed(folder, **answers):
    """A closed round with these answers of each unit, and what was said on the way."""
    folder.mkdir()
    open_round(folder, units=UNITS)
    with (folder / "answers.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["unit", "level", "voice-a", "voice-b"])
        out.writerows((unit, "front", *codes) for unit, rows in answers.items() for codes in rows)
    said = [leadsurvey(folder, "enter", "small", folder / "answers.csv"), leadsurvey(folder, "close", "small")]
    (folder / "answers.csv").unlink()
    return [tuple(str(part).replace(str(folder), "") for part in each) for each in said]


def told(folder, *arguments):
    return tuple(str(part).replace(str(folder), "") for part in leadsurvey(folder, *arguments))


def taken(codes, count):
    return [codes[number % len(codes)] for number in range(count)]


BIG = {"north": taken(MIDDLE, 24), "south": taken(MIDDLE[2:], 21)}


@pytest.fixture(scope="module")
def twins(tmp_path_factory):
    """(folder, what was said) of both; east and west are six and eight people, told of together only."""
    home = tmp_path_factory.mktemp("twins")
    one = {"east": [*taken(LOW, 6)], "west": [*taken(HIGH, 6), *taken(MIDDLE, 2)]}
    other = {"east": one["west"][:6], "west": [*one["east"], *one["west"][6:]]}
    return [(home / name, closed(home / name, **part, **BIG)) for name, part in (("one", one), ("other", other))]


@pytest.fixture(scope="module")
def reports(twins):
    """Every report of each twin, made in another order and by more processes the second time."""
    units = ["all", "east", "west", "north", "south"]
    (one, _), (other, _) = twins
    assert leadsurvey(one, "report", "small", "--all", "-o", one / "out")[0] == 0
    for unit in reversed(units):
        assert leadsurvey(other, "report", "small", "--unit", unit, "-o", other / "out")[0] == 0
    assert leadsurvey(other, "report", "small", "--all", "--jobs", "2", "-o", other / "again")[0] == 0
    return [
        {path.name: path.read_bytes() for path in folder.iterdir()}
        for folder in (one / "out", other / "out", other / "again")
    ]


def test_the_two_groups_are_withheld_and_their_answers_extreme(twins):
    for folder, _ in twins:
        units = json.loads(told(folder, "results", "small", "--format", "json")[1])["units"]
        for unit in ("east", "west"):
            assert set(units[unit]["capabilities"]["voice"]["front"]) == {"withheld"}
        assert "value" in units["north"]["capabilities"]["voice"]["front"]
        assert "value" in units["all"]["capabilities"]["voice"]["front"]


def test_closing_says_the_same_of_twins(twins):
    (_, one), (_, other) = twins
    assert one == other


@pytest.mark.parametrize("command", RESULTS, ids=" ".join)
def test_results_of_twins_are_the_same(twins, command):
    (one, _), (other, _) = twins
    assert told(one, *command) == told(other, *command)


def test_reports_of_twins_are_the_same_in_any_order(reports):
    one, other, again = reports
    assert len(one) == 5
    assert one == other == again


def test_exports_of_twins_are_the_same(twins):
    for folder, _ in twins:
        assert leadsurvey(folder, "export", "small", "--format", "all", "-o", folder / "tables")[0] == 0
    one, other = ({path.name: path.read_bytes() for path in (folder / "tables").iterdir()} for folder, _ in twins)
    assert one == other


def test_a_group_told_later_is_the_same_of_twins(twins):
    for folder, _ in twins:
        assert leadsurvey(folder, "report", "small", "--extra", "east,west", "-o", folder / "extra")[0] == 0
    (one,), (other,) = (list((folder / "extra").iterdir()) for folder, _ in twins)
    assert (one.name, one.read_bytes()) == (other.name, other.read_bytes())


def test_nothing_is_logged_of_answers(twins, caplog):
    with caplog.at_level(logging.DEBUG):
        told(twins[0][0], "results", "small")
    assert caplog.records == []


def test_the_comparison_sees_a_group_that_is_told(tmp_path, twins):
    """One answer of a told group is another: then results differ, and so do releases."""
    (one, _), *_ = twins
    changed = {**BIG, "north": [*BIG["north"][1:], (5, 1)]}
    closed(tmp_path / "changed", east=taken(LOW, 6), west=[*taken(HIGH, 6), *taken(MIDDLE, 2)], **changed)
    for command in RESULTS[:4]:
        assert told(one, *command) != told(tmp_path / "changed", *command)


# An unusual value


def said_in(path):
    """Everything in a PDF that a program can read: text, alternative texts, metadata."""
    reader = pypdf.PdfReader(path)
    seen, words = set(), [page.extract_text() for page in reader.pages] + [str(reader.metadata)]

    def walk(thing):
        thing = thing.get_object() if hasattr(thing, "get_object") else thing
        if id(thing) not in seen:
            seen.add(id(thing))
            if isinstance(thing, dict):
                words.extend(str(thing[key]) for key in ("/Alt", "/ActualText", "/E", "/T") if key in thing)
                for key in ("/K", "/S"):
                    walk(thing.get(key))
            elif isinstance(thing, list):
                for each in thing:
                    walk(each)

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return "\n".join(words)


def test_a_withheld_value_stands_nowhere(tmp_path):
    """The mean of "east" is 89, which no figure that is told is near."""
    folder = tmp_path / "unusual"
    closed(folder, east=[(5, 1)] * 4 + [(4, 2)] * 3, west=taken(MIDDLE, 6), **BIG)
    assert leadsurvey(folder, "report", "small", "--all", "-o", folder / "out")[0] == 0
    mean = (100 * 4 + 75 * 3) / 7
    assert 89 < mean < 90
    everything = [told(folder, *command)[1] for command in RESULTS]
    everything += [said_in(path) for path in (folder / "out").iterdir()]
    everything += [path.name for path in (folder / "out").iterdir()]
    for text in everything:
        without_hashes = re.sub(r"[0-9a-f]{8,}", "", text)
        assert re.findall(r"(?<![\d.])(?:89|90)(?![\d%])", without_hashes) == []


# One way out


def test_a_shown_figure_is_made_in_one_module_only():
    makers = {
        path.relative_to(HOUSE).as_posix()
        for path in HOUSE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Shown"
    }
    assert makers == {"analysis/disclosure/figures.py"}


MAKERS = [
    "levels", "gaps", "change", "weighting", "selfviews", "tasks", "predictions", "who_led", "answers", "unsaid",
]  # fmt: skip


def test_figures_are_made_only_where_findings_are():
    """Whoever calls a maker of figures asks a plan first: rows of units, of the organisation by level, or both told."""
    callers = {
        path.relative_to(HOUSE).as_posix()
        for path in HOUSE.rglob("*.py")
        if re.search(r"\bshown_(count|share|mean|number|range|difference)\(", path.read_text(encoding="utf-8"))
    }
    assert callers == {"analysis/disclosure/figures.py"} | {f"analysis/{name}.py" for name in MAKERS}
