"""What other programs read of a release is what the release says, and nothing where it says nothing."""

import csv
import io
import itertools
import re
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from leadsurvey.analysis.disclosure.figures import Reason, Withheld
from leadsurvey.report.dataset import naming, table
from leadsurvey.report.dataset.files import Form, files, write
from leadsurvey.report.dataset.released import tables
from leadsurvey.report.dataset.research import research
from leadsurvey.report.dataset.syntax import syntax
from leadsurvey.report.export import is_formula
from tests.report.extremes import CASES
from tests.report.hostile import full
from tests.report.riverside import findings

RELEASE = "3f2a9c1b" * 8
DDI = Path(__file__).parents[1] / "reference" / "ddi" / "schemas"
NAMES = [each.name for each in tables(full())]
PEOPLE = research(
    ("unit", "voice-a", "voice_a", "to"),
    {"voice-a": "=It was safe", "to": "Whom"},
    {"voice-a": {1: "Never", 2: "Ünder'way", -1: "I can’t say", -128: "No answer"}},
    [("=root", 1, 0.5, None), ("homes", -128, 2.25, None), ("homes", None, 2.25, None)],
)


@cache
def made():
    return files(full(), RELEASE, list(Form), PEOPLE)


def table_of(name):
    return PEOPLE if name == "research" else next(each for each in tables(full()) if each.name == name)


def as_text(rows):
    return [[table.written(value) for value in row] for row in rows]


def read_csv(name):
    return list(csv.reader(io.StringIO(made()[f"spring-2027-{name}.csv"].decode("utf-8-sig"), newline="")))


@pytest.fixture(scope="module")
def book():
    return openpyxl.load_workbook(io.BytesIO(made()["spring-2027.xlsx"]))


def read_sav(tmp_path, name):
    path = tmp_path / "t.sav"
    path.write_bytes(made()[f"spring-2027-{name}.sav"])
    return pyreadstat.read_sav(path, user_missing=True, output_format="dict")


# The tables


def test_every_table_of_the_release_has_rows():
    assert NAMES == [
        "units", "groups", "joined", "scores", "weighted", "gaps", "changes", "incomparable", "self_views", "tasks",
        "predictions", "who_led", "answers", "unsaid", "technical",
    ]  # fmt: skip


def test_a_release_without_tasks_has_no_table_of_tasks():
    assert [each.name for each in tables(findings())] == [
        "units", "groups", "joined", "scores", "gaps", "technical",
    ]  # fmt: skip


def test_scores_are_those_of_the_findings():
    whole, told = full(), {}
    for unit, capability, level, *cells in table_of("scores").rows:
        told[unit, capability, level] = cells
    for unit in whole.units.values():
        for capability, row in unit.scores.items():
            for level, figure in row.items():
                cells = told.pop((table.plain(unit.id), capability, "all staff" if level == "*" else level))
                if isinstance(figure, Withheld):
                    assert cells == [None, None, None, None, figure.reason.name.lower(), None, None]
                else:
                    bands = [figure.bands[0], figure.bands[-1]]
                    assert cells == [figure.value, figure.low, figure.high, figure.n, None, *bands]
    assert told == {}


@pytest.mark.parametrize("name", NAMES)
def test_a_withheld_row_has_no_number_and_says_why(name):
    """Not even whether a difference is clear, which the findings carry for nothing."""
    one = table_of(name)
    hidden = [(place, one.place(v.withheld_by)) for place, v in enumerate(one.variables) if v.withheld_by]
    for row in one.rows:
        for place, why in hidden:
            assert row[why] is None or row[place] is None
            assert row[why] is None or row[why] in table.REASONS.meanings


def test_every_reason_has_a_code_and_a_missing_value_of_its_own():
    assert set(table.MISSING) == set(Reason)
    assert len(table.REASONS.meanings) == len(set(table.MISSING.values())) == len(Reason)
    assert all(number < -9_000_000 for number in table.MISSING.values())


def test_the_annex_is_told_to_the_last_digit():
    rows = {row[:4]: row[4:] for row in table_of("technical").rows}
    assert rows["capabilities", None, "local", "levels.front.pomp"] == (44.125, None, None)
    assert rows["capabilities", None, "local", "levels.front.in_post.2"] == (47.0, None, None)
    assert rows["capabilities", None, "learn", None] == (None, None, "few")
    assert rows["units", "homes", "local", "n"] == (93, None, None)
    assert rows["tasks", None, "offer", "versions.1.arms.2"] == (None, "b", None)
    assert rows["quality", None, None, "left_out"] == (1, None, None)


# CSV


@pytest.mark.parametrize("name", [*NAMES, "research"])
def test_a_csv_reads_back_as_the_table(name):
    one, (head, *rows) = table_of(name), read_csv(name)
    assert head == [variable.name for variable in one.variables]
    assert rows == as_text(one.rows)


@pytest.mark.parametrize("name", [*NAMES, "research", "codebook"])
def test_no_cell_of_a_csv_is_a_formula_and_none_has_two_lines(name):
    cells = [cell for row in read_csv(name) for cell in row]
    assert not any(is_formula(cell) or "\n" in cell or "\r" in cell for cell in cells)


@given(st.text())
def test_plain_text_is_one_line_and_no_formula(text):
    plain = table.plain(text)
    assert not is_formula(plain)
    assert table.plain(plain) == plain
    assert len(plain.splitlines()) <= 1
    etree.Element("a").text = plain  # refuses what XML cannot hold


# Workbook


def test_a_workbook_says_first_what_it_holds(book):
    facts = dict(book.worksheets[0].iter_rows(values_only=True))
    assert book.sheetnames == ["about", *NAMES, "research", "codebook"]
    assert facts["Release"] == RELEASE
    assert facts["Smallest group"] == "10 people"
    assert facts["Answers"].startswith("simulated")
    assert "Withheld is not zero" in facts["Reading"]


@pytest.mark.parametrize("name", [*NAMES, "research"])
def test_a_sheet_reads_back_as_the_table(book, name):
    one, (head, *rows) = table_of(name), list(book[name].iter_rows(values_only=True))
    places = [head.index(variable.name) for variable in one.variables]
    assert [tuple(row[place] for place in places) for row in rows] == [tuple(row) for row in one.rows]
    assert (book[name].freeze_panes, book[name].auto_filter.ref) == ("A2", book[name].dimensions)


def test_words_stand_beside_codes(book):
    head, first, *_ = book["scores"].iter_rows(values_only=True)
    said = dict(zip(head, first, strict=True))
    assert (said["level"], said["level_label"], said["capability_label"]) == (
        "front", "Front line", "Local purpose and authority",
    )  # fmt: skip


def test_no_cell_of_a_workbook_is_a_formula_or_an_error(book):
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n"}
    assert "#N/A" in [cell.value for cell in book["units"]["B"]]


# SPSS


@pytest.mark.parametrize("name", [*NAMES, "research"])
def test_an_spss_file_reads_back_as_the_table(tmp_path, name):
    one, (columns, meta) = table_of(name), read_sav(tmp_path, name)
    assert list(columns) == naming.names(one)
    assert meta.column_labels == [naming.label(variable) for variable in one.variables]
    for place, values in enumerate(columns.values()):
        expected = [naming.value(one, row, place) for row in one.rows]
        is_text = naming.is_text(one.variables[place])
        assert [None if value != value else value for value in values] == [  # noqa: PLR0124  # NaN
            (value or "") if is_text else value for value in expected
        ]


def test_a_withheld_value_is_missing_in_spss_and_bears_its_reason(tmp_path):
    columns, meta = read_sav(tmp_path, "gaps")
    withheld = table.MISSING[Reason.TOGETHER]
    assert columns["difference"][:2] == [12, withheld]
    assert columns["clear"][:2] == [1, withheld]
    assert withheld not in {*columns["difference"][2:], *columns["clear"][2:]}
    assert meta.missing_ranges["difference"] == [{"lo": min(table.MISSING.values()), "hi": -9_999_991}]
    assert meta.variable_value_labels["difference"][table.MISSING[Reason.TOGETHER]] == f"withheld: {Reason.TOGETHER}"
    assert meta.variable_value_labels["one"]["lead"] == "Team leads"
    path = tmp_path / "t.sav"
    assert pyreadstat.read_sav(path, output_format="dict")[0]["difference"][:2] == [12, None]


def test_answers_that_nobody_gave_are_missing_in_spss(tmp_path):
    columns, meta = read_sav(tmp_path, "research")
    assert meta.missing_ranges == {"voice_a": [{"lo": -128, "hi": -1}]}
    assert columns["voice_a"][:2] == [1, -128]
    assert pyreadstat.read_sav(tmp_path / "t.sav", output_format="dict")[0]["voice_a"] == [1, None, None]


def test_an_spss_file_bears_the_day_of_the_release(tmp_path):
    meta = read_sav(tmp_path, "scores")[1]
    assert str(meta.creation_time) == "2027-04-09 00:00:00"
    assert meta.file_label == "Simulated data: scores"


def commands(text):
    """Syntax as commands, each a list of words; a text keeps its quotes away and is a tuple of one."""
    lines = [line for line in text.splitlines() if not line.startswith("*")]
    token = re.compile(
        r"\s*(?:((?:'(?:[^']|'')*'(?:\s*\+\s*)?)+)|([A-Za-z_][\w:/.-]*(?<!\.)|-?\d+(?:\.\d+)?|[=(),/]|\.))"
    )
    found, command, at = [], [], 0
    text = "\n".join(lines).strip()
    while at < len(text):
        match = token.match(text, at)
        assert match, text[at : at + 60]
        at = match.end()
        if match[1]:
            pieces = re.findall(r"'((?:[^']|'')*)'", match[1])
            command.append(("".join(piece.replace("''", "'") for piece in pieces),))
        elif match[2] == ".":
            found.append(command)
            command = []
        else:
            command.append(match[2])
    assert command == []
    return found


def after(found, *start):
    (command,) = [each for each in found if each[: len(start)] == list(start)]
    return command[len(start) :]


@pytest.mark.parametrize("name", [*NAMES, "research"])
def test_syntax_says_the_same_as_the_spss_file(tmp_path, name):
    """Also run in PSPP 1.6.2, which made of every CSV file here what the .sav beside it holds."""
    one, (_, meta) = table_of(name), read_sav(tmp_path, name)
    text = made()[f"spring-2027-{name}.sps"].decode("utf-8-sig")
    assert max(len(line.encode()) for line in text.splitlines()) <= 251
    found = commands(text)
    labels = [word for word in after(found, "VARIABLE", "LABELS") if word != "/"]
    said = dict(zip(labels[::2], (text for (text,) in labels[1::2]), strict=True))
    assert said == meta.column_names_to_labels
    assert value_labels(found) == meta.variable_value_labels
    assert missing_ranges(found) == meta.missing_ranges
    read = after(found, "GET", "DATA")
    widths = dict(zip(*(read[read.index("VARIABLES") + 2 :][start::2] for start in (0, 1)), strict=True))
    assert list(widths) == naming.names(one)


def missing_ranges(found):
    told = [each[2:] for each in found if each[:2] == ["MISSING", "VALUES"]]
    return {name: [{"lo": float(low), "hi": float(high)}] for name, _, low, _, high, _ in told}


def value_labels(found):
    if not any(each[:2] == ["VALUE", "LABELS"] for each in found):
        return {}
    said = {}
    for new, group in itertools.groupby(after(found, "VALUE", "LABELS"), lambda word: word == "/"):
        if not new:
            words = list(group)
            names = list(itertools.takewhile(lambda word: isinstance(word, str) and word[0].isalpha(), words))
            pairs = words[len(names) :]
            codes = [code[0] if isinstance(code, tuple) else float(code) for code in pairs[::2]]
            said |= {name: dict(zip(codes, [text for (text,) in pairs[1::2]], strict=True)) for name in names}
    return said


def test_names_for_spss_are_fit_and_differ():
    assert naming.names(PEOPLE) == ["unit", "voice_a", "voice_a_2", "v_to"]


@given(st.text(), st.integers(3, 200))
def test_a_label_is_cut_between_signs(text, most):
    cut = naming.cut(text.encode(errors="ignore").decode(), most)
    assert len(cut.encode()) <= most


def test_quotes_in_syntax_are_doubled():
    (found,) = [
        each for each in commands(syntax(PEOPLE, "it's.csv", simulated=False).decode("utf-8-sig")) if each[0] == "GET"
    ]
    assert ("it's.csv",) in found


# Codebook


@pytest.fixture(scope="module")
def schema():
    """DDI-Codebook 2.5.1 as the DDI Alliance publishes it (tests/reference/ddi); nothing is fetched."""

    class Local(etree.Resolver):
        def resolve(self, url, _public, context):
            return self.resolve_filename(str(DDI / url.rsplit("/", 1)[-1]), context) if "://" in url else None

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    return etree.XMLSchema(etree.parse(DDI / "codebook.xsd", parser))


def test_the_codebook_is_valid_ddi(schema):
    schema.assertValid(etree.fromstring(made()["spring-2027-codebook.xml"]))


@pytest.mark.parametrize("case", CASES)
def test_the_codebook_of_an_extreme_release_is_valid_ddi(schema, case):
    schema.assertValid(etree.fromstring(files(CASES[case], RELEASE, [Form.DDI])["spring-2027-codebook.xml"]))


def test_the_schema_refuses_a_codebook_without_a_title(schema):
    broken = etree.fromstring(made()["spring-2027-codebook.xml"])
    (title,) = broken.iterfind(".//{ddi:codebook:2_5}titl")
    title.getparent().remove(title)
    assert not schema.validate(broken)


def test_both_codebooks_know_every_variable():
    root = etree.fromstring(made()["spring-2027-codebook.xml"])
    told = [(each.get("files"), each.get("name")) for each in root.iterfind(".//{ddi:codebook:2_5}var")]
    known = [[*tables(full()), PEOPLE][int(file[1:]) - 1].name for file, _ in told]
    expected = [(each.name, one.name) for each in [*tables(full()), PEOPLE] for one in each.variables]
    assert list(zip(known, [name for _, name in told], strict=True)) == expected
    rows = read_csv("codebook")
    assert [(row[1], row[2]) for row in rows if row[0] == "variable"] == expected
    assert ["code", "level", "all staff", "All staff", "", "", ""] in rows


# Files


def test_the_same_release_gives_the_same_bytes():
    table.plain.cache_clear()
    assert files(full(), RELEASE, list(Form), PEOPLE) == made()


def test_a_workbook_bears_no_clock():
    with ZipFile(io.BytesIO(made()["spring-2027.xlsx"])) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"2027-04-09T00:00:00Z") == 2


def test_syntax_and_ddi_bring_the_csv_files_that_they_describe():
    for form in (Form.SPS, Form.DDI):
        assert "spring-2027-scores.csv" in files(findings(), RELEASE, [form])
    assert sorted(files(findings(), RELEASE, [Form.XLSX])) == ["spring-2027-codebook.csv", "spring-2027.xlsx"]


def test_what_cannot_be_written_leaves_the_folder_as_it_was(tmp_path):
    write(tmp_path, {"a": b"old"})
    (tmp_path / "b").mkdir()
    with pytest.raises(IsADirectoryError, match="a folder has the name"):
        write(tmp_path, {"a": b"new", "b": b"new"})
    with pytest.raises(OSError, match="File name too long"):
        write(tmp_path, {"a": b"new", "c" * 300: b"new"})
    assert (tmp_path / "a").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_files_come_in_place_of_those_before(tmp_path):
    write(tmp_path / "new" / "folder", {"a": b"1"})
    write(tmp_path / "new" / "folder", {"a": b"2"})
    assert [path.read_bytes() for path in (tmp_path / "new" / "folder").iterdir()] == [b"2"]
