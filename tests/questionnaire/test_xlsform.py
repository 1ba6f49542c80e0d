"""Forms of ODK and KoboToolbox come in as questionnaires, and questionnaires go out as such forms."""

import csv
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from pyxform.xls2json_backends import md_table_to_workbook
from pyxform.xls2xform import convert

from leadsurvey.fieldwork import opening
from leadsurvey.languages import catalogue as po
from leadsurvey.languages.locales import called
from leadsurvey.questionnaire.xlsform.write import bring_in
from leadsurvey.responses.exchange import ADDED_BY_TOOLS
from leadsurvey.responses.seal import Keyring
from leadsurvey.responses.store import Store
from leadsurvey.rounds.load import load as load_round
from tests.conftest import SHIPPED, TINY, leadsurvey, settings_for, write_round

ROOT = Path(__file__).parents[2]
FORMS = Path(__file__).parent / "xlsforms"
LIKERT = """
| survey |
| | type | name | label |
| | select_one often | first | We talk. |
| | select_one often | second | We listen. |
| choices |
| | list_name | name | label |
| | often | never | Never |
| | often | always | Always |
"""


def workbook(path, table):
    """Write an .xlsx of a Markdown table."""
    md_table_to_workbook(table).save(path)
    return path


def form(folder, table, name="form.xlsx"):
    return workbook(folder / name, table)


def brought_in(folder, table):
    """The keys of the questionnaire that a table makes, and what was left out."""
    found = bring_in(form(folder, table), folder / "out.yaml")
    return found.keys, found.left


def refusal(folder, path):
    """What the command says to a form it cannot use; it ends with 1 and writes nothing."""
    before = sorted(folder.iterdir())
    code, out, err = leadsurvey(folder, "import-xlsform", path, "-o", folder / "out.yaml")
    assert (code, out) == (1, "")
    assert sorted(folder.iterdir()) == before
    assert "Traceback" not in err
    return err.replace(f"{folder}/", "").strip()


# Bringing a form in


@pytest.mark.parametrize("name", ["languages", "matrix", "logic"])
def test_a_form_becomes_a_questionnaire_without_fault_that_a_round_can_ask(tmp_path, name):
    path = workbook(tmp_path / f"{name}.xlsx", (FORMS / f"{name}.md").read_text(encoding="utf-8"))
    code, _, err = leadsurvey(tmp_path, "import-xlsform", path, "-o", tmp_path / "own.yaml")
    assert code == 0, err
    assert err == (FORMS / f"{name}.left.txt").read_text(encoding="utf-8")
    assert leadsurvey(tmp_path, "check", tmp_path / "own.yaml")[0] == 0
    settings = settings_for(tmp_path)
    frozen = load_round(write_round(tmp_path, questionnaire="own.yaml"), settings.questionnaires)
    with Store(settings.database) as store:
        store.migrate()
        survey = opening.open_round(store, Keyring(settings.keys), frozen, settings.catalogues)
    assert survey.questionnaire.items


@pytest.mark.parametrize("kind", [".xlsx", ".md", ".csv"])
def test_a_form_says_the_same_in_every_kind_of_file(tmp_path, kind):
    path = tmp_path / f"form{kind}"
    if kind == ".xlsx":
        workbook(path, LIKERT)
    elif kind == ".md":
        path.write_text(LIKERT, encoding="utf-8")
    else:
        cells = [line.strip("|").split("|") for line in LIKERT.strip().split("\n")]
        path.write_text("\n".join(",".join(cell.strip() for cell in line) for line in cells), encoding="utf-8")
    assert list(bring_in(path, tmp_path / "out.yaml").keys.capabilities["statements"].items) == ["first", "second"]


def test_pages_scales_and_ids_are_those_of_the_form(tmp_path):
    keys = bring_in(FORMS / "languages.md", tmp_path / "out.yaml").keys
    assert [(section.title, section.capabilities) for section in keys.sections] == [
        ("Working together", ["teamwork"]),
        ("Learning", ["learning"]),
    ]
    assert keys.scales["how_often"].options == {"never": "Never", "sometimes": "Sometimes", "always": "Always"}
    assert keys.scales["how_often"].opt_out == "I can’t say"
    assert list(keys.capabilities["teamwork"].items) == ["helped", "decided"]
    assert (keys.background["tenure"].options, keys.background["tenure"].opt_out) == (
        {"short": "Less than two years", "long": "Two years or more"},
        "I’d rather not say",
    )
    assert keys.comments["wish"].text == "What one change would help?"


def test_further_languages_become_catalogues_beside_the_file(tmp_path):
    bring_in(FORMS / "languages.md", tmp_path / "out.yaml")
    catalogue = po.read(tmp_path / "out" / "fr.po")
    words = {message.context: "".join(message.translations) for message in catalogue.messages}
    assert catalogue.language == "fr"
    assert words["capabilities.teamwork.items.helped.text"] == "Les gens se sont aidés."
    assert words["scales.how_often.opt_out"] == "Je ne sais pas"
    assert words["sections.learning.title"] == "Apprendre"
    assert words["capabilities.learning.items.mistakes.text"] == ""
    assert leadsurvey(tmp_path, "translate", "status", tmp_path / "out.yaml")[0] == 0


def test_a_group_on_two_scales_is_one_page_with_two_capabilities(tmp_path):
    keys = bring_in(FORMS / "matrix.md", tmp_path / "out.yaml").keys
    assert keys.sections[1].capabilities == ["trust", "trust-quality"]
    assert {name: found.scale for name, found in keys.capabilities.items()} == {
        "voice": "agree", "trust": "agree", "trust-quality": "quality",
    }  # fmt: skip


def test_codes_that_count_from_one_are_kept_whatever_their_order_in_the_sheet(tmp_path):
    keys = bring_in(FORMS / "matrix.md", tmp_path / "out.yaml").keys
    assert list(keys.scales["agree"].options) == ["1", "2", "3", "4", "5"]
    assert keys.scales["agree"].options["5"] == "Strongly agree"


def test_a_list_of_facts_that_several_questions_share_is_no_scale(tmp_path):
    keys, _ = brought_in(tmp_path, LIKERT.replace("Never", "Yes").replace("Always", "No"))
    assert list(keys.background) == ["first", "second"]
    assert not keys.capabilities


def test_names_that_columns_of_a_table_bear_are_left_out(tmp_path):
    _, left = brought_in(tmp_path, LIKERT.replace("| choices |", "| | text | unit | Which unit? |\n| choices |"))
    assert "survey row 4: 'unit' (text) was left out; a table of answers has a column of this name anyway" in left


def test_the_same_name_in_two_groups_becomes_two_ids(tmp_path):
    groups = "| | begin group | a | A |\n| | text | why | Why? |\n| | end group |\n| | begin group | b | B |\n"
    keys, left = brought_in(
        tmp_path, LIKERT.replace("| choices |", f"{groups}| | text | why | Why, again? |\n| | end group |\n| choices |")
    )
    assert list(keys.comments) == ["why", "why-2"]
    assert "survey row 8: 'why' became 'why-2'; write it so in tables of answers" in left


def test_a_language_is_known_by_its_code_or_its_english_name():
    names = ["fr", "French", "Français (fr)", "Portuguese (pt_BR)", "default", "Klingonese"]
    assert [called(name) for name in names] == ["fr", "fr", "fr", "pt-BR", None, None]


def test_a_form_in_a_language_nobody_knows_says_how_to_head_its_columns(tmp_path):
    table = LIKERT.replace("| type | name | label |", "| type | name | label::English | label::Elvish |")
    table = table.replace("We talk. |", "We talk. | Lasto |").replace("| name | label |", "| name | label::English |")
    _, left = brought_in(tmp_path, table)
    assert left[0] == "survey row 1: the texts under 'Elvish' were left out; head them like label::French (fr)"


# What cannot be brought in


def test_a_pdf_renamed_is_refused(tmp_path):
    (tmp_path / "form.xlsx").write_bytes(b"%PDF-1.7\n%%EOF")
    assert refusal(tmp_path, tmp_path / "form.xlsx") == (
        "form.xlsx:workbook: this is no Excel workbook, whatever its name says; "
        "open it in a spreadsheet program and save it as .xlsx"
    )


def test_another_zip_renamed_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "form.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "form.xlsx:workbook: this cannot be read as a workbook" in refusal(tmp_path, tmp_path / "form.xlsx")


def test_an_old_workbook_that_is_none_is_refused(tmp_path):
    (tmp_path / "form.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))
    assert "form.xls:workbook: this cannot be read as a workbook" in refusal(tmp_path, tmp_path / "form.xls")


def test_another_kind_of_file_is_refused(tmp_path):
    (tmp_path / "form.ods").write_bytes(b"")
    assert refusal(tmp_path, tmp_path / "form.ods") == (
        "form.ods:workbook: '.ods' is no kind of XLSForm; use .xlsx, .xls, .csv or .md"
    )


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert "form.xlsx:workbook: cannot be read (No such file" in refusal(tmp_path, tmp_path / "form.xlsx")


def test_an_empty_workbook_is_refused(tmp_path):
    Workbook().save(tmp_path / "form.xlsx")
    assert "You must have a sheet named 'survey'" in refusal(tmp_path, tmp_path / "form.xlsx")


def test_a_survey_that_asks_nothing_we_know_is_refused(tmp_path):
    path = form(tmp_path, "| survey |\n| | type | name | label |\n| | integer | age | Age |")
    assert "nothing in it can be carried over" in refusal(tmp_path, path)


def test_a_workbook_without_a_survey_sheet_is_refused(tmp_path):
    path = form(tmp_path, LIKERT.replace("| survey |", "| questions |"))
    assert "You must have a sheet named 'survey'" in refusal(tmp_path, path)


def test_an_unknown_list_is_refused_at_its_row(tmp_path):
    told = refusal(tmp_path, form(tmp_path, LIKERT.replace("select_one often | second", "select_one oftne | second")))
    assert told == "form.xlsx:survey row 3: List name not in choices sheet: oftne; correct this row"


def test_a_name_with_spaces_is_refused_at_its_row(tmp_path):
    told = refusal(tmp_path, form(tmp_path, LIKERT.replace("| first |", "| the first |")))
    assert told.startswith("form.xlsx:survey row 2: ")
    assert "'the first'" in told or "the first" in told


def test_a_name_given_twice_is_refused_at_its_row(tmp_path):
    told = refusal(tmp_path, form(tmp_path, LIKERT.replace("| second |", "| first |")))
    assert told.startswith("form.xlsx:survey row 3: ")
    assert "'first'" in told


def test_a_repeat_that_is_not_closed_is_refused_at_its_row(tmp_path):
    told = refusal(
        tmp_path,
        form(
            tmp_path, LIKERT.replace("| | select_one often | s", "| | begin repeat | r | R |\n| | select_one often | s")
        ),
    )
    assert told.startswith("form.xlsx:survey row 3: ")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = form(tmp_path, LIKERT)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.xml", bytes(60_000_000))
    assert path.stat().st_size < 100_000
    assert "form.xlsx:workbook: unpacks to 60 MB, which no form needs" in refusal(tmp_path, path)


def test_a_file_of_more_than_ten_megabytes_is_refused(tmp_path):
    (tmp_path / "form.csv").write_bytes(b"," * 10_000_001)
    assert "more than 10 MB" in refusal(tmp_path, tmp_path / "form.csv")


def test_a_formula_without_its_result_is_refused_at_its_cell(tmp_path):
    path = form(tmp_path, LIKERT)
    book = load_workbook(path)
    book["survey"]["C2"] = '="We "&"talk."'
    book.save(path)
    assert refusal(tmp_path, path) == (
        "form.xlsx:survey row 2: cell C2 holds a formula without its result; "
        "put its words in its place (copy, then paste as values)"
    )


@pytest.mark.parametrize("sign", ["\u202e", "\u2066"])
def test_a_sign_that_turns_text_round_is_refused_at_its_row(tmp_path, sign):
    told = refusal(tmp_path, form(tmp_path, LIKERT.replace("Always", f"{sign}syawlA")))
    assert told.startswith("form.xlsx:choices row 3: a hidden sign in 'label' makes text read otherwise")


def test_nothing_is_overwritten(tmp_path):
    path = form(tmp_path, LIKERT)
    (tmp_path / "out.yaml").write_text("mine", encoding="utf-8")
    assert "out.yaml:output: this file, or a translation beside it, is there already" in refusal(tmp_path, path)
    (tmp_path / "out.yaml").unlink()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "fr.po").write_text("mine", encoding="utf-8")
    assert "is there already" in refusal(tmp_path, path)


def test_without_pyxform_one_line_says_how_to_install_it():
    for command in ["'import-xlsform', 'f.xlsx', '-o', 'o.yaml'", "'export-xlsform', 'f', '--level', 'x', '-o', 'o'"]:
        code = f"import sys; sys.modules.update(pyxform=None, openpyxl=None); sys.argv = ['leadsurvey', {command}]; "
        run = subprocess.run(
            [sys.executable, "-c", f"{code}from leadsurvey.cli import main; main()"],
            capture_output=True, text=True, check=False, cwd=ROOT,
        )  # fmt: skip
        assert run.returncode == 1
        assert run.stderr == "Error: forms need another package: pip install 'leadsurvey[xlsform]'\n"


# Answering offline


def exported(folder, questionnaire, level, *more):
    """The sheets of the form made of a questionnaire, by name, and what the command said."""
    path = folder / "offline.xlsx"
    code, out, err = leadsurvey(folder, "export-xlsform", questionnaire, "--level", level, "-o", path, *more)
    assert code == 0, err
    book = load_workbook(path)
    sheets = {}
    for sheet in book:
        header, *rows = ([cell or "" for cell in row] for row in sheet.iter_rows(values_only=True))
        sheets[sheet.title] = [dict(zip(header, row, strict=True)) for row in rows]
    return sheets, out


def accepted(path):
    """Whether pyxform makes a form of it: the whole of its checks, without Java."""
    return convert(path.read_bytes(), file_type=".xlsx").xform


@pytest.mark.parametrize("level", ["front", "lead", "senior", "partner", "citizen"])
def test_the_shipped_questionnaire_goes_out_as_a_form_that_pyxform_accepts(tmp_path, level):
    exported(tmp_path, SHIPPED / "distributed-leadership.yaml", level)
    assert "<h:title>Leading together</h:title>" in accepted(tmp_path / "offline.xlsx")


def test_a_level_reads_its_own_words_with_every_brace_filled(tmp_path):
    sheets, _ = exported(tmp_path, SHIPPED / "distributed-leadership.yaml", "senior")
    labels = {row["name"]: row["label::English (en)"] for row in sheets["survey"]}
    assert labels["local-a"] == "In our teams, the people nearest to a problem decided what to do."
    assert "your organisation" in labels["_stem-1-1"]
    assert not any("{" in str(label) for label in labels.values())


def test_what_a_table_of_answers_needs_is_in_the_form(tmp_path):
    sheets, _ = exported(tmp_path, TINY / "every-key.yaml", "front")
    level, unit, *_ = sheets["survey"]
    assert (level["type"], level["name"], level["calculation"]) == ("calculate", "level", "'front'")
    assert (unit["type"], unit["name"]) == ("text", "unit")
    asked = next(row for row in sheets["survey"] if row["name"] == "voice-a")
    offered = [row["name"] for row in sheets["choices"] if f"select_one {row['list_name']}" == asked["type"]]
    assert offered == ["1", "2", "3", "dk"]


def test_everything_but_tasks_is_asked_and_tasks_are_told_of(tmp_path):
    sheets, out = exported(tmp_path, TINY / "beyond-items.yaml", "front")
    rows = {row["name"]: row for row in sheets["survey"]}
    assert "tasks wells, anchor" in out
    assert (rows["ask-help"]["type"], rows["ask-help"]["constraint"]) == ("integer", ". >= 0 and . <= 100")
    assert rows["who_led"]["type"].startswith("select_multiple ")
    assert rows["years"]["type"].startswith("select_one ")
    assert (rows["change"]["type"], rows["change"]["hint::English (en)"]) == ("text", "Please name no one.")
    assert accepted(tmp_path / "offline.xlsx")


def test_those_whose_answers_are_predicted_agree_or_not(tmp_path):
    sheets, _ = exported(tmp_path, TINY / "beyond-items.yaml", "citizen")
    assert [row["name"] for row in sheets["choices"]] == ["agree", "disagree", "dk"]


def test_a_form_speaks_every_language_of_the_questionnaire(tmp_path):
    bring_in(FORMS / "languages.md", tmp_path / "own.yaml")
    sheets, _ = exported(tmp_path, tmp_path / "own.yaml", "front")
    row = next(row for row in sheets["survey"] if row["name"] == "helped")
    assert (row["label::English (en)"], row["label::Français (fr)"]) == (
        "People helped each other.",
        "Les gens se sont aidés.",
    )
    untranslated = next(row for row in sheets["survey"] if row["name"] == "mistakes")
    assert untranslated["label::Français (fr)"] == "We talked about mistakes."
    assert 'lang="Français (fr)"' in accepted(tmp_path / "offline.xlsx")


def test_words_that_begin_like_a_formula_stay_words(tmp_path):
    text = (TINY / "one-scale.yaml").read_text(encoding="utf-8").replace("It was safe to ask.", '"=1+1"')
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    sheets, _ = exported(tmp_path, tmp_path / "own.yaml", "front")
    cell = next(
        cell for row in load_workbook(tmp_path / "offline.xlsx")["survey"] for cell in row if cell.value == "=1+1"
    )
    assert cell.data_type == "s"
    assert sheets["settings"] == [
        {"form_title": "One scale", "form_id": "one-scale-front", "default_language": "English (en)"}
    ]


def test_a_level_or_language_that_is_not_there_is_a_wrong_call(tmp_path):
    call = ["export-xlsform", TINY / "one-scale.yaml", "-o", tmp_path / "f.xlsx", "--level"]
    assert leadsurvey(tmp_path, *call, "frnt")[0] == 2
    code, _, err = leadsurvey(tmp_path, *call, "front", "--language", "fr")
    assert (code, "use one of: en" in err) == (2, True)


def test_a_form_that_is_there_is_not_overwritten(tmp_path):
    exported(tmp_path, TINY / "one-scale.yaml", "front")
    call = ["export-xlsform", TINY / "one-scale.yaml", "--level", "front", "-o", tmp_path / "offline.xlsx"]
    code, _, err = leadsurvey(tmp_path, *call)
    assert (code, "is there already; nothing was written" in err) == (1, True)


def test_an_id_that_no_form_may_use_is_refused(tmp_path):
    text = (TINY / "one-scale.yaml").read_text(encoding="utf-8").replace("voice-b", "2nd")
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    code, _, err = leadsurvey(
        tmp_path, "export-xlsform", tmp_path / "own.yaml", "--level", "front", "-o", tmp_path / "f.xlsx"
    )
    assert (code, "'2nd' cannot be a question's name in a form" in err) == (1, True)
    assert not (tmp_path / "f.xlsx").exists()


def collected(folder, sheets, answers):
    """A table as ODK Central exports it with “Remove group names”: the form's fields, with its own columns around."""
    fields = [row["name"] for row in sheets["survey"] if row["name"] and row["type"] != "begin_group"]
    around = ["KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "Status",
              "ReviewState", "DeviceID", "Edits", "FormVersion"]  # fmt: skip
    assert {"SubmissionDate", "instanceID", *around} <= ADDED_BY_TOOLS
    header = ["SubmissionDate", *fields, "instanceID", *around]
    table = io.StringIO()
    lines = csv.DictWriter(table, header, restval="")
    lines.writeheader()
    for number, answered in enumerate(answers):
        told = {"SubmissionDate": "2026-03-04T10:00:00.000Z", "instanceID": f"uuid:{number}", "KEY": f"uuid:{number}"}
        lines.writerow({**told, **answered})
    path = folder / "central.csv"
    path.write_text(table.getvalue(), encoding="utf-8")
    return path


def test_what_was_answered_offline_comes_back_by_enter(folder):
    sheets, _ = exported(folder, folder / "one-scale.yaml", "front")
    accepted(folder / "offline.xlsx")
    answered = [{"level": "front", "unit": "east", "voice-a": str(1 + n % 5), "voice-b": ""} for n in range(12)]
    code, out, err = leadsurvey(folder, "enter", "small", collected(folder, sheets, answered))
    assert (code, err) == (0, "")
    assert "12 responses entered" in out


def test_an_answer_offline_that_was_never_offered_is_refused_at_its_cell(folder):
    sheets, _ = exported(folder, folder / "one-scale.yaml", "front")
    path = collected(folder, sheets, [{"level": "front", "unit": "east", "voice-a": "6"}])
    code, _, err = leadsurvey(folder, "enter", "small", path)
    assert (code, ":2:voice-a: '6' was never offered" in err) == (1, True)
