"""A page of questions as a WTForms form, which checks the shape of what a browser sends.

Templates write the fields themselves: WTForms' widgets take most of the time of a page.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, ValidationError
from wtforms.form import BaseForm

from leadsurvey.questionnaire.model import Number
from leadsurvey.responses.body import LONGEST_COMMENT, cleaned
from leadsurvey.responses.columns import OUT_OF, Column
from leadsurvey.responses.model import UNANSWERED
from leadsurvey.web.language import FIELD, gettext
from leadsurvey.web.sheets import Line

BUTTON = "go"
SEEN = "page.seen"  # how the answers of the page stood when it was shown
CARRIED = "page.carried"  # unfinished answers, where a device carries them
OUR_OWN = {BUTTON, FIELD, SEEN, CARRIED}


class OneValue(Field):
    """One value at most, or nothing."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the one value that was sent."""
        if len(valuelist) > 1:
            self.data = None
            raise ValueError(gettext("Two answers came in for this line. Choose one, or leave it empty."))
        self.data = (valuelist[0] or None) if valuelist else None


class ChoiceField(OneValue):
    """One of the choices."""

    def __init__(self, *, offered: Iterable[str], **given: Any) -> None:
        super().__init__(**given)
        self._offered = frozenset(offered)

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002  (WTForms calls it so)
        """Refuse what was never offered."""
        if self.data is not None and self.data not in self._offered:
            self.data = None
            raise ValidationError(gettext("Choose one of the answers shown, or leave this line empty."))


class NumberField(OneValue):
    """A whole number within bounds, in the digits of any script; what was typed stays to be seen."""

    def __init__(self, *, number: Number, **given: Any) -> None:
        super().__init__(**given)
        self._number = number

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002  (as above)
        """Refuse what is no such number."""
        least, most = self._number.least, self._number.most
        typed = self.data = "".join(sign for sign in self.data or "" if sign.isprintable()).strip()
        if typed and not (typed.isdecimal() and len(typed) <= len(str(most)) and least <= int(typed) <= most):
            told = gettext("Write a whole number from %(least)s to %(most)s, or leave it empty.")
            raise ValidationError(told % {"least": least, "most": most})
        self.data = str(int(typed)) if typed else None


class TicksField(Field):
    """Any of the choices."""

    def __init__(self, *, offered: Iterable[str], **given: Any) -> None:
        super().__init__(**given)
        self._offered = frozenset(offered)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take all values that were sent."""
        self.data = list(dict.fromkeys(valuelist))

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002  (as above)
        """Refuse what was never offered."""
        if not self._offered.issuperset(self.data or ()):
            self.data = []
            raise ValidationError(gettext("Tick some of the answers shown, or leave them all empty."))


class TextField(OneValue):
    """Words of one's own, as long as there is room for them; signs that nobody can type or see are left out."""

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002  (as above)
        """Refuse what does not fit, and keep it to be shortened."""
        self.data = cleaned(self.data or "")
        over = len(self.data.encode()) - LONGEST_COMMENT
        if over > 0:
            share = -(-over * len(self.data) // len(self.data.encode()))
            raise ValidationError(gettext("Please shorten this by about %(count)s letters.") % {"count": share})


def sheet_form(
    lines: Iterable[Line],
    answers: Mapping[str, int],
    comments: Mapping[str, str],
    sent: "MultiDict[str, str] | None",
) -> BaseForm:
    """The form of a page, holding what was sent, or else the answers kept so far."""
    form = BaseForm({line.name: _field(line) for line in lines})
    if sent is None:
        form.process(data={line.name: _kept(line, answers, comments) for line in lines})
    else:
        form.process(sent)
    return form


def choice_form(
    names: Mapping[str, list[tuple[str, str]]], sent: "MultiDict[str, str] | None", data: Mapping[str, Any]
) -> BaseForm:
    """A form of single choices by name, such as the unit and level someone says they stand in."""
    fields: dict[str, Any] = {
        name: ChoiceField(offered=[value for value, _ in pairs]) for name, pairs in names.items()
    }  # `Any`: WTForms makes fields of these when they are bound
    form = BaseForm(fields)
    form.process(sent, data=dict(data) if sent is None else None)
    return form


def _field(line: Line) -> Any:
    offered = [value for value, _ in line.offer]
    match line.kind:
        case "choice":
            return ChoiceField(offered=offered)
        case "ticks":
            return TicksField(offered=offered)
        case "text":
            return TextField()
        case "number":
            return NumberField(number=line.number or Number(0, OUT_OF, ""))


def _kept(line: Line, answers: Mapping[str, int], comments: Mapping[str, str]) -> object:
    if line.kind == "text":
        return comments.get(line.key, "")
    return line.value(answers.get(line.key, UNANSWERED)) or None


def unknown_fields(form: BaseForm, sent: "MultiDict[str, str]") -> list[str]:
    """What was sent under names that are not on the page."""
    return [name for name in sent if name not in form and name not in OUR_OWN]


def codes(lines: Iterable[Line], form: BaseForm, columns: Mapping[str, Column]) -> dict[str, int]:
    """The codes of the valid answers on a page; a line left empty is unanswered, one that is refused stays out."""
    return {
        line.key: columns[line.key].read(_written(form[line.name].data))
        for line in lines
        if line.kind != "text" and not form[line.name].errors
    }


def texts(lines: Iterable[Line], form: BaseForm) -> dict[str, str]:
    """What was written on a page in people's own words, where there is room for it."""
    return {
        line.key: form[line.name].data or "" for line in lines if line.kind == "text" and not form[line.name].errors
    }


def _written(data: str | list[str] | None) -> str:
    return ";".join(data) if isinstance(data, list) else data or ""
