"""A page of the questionnaire as a WTForms form, which checks the shape of what a browser sends.

Templates write the radios themselves: WTForms' widgets take most of the time of a page.
"""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, ValidationError
from wtforms.form import BaseForm

from leadsurvey.questionnaire.model import OPT_OUT_KEY, Item, ItemId
from leadsurvey.responses.model import OPT_OUT, UNANSWERED, Page, code_of
from leadsurvey.web.language import FIELD, gettext
from leadsurvey.web.offers import of_scale

BUTTON = "go"


class ChoiceField(Field):
    """One of the choices, at most once, or nothing."""

    def __init__(self, *, offered: frozenset[str], **given: Any) -> None:
        super().__init__(**given)
        self._offered = offered

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the one value that was sent."""
        if len(valuelist) > 1:
            self.data = None
            raise ValueError(gettext("Two answers came in for this line. Choose one, or leave it empty."))
        self.data = valuelist[0] if valuelist and valuelist[0] else None

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002  (WTForms calls it so)
        """Refuse what was never offered."""
        if self.data is not None and self.data not in self._offered:
            self.data = None
            raise ValidationError(gettext("Choose one of the answers shown, or leave this line empty."))


def page_form(page: Page, answers: Mapping[str, int], sent: "MultiDict[str, str] | None") -> BaseForm:
    """The form of a page, holding what was sent, or else the answers of the draft."""
    form = _form({item.id: choices(item) for item in page.items})
    if sent is None:
        form.process(data={item.id: key_of(answers.get(item.id, UNANSWERED)) for item in page.items})
    else:
        form.process(sent)
    return form


def choice_form(
    names: Mapping[str, list[tuple[str, str]]], sent: "MultiDict[str, str] | None", data: Mapping[str, Any]
) -> BaseForm:
    """A form of single choices by name, such as the unit and level someone says they stand in."""
    form = _form(names)
    form.process(sent, data=dict(data) if sent is None else None)
    return form


def _form(offered: Mapping[str, list[tuple[str, str]]]) -> BaseForm:
    fields: dict[str, Any] = {
        name: ChoiceField(offered=frozenset(value for value, _ in pairs)) for name, pairs in offered.items()
    }
    return BaseForm(fields)


def unknown_fields(form: BaseForm, sent: "MultiDict[str, str]") -> list[str]:
    """What was sent under names that are not on the page."""
    return [name for name in sent if name not in form and name not in {BUTTON, FIELD}]


def codes(page: Page, form: BaseForm) -> dict[ItemId, int]:
    """The codes of the valid answers on a page; a line left empty or refused is unanswered."""
    return {item.id: code_of(item, form[item.id].data or "") for item in page.items if not form[item.id].errors}


def choices(item: Item) -> list[tuple[str, str]]:
    """What a browser may send for an item, with its label."""
    return of_scale(item.scale)


def key_of(code: int) -> str | None:
    """How a form writes a code."""
    return {OPT_OUT: OPT_OUT_KEY, UNANSWERED: None}.get(code, str(code))


def label_of(item: Item, code: int | None) -> str | None:
    """The words of an answer, None where there is none."""
    return None if code is None else dict(choices(item)).get(key_of(code) or "")
