"""What someone of a level is asked, as an XLSForm: for answering without a network, in ODK or KoboToolbox.

Questions are called as the columns of a table of answers, so that what was collected comes back through `exchange`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from leadsurvey.languages.locales import own_name
from leadsurvey.questionnaire.model import OPT_OUT_KEY, Background, Item, LevelId, Predictions, Questionnaire
from leadsurvey.questionnaire.problems import FaultyFileError, Problem
from leadsurvey.responses.columns import WHO_LED
from leadsurvey.responses.flow import (
    AgreeStep,
    BackgroundStep,
    CommentsStep,
    ItemsStep,
    PredictStep,
    Step,
    TasksStep,
    WhoLedStep,
    flow,
)

SHOWN = "_"  # begins the names of what is shown and not answered; no question's name begins so
UNIT = "Unit (its id in the table of units)"
OUT_OF_100 = ". >= 0 and . <= 100"
SURVEY = ["type", "name", "constraint", "calculation", "appearance"]
WIDTH = 40

Gettext = Callable[[str], str]
Choices = tuple[tuple[str, str], ...]  # name, words


@dataclass(frozen=True)
class Row:
    """One row of the survey sheet, in one language."""

    kind: str
    name: str = ""
    label: str = ""
    hint: str = ""
    choices: Choices = ()
    constraint: str = ""
    calculation: str = ""
    appearance: str = ""


def rows(questionnaire: Questionnaire, level: LevelId, gettext: Gettext) -> list[Row]:
    """The form of a level in the questionnaire's language; no form draws tasks by our rules."""
    form = [Row("calculate", "level", calculation=f"'{level}'"), Row("text", "unit", UNIT)]
    for number, step in enumerate(flow(questionnaire, level), 1):
        form += _page(_title(step), number, list(_questions(step, number, level, gettext)))
    about = questionnaire.levels[level].about
    return [replace(row, label=row.label.replace("{about}", about)) for row in form]


def tasks_left_out(questionnaire: Questionnaire, level: LevelId) -> list[str]:
    """The tasks that the level draws from in a browser."""
    return [task.id for step in flow(questionnaire, level) if isinstance(step, TasksStep) for task in step.pool]


def refuse_bad_names(path: Path, form: list[Row]) -> None:
    """Raise FaultyFileError for ids that no XLSForm may use: names begin with a letter there."""
    bad = [row.name for row in form if row.name and not (row.name[0].isalpha() or row.name.startswith(SHOWN))]
    cure = "let ids begin with a letter; a table of answers that is there keeps the old ones"
    if bad:
        raise FaultyFileError(
            Problem(str(path), 1, 1, f"'{name}' cannot be a question's name in a form", cure) for name in bad
        )


# The pages


def _page(title: str, number: int, questions: list[Row]) -> list[Row]:
    """A step's questions, as a group where they have a title."""
    if not (title and questions):
        return questions
    return [Row("begin_group", f"{SHOWN}page-{number}", title), *questions, Row("end_group")]


def _title(step: Step) -> str:
    match step:
        case ItemsStep(page):
            return page.title
        case PredictStep(part) | AgreeStep(part) | WhoLedStep(part):
            return part.title
        case _:
            return ""


def _questions(step: Step, number: int, level: LevelId, gettext: Gettext) -> Iterator[Row]:
    match step:
        case ItemsStep(page):
            for place, block in enumerate(page.blocks, 1):
                yield from _note(f"{SHOWN}stem-{number}-{place}", block.stem)
                yield from (_item(item, level) for item in block.items)
        case PredictStep(part):
            yield from _note(f"{SHOWN}stem-{number}", part.stem)
            yield from (Row("integer", each.id, each.text, constraint=OUT_OF_100) for each in part.statements)
        case AgreeStep(part):
            yield from _agreement(part, number, gettext)
        case WhoLedStep(part):
            yield Row("select_multiple", WHO_LED, part.text, part.hint, tuple(part.choices.items()))
        case BackgroundStep(questions):
            yield from map(_background, questions)
        case CommentsStep(comments):
            for comment in comments:
                yield Row("text", comment.id, comment.text, comment.warning, appearance="multiline")


def _note(name: str, words: str) -> Iterator[Row]:
    if words:
        yield Row("note", name, words)


def _item(item: Item, level: LevelId) -> Row:
    codes = tuple((str(code), words) for code, words in enumerate(item.scale.options, 1))
    return Row("select_one", item.id, item.text_for(level), choices=_with_way_out(codes, item.scale.opt_out))


def _background(question: Background) -> Row:
    return Row(
        "select_one", question.id, question.text,
        choices=_with_way_out(tuple(question.options.items()), question.opt_out),
    )  # fmt: skip


def _agreement(part: Predictions, number: int, gettext: Gettext) -> Iterator[Row]:
    offered = (("agree", gettext("Agree")), ("disagree", gettext("Disagree")))
    choices = _with_way_out(offered, gettext("I can’t say"))
    yield from _note(f"{SHOWN}stem-{number}", part.own_stem)
    yield from (Row("select_one", each.id, each.text, choices=choices) for each in part.statements)


def _with_way_out(choices: Choices, opt_out: str | None) -> Choices:
    return (*choices, (OPT_OUT_KEY, opt_out)) if opt_out else choices


# The workbook


def workbook(title: str, form_id: str, forms: Mapping[str, list[Row]]) -> bytes:
    """The form as an .xlsx; `forms` holds its rows by language, the main one first."""
    languages = list(forms)
    lists = _lists(forms)
    survey = [[*SURVEY, *_headings("label", languages), *_headings("hint", languages)]]
    for row, *others in zip(*forms.values(), strict=True):
        said = (row, *others)
        kind = f"{row.kind} {lists[tuple(each.choices for each in said)]}" if row.choices else row.kind
        told = [kind, row.name, row.constraint, row.calculation, row.appearance]
        survey.append([*told, *(each.label for each in said), *(each.hint for each in said)])
    choices = [["list_name", "name", *_headings("label", languages)]]
    for offered, name in lists.items():
        choices += [[name, same[0][0], *(words for _, words in same)] for same in zip(*offered, strict=True)]
    settings = [
        ["form_title", "form_id", "default_language"],
        [title, form_id, _heading(languages[0])],
    ]
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, table in {"survey": survey, "choices": choices, "settings": settings}.items():
        _fill(made.create_sheet(name), table)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def _lists(forms: Mapping[str, list[Row]]) -> dict[tuple[Choices, ...], str]:
    """A name for each list of choices, one for all questions that offer the same in every language."""
    offered = dict.fromkeys(tuple(each.choices for each in said) for said in zip(*forms.values(), strict=True))
    return {choices: f"answers-{number}" for number, choices in enumerate(filter(any, offered), 1)}


def _headings(column: str, languages: list[str]) -> list[str]:
    return [f"{column}::{_heading(language)}" for language in languages]


def _heading(language: str) -> str:
    return f"{own_name(language)} ({language})"


def _fill(sheet: Worksheet, table: list[list[str]]) -> None:
    """Write a table as plain words, also where they begin with = or look like a number."""
    for number, line in enumerate(table, 1):
        for place, words in enumerate(line, 1):
            if words:
                cell = sheet.cell(number, place, words)
                cell.data_type = "s"
                cell.font = Font(bold=number == 1)
    for column in "BCDEFGH":
        sheet.column_dimensions[column].width = WIDTH
