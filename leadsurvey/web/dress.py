"""What a web application gives its templates: rules, the marks of long texts, and texts in the language of the page."""

from functools import lru_cache

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from leadsurvey.languages import locales
from leadsurvey.questionnaire import marks
from leadsurvey.web import language

TEXTS = 512  # long texts of questionnaires kept as HTML: they are the same for everybody


def dress(environment: Environment) -> None:
    """Give the templates their rules and the texts of the page's language."""
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.policies["ext.i18n.trimmed"] = True
    environment.add_extension("jinja2.ext.i18n")
    install = environment.install_gettext_callables  # type: ignore[attr-defined]  # the extension's
    install(language.gettext, language.ngettext, newstyle=True)
    environment.filters["day"] = lambda when: locales.day(when, language.spoken())
    environment.filters |= {"marked": marked, "marked_line": marked_line}


@lru_cache(maxsize=TEXTS)
def marked(text: str, differs: bool = False) -> Markup:
    """A long text as paragraphs; what `differs` between arms is shown in the preview only."""
    return Markup(marks.as_html(text, shows_difference=differs))  # noqa: S704 - everything in it is escaped


@lru_cache(maxsize=TEXTS)
def marked_line(text: str, differs: bool = False) -> Markup:
    """The same within one element."""
    return Markup(marks.as_html_line(text, shows_difference=differs))  # noqa: S704 - everything in it is escaped
