"""The language a page is told in: the one chosen, and the interface's texts in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from pathlib import Path

from flask import current_app, g, request, url_for

from leadsurvey.languages import interface, locales

ENGLISH = "en"
FIELD = "language"  # the button, or the part of an address, that asks for a language


@dataclass(frozen=True)
class Interface:
    """Where the pages' catalogues lie, and the language of pages that belong to no round."""

    catalogues: Path
    language: str = ENGLISH


def of_all(rounds: Sequence[tuple[str, ...]]) -> str:
    """The one language that all rounds of an installation share, else English."""
    shared = {language for languages in rounds for language in languages}
    return shared.pop() if len(shared) == 1 else ENGLISH


def asked_for(languages: Sequence[str]) -> str | None:
    """The language of the round that this request asks for, if any; an unknown one is not heard."""
    wanted = request.form.get(FIELD), request.args.get(FIELD)
    return next((code for code in wanted if code in languages), None)


def is_switched(languages: Sequence[str]) -> bool:
    """Whether a form was sent by pressing a language."""
    return request.form.get(FIELD) in languages


def speak(code: str) -> None:
    """Tell the rest of this request in a language."""
    g.language = code
    g.texts = texts_in(code)


def spoken() -> str:
    """The language of this request's page."""
    code: str = g.language if "language" in g else _interface().language
    return code


def gettext(text: str) -> str:
    """A text of the interface in the page's language."""
    return _texts().gettext(text)


def ngettext(one: str, many: str, number: int) -> str:
    """The text that suits a number, in the page's language."""
    return _texts().ngettext(one, many, number)


def texts_in(code: str) -> NullTranslations:
    """The interface's texts in a language."""
    return interface.texts(_interface().catalogues, code)


def here_in(code: str) -> str:
    """The address of this page in another language; where it only takes forms, of the door it belongs to."""
    endpoint = request.endpoint if request.url_rule and "GET" in (request.url_rule.methods or ()) else None
    # names with a line before them would tell url_for to do other things than to fill an address
    said = {name: value for name, value in request.args.items() if not name.startswith("_")}
    return url_for(endpoint or f"{request.blueprint}.door", **{**said, **(request.view_args or {}), FIELD: code})


def for_templates() -> dict[str, object]:
    """What every template needs to know of languages."""
    code = spoken()
    return {"language": code, "direction": locales.direction(code), "own_name": locales.own_name, "here_in": here_in}


def _texts() -> NullTranslations:
    texts: NullTranslations = g.texts if "texts" in g else texts_in(spoken())
    return texts


def _interface() -> Interface:
    found: Interface = current_app.extensions["leadsurvey.language"]
    return found
