"""A form's rows as the data of a questionnaire, as far as a questionnaire can hold them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from leadsurvey.questionnaire.asking import MOST_LEADERS
from leadsurvey.questionnaire.xlsform.left import ONCE, Left
from leadsurvey.questionnaire.xlsform.said import OTHER_ANSWER, Said, said
from leadsurvey.questionnaire.xlsform.scales import Answers, answers, is_rating, named
from leadsurvey.questionnaire.xlsform.sheets import Form, Row

COLUMNS_OF_A_TABLE = {"unit", "level", "language"}  # what a table of answers says besides them
WARNING = "A person will read this. Please name no one."
WHO_LED = "who_led"


@dataclass
class Group:
    """A group of a form: a page, as far as it holds rated statements."""

    id: str
    title: Said
    row: int
    statements: dict[str, dict[str, Said]] = field(default_factory=dict)  # list of choices -> item -> words
    notes: list[str] = field(default_factory=list)


@dataclass
class Carried:
    """What was carried over."""

    groups: list[Group]
    scales: dict[str, Answers] = field(default_factory=dict)
    who_led: dict[str, Any] = field(default_factory=dict)
    background: dict[str, dict[str, Any]] = field(default_factory=dict)
    comments: dict[str, dict[str, Any]] = field(default_factory=dict)


class Carrier:
    """Carries a form over, row by row, and keeps account of what is left out."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.left = Left()
        self.title = said({}, form.language, form.title or form.id)
        self.carried = Carried([Group("statements", self.title, 0)])
        self._taken = {*COLUMNS_OF_A_TABLE, WHO_LED}
        self._told: set[str] = set()  # lists whose changes were told
        self._ratings = _ratings(form)

    def carry(self) -> Carried:
        """Everything that can be carried over."""
        groups = [self.carried.groups[0]]
        for row in _outside_repeats(self.form.rows, self.left):
            if row.kind == "begin group":
                groups.append(self._begin(row))
            elif row.kind == "end group":
                groups.pop()
            elif row.kind == "note":
                self._note(row, groups[-1])
            elif row.kind:
                self._question(row, groups[-1])
        for group in self.carried.groups[1:]:
            if not group.statements and self.carried.who_led.get("title") is not group.title:
                self.left.note("survey", group.row, f"the title “{group.title}” was left out; no statement follows it")
        return self.carried

    def _begin(self, row: Row) -> Group:
        taken = [group.id for group in self.carried.groups]
        name = named(row.name, taken, f"page-{row.number}")
        group = Group(name, said(row.label, self.form.language, row.name), row.number)
        self.left.columns_of(row)
        self.carried.groups.append(group)
        return group

    def _note(self, row: Row, group: Group) -> None:
        words = said(row.label, self.form.language)
        if words:
            group.notes.append(words)
            self.left.note("survey", row.number, f"the note “{words}” became a comment in the file; nobody reads it")

    def _question(self, row: Row, group: Group) -> None:
        words = said(row.label, self.form.language)
        if row.name in COLUMNS_OF_A_TABLE:
            self.left.question(row, "a table of answers has a column of this name anyway")
        elif row.kind in {"select one", "text"} and not words:
            self.left.question(row, "it has no label")
        elif any(OTHER_ANSWER.search(text) for text in row.label.values()):
            self.left.question(row, "its words take in another answer")
        elif row.kind == "text":
            self.carried.comments[self._id(row)] = {"text": words, "warning": WARNING}
            self.left.columns_of(row)
        elif row.kind == "select one":
            self._choice(row, group, words)
        elif row.kind == "select all that apply" and row.name == WHO_LED and words:
            self._who_led(row, group, words)
        else:
            self.left.question(row)

    def _choice(self, row: Row, group: Group, words: Said) -> None:
        offered = answers(self.form.lists.get(row.choices, ()), self.form.language)
        if isinstance(offered, str):
            self.left.question(row, offered)
            return
        self._tell(row, offered)
        if row.choices in self._ratings:
            self.carried.scales.setdefault(row.choices, offered)
            group.statements.setdefault(row.choices, {})[self._id(row)] = words
            return
        opt_out = {"opt_out": offered.opt_out} if offered.opt_out else {}
        self.carried.background[self._id(row)] = {"text": words, "options": offered.options, **opt_out}

    def _who_led(self, row: Row, group: Group, words: Said) -> None:
        offered = answers(self.form.lists.get(row.choices, ()), self.form.language)
        if isinstance(offered, str) or len(offered.options) > MOST_LEADERS:
            self.left.question(row, f"2 to {MOST_LEADERS} can be named as having led")
            return
        self._tell(row, offered)
        self.carried.who_led = {"title": group.title, "text": words, "choices": offered.options}

    def _tell(self, row: Row, offered: Answers) -> None:
        self.left.columns_of(row)
        if row.choices not in self._told:
            self._told.add(row.choices)
            self.left.columns_of_choices(self.form.lists[row.choices])
            for where, change in offered.changed:
                self.left.note("choices", where, change)

    def _id(self, row: Row) -> str:
        """A question's name as its id; in a table of answers it is the name of a column."""
        name = named(row.name, self._taken, f"question-{row.number}")
        self._taken.add(name)
        if name != row.name:
            self.left.note("survey", row.number, f"'{row.name}' became '{name}'; write it so in tables of answers")
        return name


def _ratings(form: Form) -> set[str]:
    """The lists that are scales."""
    asked = [row for row in form.rows if row.kind == "select one"]
    uses = Counter(row.choices for row in asked)
    looks: dict[str, list[str]] = {}
    table = ""
    for row in form.rows:
        if row.kind in {"begin group", "end group"}:
            table = str(row.columns.get("appearance", ""))
        if row.kind == "select one":
            looks.setdefault(row.choices, []).append(f"{row.columns.get('appearance', '')} {table}")
    return {name for name, count in uses.items() if is_rating(form.lists.get(name, ()), count, looks[name])}


def _outside_repeats(rows: tuple[Row, ...], left: Left) -> Iterator[Row]:
    """The rows that are answered once; a repeat is left out with all that it holds."""
    repeats: list[Row] = []
    for row in rows:
        if str(row.columns.get("disabled", "")).lower() in {"yes", "true", "true()"}:
            continue
        if row.kind in {"begin repeat", "begin loop"}:
            repeats.append(row)
        elif row.kind in {"end repeat", "end loop"}:
            first = repeats.pop()
            if not repeats:
                fault = f"the repeat '{first.name}' was left out, with all that it holds to row {row.number}; {ONCE}"
                left.note("survey", first.number, fault)
        elif not repeats:
            yield row
